"""What if more of it had been done: shares of things counted, and means of weighted parts."""

from collections.abc import Iterator, Sequence
from typing import Final

from scoring.explain.spans import percent, points
from scoring.figure import WHOLE, Metric, Part, Ppm, read_share, share
from scoring.wording import count, some

_THINGS: Final[dict[str, tuple[str, str, str]]] = {
    "RB-COMPLETION": ("required step", "required steps", "done"),
    "RB-ORDER": ("pair of steps", "pairs of steps", "in order"),
    "RB-VAL": ("major step", "major steps", "validated before anything was built on them"),
    "RB-GATE": ("gated step", "gated steps", "checked and approved before they began"),
    "RB-EVID": ("evidence item", "evidence items", "captured"),
    "RB-TIMING": ("timed step", "timed steps", "within their time"),
    "RECOV": ("item of a controlled state", "items of a controlled state", "done with evidence"),
    "COMMS-CONF": ("transition", "transitions", "made the way the policy asks"),
    "UPD-CAD": ("interval", "intervals", "kept"),
    "COVERAGE": ("audience", "audiences", "reached"),
    "CONSISTENT": ("compared pair", "compared pairs", "free of contradiction"),
    "LAG": ("decision", "decisions", "written down in time"),
    "COORD-SEP": ("action", "actions", "spent on coordinating and not on repairing"),
    "DUTIES": ("duty", "duties", "seen done"),
    "BR-COMP": ("field", "fields", "answered in time"),
    "BR-CORRECT": ("value", "values", "right by what could be known"),
    "BR-SIX": ("question", "questions", "right in time"),
    "EXPECT": ("expected action", "expected actions", "seen in time"),
}
"""What each share counts, one and many, and what makes it count."""

_NEAREST: Final = frozenset({"RB-TIMING", "UPD-CAD", "LAG", "EXPECT"})
"""Figures whose misses are sorted, so that the first is the nearest."""


def more_or_fewer(metric: Metric) -> Iterator[str]:
    """How many more would have met the target and which; how many fewer would have missed it."""
    if metric.target is None or metric.value is None:
        return
    bound = read_share(str(metric.target.value))
    if metric.tally is None:
        short = bound - read_share(str(metric.value))
        yield f"It is {points(abs(short))} {'short of' if short > 0 else 'above'} its target."
        return
    part, whole = metric.tally
    one, many, done = _THINGS.get(metric.key, ("one", "ones", "counted"))
    of = f"{count(whole, one, many)} {done}"
    needed = next(n for n in range(whole + 1) if share(n, whole) >= bound)
    if part < needed:
        word = "nearest" if metric.key in _NEAREST else "missing"
        which = f"; {word}: {some(metric.missing[: needed - part])}" if metric.missing else ""
        yield f"{needed - part} more of {of} would have met the target{which}."
    elif needed:
        yield f"{part - needed + 1} fewer of {of} would have missed the target."


def one_part_whole(metric: Metric) -> Iterator[str]:
    """Which part alone, whole or at nothing, would have turned it; else the fewest together."""
    if metric.target is None or not any(part.weight for part in metric.parts):
        return
    bound = read_share(str(metric.target.value))
    met = metric.verdict == "met"
    aim = 0 if met else WHOLE
    gains = sorted(
        (part for part in metric.parts if part.value != aim),
        key=lambda part: -abs(part.weight * (aim - part.value)),
    )
    alone = [part for part in gains if (_if(metric, [part], aim) >= bound) is not met]
    for part in alone[:3]:
        yield _said(metric, [part], aim)
    if alone:
        return
    for number in range(2, len(gains) + 1):
        if (_if(metric, gains[:number], aim) >= bound) is not met:
            yield _said(metric, gains[:number], aim)
            return


def _if(metric: Metric, moved: Sequence[Part], aim: Ppm) -> Ppm:
    """The mean, had these parts been whole, or nothing."""
    total = sum(part.weight * (aim if part in moved else part.value) for part in metric.parts)
    return total // sum(part.weight for part in metric.parts)


def _said(metric: Metric, moved: Sequence[Part], aim: Ppm) -> str:
    names = [part.whole if aim else part.nothing for part in moved]
    listed = ", ".join(names[:-1]) + (f" and {names[-1]}" if len(names) > 1 else names[-1])
    verdict = "met" if aim else "missed"
    return f"With {listed} it would have been {percent(_if(metric, moved, aim))}, and {verdict}."
