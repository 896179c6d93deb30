"""A process killed with SIGKILL at any moment loses nothing that it had acknowledged."""

from __future__ import annotations

import multiprocessing
import random
from itertools import accumulate

import pytest

from tests.store.appender import append_until_killed, batches
from tests.store.places import Place
from tests.store.records import EXERCISE

KILLS = {"file": 25, "server": 10}

# A server that has everything imported already and forks: 25 starts cost as much as one.
processes = multiprocessing.get_context("forkserver")
processes.set_forkserver_preload(["__main__", "tests.store.appender"])


def killed_while_appending(place: Place, seed: int) -> int:
    """Run the appender, kill it after a number of acknowledgements, say the last one heard."""
    # Not near the end: on a busy machine the appender goes on for a while before it is killed.
    until = random.Random(seed).randint(1, len(batches(seed)) // 2)
    ours, theirs = processes.Pipe(duplex=False)
    child = processes.Process(
        target=append_until_killed, args=(place.target, place.keys, seed, theirs)
    )
    child.start()
    theirs.close()
    try:
        acknowledged = [ours.recv() for _ in range(until)]
    finally:
        child.kill()
        child.join()
    try:
        while True:  # what it had said before it died, and we had not yet heard
            acknowledged.append(ours.recv())
    except EOFError:
        ours.close()
    assert child.exitcode == -9
    return int(acknowledged[-1])


@pytest.mark.parametrize(
    ("place", "seed"),
    [(place, seed) for place, kills in KILLS.items() for seed in range(kills)],
    indirect=["place"],
)
def test_what_was_acknowledged_is_stored_and_the_record_goes_on(place: Place, seed: int) -> None:
    record = [leaf for batch in batches(seed) for leaf in batch]

    acknowledged = killed_while_appending(place, seed)

    with place.open() as store:
        stored = list(store.leaves(EXERCISE))
        assert store.first_break(EXERCISE) is None
        assert acknowledged <= len(stored) < len(record)
        assert stored == record[: len(stored)]
        assert len(stored) in set(accumulate(map(len, batches(seed))))  # no batch half-written
        assert store.append_now(EXERCISE, record[len(stored) :]).size == len(record)
