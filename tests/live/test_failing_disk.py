"""A disk that fails loses nothing and doubles nothing: the simulation found what is told here."""

import asyncio
import itertools
from concurrent.futures import Future
from pathlib import Path

import pytest

from evidence import decode_leaf
from evidence.instance_log import InstanceEntry
from facilitator.live import RoomStopped
from facilitator.live import room as live_room
from facilitator.store import Ack, OutOfSequence, StoreFailed
from tests.live.halls import (
    DUTY_MANAGER,
    a_day,
    break_engine,
    hall_in,
    only_room,
    order,
    run,
    start,
)


def test_a_digest_of_the_score_that_could_not_be_kept_at_once_is_kept_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_room, "RETRY_S", 0.02)
    failing = iter([True, True])

    async def play() -> None:
        async with hall_in(tmp_path) as hall:
            room = only_room(await a_day(hall))
            await start(room)
            note = hall.store.note

            def at_first_full(entry: InstanceEntry, *, wall: int) -> None:
                if next(failing, False):
                    raise StoreFailed("Nothing was stored: the disk is full.")
                note(entry, wall=wall)

            monkeypatch.setattr(hall.store, "note", at_first_full)
            await room.do(order("exercise.end"))
            kinds: list[str] = []
            while "exercise.scored" not in kinds:
                await asyncio.sleep(0.01)
                kinds = [decode_leaf(leaf).kind for leaf in hall.store.instance_log()]
            assert room.fault is None

    run(play())


def test_a_room_that_stands_still_says_why_in_the_first_sentence_it_was_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = itertools.count(1)

    def refuse(*_: object, **__: object) -> "Future[Ack]":
        answer: Future[Ack] = Future()
        answer.set_exception(OutOfSequence(f"Refusal {next(refused)}."))
        return answer

    async def play() -> None:
        async with hall_in(tmp_path) as hall:
            room = only_room(await a_day(hall))
            await start(room)
            monkeypatch.setattr(hall.store, "append", refuse)
            said = [order("incident.declare", seat=DUTY_MANAGER) for _ in range(3)]
            await asyncio.gather(*(room.do(one) for one in said), return_exceptions=True)
            await asyncio.sleep(0.05)
            assert room.fault is not None
            assert room.fault.startswith("Refusal 1.")
            assert room.broken

    run(play())


def test_a_command_that_the_engine_failed_at_is_a_new_try_when_the_exercise_goes_on_by_hand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def play() -> None:
        async with hall_in(tmp_path) as hall:
            room = only_room(await a_day(hall))
            await start(room)
            said = order("log.enter", seat=DUTY_MANAGER, words="It is slow.", cmd="mine")
            break_engine(room, monkeypatch)
            with pytest.raises(RoomStopped):
                await room.do(said)
            await hall.go_by_hand(room.name, actor="s-control")
            await room.do(order("exercise.resume"))
            done = await room.do(said)
            assert done.refused is None
            assert room.events[done.seq].cmd == "mine"

    run(play())


def test_parts_of_the_organisation_stand_in_the_same_order_after_a_restart(tmp_path: Path) -> None:
    async def roles(*, make: bool) -> list[str]:
        async with hall_in(tmp_path) as hall:
            day = await a_day(hall) if make else hall.days[0]
            return list(day.scenario.organisation.roles)

    assert run(roles(make=True)) == run(roles(make=False))
