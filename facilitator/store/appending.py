"""Appending a batch of leaves: what fits, and the rows that it becomes."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, pairwise
from typing import Any, Final, Literal, TypeAlias

import msgspec
from sqlalchemy import Connection, Table, TextClause, bindparam, select, text

from evidence.canonical import encode
from evidence.chain import GENESIS, leaf_hash
from evidence.commitments import commitments_in
from evidence.sealed import Opening
from facilitator.store.databases import database_of
from facilitator.store.errors import (
    CommittedTwice,
    DuplicateCommand,
    OutOfSequence,
    UnknownExercise,
)
from facilitator.store.person_keys import Encrypted, PersonKeys
from facilitator.store.schema import commitment, event, exercise, insert_rows, opening

Part: TypeAlias = Literal["play", "review"]

NOBODY = "nobody"
"""Whose key protects a value in a leaf without an actor; the engine writes none such."""

_LEAVES: Final = (  # built once: building it takes longer than running it
    select(event.c.leaf)
    .where(
        event.c.exercise == bindparam("exercise"),
        event.c.seq.between(bindparam("first"), bindparam("last")),
    )
    .order_by(event.c.seq)
)
_TOGETHER: Final = 256  # rows in one statement: a database takes a bounded number of values


@cache
def _standing(among: str) -> TextClause:
    """Where the record stands, and what of a batch that begins at ``first`` is before it.

    One question, for what `insert_rows` says.
    """
    return text(f"""
        SELECT seq, leaf_hash, part,
            (SELECT seq FROM event WHERE exercise = :exercise AND seq < :first
                AND cmd_id {among.format("ids")} LIMIT 1) AS asked,
            (SELECT seq FROM commitment WHERE exercise = :exercise AND seq < :first
                AND digest {among.format("digests")} LIMIT 1) AS committed
        FROM event WHERE exercise = :exercise ORDER BY seq DESC LIMIT 1
    """)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ack:
    """A batch is durable: the record has ``size`` leaves now, and ends at ``head`` (hex)."""

    exercise: str
    size: int
    head: str


class _Place(msgspec.Struct, frozen=True, gc=False):
    """The members of a leaf that the store needs to know; the rest it only keeps."""

    seq: int
    prev: str
    cmd: str | None = None
    actor: str | None = None


class _Body(msgspec.Struct, frozen=True, gc=False):
    body: dict[str, Any]


class _Row(msgspec.Struct, frozen=True, gc=False):
    seq: int
    prev: bytes
    cmd: str | None
    actor: str | None
    leaf: bytes
    leaf_hash: bytes


@dataclass(frozen=True, slots=True)
class _OpeningRow:
    seq: int
    field: str
    sealed: Encrypted


@dataclass(frozen=True, slots=True)
class _Standing:
    """How many leaves are stored, the hash that the next one must carry, and the part reached.

    And which leaf before the batch holds a command id of it, or a commitment, if one does.
    """

    size: int
    head: bytes
    part: Part
    asked: int | None
    committed: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Leaves that follow one another, ready to be written."""

    exercise: str
    part: Part
    rows: tuple[_Row, ...]
    openings: tuple[_OpeningRow, ...]
    commitments: Mapping[str, int]
    """Each commitment in these leaves, and the ``seq`` of its leaf."""

    def store(self, connection: Connection) -> Ack:
        """Write whatever of this batch is not stored yet.

        A batch whose COMMIT failed may, or may not, be on the disk.  So leaves that are stored
        already, byte for byte, are passed over: trying again is always safe.
        """
        at = self._standing(connection)
        overlap = min(at.size - self.rows[0].seq, len(self.rows)) if self.rows else 0
        if overlap < 0:
            raise OutOfSequence(
                f"The record of {self.exercise} has {at.size} leaves; the batch starts at leaf "
                f"{self.rows[0].seq}. Append leaf {at.size} first."
            )
        self._check_overlap(connection, overlap)
        fresh = self.rows[overlap:]
        if not fresh:
            return Ack(exercise=self.exercise, size=at.size, head=at.head.hex())
        self._check_fresh(connection, fresh, at)
        self._write(connection, fresh)
        last = fresh[-1]
        return Ack(exercise=self.exercise, size=last.seq + 1, head=last.leaf_hash.hex())

    def _standing(self, connection: Connection) -> _Standing:
        batch = {
            "exercise": self.exercise,
            "first": self.rows[0].seq if self.rows else 0,
            "ids": _as_json([row.cmd for row in self.rows if row.cmd is not None]),
            "digests": _as_json([*self.commitments]),
        }
        last = connection.execute(_standing(database_of(connection).among), batch).first()
        if last is not None:
            return _Standing(last.seq + 1, last.leaf_hash, last.part, last.asked, last.committed)
        known = select(exercise.c.id).where(exercise.c.id == self.exercise)
        if connection.execute(known).first() is None:
            raise UnknownExercise(
                f"There is no exercise {self.exercise} in this store; open it first."
            )
        return _Standing(0, base64.b64decode(GENESIS), "play", None, None)

    def _check_overlap(self, connection: Connection, overlap: int) -> None:
        if not overlap:
            return
        first, last = self.rows[0].seq, self.rows[overlap - 1].seq
        place = {"exercise": self.exercise, "first": first, "last": last}
        stored = connection.execute(_LEAVES, place).scalars()
        for row, leaf in zip(self.rows, stored, strict=False):
            if row.leaf != leaf:
                raise OutOfSequence(
                    f"Leaf {row.seq} of {self.exercise} is stored already, and it is another one."
                )

    def _check_fresh(self, connection: Connection, fresh: Sequence[_Row], at: _Standing) -> None:
        if fresh[0].prev != at.head:
            raise OutOfSequence(
                f"Leaf {fresh[0].seq} of {self.exercise} does not follow from the leaf before it."
            )
        if self.part == "play" and at.part == "review":
            raise OutOfSequence(f"Play of {self.exercise} has ended; only review can go on.")
        if at.asked is not None:
            place = (event.c.exercise == self.exercise, event.c.seq == at.asked)
            used = connection.execute(select(event.c.cmd_id).where(*place)).scalar_one()
            raise DuplicateCommand(
                f"The command {used} of {self.exercise} is leaf {at.asked} already."
            )
        if at.committed is not None:
            raise _twice(self.exercise, at.committed)

    def _write(self, connection: Connection, fresh: Sequence[_Row]) -> None:
        exercise, start = self.exercise, fresh[0].seq
        leaves = [(exercise, row.seq, self.part, row.cmd, row.leaf, row.leaf_hash) for row in fresh]
        openings = [
            (exercise, one.seq, one.field, one.sealed.key, one.sealed.data)
            for one in self.openings
            if one.seq >= start
        ]
        committed = [
            (exercise, digest, seq) for digest, seq in self.commitments.items() if seq >= start
        ]
        _insert(connection, event, leaves)
        _insert(connection, opening, openings)
        _insert(connection, commitment, committed)


def _insert(connection: Connection, table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
    """The driver is given the values themselves: rows come by the thousand."""
    mark = database_of(connection).mark
    for start in range(0, len(rows), _TOGETHER):
        some = rows[start : start + _TOGETHER]
        statement = insert_rows(table, len(some), mark)
        connection.exec_driver_sql(statement, tuple(chain.from_iterable(some)))


def place_of(exercise: str, seq: int, field: str) -> bytes:
    """Where an opening belongs, as it is authenticated with it."""
    return encode([exercise, seq, field])


def prepare(
    exercise: str,
    leaves: Sequence[bytes],
    openings: Sequence[Opening],
    part: Part,
    keys: PersonKeys,
) -> Batch:
    """Check what can be checked without the database, in the caller's thread.

    Openings are encrypted here, each under the key of whoever gave it.

    Raises:
        OutOfSequence: The batch is not a chain in itself, or an opening is of no leaf in it.
        DuplicateCommand: Two leaves of the batch carry one command id.
        CommittedTwice: Two fields of the batch hold one commitment.
        NotCanonical: The value of an opening has no canonical form.
        StoreFailed: A person's key could not be kept.
    """
    rows = tuple(_row(leaf) for leaf in leaves)
    for before, after in pairwise(rows):
        if after.seq != before.seq + 1 or after.prev != before.leaf_hash:
            raise OutOfSequence(
                f"Leaf {after.seq} of {exercise} does not follow from the leaf before it."
            )
    ids = [row.cmd for row in rows if row.cmd is not None]
    if len(set(ids)) != len(ids):
        raise DuplicateCommand(f"Two leaves of one batch of {exercise} carry one command id.")
    stray = {opening.seq for opening in openings} - {row.seq for row in rows}
    if stray:
        raise OutOfSequence(
            f"An opening belongs to leaf {min(stray)} of {exercise}, which is not in the batch."
        )
    actors = {row.seq: row.actor or NOBODY for row in rows}
    sealed = [
        _OpeningRow(
            one.seq,
            one.field,
            keys.encrypt(
                one.salt + encode(one.value),
                person=actors[one.seq],
                place=place_of(exercise, one.seq, one.field),
            ),
        )
        for one in openings
    ]
    return Batch(
        exercise=exercise,
        part=part,
        rows=rows,
        openings=tuple(sealed),
        commitments=_commitments(exercise, rows),
    )


def _commitments(exercise: str, rows: Sequence[_Row]) -> dict[str, int]:
    found: dict[str, int] = {}
    for row in rows:
        if b'"$c"' in row.leaf:
            for _, digest in commitments_in(_read_body(row.leaf).body, "body"):
                if digest in found:
                    raise _twice(exercise, found[digest])
                found[digest] = row.seq
    return found


def _twice(exercise: str, seq: int) -> CommittedTwice:
    return CommittedTwice(
        f"Leaf {seq} of {exercise} holds this commitment already; "
        "seal the text once, where it was given, and cite that leaf."
    )


def _as_json(texts: Sequence[str]) -> str:
    return msgspec.json.encode(texts).decode()


_read_place = msgspec.json.Decoder(_Place).decode
_read_body = msgspec.json.Decoder(_Body).decode


def _row(leaf: bytes) -> _Row:
    try:
        place = _read_place(leaf)
        prev = base64.b64decode(place.prev, validate=True)
    except (msgspec.DecodeError, ValueError) as error:
        raise OutOfSequence(f"The batch holds bytes that are not a leaf: {error}.") from error
    return _Row(place.seq, prev, place.cmd, place.actor, leaf, leaf_hash(leaf))
