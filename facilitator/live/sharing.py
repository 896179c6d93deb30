"""What several people ask for at the same moment is done once, and everybody gets it."""

import asyncio
from collections.abc import Callable, Coroutine, Hashable
from typing import Any, TypeVar, cast

Result = TypeVar("Result")


class Shared:
    """Work that is under way, by what was asked."""

    def __init__(self) -> None:
        self._going: dict[Hashable, asyncio.Task[Any]] = {}

    def going(self, key: Hashable) -> bool:
        """Whether somebody waits for this already."""
        return key in self._going

    async def do(self, key: Hashable, work: Callable[[], Coroutine[Any, Any, Result]]) -> Result:
        """Begin *work*, or wait for whoever asked the same before; who leaves stops nobody's."""
        task = self._going.get(key)
        if task is None:
            task = self._going[key] = asyncio.create_task(work())
            task.add_done_callback(lambda done: self._over(key, done))
        return cast("Result", await asyncio.shield(task))

    def _over(self, key: Hashable, task: "asyncio.Task[Any]") -> None:
        del self._going[key]
        if not task.cancelled():
            task.exception()  # whoever asked raises it; if all have left, nobody does
