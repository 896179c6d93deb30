"""The tables of the store, the same in each kind of database, and what is inserted into them.

``opening`` is the only table from which a row can be deleted; on all others triggers refuse every
change, until a whole record is erased (``erasing.py``).  They guard against accident, not against
whoever owns the database: that is what the chain, and a head kept elsewhere, are for.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from sqlalchemy import (
    BigInteger,
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
from sqlalchemy.schema import CreateIndex, CreateTable
from sqlalchemy.sql import ClauseElement

Whole: Final = BigInteger().with_variant(Integer(), "sqlite")
"""As long as SQLite has them anyway: wall time in milliseconds is more than 32 bits."""
Words: Final = Text().with_variant(Text(collation="C"), "postgresql")
"""Sorted by its bytes, whatever language the server speaks."""


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
    Column("digest", Words, primary_key=True),  # SHA-256 of the bytes, in hex
    Column("json", Bytes, nullable=False),
    sqlite_strict=True,
)

exercise = Table(
    "exercise",
    metadata,
    Column("id", Words, primary_key=True),
    Column("plan", Words, ForeignKey("plan.digest"), nullable=False),
    sqlite_strict=True,
)

event = Table(
    "event",
    metadata,
    Column("exercise", Words, ForeignKey("exercise.id"), primary_key=True),
    Column("seq", Whole, primary_key=True, autoincrement=False),
    Column("part", Words, CheckConstraint("part IN ('play', 'review')"), nullable=False),
    Column("cmd_id", Words),
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
    postgresql_where=event.c.cmd_id.is_not(None),
)

opening = Table(
    "opening",
    metadata,
    Column("exercise", Words, primary_key=True),
    Column("seq", Whole, primary_key=True, autoincrement=False),
    Column("field", Words, primary_key=True),
    Column("key", Words, nullable=False),  # the person's, see person_keys.py
    Column("data", Bytes, nullable=False),  # salt and canonical bytes, encrypted
    ForeignKeyConstraint(["exercise", "seq"], ["event.exercise", "event.seq"]),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

commitment = Table(
    "commitment",
    metadata,
    Column("exercise", Words, primary_key=True),
    Column("digest", Words, primary_key=True),
    Column("seq", Whole, nullable=False),
    ForeignKeyConstraint(["exercise", "seq"], ["event.exercise", "event.seq"]),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

instance_log = Table(
    "instance_log",
    metadata,
    Column("idx", Whole, primary_key=True, autoincrement=False),
    Column("leaf", Bytes, nullable=False),
    Column("leaf_hash", Bytes, nullable=False),
    sqlite_strict=True,
)

checkpoint = Table(
    "checkpoint",
    metadata,
    Column("exercise", Words, ForeignKey("exercise.id"), primary_key=True),
    Column("size", Whole, primary_key=True, autoincrement=False),
    Column("wall", Whole, nullable=False),
    Column("note", Words, nullable=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

instance_checkpoint = Table(
    "instance_checkpoint",
    metadata,
    Column("size", Whole, primary_key=True, autoincrement=False),
    Column("note", Words, nullable=False),
    Column("frontier", Bytes, nullable=False),  # so that the log need not be read from its start
    sqlite_strict=True,
)

INSERT_PLAN: Final = insert(plan)
INSERT_EXERCISE: Final = insert(exercise)
INSERT_INSTANCE_LOG: Final = insert(instance_log)
INSERT_CHECKPOINT: Final = insert(checkpoint)
INSERT_INSTANCE_CHECKPOINT: Final = insert(instance_checkpoint)

APPEND_ONLY: Final = (
    plan, exercise, event, commitment, instance_log, checkpoint, instance_checkpoint,
)  # fmt: skip


def create_tables(dialect: Dialect) -> tuple[str, ...]:
    """What makes the tables where they are not there yet; those that are it leaves alone."""
    made = [CreateTable(table, if_not_exists=True) for table in metadata.sorted_tables]
    index = CreateIndex(one_leaf_per_command, if_not_exists=True)
    return (*(as_text(table, dialect) for table in made), as_text(index, dialect))


@lru_cache(maxsize=512)
def insert_rows(table: Table, count: int, mark: str) -> str:
    """Insert *count* rows, in order of the columns, as a driver reads it: *mark* for each value.

    One statement for all: the driver of a file lets go of the interpreter for each that it runs,
    and beside a busy loop every time until it has it again is longer than the statement.
    """
    names = [column.name for column in table.columns]
    row = f"({', '.join([mark] * len(names))})"
    return f"INSERT INTO {table.name} ({', '.join(names)}) VALUES {', '.join([row] * count)}"


def as_text(statement: ClauseElement, dialect: Dialect) -> str:
    """A statement as a driver reads it; an insert has a mark for each column of the table."""
    return str(statement.compile(dialect=dialect)).strip()
