"""Scoring 100,000 leaves against merely decoding them, in turns within one process.

Twice: as the records of many exercises, and as one record that long (a scribe who never stops),
because a score that looked at everything for each leaf would show only there.
"""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.headless import per_run
from evidence import GENESIS, Event, Millis, encode_leaf, make_leaf
from evidence.chain import prev_of
from evidence.event import read_event
from evidence.kinds.exercise import EndExercise, ExerciseOpened, StartExercise
from evidence.kinds.incident import EnterLog
from evidence.leaf import decode_leaf
from facilitator.cli.finding import find_plan
from scenarios import Plan
from scoring import score
from simulator import Exercise

LEAVES = 100_000
ROUNDS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Folded:
    """Seconds for all leaves: the medians of the rounds."""

    leaves: int
    decode_s: float
    score_s: float
    ratios: tuple[float, ...]
    """Scoring against decoding in each round; sorted."""


def measure_folding() -> tuple[Folded, Folded]:
    """Many exercises, then one long one."""
    plan = find_plan("restore", None, ())
    many: list[Sequence[Event]] = []
    while sum(map(len, many)) < LEAVES:
        many.append(play(plan, seed=len(many)))
    return _measure(plan, many), _measure(plan, [play(plan, seed=1, at_least=LEAVES)])


def _measure(plan: Plan, records: Sequence[Sequence[Event]]) -> Folded:
    stored = [leaf for record in records for leaf in _leaves(record)]

    def decode() -> None:
        for leaf in stored:
            read_event(decode_leaf(leaf))

    def fold() -> None:
        for record in records:
            score(plan, record)

    rounds = [(per_run(fold).wall, per_run(decode).wall) for _ in range(ROUNDS)]
    return Folded(
        leaves=len(stored),
        decode_s=statistics.median(d for _, d in rounds),
        score_s=statistics.median(s for s, _ in rounds),
        ratios=tuple(sorted(s / d for s, d in rounds)),
    )


def play(plan: Plan, *, seed: int, at_least: int = 0) -> Sequence[Event]:
    """One exercise to its end; a person's log entries fill it up to so many leaves."""
    seats = sorted(plan.organisation.roles)
    scribe = seats[-1]
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
        unicode="15.0.0",
        wall_clock="simulated",
        earlier_plays=0,
        responders=dict.fromkeys(seats, "average"),
    )
    events = list(exercise.receive(opened, at=Millis(0), actor="shell", origin="shell"))
    events += exercise.receive(StartExercise(), at=Millis(0))
    entries, lasts = at_least // 2, plan.scenario.lasts
    inject = plan.scenario.injects[0].id
    for entry in range(entries):
        at = Millis(lasts * entry // entries)
        said = EnterLog(tag="fact", about=inject)
        events += exercise.receive(said, at=at, actor=scribe, seat=scribe, origin="person")
    events += exercise.advance(to=Millis(lasts))
    events += exercise.receive(EndExercise(), at=Millis(lasts))
    return tuple(events)


def _leaves(record: Sequence[Event]) -> list[bytes]:
    leaves, prev = [], GENESIS
    for event in record:
        leaves.append(encode_leaf(make_leaf(event, wall=event.at, prev=prev)))
        prev = prev_of(leaves[-1])
    return leaves
