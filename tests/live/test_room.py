"""A room plays on the wall clock, records before it shows, and answers the same id the same way."""

import asyncio
from pathlib import Path

import pytest

from evidence import decode_leaf
from evidence.kinds.exercise import ClockMarked, ExerciseHeld, ExerciseStarted
from evidence.kinds.incident import IncidentDeclared
from facilitator.live import RoomStopped
from facilitator.record_files import read_record
from facilitator.replaying import replay
from tests.live.halls import (
    DUTY_MANAGER,
    a_day,
    break_engine,
    fired,
    hall_in,
    only_room,
    order,
    run,
    start,
)


def test_what_was_acknowledged_is_in_the_store(tmp_path: Path) -> None:
    async def play() -> int:
        async with hall_in(tmp_path) as hall:
            room = only_room(await a_day(hall))
            await start(room)
            done = await room.do(order("incident.declare", seat=DUTY_MANAGER, cmd="mine"))
            stored = [decode_leaf(leaf) for leaf in hall.store.leaves(room.name)]
            assert stored[done.seq].cmd == "mine"
            assert done.receipt.size is not None
            return done.receipt.size

    assert run(play()) > 2


def test_exercise_time_moves_by_itself_at_the_pace_that_control_sets(tmp_path: Path) -> None:
    async def play() -> list[str]:
        async with hall_in(tmp_path) as hall:
            room = only_room(await a_day(hall))
            await start(room)
            await room.do(order("exercise.set-pace", num=1000))
            while not fired(room.events):
                await asyncio.sleep(0.01)
            return fired(room.events)

    assert run(play())


def test_a_hold_stops_the_clock_until_control_resumes(tmp_path: Path) -> None:
    async def play() -> None:
        async with hall_in(tmp_path) as hall:
            room = only_room(await a_day(hall))
            await start(room)
            await room.do(order("exercise.set-pace", num=1000))
            await room.do(order("exercise.hold"))
            held_at = room.pacer.clock().at
            assert not room.pacer.clock().running
            await asyncio.sleep(0.05)
            assert room.pacer.clock().at == held_at
            await room.do(order("exercise.resume"))
            assert room.pacer.clock().running
            assert room.pacer.clock().at - held_at < 1000 * 1000

    run(play())


def test_the_same_command_twice_is_one_act_with_one_answer(tmp_path: Path) -> None:
    async def play() -> None:
        async with hall_in(tmp_path) as hall:
            room = only_room(await a_day(hall))
            await start(room)
            once = order("incident.declare", seat=DUTY_MANAGER, cmd="twice")
            first, second = await asyncio.gather(room.do(once), room.do(once))
            assert first == second
            declared = [e for e in room.events if isinstance(e.body, IncidentDeclared)]
            assert len(declared) == 1

    run(play())


def test_a_refusal_is_an_answer_with_a_sentence(tmp_path: Path) -> None:
    async def play() -> str:
        async with hall_in(tmp_path) as hall:
            room = only_room(await a_day(hall))
            done = await room.do(order("incident.declare", seat=DUTY_MANAGER))
            assert done.refused is not None
            return done.refused.says

    assert run(play()) == "The exercise has not started; your answer was not taken."


def test_a_record_that_was_played_live_can_be_replayed(tmp_path: Path) -> None:
    async def play() -> None:
        async with hall_in(tmp_path) as hall:
            room = only_room(await a_day(hall, responders="average"))
            await start(room)
            await room.do(order("exercise.set-pace", num=1000))
            while room.pacer.clock().at < 1_800_000:
                await asyncio.sleep(0.05)
                await room.do(order("log.enter", seat=DUTY_MANAGER, words="Still looking."))
            await room.do(order("exercise.end"))

    run(play())
    record = read_record(tmp_path)
    assert len(record.events) > 50
    assert replay(record).reproduced


def test_after_a_restart_everything_is_there_and_the_exercise_is_in_a_hold(tmp_path: Path) -> None:
    async def play() -> tuple[str, int]:
        async with hall_in(tmp_path) as hall:
            room = only_room(await a_day(hall))
            await start(room)
            await room.do(
                order("log.enter", seat=DUTY_MANAGER, cmd="kept", words="Two services are slow.")
            )
            return room.name, len(room.events)

    async def again(name: str, before: int) -> None:
        async with hall_in(tmp_path) as hall:
            room = hall.room(name)
            assert room is not None
            assert len(room.events) > before
            assert "Two services are slow." in room.words.values()
            assert room.pacer.clock().state == "held"
            assert isinstance(room.events[-1].body, ExerciseHeld)
            same = await room.do(
                order("log.enter", seat=DUTY_MANAGER, cmd="kept", words="Two services are slow.")
            )
            assert same.seq < before
            await room.do(order("exercise.resume"))
            assert room.pacer.clock().running

    run(again(*run(play())))


def test_an_engine_that_fails_holds_its_own_room_and_tells_control(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def play() -> None:
        async with hall_in(tmp_path) as hall:
            day = await a_day(hall, "Team A", "Team B")
            ill, well = day.rooms.values()
            await start(ill)
            await start(well)
            break_engine(ill, monkeypatch)
            with pytest.raises(RoomStopped, match="The simulation of this team has failed"):
                await ill.do(order("incident.declare", seat=DUTY_MANAGER))
            assert ill.broken
            assert not ill.pacer.clock().running
            done = await well.do(order("incident.declare", seat=DUTY_MANAGER))
            assert done.refused is None
            await hall.go_by_hand(ill.name, actor="s-control")
            assert ill.fault is None
            assert ill.exercise.state.by_hand
            await ill.do(order("exercise.resume"))
            assert (await ill.do(order("incident.declare", seat=DUTY_MANAGER))).refused is None

    run(play())


def test_a_running_room_says_now_and_then_that_it_is_alive(tmp_path: Path) -> None:
    async def play() -> None:
        async with hall_in(tmp_path) as hall:
            room = only_room(await a_day(hall))
            await start(room)
            await room.do(order("log.enter", seat=DUTY_MANAGER, words="Here."))
            kinds = [type(event.body) for event in room.events]
            assert ExerciseStarted in kinds
            assert ClockMarked in kinds

    run(play())
