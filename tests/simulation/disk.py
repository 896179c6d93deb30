"""A disk that fails as it is told, under the real store: its SQL, its groups, its files.

Rules:

1. What COMMIT has returned for is safe (the store's power-cut tests show that of SQLite itself).
2. When the power goes during a commit, of each sector that it was writing to the journal either
   the new bytes are there or the old ones.
3. A full disk refuses a commit, an unreadable one every question.  A lying disk commits and
   reports an error.  A slow one takes long.
"""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy import event as hooks
from sqlalchemy.exc import OperationalError

from facilitator.store import StoreFailed
from facilitator.store.writer import Job, Work, Writer
from tests.simulation.virtual_time import VirtualLoop

T = TypeVar("T")

Cut = Literal["before", "torn", "after"]
"""When the power goes, seen from the commit that is on its way."""

_SECTOR: Final = 512
_MODEL: Final = (
    "PRAGMA synchronous = OFF",  # this disk decides what is safe, not the one below it
    "PRAGMA wal_autocheckpoint = 0",  # a commit then writes to the journal and to nothing else
)


class PowerLost(BaseException):
    """The process is gone in the middle of this call."""


@dataclass(slots=True)
class Doom:
    """The power goes at a commit: the next one, or one a few commits on."""

    commits: int
    cut: Cut


class Disk:
    """The one disk of an installation; it outlives the processes that use it."""

    def __init__(self, loop: VirtualLoop, file: Path, *, seed: str) -> None:
        self.full = False
        self.unreadable = False
        self.lies = 0
        self.slow_s = 0.0
        self.doom: Doom | None = None
        self.durable: dict[str, int] = {}
        """Leaves that are safe, of each exercise."""
        self.on_power_lost: Callable[[], None] = lambda: None
        self._loop = loop
        self._file = file
        self._chance = random.Random(seed)
        self._writer: VirtualWriter | None = None
        self._torn: bytes | None = None
        self._connections: list[sqlite3.Connection] = []

    def make_writer(self, engine: Engine, where: str) -> Writer:
        """What the store of a new process writes with."""
        self._writer = VirtualWriter(engine, where, self)
        self.note_durable(engine)
        return self._writer

    def connected(self, connection: sqlite3.Connection, _: object) -> None:
        """A connection was made: it follows the model, and ends with its process."""
        self._connections.append(connection)
        for pragma in _MODEL:
            connection.execute(pragma)

    def end_connections(self) -> None:
        """Close what a killed process still had open in the middle of a query.

        SQLite shares the state of the journal between all connections of this real process, so
        one that was left would show the next made-up process the journal of the last.
        """
        for connection in self._connections:
            connection.close()
        self._connections.clear()

    def note_durable(self, engine: Engine) -> None:
        """Look what is safe now; whatever the disk does, the simulation can see it."""
        unreadable, self.unreadable = self.unreadable, False
        with engine.connect() as connection:
            sizes = connection.exec_driver_sql(
                "SELECT exercise, max(seq) + 1 FROM event GROUP BY exercise"
            )
            self.durable.update((row[0], row[1]) for row in sizes)
        self.unreadable = unreadable

    def come_round(self, write: Callable[[], None]) -> None:
        """Call *write* when the disk has time for the next commit."""
        self._loop.call_later(self.slow_s + self._chance.uniform(0.000_1, 0.008), write)

    def cut_power(self, cut: Cut) -> None:
        """The process dies now; what it has in hand is written, torn, or not begun."""
        if self._writer is not None and not self._writer.dead:
            self.doom = Doom(0, cut)
            self._writer.write_all()
            self._writer.dead = True
        self.doom = None

    def left_over(self) -> Callable[[], None]:
        """Take note of the files as they are now; what is returned puts them back."""
        journal = self._file.with_name(self._file.name + "-wal")
        shared = self._file.with_name(self._file.name + "-shm")
        data = self._file.read_bytes()
        written = journal.read_bytes() if journal.exists() else b""
        if self._torn is not None:
            written = self._tear(self._torn, written)
            self._torn = None

        def put_back() -> None:
            self._file.write_bytes(data)
            journal.write_bytes(written)
            shared.unlink(missing_ok=True)

        return put_back

    def at_question(self, statement: str) -> None:
        """Let the disk answer a question, or not."""
        if self.unreadable and statement.lstrip().upper().startswith("SELECT"):
            raise OperationalError(statement, None, sqlite3.OperationalError("disk I/O error"))

    def at_commit(self, connection: Connection) -> None:
        """Fail this commit, or let it pass."""
        if self.full:
            raise OperationalError("COMMIT", None, sqlite3.OperationalError("disk is full"))
        if self.doom is not None:
            if self.doom.commits == 0:
                self._lose_power(connection, self.doom.cut)
            self.doom.commits -= 1
        if self.lies:
            self.lies -= 1
            _commit(connection)
            raise OperationalError("COMMIT", None, sqlite3.OperationalError("disk I/O error"))

    def _lose_power(self, connection: Connection, cut: Cut) -> None:
        assert self._writer is not None
        journal = self._file.with_name(self._file.name + "-wal")
        if cut == "torn":
            self._torn = journal.read_bytes() if journal.exists() else b""
        if cut != "before":
            _commit(connection)
        self.doom = None
        self._writer.dead = True
        self._loop.call_soon(self.on_power_lost)
        raise PowerLost

    def _tear(self, old: bytes, new: bytes) -> bytes:
        kept = self._chance.choice((0.2, 0.5, 0.8))
        found = bytearray(new)
        for start in range(0, len(new), _SECTOR):
            end = min(start + _SECTOR, len(new))
            if new[start:end] != old[start:end] and self._chance.random() > kept:
                found[start:end] = old[start:end].ljust(end - start, b"\0")
        return bytes(found)


class VirtualWriter(Writer):
    """The store's writer without its thread: it comes round when the disk is done."""

    def __init__(self, engine: Engine, where: str, disk: Disk) -> None:
        self._engine = engine
        self._where = where
        self._disk = disk
        self._waiting: list[Job] = []
        self._ended = False
        self.dead = False
        hooks.listen(engine, "commit", self._at_commit)
        hooks.listen(engine, "before_cursor_execute", self._at_question)
        hooks.listen(engine, "connect", disk.connected)
        engine.dispose()  # the next connection is made anew, with the model's settings

    def submit(self, work: Work[T]) -> Future[T]:
        answer: _Driven[T] = _Driven(self)
        if self.dead:
            answer.set_exception(PowerLost())
        elif self._ended:
            answer.set_exception(StoreFailed(f"The store {self._where} is closed."))
        else:
            if not self._waiting:
                self._disk.come_round(self.write_all)
            self._waiting.append(Job(work, answer))
        return answer

    def write_all(self) -> None:
        """One group commit of everything that waits."""
        group, self._waiting = self._waiting, []
        if group and not self.dead:
            self._commit(group)
        if self.dead:
            for job in group:
                if not job.answer.done():
                    job.answer.set_exception(PowerLost())

    def close(self) -> None:
        self.write_all()
        self._ended = True

    def _commit(self, group: list[Job]) -> None:
        if self.dead:
            return  # the store tries each piece of a failed group alone: nobody is left to
        super()._commit(group)

    def _at_question(self, _: object, __: object, statement: str, *___: object) -> None:
        self._disk.at_question(statement)

    def _at_commit(self, connection: Connection) -> None:
        self._disk.at_commit(connection)

    def _transaction(self, group: list[Job]) -> list[object]:
        outcomes = super()._transaction(group)
        self._disk.note_durable(self._engine)
        return outcomes


class _Driven(Future[T]):
    """A future in a world without threads: whoever waits for it makes the disk do its work."""

    def __init__(self, writer: VirtualWriter) -> None:
        super().__init__()
        self._writer = writer

    def result(self, timeout: float | None = None) -> T:
        if not self.done():
            self._writer.write_all()
        return super().result(0)


def _commit(connection: Connection) -> None:
    connection.connection.driver_connection.commit()  # type: ignore[union-attr]
