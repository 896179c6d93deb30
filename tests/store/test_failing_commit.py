"""When COMMIT itself fails, nobody is told that anything is stored, and trying again is safe."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import Connection as SQLiteConnection
from sqlite3 import OperationalError

import pytest
from sqlalchemy import Connection, Engine
from sqlalchemy import event as hooks
from sqlalchemy.exc import OperationalError as DatabaseError
from sqlalchemy.pool import Pool

from evidence import Millis
from evidence.kinds.exercise import ExerciseHeld, OutageEnded, ResumeExercise
from facilitator.record_files import read_stored
from facilitator.replaying import replay
from facilitator.store import Store, StoreFailed
from tests.facilitator.living import NAME, open_and_start, step
from tests.store.places import Place
from tests.store.records import EXERCISE, a_chain


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place.in_file(tmp_path)


@contextmanager
def no_file_may_grow(limit: int) -> Iterator[None]:
    """The system refuses every write beyond this size, as a full disk does."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.fixture(autouse=True)
def written_at_commit() -> Iterator[None]:
    """Keep every page in memory until COMMIT, so that COMMIT is what meets the full disk."""

    def on_checkout(connection: SQLiteConnection, *_: object) -> None:
        connection.execute("PRAGMA cache_spill = 0")

    hooks.listen(Pool, "checkout", on_checkout)
    yield
    hooks.remove(Pool, "checkout", on_checkout)


def test_a_disk_that_is_full_at_commit_fails_the_batch_whole_and_takes_it_later(
    store: Store, path: Path
) -> None:
    chain = a_chain(1_000)
    store.append_now(EXERCISE, chain[:10])
    full = path.with_name(path.name + "-wal").stat().st_size + 100_000

    with no_file_may_grow(full), pytest.raises(StoreFailed) as failure:
        store.append_now(EXERCISE, chain[10:])

    assert str(failure.value).startswith(f"Nothing was stored in {path}: the disk")
    assert list(store.leaves(EXERCISE)) == chain[:10]
    assert store.first_break(EXERCISE) is None
    assert store.append_now(EXERCISE, chain[10:]).size == 1_000
    assert list(store.leaves(EXERCISE)) == chain


def test_a_commit_that_went_through_and_was_reported_as_failed_is_not_written_twice(
    store: Store,
) -> None:
    chain = a_chain(20)
    lying = iter([True])

    def commit_and_lie(connection: Connection) -> None:
        if next(lying, False):
            connection.connection.driver_connection.commit()  # type: ignore[union-attr]
            raise DatabaseError("COMMIT", None, OperationalError("disk I/O error"))

    hooks.listen(Engine, "commit", commit_and_lie)
    try:
        with pytest.raises(StoreFailed):
            store.append_now(EXERCISE, chain)
    finally:
        hooks.remove(Engine, "commit", commit_and_lie)

    assert store.append_now(EXERCISE, chain).size == 20
    assert list(store.leaves(EXERCISE)) == chain


def test_an_exercise_whose_disk_is_full_holds_loses_nothing_and_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "records.db"
    with Store.open(path) as store:
        exercise, recorder = open_and_start(store)
        while exercise.now < 1_800_000:
            recorder.take(step(exercise))
            recorder.flush()
        shown = recorder.size
        recorder.take(step(exercise))
        while recorder.size == shown:
            recorder.take(step(exercise))

        with no_file_may_grow(1), pytest.raises(StoreFailed):
            recorder.flush()
        assert len(read_stored(store, NAME, where=path).events) == shown

        recorder.flush()
        outage = OutageEnded(away_ms=60_000, because="append-failed")
        held = exercise.receive(outage, at=exercise.now, actor="shell", origin="shell")
        recorder.take(held)
        recorder.take(exercise.receive(ResumeExercise(), at=Millis(exercise.now)))
        while not exercise.ended:
            recorder.take(step(exercise))
        recorder.flush()
        record = read_stored(store, NAME, where=path)

    assert held[-1].body == ExerciseHeld(because="append-failed")
    assert len(record.events) == recorder.size
    assert replay(record).reproduced
