"""The three things to improve: the costliest shortfalls, as plain sentences with their leaves.

Hard facts come first (a stop condition ignored, a notice missed), then the measures that took
most from the ratings, then expected actions that nobody took.  Never a person, always the work.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final

import msgspec

from evidence import Seq
from scoring.figure import WHOLE, Finding, Metric, show_share
from scoring.ratings import MeasureRating, ObjectiveRating
from scoring.titles import TITLES
from scoring.wording import show_span, show_value, some

_SHORT: Final = ("not-met", "late", "could-not-verify")

_ADHERENCE: Final = (
    "RB-COMPLETION",
    "RB-ORDER",
    "RB-VAL",
    "RB-GATE",
    "RB-EVID",
    "RB-TIMING",
    "RB-STOP",
)

HOW_MANY: Final = 3
"""People remember three things from a debrief."""

_HARD: Final = (
    "stop-ignored",
    "deadline-missed",
    "unapproved-notice",
    "evidence-destroyed",
    "confirmed-but-not-so",
)

_ADVICE: Final[dict[str, str]] = {
    "TTD-sig": "Notice sooner that something is wrong",
    "TTA": "Accept pages sooner",
    "RESP": "Have somebody who leads accept the page sooner",
    "TTDecl": "Declare the incident sooner",
    "TTSev": "Call a severity as soon as the incident is declared",
    "TTSev-ok": "Walk the severity tree again when the facts change",
    "TTCmd": "Say who commands, and write it down",
    "SEV-ACC": "Keep the severity in step with the facts",
    "RB-ADH": "Follow the runbook",
    "RB-COMPLETION": "Complete the runbook's required steps",
    "RB-ORDER": "Keep to the order of the runbook",
    "RB-VAL": "Validate each major step before building on it",
    "RB-GATE": "Get another person's approval before a gated step starts",
    "RB-TIMING": "Rehearse the steps that took longest",
    "RB-STOP": "Stop when a stop condition is met",
    "RB-EVID": "Capture the evidence that the runbook asks for",
    "RTO": "Recover sooner, and validate what was recovered",
    "RPO": "Recover to a newer point",
    "MTTR-RESOLVE": "Remove the cause sooner",
    "NOTIF-TIME": "Notify in time, with all that the notice needs",
    "UPD-CAD": "Send updates as often as promised",
    "COMMS-CONF": "Send messages the way the policy asks",
    "COVERAGE": "Tell everybody who has to hear",
    "FIRST": "Send the first word sooner",
    "DEC-COMP": "Write decisions down with owner, reason and evidence",
    "LAG": "Write decisions down when they are made",
    "COORD-SEP": "Let the coordinator coordinate and others repair",
    "CONSISTENT": "Say the same to everybody",
    "DUTIES": "Do all that a coordinator is there for",
    "DISTINCT": "Keep coordinator, technical lead and communications owner three people",
    "EXC-OPEN": "Name somebody who reviews each exception",
    "TTV": "Open the case with the supplier sooner",
    "VEND-ESC": "Chase and escalate suppliers on schedule",
    "RECOV": "Bring the system back to a controlled state, with evidence",
    "EXPECT": "Take the actions that were expected",
}


class Improvement(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to improve."""

    says: str
    cites: tuple[Seq, ...]
    figure: str | None = None
    """The key of the figure that fell short, if it is one."""

    def to_json(self) -> dict[str, Any]:
        return {"says": self.says, "cites": list(self.cites), "figure": self.figure}


def choose_improvements(
    objectives: Sequence[ObjectiveRating],
    metrics: Sequence[Metric],
    findings: Sequence[Finding],
    *,
    ended: bool,
) -> tuple[Improvement, ...]:
    """At most three, the worst first, no figure twice.

    Before EndEx, what has not come yet is no shortfall.
    """
    chosen: list[Improvement] = []
    if not ended:
        metrics = [metric for metric in metrics if metric.verdict != "could-not-verify"]
    for improvement in _candidates(objectives, metrics, findings):
        if all(improvement.says != other.says for other in chosen):
            chosen.append(improvement)
        if len(chosen) == HOW_MANY:
            break
    return tuple(chosen)


def _candidates(
    objectives: Sequence[ObjectiveRating], metrics: Sequence[Metric], findings: Sequence[Finding]
) -> Iterator[Improvement]:
    for code in _HARD:
        for finding in findings:
            if finding.code == code:
                yield Improvement(says=finding.says, cites=finding.cites)
    seen: set[str] = set()
    for measure in _costliest(objectives):
        if measure.metric not in seen and measure.metric in _ADVICE:
            seen.add(measure.metric)
            yield Improvement(
                says=f"{_ADVICE[measure.metric]}: {_why_costly(measure, metrics)}.",
                cites=measure.cites,
                figure=measure.metric,
            )
    for metric in metrics:
        if metric.verdict in _SHORT and metric.key not in seen and metric.key in _ADVICE:
            seen.add(metric.key)
            says = f"{_ADVICE[metric.key]}: {_what_fell_short(metric, metrics)}."
            yield Improvement(says=says, cites=metric.cites, figure=metric.key)
    for finding in findings:
        if finding.code == "expected-and-not-seen":
            yield Improvement(says=finding.says, cites=finding.cites)


def _costliest(objectives: Sequence[ObjectiveRating]) -> list[MeasureRating]:
    """Measures by what they took from the ratings, the most first; ties in the plan's order."""
    lost: list[tuple[int, MeasureRating]] = []
    for objective in objectives:
        for task in objective.tasks:
            whole = sum(measure.weight for measure in task.measures if measure.credit is not None)
            for measure in task.measures:
                if measure.credit is not None and measure.credit < WHOLE and whole:
                    lost.append(((WHOLE - measure.credit) * measure.weight // whole, measure))
    return [measure for _, measure in sorted(lost, key=lambda one: -one[0])]


def _why_costly(measure: MeasureRating, metrics: Sequence[Metric]) -> str:
    found = [
        metric
        for metric in metrics
        if metric.key == measure.metric
        and measure.of in (None, metric.of)
        and metric.verdict in _SHORT
    ]
    return "; ".join(_what_fell_short(metric, metrics) for metric in found) or measure.says


def _what_fell_short(metric: Metric, metrics: Sequence[Metric]) -> str:
    """The figure in words for whoever has to do better; its formula is for whoever doubts it."""
    if metric.unit == "ms" and metric.value is not None:
        return _too_long(int(metric.value), metric)
    if metric.key == "SEV-ACC":
        mild, severe = (
            show_value(other.value, "ratio")
            for key in ("SEV-UNDER", "SEV-OVER")
            for other in metrics
            if other.key == key
        )
        return f"it was too mild for {mild} of the time, and too severe for {severe}"
    if metric.key == "RB-ADH":
        return _least_followed(metric, metrics)
    if not metric.missing:
        return metric.formula
    if metric.tally is None:
        return some(metric.missing)
    met, whole = metric.tally
    return f"{whole - met} of {whole} missed: {some(metric.missing)}"


def _too_long(value: int, metric: Metric) -> str:
    """A duration beside what was allowed; what falls short of nothing was never validated."""
    target = metric.target
    came = f"what came back ended {show_span(value)} before the outage"
    took = came if metric.clock == "data" else f"it took {show_span(value)}"
    if target is None or value <= int(target.value):
        return f"{took}, and nobody validated it"
    return f"{took}, and {show_span(int(target.value))} were allowed ({target.named})"


def _least_followed(adherence: Metric, metrics: Sequence[Metric]) -> str:
    """The parts of a runbook's adherence that are not whole, and whether a stop caps it."""
    parts = [
        f"{TITLES[metric.key].lower()} {show_value(metric.value, 'ratio')}"
        for metric in metrics
        if metric.of == adherence.of
        and metric.key in _ADHERENCE
        and metric.value not in (None, show_share(WHOLE))
    ]
    return ", ".join(parts) or adherence.formula
