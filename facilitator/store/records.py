"""What can be asked of the store: records, openings, plans, heads, the instance log.

The bytes that were appended are the bytes that come out.  Reading is safe from any thread, while
another one writes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, Row, func, select
from sqlalchemy.exc import DBAPIError

from evidence.canonical import Json, decode
from evidence.chain import Break, first_break, leaf_hash
from evidence.leaf import decode_leaf
from evidence.sealed import SALT_BYTES, Opening
from facilitator.store.appending import place_of
from facilitator.store.commands import Asked, is_same
from facilitator.store.errors import DuplicateCommand, UnknownExercise, unreadable
from facilitator.store.heads import Head, heads_of
from facilitator.store.person_keys import PersonKeys, decrypt
from facilitator.store.schema import (
    event,
    exercise,
    instance_checkpoint,
    instance_log,
    opening,
    plan,
)

_CHUNK = 1_000  # leaves read at a time, about half a megabyte


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredExercise:
    """One line of the list of exercises: its plan's digest and how long its record is."""

    id: str
    plan: str
    size: int


class Records:
    """Everything that is stored, for reading.

    Every call raises :class:`StoreUnreadable` when the disk or the database fails at it.
    """

    def __init__(self, engine: Engine, keys: PersonKeys, *, where: str) -> None:
        self._engine = engine
        self._keys = keys
        self._where = where

    def leaves(self, exercise: str, *, start: int = 0) -> Iterator[bytes]:
        """The leaves of a record in order, from *start*, as they were written."""
        for _, leaf, _ in self._rows(exercise, start):
            yield leaf

    def openings(self, exercise: str) -> tuple[Opening, ...]:
        """All openings of a record that can still be opened, by leaf and field.

        Those that were deleted are not among them, nor those of a person who was forgotten.
        """
        query = select(opening).where(opening.c.exercise == exercise)
        with self._reading() as connection:
            rows = connection.execute(query.order_by(opening.c.seq, opening.c.field)).all()
        keys = self._keys.all() if rows else {}
        opened = (_opened(row, keys) for row in rows)
        return tuple(one for one in opened if one is not None)

    def heads(self, exercise: str) -> tuple[Head, ...]:
        """The signed heads of a record, by size."""
        with self._reading() as connection:
            return heads_of(connection, exercise)

    def log_heads(self) -> tuple[str, ...]:
        """The signed heads of the instance log, by size: notes."""
        query = select(instance_checkpoint.c.note).order_by(instance_checkpoint.c.size)
        with self._reading() as connection:
            return tuple(connection.execute(query).scalars())

    def answer(self, exercise: str, cmd_id: str, *, asked: Asked | None = None) -> int | None:
        """The ``seq`` of the leaf that a command id has led to, if it came before.

        Ask before giving a command to the engine: the same id again gets the same answer.

        Raises:
            DuplicateCommand: *asked* is given and is not what was recorded under this id.
        """
        query = select(event.c.seq, event.c.leaf).where(
            event.c.exercise == exercise, event.c.cmd_id == cmd_id
        )
        with self._reading() as connection:
            row = connection.execute(query).first()
        if row is None:
            return None
        seq: int = row.seq
        if asked is not None:
            known = [one for one in self.openings(exercise) if one.seq == seq]
            if not is_same(decode_leaf(row.leaf), known, asked):
                raise DuplicateCommand(
                    f"The command id {cmd_id} was used for something else, at leaf {seq}; "
                    "send it again under a new id."
                )
        return seq

    def exercises(self) -> tuple[StoredExercise, ...]:
        """Every exercise in this store, by id."""
        # A record has no gaps, so its last number says its size; counting would read every leaf.
        last = select(func.max(event.c.seq)).where(event.c.exercise == exercise.c.id)
        size = func.coalesce(last.scalar_subquery() + 1, 0).label("size")
        query = select(exercise.c.id, exercise.c.plan, size).order_by(exercise.c.id)
        with self._reading() as connection:
            rows = connection.execute(query).all()
        return tuple(StoredExercise(id=row.id, plan=row.plan, size=row.size) for row in rows)

    def plan(self, name: str) -> bytes:
        """The frozen plan of an exercise, as it was when it opened."""
        query = select(plan.c.json).join_from(exercise, plan).where(exercise.c.id == name)
        with self._reading() as connection:
            found: bytes | None = connection.execute(query).scalar()
        if found is None:
            raise UnknownExercise(f"There is no exercise {name} in this store.")
        return found

    def instance_log(self, *, start: int = 0) -> tuple[bytes, ...]:
        """The leaves of the instance log in order, from *start*."""
        query = select(instance_log.c.leaf).where(instance_log.c.idx >= start)
        query = query.order_by(instance_log.c.idx)
        with self._reading() as connection:
            return tuple(connection.execute(query).scalars())

    def first_break(self, exercise: str) -> Break | None:
        """Where the stored record is not what was appended, if anywhere.

        The chain alone names the leaf *after* a changed one; the hash kept beside each leaf names
        the changed one itself, even the last.
        """
        broken = first_break(self.leaves(exercise))
        for seq, leaf, kept in self._rows(exercise, 0):
            if broken is not None and broken.seq <= seq:
                break
            if leaf_hash(leaf) != kept:
                sentence = f"Leaf {seq} is not what was written."
                return Break(seq=seq, what="leaf_hash", sentence=sentence)
        return broken

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        try:
            with self._engine.connect() as connection:
                yield connection
        except DBAPIError as error:
            raise unreadable(error, where=self._where) from error

    def _rows(self, exercise: str, start: int) -> Iterator[Row[Any, Any, Any]]:
        """Read in chunks, so that no transaction stays open while the caller thinks."""
        columns = select(event.c.seq, event.c.leaf, event.c.leaf_hash).order_by(event.c.seq)
        while True:
            query = columns.where(event.c.exercise == exercise, event.c.seq >= start)
            with self._reading() as connection:
                rows = connection.execute(query.limit(_CHUNK)).all()
            yield from rows
            if len(rows) < _CHUNK:
                return
            start = rows[-1].seq + 1


def _opened(row: Row[Any], keys: Mapping[str, bytes]) -> Opening | None:
    key = keys.get(row.key)
    if key is None:
        return None
    data = decrypt(row.data, key=key, place=place_of(row.exercise, row.seq, row.field))
    if data is None:
        return None
    salt, value = data[:SALT_BYTES], data[SALT_BYTES:]
    return Opening(seq=row.seq, field=row.field, salt=salt, value=_value(value))


def _value(data: bytes) -> Json:
    """The cap on a leaf does not bind a text that lies beside it."""
    return decode(data, limit=len(data))
