"""``/x/ID/stream``: what happens, to every browser that watches, as a plain ASGI function.

``hello`` first, then what was missed since the number that the page shows, then what happens.
Every five seconds a ``ping`` says how far the view has got and what time it is, so a browser finds
a gap by itself.  Signing in, the page's ticket and the Origin are all asked for at the handshake.

A browser says two things: ``seen`` (how far it has shown), and ``draft`` (an answer that somebody
is writing), which the rest of the team is told as ``writing``.
"""

import asyncio
import itertools
from collections.abc import Mapping
from contextlib import suppress
from typing import Annotated, Any, Final
from urllib.parse import parse_qs

import msgspec
import orjson

from evidence.kinds.incident import AnswerQuestion
from facilitator.access import Thing, may
from facilitator.command_reader import MAX_TYPED_CHARS
from facilitator.live import GameDay, Room, View, Watcher
from facilitator.live.pacing import shown_clock
from facilitator.screens import Viewer
from facilitator.web.security import Receive, Scope, Send, bearer, has_own_origin
from facilitator.web.site import Site

PING_S: Final = 5.0
LOOK_AGAIN_S: Final = 60.0
"""An open socket outlives the sign-in that it was opened with by at most this much."""
SIGN_EVERY: Final = 12
"""Pings after which records that stand still are looked at: once a minute."""
MAX_MESSAGE_CHARS: Final = 20_000
"""A draft may be as long as what can be sent, with its letters escaped."""
_REACHED: Final = '{"stale":["deliveries"]}'
MAX_MESSAGES_PER_S: Final = 5
MAX_EACH: Final = 12
"""Sockets of one participant: tabs and a phone, not a flood.  Programs of staff open more."""

SIGN_IN_AGAIN: Final = 4401
NOT_YOURS: Final = 4403
FULL: Final = 4409
MALFORMED: Final = 4400
_SAYS: Final = {
    SIGN_IN_AGAIN: "Sign in again to go on.",
    NOT_YOURS: "This page is not yours to watch.",
    FULL: "Too many pages are open at once; close some and load this one again.",
    MALFORMED: "This page sent something that the server does not understand.",
}


class _Draft(msgspec.Struct, forbid_unknown_fields=True):
    about: Annotated[str, msgspec.Meta(max_length=200)]
    words: Annotated[str, msgspec.Meta(max_length=MAX_TYPED_CHARS)] = ""
    choice: Annotated[str, msgspec.Meta(max_length=100)] = ""


class _Said(msgspec.Struct, forbid_unknown_fields=True):
    """What a browser may say on the stream."""

    seen: int | None = None
    draft: _Draft | None = None


_read_said = msgspec.json.Decoder(_Said)


class _Refused(Exception):
    def __init__(self, code: int) -> None:
        self.code = code


async def stream(site: Site, exercise: str, scope: Scope, receive: Receive, send: Send) -> None:
    """Serve one socket until it is closed."""
    message = await receive()
    if message["type"] != "websocket.connect":
        return
    await send({"type": "websocket.accept"})
    try:
        viewer, seat, since = _admitted(site, exercise, scope)
    except _Refused as refused:
        site.refused(scope, _SAYS[refused.code])
        await _bye(send, refused.code)
        return
    day = site.hall.day_of(exercise)
    assert day is not None, "nobody is admitted to an exercise that is not there"
    served = _Served(site, day, day.rooms[exercise], viewer, seat, scope, send)
    await served.until_closed(since, receive)


def _admitted(site: Site, exercise: str, scope: Scope) -> tuple[Viewer, str | None, int]:
    query = parse_qs(scope.get("query_string", b"").decode("latin-1"))
    said = query.get("since", ["0"])[0]
    since = int(said) if said.isdecimal() and len(said) < 10 else 0
    viewers = site.viewers(scope)
    if not viewers:
        raise _Refused(SIGN_IN_AGAIN)
    if bearer(scope) is not None:
        viewer, seat = viewers[0], viewers[0].seat
    else:
        if not has_own_origin(scope):
            raise _Refused(NOT_YOURS)
        viewer, seat = _holder(site, exercise, query.get("ticket", [""])[0], viewers)
    thing = Thing(kind="stream", exercise=exercise)
    if site.hall.day_of(exercise) is None or not may(viewer, "watch", thing):
        raise _Refused(NOT_YOURS)
    if site.watchers >= site.settings.max_watchers:
        raise _Refused(FULL)
    return viewer, seat, since


def _holder(
    site: Site, exercise: str, ticket: str, viewers: tuple[Viewer, ...]
) -> tuple[Viewer, str | None]:
    """The one among *viewers* for whom the page was made."""
    held = site.ticket_holder(ticket)
    if held is None or held.get("x") != exercise:
        raise _Refused(SIGN_IN_AGAIN)
    viewer = next((one for one in viewers if one.id == held.get("who")), None)
    if viewer is None:
        raise _Refused(SIGN_IN_AGAIN)
    if viewer.kind == "participant" and viewer.seat != held.get("as"):
        raise _Refused(SIGN_IN_AGAIN)
    return viewer, held.get("as")


class _Served:
    """One socket that is being served."""

    def __init__(
        self,
        site: Site,
        day: GameDay,
        room: Room,
        viewer: Viewer,
        seat: str | None,
        scope: Scope,
        send: Send,
    ) -> None:
        self._site, self._day, self._room, self._viewer, self._send = site, day, room, viewer, send
        self._scope = scope
        self._view: View = room.view(seat)

    async def until_closed(self, since: int, receive: Receive) -> None:
        presence = self._day.presence[self._room.name]
        many = presence.online.get(self._viewer.id, 0) >= MAX_EACH
        if many and self._viewer.kind == "participant":
            await _bye(self._send, FULL)
            return
        watcher = Watcher(
            self._view,
            self._send,  # type: ignore[arg-type]  # awaited only here, stepped by hand there
            since=since,
            who=self._viewer.id,
        )
        self._site.watchers += 1
        presence.online[self._viewer.id] = presence.online.get(self._viewer.id, 0) + 1
        try:
            await self._send({"type": "websocket.send", "text": self._hello()})
            for text in self._room.drafts.frames_for(self._view, who=self._viewer.id):
                await self._send({"type": "websocket.send", "text": text})
            watcher.start()
            self._day.presence_changed(self._room)
            await self._listen(watcher, receive)
        except OSError:
            return  # it has gone
        finally:
            watcher.stop()
            self._site.watchers -= 1
            presence.online[self._viewer.id] -= 1
            if not presence.online[self._viewer.id]:
                del presence.online[self._viewer.id]
            self._day.presence_changed(self._room)

    async def _listen(self, watcher: Watcher, receive: Receive) -> None:
        loop = asyncio.get_running_loop()
        since, count = loop.time(), 0
        looked = since
        while True:
            message = await _received(receive, within_s=LOOK_AGAIN_S)
            if loop.time() - looked >= LOOK_AGAIN_S:
                looked = loop.time()
                if self._viewer not in self._site.viewers(self._scope, again=True):
                    await _bye(self._send, SIGN_IN_AGAIN)
                    return
            if message is None:
                continue
            if message["type"] == "websocket.disconnect":
                return
            if loop.time() - since >= 1:
                since, count = loop.time(), 0
            count += 1
            said = _said(message)
            if said is None or count > MAX_MESSAGES_PER_S:
                await _bye(self._send, MALFORMED)
                return
            if said.seen is not None and watcher.has_shown(said.seen) and self._view.seat:
                self._room.view(None).tell(_REACHED)
            if said.draft is not None and self._may_answer():
                draft = said.draft
                self._room.drafts.write(
                    self._view,
                    draft.about,
                    who=self._viewer.id,
                    words=draft.words,
                    choice=draft.choice,
                )

    def _may_answer(self) -> bool:
        """Whoever may not send an answer writes none; staff only look over a shoulder."""
        answer = Thing(kind="command", name=AnswerQuestion.kind, exercise=self._room.name)
        return may(self._viewer, "say", answer) and not self._room.exercise.ended

    def _hello(self) -> str:
        clock = shown_clock(self._room.pacer.clock())
        hello = {"head": self._view.head, "clock": clock, "view": self._view.name}
        return orjson.dumps({"hello": hello}).decode()


def ping(view: View, room: Room) -> str:
    """What every watcher of a view is told every five seconds."""
    return orjson.dumps(
        {"ping": {"head": view.head, "clock": shown_clock(room.pacer.clock())}}
    ).decode()


async def keep_pinging(site: Site) -> None:
    """Ping everyone, and let silence be signed, for as long as the server runs."""
    for count in itertools.count(1):
        await asyncio.sleep(PING_S)
        if count % SIGN_EVERY == 0:
            site.hall.sign_silence()
        for day in site.hall.days:
            for room in day.rooms.values():
                for view in room.audience.views():
                    if view.watchers:
                        view.tell(ping(view, room))


async def _received(receive: Receive, *, within_s: float) -> Mapping[str, Any] | None:
    """The next message; ``None`` if none has come in time."""
    try:
        async with asyncio.timeout(within_s):
            return await receive()
    except TimeoutError:
        return None


def _said(message: Any) -> _Said | None:
    """What a browser says; ``None`` if it is nothing that a browser says."""
    text = message.get("text")
    if not isinstance(text, str) or len(text) > MAX_MESSAGE_CHARS:
        return None
    try:
        said = _read_said.decode(text)
    except msgspec.DecodeError:
        return None
    return said if said.seen is not None or said.draft is not None else None


async def _bye(send: Send, code: int) -> None:
    with suppress(OSError):
        says = orjson.dumps({"bye": {"code": code, "says": _SAYS[code]}}).decode()
        await send({"type": "websocket.send", "text": says})
        await send({"type": "websocket.close", "code": code})
