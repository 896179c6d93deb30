"""What is to come: planned exercises, and the calendar of plans, due days and days of play."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from evidence.programme import CLOSED, Item, Planned, Programme
from facilitator.screens.runs import Run, say_days
from facilitator.screens.saying import State


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One day of the calendar.

    Attributes:
        key: What it is of, and stays however it changes.
        changed: When it last did, in UTC.
        changes: How often its day or what it says has been changed.
        due: The day is one that something falls due, or is planned for.
        cancelled: It was planned and is not to be: calendars that follow take it out.
    """

    key: str
    day: date
    words: str
    href: str
    changed: datetime
    changes: int = 0
    due: bool = False
    cancelled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedLine:
    """An exercise that is planned and not yet opened."""

    plan: str
    title: str
    href: str
    day: date
    organisation: str
    """Who is to play it; empty where that is open."""
    lead: str
    objective: str
    state: State


def still_planned(plans: Iterable[Planned], runs: Sequence[Run]) -> Iterable[Planned]:
    """The soonest first.

    A run of the scenario on the day of a plan or later is what it meant, if it was played by the
    organisation that the plan names, where it names one.
    """
    left = {one.exercise: one for one in runs}
    for plan in sorted(plans, key=lambda one: (one.entry.day, one.seq)):
        if plan.entry.state == "cancelled":
            continue
        run = next((one for one in left.values() if _meets(one, plan)), None)
        if run is None:
            yield plan
        else:
            del left[run.exercise]


def _meets(run: Run, plan: Planned) -> bool:
    entry = plan.entry
    return (
        run.scenario == entry.scenario
        and entry.organisation in (None, run.organisation_id)
        and run.day >= planned_for(plan)
    )


def planned_for(plan: Planned) -> date:
    """The day that a plan is for."""
    return date.fromisoformat(plan.entry.day)


def planned_line(plan: Planned, today: date) -> PlannedLine:
    """A plan as it is read, and how far off its day is."""
    entry, left = plan.entry, (planned_for(plan) - today).days
    state = State(words=f"in {say_days(left)}", tone="idle", shape="wait")
    if left < 0:
        state = State(words=f"its day was {say_days(-left)} ago", tone="warn", shape="late")
    elif left == 0:
        state = State(words="today", tone="news", shape="soon")
    return PlannedLine(
        plan=entry.plan,
        title=entry.title,
        href=f"/scenarios/{entry.scenario}",
        day=planned_for(plan),
        organisation=entry.organisation_title or "",
        lead=entry.lead,
        objective=entry.objective,
        state=state,
    )


def is_open(item: Item) -> bool:
    """Whether something is still to be done about an improvement."""
    return item.state not in CLOSED and item.state != "dropped"


def due_day(item: Item) -> date:
    """The day by which an improvement is due."""
    return date.fromisoformat(item.opened.due)


def calendar(
    ended: Sequence[Run], programme: Programme, plans: Sequence[Planned], today: date
) -> Iterable[Entry]:
    """By day.  A plan that was cancelled stays until its day, or who follows would keep it."""
    entries = [_played_entry(one) for one in ended]
    entries += [
        _due_entry(one) for one in programme.items if is_open(one) and due_day(one) >= today
    ]
    gone = [one for one in programme.plans if one.entry.state == "cancelled"]
    entries += [_plan_entry(one) for one in (*plans, *gone) if planned_for(one) >= today]
    return sorted(entries, key=lambda one: (one.day, one.words))


def _played_entry(run: Run) -> Entry:
    return Entry(
        key=f"run {run.exercise}",
        day=run.day,
        words=f"{run.title}, {run.team}",
        href=run.href,
        changed=datetime.combine(run.day, time(), UTC),
    )


def _due_entry(item: Item) -> Entry:
    return Entry(
        key=f"item {item.opened.item}",
        day=due_day(item),
        words=f"{item.opened.item} is due: {item.opened.action}",
        href="",
        changed=_instant(item.wall),
        due=True,
    )


def _plan_entry(plan: Planned) -> Entry:
    entry = plan.entry
    return Entry(
        key=f"plan {entry.plan}",
        day=planned_for(plan),
        words=f"{entry.title}, led by {entry.lead}",
        href=f"/scenarios/{entry.scenario}",
        changed=_instant(plan.wall),
        changes=plan.changes,
        due=True,
        cancelled=entry.state == "cancelled",
    )


def _instant(wall: int) -> datetime:
    return datetime.fromtimestamp(wall // 1000, UTC)
