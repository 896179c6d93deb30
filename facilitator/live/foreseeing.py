"""A jump played in advance: the inputs of the record go to another engine, which then jumps.

A running simulation cannot be copied, but it can be made again, in a tenth of a second for hours of
play.  That is done in a thread, so that no room waits for it.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from evidence import Millis, Sealed
from evidence.kinds.control import InjectFired
from evidence.kinds.exercise import JumpTo
from facilitator.live.game_day import GameDay
from facilitator.live.orders import Order
from facilitator.live.room import Room
from facilitator.live.sharing import Shared
from facilitator.record_files import Record
from facilitator.replaying import compare, simulate_again
from facilitator.screens import Query, Seen
from facilitator.screens.jumping import jump_asked
from facilitator.screens.reach import reach_of
from facilitator.screens.seen import Foreseen
from simulator import Deadline, may_pass_on_the_way, passed_on_the_way

_BECAUSE: Final = Sealed[str](commitment="0" * 64)


@dataclass(frozen=True, slots=True)
class _Jumped:
    fires: tuple[tuple[str, Millis], ...]
    opens: Mapping[Deadline, Millis]


async def with_foresight(seen: Seen, query: Query, day: GameDay, shared: Shared) -> Seen:
    """The same view, with what the jump that the address asks for would bring in each team."""
    to = jump_asked(seen, query)
    if to is None:
        return seen
    reached = {team.exercise for team in reach_of(seen, query).teams}
    teams = [
        replace(team, foreseen=await _foreseen(day.rooms[team.exercise], to, shared))
        if team.exercise in reached
        else team
        for team in seen.teams
    ]
    return replace(seen, teams=tuple(teams))


async def why_not_jump(room: Room, order: Order) -> str | None:
    """Why a jump is not taken: a deadline opens and passes on its way, and nobody says why."""
    command = order.command
    if not isinstance(command, JumpTo) or (command.through and command.words is not None):
        return None
    if not may_pass_on_the_way(room.plan, command.to - room.exercise.now):
        return None
    jumped = await _jump(room, command.to)
    for deadline, at in jumped.opens.items() if jumped is not None else ():
        clock = room.exercise.clock_text
        return (
            f"At {clock(at)} the jump opens {deadline.what}, and at {clock(deadline.due)} crosses "
            "it; jump to an earlier instant, or say `through` with a reason."
        )
    return None


async def _foreseen(room: Room, to: Millis, shared: Shared) -> Foreseen | None:
    key = ("jump", room.name, len(room.events), to)
    jumped = await shared.do(key, lambda: _jump(room, to))
    if jumped is None:
        return None
    opens = tuple((deadline.id, at, deadline.due) for deadline, at in jumped.opens.items())
    return Foreseen(fires=jumped.fires, opens=opens)


async def _jump(room: Room, to: Millis) -> _Jumped | None:
    """``None`` if it cannot be known: the record does not come out again."""
    if room.exercise.state.by_hand:  # nothing is simulated any more
        return _Jumped(tuple(one for one in room.exercise.armed if one[1] <= to), {})
    if room.broken:
        return None
    record = Record(exercise=room.name, plan=room.plan, events=tuple(room.events), head="")
    return await asyncio.to_thread(_jump_again, record, room.exercise.now, to)


def _jump_again(record: Record, now: Millis, to: Millis) -> _Jumped | None:
    exercise, again = simulate_again(record)
    if not compare(record.events, again).reproduced:
        return None
    happened = exercise.receive(
        JumpTo(to=to, through=True, words=_BECAUSE),
        at=max(now, exercise.now),
        actor=exercise.state.control or "control",
    )
    fires = [(e.body.inject, e.at) for e in happened if isinstance(e.body, InjectFired)]
    return _Jumped(tuple(fires), passed_on_the_way(record.plan, happened, to))
