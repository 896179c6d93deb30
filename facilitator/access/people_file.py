"""The file in which it stands who is known, and what else outlives the process.

Its tables are those of ``known.py``.  Safe to use from any thread.
"""

from pathlib import Path

from sqlalchemy import Engine, Executable, create_engine, delete, insert, select, text
from sqlalchemy.exc import DBAPIError

from facilitator.access.known import (
    ACCOUNTS,
    KEPT,
    METADATA,
    PARTICIPANTS,
    PASSES,
    Account,
    Participant,
    Pass,
    known_in,
)


class NotKept(Exception):
    """It could not be written down, so nothing was changed."""


class PeopleFile:
    """After :meth:`open` you must :meth:`close`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @classmethod
    def open(cls, path: Path) -> "PeopleFile":
        """Open the file, or make it, readable by its owner only."""
        path.touch(mode=0o600, exist_ok=True)
        engine = create_engine(f"sqlite:///{path}")
        METADATA.create_all(engine)
        return cls(engine)

    def close(self) -> None:
        self._engine.dispose()

    def accounts(self) -> list[Account]:
        """In the order in which they joined."""
        with self._engine.connect() as connection:
            rows = connection.execute(select(ACCOUNTS).order_by(text("rowid")))
            return [Account(**known_in(row, ACCOUNTS)) for row in rows]

    def participants(self) -> list[Participant]:
        with self._engine.connect() as connection:
            rows = connection.execute(select(PARTICIPANTS))
            return [Participant(**known_in(row, PARTICIPANTS)) for row in rows]

    def passes(self) -> list[Pass]:
        with self._engine.connect() as connection:
            rows = connection.execute(select(PASSES))
            return [Pass(**known_in(row, PASSES)) for row in rows]

    def pass_of(self, digest: str) -> tuple[Pass, Account | None] | None:
        """One pass, and whose it is if that is somebody on the staff."""
        with self._engine.connect() as connection:
            row = connection.execute(select(PASSES).where(PASSES.c.digest == digest)).first()
            if row is None:
                return None
            found = Pass(**known_in(row, PASSES))
            whose = select(ACCOUNTS).where(ACCOUNTS.c.id == found.who)
            rows = connection.execute(whose)
            return found, next((Account(**known_in(one, ACCOUNTS)) for one in rows), None)

    def write(self, *statements: Executable) -> None:
        """All of them, or none.

        Raises:
            NotKept: None of them.
        """
        try:
            with self._engine.begin() as connection:
                for statement in statements:
                    connection.execute(statement)
        except DBAPIError as error:
            raise NotKept(
                f"Nothing was changed: it could not be written down ({error.orig}). Make room on "
                "the disk of the server, then try again."
            ) from error

    # Small things that outlive the process

    def keep(self, name: str, value: str) -> None:
        """Keep a value under a name, in place of what was there."""
        self.write(
            delete(KEPT).where(KEPT.c.name == name), insert(KEPT).values(name=name, value=value)
        )

    def drop(self, name: str) -> None:
        """Forget what was kept under a name."""
        self.write(delete(KEPT).where(KEPT.c.name == name))

    def kept(self) -> dict[str, str]:
        with self._engine.connect() as connection:
            return {row.name: row.value for row in connection.execute(select(KEPT))}
