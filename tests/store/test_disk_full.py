"""When the disk is full the append fails whole, and goes through once there is room again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from sqlite3 import Connection

import pytest
from sqlalchemy import event as hooks
from sqlalchemy.pool import Pool

from evidence.sealed import Opening
from facilitator.store import Store, StoreFailed
from tests.store.places import Place
from tests.store.records import EXERCISE, a_chain

PLENTY = 2**32 - 2


class SmallDisk:
    """Bounds the pages that any database may have, from now on."""

    def __init__(self) -> None:
        self.pages = PLENTY

    def fill(self) -> None:
        """Leave no room at all: SQLite takes a bound below the present size for that size."""
        self.pages = 1

    def free(self) -> None:
        self.pages = PLENTY

    def on_checkout(self, connection: Connection, *_: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {self.pages}")


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place.in_file(tmp_path)


@pytest.fixture
def disk() -> Iterator[SmallDisk]:
    disk = SmallDisk()
    hooks.listen(Pool, "checkout", disk.on_checkout)
    yield disk
    hooks.remove(Pool, "checkout", disk.on_checkout)


def test_a_full_disk_fails_the_batch_in_words_and_stores_none_of_it(
    disk: SmallDisk, store: Store, path: Path
) -> None:
    chain = a_chain(1_000)
    store.append_now(EXERCISE, chain[:100])

    disk.fill()
    with pytest.raises(StoreFailed) as failure:
        store.append_now(EXERCISE, chain[100:])

    assert str(failure.value) == (
        f"Nothing was stored in {path}: the disk is full; free some space and try again."
    )
    assert list(store.leaves(EXERCISE)) == chain[:100]
    assert store.first_break(EXERCISE) is None


def test_the_same_batch_goes_through_once_there_is_room_again(
    disk: SmallDisk, store: Store
) -> None:
    chain = a_chain(1_000)
    openings = [Opening(seq=500, field="body.text", salt=bytes(16), value="said")]
    store.append_now(EXERCISE, chain[:100])
    disk.fill()
    with pytest.raises(StoreFailed):
        store.append_now(EXERCISE, chain[100:], openings=openings)

    disk.free()
    ack = store.append_now(EXERCISE, chain[100:], openings=openings)

    assert ack.size == 1_000
    assert list(store.leaves(EXERCISE)) == chain
    assert store.openings(EXERCISE) == tuple(openings)


def test_every_batch_that_waits_learns_that_the_disk_is_full(disk: SmallDisk, store: Store) -> None:
    chain = a_chain(1_000)
    disk.fill()

    acks = [store.append(EXERCISE, chain[:600]), store.append(EXERCISE, chain[600:])]

    assert all(ack.exception() is not None for ack in acks)
    assert list(store.leaves(EXERCISE)) == []
