"""The one thread that writes, and the group commit.

An fsync is the dear part of a commit, and it costs the same for one leaf as for a hundred.  So
everything that is waiting when the thread comes round is one transaction; under load the groups
grow by themselves, and nobody waits for a timer.

Rules:

1. Nothing is acknowledged before COMMIT has returned.
2. Work looks first and writes afterwards: what it refuses, it has not begun, so the rest of the
   group is not harmed.
3. When something fails, the whole group is rolled back, the connection is thrown away, and
   each piece of work is tried alone: only the guilty one fails.
4. When the database cannot be reached, or is lost, the whole group fails: nobody is guilty, and
   trying each alone would be waiting for each alone.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Any, TypeAlias, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from facilitator.store.databases import database_of
from facilitator.store.errors import StoreFailed, StoreRefused, failed, is_lost

T = TypeVar("T")
Work: TypeAlias = Callable[[Connection], T]

MAX_GROUP = 256  # bounds how long the first of a group waits for the last


@dataclass(frozen=True, slots=True)
class Job:
    """A piece of work and who waits for it."""

    work: Work[Any]
    answer: Future[Any]


class Writer:
    """Runs work on the database, one piece after another, in a thread of its own."""

    def __init__(self, engine: Engine, where: str) -> None:
        self._engine = engine
        self._where = where
        self._jobs: SimpleQueue[Job | None] = SimpleQueue()
        self._gate = threading.Lock()  # so that nothing is put behind the end of the queue
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="store-writer", daemon=True)
        self._thread.start()

    def submit(self, work: Work[T]) -> Future[T]:
        """Queue a piece of work; the future is done when it is committed, refused or failed."""
        answer: Future[T] = Future()
        with self._gate:
            if self._closed:
                answer.set_exception(StoreFailed(f"The store {self._where} is closed."))
            else:
                self._jobs.put(Job(work, answer))
        return answer

    def close(self) -> None:
        """Finish what is queued, then stop."""
        with self._gate:
            if not self._closed:
                self._closed = True
                self._jobs.put(None)
        self._thread.join()

    def _run(self) -> None:
        more = True
        while more:
            group, more = self._next_group()
            if group:
                self._commit(group)

    def _next_group(self) -> tuple[list[Job], bool]:
        """Everything that is waiting, at least one; and whether there can be more."""
        group: list[Job] = []
        job = self._jobs.get()
        while job is not None:
            # From here on a caller can no longer take its request back.
            if job.answer.set_running_or_notify_cancel():
                group.append(job)
            if len(group) == MAX_GROUP:
                return group, True
            try:
                job = self._jobs.get_nowait()
            except Empty:
                return group, True
        return group, False

    def _commit(self, group: list[Job]) -> None:
        try:
            outcomes = self._transaction(group)
        except BaseException as error:
            # Whatever it is belongs to whoever asked, a fault of ours too: as in any executor,
            # nobody may be left waiting for an answer that never comes.
            if len(group) > 1 and not isinstance(error, StoreFailed) and not is_lost(error):
                for job in group:
                    self._commit([job])
                return
            if isinstance(error, DBAPIError):
                error = failed(error, where=self._where)
            for job in group:
                job.answer.set_exception(error)
            return
        for job, outcome in zip(group, outcomes, strict=True):
            if isinstance(outcome, StoreRefused):
                job.answer.set_exception(outcome)
            else:
                job.answer.set_result(outcome)

    def _transaction(self, group: list[Job]) -> list[object]:
        outcomes: list[object] = []
        with self._connection() as connection:
            try:
                connection.exec_driver_sql(database_of(connection).begin)
                for job in group:
                    try:
                        outcomes.append(job.work(connection))
                    except StoreRefused as refusal:
                        outcomes.append(refusal)
                connection.commit()
            except DBAPIError:
                connection.invalidate()  # after a failed write its state is not to be trusted
                raise
        return outcomes

    def _connection(self) -> Connection:
        try:
            return self._engine.connect()
        except DBAPIError as error:
            raise failed(error, where=self._where) from error
