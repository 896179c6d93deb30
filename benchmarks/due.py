"""10,000 due computations against as many bare additions to a datetime, in turns.

The questions are spread over every rule of the library that counts something, and over ten years of
starts.  The bare addition is what a wrong implementation would do: so many hours, days or thirties
of days more.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from benchmarks.headless import per_run
from evidence import Millis
from scenarios import library_regimes
from scenarios.law import Place, Regime, Stage, Start, due, local_time, working_days

QUESTIONS = 10_000
ROUNDS = 5
FIRST, LAST = date(2019, 1, 1), date(2032, 12, 31)
ORIGIN = datetime(2020, 1, 1, tzinfo=UTC)
BETWEEN = timedelta(hours=8, minutes=45)
"""10,000 of these are ten years."""

_DAYS = {"hours": 1 / 24, "days": 1.0, "business days": 1.4, "weeks": 7.0, "months": 30.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Seconds for all questions, the medians being of the rounds."""

    questions: int
    due_s: float
    ratios: tuple[float, ...]
    """Due computations against bare additions in each round; sorted."""


def measure_due() -> Asked:
    place, rules = _place(), _rules()
    starts = [ORIGIN + n * BETWEEN for n in range(QUESTIONS)]
    asked = [
        (*rules[n % len(rules)], Millis(int(start.timestamp() * 1000)), start)
        for n, start in enumerate(starts)
    ]
    facts = {"entity": ("other-financial-entity", "financial-entity")}

    def count() -> None:
        for law, stage, at, _ in asked:
            due(law, stage, {stage.starts: Start(at=at)}, place=place, facts=facts)

    def add() -> None:
        for _, stage, _, start in asked:
            assert stage.within is not None
            start + timedelta(days=stage.within.number * _DAYS[stage.within.unit])

    rounds = [(per_run(count).wall, per_run(add).wall) for _ in range(ROUNDS)]
    return Asked(
        questions=len(asked),
        due_s=sorted(counted for counted, _ in rounds)[ROUNDS // 2],
        ratios=tuple(sorted(counted / added for counted, added in rounds)),
    )


def _rules() -> list[tuple[Regime, Stage]]:
    return [
        (law, stage)
        for law in library_regimes().rules
        for stage in law.stages
        if stage.within is not None
    ]


def _place() -> Place:
    calendars = {law.calendar for law in library_regimes().rules if law.calendar} | {"DE"}
    return Place(
        local=local_time("Europe/Berlin", first=FIRST, last=LAST),
        calendar="DE",
        working={name: working_days(name, first=FIRST, last=LAST) for name in calendars},
        zones={
            office: local_time(office, first=FIRST, last=LAST)
            for law in library_regimes().rules
            for office in law.offices
        },
    )
