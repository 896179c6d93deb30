"""The scorecard: one pure fold of plan and record.

The same plan and the same record give the same scorecard, live and years later.  Nothing here
can open a sealed field, so deleting every opening changes nothing.
"""

import hashlib
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from evidence import Event
from evidence.canonical import encode
from scenarios.plan import Plan
from scoring.breach_record import assess_breach_record
from scoring.case import Case, open_case
from scoring.communications import assess_communications
from scoring.consistency import measure_consistency
from scoring.controlled_state import measure_controlled_state
from scoring.coordination import assess_coordination
from scoring.decisions import assess_decisions
from scoring.duties import assess_duties
from scoring.exceptions import assess_exceptions
from scoring.expectations import Outcome, assess_expectations, judge_expectations
from scoring.figure import Conclusion, Finding, Metric
from scoring.improve import Improvement, choose_improvements
from scoring.legal import assess_legal_tests
from scoring.midway import not_yet
from scoring.procedure import measure_procedure
from scoring.ratings import ObjectiveRating, rate_objectives
from scoring.reaction import measure_reactions
from scoring.recovery import measure_recovery
from scoring.review import contests, raters
from scoring.review.agreed import Agreement, measure_agreement
from scoring.review.contests import Contest, gather_contests, set_aside
from scoring.review.raters import gather_ratings
from scoring.severity import measure_severity
from scoring.timeline import Timeline
from scoring.vendors import assess_vendors
from scoring.wording import count, instant


class Scorecard(msgspec.Struct, frozen=True, kw_only=True):
    """What one exercise showed.

    Attributes:
        head: The hex digest of the last leaf that was folded; ``None`` where events had no leaves.
        objectives: Ratings, down to each measure of each critical task.
        metrics: Every figure, in the order of an incident.
        rubric: Id of the rubric that turned figures into ratings.
        rubric_version: Its version.
        improve: The three things to improve.
        findings: What a reader should know besides the figures.
        contests: Figures that the team does not accept, with the rulings.
        agreement: How far evaluators agree who rated the same tasks alone.
    """

    head: str | None
    objectives: tuple[ObjectiveRating, ...]
    metrics: tuple[Metric, ...]
    rubric: str
    rubric_version: str
    improve: tuple[Improvement, ...]
    findings: tuple[Finding, ...]
    contests: tuple[Contest, ...]
    agreement: Agreement | None

    def metric(self, key: str, of: str | None = None) -> Metric | None:
        """The figure with this key, of this part; ``None`` if the exercise has none."""
        return next((m for m in self.metrics if m.key == key and m.of == of), None)

    def to_json(self) -> dict[str, Any]:
        """Plain data for canonical bytes: no floats anywhere."""
        return {
            "head": self.head,
            "objectives": [objective.to_json() for objective in self.objectives],
            "metrics": [metric.to_json() for metric in self.metrics],
            "rubric": {"id": self.rubric, "version": self.rubric_version},
            "improve": [improvement.to_json() for improvement in self.improve],
            "findings": [finding.to_json() for finding in self.findings],
            "contests": [contest.to_json() for contest in self.contests],
            "agreement": self.agreement.to_json() if self.agreement else None,
        }

    @property
    def digest(self) -> str:
        """Hex SHA-256 of the scorecard's canonical bytes."""
        return hashlib.sha256(encode(self.to_json())).hexdigest()


def score(plan: Plan, record: Sequence[Event], *, head: str | None = None) -> Scorecard:
    """Score one exercise.

    Args:
        plan: What was played, frozen at StartEx.
        record: Its events in ``seq`` order from the first leaf, without gaps; play alone, or
            with review.  A record that stops before EndEx is scored as far as it goes.
        head: The hex digest of the record's last leaf, for the scorecard to name.
    """
    timeline = Timeline(record, plan.organisation)
    case = open_case(plan, timeline)
    outcomes = judge_expectations(case)
    said = gather_ratings(timeline.together(*raters.SAID))
    contested = gather_contests(timeline.together(*contests.SAID))
    metrics: list[Metric] = []
    findings: list[Finding] = []
    for conclusion in _conclusions(case, outcomes):
        if isinstance(conclusion, Metric):
            metrics.append(set_aside(not_yet(conclusion, case), contested))
        else:
            findings.append(conclusion)
    objectives = rate_objectives(case, metrics, findings, outcomes, said)
    return Scorecard(
        head=head,
        objectives=objectives,
        metrics=tuple(metrics),
        rubric=plan.rubric.rubric,
        rubric_version=plan.rubric.version,
        improve=choose_improvements(
            objectives, metrics, findings, ended=timeline.ended is not None
        ),
        findings=tuple(findings),
        contests=tuple(contested.values()),
        agreement=measure_agreement(said),
    )


def _conclusions(case: Case, outcomes: dict[str, Outcome]) -> Iterator[Conclusion]:
    """All families, in the order in which an incident unfolds."""
    yield from measure_reactions(case)
    yield from measure_severity(case)
    yield from measure_procedure(case)
    yield from measure_recovery(case)
    yield from measure_controlled_state(case)
    yield from assess_duties(case)
    yield from assess_legal_tests(case)
    yield from assess_communications(case)
    yield measure_consistency(case)
    yield from assess_decisions(case)
    yield from assess_breach_record(case)
    yield from assess_exceptions(case)
    yield from assess_coordination(case)
    yield from assess_vendors(case)
    yield from assess_expectations(case, outcomes)
    yield from _course(case.timeline)


def _course(timeline: Timeline) -> Iterator[Finding]:
    """What the exercise did to itself, said once for the whole scorecard."""
    if timeline.marked_artificial:
        many = count(len(timeline.marked_artificial), "leaf", "leaves")
        says = f"{many} were marked as artificial, or followed from one, and left out everywhere."
        yield Finding(code="artificial", says=says, cites=timeline.marked_artificial)
    if timeline.by_hand is not None:
        says = f"From {instant(timeline.by_hand.at)} on the simulated world was out of play, and "
        says += "control stated what happened."
        yield Finding(code="by-hand", says=says, cites=(timeline.by_hand.seq,))
    if timeline.ended is None:
        says = f"The record stops at {instant(timeline.end.at)}, before EndEx; what was open then "
        says += "could not be verified."
        yield Finding(code="stops-midway", says=says, cites=(timeline.end.seq,))
