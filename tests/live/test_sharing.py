"""What several people ask for at the same moment is done once, and everybody gets it."""

import asyncio

import pytest

from facilitator.live.sharing import Shared
from tests.live.halls import run


class Work:
    """Something that takes until it is let go, and counts how often it was begun."""

    def __init__(self, wrong: Exception | None = None) -> None:
        self.begun = 0
        self.let_go = asyncio.Event()
        self._wrong = wrong

    async def __call__(self) -> int:
        self.begun += 1
        await self.let_go.wait()
        if self._wrong is not None:
            raise self._wrong
        return self.begun


async def asked(shared: Shared, work: Work, *keys: str) -> list["asyncio.Task[int]"]:
    tasks = [asyncio.create_task(shared.do(key, work)) for key in keys]
    for _ in range(3):  # the one who asks, the work, and what it waits for
        await asyncio.sleep(0)
    return tasks


def test_what_is_asked_twice_at_once_is_done_once_and_later_again() -> None:
    async def play() -> None:
        shared, work = Shared(), Work()
        both = await asked(shared, work, "beside", "beside")
        assert shared.going("beside")
        work.let_go.set()
        assert await asyncio.gather(*both) == [1, 1]
        assert not shared.going("beside")
        assert await shared.do("beside", work) == 2

    run(play())


def test_different_things_are_done_apart() -> None:
    async def play() -> None:
        shared, work = Shared(), Work()
        await asked(shared, work, "one", "other")
        assert work.begun == 2
        work.let_go.set()

    run(play())


def test_whoever_leaves_stops_it_for_nobody_else() -> None:
    async def play() -> None:
        shared, work = Shared(), Work()
        first, second = await asked(shared, work, "beside", "beside")
        first.cancel()
        await asyncio.sleep(0)
        work.let_go.set()
        assert await second == 1

    run(play())


def test_what_goes_wrong_goes_wrong_for_everybody_and_is_tried_again() -> None:
    async def play() -> None:
        shared, work = Shared(), Work(wrong=FileNotFoundError("gone"))
        both = await asked(shared, work, "beside", "beside")
        work.let_go.set()
        for one in both:
            with pytest.raises(FileNotFoundError):
                await one
        assert not shared.going("beside")

    run(play())
