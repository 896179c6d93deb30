"""What is so in SQLite: one file, one writer at a time, and a journal that must not keep words.

The statements are public because the power-cut tests run these very ones on a disk that forgets.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from sqlite3 import Connection as SQLiteConnection
from typing import Final

from sqlalchemy import Connection, Engine, Table, create_engine
from sqlalchemy import event as hooks
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine import URL

from facilitator.store.schema import (
    APPEND_ONLY,
    create_tables,
    opening,
)

DIALECT: Final = sqlite.dialect(paramstyle="qmark")
PRAGMAS: Final = (
    "PRAGMA journal_mode = WAL",
    # NORMAL would lose acknowledged leaves when the power goes; measured, see tests/store.
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    # A deleted opening is overwritten with zeros, not merely forgotten.
    "PRAGMA secure_delete = ON",
    "PRAGMA trusted_schema = OFF",
)
_PATIENCE_S = 5.0  # another process may be in the middle of a commit


class SQLite:
    """A store in a file."""

    begin = "BEGIN IMMEDIATE"
    mark = "?"
    among = "IN (SELECT value FROM json_each(:{}))"

    def check(self, connection: Connection, where: str) -> None:
        pass  # SQLite is of this program, and every connection is set as it should be

    def create(self, connection: Connection) -> None:
        for statement in create_statements():
            connection.exec_driver_sql(statement)

    @contextmanager
    def deleting(self, connection: Connection, tables: Sequence[Table]) -> Iterator[None]:
        for table in tables:
            connection.exec_driver_sql(f"DROP TRIGGER {_refusal_name(table, 'DELETE')}")
        yield
        for table in tables:
            connection.exec_driver_sql(_refusal(table, "DELETE"))

    def wipe(self, connection: Connection, tables: Sequence[Table]) -> str | None:
        if connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").scalar_one():
            return (
                "are still in its journal, because somebody is reading; "
                "they go when the store is next closed by the last reader"
            )
        return None


def engine_of(url: URL) -> Engine:
    """Connections to the file at *url*, each set as the store needs it."""
    engine = create_engine(url, connect_args={"isolation_level": None, "timeout": _PATIENCE_S})
    hooks.listen(engine, "connect", _set_pragmas)
    return engine


def create_statements() -> tuple[str, ...]:
    """What makes an empty file a store; on a file that is one already, it changes nothing."""
    triggers = [_refusal(table, "DELETE") for table in APPEND_ONLY]
    triggers += [_refusal(table, "UPDATE") for table in (*APPEND_ONLY, opening)]
    return (*create_tables(DIALECT), *triggers)


def _refusal(table: Table, verb: str) -> str:
    """The trigger by which a table refuses to be changed in one way."""
    return (
        f"CREATE TRIGGER IF NOT EXISTS {_refusal_name(table, verb)} "
        f"BEFORE {verb} ON {table.name} "
        f"BEGIN SELECT RAISE(ABORT, 'the table {table.name} refuses {verb}'); END"
    )


def _refusal_name(table: Table, verb: str) -> str:
    return f"{table.name}_refuses_{verb.lower()}"


def _set_pragmas(connection: SQLiteConnection, _: object) -> None:
    for pragma in PRAGMAS:
        connection.execute(pragma)
