"""When the power goes, no acknowledged leaf is lost, and what is left is a whole record.

The statements are the store's own, run through apsw on a disk that forgets; SQLite cannot be given
such a disk through the standard library.
"""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from itertools import accumulate, chain
from pathlib import Path

import apsw

from evidence.chain import first_break, leaf_hash
from facilitator.store.schema import (
    INSERT_EXERCISE,
    INSERT_PLAN,
    as_text,
    event,
    insert_rows,
    opening,
)
from facilitator.store.sqlite import DIALECT, PRAGMAS, SQLite, create_statements
from tests.store.forgetting_disk import ForgettingDisk, Image
from tests.store.records import EXERCISE, a_chain

IMAGES = 300
LEAVES = 400
RECORD = a_chain(LEAVES)
# A Python disk has no shared memory, so the journal's index must be private to the connection.
# The journal is copied into the database often, so that power also goes in the middle of that.
ON_THIS_DISK = ("PRAGMA locking_mode = EXCLUSIVE", "PRAGMA wal_autocheckpoint = 30")


def batch_ends(seed: int) -> list[int]:
    sizes = random.Random(seed)
    ends = list(accumulate(sizes.randint(1, 8) for _ in range(LEAVES)))
    return [end for end in ends if end <= LEAVES]


def play(disk: ForgettingDisk, path: Path, *, seed: int, then: str | None) -> int:
    """Append a record batch by batch; say where in the journal the set-up ends.

    *then* is carried out after the set-up, before the first leaf.
    """
    connection = apsw.Connection(str(path), vfs=disk.name)
    with closing(connection):
        for statement in (*ON_THIS_DISK, *PRAGMAS):
            connection.execute(statement)
        connection.execute("BEGIN IMMEDIATE")
        for statement in create_statements():
            connection.execute(statement)
        connection.execute(as_text(INSERT_PLAN, DIALECT), ("digest", b"{}"))
        connection.execute(as_text(INSERT_EXERCISE, DIALECT), (EXERCISE, "digest"))
        connection.execute("COMMIT")
        set_up = len(disk.journal)
        if then is not None:
            connection.execute(then)
        start = 0
        for end in batch_ends(seed):
            append(connection, start, end)
            disk.acknowledge(end)
            start = end
        return set_up


def append(connection: apsw.Connection, start: int, end: int) -> None:
    connection.execute("BEGIN IMMEDIATE")
    leaves = [
        (EXERCISE, seq, "play", None, RECORD[seq], leaf_hash(RECORD[seq]))
        for seq in range(start, end)
    ]
    connection.execute(
        insert_rows(event, len(leaves), SQLite.mark), tuple(chain.from_iterable(leaves))
    )
    said = (EXERCISE, start, "body.text", "a-key", b"said")
    connection.execute(insert_rows(opening, 1, SQLite.mark), said)
    connection.execute("COMMIT")


def left_on(image: Image, folder: Path) -> list[bytes]:
    """What a restarted program finds on this disk."""
    for old in folder.iterdir():
        old.unlink()
    for name, data in image.files.items():
        (folder / name).write_bytes(data)
    with closing(sqlite3.connect(folder / "records.db")) as found:
        assert found.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        rows = found.execute("SELECT leaf FROM event WHERE exercise = ? ORDER BY seq", (EXERCISE,))
        return [leaf for (leaf,) in rows]


def images_that_lost_leaves(folder: Path, *, count: int, then: str | None = None) -> int:
    """Cut the power *count* times; every image must at least hold a whole prefix of the record."""
    seed = 7
    disk = ForgettingDisk("forgetting-disk")
    (folder / "image").mkdir()
    boundaries = {0, *batch_ends(seed)}
    try:
        set_up = play(disk, folder / "records.db", seed=seed, then=then)
        lost = 0
        for image in disk.power_cuts(count, since=set_up, seed=seed):
            left = left_on(image, folder / "image")
            assert left == RECORD[: len(left)]
            assert first_break(left) is None
            assert len(left) in boundaries
            lost += len(left) < image.acknowledged
    finally:
        disk.unregister()
    return lost


def test_no_power_cut_loses_an_acknowledged_leaf(tmp_path: Path) -> None:
    assert images_that_lost_leaves(tmp_path, count=IMAGES) == 0


def test_this_disk_does_lose_leaves_when_commits_are_not_synced(tmp_path: Path) -> None:
    careless = "PRAGMA synchronous = NORMAL"

    assert images_that_lost_leaves(tmp_path, count=60, then=careless) > 20
