"""One figure, opened: its meaning, its formula, its leaves, what was left out, and what if."""

from collections.abc import Sequence
from typing import Any

import msgspec

from evidence import Event
from runbooks.authored import did_you_mean, listed
from scenarios.plan import Plan
from scoring.case import open_case
from scoring.explain.citing import Cited, cite
from scoring.explain.meanings import MEANINGS
from scoring.explain.weights import Trial, try_weights
from scoring.explain.what_if import what_would_change
from scoring.figure import Metric, Target
from scoring.report.names import Names
from scoring.scorecard import Scorecard, score
from scoring.timeline import Timeline
from scoring.wording import show_value


class NoSuchFigure(Exception):
    """The scorecard has no figure of this name; says which it might be."""


class LeftOut(msgspec.Struct, frozen=True, kw_only=True):
    """Something that the figure does not count, and why."""

    what: str
    why: str
    rests_on: tuple[Cited, ...]

    def to_json(self) -> dict[str, Any]:
        return {
            "what": self.what,
            "why": self.why,
            "rests_on": [cited.to_json() for cited in self.rests_on],
        }


class Explanation(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that somebody who doubts a figure may ask.

    Attributes:
        figure: Its name: ``SEV-ACC``, ``RTO:payments-api``.
        meaning: What it is, in a sentence.
        shown: Its value as people read it.
        metric: The figure itself.
        target: What it is held against and whose target that is, in words; ``None`` without.
        rests_on: The leaves it cites.
        left_out: What it does not count.
        what_if: What would have changed the verdict.
        weights: What the ratings that rest on it would be with weights moved by a third.
        rubric: The rubric it was judged by, with its version.
        head: The head of the record that was folded.
    """

    figure: str
    meaning: str
    shown: str
    metric: Metric
    target: str | None
    rests_on: tuple[Cited, ...]
    left_out: tuple[LeftOut, ...]
    what_if: tuple[str, ...]
    weights: tuple[Trial, ...]
    rubric: str
    head: str | None

    def to_json(self) -> dict[str, Any]:
        return {
            "figure": self.figure,
            "meaning": self.meaning,
            "shown": self.shown,
            "metric": self.metric.to_json(),
            "target": self.target,
            "rests_on": [cited.to_json() for cited in self.rests_on],
            "left_out": [left.to_json() for left in self.left_out],
            "what_if": list(self.what_if),
            "weights": [trial.to_json() for trial in self.weights],
            "rubric": self.rubric,
            "head": self.head,
        }


def explain(
    plan: Plan, record: Sequence[Event], figure: str, *, head: str | None = None
) -> Explanation:
    """Open one figure of a record's scorecard.

    Args:
        plan: What was played.
        record: As for :func:`scoring.score`.
        figure: ``SEV-ACC``, or ``RTO:payments-api`` for a part.
        head: The hex digest of the record's last leaf.

    Raises:
        NoSuchFigure: There is no such figure; the message says what was probably meant.
    """
    card = score(plan, record, head=head)
    metric = find_figure(card, figure)
    case = open_case(plan, Timeline(record, plan.organisation))
    names = Names(plan)
    return Explanation(
        figure=metric.name,
        meaning=MEANINGS[metric.key],
        shown=show_value(metric.value, metric.unit),
        metric=metric,
        target=_target(names, metric.target, metric.unit),
        rests_on=cite(names, record, metric.cites),
        left_out=tuple(
            LeftOut(what=one.what, why=one.why, rests_on=cite(names, record, one.cites))
            for one in metric.excluded
        ),
        what_if=what_would_change(case, card, metric),
        weights=try_weights(plan, record, card, metric),
        rubric=f"{plan.rubric.title} {plan.rubric.version}",
        head=head,
    )


def find_figure(card: Scorecard, wanted: str) -> Metric:
    """The figure that somebody means, in any case; a lone part need not be named.

    Raises:
        NoSuchFigure: None or several are meant.
    """
    named = {metric.name.casefold(): metric for metric in card.metrics}
    exact = named.get(wanted.casefold())
    if exact is not None:
        return exact
    parts = [metric for metric in card.metrics if metric.key.casefold() == wanted.casefold()]
    if len(parts) == 1:
        return parts[0]
    if parts:
        which = listed(metric.name for metric in parts)
        raise NoSuchFigure(f"`{wanted}` is a figure of several parts; say one of {which}")
    names = [metric.name for metric in card.metrics]
    right = did_you_mean(wanted, names) or "`drillroom score --json` lists all"
    raise NoSuchFigure(f"there is no figure `{wanted}` in this scorecard; {right}")


def _target(names: Names, target: Target | None, unit: str) -> str | None:
    if target is None:
        return None
    if target.bound == "by":
        return f"by {names.day(int(target.value))}, {target.named}"
    bound = target.bound.replace("-", " ")
    return f"{bound} {show_value(target.value, unit)}, {target.named}"
