"""The one thread in which heads are signed when they are due.

Signing reads the disk again and writes to it, which no event loop and no group of commits should
wait for.  One thread serves every room, so that what is signed of one record stays in order.
"""

import asyncio
import threading
from collections.abc import Callable
from dataclasses import dataclass
from queue import SimpleQueue
from typing import TypeAlias

from facilitator.seal import Notary

Trouble: TypeAlias = Callable[[Exception], None]


@dataclass(frozen=True, slots=True)
class _Job:
    notary: Notary
    trouble: Trouble
    silent_at: int | None = None


class Witness:
    """Signs for every room.  After this you must :meth:`close`."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="witness", daemon=True)
        self._thread.start()

    def sign(self, notary: Notary, *, trouble: Trouble) -> None:
        """Sign what is due, soon; *trouble* is called in the event loop if it cannot be."""
        self._jobs.put(_Job(notary, trouble))

    def silent(self, notary: Notary, *, wall: int, trouble: Trouble) -> None:
        """Sign once more if ten minutes have passed at *wall* while nothing was appended."""
        self._jobs.put(_Job(notary, trouble, silent_at=wall))

    def close(self) -> None:
        """Finish what is queued, then stop."""
        self._jobs.put(None)
        self._thread.join()

    def _run(self) -> None:
        while (job := self._jobs.get()) is not None:
            error = signed(job.notary, silent_at=job.silent_at)
            if error is not None and not self._loop.is_closed():
                self._loop.call_soon_threadsafe(job.trouble, error)


def signed(notary: Notary, *, silent_at: int | None = None) -> Exception | None:
    """Sign what is due, or silence if it is long enough; what went wrong, if anything did.

    Whatever it is belongs to the room: this thread serves all the others too.
    """
    try:
        if silent_at is None:
            notary.sign_due()
        else:
            notary.silent(wall=silent_at)
    except Exception as error:
        return error
    return None
