"""The one thread in which records are witnessed: hashed into their trees, and signed when due.

Signing reads the disk again, which no event loop should wait for.  One thread serves every room,
so that what one record was told stays in order, and hands answers back in few wake-ups.
"""

import asyncio
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import TypeAlias

from evidence import Receipt
from facilitator.seal import Notary
from facilitator.store import StoreError, StoreFailed

Answer: TypeAlias = "Receipt | StoreError"


@dataclass(frozen=True, slots=True)
class _Job:
    notary: Notary
    leaves: Sequence[bytes]
    answer: Callable[[Answer], None]
    failed: BaseException | None


class Witness:
    """Follows every append of every room.  After this you must :meth:`close`."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="witness", daemon=True)
        self._thread.start()

    def appended(
        self,
        notary: Notary,
        leaves: Sequence[bytes],
        *,
        failed: BaseException | None,
        answer: Callable[[Answer], None],
    ) -> None:
        """Call from any thread when an append is over; *answer* is called in the event loop."""
        self._jobs.put(_Job(notary, leaves, answer, failed))

    def silent(self, notary: Notary) -> None:
        """Sign once more if ten minutes have passed while nothing was appended."""
        self._jobs.put(_Job(notary, (), lambda _: None, None))

    def close(self) -> None:
        """Finish what is queued, then stop."""
        self._jobs.put(None)
        self._thread.join()

    def _run(self) -> None:
        while True:
            job = self._jobs.get()
            answers: list[Callable[[], None]] = []
            while job is not None:
                answers.append(self._witness(job))
                try:
                    job = self._jobs.get_nowait()
                except Empty:
                    break
            self._hand_back(answers)
            if job is None:
                return

    def _hand_back(self, answers: Sequence[Callable[[], None]]) -> None:
        def call() -> None:
            for answer in answers:
                answer()

        if answers and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(call)

    def _witness(self, job: _Job) -> Callable[[], None]:
        found = _witnessed(job)
        return lambda: job.answer(found)


def _witnessed(job: _Job) -> Answer:
    if isinstance(job.failed, StoreError):
        return job.failed
    if job.failed is not None:
        raise job.failed
    try:
        if not job.leaves:
            job.notary.silent(wall=time.time_ns() // 1_000_000)
            return job.notary.receipt
        return job.notary.appended(job.leaves)
    except StoreFailed:
        # The leaves are durable and followed; the head that could not be kept is signed next time.
        return job.notary.receipt
    except StoreError as error:
        return error
