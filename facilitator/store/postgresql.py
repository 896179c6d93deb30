"""What is so in PostgreSQL: a server, locks by agreement, and a journal that is not ours to empty.

Two locks, both of the server's advisory kind and numbered here:

1. Whoever writes holds one until their transaction ends, as ``BEGIN IMMEDIATE`` does in a file.
2. A program that has to be alone holds another one on the connection by which it writes.  When the
   connection is lost so is the lock, and a new connection is good for writing only with the lock:
   of two servers on one database, at any moment one at most can write.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, Final

from sqlalchemy import Connection, Engine, Table, create_engine
from sqlalchemy import event as hooks
from sqlalchemy.dialects.postgresql.psycopg import dialect
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError

from facilitator.store.errors import StoreFailed, failed_with
from facilitator.store.schema import (
    APPEND_ONLY,
    create_tables,
    metadata,
    opening,
)

DIALECT: Final = dialect(paramstyle="format")  # type: ignore[no-untyped-call]
OLDEST: Final = 14
"""The first version that can replace a trigger."""
_WRITING, _ALONE = 7_301_001, 7_301_002

_IN_SESSION: Final = (
    "-c synchronous_commit=on",
    "-c lock_timeout=5s",  # another process may be in the middle of a commit
    # The server must notice within half a minute that we are gone, for we hold locks.
    "-c tcp_keepalives_idle=10",
    "-c tcp_keepalives_interval=5",
    "-c tcp_keepalives_count=3",
)
_TO_SERVER: Final[dict[str, str | int]] = {
    "application_name": "drillroom",
    "connect_timeout": 5,
    # And we must notice that it is gone, or a room would wait for it without a word.
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
}
_SETTINGS: Final = (
    "SELECT current_setting('server_version_num')::int / 10000 AS version, "
    "current_setting('server_encoding') AS encoding, current_setting('fsync') AS fsync, "
    "current_setting('synchronous_commit') AS waits"
)

_THERE: Final = """
WITH ours AS (
    SELECT pg_class.oid, relname FROM pg_class
    JOIN pg_namespace ON pg_namespace.oid = relnamespace AND nspname = current_schema()
    WHERE relkind = 'r'
)
SELECT relname FROM ours UNION ALL SELECT tgname FROM pg_trigger JOIN ours ON ours.oid = tgrelid
"""
# Within the one act of erasing a record a setting lifts the refusal, for that transaction only.
_REFUSE: Final = """
CREATE OR REPLACE FUNCTION drillroom_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND current_setting('drillroom.erasing', true) = 'yes' THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION USING MESSAGE = 'the table ' || TG_TABLE_NAME || ' refuses ' || TG_OP;
END $$
"""
_TRIGGERS: Final = {
    f"{table.name}_refuses": f"CREATE OR REPLACE TRIGGER {table.name}_refuses BEFORE {verbs} "
    f"ON {table.name} FOR EACH STATEMENT EXECUTE FUNCTION drillroom_refuse()"
    for table, verbs in (
        *((table, "UPDATE OR DELETE OR TRUNCATE") for table in APPEND_ONLY),
        (opening, "UPDATE OR TRUNCATE"),
    )
}


class PostgreSQL:
    """A store in a database of a server."""

    begin = f"SELECT pg_advisory_xact_lock({_WRITING})"
    mark = "%s"
    # An array and not a list of rows: the planner would read the whole record to join it.
    among = "= ANY (ARRAY(SELECT json_array_elements_text(CAST(:{} AS json))))"

    def check(self, connection: Connection, where: str) -> None:
        set_to = connection.exec_driver_sql(_SETTINGS).one()
        wrong = None
        if set_to.version < OLDEST:
            wrong = f"PostgreSQL {OLDEST} or newer is needed, and this is {set_to.version}"
        elif set_to.encoding != "UTF8":
            wrong = f"its encoding is {set_to.encoding}; make the database with ENCODING 'UTF8'"
        elif "off" in (set_to.fsync, set_to.waits):
            setting = "fsync" if set_to.fsync == "off" else "synchronous_commit"
            wrong = f"it would lose what was acknowledged when the power goes; set {setting} to on"
        if wrong is not None:
            raise StoreFailed(f"{where} was not opened: {wrong}.")

    def create(self, connection: Connection) -> None:
        there = {*connection.exec_driver_sql(_THERE).scalars()}
        if there >= {*metadata.tables, *_TRIGGERS}:
            return  # so a role that may only add and read is enough from now on
        for statement in (*create_tables(DIALECT), _REFUSE, *_TRIGGERS.values()):
            connection.exec_driver_sql(statement)

    @contextmanager
    def deleting(self, connection: Connection, tables: Sequence[Table]) -> Iterator[None]:
        connection.exec_driver_sql("SET LOCAL drillroom.erasing = 'yes'")
        yield
        connection.exec_driver_sql("SET LOCAL drillroom.erasing = 'no'")

    def wipe(self, connection: Connection, tables: Sequence[Table]) -> str | None:
        for table in tables:
            file = f"SELECT pg_relation_filenode('{table.name}')"
            before = connection.exec_driver_sql(file).scalar_one()
            with suppress(DBAPIError):  # somebody reads, and goes on reading
                connection.exec_driver_sql(f"VACUUM FULL {table.name}")
            if connection.exec_driver_sql(file).scalar_one() == before:
                return (
                    f"are still in its table {table.name}, because somebody is reading or the "
                    "table belongs to another role; let its owner run VACUUM FULL"
                )
        return None


def engines_of(url: URL, *, where: str, alone: bool) -> tuple[Engine, Engine]:
    """Connections to read by, and the one connection to write by.

    Raises:
        StoreFailed: The driver is not installed.
    """
    try:
        reading = create_engine(url, isolation_level="AUTOCOMMIT", **_how(url))
        writing = create_engine(url, pool_size=1, max_overflow=0, **_how(url))
    except ImportError as error:
        raise StoreFailed(
            f"{where} was not opened: the driver of PostgreSQL is not installed; "
            "install the extra: pip install 'drillroom[postgres]'."
        ) from error
    if alone:
        hooks.listen(writing, "connect", lambda connection, _: _take_lock(connection, where))
    return reading, writing


def _take_lock(connection: Any, where: str) -> None:
    """Good for writing is a new connection only with the lock; one that just ended lets it go."""
    import psycopg

    try:
        connection.execute(f"SELECT pg_advisory_lock({_ALONE})")
        connection.commit()
    except psycopg.Error as error:
        connection.close()
        if not isinstance(error, psycopg.errors.LockNotAvailable):
            raise failed_with(error, where=where) from error
        raise StoreFailed(
            f"Nothing can be stored in {where}: another server is using it; stop it first."
        ) from error


def _how(url: URL) -> dict[str, Any]:
    """What the address does not say, as it should be; what it says holds."""
    said = url.query.get("options", "")
    theirs = said if isinstance(said, str) else " ".join(said)
    options = " ".join((*_IN_SESSION, theirs)).strip()
    rest = {name: value for name, value in _TO_SERVER.items() if name not in url.query}
    return {"pool_pre_ping": True, "connect_args": {**rest, "options": options}}
