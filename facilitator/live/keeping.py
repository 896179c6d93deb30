"""Append, then show: batches of events on their way to the disk.

1. Batches go to the store in order and are on their way together, so one flush serves many.
2. A batch is handed on only when it is durable, and in order.
3. Every batch is witnessed before it is shown: its receipt says in which record it is.
4. When the disk fails, nothing is lost: what the engine has done is kept here and written again
   until it succeeds.  Appending the same batch again is always safe.
5. The first batch that fails says why.  Those behind it fail because of it, and nothing more is
   sent to the store until it is written.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from evidence import Event, Opening, Receipt
from facilitator.live.witness import Answer, Witness
from facilitator.recording import Recorder
from facilitator.sealing import SealedWords
from facilitator.store import Ack, Part, Store, StoreError, StoreFailed

RETRY_S: Final = 2.0
"""How often a record that could not be written is tried again."""


@dataclass(slots=True, eq=False)
class Batch:
    """Events that happened together, and for whom: ``token`` is the caller's."""

    events: tuple[Event, ...]
    words: tuple[tuple[int, SealedWords], ...]
    token: Any
    part: Part = "play"
    leaves: tuple[bytes, ...] = ()
    openings: tuple[Opening, ...] = ()
    receipt: Receipt | None = None


class Keeper:
    """Writes one room's record and hands back what is durable.

    Args:
        durable: Called with each batch, in order, when it is on the disk.
        stuck: Called once with the disk's sentence when nothing can be written.
        free: Called when everything could be written after all, with the milliseconds it took.
    """

    def __init__(
        self,
        store: Store,
        exercise: str,
        recorder: Recorder,
        *,
        witness: Witness,
        durable: Callable[[Batch], None],
        stuck: Callable[[StoreError, Sequence[Batch]], None],
        free: Callable[[int], None],
    ) -> None:
        self._store, self._exercise, self._recorder = store, exercise, recorder
        self._witness = witness
        self._durable, self._stuck, self._free = durable, stuck, free
        self._pending: deque[Batch] = deque()
        self._retrying: asyncio.Task[None] | None = None
        self._stands = False
        self._loop = asyncio.get_running_loop()
        self._closed = False

    @property
    def recorder(self) -> Recorder:
        return self._recorder

    @property
    def pending(self) -> Sequence[Batch]:
        return self._pending

    def keep(self, batch: Batch) -> None:
        """Chain the events of *batch* to the record and send them to the store."""
        self._recorder.take(batch.events, [one.opening(seq) for seq, one in batch.words])
        batch.leaves, batch.openings = self._recorder.take_out()
        self._pending.append(batch)
        if not self._stands:
            self._append(batch, partial(self._settle, batch))

    async def close(self) -> None:
        """Show and answer nothing more; the store finishes what it has been handed."""
        self._closed = True
        if self._retrying is not None:
            self._retrying.cancel()
            await asyncio.wait([self._retrying])

    def _append(self, batch: Batch, answer: Callable[[Answer], None]) -> None:
        stored = self._store.append(
            self._exercise, batch.leaves, openings=batch.openings, part=batch.part
        )
        notary, leaves, witness = self._recorder.notary, batch.leaves, self._witness

        def over(done: "Future[Ack]") -> None:
            witness.appended(notary, leaves, failed=done.exception(), answer=answer)

        stored.add_done_callback(over)

    def _settle(self, batch: Batch, answer: Answer) -> None:
        if self._closed:
            return
        if isinstance(answer, Receipt):
            batch.receipt = answer
            self._hand_on()
        elif not self._stands:
            self._stands = True
            if isinstance(answer, StoreFailed):
                self._retrying = asyncio.create_task(self._write_again())
            self._stuck(answer, tuple(self._pending))

    def _hand_on(self) -> None:
        while self._pending and self._pending[0].receipt is not None:
            self._durable(self._pending.popleft())

    async def _write_again(self) -> None:
        since = self._loop.time()
        while self._pending:
            await asyncio.sleep(RETRY_S)
            await self._write_pending()
        self._retrying, self._stands = None, False
        self._free(int((self._loop.time() - since) * 1000))

    async def _write_pending(self) -> None:
        """Write batch after batch until one fails."""
        while self._pending:
            batch = self._pending[0]
            answer: asyncio.Future[Answer] = self._loop.create_future()
            self._append(batch, partial(_answer, answer))
            receipt = await answer
            if not isinstance(receipt, Receipt):
                return
            batch.receipt = receipt
            self._hand_on()


def _answer(waiting: asyncio.Future[Answer], answer: Answer) -> None:
    if not waiting.done():  # the room may have been closed meanwhile
        waiting.set_result(answer)
