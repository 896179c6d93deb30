"""One figure on a line: its name, what it came to, its target, and whether that was met."""

from dataclasses import dataclass

from evidence.kinds.exercise import ExerciseEnded
from facilitator.screens.naming import Names
from facilitator.screens.saying import (
    State,
    done,
    missed,
    not_yet,
    say_at,
    say_span,
    skipped,
    unknown,
    waiting,
)
from facilitator.screens.seen import Seen
from scoring import Metric, show_value
from scoring.titles import TITLES


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureLine:
    """One figure."""

    name: str
    title: str
    of: str
    shown: str
    target: str
    state: State
    href: str
    open: bool


def line_of(seen: Seen, metric: Metric, wanted: str) -> FigureLine:
    names = Names(seen.plan)
    return FigureLine(
        name=metric.name,
        title=TITLES[metric.key],
        of=named(names, seen, metric.of),
        shown=value_of(metric),
        target=target_of(seen, metric),
        state=state_of(metric, ended=ended(seen)),
        href=why_address(metric.key, metric.of),
        open=metric.name == wanted,
    )


def named(names: Names, seen: Seen, of: str | None) -> str:
    if of is None:
        return ""
    if of in seen.plan.duties:
        return names.duty(of)
    if of in seen.plan.books:
        return names.runbook(of)
    found = seen.plan.organisation.communications.audience(of)
    return found.title if found is not None else names.title(of)


def value_of(metric: Metric) -> str:
    if metric.value is None:
        return "none"
    if metric.unit == "ms" and isinstance(metric.value, int):
        return ("-" if metric.value < 0 else "") + say_span(abs(metric.value))
    return show_value(metric.value, metric.unit)


def target_of(seen: Seen, metric: Metric) -> str:
    target = metric.target
    if target is None:
        return ""
    if target.bound == "by":
        return f"by {say_at(int(target.value))}"
    value = target.value
    shown = (
        say_span(value)
        if metric.unit == "ms" and isinstance(value, int)
        else show_value(value, metric.unit)
    )
    return f"{'at most' if target.bound == 'at-most' else 'at least'} {shown}"


def ended(seen: Seen) -> bool:
    return any(isinstance(event.body, ExerciseEnded) for event in reversed(seen.events))


def state_of(metric: Metric, *, ended: bool) -> State:
    if metric.verdict == "could-not-verify" and not ended:
        return not_yet("not yet")
    match metric.verdict:
        case "met":
            return done("met")
        case "not-met":
            return missed("not met")
        case "late":
            return missed("late")
        case "arguable":
            return waiting("arguable")
        case "not-due":
            return not_yet("not due")
        case "not-rated":
            return skipped("not rated")
        case "not-observed":
            return unknown("not observed")
        case "could-not-verify":
            return unknown("could not verify")
        case _:
            return not_yet("for information")


def why_address(metric: str, of: str | None) -> str:
    """Where the explanation of a figure opens."""
    return f"scorecard?why={metric}{':' + of if of else ''}#why"
