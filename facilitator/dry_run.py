"""The dry run: play a plan many times with simulated responders and say what usually happens.

It answers what an author cannot see in a file: which injects are reached, how long it lasts, and
which deadline nobody ever meets.
"""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from evidence import Event, Millis
from evidence.clocks import PlayedClock
from evidence.kinds.control import (
    ExpectationMet,
    ExpectationMissed,
    ExpectationOpened,
    InjectFired,
)
from evidence.kinds.exercise import ExerciseEnded
from facilitator.forecast import Forecast, Met, Reached
from facilitator.headless import play
from facilitator.opening import Opening
from facilitator.store import Store
from scenarios import Plan

PLAYS: Final = 200
"""Enough that what happens in one play of twenty is seen with near certainty."""
PROFILE: Final = "average"


def forecast(plan: Plan, *, plays: int = PLAYS) -> Forecast:
    """Play *plan* with seeds 0, 1, 2 ...; nothing of it is kept."""
    fired: Counter[str] = Counter()
    opened: Counter[str] = Counter()
    in_time: Counter[str] = Counter()
    late: Counter[str] = Counter()
    lasted: list[int] = []
    responders = dict.fromkeys(plan.organisation.roles, PROFILE)
    with TemporaryDirectory() as folder, Store.open(Path(folder) / "dry-run.db") as store:
        for seed in range(plays):
            opening = Opening(seed=seed, run="dry-run", responders=responders)
            events = play(plan, opening=opening, store=store).events
            fired.update({e.body.inject for e in events if isinstance(e.body, InjectFired)})
            _count(events, opened, in_time, late)
            lasted.append(_lasted(events))
    lasted.sort()
    return Forecast(
        plays=plays,
        reached=tuple(
            Reached(inject=i.id, title=i.title or i.id, plays=fired[i.id])
            for i in plan.scenario.injects
        ),
        expected=tuple(
            Met(
                expectation=e.id,
                text=e.text,
                opened=opened[e.id],
                in_time=in_time[e.id],
                late=late[e.id],
            )
            for i in plan.scenario.injects
            for e in i.expects
            if e.seen is not None
        ),
        shortest=Millis(lasted[0]),
        middle=Millis(lasted[len(lasted) // 2]),
        longest=Millis(lasted[-1]),
    )


def _count(
    events: Sequence[Event],
    opened: Counter[str],
    in_time: Counter[str],
    late: Counter[str],
) -> None:
    """Each expectation once a play; a miss that was made good afterwards is late."""
    seen: dict[str, str] = {}
    for event in events:
        match event.body:
            case ExpectationOpened(expectation=name):
                seen.setdefault(name, "opened")
            case ExpectationMet(expectation=name, late=was_late):
                seen[name] = "late" if was_late else "in time"
            case ExpectationMissed(expectation=name):
                seen[name] = "missed"
            case _:
                pass
    opened.update(list(seen))
    in_time.update(name for name, how in seen.items() if how == "in time")
    late.update(name for name, how in seen.items() if how == "late")


def _lasted(events: Sequence[Event]) -> int:
    clock, end = PlayedClock(), 0
    for event in events:
        clock.apply(event.at, event.body)
        if isinstance(event.body, ExerciseEnded):
            end = event.at
    return clock.played(Millis(end))
