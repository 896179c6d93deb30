"""Processes of their own for what takes a processor, so that no room notices.

A dry run has one for itself, and one at a time; so has a file.  A look at a text that is being
written goes to one that is kept, since it comes again with every pause in typing; what takes too
long there ends that process, and the next look begins another.
"""

import asyncio
import os
import signal
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context, parent_process
from threading import Thread
from typing import Final, TypeVar

PATIENCE_S: Final = 20
"""A look at the longest scenario that comes with the product takes one second."""
Result = TypeVar("Result")


class TookTooLong(Exception):
    """The text was given up: nothing that a person writes takes so long."""


class Workshop:
    """The processes of one server.  You must :meth:`close` it."""

    def __init__(self, *, patience_s: int = PATIENCE_S) -> None:
        self._patience_s = patience_s
        self._kept: ProcessPoolExecutor | None = None
        self._one_dry_run = asyncio.Lock()
        self._one_file = asyncio.Lock()
        self._one_look = asyncio.Lock()

    async def dry_run(self, task: Callable[..., Result], *given: object) -> Result:
        """Do what takes up to a minute."""
        return await _alone(self._one_dry_run, task, *given)

    async def make(self, task: Callable[..., Result], *given: object) -> Result:
        """Make a file that somebody wants to take away."""
        return await _alone(self._one_file, task, *given)

    async def look(self, task: Callable[..., Result], *given: object) -> Result:
        """Do what somebody waits for while they type.

        Raises:
            TookTooLong: It took longer than any text of this house does.
        """
        async with self._one_look:
            self._kept = self._kept or _process()
            loop = asyncio.get_running_loop()
            try:
                return await loop.run_in_executor(
                    self._kept, _in_time, self._patience_s, task, *given
                )
            except BrokenProcessPool:
                self.close()
                raise TookTooLong from None

    def close(self) -> None:
        if self._kept is not None:
            self._kept.shutdown(wait=False)
            self._kept = None


async def _alone(one: asyncio.Lock, task: Callable[..., Result], *given: object) -> Result:
    """In a process that ends afterwards; nobody waits for its end, for rooms share this loop."""
    async with one:
        pool = _process()
        try:
            return await asyncio.get_running_loop().run_in_executor(pool, task, *given)
        finally:
            pool.shutdown(wait=False)


def _process() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=_end_with_the_server)


def _end_with_the_server() -> None:
    """In the process: a server that was killed closes nothing, so the process looks for itself."""
    server = parent_process()
    assert server is not None, "it was started by one"

    def watch() -> None:
        server.join()
        os._exit(1)

    Thread(target=watch, daemon=True).start()


def _in_time(patience_s: int, task: Callable[..., Result], *given: object) -> Result:
    """In the kept process: the alarm ends it, and its server is told."""
    signal.alarm(patience_s)
    try:
        return task(*given)
    finally:
        signal.alarm(0)
