"""Judge a seed, and tell a failure so that whoever reads it can repeat it and begin at once."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from tests.simulation.checkers import found_in
from tests.simulation.faults import Fault, draw_faults, fewest
from tests.simulation.simulate import PLAY_MS, simulate


def faults_of(seed: int) -> tuple[Fault, ...]:
    """Everything that goes wrong in the exercise of *seed*."""
    return draw_faults(seed, until_ms=PLAY_MS)


def judge(seed: int, faults: Sequence[Fault]) -> tuple[str, ...]:
    """What does not hold when *seed* is played with these faults."""
    return found_in(simulate(seed, faults))


def failure_of(seed: int) -> str | None:
    """Play *seed*; ``None`` if everything holds, else the story of the failure."""
    faults = faults_of(seed)
    found = judge(seed, faults)
    if not found:
        return None
    few = fewest(faults, fails=lambda some: bool(judge(seed, some)))
    again = judge(seed, few)
    return story(seed, faults, few, again or (*found, "Seen once: the seed does not decide it."))


def story(seed: int, faults: Sequence[Fault], few: Sequence[Fault], found: Sequence[str]) -> str:
    """Seed, commit, the faults that matter, what does not hold, and how to see it again."""
    numbers = ",".join(str(faults.index(fault)) for fault in few) or "none"
    return "\n".join(
        (
            f"Seed {seed} fails at commit {commit()}.",
            f"Again: .venv/bin/python -m tests.simulation --seed {seed} --faults {numbers}",
            "",
            *([f"  {fault}" for fault in few] or ["  Nothing goes wrong but the network."]),
            "",
            *found,
        )
    )


@cache
def commit() -> str:
    """What is checked out here, and whether it was changed since."""
    here = Path(__file__).parent
    said = subprocess.run(
        ["git", "describe", "--always", "--dirty"],
        cwd=here,
        capture_output=True,
        text=True,
        check=False,
    )
    return said.stdout.strip() or "unknown"
