"""What would have changed a verdict: the smallest step that would, said as a sentence.

Only what follows from the figure's own formula is said.  A figure that is not judged would be
changed by nothing, and then nothing is said.
"""

from collections.abc import Iterator
from typing import Final

from evidence.kinds.incident import IncidentDeclared
from evidence.kinds.outside import DutyNotified
from scoring.case import Case
from scoring.figure import WHOLE, Metric, read_share, share
from scoring.reference import show_band
from scoring.scorecard import Scorecard
from scoring.severity import accuracy_if_called, costliest_stretch
from scoring.wording import instant, show_span

_DONE: Final[dict[str, str]] = {
    "TTD-sig": "Noticed",
    "TTA": "Acknowledged",
    "RESP": "Acknowledged by somebody who leads",
    "TTDecl": "Declared",
    "TTSev": "With the first severity called",
    "TTSev-ok": "With the accepted severity called",
    "TTCmd": "With a commander named",
    "MTTR-MITIGATE": "With the impact ended",
    "MTTR-RESTORE": "Restored and validated",
    "MTTR-RESOLVE": "With nothing broken any more",
    "TTCS": "With the last of the six items confirmed",
    "RTO": "Restored and validated",
    "FIRST": "With the first message sent",
    "TTV": "With the case opened",
}
"""What ends the clock of each timed figure."""


def what_would_change(case: Case, card: Scorecard, metric: Metric) -> tuple[str, ...]:
    """The sentences, the nearest change first; none where nothing is judged."""
    if metric.verdict not in ("met", "not-met", "late", "arguable", "could-not-verify"):
        return ()
    if metric.key == "NOTIF-TIME" and metric.of is not None:
        return tuple(_notice(case, metric))
    if metric.unit == "ms":
        return tuple(_timed(metric))
    if metric.key == "RB-STOP":
        return _stopped(metric)
    said = list(_share(metric))
    if metric.key == "SEV-ACC":
        said += _called_sooner(case, metric)
    if metric.key == "RB-ADH":
        said += _one_part_whole(case, card, metric)
    return tuple(said)


def _timed(metric: Metric) -> Iterator[str]:
    if metric.target is None:
        return
    limit = int(metric.target.value)
    if metric.value is None:
        if metric.verdict == "could-not-verify":
            yield "A fact in the record that shows it would have made it a figure."
        else:
            yield f"It never came; within {show_span(limit)} it would have met its target."
        return
    over = int(metric.value) - limit
    if metric.key in ("RPO", "RPO-LOSS"):
        if over > 0:
            yield f"A good copy {_at_least(over)} newer would have kept the promise."
        else:
            yield f"A copy more than {show_span(-over)} older would have broken the promise."
        return
    done = _DONE.get(metric.key, "Done")
    if over > 0:
        yield f"{done} {_at_least(over)} earlier, it would have met its target."
    else:
        yield f"{done} more than {show_span(-over)} later, it would have missed its target."


def _share(metric: Metric) -> Iterator[str]:
    if metric.target is None or metric.value is None:
        return
    bound = read_share(str(metric.target.value))
    if metric.target.bound == "at-most":
        if metric.verdict == "not-met":
            yield "Not one such case may remain for it to be met."
        return
    if metric.tally is None:
        short = bound - read_share(str(metric.value))
        where = "short of" if short > 0 else "above"
        yield f"It is {_points(abs(short))} {where} its target."
        return
    part, whole = metric.tally
    needed = next(n for n in range(whole + 1) if share(n, whole) >= bound)
    if part < needed:
        yield f"{needed - part} more of {whole} would have met the target."
    elif needed:
        yield f"With {part - needed + 1} fewer of {whole} it would have missed the target."


def _stopped(metric: Metric) -> tuple[str, ...]:
    if metric.verdict == "not-met":
        return ("Had the team stopped before that step, it would have been met.",)
    return ()


def _at_least(ms: int) -> str:
    """A span that is enough: what is not a whole second is rounded up."""
    return show_span(-(-ms // 1_000) * 1_000)


def _points(ppm: int) -> str:
    """A distance between shares, in percentage points of one place."""
    tenths = (ppm + 500) // 1_000
    return f"{tenths // 10}.{tenths % 10} points"


def _per(ppm: int) -> str:
    return f"{(ppm + 5_000) // 10_000} %"


def _called_sooner(case: Case, metric: Metric) -> Iterator[str]:
    """How much sooner the first level had to come, if that was it; and the costliest stretch."""
    detected = case.moments.detected
    if metric.verdict != "not-met" or metric.target is None or detected is None:
        return
    bound = read_share(str(metric.target.value))
    low, high = 0, int(case.timeline.until.at - detected.at)
    if (accuracy_if_called(case, earlier=high) or 0) >= bound:
        while high - low > 1:
            middle = (low + high) // 2
            reached = (accuracy_if_called(case, earlier=middle) or 0) >= bound
            low, high = (low, middle) if reached else (middle, high)
        yield f"With a first level {_at_least(high)} earlier, it would have met its target."
    stretch = costliest_stretch(case)
    if stretch is not None:
        level = "without any level" if stretch.called is None else f"at SEV{stretch.called}"
        met = ", and met" if stretch.then >= bound else ""
        yield (
            f"What cost most: {show_span(stretch.ms)} {level} from {instant(stretch.since)} on, "
            f"where {show_band(stretch.band)} was right. Called right there, it would have been "
            f"{_per(stretch.then)}{met}."
        )


def _one_part_whole(case: Case, card: Scorecard, metric: Metric) -> Iterator[str]:
    """Which single part, if it had been perfect, would have met the target."""
    if metric.verdict != "not-met" or metric.target is None:
        return
    weights = case.plan.rubric.adherence
    weighed = {
        "RB-COMPLETION": weights.completion,
        "RB-ORDER": weights.order,
        "RB-VAL": weights.validation,
        "RB-GATE": weights.gates,
        "RB-EVID": weights.evidence,
        "RB-TIMING": weights.timing,
    }
    stop = card.metric("RB-STOP", metric.of)
    ignored = stop is not None and stop.value == "0.0000"
    parts = {
        key: read_share(figure.value)
        for key in weighed
        if (figure := card.metric(key, metric.of)) is not None and isinstance(figure.value, str)
    }
    whole = sum(weighed[key] for key in parts)
    total = sum(weighed[key] * value for key, value in parts.items())
    bound = read_share(str(metric.target.value))
    if ignored:
        then = total // whole
        met = ", and met" if then >= bound else ""
        yield f"Had the team stopped where it had to, it would have been {_per(then)}{met}."
        return
    for key, value in parts.items():
        then = (total + weighed[key] * (WHOLE - value)) // whole
        if value < WHOLE and then >= bound:
            yield f"With {key} complete it would have been {_per(then)}, and met."


def _notice(case: Case, metric: Metric) -> Iterator[str]:
    """A duty: when the notice had to go, and what before it was late."""
    if metric.target is None:
        return
    due = int(metric.target.value)
    sent = next(
        (event for event, body in case.timeline.of(DutyNotified) if body.duty == metric.of), None
    )
    if sent is None:
        if metric.verdict == "not-met":
            yield f"Any notice by {instant(due)} would have been on time."
        return
    over = sent.at - due
    if over <= 0:
        yield f"Sent more than {show_span(-over)} later, it would have been late."
    else:
        yield f"Sent {_at_least(over)} earlier, it would have been on time."
        declared = case.moments.declared
        from_declaration = {e.seq for e, _ in case.timeline.of(IncidentDeclared)} & set(
            metric.cites
        )
        if declared is not None and declared.at < sent.at and not from_declaration:
            yield (
                f"Declared {_at_least(over)} earlier, with all that followed as much earlier, it "
                "would have been on time."
            )
    if metric.value != "1.0000":
        yield "In time, complete and through the right channel it would have counted in full."
