"""Full runs of the restore scenario, recorded and scored, against the same exercise in plain SimPy.

Both run in turns within one process, so that whatever else the machine does hits both alike;
only ratios are worth quoting.  Outside the measured time on both sides: loading the plan, opening
the database file, importing.  Inside it for a full run: the list of exercises, the opening in the
instance log, every decision of the responders, every leaf and its hash, every transaction with
its flush to the disk, the signed heads, and the score.
"""

import gc
import itertools
import statistics
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import simpy

from benchmarks.bare_model import Bare, count
from evidence import GENESIS, Event, Millis, encode_leaf, make_leaf
from evidence.chain import prev_of
from evidence.kinds.exercise import EndExercise, ExerciseOpened, StartExercise
from facilitator.cli.finding import find_plan
from facilitator.headless import play
from facilitator.opening import Opening
from facilitator.store import Store
from scenarios import Plan
from scoring import score
from simulator import Exercise

ROUNDS = 9
SECONDS = 0.5
"""For each side in each round: long enough for several full runs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """What one run is made of, and what it took: the median of the rounds."""

    sim_events: int
    acts: int
    """Commands of responders."""
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What one measurement found."""

    full: Side
    bare: Side
    leaves: int
    ratios: tuple[float, ...]
    """Full against bare, the same exercise, in each round; sorted."""
    processor_ratios: tuple[float, ...]
    """The same in processor time."""
    floor: "Floor"
    peak_bytes: int

    @property
    def ratio(self) -> float:
        return statistics.median(self.ratios)

    @property
    def ratio_by_events(self) -> float:
        """Against as much of the bare model as makes the same number of SimPy events."""
        return self.ratio * self.bare.sim_events / self.full.sim_events


@dataclass(frozen=True, slots=True, kw_only=True)
class Floor:
    """What cannot be saved: processor time as multiples of the bare model's, median of the rounds.

    Each is measured alone, on the very events of a full run.
    """

    engine: float
    """World, verbs and simulated responders, with nothing recorded."""
    chained: float
    """Its leaves made canonical, hashed and chained."""
    stored: float
    """Those leaves put into the database in one transaction, and waited for."""
    scored: float


class _Runner:
    """Plays the restore scenario with one seed after another into one store."""

    def __init__(self, plan: Plan, store: Store) -> None:
        self._plan = plan
        self.store = store
        self._seed = 0

    def __call__(self) -> Sequence[Event]:
        """One exercise, recorded and scored; its events."""
        self._seed += 1
        responders = dict.fromkeys(self._plan.organisation.roles, "average")
        opening = Opening(seed=self._seed, responders=responders)
        played = play(self._plan, opening=opening, store=self.store)
        score(self._plan, played.events)
        return played.events


def measure() -> Measured:
    """Warm up, count events, measure in turns, then look at memory."""
    plan = find_plan("restore", None, ())
    with fresh(plan) as full:
        events = full()
    with fresh(plan) as full:
        sim_events = _events_in(full)  # of the same seed as the events above
        peak = _peak(full)
    bare_events, bare_acts = count(plan, seed=1)

    rounds, parts = [], []
    for _ in range(ROUNDS):
        with fresh(plan) as full:
            rounds.append((per_run(full), per_run(_Bares(plan))))
        parts.append(_parts(plan))
    return Measured(
        full=Side(
            sim_events=sim_events,
            acts=sum(event.origin == "responder" for event in events),
            seconds=statistics.median(f.wall for f, _ in rounds),
        ),
        bare=Side(
            sim_events=bare_events,
            acts=bare_acts,
            seconds=statistics.median(b.wall for _, b in rounds),
        ),
        leaves=len(events),
        ratios=tuple(sorted(f.wall / b.wall for f, b in rounds)),
        processor_ratios=tuple(sorted(f.processor / b.processor for f, b in rounds)),
        floor=Floor(
            engine=statistics.median(part[0] for part in parts),
            chained=statistics.median(part[1] for part in parts),
            stored=statistics.median(part[2] for part in parts),
            scored=statistics.median(part[3] for part in parts),
        ),
        peak_bytes=peak,
    )


def _parts(plan: Plan) -> tuple[float, float, float, float]:
    """Engine, chain, store and score in turn, each against the bare model right beside it."""
    events = _engine(plan, seed=1)
    leaves = _chained(events)
    with fresh(plan) as runner:
        store, names = runner.store, itertools.count()

        def stored() -> None:
            name = f"bench-{next(names)}"
            store.open_exercise(name, plan=plan.canonical, run="dry-run", wall=0)
            store.append_now(name, leaves)

        works = (
            lambda: _engine(plan, seed=1),
            lambda: _chained(events),
            stored,
            lambda: score(plan, events),
        )
        bares = _Bares(plan)
        engine, chained, kept, scored = (
            per_run(work).processor / per_run(bares).processor for work in works
        )
    return engine, chained, kept, scored


def _engine(plan: Plan, *, seed: int) -> list[Event]:
    """A whole exercise that nobody records."""
    exercise = Exercise(plan, seed=seed)
    opened = ExerciseOpened(
        exercise="bench",
        scenario=plan.scenario.scenario,
        organisation=plan.organisation.organisation,
        plan=plan.digest,
        seed=seed,
        run="dry-run",
        engine="bench",
        self_check="same",
        unicode="bench",
        wall_clock="simulated",
        earlier_plays=0,
        responders=dict.fromkeys(plan.organisation.roles, "average"),
    )
    events = [*exercise.receive(opened, at=Millis(0), actor="shell", origin="shell")]
    events += exercise.receive(StartExercise(), at=Millis(0))
    events += exercise.advance(to=Millis(plan.scenario.lasts))
    events += exercise.receive(EndExercise(), at=exercise.now)
    return events


def _chained(events: Sequence[Event]) -> list[bytes]:
    leaves, prev = [], GENESIS
    for event in events:
        leaves.append(encode_leaf(make_leaf(event, wall=event.at, prev=prev)))
        prev = prev_of(leaves[-1])
    return leaves


class _Bares:
    """Runs the bare model with one seed after another."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._seed = 0

    def __call__(self) -> None:
        self._seed += 1
        Bare(self._plan, seed=self._seed).run()


@contextmanager
def fresh(plan: Plan) -> Iterator[_Runner]:
    """A runner with a store of its own, so that no round pays for the records before it."""
    with (
        tempfile.TemporaryDirectory(prefix="drillroom-bench-") as folder,
        Store.open(Path(folder) / "records.db") as store,
    ):
        yield _Runner(plan, store)


def _events_in(run: Callable[[], object]) -> int:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Took:
    """Seconds for one run, as the mean of all that fit into half a second."""

    wall: float
    processor: float
    """Of all threads: without what the disk and other programs take."""


def per_run(run: Callable[[], object]) -> Took:
    gc.collect()
    runs, start, worked = 0, time.perf_counter(), time.process_time()
    while (spent := time.perf_counter() - start) < SECONDS:
        run()
        runs += 1
    return Took(wall=spent / runs, processor=(time.process_time() - worked) / runs)


def _peak(run: Callable[[], object]) -> int:
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
