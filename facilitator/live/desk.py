"""The desk: takes what somebody said, from a form or a program, and gives a receipt.

It asks who may say it, reads it as a command, turns what people see into what the record holds
(places into leaves, "in half an hour" into an instant), hands it to the room, and says what came
of it in one sentence.  Nothing here knows of HTTP.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Final

import orjson

from evidence import Command, Event, Millis, Origin
from evidence.kinds import control as c
from evidence.kinds import exercise as x
from evidence.kinds.incident import ClaimAwareness
from facilitator.access import Account, People, Thing, may
from facilitator.access.limits import Bucket, TooMany
from facilitator.command_reader import NotACommand, Read, Said, cited_members, read_command
from facilitator.command_reader import read_kind as read_kind_of
from facilitator.live.beginning import why_not_yet
from facilitator.live.game_day import GameDay, quoted_by
from facilitator.live.hall import Hall
from facilitator.live.orders import Done, Order, OtherContent, RoomStopped
from facilitator.live.room import Room
from facilitator.screens import Receipt, Viewer, matters
from facilitator.store import StoreError
from facilitator.story_time import StoryTime
from runbooks.authored import Wrong, listed, parse_duration, quoted

MAX_ID_CHARS: Final = 64
_OF_THE_FORM: Final = frozenset({"do", "cmd", "form", "back", "expects", "all"})
_ORIGINS: Final[dict[str, Origin]] = {
    "participant": "person",
    "facilitator": "control",
    "evaluator": "person",
    "auditor": "person",
}
SAYING_PER_S: Final = 5.0
SAYING_BURST: Final = 40
"""A scribe who types fast sends one a second; a stuck key or a script is slowed down."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """What came in: the kind of the command, the client's id, and the members as they were sent."""

    do: str
    cmd: str
    form: str
    expects: str | None
    everywhere: bool
    members: Mapping[str, Said]

    @property
    def digest(self) -> str:
        """What is the same for the same content: an id stands for one content only."""
        said = orjson.dumps((self.do, self.members), option=orjson.OPT_SORT_KEYS)
        return sha256(said).hexdigest()


def read_saying(sent: Mapping[str, Said]) -> Saying:
    """Take a form, or a JSON object, apart.

    Raises:
        NotACommand: It says neither what to do nor under which id.
    """
    do, cmd = sent.get("do"), sent.get("cmd")
    if not isinstance(do, str) or not do:
        raise NotACommand.plain("`do` is missing", "say what, for example `do=log.enter`")
    if not isinstance(cmd, str) or not 0 < len(cmd) <= MAX_ID_CHARS or not cmd.isascii():
        right = f"send 1 to {MAX_ID_CHARS} ASCII characters, new for each act"
        raise NotACommand.plain("`cmd` is missing or is no id", right)
    form, expects = sent.get("form"), sent.get("expects")
    members = {key: value for key, value in sent.items() if key not in _OF_THE_FORM}
    return Saying(
        do=do,
        cmd=cmd,
        form=form if isinstance(form, str) else "",
        expects=expects if isinstance(expects, str) and expects else None,
        everywhere=sent.get("all") in ("yes", True),
        members={key: value for key, value in members.items() if value not in ("", [])},
    )


class Desk:
    """Takes what people say in every exercise of a hall."""

    def __init__(self, hall: Hall) -> None:
        self._hall = hall
        self._pace = Bucket(SAYING_PER_S, SAYING_BURST)

    async def take(
        self, viewers: Sequence[Viewer], exercise: str, sent: Mapping[str, Said]
    ) -> Receipt:
        """Take what was *sent* by whichever of *viewers* may say it; never raises for bad input.

        Args:
            viewers: Whom the request may speak for: somebody can hold a chair and a staff account.
        """
        day = self._hall.day_of(exercise)
        if day is None or not viewers:
            return _receipt(None, 404, "There is no such exercise here, or it is not yours.")
        room = day.rooms[exercise]
        saying: Saying | None = None
        try:
            saying = read_saying(sent)
            _check_known(saying.do)
            viewer = self._speaker(viewers, day, exercise, saying.do)
            if viewer is None:
                return _receipt(saying, 403, _not_yours(saying.do, viewers))
            self._pace.take(viewer.id)
            return await self._say(viewer, day, room, saying)
        except NotACommand as error:
            return _receipt(saying, 422, str(error))
        except TooMany as error:
            return _receipt(saying, 429, str(error))
        except OtherContent as error:
            return _receipt(saying, 409, str(error), at=room.pacer.now())
        except RoomStopped as error:
            return _receipt(saying, 503, str(error))
        except StoreError as error:
            return _receipt(saying, 503, f"{error} Send it again; it counts once.")

    def _speaker(
        self, viewers: Sequence[Viewer], day: GameDay, exercise: str, do: str
    ) -> Viewer | None:
        overlap = day.plan.evaluating_control
        kind = OWN_ACTS.get(do, do)
        thing = Thing(
            kind="command", name=kind, exercise=exercise, overlap=overlap, lead=day.plan.lead
        )
        return next((viewer for viewer in viewers if may(viewer, "say", thing)), None)

    async def _say(self, viewer: Viewer, day: GameDay, room: Room, saying: Saying) -> Receipt:
        if saying.expects is not None and not room.has_taken(saying.cmd):
            stale = self._stale(room, saying)
            if stale is not None:
                return _receipt(saying, 409, stale, at=room.pacer.now())
        if saying.do == x.StartExercise.kind and not room.has_taken(saying.cmd):
            rooms = tuple(day.rooms.values()) if saying.everywhere else (room,)
            not_yet = why_not_yet(day, rooms, viewer)
            if not_yet is not None:
                return _receipt(saying, 409, not_yet, at=room.pacer.now())
        if saying.do == RELAY:
            return await self._relay(viewer, day, room, saying)
        if saying.do == x.GoByHand.kind and room.broken:
            await self._hall.go_by_hand(room.name, actor=viewer.id)
            return _receipt(saying, 200, "The exercise goes on by hand.", at=room.pacer.now())
        if not saying.everywhere:
            done = await room.do(self._order(viewer, day, room, saying))
            return self._receipt_of(viewer, saying, room, done)
        rooms = tuple(day.rooms.values())
        orders = [self._order(viewer, day, one, saying) for one in rooms]
        results = await asyncio.gather(
            *(one.do(order) for one, order in zip(rooms, orders, strict=True)),
            return_exceptions=True,
        )
        return self._receipt_of_all(saying, day, room, results)

    async def _relay(self, viewer: Viewer, day: GameDay, room: Room, saying: Saying) -> Receipt:
        """Tell another team what this one did, in its own words or in control's."""
        to = day.rooms.get(str(saying.members.get("to-exercise")))
        if to is None or to is room:
            raise NotACommand.plain("`to-exercise` is no other team here", "choose another team")
        words = saying.members.get("words")
        if words is None:
            (seq,) = _cited(viewer, room, saying.members.get("place"))
            words = _said_at(room, seq)
        members: dict[str, Said] = {"from-team": day.team_of(room.name).name, "words": words}
        seats = saying.members.get("to-seats")
        if seats is not None:
            members["to-seats"] = seats
        relayed = replace(saying, do=c.RelayEvent.kind, members=members)
        done = await to.do(self._order(viewer, day, to, relayed))
        return self._receipt_of(viewer, saying, to, done)

    def _order(self, viewer: Viewer, day: GameDay, room: Room, saying: Saying) -> Order:
        kind, members = self._translated(viewer, day, room, saying)
        time = StoryTime(starts=room.plan.scenario.starts, now=room.pacer.now())
        read = read_command(kind, members, time=time)
        return Order(
            command=read.command,
            actor=viewer.id,
            seat=viewer.seat,
            origin=_ORIGINS[viewer.kind],
            cmd=saying.cmd,
            words=read.words,
            sent=saying.digest,
        )

    def _translated(
        self, viewer: Viewer, day: GameDay, room: Room, saying: Saying
    ) -> tuple[type[Command], Mapping[str, Said]]:
        kind = read_kind_of(OWN_ACTS.get(saying.do, saying.do))
        members = dict(saying.members)
        if saying.do == BRING_LEVEL:
            members["to"] = max(one.pacer.now() for one in day.rooms.values())
        for key in cited_members(kind) & members.keys():
            members[key] = [*_cited(viewer, room, members[key])]
        for key, value in members.items():
            if isinstance(value, str) and value.startswith("+"):
                members[key] = _later(room, key, value)
        if kind is x.HandOverControl and "to-actor" in members:
            members["to-actor"] = _in_control(self._hall.people, viewer, members["to-actor"])
        if kind is ClaimAwareness:
            members["of"] = _matter(room, members.get("of"))
        return kind, members

    # What came of it

    def _receipt_of(self, viewer: Viewer, saying: Saying, room: Room, done: Done) -> Receipt:
        if done.refused is None:
            receipt = _receipt(saying, 200, f"Recorded at {_clock(done.at)}.", at=done.at)
        else:
            who = self._who_did(room, saying) if viewer.kind == "facilitator" else ""
            receipt = _receipt(saying, 409, f"{done.refused.says} {who}".strip(), at=done.at)
        if viewer.kind == "participant":
            # Numbers of leaves would tell how much is hidden; a root alone tells nothing.
            return replace(receipt, record=done.receipt.without_size().to_json())
        return replace(receipt, seq=done.seq, record=done.receipt.to_json())

    def _receipt_of_all(
        self,
        saying: Saying,
        day: GameDay,
        here: Room,
        results: Sequence[Done | BaseException],
    ) -> Receipt:
        """One sentence for an act in every team: which of them did not take it, and why."""
        trouble: list[str] = []
        for room, result in zip(day.rooms.values(), results, strict=True):
            name = day.team_of(room.name).name
            if isinstance(result, Done):
                if result.refused is not None:
                    trouble.append(f"{name}: {result.refused.says}")
            elif isinstance(result, (OtherContent, RoomStopped, StoreError)):
                trouble.append(f"{name}: {result}")
            else:
                raise result
        at = here.pacer.now()
        if not trouble:
            return _receipt(saying, 200, f"Recorded in {len(results)} teams.", at=at)
        taken = len(results) - len(trouble)
        says = f"Recorded in {taken} of {len(results)} teams. {' '.join(trouble)}"
        return _receipt(saying, 200 if taken else 409, says, at=at)

    def _stale(self, room: Room, saying: Saying) -> str | None:
        """Why an act of control no longer fits what its page showed; ``None`` if it does."""
        state = room.exercise.state
        inject = saying.members.get("inject")
        if isinstance(inject, str):
            now = state.inject_states.get(inject, "planned")
        else:
            now = room.pacer.clock().state
        if now == saying.expects:
            return None
        who = self._who_did(room, saying)
        return f"It is {_words_for(now)} already. {who}".strip()

    def _who_did(self, room: Room, saying: Saying) -> str:
        """``Sam did that at 0:42:10``, for an act of control that somebody else was faster at."""
        last = _last_act(room, saying)
        if last is None:
            return ""
        actor = last.actor
        if actor is None and last.cause is not None:
            actor = room.events[last.cause].actor
        name = name_of(self._hall.people, actor)
        return f"{name} did that at {_clock(last.at)}."


READY: Final = "ready"
"""Said in the lobby, to the first message of all."""
BRING_LEVEL: Final = "bring-level"
"""A jump of one team to where the furthest team of the day is."""
RELAY: Final = "relay"
"""What one team did, told to another: `place` (or own `words`), `to-exercise`, `to-seats`."""
OWN_ACTS: Final[dict[str, str]] = {
    BRING_LEVEL: x.JumpTo.kind,
    RELAY: c.RelayEvent.kind,
    READY: x.AnswerCommsCheck.kind,
}
"""What pages say that is another word for a command."""


def _check_known(do: str) -> None:
    """A misspelt command is told as one, before anybody is told that it is not theirs."""
    try:
        read_kind_of(OWN_ACTS.get(do, do))
    except Wrong as wrong:
        raise NotACommand.plain(wrong.wrong, wrong.right) from None


def name_of(people: People, actor: str | None) -> str:
    """What people call an actor: staff by name, a participant by the name they gave."""
    account: Account | None = people.account(actor or "")
    if account is not None:
        return account.name
    participant = people.participant(actor or "")
    return participant.name if participant is not None else "The exercise itself"


def _last_act(room: Room, saying: Saying) -> Event | None:
    inject = saying.members.get("inject")
    for event in reversed(room.events):
        body = event.body
        if isinstance(inject, str):
            if isinstance(body, (c.InjectFired, c.InjectSet)) and body.inject == inject:
                return event
        elif isinstance(body, (x.ExerciseHeld, x.ExerciseResumed, x.ExerciseEnded)):
            return event
    return None


def _said_at(room: Room, seq: int) -> str:
    """The words of an event, or of the command that it quotes."""
    event = room.events[seq]
    sources = (seq, *quoted_by(event), event.cause)
    for member in ("words", "text"):
        for source in sources:
            if source is not None and (source, f"body.{member}") in room.words:
                return room.words[source, f"body.{member}"]
    text = getattr(event.body, "text", None) or getattr(event.body, "says", None)
    if not isinstance(text, str):
        raise NotACommand.plain("nothing was said there", "give `words` of your own")
    return text


def _cited(viewer: Viewer, room: Room, given: Said) -> list[int]:
    """Leaves for the places that this viewer cites."""
    events = room.view(viewer.seat).events
    places = given if isinstance(given, list) else [given]
    seqs: list[int] = []
    for place in places:
        number = int(place) if isinstance(place, (int, str)) and str(place).isdecimal() else 0
        if not 1 <= number <= len(events):
            raise NotACommand.plain(f"there is no entry {place} here", "cite one that you see")
        seqs.append(events[number - 1].seq)
    return seqs


def _in_control(people: People, viewer: Viewer, given: Said) -> str:
    """The account of somebody of control, by name or id; ``me`` is whoever asks."""
    if given == "me":
        return viewer.id
    staff = [one for one in people.accounts() if one.kind == "facilitator"]
    named = [one.id for one in staff if given in (one.id, one.name)]
    if len(named) == 1:
        return named[0]
    who = f"{'two people' if named else 'nobody'} of control {'are' if named else 'is'}"
    right = f"write `me`, or one of {listed(one.id if named else one.name for one in staff)}"
    raise NotACommand.plain(f"{who} called {quoted(str(given)[:40])}", right)


def _matter(room: Room, given: Said) -> Said:
    """What ``matter-2`` stands for: pages must not name what has not come out yet."""
    named = matters(room.plan)
    number = str(given).removeprefix("matter-")
    if str(given).startswith("matter-") and number.isdecimal() and 0 < int(number) <= len(named):
        return named[int(number) - 1]
    return given


def _later(room: Room, key: str, value: str) -> int:
    try:
        return Millis(room.pacer.now() + parse_duration(value[1:]))
    except Wrong as wrong:
        raise NotACommand.plain(f"`{key}`: {wrong.wrong}", wrong.right) from None


def _receipt(saying: Saying | None, status: int, says: str, *, at: int = 0) -> Receipt:
    return Receipt(
        cmd=saying.cmd if saying else "",
        do=saying.do if saying else "",
        form=saying.form if saying else "",
        ok=status == 200,
        says=says,
        at=Millis(at),
        status=status,
    )


def _not_yours(do: str, viewers: Sequence[Viewer]) -> str:
    kinds = {viewer.kind for viewer in viewers}
    if "auditor" in kinds:
        return "An auditor reads; nothing was done."
    if "participant" in kinds:
        return "Only control can do this; nothing was done."
    return f"Your role does not include `{do[:40]}`; nothing was done."


def _words_for(state: str) -> str:
    return {"lobby": "not started", "held": "on hold"}.get(state, state.replace("-", " "))


def _clock(at: int) -> str:
    seconds = max(0, at) // 1000
    return f"{seconds // 3600}:{seconds % 3600 // 60:02d}:{seconds % 60:02d}"


__all__ = ["Desk", "Read", "Saying", "name_of", "read_saying"]
