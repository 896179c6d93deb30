"""The durable store: every exercise of an installation, in one database file.

Append before show: a leaf that is not durable has not happened.  The bytes that come in are the
bytes that are kept and the bytes that come out; nothing here writes a leaf a second time, except
that the store itself writes the instance log.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from sqlite3 import Connection as SQLiteConnection
from typing import Any

from sqlalchemy import Connection, Engine, Row, create_engine, delete, func, select
from sqlalchemy import event as hooks
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from evidence.canonical import Json, decode
from evidence.chain import Break, first_break, leaf_hash
from evidence.instance_log import ExerciseOpened, InstanceEntry
from evidence.leaf import decode_leaf
from evidence.sealed import SALT_BYTES, Opening
from facilitator.store.appending import Ack, Part, place_of, prepare
from facilitator.store.commands import Asked, is_same
from facilitator.store.errors import (
    DuplicateCommand,
    StoreFailed,
    StoreRefused,
    UnknownExercise,
    failed,
)
from facilitator.store.heads import Head, SignLog, enter, heads_of, keep
from facilitator.store.person_keys import PersonKeys, decrypt
from facilitator.store.schema import (
    INSERT_EXERCISE,
    INSERT_PLAN,
    PRAGMAS,
    create_statements,
    event,
    exercise,
    instance_checkpoint,
    instance_log,
    opening,
    plan,
)
from facilitator.store.writer import Writer

PERSON_KEYS = "-person-keys"
"""Ends the name of the file with people's keys, beside the store's own."""
_CHUNK = 1_000  # leaves read at a time, about half a megabyte
_PATIENCE_S = 5.0  # another process may be in the middle of a commit


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredExercise:
    """One line of the list of exercises: its plan's digest and how long its record is."""

    id: str
    plan: str
    size: int


class Store:
    """All records of an installation.  Reading is safe from any thread; one thread writes.

    After :meth:`open` you must :meth:`close`, or use it in a ``with`` statement.
    """

    def __init__(self, engine: Engine, writer: Writer, *, where: str) -> None:
        self._engine = engine
        self._where = where
        self._writer = writer
        self._keys = PersonKeys(Path(f"{where}{PERSON_KEYS}"))

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
        url = _url_of(target)
        where = url.database or ""
        engine = create_engine(url, connect_args={"isolation_level": None, "timeout": _PATIENCE_S})
        hooks.listen(engine, "connect", _set_pragmas)
        try:
            with engine.connect() as connection:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
                for statement in create_statements():
                    connection.exec_driver_sql(statement)
                connection.commit()
        except DBAPIError as error:
            engine.dispose()
            raise failed(error, where=where) from error
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

    def heads(self, exercise: str) -> tuple[Head, ...]:
        """The signed heads of a record, by size."""
        with self._engine.connect() as connection:
            return heads_of(connection, exercise)

    def log_heads(self) -> tuple[str, ...]:
        """The signed heads of the instance log, by size: notes."""
        query = select(instance_checkpoint.c.note).order_by(instance_checkpoint.c.size)
        with self._engine.connect() as connection:
            return tuple(connection.execute(query).scalars())

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
        with self._engine.connect() as connection:
            busy = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").scalar_one()
        if busy:
            raise StoreFailed(
                f"The opening {field} of leaf {seq} is deleted, but its bytes are still in the "
                f"journal of {self._where}, because somebody is reading; delete it again later."
            )
        return erased

    def leaves(self, exercise: str, *, start: int = 0) -> Iterator[bytes]:
        """The leaves of a record in order, from *start*, as they were written."""
        for _, leaf, _ in self._rows(exercise, start):
            yield leaf

    def openings(self, exercise: str) -> tuple[Opening, ...]:
        """All openings of a record that can still be opened, by leaf and field.

        Those that were deleted are not among them, nor those of a person who was forgotten.
        """
        query = select(opening).where(opening.c.exercise == exercise)
        with self._engine.connect() as connection:
            rows = connection.execute(query.order_by(opening.c.seq, opening.c.field)).all()
        keys = self._keys.all() if rows else {}
        opened = (_opened(row, keys) for row in rows)
        return tuple(one for one in opened if one is not None)

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
        with self._engine.connect() as connection:
            return tuple((r.exercise, r.seq, r.field) for r in connection.execute(query))

    def answer(self, exercise: str, cmd_id: str, *, asked: Asked | None = None) -> int | None:
        """The ``seq`` of the leaf that a command id has led to, if it came before.

        Ask before giving a command to the engine: the same id again gets the same answer.

        Raises:
            DuplicateCommand: *asked* is given and is not what was recorded under this id.
        """
        query = select(event.c.seq, event.c.leaf).where(
            event.c.exercise == exercise, event.c.cmd_id == cmd_id
        )
        with self._engine.connect() as connection:
            row = connection.execute(query).first()
        if row is None:
            return None
        seq: int = row.seq
        if asked is not None:
            known = [one for one in self.openings(exercise) if one.seq == seq]
            if not is_same(decode_leaf(row.leaf), known, asked):
                raise DuplicateCommand(
                    f"The command id {cmd_id} was used for something else, at leaf {seq}; "
                    "send it again under a new id."
                )
        return seq

    def exercises(self) -> tuple[StoredExercise, ...]:
        """Every exercise in this store, by id."""
        # A record has no gaps, so its last number says its size; counting would read every leaf.
        last = select(func.max(event.c.seq)).where(event.c.exercise == exercise.c.id)
        size = func.coalesce(last.scalar_subquery() + 1, 0).label("size")
        query = select(exercise.c.id, exercise.c.plan, size).order_by(exercise.c.id)
        with self._engine.connect() as connection:
            rows = connection.execute(query).all()
        return tuple(StoredExercise(id=row.id, plan=row.plan, size=row.size) for row in rows)

    def plan(self, name: str) -> bytes:
        """The frozen plan of an exercise, as it was when it opened."""
        query = select(plan.c.json).join_from(exercise, plan).where(exercise.c.id == name)
        with self._engine.connect() as connection:
            found: bytes | None = connection.execute(query).scalar()
        if found is None:
            raise UnknownExercise(f"There is no exercise {name} in this store.")
        return found

    def instance_log(self) -> tuple[bytes, ...]:
        """The leaves of the instance log in order."""
        query = select(instance_log.c.leaf).order_by(instance_log.c.idx)
        with self._engine.connect() as connection:
            return tuple(connection.execute(query).scalars())

    def first_break(self, exercise: str) -> Break | None:
        """Where the stored record is not what was appended, if anywhere.

        The chain alone names the leaf *after* a changed one; the hash kept beside each leaf names
        the changed one itself, even the last.
        """
        broken = first_break(self.leaves(exercise))
        for seq, leaf, kept in self._rows(exercise, 0):
            if broken is not None and broken.seq <= seq:
                break
            if leaf_hash(leaf) != kept:
                sentence = f"Leaf {seq} is not what was written."
                return Break(seq=seq, what="leaf_hash", sentence=sentence)
        return broken

    def _rows(self, exercise: str, start: int) -> Iterator[tuple[int, bytes, bytes]]:
        """Read in chunks, so that no transaction stays open while the caller thinks."""
        columns = select(event.c.seq, event.c.leaf, event.c.leaf_hash).order_by(event.c.seq)
        while True:
            query = columns.where(event.c.exercise == exercise, event.c.seq >= start)
            with self._engine.connect() as connection:
                rows = connection.execute(query.limit(_CHUNK)).all()
            for row in rows:
                yield row.seq, row.leaf, row.leaf_hash
            if len(rows) < _CHUNK:
                return
            start = rows[-1].seq + 1


def _url_of(target: str | Path) -> URL:
    if isinstance(target, Path) or "://" not in target:
        return URL.create("sqlite", database=str(target))
    try:
        url = make_url(target)
    except ArgumentError as error:
        raise StoreFailed(f"{target} is not the address of a database: {error}.") from error
    if url.get_backend_name() != "sqlite":
        raise StoreFailed(f"{target} is not an SQLite database; other databases come later.")
    if not url.database or url.database == ":memory:":
        raise StoreFailed(f"{target} names no file; a record has to outlive the program.")
    return url


def _set_pragmas(connection: SQLiteConnection, _: object) -> None:
    for pragma in PRAGMAS:
        connection.execute(pragma)


def _opened(row: Row[Any], keys: Mapping[str, bytes]) -> Opening | None:
    key = keys.get(row.key)
    if key is None:
        return None
    data = decrypt(row.data, key=key, place=place_of(row.exercise, row.seq, row.field))
    if data is None:
        return None
    salt, value = data[:SALT_BYTES], data[SALT_BYTES:]
    return Opening(seq=row.seq, field=row.field, salt=salt, value=_value(value))


def _value(data: bytes) -> Json:
    """The cap on a leaf does not bind a text that lies beside it."""
    return decode(data, limit=len(data))


def _has(connection: Connection, name: str) -> bool:
    query = select(exercise.c.id).where(exercise.c.id == name)
    return connection.execute(query).first() is not None


def _keep_plan(connection: Connection, digest: str, json: bytes) -> None:
    query = select(plan.c.digest).where(plan.c.digest == digest)
    if connection.execute(query).first() is None:
        connection.execute(INSERT_PLAN, {"digest": digest, "json": json})
