"""A disk that fails loses nothing and doubles nothing: the simulation found what is told here."""

import asyncio
import itertools
import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from evidence import decode_leaf
from evidence.instance_log import InstanceEntry
from facilitator.live import Done, Room, RoomStopped, keeping, scoring
from facilitator.record_files import RECORDS
from facilitator.store import Ack, OutOfSequence, Store, StoreFailed, StoreUnreadable
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
    monkeypatch.setattr(scoring, "RETRY_S", 0.02)
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


def test_nobody_waits_while_a_head_is_being_signed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def play() -> None:
        async with hall_in(tmp_path) as hall:
            room = only_room(await a_day(hall))
            go_on, sign_due = threading.Event(), room.notary.sign_due

            def slow() -> None:
                assert go_on.wait(30)
                sign_due()

            monkeypatch.setattr(room.notary, "sign_due", slow)
            await start(room)
            assert room.notary.has_due

            done = await room.do(order("log.enter", seat=DUTY_MANAGER, words="It is slow."))
            assert done.refused is None
            assert room.notary.has_due
            go_on.set()

    run(play())


def test_what_is_said_while_the_disk_writes_is_written_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def play() -> list[int]:
        async with hall_in(tmp_path) as hall:
            room = only_room(await a_day(hall))
            await start(room)
            append, sizes = hall.store.append, []

            def counted(exercise: str, leaves: list[bytes], **how: Any) -> "Future[Ack]":
                sizes.append(len(leaves))
                return append(exercise, leaves, **how)

            monkeypatch.setattr(hall.store, "append", counted)
            with closing(sqlite3.connect(tmp_path / RECORDS, isolation_level=None)) as other:
                other.execute("BEGIN IMMEDIATE")
                said = [_log(room)]
                while not sizes:
                    await asyncio.sleep(0)
                said += [_log(room) for _ in range(20)]
                for _ in range(5):
                    await asyncio.sleep(0)
                other.execute("COMMIT")
                await asyncio.gather(*said)
            return sizes

    alone, together = run(play())
    assert together == 20 * alone


def _log(room: Room) -> "asyncio.Task[Done]":
    return asyncio.create_task(room.do(order("log.enter", seat=DUTY_MANAGER, words="It is slow.")))


def test_a_record_that_cannot_be_read_for_signing_holds_its_exercise_until_it_can(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "RETRY_S", 0.02)
    says = "Nothing could be read from the disk: the file is damaged; restore it from a backup."

    async def play() -> None:
        async with hall_in(tmp_path) as hall:
            day = await a_day(hall, "Team A", "Team B")
            room, other = day.rooms.values()
            leaves = hall.store.leaves

            def damaged(exercise: str, *, start: int = 0) -> Iterator[bytes]:
                if exercise == room.name:
                    raise StoreUnreadable(says)
                return leaves(exercise, start=start)

            monkeypatch.setattr(hall.store, "leaves", damaged)
            await start(room)
            await start(other)
            await _until(lambda: room.fault is not None)
            assert str(room.fault).startswith(says)
            assert room.pacer.clock().state == "held"
            assert other.fault is None

            monkeypatch.setattr(hall.store, "leaves", leaves)
            await _until(lambda: room.fault is None and not room.notary.has_due)

    run(play())


def test_a_damaged_file_is_told_in_a_sentence_when_it_is_read(tmp_path: Path) -> None:
    async def play() -> str:
        async with hall_in(tmp_path) as hall:
            return only_room(await a_day(hall)).name

    exercise = run(play())
    with Store.open(tmp_path / RECORDS) as store:
        with (tmp_path / RECORDS).open("r+b") as file:
            size = file.seek(0, 2)
            file.seek(4096)
            file.write(b"\xff" * (size - 4096))
        with pytest.raises(StoreUnreadable) as told:
            tuple(store.leaves(exercise))
    assert str(told.value) == (
        f"Nothing could be read from {tmp_path / RECORDS}: the file is damaged; "
        "restore it from a backup."
    )


def test_a_room_whose_events_cannot_be_shown_says_so_and_stops(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def play() -> None:
        async with hall_in(tmp_path) as hall:
            room = only_room(await a_day(hall))
            await start(room)

            def failing(_: object) -> None:
                raise ValueError("no card")

            asyncio.get_running_loop().set_exception_handler(lambda *_: None)
            monkeypatch.setattr(room.view(None), "show", failing)
            asking = _log(room)
            await _until(lambda: room.fault is not None)
            assert "ValueError: no card" in str(room.fault)
            asking.cancel()

    run(play())


async def _until(is_so: Callable[[], bool]) -> None:
    while not is_so():
        await asyncio.sleep(0.01)
