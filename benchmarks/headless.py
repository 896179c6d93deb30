"""Full runs of the restore scenario, recorded and scored, against the bare model.

Both run in turns within one process, so that whatever else the machine does hits both alike;
only ratios are worth quoting.
"""

import gc
import statistics
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import simpy

from benchmarks.bare_model import events_of, run_bare, tasks_for
from facilitator.cli.finding import find_plan
from facilitator.headless import play
from facilitator.opening import Opening
from facilitator.store import Store
from scenarios import Plan
from scoring import score

ROUNDS = 9
SECONDS = 0.5
"""For each side in each round: long enough for several full runs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What one measurement found; times in seconds for one run."""

    sim_events: int
    bare_events: int
    leaves: int
    full_s: float
    bare_s: float
    ratio: float
    """Full against bare: the median over the rounds."""
    peak_bytes: int


class _Runner:
    """Plays the restore scenario with one seed after another into one store."""

    def __init__(self, plan: Plan, store: Store) -> None:
        self._plan = plan
        self._store = store
        self._seed = 0

    def __call__(self) -> int:
        """One exercise, recorded and scored; how many leaves it has."""
        self._seed += 1
        responders = dict.fromkeys(self._plan.organisation.roles, "average")
        opening = Opening(seed=self._seed, responders=responders)
        played = play(self._plan, opening=opening, store=self._store)
        score(self._plan, played.events)
        return len(played.events)


def measure() -> Measured:
    """Warm up, count events, measure in turns, then look at memory."""
    plan = find_plan("restore", None, ())
    with _fresh(plan) as full:
        leaves = full()
    with _fresh(plan) as full:
        sim_events = _events_in(full)  # of the same seed as the leaves above
        peak = _peak(full)
    tasks = tasks_for(sim_events)

    def bare() -> int:
        return run_bare(tasks=tasks, seed=0)

    rounds = []
    for _ in range(ROUNDS):
        with _fresh(plan) as full:
            rounds.append((_per_run(full), _per_run(bare)))
    return Measured(
        sim_events=sim_events,
        bare_events=events_of(tasks),
        leaves=leaves,
        full_s=statistics.median(f for f, _ in rounds),
        bare_s=statistics.median(b for _, b in rounds),
        ratio=statistics.median(f / b for f, b in rounds),
        peak_bytes=peak,
    )


@contextmanager
def _fresh(plan: Plan) -> Iterator[_Runner]:
    """A runner with a store of its own, so that no round pays for the records before it."""
    with (
        tempfile.TemporaryDirectory(prefix="drillroom-bench-") as folder,
        Store.open(Path(folder) / "records.db") as store,
    ):
        yield _Runner(plan, store)


def _events_in(run: Callable[[], int]) -> int:
    """How many SimPy events one run processes."""
    count = 0
    step = simpy.Environment.step

    def counted(env: simpy.Environment) -> None:
        nonlocal count
        count += 1
        step(env)

    with patch.object(simpy.Environment, "step", counted):
        run()
    return count


def _per_run(run: Callable[[], int]) -> float:
    gc.collect()
    runs, start = 0, time.perf_counter()
    while (spent := time.perf_counter() - start) < SECONDS:
        run()
        runs += 1
    return spent / runs


def _peak(run: Callable[[], int]) -> int:
    """The most memory that one run holds at once, beyond what was there before."""
    gc.collect()
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        tracemalloc.reset_peak()
        run()
        return tracemalloc.get_traced_memory()[1] - before
    finally:
        tracemalloc.stop()
