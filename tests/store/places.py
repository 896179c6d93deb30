"""Where a store lies in a test, and the hand of whoever owns the database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from sqlalchemy import NullPool, create_engine, inspect, text

from facilitator.store import Store

if TYPE_CHECKING:
    from tests.postgresql import Cluster


@dataclass(frozen=True, slots=True)
class Place:
    """A database that a store is made in, and the folder with what is kept beside it."""

    folder: Path
    target: str
    where: str
    """As sentences name it."""
    cluster: Cluster | None = None

    @classmethod
    def in_file(cls, folder: Path) -> Place:
        file = folder / "records.db"
        return cls(folder, f"sqlite:///{file}", str(file))

    @classmethod
    def on_server(cls, folder: Path, cluster: Cluster) -> Place:
        return cls(folder, cluster.address(schema=cluster.new_schema()), cluster.where, cluster)

    @property
    def keys(self) -> Path | None:
        """Where people's keys are kept, if the store does not know by itself."""
        return None if self.cluster is None else self.folder / "person-keys"

    def open(self, *, alone: bool = False) -> Store:
        return Store.open(self.target, keys=self.keys, alone=alone)

    def with_setting(self, setting: str) -> Place:
        """The same place on its server, for connections that are set otherwise."""
        target = self.target.replace("options=", f"options=-c{quote(setting)}%20")
        assert target != self.target
        return replace(self, target=target)

    def run(self, *statements: str, **values: object) -> list[object]:
        """Carry out SQL, and give the first column of what the last of it answers."""
        engine = create_engine(self.target, poolclass=NullPool)
        with engine.begin() as connection:
            for statement in statements[:-1]:
                connection.exec_driver_sql(statement)
            done = connection.execute(text(statements[-1]), values)
            return list(done.scalars()) if done.returns_rows else []

    def tamper(self, table: str, statement: str, **values: object) -> None:
        """Change what refuses to be changed: triggers hold nobody who can lift them."""
        if self.cluster is not None:
            self.run(f"ALTER TABLE {table} DISABLE TRIGGER USER", statement, **values)
            return
        found = self.run("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        lifted = [f"DROP TRIGGER {name}" for name in found if str(name).startswith(table)]
        self.run(*lifted, statement, **values)

    def tables(self) -> list[str]:
        engine = create_engine(self.target, poolclass=NullPool)
        with engine.connect() as connection:
            return inspect(connection).get_table_names()

    def table_files(self) -> Iterator[bytes]:
        """The files that the store itself is answerable for."""
        yield from self._beside()
        if self.cluster is not None:
            yield from self.cluster.table_files()

    def all_files(self) -> Iterator[bytes]:
        """Those, and the server's journal."""
        yield from self._beside()
        if self.cluster is not None:
            yield from self.cluster.all_files()

    def _beside(self) -> Iterator[bytes]:
        return (file.read_bytes() for file in self.folder.iterdir())
