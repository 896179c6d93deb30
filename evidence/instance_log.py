"""The instance log: which exercises this installation has held at all.

A record proves what happened in one exercise; it cannot show that an embarrassing exercise was
thrown away.  So every opening, sealing, cancelling and deleting is a leaf of one further chain,
in the same format as a record, and an auditor can draw a sample from the whole population.
"""

from __future__ import annotations

from typing import ClassVar, TypeAlias

import msgspec

from evidence.chain import GENESIS, prev_of
from evidence.leaf import Leaf, decode_leaf, encode_leaf
from evidence.programme import ProgrammeEntry


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """What every entry says: which exercise it is about."""

    kind: ClassVar[str]
    v: ClassVar[int] = 1

    exercise: str


class ExerciseOpened(Entry, frozen=True, kw_only=True):
    """An exercise exists from now on; ``plan`` is the digest of its frozen plan."""

    kind: ClassVar[str] = "exercise.opened"

    plan: str
    run: str  # dry run, practice, exercise or measured


class ExerciseCheckpointed(Entry, frozen=True, kw_only=True):
    """The record had ``size`` leaves under ``root`` (hex).  The same again shows a silence."""

    kind: ClassVar[str] = "exercise.checkpointed"

    size: int
    root: str


class ExerciseSealed(Entry, frozen=True, kw_only=True):
    """Play has ended with ``size`` leaves, the last of which has the hash ``head`` in hex."""

    kind: ClassVar[str] = "exercise.sealed"

    size: int
    head: str


class ExerciseScored(Entry, frozen=True, kw_only=True):
    """The record up to ``head`` (``size`` leaves) led to this scorecard, by this rubric."""

    kind: ClassVar[str] = "exercise.scored"

    size: int
    head: str
    scorecard: str  # hex SHA-256 of its canonical bytes
    rubric: str
    rubric_version: str


class ExerciseCancelled(Entry, frozen=True, kw_only=True):
    """Play was given up after ``size`` leaves; the record stays."""

    kind: ClassVar[str] = "exercise.cancelled"

    size: int
    head: str
    reason: str


class ExerciseDeleted(Entry, frozen=True, kw_only=True):
    """The record is gone; what remains is that it had ``size`` leaves and ended at ``head``.

    Two people have to want it.
    """

    kind: ClassVar[str] = "exercise.deleted"

    size: int
    head: str
    reason: str
    asked_by: str
    approved_by: str


class KeyChanged(msgspec.Struct, frozen=True, kw_only=True):
    """This installation signs with another key from here on.

    ``statement`` is a note that names both keys and that both have signed.
    """

    kind: ClassVar[str] = "key.changed"
    v: ClassVar[int] = 1

    statement: str


InstanceEntry: TypeAlias = (
    ExerciseOpened
    | ExerciseCheckpointed
    | ExerciseSealed
    | ExerciseScored
    | ExerciseCancelled
    | ExerciseDeleted
    | KeyChanged
    | ProgrammeEntry
)


def next_leaf(last: bytes | None, entry: InstanceEntry, *, wall: int) -> bytes:
    """Write the leaf that says *entry* and follows *last*, the log's last leaf so far.

    There is no exercise time here, so ``at`` is always 0.

    Raises:
        BrokenLeaf: *last* is not a leaf.
    """
    return encode_leaf(
        Leaf(
            seq=0 if last is None else decode_leaf(last).seq + 1,
            kind=entry.kind,
            v=entry.v,
            at=0,
            wall=wall,
            origin="shell",
            body=msgspec.to_builtins(entry),
            prev=GENESIS if last is None else prev_of(last),
        )
    )
