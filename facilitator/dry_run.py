"""The dry run: play a plan many times with simulated responders and say what usually happens.

It answers what an author cannot see in a file: which injects are reached, how long it lasts, and
which deadline nobody ever meets.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from evidence import Event, Millis
from evidence.clocks import PlayedClock
from evidence.kinds import may_see
from evidence.kinds.control import (
    ExpectationMet,
    ExpectationMissed,
    ExpectationOpened,
    InjectFired,
)
from evidence.kinds.exercise import ExerciseEnded
from facilitator.forecast import Forecast, Load, Met, Reached, Recovery
from facilitator.headless import play
from facilitator.opening import Opening
from facilitator.store import Store
from scenarios import Plan
from scoring import score

PLAYS: Final = 200
"""Enough that what happens in one play of twenty is seen with near certainty."""
PROFILE: Final = "average"
HALF_HOUR: Final = 1_800_000


def forecast(plan: Plan, *, plays: int = PLAYS) -> Forecast:
    """Play *plan* with seeds 0, 1, 2 ...; nothing of it is kept."""
    fired: Counter[str] = Counter()
    opened: Counter[str] = Counter()
    in_time: Counter[str] = Counter()
    late: Counter[str] = Counter()
    lasted: list[int] = []
    came: dict[str, list[tuple[int, int]]] = defaultdict(list)
    recovered: dict[str, list[Millis]] = defaultdict(list)
    responders = dict.fromkeys(plan.organisation.roles, PROFILE)
    with TemporaryDirectory() as folder, Store.open(Path(folder) / "dry-run.db") as store:
        for seed in range(plays):
            opening = Opening(seed=seed, run="dry-run", responders=responders)
            events = play(plan, opening=opening, store=store).events
            fired.update({e.body.inject for e in events if isinstance(e.body, InjectFired)})
            _count(events, opened, in_time, late)
            lasted.append(_lasted(events))
            for seat in plan.organisation.roles:
                came[seat].append(_came(events, seat))
            for part, span in _recovered(plan, events):
                recovered[part].append(span)
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
        loads=tuple(_load(plan, seat, came[seat]) for seat in plan.organisation.roles),
        recovered=tuple(
            Recovery(
                part=part,
                title=plan.organisation.title_of(part),
                spans=tuple(sorted(recovered[part])),
            )
            for part in sorted(recovered)
        ),
    )


def _came(events: Sequence[Event], seat: str) -> tuple[int, int]:
    """Messages to a seat in one play, and those of its fullest half hour."""
    at = [e.at for e in events if isinstance(e.body, InjectFired) and may_see(e.to, seat=seat)]
    fullest = max((bisect_left(at, one + HALF_HOUR) - n for n, one in enumerate(at)), default=0)
    return len(at), fullest


def _load(plan: Plan, seat: str, plays: list[tuple[int, int]]) -> Load:
    messages = sorted(number for number, _ in plays)
    return Load(
        seat=seat,
        title=plan.organisation.title_of(seat).split(",")[0],
        messages=messages[len(messages) // 2],
        busiest=max(fullest for _, fullest in plays),
    )


def _recovered(plan: Plan, events: Sequence[Event]) -> Iterator[tuple[str, Millis]]:
    """The recovery times that a scorecard finds, of whatever was recovered."""
    for metric in score(plan, events).metrics:
        if metric.key == "RTO" and metric.of is not None and isinstance(metric.value, int):
            yield metric.of, Millis(metric.value)


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
