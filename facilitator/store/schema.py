"""The tables of the store, and the exact statements that the store runs on them.

``opening`` is the only table from which a row can be deleted; on all others triggers refuse every
change, until a whole record is erased (``erasing.py``).  They guard against accident, not against
whoever owns the file: that is what the chain, and a head kept elsewhere, are for.

The statements are public because the power-cut tests run these very ones on a disk that forgets.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    CheckConstraint,
    Column,
    Dialect,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    insert,
)
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable
from sqlalchemy.sql import ClauseElement

PRAGMAS: Final = (
    "PRAGMA journal_mode = WAL",
    # NORMAL would lose acknowledged leaves when the power goes; measured, see tests/store.
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    # A deleted opening is overwritten with zeros, not merely forgotten.
    "PRAGMA secure_delete = ON",
    "PRAGMA trusted_schema = OFF",
)


class Bytes(LargeBinary):
    """A blob that goes to the driver and comes back as it is; SQLAlchemy would wrap each one.

    With a thousand leaves in a batch the wrapping took longer than the writing.
    """

    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> None:
        return None

    def result_processor(self, dialect: Dialect, coltype: object) -> None:
        return None


metadata = MetaData()

plan = Table(
    "plan",
    metadata,
    Column("digest", Text, primary_key=True),  # SHA-256 of the bytes, in hex
    Column("json", Bytes, nullable=False),
    sqlite_strict=True,
)

exercise = Table(
    "exercise",
    metadata,
    Column("id", Text, primary_key=True),
    Column("plan", Text, ForeignKey("plan.digest"), nullable=False),
    sqlite_strict=True,
)

event = Table(
    "event",
    metadata,
    Column("exercise", Text, ForeignKey("exercise.id"), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("part", Text, CheckConstraint("part IN ('play', 'review')"), nullable=False),
    Column("cmd_id", Text),
    Column("leaf", Bytes, nullable=False),
    Column("leaf_hash", Bytes, nullable=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,  # a record is always read in order of its key
)
one_leaf_per_command = Index(
    "one_leaf_per_command",
    event.c.exercise,
    event.c.cmd_id,
    unique=True,
    sqlite_where=event.c.cmd_id.is_not(None),
)

opening = Table(
    "opening",
    metadata,
    Column("exercise", Text, primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("field", Text, primary_key=True),
    Column("key", Text, nullable=False),  # the person's, see person_keys.py
    Column("data", Bytes, nullable=False),  # salt and canonical bytes, encrypted
    ForeignKeyConstraint(["exercise", "seq"], ["event.exercise", "event.seq"]),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

commitment = Table(
    "commitment",
    metadata,
    Column("exercise", Text, primary_key=True),
    Column("digest", Text, primary_key=True),
    Column("seq", Integer, nullable=False),
    ForeignKeyConstraint(["exercise", "seq"], ["event.exercise", "event.seq"]),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

instance_log = Table(
    "instance_log",
    metadata,
    Column("idx", Integer, primary_key=True, autoincrement=False),
    Column("leaf", Bytes, nullable=False),
    Column("leaf_hash", Bytes, nullable=False),
    sqlite_strict=True,
)

checkpoint = Table(
    "checkpoint",
    metadata,
    Column("exercise", Text, ForeignKey("exercise.id"), primary_key=True),
    Column("size", Integer, primary_key=True, autoincrement=False),
    Column("wall", Integer, nullable=False),
    Column("note", Text, nullable=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

instance_checkpoint = Table(
    "instance_checkpoint",
    metadata,
    Column("size", Integer, primary_key=True, autoincrement=False),
    Column("note", Text, nullable=False),
    Column("frontier", Bytes, nullable=False),  # so that the log need not be read from its start
    sqlite_strict=True,
)

INSERT_PLAN: Final = insert(plan)
INSERT_EXERCISE: Final = insert(exercise)
INSERT_EVENT: Final = insert(event)
INSERT_OPENING: Final = insert(opening)
INSERT_COMMITMENT: Final = insert(commitment)
INSERT_INSTANCE_LOG: Final = insert(instance_log)
INSERT_CHECKPOINT: Final = insert(checkpoint)
INSERT_INSTANCE_CHECKPOINT: Final = insert(instance_checkpoint)

_APPEND_ONLY = (
    plan, exercise, event, commitment, instance_log, checkpoint, instance_checkpoint,
)  # fmt: skip


def create_statements() -> tuple[str, ...]:
    """What makes an empty file a store; on a file that is one already, it changes nothing."""
    made = [CreateTable(table, if_not_exists=True) for table in metadata.sorted_tables]
    index = CreateIndex(one_leaf_per_command, if_not_exists=True)
    triggers = [refusal(table, "DELETE") for table in _APPEND_ONLY]
    triggers += [refusal(table, "UPDATE") for table in (*_APPEND_ONLY, opening)]
    return (*(in_sqlite(table) for table in made), in_sqlite(index), *triggers)


def in_sqlite(statement: ClauseElement) -> str:
    """A statement as SQLite reads it, with ``?`` for each column in the order of the table."""
    return str(statement.compile(dialect=sqlite.dialect(paramstyle="qmark"))).strip()


def refusal(table: Table, verb: str) -> str:
    """The trigger by which a table refuses to be changed in one way."""
    return (
        f"CREATE TRIGGER IF NOT EXISTS {refusal_name(table, verb)} "
        f"BEFORE {verb} ON {table.name} "
        f"BEGIN SELECT RAISE(ABORT, 'the table {table.name} refuses {verb}'); END"
    )


def refusal_name(table: Table, verb: str) -> str:
    return f"{table.name}_refuses_{verb.lower()}"
