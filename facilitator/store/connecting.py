"""Opening the database of a store: where it lies, and what holds for every connection to it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine, inspect
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from facilitator.store import sqlite
from facilitator.store.databases import database_of
from facilitator.store.errors import StoreFailed, unopened
from facilitator.store.schema import metadata

_DRIVERS: Final = {
    "sqlite": "sqlite",
    "postgresql": "postgresql+psycopg",
    "postgres": "postgresql+psycopg",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """An open database; ``where`` names it without a secret."""

    reading: Engine
    writing: Engine
    where: str

    @property
    def is_file(self) -> bool:
        return self.writing.dialect.name == "sqlite"

    def close(self) -> None:
        self.reading.dispose()
        self.writing.dispose()


def connect(target: str | Path, *, alone: bool = False) -> Opened:
    """Open a database, or make its tables, and say where it lies.

    Args:
        target: A path, or an address.
        alone: Write only while no other program does that wants to be alone; of programs on one
            machine, and so of files, the lock in their folder takes care.

    Raises:
        StoreFailed: It cannot be opened, or it is not a store.
    """
    url = _url_of(target)
    if url.get_backend_name() == "sqlite":
        engine = sqlite.engine_of(url)
        opened = Opened(reading=engine, writing=engine, where=url.database or "")
    else:
        from facilitator.store import postgresql

        where = f"postgresql://{url.host or url.query.get('host', '')}/{url.database}"
        reading, writing = postgresql.engines_of(url, where=where, alone=alone)
        opened = Opened(reading=reading, writing=writing, where=where)
    try:
        with opened.writing.connect() as connection:
            _prepare(connection, opened.where)
    except StoreFailed:
        opened.close()
        raise
    except DBAPIError as error:
        opened.close()
        raise unopened(error, where=opened.where) from error
    return opened


def _prepare(connection: Connection, where: str) -> None:
    database = database_of(connection)
    connection.exec_driver_sql(database.begin)
    database.check(connection, where)
    _check_version(connection, where)
    database.create(connection)
    connection.commit()


def _check_version(connection: Connection, where: str) -> None:
    """A table that was there already may be that of another version, and is not changed then."""
    there = inspect(connection).get_multi_columns(filter_names=[*metadata.tables])
    for (_, name), columns in there.items():
        if [one["name"] for one in columns] != [one.name for one in metadata.tables[name].columns]:
            raise StoreFailed(
                f"{where} was made by another version of Drillroom (its table {name} is "
                "laid out otherwise); open it with that version, or begin a new store."
            )


def _url_of(target: str | Path) -> URL:
    if isinstance(target, Path) or "://" not in target:
        return URL.create("sqlite", database=str(target))
    kind = target.partition("://")[0]
    try:
        url = make_url(target)
    except (ArgumentError, ValueError):  # what was given may hold a password, so it is not said
        raise StoreFailed(
            f"{kind}:// is not followed by the address of a database; "
            "write postgresql://NAME@HOST/DATABASE."
        ) from None
    if kind not in _DRIVERS:
        raise StoreFailed(
            f"{kind}:// is no database that records can be kept in; use postgresql:// or a file."
        )
    if not url.database or url.database == ":memory:":
        what = "file" if kind == "sqlite" else "database"
        raise StoreFailed(f"{kind}:// names no {what}; a record has to outlive the program.")
    return url.set(drivername=_DRIVERS[kind])
