"""Opening the database of a store: where it lies, and what holds for every connection to it."""

from __future__ import annotations

from pathlib import Path
from sqlite3 import Connection as SQLiteConnection

from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy import event as hooks
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from facilitator.store.errors import StoreFailed, unopened
from facilitator.store.schema import PRAGMAS, create_statements, metadata

_PATIENCE_S = 5.0  # another process may be in the middle of a commit


def connect(target: str | Path) -> tuple[Engine, str]:
    """Open a database, or make one, and say where it lies.

    Raises:
        StoreFailed: It cannot be opened, or it is not a store.
    """
    url = _url_of(target)
    where = url.database or ""
    engine = create_engine(url, connect_args={"isolation_level": None, "timeout": _PATIENCE_S})
    hooks.listen(engine, "connect", _set_pragmas)
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            _check_version(connection, where)
            for statement in create_statements():
                connection.exec_driver_sql(statement)
            connection.commit()
    except StoreFailed:
        engine.dispose()
        raise
    except DBAPIError as error:
        engine.dispose()
        raise unopened(error, where=where) from error
    return engine, where


def _check_version(connection: Connection, where: str) -> None:
    """A table that was there already may be that of another version, and is not changed then."""
    for table in metadata.sorted_tables:
        told = [row.name for row in connection.exec_driver_sql(f"PRAGMA table_info({table.name})")]
        if told and told != [column.name for column in table.columns]:
            raise StoreFailed(
                f"{where} was made by another version of Drillroom (its table {table.name} is "
                "laid out otherwise); open it with that version, or begin a new store."
            )


def _url_of(target: str | Path) -> URL:
    if isinstance(target, Path) or "://" not in target:
        return URL.create("sqlite", database=str(target))
    try:
        url = make_url(target)
    except ArgumentError as error:
        raise StoreFailed(f"{target} is not the address of a database: {error}.") from error
    if url.get_backend_name() != "sqlite":
        raise StoreFailed(f"{target} is not an SQLite database, and records are kept in no other.")
    if not url.database or url.database == ":memory:":
        raise StoreFailed(f"{target} names no file; a record has to outlive the program.")
    return url


def _set_pragmas(connection: SQLiteConnection, _: object) -> None:
    for pragma in PRAGMAS:
        connection.execute(pragma)
