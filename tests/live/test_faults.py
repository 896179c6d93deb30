"""The disk, the clock and the engine: what a room does when one of them fails."""

import asyncio
import time
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest

from evidence.kinds.exercise import ExerciseHeld
from facilitator.live import Room, RoomStopped
from facilitator.store import Ack, Store, StoreFailed
from tests.live.halls import DUTY_MANAGER, a_day, hall_in, only_room, order, run, start

FULL = "Nothing was stored in records.db: the disk is full; free some space and try again."


class FullDisk:
    """Makes a store fail as a full disk does, until there is room again."""

    def __init__(self, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
        self.is_full = False
        self._append = store.append
        monkeypatch.setattr(store, "append", self.append)

    def append(self, *arguments: Any, **more: Any) -> "Future[Ack]":
        if not self.is_full:
            return self._append(*arguments, **more)
        failed: Future[Ack] = Future()
        failed.set_exception(StoreFailed(FULL))
        return failed


async def until_well(room: Room) -> None:
    while room.fault is not None:
        await asyncio.sleep(0.05)


def test_a_full_disk_stops_the_clock_and_says_so_and_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("facilitator.live.keeping.RETRY_S", 0.05)

    async def play() -> None:
        async with hall_in(tmp_path) as hall:
            room = only_room(await a_day(hall))
            await start(room)
            disk = FullDisk(hall.store, monkeypatch)
            disk.is_full = True
            shown = len(room.events)
            said = order("log.enter", seat=DUTY_MANAGER, cmd="mine", words="Lost?")

            with pytest.raises(StoreFailed, match="the disk is full; free some space"):
                await room.do(said)
            with pytest.raises(RoomStopped, match="Until it can be, the exercise stands still"):
                await room.do(order("incident.declare", seat=DUTY_MANAGER))

            assert not room.pacer.clock().running
            assert len(room.events) == shown  # nothing that is not durable was shown

            disk.is_full = False
            await until_well(room)
            again = await room.do(said)  # the same id: it was taken the first time
            assert [e.seq for e in room.events if e.cmd == "mine"] == [again.seq]
            await room.do(order("exercise.resume"))
            held = [e.body for e in room.events if isinstance(e.body, ExerciseHeld)]
            assert [body.because for body in held] == ["append-failed"]
            assert (await room.do(order("incident.declare", seat=DUTY_MANAGER))).refused is None

    run(play())


def test_setting_the_clock_of_the_computer_moves_no_exercise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def play() -> tuple[int, int]:
        async with hall_in(tmp_path) as hall:
            room = only_room(await a_day(hall))
            await start(room)
            before = room.pacer.now()
            real = time.time_ns
            monkeypatch.setattr(time, "time_ns", lambda: real() + 86_400 * 10**9)
            await room.do(order("log.enter", seat=DUTY_MANAGER, words="A day later?"))
            monkeypatch.setattr(time, "time_ns", lambda: real() - 86_400 * 10**9)
            await room.do(order("log.enter", seat=DUTY_MANAGER, words="A day earlier?"))
            return before, room.pacer.now()

    before, after = run(play())
    assert 0 <= after - before < 20_000
