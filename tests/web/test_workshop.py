"""Work in processes of its own: what takes too long is given up, and the next is done."""

import asyncio
import os
from collections.abc import Callable
from typing import Any

import pytest

from facilitator.web.workshop import TookTooLong, Workshop


def endless() -> None:
    while True:
        pass


def look(*tasks: Callable[[], Any]) -> list[Any]:
    async def in_turn() -> list[Any]:
        workshop, found = Workshop(patience_s=2), []
        try:
            for task in tasks:
                try:
                    found.append(await workshop.look(task))
                except TookTooLong:
                    found.append("given up")
        finally:
            workshop.close()
        return found

    return asyncio.run(in_turn())


def test_a_look_that_never_ends_is_given_up_and_the_next_one_is_made_elsewhere() -> None:
    first, given_up, second = look(os.getpid, endless, os.getpid)

    assert given_up == "given up"
    assert len({first, second, os.getpid()}) == 3


def test_one_process_is_kept_from_look_to_look() -> None:
    first, second = look(os.getpid, os.getpid)

    assert first == second


def test_a_mistake_of_a_task_is_raised_where_it_was_asked_for() -> None:
    with pytest.raises(FileNotFoundError):
        look(no_such_file)


def no_such_file() -> None:
    os.stat("/no/such/file")
