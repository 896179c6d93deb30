"""A database server that goes away holds every exercise until it is back, and loses nothing."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from facilitator.live import RoomStopped, keeping
from facilitator.record_files import read_record
from facilitator.replaying import replay
from facilitator.store import StoreFailed
from tests.live.halls import DUTY_MANAGER, a_day, hall_in, only_room, order, run, start
from tests.postgresql import Cluster


@pytest.fixture
def folder(tmp_path: Path, cluster: Cluster) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    cluster.name_in(folder)
    return folder


def test_an_exercise_stands_still_while_its_server_is_down_and_goes_on_by_itself(
    folder: Path, cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "RETRY_S", 0.05)

    async def play() -> int:
        async with hall_in(folder) as hall:
            room = only_room(await a_day(hall))
            await start(room)
            said = order("log.enter", seat=DUTY_MANAGER, words="It is slow.")
            with cluster.standing_still():
                with pytest.raises((StoreFailed, RoomStopped)):  # writing, or first a signature
                    await room.do(said)
                assert "Until it can be, the exercise stands still" in str(room.fault)
                with pytest.raises(RoomStopped):
                    await room.do(order("log.enter", seat=DUTY_MANAGER, words="Still slow."))
            await _until(lambda: room.fault is None)
            assert room.pacer.clock().state == "held"
            again = await room.do(said)
            assert room.events[again.seq].cmd == said.cmd
            await room.do(order("exercise.resume"))
            done = await room.do(order("log.enter", seat=DUTY_MANAGER, words="Fast again."))
            return done.seq

    last = run(play())

    record = read_record(folder)
    assert len(record.events) > last
    assert sum(event.cmd is not None and event.kind == "log.enter" for event in record.events) == 2
    assert replay(record).reproduced


def test_exercises_are_taken_up_again_from_the_server(folder: Path) -> None:
    async def begin() -> list[str]:
        async with hall_in(folder) as hall:
            room = only_room(await a_day(hall))
            await start(room)
            await room.do(order("log.enter", seat=DUTY_MANAGER, words="It is slow."))
            return [event.kind for event in room.events]

    async def go_on() -> list[str]:
        async with hall_in(folder) as hall:
            return [event.kind for event in only_room(hall.days[0]).events]

    before, after = run(begin()), run(go_on())

    assert after[: len(before)] == before


def test_a_second_server_on_the_same_records_is_refused_wherever_its_folder_is(
    folder: Path, tmp_path: Path
) -> None:
    async def play() -> None:
        async with hall_in(folder):
            copy = tmp_path / "copy"
            shutil.copytree(folder, copy)
            address = copy / "records.url"
            hasty = "options=-clock_timeout%3D50ms%20"
            address.write_text(address.read_text().replace("options=", hasty))
            with pytest.raises(StoreFailed, match="another server is using it; stop it first"):
                async with hall_in(copy):
                    pass

    run(play())


async def _until(is_so: Callable[[], bool]) -> None:
    while not is_so():
        await asyncio.sleep(0.01)
