"""Charts as plain places on a plane: the template draws them, so screen, print and PDF agree.

Each carries a sentence that states its finding, and its numbers stand in a table beneath.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from evidence import Event, Millis
from evidence.kinds.exercise import ExerciseEnded
from evidence.kinds.incident import IncidentClosed, SeverityCalled, SeverityReferenceSet
from facilitator.screens.msel import jumps
from facilitator.screens.saying import Tone, say_at, say_length, say_span
from facilitator.screens.seen import Seen
from facilitator.screens.steps import StepView

WIDTH: Final = 760
LEFT: Final = 64
RIGHT: Final = 724
LEVEL_HEIGHT: Final = 44
TOP: Final = 26


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A rectangle: a span of time at one height."""

    x: float
    y: float
    width: float
    height: float
    words: str = ""
    tone: Tone = "idle"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    x: float
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeverityChart:
    """What was called, on the band that experts would call."""

    says: str
    height: int
    levels: tuple[tuple[float, int], ...]
    band: tuple[Box, ...]
    apart: tuple[Box, ...]
    """Where the call lay outside the band: ``bad`` too mild, ``warn`` too severe."""
    path: str
    calls: tuple[tuple[float, float, int, str, bool], ...]
    """Place, height, level, words, and whether the words stand to the left."""
    jumped: tuple[Box, ...]
    ticks: tuple[Tick, ...]
    rows: tuple[tuple[str, str, str, str], ...]
    """As a table: from, until, called, reference."""


class Axis:
    """Time from StartEx to the end, laid between two edges of a chart."""

    def __init__(self, end: int, *, left: int = LEFT, right: int = RIGHT) -> None:
        self.end = max(end, 60_000)
        self._left, self._right = left, right

    def x(self, at: int) -> float:
        span = self._right - self._left
        return round(self._left + span * min(max(at, 0), self.end) / self.end, 1)

    def ticks(self) -> tuple[Tick, ...]:
        for minutes in (5, 10, 15, 30, 60, 120, 240, 480, 1440):
            step = minutes * 60_000
            if self.end / step <= 8:
                break
        return tuple(
            Tick(x=self.x(at), words=say_at(at)[:-3]) for at in range(0, self.end + 1, step)
        )


def end_of(events: Sequence[Event], now: Millis) -> Millis:
    """Where the time axis ends: EndEx, or now."""
    return next((e.at for e in events if isinstance(e.body, ExerciseEnded)), now)


def severity_chart(seen: Seen) -> SeverityChart | None:
    """The called level over the reference; ``None`` while neither says anything."""
    end = end_of(seen.events, seen.clock.at)
    closed = next((e.at for e in seen.events if isinstance(e.body, IncidentClosed)), end)
    calls = [(e.at, e.body.level) for e in seen.events if isinstance(e.body, SeverityCalled)]
    bands = [
        (e.at, e.body.worst, e.body.mildest)
        for e in seen.events
        if isinstance(e.body, SeverityReferenceSet)
    ]
    if not calls and not bands:
        return None
    worst = max(level.level for level in seen.plan.organisation.severity.levels)
    axis = Axis(end)
    apart, rows, wrong = _compare(axis, calls, bands, closed)
    return SeverityChart(
        says=_severity_says(calls, wrong),
        height=TOP + worst * LEVEL_HEIGHT + 30,
        levels=tuple((_y(level), level) for level in range(1, worst + 1)),
        band=tuple(
            _band(axis, start, until, high, low)
            for (start, high, low), until in zip(
                bands, [b[0] for b in bands[1:]] + [closed], strict=True
            )
            if until > start
        ),
        apart=apart,
        path=_path(axis, calls, closed),
        calls=tuple(
            (axis.x(at), _y(level), level, say_at(at), axis.x(at) > RIGHT - 110)
            for at, level in calls
        ),
        jumped=tuple(
            Box(
                x=axis.x(start),
                y=TOP,
                width=round(axis.x(until) - axis.x(start), 1),
                height=worst * LEVEL_HEIGHT,
                words=f"jumped {say_length(until - start)}",
            )
            for start, until in jumps(tuple(seen.events))
        ),
        ticks=axis.ticks(),
        rows=rows,
    )


def _y(level: int) -> float:
    return TOP + (level - 0.5) * LEVEL_HEIGHT


def _band(axis: Axis, start: int, until: int, high: int, low: int) -> Box:
    return Box(
        x=axis.x(start),
        y=_y(high) - LEVEL_HEIGHT / 2 + 3,
        width=round(axis.x(until) - axis.x(start), 1),
        height=(low - high + 1) * LEVEL_HEIGHT - 6,
    )


def _path(axis: Axis, calls: list[tuple[Millis, int]], closed: int) -> str:
    if not calls:
        return ""
    parts = [f"M{axis.x(calls[0][0])} {_y(calls[0][1])}"]
    for at, level in calls[1:]:
        parts.append(f"H{axis.x(at)}V{_y(level)}")
    return "".join([*parts, f"H{axis.x(max(closed, calls[-1][0]))}"])


def _compare(
    axis: Axis,
    calls: list[tuple[Millis, int]],
    bands: list[tuple[Millis, int, int]],
    closed: int,
) -> tuple[tuple[Box, ...], tuple[tuple[str, str, str, str], ...], dict[str, int]]:
    """Span by span between changes of either side."""
    edges = sorted({0, closed, *(at for at, _ in calls), *(at for at, _, _ in bands)})
    edges = [edge for edge in edges if edge <= closed]
    apart: list[tuple[int, int, int, str]] = []
    rows, wrong = [], {"mild": 0, "severe": 0}
    for start, until in itertools.pairwise(edges):
        called = next((level for at, level in reversed(calls) if at <= start), None)
        band = next(((hi, lo) for at, hi, lo in reversed(bands) if at <= start), None)
        reference = "" if band is None else f"SEV{band[0]}"
        if band is not None and band[1] != band[0]:
            reference += f" to SEV{band[1]}"
        rows.append((say_at(start), say_at(until), f"SEV{called}" if called else "none", reference))
        if called is None or band is None or band[0] <= called <= band[1]:
            continue
        how = "mild" if called > band[1] else "severe"
        wrong[how] += until - start
        if apart and apart[-1][1:] == (start, called, how):
            start = apart.pop()[0]  # the experts changed their mind, and it was as wrong as before
        apart.append((start, until, called, how))
    return tuple(_apart(axis, *span) for span in apart), tuple(rows), wrong


def _apart(axis: Axis, start: int, until: int, called: int, how: str) -> Box:
    return Box(
        x=axis.x(start),
        y=_y(called) - 4,
        width=round(axis.x(until) - axis.x(start), 1),
        height=8,
        words=f"{say_span(until - start)} too {how}",
        tone="bad" if how == "mild" else "warn",
    )


def _severity_says(calls: list[tuple[Millis, int]], wrong: dict[str, int]) -> str:
    if not calls:
        return "No severity was called."
    said = f"SEV{calls[0][1]} first called at {say_at(calls[0][0])}"
    if not any(wrong.values()):
        return f"{said}; never outside the reference."
    parts = [f"{say_span(span)} too {word}" for word, span in wrong.items() if span]
    return f"{said}; {' and '.join(parts)}."


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One row of a chart of spans: what was taken above what was expected."""

    words: str
    y: int
    x: float
    width: float
    expected: float
    tone: Tone
    taken: str
    of: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StepChart:
    """How long each step took, and how long it was meant to take."""

    says: str
    height: int
    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]


def step_chart(seen: Seen, steps: tuple[StepView, ...]) -> StepChart | None:
    """Steps that were begun, in the order in which they are written."""
    begun = [step for step in steps if step.started_at is not None]
    if not begun:
        return None
    axis = Axis(end_of(seen.events, seen.clock.at), left=230, right=600)
    bars = []
    for place, step in enumerate(begun):
        taken = step.taken_ms or 0
        late = taken > step.expected_ms * 1.25
        bars.append(
            Bar(
                words=f"{step.number} {_short(step.title)}",
                y=8 + place * 26,
                x=axis.x(step.started_at or 0),
                width=max(
                    2.0,
                    round(axis.x((step.started_at or 0) + taken) - axis.x(step.started_at or 0), 1),
                ),
                expected=round(
                    axis.x((step.started_at or 0) + step.expected_ms)
                    - axis.x(step.started_at or 0),
                    1,
                ),
                tone="warn" if late else "news",
                taken=say_span(taken),
                of=say_span(step.expected_ms),
            )
        )
    late_ones = sum(bar.tone == "warn" for bar in bars)
    return StepChart(
        says=f"{len(bars)} steps begun, {late_ones} longer than expected.",
        height=8 + len(bars) * 26 + 24,
        bars=tuple(bars),
        ticks=axis.ticks(),
    )


def _short(title: str) -> str:
    return title if len(title) <= 28 else title[:27].rstrip() + "…"
