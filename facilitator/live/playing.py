"""The engine of a room on the wall clock: what is due, what is said, and after EndEx the review.

It moves the engine and the clock together and gives back what happened; recording and showing are
the room's.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from evidence import Command, Event, Millis
from evidence.kinds.exercise import ClockMarked
from facilitator.live.orders import Order
from facilitator.live.pacing import Clocks, Pacer
from facilitator.pacing import CLOCK_MARK_EVERY_WALL_MS
from facilitator.resuming import Resumed
from scenarios import Plan
from scoring import Review
from simulator import Exercise

LATE_MS: Final = 250
"""A wake-up later than this is counted: the promise of the room."""
BEHIND_MS: Final = 2000
"""From here on staff are told, until wake-ups come as promised again."""
_MARK_S: Final = CLOCK_MARK_EVERY_WALL_MS / 1000


@dataclass(slots=True, kw_only=True)
class Pulse:
    """How punctual the room has been."""

    wakes: int = 0
    late: int = 0
    latest_ms: int = 0
    behind: bool = False


class Playing:
    """One exercise being played.  After :meth:`begin` only the room's task may move it."""

    def __init__(self, plan: Plan, clocks: Clocks) -> None:
        self.pacer = Pacer(clocks)
        self.pulse = Pulse()
        self._plan = plan
        self._marked = 0.0
        self._happened: list[Event] = []
        self._review: Review | None = None

    def begin(self, resumed: Resumed, *, known: int) -> tuple[Event, ...]:
        """Go on where the record ends; the events after the first *known*."""
        self.exercise: Exercise = resumed.exercise
        self._happened, self._review = list(resumed.events), None
        fresh = resumed.events[known:]
        for event in fresh:
            self.pacer.follow(event)
        return fresh

    def due(self) -> Iterator[tuple[Event, ...]]:
        """Let everything happen that is due, one instant after another.

        One at a time, because what happens may change the pace, and with it what is due.
        """
        while self.pacer.moves:
            due = self.exercise.next_at()
            if due is None or due > self.pacer.now():
                return
            yield self._happens(self.exercise.advance(to=max(due, self.exercise.now)))

    def until(self, at: Millis) -> Iterator[tuple[Event, ...]]:
        """Let everything happen until *at* without waiting; the clock follows."""
        while self.pacer.moves and (due := self.exercise.next_at()) is not None and due <= at:
            yield self._happens(self.exercise.advance(to=max(due, self.exercise.now)))
        self.pacer.go_on_from(max(at, self.exercise.now))

    def take(self, order: Order) -> tuple[Event, ...]:
        """Give an order to the engine, or after EndEx to the review."""
        if self.exercise.ended:
            return self._happens(self._reviewed(order))
        events = self.exercise.receive(
            order.command,
            at=self._now(),
            actor=order.actor,
            seat=order.seat,
            origin=order.origin,
            cmd=order.cmd,
        )
        return self._happens(events)

    def _reviewed(self, order: Order) -> tuple[Event, ...]:
        if self._review is None:
            self._review = Review(self._plan, self._happened)
        return self._review.receive(
            order.command,
            actor=order.actor,
            seat=order.seat,
            origin=order.origin,
            cmd=order.cmd,
        )

    def tell(self, command: Command) -> tuple[Event, ...]:
        """Tell the engine something that the shell knows."""
        at = self._now()
        return self._happens(self.exercise.receive(command, at=at, actor="shell", origin="shell"))

    def mark(self, now: float) -> tuple[Event, ...]:
        """Say every ten seconds that the room is alive: it bounds what a crash can hide."""
        if not self.pacer.moves or now - self._marked < _MARK_S:
            return ()
        self._marked = now
        return self.tell(ClockMarked())

    def stop(self) -> None:
        """Stop the clock where the engine is."""
        self.pacer.stop(self.exercise.now)

    # When to come back

    def next_due(self, *others: Millis | None) -> Millis | None:
        """The next instant at which the engine has something to do, or at one of *others*."""
        if not self.pacer.moves:
            return None
        instants = (self.exercise.next_at(), *others)
        return min((at for at in instants if at is not None), default=None)

    def wait_s(self, due: Millis | None) -> float:
        """How long there is nothing to do until *due*, and until the next mark."""
        return _MARK_S if due is None else min(_MARK_S, self.pacer.wait_s(due))

    def note_punctual(self, due: Millis | None) -> None:
        """Count a wake-up for *due*, and whether it came too late.

        A wake-up before anything is due says that the engine has caught up.
        """
        clock = self.pacer.clock()
        self.pulse.behind &= due is not None and due <= clock.at
        if due is None or not clock.running or not self.pacer.anchored_at <= due <= clock.at:
            return
        late = (clock.at - due) * clock.den // clock.num
        self.pulse.wakes += 1
        self.pulse.late += late > LATE_MS
        self.pulse.latest_ms = max(self.pulse.latest_ms, late)
        self.pulse.behind = late > (LATE_MS if self.pulse.behind else BEHIND_MS)

    def _now(self) -> Millis:
        now = self.exercise.now
        return max(self.pacer.now(), now) if self.pacer.moves else now

    def _happens(self, events: tuple[Event, ...]) -> tuple[Event, ...]:
        self._happened.extend(events)
        for event in events:
            self.pacer.follow(event)
        return events
