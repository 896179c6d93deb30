"""The durable store: every exercise of an installation, in one database.

Append before show: a leaf that is not durable has not happened.  The bytes that come in are the
bytes that are kept and the bytes that come out; nothing here writes a leaf a second time, except
that the store itself writes the instance log.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from pathlib import Path

from sqlalchemy import Connection, Engine, Table, delete, select

from evidence.instance_log import ExerciseOpened, InstanceEntry
from evidence.sealed import Opening
from facilitator.store.appending import Ack, Part, prepare
from facilitator.store.connecting import Opened, connect
from facilitator.store.databases import database_of
from facilitator.store.erasing import ERASED, erase
from facilitator.store.errors import StoreFailed, StoreRefused
from facilitator.store.heads import Head, SignLog, enter, enter_next, keep
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

    def __init__(self, opened: Opened, writer: Writer, *, keys: Path) -> None:
        super().__init__(opened.reading, PersonKeys(keys), where=opened.where)
        self._opened = opened
        self._writer = writer
        self._folder = keys.absolute().parent

    @classmethod
    def open(
        cls,
        target: str | Path,
        *,
        keys: Path | None = None,
        alone: bool = False,
        make_writer: Callable[[Engine, str], Writer] = Writer,
    ) -> Store:
        """Open a store, or make one.

        Args:
            target: A path, or an address: ``sqlite:///records.db``, ``postgresql://host/name``.
            keys: The file with people's keys.  Beside a store in a file it has its place; one on
                a server needs to be told.
            alone: Let no other program write to this server that wants to be alone as well.
            make_writer: Makes what writes, of the database and its place; a simulation has one
                without a thread.

        Raises:
            StoreFailed: It cannot be opened, or it is not a store.
        """
        opened = connect(target, alone=alone)
        if keys is None:
            assert opened.is_file, "people's keys are kept in a file, and a server is none"
            keys = Path(f"{opened.where}{PERSON_KEYS}")
        return cls(opened, make_writer(opened.writing, opened.where), keys=keys)

    @property
    def folder(self) -> Path:
        """Where what is kept beside the records lies: people's keys, the signing key."""
        return self._folder

    def close(self) -> None:
        """Finish what is queued and let go of the database."""
        self._writer.close()
        self._opened.close()

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

    def enter_next(
        self,
        make: Callable[[Sequence[bytes]], InstanceEntry | None],
        *,
        wall: int,
        sign: SignLog,
    ) -> InstanceEntry | None:
        """Add to the instance log what *make* says of it as it stands, and sign that.

        One transaction, which keeps every other writer out, those of other processes too: what
        was read still holds when the entry is written.  *make* may be called again if the
        transaction is, and has to be quick.

        Returns:
            The entry; ``None`` if *make* had none.

        Raises:
            NotAsWritten: The instance log has been changed since it was signed last.
        """

        def work(connection: Connection) -> InstanceEntry | None:
            return enter_next(connection, make, wall, sign)

        return self._writer.submit(work).result()

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
        """Erase the value behind one sealed field, from the database and from its files.

        The journal of a server, its standbys and its backups are not ours to empty: the encrypted
        value stays there until they are replaced.

        Returns:
            Whether there was such an opening.

        Raises:
            StoreFailed: Also when the opening is deleted but its old bytes are still in a file.
        """
        chosen = (opening.c.exercise == name, opening.c.seq == seq, opening.c.field == field)

        def work(connection: Connection) -> bool:
            return connection.execute(delete(opening).where(*chosen)).rowcount > 0

        erased = self._writer.submit(work).result()
        self._wipe([opening], f"The opening {field} of leaf {seq} is deleted")
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
        self._wipe(ERASED, f"The exercise {name} is deleted")

    def _wipe(self, tables: Sequence[Table], done: str) -> None:
        with self._reading() as connection:
            left = database_of(connection).wipe(connection, tables)
        if left is not None:
            raise StoreFailed(f"{done} from {self._where}, but its bytes {left}.")

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
