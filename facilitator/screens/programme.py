"""The programme: what was played and is to come, over all exercises of this installation.

Every figure leads to the runs that it rests on.  Teams stand by name or by date, never by rank,
and nothing here is about a person.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from evidence.programme import Item, Planned, Programme
from facilitator.screens.coming import (
    Entry,
    PlannedLine,
    calendar,
    due_day,
    is_open,
    planned_for,
    planned_line,
    still_planned,
)
from facilitator.screens.runs import Link, Run, say_day, say_days
from facilitator.screens.saying import State, say_span
from scoring import Scorecard
from scoring.titles import TITLES

QUARTERS: Final = 4
"""This one and the three before: what is asked for once a year is in one of them."""
TIMES: Final = ("TTDecl", "TTSev-ok", "FIRST")
"""Figures of a scorecard that say how long a team took to decide."""
SHOWN: Final = 12
"""Lines of a list before the rest is left to the calendar."""
REACHED: Final = frozenset({"P", "S"})
"""Ratings of an objective that was reached: without challenges, or with some."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overdue:
    """An improvement whose day has passed."""

    item: str
    action: str
    who: str
    state: State
    run: Link | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendLine:
    """One run among those of its scenario, in the order of their days."""

    day: date
    run: Link
    kind: str
    reached: int
    rated: int
    times: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    title: str
    lines: tuple[TrendLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """What one organisation played of one scenario, by quarter, and when anybody next means to."""

    scenario: str
    organisation: str
    quarters: tuple[tuple[Link, ...], ...]
    planned: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeat:
    """Something that was among the three to improve in more than one run of a scenario."""

    says: str
    scenario: str
    of: int
    runs: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tested:
    """When the duties of a law were last rehearsed."""

    law: str
    ago: str
    run: Link | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammePage:
    """What the home page shows below the game days."""

    planned: tuple[PlannedLine, ...]
    overdue: tuple[Overdue, ...]
    trends: tuple[Trend, ...]
    quarters: tuple[str, ...]
    coverage: tuple[Covered, ...]
    repeats: tuple[Repeat, ...]
    tested: tuple[Tested, ...]
    calendar: tuple[Entry, ...]
    times: tuple[str, ...] = tuple(TITLES[key] for key in TIMES)

    @property
    def coming(self) -> tuple[Entry, ...]:
        return tuple(one for one in self.calendar if one.due and not one.cancelled)[:SHOWN]

    @property
    def played(self) -> tuple[Entry, ...]:
        """The latest first."""
        return tuple(one for one in reversed(self.calendar) if not one.due)[:SHOWN]


def programme_page(runs: Sequence[Run], programme: Programme, *, today: date) -> ProgrammePage:
    """Fold all runs and the programme record; dry runs only try a scenario out."""
    counted = sorted(
        (one for one in runs if one.run != "dry-run"),
        key=lambda one: (one.day, one.team, one.exercise),
    )
    ended = [one for one in counted if one.ended]
    quarters = _quarters(today)
    plans = tuple(still_planned(programme.plans, counted))
    return ProgrammePage(
        planned=tuple(planned_line(one, today) for one in plans),
        overdue=tuple(_overdue(programme.items, counted, today)),
        trends=tuple(_trends(ended)),
        quarters=tuple(f"Q{quarter} {year}" for year, quarter in quarters),
        coverage=tuple(_coverage(ended, quarters, plans)),
        repeats=tuple(_repeats(ended)),
        tested=tuple(_tested(counted, today)),
        calendar=tuple(calendar(ended, programme, plans, today)),
    )


def _link(run: Run, words: str = "") -> Link:
    return Link(words=words or run.team, href=run.href)


def _overdue(items: Iterable[Item], runs: Sequence[Run], today: date) -> Iterable[Overdue]:
    known = {one.exercise: one for one in runs}
    late = (one for one in items if is_open(one) and due_day(one) < today)
    for one in sorted(late, key=due_day):
        run = known.get(one.opened.exercise or "")
        days = (today - due_day(one)).days
        yield Overdue(
            item=one.opened.item,
            action=one.opened.action,
            who=one.opened.contact,
            state=State(words=f"late by {say_days(days)}", tone="bad", shape="late"),
            run=_report_of(run, one.opened.item) if run else None,
        )


def _report_of(run: Run, item: str) -> Link:
    """Where an action is told, and where it is said what became of it."""
    return Link(words=f"{run.title}, {run.team}", href=f"/x/{run.exercise}/report#{item}")


def _trends(ended: Sequence[Run]) -> Iterable[Trend]:
    for runs in _grouped(ended, lambda one: one.scenario):
        yield Trend(title=runs[0].title, lines=tuple(_trend_line(one) for one in runs))


def _trend_line(run: Run) -> TrendLine:
    assert run.card is not None, "an exercise that has ended has a scorecard"
    rated = [one for one in run.card.objectives if one.rating != "N/A"]
    return TrendLine(
        day=run.day,
        run=_link(run),
        kind=run.run.replace("-", " "),
        reached=sum(one.rating in REACHED for one in rated),
        rated=len(rated),
        times=tuple(_time(run.card, key) for key in TIMES),
    )


def _time(card: Scorecard, key: str) -> str:
    figure = card.metric(key)
    return say_span(figure.value) if figure and isinstance(figure.value, int) else "–"


def _coverage(
    ended: Sequence[Run], quarters: Sequence[tuple[int, int]], plans: Sequence[Planned]
) -> Iterable[Covered]:
    """By scenario and organisation; a plan that names nobody stands with whoever played it."""
    planned: dict[tuple[str, str], list[date]] = defaultdict(list)
    for plan in plans:
        house = plan.entry.organisation_title or ""
        planned[plan.entry.title, house].append(planned_for(plan))
    for runs in _grouped(ended, lambda one: (one.title, one.organisation)):
        title, house = runs[0].title, runs[0].organisation
        cells = tuple(
            tuple(_link(one) for one in runs if _quarter(one.day) == quarter)
            for quarter in quarters
        )
        days = sorted((*planned.get((title, house), ()), *planned.get((title, ""), ())))
        yield Covered(scenario=title, organisation=house, quarters=cells, planned=tuple(days))
    played = {(one.title, house) for one in ended for house in (one.organisation, "")}
    for title, house in sorted(planned.keys() - played):
        none: tuple[tuple[Link, ...], ...] = ((),) * len(quarters)
        days = planned[title, house]
        yield Covered(scenario=title, organisation=house, quarters=none, planned=tuple(days))


def _quarter(day: date) -> tuple[int, int]:
    return day.year, (day.month + 2) // 3


def _quarters(today: date) -> tuple[tuple[int, int], ...]:
    """The last four, the present one last."""
    year, quarter = _quarter(today)
    number = year * 4 + quarter - 1
    return tuple(((n // 4), n % 4 + 1) for n in range(number - QUARTERS + 1, number + 1))


def _repeats(ended: Sequence[Run]) -> Iterable[Repeat]:
    for runs in _grouped(ended, lambda one: one.scenario):
        fell: dict[str, list[Run]] = defaultdict(list)
        for run in runs:
            assert run.card is not None, "an exercise that has ended has a scorecard"
            for key in dict.fromkeys(one.figure for one in run.card.improve if one.figure):
                fell[key].append(run)
        for key, again in fell.items():
            if len(again) > 1:
                yield Repeat(
                    says=TITLES.get(key.split(":")[0], key),
                    scenario=runs[0].title,
                    of=len(runs),
                    runs=tuple(_link(one, f"{one.team}, {say_day(one.day)}") for one in again),
                )


def _tested(runs: Sequence[Run], today: date) -> Iterable[Tested]:
    """Those longest ago first; what was opened and not yet played before them."""
    last: dict[str, Run | None] = {}
    for run in runs:
        for law in run.laws:
            last[law] = run if run.ended else last.get(law)
    for law in sorted(last, key=lambda one: (_day_of(last[one]), one)):
        found = last[law]
        yield Tested(
            law=law,
            ago=_ago(today, found.day) if found else "not yet",
            run=_link(found, f"{found.title}, {found.team}") if found else None,
        )


def _day_of(run: Run | None) -> date:
    return run.day if run else date.min


def _grouped(runs: Sequence[Run], key: Callable[[Run], object]) -> list[list[Run]]:
    """By a key, in the order of titles; within, as they stood."""
    groups: dict[object, list[Run]] = defaultdict(list)
    for run in runs:
        groups[key(run)].append(run)
    return sorted(groups.values(), key=lambda one: (one[0].title, one[0].organisation))


def _ago(today: date, day: date) -> str:
    months = (today.year - day.year) * 12 + today.month - day.month - (today.day < day.day)
    if months > 0:
        return f"{months} month{'s' if months > 1 else ''} ago"
    days = (today - day).days
    return f"{say_days(days)} ago" if days > 0 else "today"
