"""The desk: takes what somebody said, from a form or a program, and gives a receipt.

It asks who may say it, reads it as a command, turns what people see into what the record holds
(places into leaves, "in half an hour" into an instant), hands it to the room, and says what came
of it in one sentence.  Nothing here knows of HTTP.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from evidence import Event, Millis
from evidence.canonical import Json
from evidence.kinds import KINDS, Command
from evidence.kinds import control as c
from evidence.kinds import exercise as x
from evidence.kinds.review import LEAD
from facilitator.access import Account, People, Thing, may
from facilitator.access.limits import Bucket, TooMany
from facilitator.access.rules import OF_ALL_STAFF
from facilitator.command_reader import NotACommand, Read, Said
from facilitator.live.beginning import why_not_yet
from facilitator.live.foreseeing import why_not_jump
from facilitator.live.game_day import GameDay
from facilitator.live.hall import Hall
from facilitator.live.orders import Done, OtherContent, RoomStopped
from facilitator.live.room import Room
from facilitator.live.sayings import OWN_ACTS, RELAY, Saying, check_known, read_saying
from facilitator.live.translating import cited, order_of, said_at
from facilitator.screens import Receipt, Viewer
from facilitator.screens.reach import lead_of
from facilitator.store import StoreError

SAYING_PER_S: Final = 5.0
SAYING_BURST: Final = 40
"""A scribe who types fast sends one a second; a stuck key or a script is slowed down."""


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
            check_known(saying.do)
            viewer = self._speaker(viewers, day, exercise, saying.do)
            if viewer is None:
                return _receipt(saying, 403, _not_yours(saying.do, viewers))
            self._pace.take(viewer.id)
            if not self._hall.store.has_key_of(viewer.id):
                # Made in a thread: every other room would wait for the disk too.
                await asyncio.to_thread(self._hall.store.expect_words_of, viewer.id)
            return await self._say(viewer, day, room, saying)
        except NotACommand as error:
            wrong = next((one.key for one in error.mistakes if one.key is not None), "")
            return _receipt(saying, 422, str(error), field=wrong)
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
        thing = command_in(day, exercise, do)
        return next((viewer for viewer in viewers if may(viewer, "say", thing)), None)

    async def _say(self, viewer: Viewer, day: GameDay, room: Room, saying: Saying) -> Receipt:
        rooms = _rooms(viewer, day, room, saying)
        for one in rooms:
            if not may(viewer, "say", command_in(day, one.name, saying.do)):
                return _receipt(saying, 403, "You act in one team alone; nothing was done.")
        if saying.expects is not None and not room.has_taken(saying.cmd):
            stale = self._stale(room, saying)
            if stale is not None:
                return _receipt(saying, 409, stale, at=room.pacer.now())
        if saying.do == x.StartExercise.kind and not room.has_taken(saying.cmd):
            not_yet = why_not_yet(day, rooms, viewer)
            if not_yet is not None:
                return _receipt(saying, 409, not_yet, at=room.pacer.now())
        if saying.do == RELAY:
            return await self._relay(viewer, day, room, saying)
        if saying.do == x.GoByHand.kind and room.broken:
            await self._hall.go_by_hand(room.name, actor=viewer.id)
            return _receipt(saying, 200, "The exercise goes on by hand.", at=room.pacer.now())
        orders = [order_of(self._hall.people, viewer, day, one, saying) for one in rooms]
        for one, order in zip(rooms, orders, strict=True):
            unseen = None if one.has_taken(saying.cmd) else await why_not_jump(one, order)
            if unseen is not None:
                return _receipt(saying, 409, unseen, at=room.pacer.now())
        if saying.scope == "one":
            return self._receipt_of(viewer, saying, room, await room.do(orders[0]))
        results = await asyncio.gather(
            *(one.do(order) for one, order in zip(rooms, orders, strict=True)),
            return_exceptions=True,
        )
        return self._receipt_of_all(saying, day, rooms, results)

    async def _relay(self, viewer: Viewer, day: GameDay, room: Room, saying: Saying) -> Receipt:
        """Tell another team what this one did, in its own words or in control's."""
        to = day.rooms.get(str(saying.members.get("to-exercise")))
        if to is None or to is room:
            raise NotACommand.plain("`to-exercise` is no other team here", "choose another team")
        if not may(viewer, "say", command_in(day, to.name, saying.do)):
            return _receipt(saying, 403, "You act in one team alone; nothing was done.")
        words = saying.members.get("words")
        if words is None:
            (seq,) = cited(viewer, room, saying.members.get("place"))
            words = said_at(room, seq)
        members: dict[str, Said] = {"from-team": day.team_of(room.name).name, "words": words}
        seats = saying.members.get("to-seats")
        if seats is not None:
            members["to-seats"] = seats
        relayed = replace(saying, do=c.RelayEvent.kind, members=members)
        done = await to.do(order_of(self._hall.people, viewer, day, to, relayed))
        return self._receipt_of(viewer, saying, to, done)

    # What came of it

    def _receipt_of(self, viewer: Viewer, saying: Saying, room: Room, done: Done) -> Receipt:
        if done.refused is None:
            status, says = 200, f"Recorded at {_clock(done.at)}."
        else:
            who = self._who_did(room, saying) if viewer.kind == "facilitator" else ""
            status, says = 409, f"{done.refused.says} {who}".strip()
        if viewer.kind == "participant":
            # Numbers of leaves would tell how much is hidden; a root alone tells nothing.
            record = done.receipt.without_size().to_json()
            return _receipt(saying, status, says, at=done.at, record=record)
        record = done.receipt.to_json()
        return _receipt(saying, status, says, at=done.at, seq=done.seq, record=record)

    def _receipt_of_all(
        self,
        saying: Saying,
        day: GameDay,
        rooms: Sequence[Room],
        results: Sequence[Done | BaseException],
    ) -> Receipt:
        """One sentence for an act in several teams: which of them did not take it, and why."""
        trouble: list[str] = []
        for room, result in zip(rooms, results, strict=True):
            name = day.team_of(room.name).name
            if isinstance(result, Done):
                if result.refused is not None:
                    trouble.append(f"{name}: {result.refused.says}")
            elif isinstance(result, (OtherContent, RoomStopped, StoreError)):
                trouble.append(f"{name}: {result}")
            else:
                raise result
        at = rooms[0].pacer.now()
        if not trouble:
            where = f"{len(rooms)} team{'' if len(rooms) == 1 else 's'}"
            return _receipt(saying, 200, f"Recorded in {where}.", at=at)
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


def command_in(day: GameDay, exercise: str, do: str) -> Thing:
    """What somebody wants to say in an exercise of this day."""
    return Thing(
        kind="command",
        name=OWN_ACTS.get(do, do),
        exercise=exercise,
        overlap=day.plan.evaluating_control,
        lead=day.plan.lead,
    )


def _rooms(viewer: Viewer, day: GameDay, room: Room, saying: Saying) -> tuple[Room, ...]:
    """Where it is said."""
    if saying.scope == "one":
        return (room,)
    rooms = tuple(day.rooms.values())
    if saying.scope == "all":
        return rooms
    mine = tuple(one for one in rooms if lead_of(one.events) == viewer.id)
    if not mine:
        right = "take the lead of a team, or act for one team"
        raise NotACommand.plain("you lead no team of this day", right)
    return mine


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


def _receipt(
    saying: Saying | None,
    status: int,
    says: str,
    *,
    at: int = 0,
    field: str = "",
    seq: int | None = None,
    record: Mapping[str, Json] | None = None,
) -> Receipt:
    return Receipt(
        cmd=saying.cmd if saying else "",
        do=saying.do if saying else "",
        form=saying.form if saying else "",
        ok=status == 200,
        says=says,
        at=Millis(at),
        status=status,
        field=field,
        seq=seq,
        record=record,
    )


def _not_yours(do: str, viewers: Sequence[Viewer]) -> str:
    kinds = {viewer.kind for viewer in viewers}
    if "auditor" in kinds:
        return "An auditor reads; nothing was done."
    command = KINDS[OWN_ACTS.get(do, do)]
    assert issubclass(command, Command), "what is known to the desk is a command"
    whose = {"team": "the team", "control": "control", "evaluator": "an evaluator"}
    who = whose.get(command.side, "this server")
    if command in LEAD:
        who = "the lead evaluator"
    elif command.kind in OF_ALL_STAFF:
        who = "control or an evaluator"
    return f"Only {who} can do this; nothing was done."


def _words_for(state: str) -> str:
    return {"lobby": "not started", "held": "on hold"}.get(state, state.replace("-", " "))


def _clock(at: int) -> str:
    seconds = max(0, at) // 1000
    return f"{seconds // 3600}:{seconds % 3600 // 60:02d}:{seconds % 60:02d}"


__all__ = ["Desk", "Read", "Saying", "name_of", "read_saying"]
