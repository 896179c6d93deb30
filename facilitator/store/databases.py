"""What the store asks of a database in words that are not the same everywhere."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from sqlalchemy import Connection, Table

from facilitator.store.sqlite import SQLite


class Database(Protocol):
    """One kind of database."""

    begin: str
    """Begins a transaction in which nobody else writes: what is looked at stays true."""
    mark: str
    """Where a value belongs in a statement that goes to the driver as it is."""
    among: str
    """Compares a column with the texts of a JSON list, whose name belongs into it."""

    def check(self, connection: Connection, where: str) -> None:
        """Refuse a server that would not keep what the store promises.

        Raises:
            StoreFailed: Says what is wrong with it.
        """

    def create(self, connection: Connection) -> None:
        """Make what is missing of the tables and of the triggers that refuse change."""

    def deleting(
        self, connection: Connection, tables: Sequence[Table]
    ) -> AbstractContextManager[None]:
        """Let rows of *tables* be deleted, here and in this transaction only.

        If anything fails, the refusals come back with the rollback.
        """

    def wipe(self, connection: Connection, tables: Sequence[Table]) -> str | None:
        """Take the bytes of deleted rows out of the files; where they still are, if they are."""


def database_of(connection: Connection) -> Database:
    """The kind of database that a connection leads to."""
    if connection.dialect.name == "sqlite":
        return SQLite()
    # Imported by whoever has a server: the rest need not wait for it.
    from facilitator.store.postgresql import PostgreSQL

    return PostgreSQL()
