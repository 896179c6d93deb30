"""A record that does not come out of the engine again: shown, not played, until control decides."""

from pathlib import Path

import pytest

from evidence import Event, Millis, decode_leaf
from evidence.kinds.exercise import WentByHand
from evidence.kinds.world import ServiceChanged
from facilitator.live import RoomStopped
from facilitator.live.desk import Desk
from facilitator.record_files import RECORDS
from facilitator.recording import Recorder
from facilitator.store import Store
from tests.live.halls import DUTY_MANAGER, a_day, hall_in, only_room, order, restore, run, start
from tests.live.test_desk import say, staff


def test_after_a_restart_a_record_that_does_not_come_out_again_is_shown_and_waits_for_control(
    tmp_path: Path,
) -> None:
    async def play() -> list[Event]:
        async with hall_in(tmp_path) as hall:
            room = only_room(await a_day(hall))
            await start(room)
            await room.do(order("log.enter", seat=DUTY_MANAGER, words="Two are slow."))
            return list(room.events)

    async def again(before: list[Event]) -> None:
        async with hall_in(tmp_path) as hall:
            room = only_room(hall.days[0])
            assert room.events[: len(before)] == before
            assert "Two are slow." in room.words.values()
            assert room.broken
            assert room.fault is not None
            assert "stop this exercise, or go on by hand" in room.fault
            with pytest.raises(RoomStopped, match="does not come out again from leaf"):
                await room.do(order("log.enter", seat=DUTY_MANAGER, words="Anybody there?"))
            receipt = await say(Desk(hall), staff(hall), room.name, "exercise.go-by-hand")
            assert receipt.ok, receipt.says
            assert any(isinstance(event.body, WentByHand) for event in room.events)
            await room.do(order("exercise.resume"))
            taken = await room.do(order("log.enter", seat=DUTY_MANAGER, words="Here."))
            assert taken.refused is None

    before = run(play())
    _let_the_world_say_what_it_did_not(tmp_path, before)
    run(again(before))


def _let_the_world_say_what_it_did_not(folder: Path, before: list[Event]) -> None:
    """Add a fact, properly chained, that this engine would not have brought about."""
    service = next(iter(restore().organisation.services))
    body = ServiceChanged(service=service, health=12, because="nothing at all")
    with Store.open(folder / RECORDS) as store:
        (exercise,) = (one.id for one in store.exercises())
        leaves = tuple(store.leaves(exercise))
        recorder = Recorder(store, exercise, wall=lambda _: 0, after=leaves)
        last = decode_leaf(leaves[-1])
        recorder.take(
            [Event(seq=len(leaves), at=Millis(last.at), origin="world", to=("control",), body=body)]
        )
        recorder.flush()
