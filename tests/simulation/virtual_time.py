"""An event loop whose time jumps: when nothing is ready it is at once the next timer's instant.

So an hour of an exercise takes a moment, and the same seed gives the same order of everything.
Nothing runs in a second thread: what would, runs on the spot.
"""

from __future__ import annotations

import asyncio
import math
import os
import random
import selectors
from collections.abc import Callable, Coroutine, Generator, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from contextvars import Context
from typing import Any, Final, TypeVar, TypeVarTuple
from unittest.mock import patch

from facilitator.live.pacing import Clocks

T = TypeVar("T")
Ts = TypeVarTuple("Ts")

BEGAN_WALL_MS: Final = 1_800_000_000_000
_NS: Final = 1_000_000_000
_SAME_INSTANT: Final = 200_000
"""So many turns without a timer are a loop that spins."""


class Standstill(Exception):
    """Nothing is ready and nothing is due, or no time passes: whoever waits, waits for ever."""


class VirtualLoop(asyncio.SelectorEventLoop):
    """Runs real asyncio code on made-up time."""

    def __init__(self) -> None:
        self.now_ns = 0
        self.wall_offset_ms = 0
        """People set the computer's clock: it has nothing to do with how time passes."""
        super().__init__(_Jumping(self))
        self.tasks: dict[asyncio.Task[Any], None] = {}
        """All that are not done, in the order in which they began."""
        self.set_task_factory(_remembered)

    def time(self) -> float:
        return self.now_ns / _NS

    @property
    def now_ms(self) -> int:
        return self.now_ns // 1_000_000

    @property
    def clocks(self) -> Clocks:
        return Clocks(
            monotonic_ns=lambda: self.now_ns,
            wall_ms=lambda: BEGAN_WALL_MS + self.wall_offset_ms + self.now_ms,
        )

    def call_soon_threadsafe(
        self, callback: Callable[[*Ts], object], *args: *Ts, context: Context | None = None
    ) -> asyncio.Handle:
        return self.call_soon(callback, *args, context=context)

    def run_in_executor(
        self, executor: Executor | None, func: Callable[[*Ts], T], *args: *Ts
    ) -> asyncio.Future[T]:
        answer: asyncio.Future[T] = self.create_future()
        try:
            answer.set_result(func(*args))
        except BaseException as error:
            answer.set_exception(error)  # as a thread hands it on, whatever it is
        return answer


def _remembered(
    loop: asyncio.AbstractEventLoop,
    work: Coroutine[Any, Any, T] | Generator[Any, None, T],
    **more: Any,
) -> asyncio.Task[T]:
    assert isinstance(loop, VirtualLoop)
    task = asyncio.Task(work, loop=loop, **more)
    loop.tasks[task] = None
    task.add_done_callback(loop.tasks.pop)
    return task


class _Jumping(selectors.SelectSelector):
    def __init__(self, loop: VirtualLoop) -> None:
        super().__init__()
        self._loop = loop
        self._turns = 0

    def select(self, timeout: float | None = None) -> list[Any]:
        if timeout is None:
            raise Standstill("nothing will ever happen again")
        self._turns = 0 if timeout > 0 else self._turns + 1
        if self._turns > _SAME_INSTANT:
            raise Standstill(f"something spins at {self._loop.now_ms} ms")
        if timeout > 0:
            self._loop.now_ns += max(1, math.ceil(timeout * _NS))
        return []


@contextmanager
def system_entropy_from(seed: str) -> Iterator[None]:
    """Let the operating system's random bytes follow from *seed*: salts, ids, codes, keys.

    The pages that SQLite writes depend on them, so without this a torn write could not be
    repeated.
    """
    chance = random.Random(seed)
    with patch.object(os, "urandom", chance.randbytes), patch("random._urandom", chance.randbytes):
        yield
