"""From figures to P, S, M, U and N/A: a proposal, which a named evaluator confirms or overrides.

A critical task is the weighted mean of what its measures earn (``credit.py``).  What was not due,
not rated or not observed leaves its weight to the others; what could not be verified earns
nothing, unless the record stops before the team had its chance.  A hard fail caps the rating
whatever the mean says.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from evidence import Seq
from evidence.kinds.control import ObservationRecorded, Rating
from evidence.kinds.review import CapabilityRated
from scenarios.objectives import Capability, Measure, Objective, Task
from scoring.case import Case
from scoring.credit import band, credit, no_better, rank
from scoring.expectations import Outcome
from scoring.figure import WHOLE, Finding, Metric, Ppm, share, show_share
from scoring.review.raters import EvaluatorRating, TaskRatings, evaluators_word
from scoring.wording import some


class MeasureRating(msgspec.Struct, frozen=True, kw_only=True):
    """One measure inside a task; ``credit`` is ``None`` where it was left out."""

    metric: str
    of: str | None
    weight: int
    credit: Ppm | None
    says: str
    cites: tuple[Seq, ...]

    def to_json(self) -> dict[str, Any]:
        return {
            "metric": self.metric,
            "of": self.of,
            "weight": self.weight,
            "credit": None if self.credit is None else show_share(self.credit),
            "says": self.says,
            "cites": list(self.cites),
        }


class TaskRating(msgspec.Struct, frozen=True, kw_only=True):
    """A critical task: the proposal, the evaluator's word, and the rating that stands."""

    id: str
    title: str
    capability: str
    rating: Rating
    proposed: Rating
    percent: int | None
    measures: tuple[MeasureRating, ...]
    caps: tuple[str, ...]
    evaluator: EvaluatorRating | None

    def to_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "title": self.title,
            "capability": self.capability,
            "rating": self.rating,
            "proposed": self.proposed,
            "percent": self.percent,
            "measures": [measure.to_json() for measure in self.measures],
            "caps": list(self.caps),
            "evaluator": self.evaluator.to_json() if self.evaluator else None,
        }


class CapabilityRating(msgspec.Struct, frozen=True, kw_only=True):
    """The proposal is the mean of its tasks, held down by what nobody could do.

    The lead evaluator may judge otherwise, though never above the best of its tasks.
    """

    id: str
    title: str
    rating: Rating
    percent: int | None
    spread: tuple[Rating, ...]
    """The ratings of its tasks."""
    lead: EvaluatorRating | None

    def to_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "title": self.title,
            "rating": self.rating,
            "percent": self.percent,
            "spread": list(self.spread),
            "lead": self.lead.to_json() if self.lead else None,
        }


class ObjectiveRating(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    title: str
    threshold: str
    rating: Rating
    percent: int | None
    capabilities: tuple[CapabilityRating, ...]
    tasks: tuple[TaskRating, ...]

    def to_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "title": self.title,
            "threshold": self.threshold,
            "rating": self.rating,
            "percent": self.percent,
            "capabilities": [capability.to_json() for capability in self.capabilities],
            "tasks": [task.to_json() for task in self.tasks],
        }


def rate_objectives(
    case: Case,
    metrics: Sequence[Metric],
    findings: Sequence[Finding],
    outcomes: dict[str, Outcome],
    said: Mapping[str, TaskRatings],
) -> tuple[ObjectiveRating, ...]:
    """Rate every objective of the plan, task by task; *said* is what evaluators rated."""
    rater = _Rater(case, metrics, findings, outcomes, said)
    return tuple(rater.objective(objective) for objective in case.plan.scenario.objectives)


def weigh(measures: Iterable[MeasureRating]) -> int | None:
    """The weighted mean of what measures earned, in per cent; ``None`` where none counts."""
    weighed = [(m.weight, m.credit) for m in measures if m.credit is not None]
    weight = sum(w for w, _ in weighed)
    return sum(w * c for w, c in weighed) * 100 // (weight * WHOLE) if weight else None


class _Rater:
    """Rates one case; holds the figures by key."""

    def __init__(
        self,
        case: Case,
        metrics: Sequence[Metric],
        findings: Sequence[Finding],
        outcomes: dict[str, Outcome],
        said: Mapping[str, TaskRatings],
    ) -> None:
        self._rubric = case.plan.rubric
        self._ended = case.timeline.ended is not None
        self._outcomes = outcomes
        self._texts = {
            expected.id: expected.text.rstrip(".")
            for inject in case.plan.scenario.injects
            for expected in inject.expects
        }
        self._codes: dict[str, list[Finding]] = {}
        for finding in findings:
            self._codes.setdefault(finding.code, []).append(finding)
        self._metrics: dict[str, list[Metric]] = {}
        for metric in metrics:
            self._metrics.setdefault(metric.key, []).append(metric)
        self._said = said
        self._observations = frozenset(e.seq for e, _ in case.timeline.of(ObservationRecorded))
        self._lead = {
            body.capability: (event.seq, body) for event, body in case.timeline.of(CapabilityRated)
        }

    def objective(self, objective: Objective) -> ObjectiveRating:
        by_capability = [
            (capability, [self._task(capability, task) for task in capability.tasks])
            for capability in objective.capabilities
        ]
        tasks = tuple(task for _, rated in by_capability for task in rated)
        rating, percent = self._together(tasks)
        return ObjectiveRating(
            id=objective.id,
            title=objective.title,
            threshold=objective.threshold,
            rating=rating,
            percent=percent,
            capabilities=tuple(
                self._capability(capability, rated) for capability, rated in by_capability
            ),
            tasks=tasks,
        )

    def _capability(self, capability: Capability, tasks: Sequence[TaskRating]) -> CapabilityRating:
        rating, percent = self._together(tasks)
        lead = self._leads_word(capability.id, tasks)
        return CapabilityRating(
            id=capability.id,
            title=capability.title,
            rating=lead.rating if lead is not None and lead.counts else rating,
            percent=percent,
            spread=tuple(task.rating for task in tasks),
            lead=lead,
        )

    def _leads_word(self, capability: str, tasks: Sequence[TaskRating]) -> EvaluatorRating | None:
        said = self._lead.get(capability)
        if said is None:
            return None
        seq, body = said
        best = max((task.rating for task in tasks), key=rank)
        counts = rank(body.rating) <= rank(best)
        says = "the lead evaluator's judgement over its tasks"
        if not counts:
            says = f"above its tasks, the best of which is {best}: it does not count"
        return EvaluatorRating(
            rating=body.rating, counts=counts, says=says, cites=(seq, *body.about)
        )

    def _together(self, tasks: Iterable[TaskRating]) -> tuple[Rating, int | None]:
        """Mean per cent of the rated tasks, and its band; capped while a task is rated U.

        A task that an evaluator rated against its figures counts with the middle of that band.
        """
        rated = [task for task in tasks if task.rating != "N/A"]
        if not rated:
            return "N/A", None
        percent = sum(self._percent(task) for task in rated) // len(rated)
        rating = band(percent, self._rubric)
        if any(task.rating == "U" for task in rated):
            rating = no_better(rating, self._rubric.unable_caps_at)
        return rating, percent

    def _percent(self, task: TaskRating) -> int:
        if task.percent is not None and band(task.percent, self._rubric) == task.rating:
            return task.percent
        bands = self._rubric.bands
        edges = {"U": (0, bands.m), "M": (bands.m, bands.s), "S": (bands.s, bands.p),
                 "P": (bands.p, 100)}  # fmt: skip
        low, high = edges[task.rating]
        return (low + high) // 2

    def _task(self, capability: Capability, task: Task) -> TaskRating:
        measures = [self._measure(measure) for measure in task.measures]
        if task.expectations:
            measures.append(self._expected(task))
        percent = weigh(measures)
        proposed: Rating = "N/A" if percent is None else band(percent, self._rubric)
        caps: list[str] = []
        for hard in task.hard_fails:
            for finding in self._codes.get(hard.when, ())[:1]:
                proposed = no_better(proposed, hard.caps_at)
                caps.append(f"no better than {hard.caps_at}: {finding.says}")
        evaluator = evaluators_word(
            self._said.get(task.id), proposed, observations=self._observations
        )
        stands = evaluator.rating if evaluator is not None and evaluator.counts else proposed
        return TaskRating(
            id=task.id,
            title=task.title,
            capability=capability.id,
            rating=stands,
            proposed=proposed,
            percent=percent,
            measures=tuple(measures),
            caps=tuple(caps),
            evaluator=evaluator,
        )

    def _measure(self, measure: Measure) -> MeasureRating:
        found = self._metrics.get(measure.metric, [])
        if measure.of is not None:
            found = [metric for metric in found if metric.of == measure.of]
        elif any(metric.of is None for metric in found):
            found = [metric for metric in found if metric.of is None]
        each = [
            credit(metric, self._rubric, within=measure.within, ended=self._ended)
            for metric in found
        ]
        given = [one for one in each if one is not None]
        value = sum(given) // len(given) if given else None
        if value is not None and measure.at_least:
            value = min(WHOLE, share(value, measure.at_least))
        return MeasureRating(
            metric=measure.metric,
            of=measure.of,
            weight=measure.weight,
            credit=value,
            says="; ".join(metric.formula for metric in found) or "no such figure in this exercise",
            cites=tuple(sorted({seq for metric in found for seq in metric.cites})),
        )

    def _expected(self, task: Task) -> MeasureRating:
        """The share of the task's expected actions that were seen in time."""
        outcomes = {n: self._outcomes[n] for n in task.expectations if n in self._outcomes}
        rated = [outcome for outcome in outcomes.values() if outcome.state != "left-out"]
        met = sum(outcome.state == "met" for outcome in rated)
        unseen = [n for n, outcome in outcomes.items() if outcome.state in ("late", "missed")]
        missing = f"; not in time: {some([self._texts.get(n, n) for n in unseen])}"
        return MeasureRating(
            metric="EXPECT",
            of=task.id,
            weight=1,
            credit=share(met, len(rated)) if rated else None,
            says=f"{met} of {len(rated)} expected actions seen in time"
            + (missing if unseen else ""),
            cites=tuple(sorted({seq for outcome in rated for seq in outcome.cites})),
        )
