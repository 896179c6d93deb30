"""The three things to improve: the costliest shortfalls, as plain sentences with their leaves.

Hard facts come first (a stop condition ignored, a notice missed), then the measures that took
most from the ratings, then expected actions that nobody took.  Never a person, always the work.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final

import msgspec

from evidence import Seq
from scoring.figure import WHOLE, Finding, Metric
from scoring.ratings import ObjectiveRating
from scoring.wording import show_span, show_value

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
    plain = _in_plain_words(metrics)
    for key, says, cites in _costliest(objectives):
        if key not in seen and key in _ADVICE:
            seen.add(key)
            words = f"{_ADVICE[key]}: {plain.get(key, says)}."
            yield Improvement(says=words, cites=cites, figure=key)
    for metric in metrics:
        short = metric.verdict in ("not-met", "late", "could-not-verify")
        if short and metric.key not in seen and metric.key in _ADVICE:
            seen.add(metric.key)
            says = f"{_ADVICE[metric.key]}: {plain.get(metric.key, metric.formula)}."
            yield Improvement(says=says, cites=metric.cites, figure=metric.key)
    for finding in findings:
        if finding.code == "expected-and-not-seen":
            yield Improvement(says=finding.says, cites=finding.cites)


def _in_plain_words(metrics: Sequence[Metric]) -> dict[str, str]:
    """Figures whose formula is for whoever doubts them, said for whoever has to do better.

    A figure of several parts keeps its formulas, for each part says something else.
    """
    keys = [metric.key for metric in metrics]
    plain = {
        metric.key: f"it took {show_span(int(metric.value))}, and "
        f"{show_span(int(metric.target.value))} were allowed ({metric.target.named})"
        for metric in metrics
        if metric.unit == "ms"
        and metric.clock != "data"
        and metric.value is not None
        and metric.target is not None
        and keys.count(metric.key) == 1
    }
    rates = {metric.key: show_value(metric.value, "ratio") for metric in metrics}
    if "SEV-UNDER" in rates:
        plain["SEV-ACC"] = (
            f"it was too mild for {rates['SEV-UNDER']} of the time, and too severe for "
            f"{rates['SEV-OVER']}"
        )
    return plain


def _costliest(objectives: Sequence[ObjectiveRating]) -> list[tuple[str, str, tuple[Seq, ...]]]:
    """Measures by what they took from the ratings, the most first; ties in the plan's order."""
    lost: list[tuple[int, int, str, str, tuple[Seq, ...]]] = []
    for objective in objectives:
        for task in objective.tasks:
            whole = sum(measure.weight for measure in task.measures if measure.credit is not None)
            for measure in task.measures:
                if measure.credit is not None and measure.credit < WHOLE and whole:
                    cost = (WHOLE - measure.credit) * measure.weight // whole
                    lost.append((-cost, len(lost), measure.metric, measure.says, measure.cites))
    return [(key, says, cites) for _, _, key, says, cites in sorted(lost)]
