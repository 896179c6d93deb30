"""Work in processes of its own: what takes too long is given up, and the next is done."""

import asyncio
import os
import select
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Thread, Timer
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


def linger(fifo: Path) -> int:
    """This process does not end before somebody opens the other side."""
    Thread(target=fifo.read_text).start()
    return os.getpid()


def test_nobody_waits_for_the_end_of_a_process_whose_file_is_made(tmp_path: Path) -> None:
    fifo = tmp_path / "end"
    os.mkfifo(fifo)
    in_need = Timer(20, fifo.write_text, [""])
    in_need.start()

    async def make() -> bool:
        made_by = await Workshop().make(linger, fifo)
        return Path(f"/proc/{made_by}").exists()

    is_there_still = asyncio.run(make())

    in_need.cancel()
    assert is_there_still
    fifo.write_text("")


LEAVES_A_PROCESS = """
import asyncio, os, signal
from facilitator.web.workshop import Workshop
if __name__ == "__main__":
    print(asyncio.run(Workshop().look(os.getpid)), flush=True)
    signal.pause()
"""


def test_a_process_ends_with_the_server_that_was_killed(tmp_path: Path) -> None:
    script = tmp_path / "server.py"
    script.write_text(LEAVES_A_PROCESS)
    server = subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    kept = int(server.stdout.readline())
    os.kill(kept, 0)

    server.kill()
    server.wait()
    server.stdout.close()

    gone = os.pidfd_open(kept) if Path(f"/proc/{kept}").exists() else None
    if gone is not None:
        ready, _, _ = select.select([gone], [], [], 20)
        os.close(gone)
        assert ready


def no_such_file() -> None:
    os.stat("/no/such/file")
