"""A view: what one seat, or control, sees of a room, in a sequence of its own.

1. Numbers are dense: event *n* of a view is the *n*-th event that this audience may see.  No gap
   and no count betrays an event that stayed hidden.
2. A view follows from the record alone, so it is the same after a restart, and whoever has seen
   up to *n* goes on with *n* + 1.
3. A card is made once for each audience (the whole team, one seat, control), when somebody first
   needs it, and the frame is shared by everyone who watches.
4. Nobody waits for anybody.  A frame is handed to a socket only if the socket takes it at once;
   a client whose socket is full catches up by itself from the view, or is dropped and resumes.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Sequence
from typing import Any, Final, TypeAlias

import orjson

from evidence import TEAM, Event, may_see, seat_audience
from facilitator.screens import Card

KEPT_CARDS: Final = 512
"""Rendered cards kept in each room; older ones are made again when somebody resumes from far."""
SLOW_S: Final = 10.0
"""A client that takes nothing for this long is dropped; it resumes when it can."""
BREATH: Final = 50
"""Frames replayed to one client before others get their turn."""

TOO_SLOW: Final = 4408
COME_BACK: Final = 1012
"""Close code: resume; whoever is no longer let in is told so at the door."""

Send: TypeAlias = Callable[[dict[str, Any]], Coroutine[Any, Any, None]]


MakeCard: TypeAlias = Callable[[Event, str], Card | None]
"""Makes the card of an event for an audience: ``team``, ``seat:X`` or ``control``."""

_NOTHING: Final = Card(priority="silent")


class Cards:
    """The cards of one room, made when first needed and kept for a while."""

    def __init__(self, make: MakeCard) -> None:
        self._make = make
        self._kept: OrderedDict[tuple[int, str], str] = OrderedDict()

    def tail(self, event: Event, seat: str | None) -> str:
        """All of a frame but its number, as JSON without the opening brace."""
        audience = _audience(event, seat)
        key = (event.seq, audience)
        found = self._kept.get(key)
        if found is None:
            card = self._make(event, audience) or _NOTHING
            found = self._kept[key] = _tail(event.kind, card)
            if len(self._kept) > KEPT_CARDS:
                self._kept.popitem(last=False)
        return found


def _tail(kind: str, card: Card) -> str:
    frame: dict[str, Any] = {"kind": kind, "html": card.html, "say": card.say}
    frame |= {"priority": card.priority, "stale": card.stale}
    return orjson.dumps(frame).decode()[1:]


def _audience(event: Event, seat: str | None) -> str:
    if seat is None:
        return "control"
    return TEAM if TEAM in event.to else seat_audience(seat)


class View:
    """The record as one seat sees it, or as control does (``seat`` is ``None``)."""

    def __init__(
        self, seat: str | None, *, name: str, cards: Cards, events: Iterable[Event] = ()
    ) -> None:
        self.seat = seat
        self.name = name
        self.watchers: dict[Watcher, None] = {}
        """In the order in which they came: each is told in its turn, the same way every time."""
        self.events: list[Event] = []
        self.reached = 0
        """The furthest that any browser here has said it has shown; forgotten by a restart."""
        self._cards = cards
        self._keep(events)

    @property
    def head(self) -> int:
        return len(self.events)

    def frame(self, number: int) -> str:
        """The frame of the event with this number, from 1."""
        tail = self._cards.tail(self.events[number - 1], self.seat)
        return f'{{"seq":{number},{tail}'

    def show(self, events: Sequence[Event]) -> bool:
        """Take durable events in and hand them to everyone who watches; whether any is visible."""
        before = self.head
        self._keep(events)
        if self.watchers:
            for number in range(before + 1, self.head + 1):
                message = _message(self.frame(number))
                for watcher in tuple(self.watchers):
                    watcher.offer(number, message)
        return self.head > before

    def tell(self, text: str) -> None:
        """Hand a frame without a number to everyone who is up to date."""
        message = _message(text)
        for watcher in tuple(self.watchers):
            watcher.tell(message)

    def _keep(self, events: Iterable[Event]) -> None:
        self.events.extend(event for event in events if may_see(event.to, seat=self.seat))


class Watcher:
    """One browser's socket on a view, and how far it has got."""

    def __init__(self, view: View, send: Send, *, since: int, who: str) -> None:
        self.who = who
        self._view = view
        self._send = send
        self._sent = min(since, view.head)  # a number from the future shows nothing
        self._catching: asyncio.Task[None] | None = None
        self._closing: set[asyncio.Task[None]] = set()

    def start(self) -> None:
        """Join the view: replay what is missing, then follow."""
        self._view.watchers[self] = None
        self._catch_up_soon()

    def has_shown(self, number: int) -> bool:
        """The browser says how far it has got; whether that is further than anybody here before.

        One that says more than it was sent is not believed.
        """
        before = self._view.reached
        self._view.reached = max(before, min(number, self._sent))
        return self._view.reached > before

    def stop(self) -> None:
        """Leave the view.  The socket is the caller's to close."""
        self._view.watchers.pop(self, None)
        if self._catching is not None:
            self._catching.cancel()

    def dismiss(self) -> None:
        """Close the socket; its browser comes back if it is still let in."""
        self._view.watchers.pop(self, None)
        closing = asyncio.create_task(
            _within(self._send({"type": "websocket.close", "code": COME_BACK}))
        )
        self._closing.add(closing)
        closing.add_done_callback(self._closing.discard)

    def offer(self, number: int, message: dict[str, Any]) -> None:
        """Send frame *number* now if it is the next one and the socket takes it at once."""
        if self._catching is not None or self._sent != number - 1:
            self._catch_up_soon()
        elif self._try(message):
            self._sent = number
        else:
            self._catch_up_soon()

    def tell(self, message: dict[str, Any]) -> None:
        """Send a frame without a number; whoever is behind does not need it."""
        if self._catching is None:
            self._try(message)

    def _try(self, message: dict[str, Any]) -> bool:
        """Send without waiting.  A full socket asks us to wait before it has written anything."""
        try:
            sending = self._send(message)
            sending.send(None)
        except StopIteration:
            return True
        except (OSError, RuntimeError):
            # It has gone, or was closed meanwhile, of which the server's RuntimeError tells.
            # Whoever reads from it finds out too; nobody else may suffer from it.
            self.stop()
            return True
        sending.close()
        return False

    def _catch_up_soon(self) -> None:
        if self._catching is None:
            self._catching = asyncio.create_task(self._catch_up())

    async def _catch_up(self) -> None:
        try:
            await self._replay()
        except TimeoutError:
            self._view.watchers.pop(self, None)
            await _within(self._send({"type": "websocket.close", "code": TOO_SLOW}))
        except (OSError, RuntimeError):
            self._view.watchers.pop(self, None)
        finally:
            self._catching = None

    async def _replay(self) -> None:
        while self._sent < self._view.head:
            for _ in range(min(BREATH, self._view.head - self._sent)):
                text = self._view.frame(self._sent + 1)
                async with asyncio.timeout(SLOW_S):
                    await self._send(_message(text))
                self._sent += 1
            await asyncio.sleep(0)


def _message(text: str) -> dict[str, Any]:
    return {"type": "websocket.send", "text": text}


async def _within(sending: Awaitable[None]) -> None:
    """Say goodbye if the socket still takes it."""
    try:
        async with asyncio.timeout(1):
            await sending
    except (TimeoutError, OSError, RuntimeError):
        return
