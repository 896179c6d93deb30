"""Signed heads: those of every record, and those of the log over all records.

Each head of a record is also a leaf of the instance log, and the log's own head is signed in the
same transaction.  So whoever holds one head of the log holds every record that was in it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from sqlalchemy import Connection, select

from evidence.chain import leaf_hash
from evidence.instance_log import ExerciseCheckpointed, InstanceEntry, next_leaf
from evidence.merkle import HASH_BYTES, Tree
from evidence.notes import parse_checkpoint
from facilitator.store.errors import NotAsWritten
from facilitator.store.schema import (
    INSERT_CHECKPOINT,
    INSERT_INSTANCE_CHECKPOINT,
    INSERT_INSTANCE_LOG,
    checkpoint,
    instance_checkpoint,
    instance_log,
)

SignLog: TypeAlias = Callable[[int, bytes], str]
"""Makes the note over the instance log's size and root."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """A signed head of one record; ``wall`` is when it was due."""

    size: int
    root: bytes
    wall: int
    note: str


def heads_of(connection: Connection, exercise: str) -> tuple[Head, ...]:
    """The signed heads of a record, by size."""
    query = select(checkpoint).where(checkpoint.c.exercise == exercise)
    rows = connection.execute(query.order_by(checkpoint.c.size)).all()
    return tuple(
        Head(size=row.size, root=root_in(row.note), wall=row.wall, note=row.note) for row in rows
    )


def root_in(note: str) -> bytes:
    """The root that a note of our own states."""
    return parse_checkpoint(note.partition("\n\n")[0] + "\n").root


def keep(
    connection: Connection,
    exercise: str,
    heads: Sequence[Head],
    also: Sequence[tuple[InstanceEntry, int]],
    sign: SignLog,
) -> None:
    """Keep signed heads, enter them and *also* in the instance log, and sign that."""
    known = {head.size for head in heads_of(connection, exercise)}
    fresh = [
        {"exercise": exercise, "size": head.size, "wall": head.wall, "note": head.note}
        for head in heads
        if head.size not in known
    ]
    if fresh:
        connection.execute(INSERT_CHECKPOINT, fresh)
    entries = [
        (ExerciseCheckpointed(exercise=exercise, size=head.size, root=head.root.hex()), head.wall)
        for head in heads
    ]
    if entries or also:
        enter(connection, [*entries, *also])
    sign_log(connection, sign)


def enter_next(
    connection: Connection,
    make: Callable[[Sequence[bytes]], InstanceEntry | None],
    wall: int,
    sign: SignLog,
) -> InstanceEntry | None:
    """Add and sign what follows from the log as it stands; nobody writes in between."""
    leaves = connection.execute(select(instance_log.c.leaf).order_by(instance_log.c.idx))
    entry = make(leaves.scalars().all())
    if entry is not None:
        keep(connection, "", (), [(entry, wall)], sign)
    return entry


def enter(connection: Connection, entries: Sequence[tuple[InstanceEntry, int]]) -> None:
    """Add entries, each with its wall time, to the instance log."""
    query = select(instance_log.c.idx, instance_log.c.leaf).order_by(instance_log.c.idx.desc())
    last = connection.execute(query.limit(1)).first()
    index, leaf = (0, None) if last is None else (last.idx + 1, last.leaf)
    rows = []
    for place, (entry, wall) in enumerate(entries, index):
        leaf = next_leaf(leaf, entry, wall=wall)
        rows.append({"idx": place, "leaf": leaf, "leaf_hash": leaf_hash(leaf)})
    connection.execute(INSERT_INSTANCE_LOG, rows)


def sign_log(connection: Connection, sign: SignLog) -> None:
    """Sign the instance log as it stands, reading again what came since it was signed last.

    Raises:
        NotAsWritten: A leaf of it, or the frontier kept beside it, has been changed.
    """
    query = select(instance_checkpoint).order_by(instance_checkpoint.c.size.desc()).limit(1)
    last = connection.execute(query).first()
    tree = Tree() if last is None else _restored(last.size, last.frontier, last.note)
    rows = connection.execute(
        select(instance_log).where(instance_log.c.idx >= tree.size).order_by(instance_log.c.idx)
    ).all()
    for row in rows:
        if row.idx != tree.size or leaf_hash(row.leaf) != row.leaf_hash:
            raise NotAsWritten(f"Leaf {tree.size} of the instance log is not what was written.")
        tree.append(row.leaf_hash)
    if rows:
        connection.execute(
            INSERT_INSTANCE_CHECKPOINT,
            {
                "size": tree.size,
                "note": sign(tree.size, tree.root()),
                "frontier": b"".join(tree.frontier),
            },
        )


def _restored(size: int, frontier: bytes, note: str) -> Tree:
    kept = [frontier[at : at + HASH_BYTES] for at in range(0, len(frontier), HASH_BYTES)]
    if size.bit_count() == len(kept):
        tree = Tree.restore(size, kept)
        if tree.root() == root_in(note):
            return tree
    raise NotAsWritten(f"The head of the instance log at {size} leaves is not what was written.")
