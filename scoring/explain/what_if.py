"""What would have changed a verdict: the smallest step that would, said as a sentence.

Only what follows from the figure's own formula is said.  A figure that is not judged would be
changed by nothing, and then nothing is said.
"""

from collections.abc import Callable, Iterator
from typing import Final

from scoring.case import Case
from scoring.coordination import time_apart
from scoring.explain.if_more import more_or_fewer, one_part_whole
from scoring.explain.if_sooner import duties_saved, notice_sooner
from scoring.explain.spans import at_least, percent
from scoring.figure import WHOLE, Metric, read_share, show_share
from scoring.reference import show_band
from scoring.scorecard import Scorecard
from scoring.severity import accuracy_if_called, costliest_stretch, to_spare
from scoring.wording import instant, show_span

_DONE: Final[dict[str, str]] = {
    "TTD-sig": "Noticed {}",
    "TTA": "Acknowledged {}",
    "RESP": "Acknowledged {} by somebody who leads",
    "TTDecl": "Declared {}",
    "TTSev": "With the first severity called {}",
    "TTSev-ok": "With the accepted severity called {}",
    "TTCmd": "With a commander named {}",
    "MTTR-MITIGATE": "With the impact ended {}",
    "MTTR-RESTORE": "Restored and validated {}",
    "MTTR-RESOLVE": "With everything repaired {}",
    "TTCS": "With the last of the six items confirmed {}",
    "RTO": "Restored and validated {}",
    "FIRST": "With the first message sent {}",
    "TTV": "With the case opened {}",
}
"""What ends the clock of each timed figure; the gap says when."""

_ONE_IS_TOO_MANY: Final[dict[str, tuple[str, str]]] = {
    "HINDSIGHT": (
        "One decision that rested only on later evidence would have missed it.",
        "Resting also on evidence from before it was made, none may be left out: {}.",
    ),
    "EXC-OPEN": (
        "One exception without a reviewer would have missed it.",
        "With somebody named to review each, it would have been met: {}.",
    ),
}
"""Figures whose target is none at all: what would miss it, and what would have met it."""


def what_would_change(case: Case, card: Scorecard, metric: Metric) -> tuple[str, ...]:
    """The sentences, the nearest change first; none where nothing is judged."""
    if metric.verdict not in ("met", "not-met", "late", "arguable", "could-not-verify"):
        return ()
    return tuple(_sentences(case, card, metric))


def _sentences(case: Case, card: Scorecard, metric: Metric) -> Iterator[str]:
    if metric.key == "NOTIF-TIME" and metric.of is not None:
        yield from notice_sooner(case, metric)
    elif metric.unit == "ms":
        yield from _timed(metric)
        yield from duties_saved(case, card, metric)
    elif metric.value is None:
        yield "The record stops too soon to tell; what followed would have made it a figure."
    elif metric.key in _ONE_IS_TOO_MANY:
        missed, remedy = _ONE_IS_TOO_MANY[metric.key]
        yield missed if metric.verdict == "met" else remedy.format(", ".join(metric.missing))
    elif metric.target is not None and metric.target.value == show_share(0):
        yield "Its target is nothing at all, so nothing would have missed it."
    elif metric.key in _BY_KEY:
        yield from _BY_KEY[metric.key](case, card, metric)
    elif metric.parts:
        yield from one_part_whole(metric)
    else:
        yield from more_or_fewer(metric)


def _timed(metric: Metric) -> Iterator[str]:
    done, limit = _DONE.get(metric.key, "Done {}"), metric.target
    if metric.key in ("RPO", "RPO-LOSS"):
        yield from _data(metric)
    elif limit is None or (metric.value is None and metric.verdict == "could-not-verify"):
        within = f"within {show_span(int(limit.value))}, " if limit is not None else ""
        yield f"It cannot be verified; a fact that shows it {within}would have met its target."
    elif metric.value is None:
        yield (
            f"It never came. {done.format(f'within {show_span(int(limit.value))}')}, it would "
            "have met its target."
        )
    else:
        over = int(metric.value) - int(limit.value)
        when = f"{at_least(over)} earlier" if over > 0 else f"more than {at_least(-over)} later"
        yield f"{done.format(when)}, it would have {'met' if over > 0 else 'missed'} its target."


def _data(metric: Metric) -> Iterator[str]:
    """Recovery points are the age of a copy, and no copy counts before it was validated."""
    if metric.value is None:
        yield "Nothing came back; a good copy within the promise would have met it."
        return
    if metric.verdict == "could-not-verify":
        yield "A passed validation of the data that came back would have made it count."
    if metric.target is None:
        return
    over = int(metric.value) - int(metric.target.value)
    if over > 0:
        yield f"A good copy {at_least(over)} newer would have kept the promise."
    else:
        yield f"A copy more than {at_least(-over)} older would have broken the promise."


def _severity(case: Case, card: Scorecard, metric: Metric) -> Iterator[str]:
    """How much sooner the first level had to come, if that was it; and the costliest stretch."""
    detected = case.moments.detected
    if metric.target is None or detected is None:
        return
    bound = read_share(str(metric.target.value))
    if metric.verdict == "met":
        spare = to_spare(case, bound)
        if spare is None:
            yield from more_or_fewer(metric)
        else:
            yield f"One level too mild for {at_least(spare)} more, it would have missed its target."
        return
    yield from more_or_fewer(metric)
    low, high = 0, int(case.timeline.until.at - detected.at)
    if (accuracy_if_called(case, earlier=high) or 0) >= bound:
        while high - low > 1:
            middle = (low + high) // 2
            reached = (accuracy_if_called(case, earlier=middle) or 0) >= bound
            low, high = (low, middle) if reached else (middle, high)
        yield f"With a first level {at_least(high)} earlier, it would have met its target."
    stretch = costliest_stretch(case)
    if stretch is not None:
        level = "without any level" if stretch.called is None else f"at SEV{stretch.called}"
        met = ", and met" if stretch.then >= bound else ""
        yield (
            f"What cost most: {show_span(stretch.ms)} {level} from {instant(stretch.since)} on, "
            f"where {show_band(stretch.band)} was right. Called right there, it would have been "
            f"{percent(stretch.then)}{met}."
        )


def _apart(case: Case, card: Scorecard, metric: Metric) -> Iterator[str]:
    """How much longer, or shorter, three seats in three roles."""
    found = time_apart(case)
    if metric.target is None or found is None:
        return
    apart, whole = found
    needed = -(-whole * read_share(str(metric.target.value)) // WHOLE)
    if apart < needed:
        yield (
            f"With three seats in the three roles for {at_least(needed - apart)} more, it "
            "would have met its target."
        )
    else:
        yield (
            f"With two of the roles on one seat for more than {at_least(apart - needed)}, it "
            "would have missed its target."
        )


def _stopped(case: Case, card: Scorecard, metric: Metric) -> Iterator[str]:
    if metric.verdict == "met":
        yield "One step begun after a stop condition was shown would have missed it."
    else:
        yield "Had the team stopped before that step, it would have been met."


def _adherence(case: Case, card: Scorecard, metric: Metric) -> Iterator[str]:
    """As any mean of parts; and what a stop condition that was ignored did, or would have done."""
    stop = card.metric("RB-STOP", metric.of)
    if metric.target is None or not any(part.weight for part in metric.parts):
        yield from more_or_fewer(metric)
        return
    bound = read_share(str(metric.target.value))
    cap = case.plan.rubric.adherence.stop_ignored_cap
    if stop is not None and stop.value == "0.0000":
        whole = sum(part.weight for part in metric.parts)
        then = sum(part.weight * part.value for part in metric.parts) // whole
        met = ", and met" if then >= bound else ""
        yield f"Had the team stopped where it had to, it would have been {percent(then)}{met}."
        return
    yield from one_part_whole(metric)
    if metric.verdict == "met" and cap < bound:
        worst = percent(cap)
        yield f"With a stop condition ignored it would have been {worst} at most, and missed."


_BY_KEY: Final[dict[str, Callable[[Case, Scorecard, Metric], Iterator[str]]]] = {
    "SEV-ACC": _severity,
    "RB-STOP": _stopped,
    "RB-ADH": _adherence,
    "DISTINCT": _apart,
}
"""Figures with a way of their own."""
