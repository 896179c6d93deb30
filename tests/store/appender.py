"""A child process that appends until it is killed, and tells what was acknowledged."""

from __future__ import annotations

import random
from multiprocessing.connection import Connection
from pathlib import Path

from facilitator.store import Store
from tests.store.records import EXERCISE, a_chain

LEAVES = 600
IN_FLIGHT = 6  # so that commits are groups, and one is under way whenever the kill comes


def batches(seed: int) -> list[list[bytes]]:
    """A whole record cut into batches of 1 to 8 leaves."""
    chain = a_chain(LEAVES)
    sizes = random.Random(seed)
    cut: list[list[bytes]] = []
    while chain:
        size = sizes.randint(1, 8)
        cut.append(chain[:size])
        chain = chain[size:]
    return cut


def append_until_killed(target: str, keys: Path | None, seed: int, told: Connection) -> None:
    """Append every batch, sending the acknowledged length after each one."""
    with Store.open(target, keys=keys) as store:
        store.open_exercise(EXERCISE, plan=b"{}", run="practice", wall=1)
        todo = batches(seed)
        waiting = [store.append(EXERCISE, batch) for batch in todo[:IN_FLIGHT]]
        for batch in todo[IN_FLIGHT:]:
            told.send(waiting.pop(0).result().size)
            waiting.append(store.append(EXERCISE, batch))
        for ack in waiting:
            told.send(ack.result().size)
