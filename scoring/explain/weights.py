"""How much a rating hangs on its weights: each is moved by a third, and the rating is made again.

A rating that flips when a weight moves by a third rests on the house's taste as much as on what
the team did, and a reader should know.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final, Literal

import msgspec

from evidence import Event
from evidence.kinds.control import Rating
from scenarios.objectives import Task
from scenarios.plan import Plan
from scenarios.rubric import AdherenceWeights, NoticeWeights, Rubric, SeverityLoss
from scoring.credit import band, no_better
from scoring.figure import Metric
from scoring.ratings import MeasureRating, TaskRating, weigh
from scoring.scorecard import Scorecard, score

Moved = Literal["a third lighter", "a third heavier"]

_PARTS: Final = 3  # all weights times three, the one moved times two or four: no fractions
_MOVES: Final[tuple[tuple[Moved, int], ...]] = (("a third lighter", 2), ("a third heavier", 4))

_WITHIN: Final[dict[str, tuple[str, tuple[str, ...]]]] = {
    "RB-ADH": (
        "adherence",
        ("completion", "order", "validation", "gates", "evidence", "timing"),
    ),
    "NOTIF-TIME": ("notice", ("sent", "content", "channel")),
    "SEV-ACC": ("severity_loss", ("under", "over")),
}
"""Figures that the rubric weights inside: where in the rubric, and its weights."""


class Trial(msgspec.Struct, frozen=True, kw_only=True):
    """One weight, moved; what it weighs in, and what came of it."""

    weight: str
    moved: Moved
    of: str
    """The task, or the figure, that is made with this weight."""
    now: str
    then: str
    """The rating or verdict as it is, and as it would be."""
    value: str | None = None
    """What the figure itself would be, where it is made with this weight."""

    @property
    def changes(self) -> bool:
        return self.now != self.then

    def to_json(self) -> dict[str, Any]:
        return {
            "weight": self.weight,
            "moved": self.moved,
            "of": self.of,
            "now": self.now,
            "then": self.then,
            "value": self.value,
            "changes": self.changes,
        }


def try_weights(
    plan: Plan, record: Sequence[Event], card: Scorecard, metric: Metric
) -> tuple[Trial, ...]:
    """Every weight that *metric* has or is made of, moved both ways."""
    return (*_in_tasks(plan, card, metric), *_inside(plan, record, card, metric))


def _in_tasks(plan: Plan, card: Scorecard, metric: Metric) -> Iterator[Trial]:
    """The weight of the figure among the measures of each task that rests on it."""
    written = {
        task.id: task
        for objective in plan.scenario.objectives
        for capability in objective.capabilities
        for task in capability.tasks
    }
    for objective in card.objectives:
        for task in objective.tasks:
            for place, measure in enumerate(task.measures):
                if measure.credit is None or not _rests_on(measure, metric, card):
                    continue
                for moved, times in _MOVES:
                    yield Trial(
                        weight=f"{metric.name} in {task.title}",
                        moved=moved,
                        of=task.title,
                        now=task.proposed,
                        then=_proposed(plan.rubric, card, written[task.id], task, place, times),
                    )


def _rests_on(measure: MeasureRating, metric: Metric, card: Scorecard) -> bool:
    if measure.metric != metric.key:
        return False
    if measure.of is not None:
        return measure.of == metric.of
    return metric.of is None or card.metric(metric.key) is None


def _proposed(
    rubric: Rubric, card: Scorecard, written: Task, task: TaskRating, place: int, times: int
) -> Rating:
    measures = [
        msgspec.structs.replace(m, weight=m.weight * (times if n == place else _PARTS))
        for n, m in enumerate(task.measures)
    ]
    percent = weigh(measures)
    assert percent is not None, "the measure that was moved has credit"
    rating = band(percent, rubric)
    found = {finding.code for finding in card.findings}
    for hard in written.hard_fails:
        if hard.when in found:
            rating = no_better(rating, hard.caps_at)
    return rating


def _inside(
    plan: Plan, record: Sequence[Event], card: Scorecard, metric: Metric
) -> Iterator[Trial]:
    """The rubric's weights inside a weighted figure: the figure is made again with each moved."""
    for name, moved, rubric in _rubrics(plan.rubric, metric.key):
        other = score(plan.model_copy(update={"rubric": rubric}), record)
        again = other.metric(metric.key, metric.of)
        assert again is not None, "weights make no figure disappear"
        yield Trial(
            weight=name,
            moved=moved,
            of=metric.name,
            now=metric.verdict,
            then=again.verdict,
            value=str(again.value) if again.value is not None else None,
        )
        yield from _ratings_moved(name, moved, card, other)


def _ratings_moved(name: str, moved: Moved, card: Scorecard, other: Scorecard) -> Iterator[Trial]:
    for objective, again in zip(card.objectives, other.objectives, strict=True):
        for task, then in zip(objective.tasks, again.tasks, strict=True):
            if task.proposed != then.proposed:
                yield Trial(
                    weight=name, moved=moved, of=task.title, now=task.proposed, then=then.proposed
                )


def _rubrics(rubric: Rubric, key: str) -> Iterator[tuple[str, Moved, Rubric]]:
    """The rubric with each weight inside a figure moved, one at a time."""
    if key not in _WITHIN:
        return
    member, names = _WITHIN[key]
    weights: AdherenceWeights | NoticeWeights | SeverityLoss = getattr(rubric, member)
    for name in names:
        for moved, times in _MOVES:
            changed = weights.model_copy(
                update={n: getattr(weights, n) * (times if n == name else _PARTS) for n in names}
            )
            shown = f"{name} in the rubric's {member.replace('_', ' ')}"
            yield shown, moved, rubric.model_copy(update={member: changed})
