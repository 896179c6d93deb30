"""The one thread in which records are witnessed: hashed into their trees, and signed when due.

Signing reads the disk again, which no event loop should wait for.  One thread serves every room,
so that what one record was told stays in order, and hands answers back in few wake-ups.
"""

import asyncio
import threading
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
    silent_at: int | None = None


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

    def silent(self, notary: Notary, *, wall: int) -> None:
        """Sign once more if ten minutes have passed at *wall* while nothing was appended."""
        self._jobs.put(_Job(notary, (), lambda _: None, None, silent_at=wall))

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
        found = witnessed(job.notary, job.leaves, job.failed, silent_at=job.silent_at)
        return lambda: job.answer(found)


def witnessed(
    notary: Notary,
    leaves: Sequence[bytes],
    failed: BaseException | None,
    *,
    silent_at: int | None = None,
) -> Answer:
    """Follow one append that is over: its receipt, or why nothing of it may be shown.

    With *silent_at* there was no append, and the silence is signed if it is long enough.
    """
    if isinstance(failed, StoreError):
        return failed
    if failed is not None:
        raise failed
    try:
        if silent_at is not None:
            notary.silent(wall=silent_at)
            return notary.receipt
        return notary.appended(leaves)
    except StoreFailed:
        # The leaves are durable and followed; the head that could not be kept is signed next time.
        return notary.receipt
    except StoreError as error:
        return error
