"""The durable store: every exercise of an installation, in one database file.

Append before show: a leaf that is not durable has not happened.  The bytes that come in are the
bytes that are kept and the bytes that come out; nothing here writes a leaf a second time, except
that the store itself writes the instance log.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from pathlib import Path

from sqlalchemy import Connection, Engine, delete, select

from evidence.instance_log import ExerciseOpened, InstanceEntry
from evidence.sealed import Opening
from facilitator.store.appending import Ack, Part, prepare
from facilitator.store.connecting import connect
from facilitator.store.erasing import erase
from facilitator.store.errors import StoreFailed, StoreRefused
from facilitator.store.heads import Head, SignLog, enter, keep
from facilitator.store.person_keys import PersonKeys
from facilitator.store.records import Records
from facilitator.store.schema import INSERT_EXERCISE, INSERT_PLAN, exercise, opening, plan
from facilitator.store.writer import Writer

PERSON_KEYS = "-person-keys"
"""Ends the name of the file with people's keys, beside the store's own."""


class Store(Records):
    """All records of an installation.  Reading is safe from any thread; one thread writes.

    After :meth:`open` you must :meth:`close`, or use it in a ``with`` statement.
    """

    def __init__(self, engine: Engine, writer: Writer, *, where: str) -> None:
        super().__init__(engine, PersonKeys(Path(f"{where}{PERSON_KEYS}")), where=where)
        self._writer = writer

    @classmethod
    def open(
        cls, target: str | Path, *, make_writer: Callable[[Engine, str], Writer] = Writer
    ) -> Store:
        """Open a store, or make one: a path, or an address such as ``sqlite:///records.db``.

        Args:
            target: Where it lies.
            make_writer: Makes what writes, of the database and its place; a simulation has one
                without a thread.

        Raises:
            StoreFailed: It cannot be opened, or it is not a store.
        """
        engine, where = connect(target)
        return cls(engine, make_writer(engine, where), where=where)

    @property
    def folder(self) -> Path:
        """Where the store's file lies; the signing key lies beside it."""
        return Path(self._where).absolute().parent

    def close(self) -> None:
        """Finish what is queued and let go of the file."""
        self._writer.close()
        self._engine.dispose()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def open_exercise(self, name: str, *, plan: bytes, run: str, wall: int) -> str:
        """Begin a record: keep the frozen plan, and note the opening in the instance log.

        Args:
            name: The id of the exercise, new in this store.
            plan: The bytes of the frozen plan; equal plans are kept once.
            run: The kind of run: dry run, practice, exercise or measured.
            wall: UTC in milliseconds since the Unix epoch.

        Returns:
            The digest of the plan: its SHA-256 in hex.
        """
        digest = hashlib.sha256(plan).hexdigest()

        def work(connection: Connection) -> str:
            if _has(connection, name):
                raise StoreRefused(f"There is an exercise {name} in this store already.")
            _keep_plan(connection, digest, plan)
            connection.execute(INSERT_EXERCISE, {"id": name, "plan": digest})
            opened = ExerciseOpened(exercise=name, plan=digest, run=run)
            enter(connection, [(opened, wall)])
            return digest

        return self._writer.submit(work).result()

    def append(
        self,
        exercise: str,
        batch: Sequence[bytes],
        *,
        openings: Sequence[Opening] = (),
        part: Part = "play",
    ) -> Future[Ack]:
        """Queue leaves to be written, all of them or none, in one transaction.

        Show nothing to anybody before the future is done.

        Returns:
            A future that is done when the batch is durable.  It raises :class:`StoreFailed` when
            the disk or the database failed: hold the exercise and append the same batch again.

        Raises:
            StoreRefused: At once or from the future: the batch does not continue the record.
        """
        return self._writer.submit(prepare(exercise, batch, openings, part, self._keys).store)

    def append_now(
        self,
        exercise: str,
        batch: Sequence[bytes],
        *,
        openings: Sequence[Opening] = (),
        part: Part = "play",
    ) -> Ack:
        """Write leaves and wait until they are durable; see :meth:`append`."""
        return self.append(exercise, batch, openings=openings, part=part).result()

    def note(self, entry: InstanceEntry, *, wall: int) -> None:
        """Add an entry to the instance log and wait until it is durable."""

        def work(connection: Connection) -> None:
            enter(connection, [(entry, wall)])

        self._writer.submit(work).result()

    def keep_heads(
        self,
        exercise: str,
        heads: Sequence[Head],
        *,
        also: Sequence[tuple[InstanceEntry, int]] = (),
        sign: SignLog,
    ) -> None:
        """Keep signed heads, enter them in the instance log with *also*, and sign that log.

        All in one transaction.  A head that is kept already is entered once more: the record
        stood still, and the log shows until when.

        Raises:
            NotAsWritten: The instance log has been changed since it was signed last.
        """

        def work(connection: Connection) -> None:
            keep(connection, exercise, heads, also, sign)

        self._writer.submit(work).result()

    def expect_words_of(self, person: str) -> None:
        """Make the key for what *person* is going to say: the disk need not wait for it then.

        Raises:
            StoreFailed: It could not be kept.
        """
        self._keys.make(person)

    def has_key_of(self, person: str) -> bool:
        """Whether the key for what *person* says is at hand, without asking the disk."""
        return self._keys.at_hand(person)

    def delete_opening(self, name: str, seq: int, field: str) -> bool:
        """Erase the value behind one sealed field, from the database and from its journal.

        Returns:
            Whether there was such an opening.

        Raises:
            StoreFailed: Also when the opening is deleted but a reader keeps the journal in use;
                then the old bytes are still in the file beside the database.
        """
        chosen = (opening.c.exercise == name, opening.c.seq == seq, opening.c.field == field)

        def work(connection: Connection) -> bool:
            return connection.execute(delete(opening).where(*chosen)).rowcount > 0

        erased = self._writer.submit(work).result()
        self._empty_journal(f"The opening {field} of leaf {seq} is deleted")
        return erased

    def delete_exercise(self, name: str, entry: InstanceEntry, *, wall: int, sign: SignLog) -> None:
        """Erase a whole record, enter it in the instance log, and sign that: all or nothing.

        Raises:
            NotAsWritten: The instance log has been changed since it was signed last.
            StoreFailed: As for :meth:`delete_opening`.
        """

        def work(connection: Connection) -> None:
            keep(connection, name, (), [(entry, wall)], sign)
            erase(connection, name)

        self._writer.submit(work).result()
        self._empty_journal(f"The exercise {name} is deleted")

    def _empty_journal(self, done: str) -> None:
        with self._reading() as connection:
            busy = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").scalar_one()
        if busy:
            raise StoreFailed(
                f"{done}, but its bytes are still in the journal of {self._where}, because "
                "somebody is reading; they go when the store is next closed by the last reader."
            )

    def forget_person(self, person: str) -> tuple[tuple[str, int, str], ...]:
        """Destroy the key of *person*: everything they ever typed here is unreadable, for ever.

        Returns:
            Exercise, leaf and field of each opening that was lost with it, so that the caller can
            say so in each record.

        Raises:
            StoreFailed: The key is still there; try again.
        """
        key = self._keys.destroy(person)
        if key is None:
            return ()
        columns = (opening.c.exercise, opening.c.seq, opening.c.field)
        query = select(*columns).where(opening.c.key == key).order_by(*columns)
        with self._reading() as connection:
            return tuple((r.exercise, r.seq, r.field) for r in connection.execute(query))


def _has(connection: Connection, name: str) -> bool:
    query = select(exercise.c.id).where(exercise.c.id == name)
    return connection.execute(query).first() is not None


def _keep_plan(connection: Connection, digest: str, json: bytes) -> None:
    query = select(plan.c.digest).where(plan.c.digest == digest)
    if connection.execute(query).first() is None:
        connection.execute(INSERT_PLAN, {"digest": digest, "json": json})
