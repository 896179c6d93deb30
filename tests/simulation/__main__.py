"""``python -m tests.simulation``: many seeds on every processor, or one with its story."""

from __future__ import annotations

import argparse
import os
import sys
from multiprocessing import get_context

from tests.simulation.failing import commit, failure_of, faults_of, judge, story


def main() -> int:
    asked = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    asked.add_argument("--seeds", type=int, default=10_000, help="how many seeds to play")
    asked.add_argument("--first", type=int, default=0, help="the first of them")
    asked.add_argument("--seed", type=int, help="play this one alone")
    asked.add_argument("--faults", help="only these of its faults, by number: 0,3 or none")
    given = asked.parse_args()
    if given.seed is not None:
        return _one(given.seed, given.faults)
    return _many(given.first, given.seeds)


def _one(seed: int, numbers: str | None) -> int:
    faults = faults_of(seed)
    few = faults
    if numbers is not None:
        chosen = [int(one) for one in numbers.split(",")] if numbers != "none" else []
        few = tuple(faults[one] for one in chosen)
    found = judge(seed, few)
    if found:
        print(story(seed, faults, few, found))
        return 1
    print(f"Seed {seed} holds at commit {commit()}, with:")
    for number, fault in enumerate(few):
        print(f"  {number}: {fault}")
    return 0


def _many(first: int, count: int) -> int:
    failed = 0
    with get_context("spawn").Pool(os.cpu_count()) as pool:
        told = pool.imap_unordered(failure_of, range(first, first + count), chunksize=5)
        for done, failure in enumerate(told, start=1):
            if failure is not None:
                failed += 1
                print(f"\n{failure}\n", flush=True)
            if done % 50 == 0:
                print(f"{done} of {count} seeds, {failed} failed", file=sys.stderr, flush=True)
    print(f"{count} seeds from {first} at commit {commit()}: {failed} failed.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
