"""Append, then show: batches of events on their way to the disk.

1. While one group of batches is on its way to the disk, those that come wait and are the next
   group: a flush serves everything that was said during the flush before it.
2. A batch is handed on only when it is durable, and in order.
3. Every group is witnessed before it is shown: its receipt says in which record it is.  Nobody
   waits for a signature.
4. When the disk fails, nothing is lost: what the engine has done is kept here and written again
   until it succeeds.  Appending the same leaves again is always safe.
5. A record that cannot be read, or is not what was written, stops the room as well.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from itertools import islice, takewhile
from typing import Any, Final

from evidence import Event, Opening, Receipt
from facilitator.live.witness import Witness
from facilitator.recording import Recorder
from facilitator.sealing import SealedWords
from facilitator.store import Ack, Part, Store, StoreError, StoreFailed, StoreUnreadable

RETRY_S: Final = 2.0
"""How often a record that could not be written is tried again."""
MAX_TOGETHER: Final = 256
"""Batches in one group: what is waiting behind a slow flush must not make the next one slower."""


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
        stuck: Called with what went wrong when nothing can be written, or signed.
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
        stuck: Callable[[Exception, Sequence[Batch]], None],
        free: Callable[[int], None],
    ) -> None:
        self._store, self._exercise, self._recorder = store, exercise, recorder
        self._witness = witness
        self._durable, self._stuck, self._free = durable, stuck, free
        self._pending: deque[Batch] = deque()
        self._sending = False
        self._on_its_way: Future[Ack] | None = None
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
        """Chain the events of *batch* to the record; they go to the store with what is waiting."""
        batch.leaves = self._recorder.chain(batch.events)
        batch.openings = tuple(one.opening(seq) for seq, one in batch.words)
        self._pending.append(batch)
        self._send_soon()

    def sign_silence(self, *, wall: int) -> None:
        """Let the record be signed if it has been still for long."""
        self._witness.silent(self._recorder.notary, wall=wall, trouble=self._not_signed)

    async def close(self) -> None:
        """Show and answer nothing more, and wait until all that happened is on the disk."""
        self._closed = True
        if self._retrying is not None:
            self._retrying.cancel()
            await asyncio.wait([self._retrying])
        elif not self._stands:
            await self._write_the_rest()

    async def _write_the_rest(self) -> None:
        if self._on_its_way is not None:
            await asyncio.wait([_waiting_for(self._on_its_way)])
        while self._pending:
            group = self._next_group()
            if await self._written(group) is not None:
                return
            for _ in group:
                self._pending.popleft()

    # One group after another

    def _send_soon(self) -> None:
        """After whatever else is to be done now: it may have more for the same flush."""
        if not self._sending and not self._stands and self._pending:
            self._sending = True
            self._loop.call_soon(self._send)

    def _send(self) -> None:
        if self._closed:
            return
        group = self._next_group()
        try:
            self._on_its_way = self._append(group)
        except StoreError as error:
            self._settle(group, error)
        else:
            self._on_its_way.add_done_callback(lambda done: self._over(group, done))

    def _over(self, group: Sequence[Batch], done: "Future[Ack]") -> None:
        """In the store's thread."""
        error = done.exception()
        if (error is None or isinstance(error, Exception)) and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._settle, group, error)

    def _next_group(self) -> tuple[Batch, ...]:
        part = self._pending[0].part
        alike = takewhile(lambda batch: batch.part == part, self._pending)
        return tuple(islice(alike, MAX_TOGETHER))

    def _append(self, group: Sequence[Batch]) -> "Future[Ack]":
        return self._store.append(
            self._exercise,
            [leaf for batch in group for leaf in batch.leaves],
            openings=[one for batch in group for one in batch.openings],
            part=group[0].part,
        )

    def _settle(self, group: Sequence[Batch], error: Exception | None) -> None:
        if self._closed:
            return
        self._sending, self._on_its_way = False, None
        if error is not None:
            self._stand_still(error)
            return
        try:
            self._hand_on(group)
        except Exception as ours:
            self._stand_still(ours)  # what is not shown must not look like what has not happened
            raise
        self._send_soon()

    def _hand_on(self, group: Sequence[Batch]) -> None:
        notary = self._recorder.notary
        receipt = notary.follow([leaf for batch in group for leaf in batch.leaves])
        for batch in group:
            batch.receipt = receipt
        while self._pending and self._pending[0].receipt is not None:
            self._durable(self._pending.popleft())
        if notary.has_due:
            self._witness.sign(notary, trouble=self._not_signed)

    # When something goes wrong

    def _not_signed(self, error: Exception) -> None:
        if type(error) is StoreFailed:
            return  # the leaves are durable; the head that could not be kept is signed next time
        if not self._closed and not self._stands:
            self._stand_still(error)

    def _stand_still(self, error: Exception) -> None:
        self._stands = True
        if isinstance(error, StoreFailed):
            self._retrying = asyncio.create_task(self._write_again())
        self._stuck(error, tuple(self._pending))

    async def _write_again(self) -> None:
        since = self._loop.time()
        error: Exception | None = None
        while True:
            await asyncio.sleep(RETRY_S)
            error = await self._write_and_sign()
            if not isinstance(error, StoreFailed):
                break
        self._retrying = None
        if error is not None:
            self._stuck(error, tuple(self._pending))
            return
        self._stands = False
        self._free(int((self._loop.time() - since) * 1000))
        self._send_soon()

    async def _write_and_sign(self) -> Exception | None:
        """Write group after group until one fails, then see whether signing works as well."""
        while self._pending:
            group = self._next_group()
            error = await self._written(group)
            if error is not None:
                return error
            self._hand_on(group)
        try:
            await asyncio.to_thread(self._recorder.notary.sign_due)
        except StoreUnreadable as error:
            return error
        except StoreFailed:
            return None
        except StoreError as error:
            return error
        return None

    async def _written(self, group: Sequence[Batch]) -> Exception | None:
        try:
            # Shielded: what the store has been handed it finishes, whoever goes meanwhile.
            await asyncio.shield(_waiting_for(self._append(group)))
        except StoreError as error:
            return error
        return None


def _waiting_for(stored: "Future[Ack]") -> "asyncio.Future[Ack]":
    """Done when the store is; that nobody may be left to hear of a failure is no fault of ours."""
    waiting = asyncio.wrap_future(stored)
    waiting.add_done_callback(lambda done: done.cancelled() or done.exception())
    return waiting
