"""From the engine's events to durable leaves: number, wall time, chain, append.

The recorder is the only way from an engine to the store.  It collects leaves and appends them
in few transactions; whoever wants to show something must call :meth:`Recorder.flush` first, and
hand the receipt that it returns to whoever gave the command.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from evidence import GENESIS, Event, Millis, Opening, Receipt, encode_leaf, make_leaf
from evidence.chain import head_of, prev_of
from facilitator.seal import Notary
from facilitator.store import Store

MAX_WAITING: Final = 2_000
"""About a megabyte of leaves; a whole exercise of two hours is below it."""


class Recorder:
    """Writes one exercise's record, in order: from its first leaf, or on from *after*."""

    def __init__(
        self,
        store: Store,
        exercise: str,
        *,
        wall: Callable[[Millis], int],
        after: Sequence[bytes] = (),
    ) -> None:
        self._store = store
        self._exercise = exercise
        self._wall = wall
        self._last = after[-1] if after else b""
        self._prev = prev_of(self._last) if after else GENESIS
        self._size = len(after)
        self._leaves: list[bytes] = []
        self._openings: list[Opening] = []
        self._notary = Notary(store, exercise)

    @property
    def notary(self) -> Notary:
        """Who signs this record's heads.  A room calls its ``silent`` while nothing happens."""
        return self._notary

    @property
    def size(self) -> int:
        """How many leaves there are, durable or waiting."""
        return self._size

    @property
    def head(self) -> str:
        """The hex digest of the last leaf."""
        return head_of(self._last)

    def take(self, events: Iterable[Event], openings: Iterable[Opening] = ()) -> None:
        """Chain *events* to the record; they are durable after the next :meth:`flush`."""
        self._leaves += self.chain(events)
        self._openings.extend(openings)
        if len(self._leaves) >= MAX_WAITING:
            self.flush()

    def chain(self, events: Iterable[Event]) -> tuple[bytes, ...]:
        """Chain *events* to the record for a caller who appends the leaves itself, in this order.

        The caller then lets :attr:`notary` follow the same leaves.
        """
        return tuple(map(self._chained, events))

    def _chained(self, event: Event) -> bytes:
        leaf = make_leaf(event, wall=self._wall(event.at), prev=self._prev)
        self._last = encode_leaf(leaf)
        self._prev = prev_of(self._last)
        self._size += 1
        return self._last

    def flush(self) -> Receipt:
        """Wait until everything taken so far is durable, and every head that is due is signed.

        Returns:
            Size and root of the record, for whoever gave the command to keep.

        Raises:
            StoreFailed: The disk or the database failed; calling it again is safe.
            NotAsWritten: Somebody changed the stored record: hold the exercise.
        """
        if self._leaves:
            self._store.append_now(self._exercise, self._leaves, openings=self._openings)
        leaves = tuple(self._leaves)
        self._leaves.clear()
        self._openings.clear()
        return self._notary.appended(leaves)
