"""What a team did as marks on lanes, along one axis of time that several teams can share."""

from dataclasses import dataclass
from typing import Final

from evidence import Millis
from evidence.kinds import control as c
from evidence.kinds import exercise as x
from evidence.kinds import incident as i
from evidence.kinds import outside as o
from evidence.kinds import procedure as p
from facilitator.screens.charts import Axis
from facilitator.screens.gaps import gaps_of
from facilitator.screens.msel import jumps
from facilitator.screens.naming import Names
from facilitator.screens.saying import Tone
from facilitator.screens.seen import Seen

LANE: Final = 33
HEAD: Final = 26
"""Above the lanes of each team, where there are several: its name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One thing on a lane."""

    x: float
    width: float
    shape: str
    """``dot``, ``diamond``, ``bar``, ``square``, ``triangle``; ``tear`` for a gap."""
    tone: Tone
    words: str
    t: Millis


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    words: str
    y: int
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The lanes of one team; without a name where only one is shown."""

    name: str
    y: int
    lanes: tuple[Lane, ...]
    height: int


def lanes_of(seen: Seen, axis: Axis, *, name: str, top: int) -> Group:
    """What one team did, lane by lane, beginning at a height; gaps have a lane if there are any."""
    gaps = [
        _mark(axis, one.t, "tear", "bad" if one.lost else "warn", one.short, one.until)
        for one in gaps_of(seen)
    ]
    lanes = (
        ("Severity", _severity(seen, axis)),
        ("Came in", _came_in(seen, axis)),
        ("Decisions", _decisions(seen, axis)),
        ("Runbook", _steps(seen, axis)),
        ("Messages", _published(seen, axis)),
        ("Duties", _duties(seen, axis)),
        ("Control", _control(seen, axis)),
        *([("Record", gaps)] if gaps else []),
    )
    head = HEAD if name else 0
    return Group(
        name=name,
        y=top,
        lanes=tuple(
            Lane(words=words, y=top + head + 6 + place * LANE, marks=tuple(marks))
            for place, (words, marks) in enumerate(lanes)
        ),
        height=head + len(lanes) * LANE,
    )


def _mark(
    axis: Axis, at: int, shape: str, tone: Tone, words: str, until: int | None = None
) -> Mark:
    width = round(axis.x(until) - axis.x(at), 1) if until is not None else 0.0
    return Mark(
        x=axis.x(at), width=max(width, 2.0), shape=shape, tone=tone, words=words, t=Millis(at)
    )


def _severity(seen: Seen, axis: Axis) -> list[Mark]:
    calls = [(e.at, e.body.level) for e in seen.events if isinstance(e.body, i.SeverityCalled)]
    closed = next((e.at for e in seen.events if isinstance(e.body, i.IncidentClosed)), axis.end)
    ends = [at for at, _ in calls[1:]] + [max(closed, calls[-1][0])] if calls else []
    tones: dict[int, Tone] = {1: "bad", 2: "warn"}
    return [
        _mark(axis, at, "bar", tones.get(level, "idle"), f"SEV{level}", until)
        for (at, level), until in zip(calls, ends, strict=True)
    ]


def _came_in(seen: Seen, axis: Axis) -> list[Mark]:
    return [
        _mark(axis, e.at, "dot", "idle", e.body.inject.replace("-", " "))
        for e in seen.events
        if isinstance(e.body, c.InjectFired) and e.body.text
    ]


def _decisions(seen: Seen, axis: Axis) -> list[Mark]:
    names = Names(seen.plan)
    return [
        _mark(axis, e.at, "diamond", "news", names.choice(e.body.decision or "", e.body.choice))
        for e in seen.events
        if isinstance(e.body, i.DecisionRecorded)
    ]


def _steps(seen: Seen, axis: Axis) -> list[Mark]:
    names, begun, marks = Names(seen.plan), {}, []
    for e in seen.events:
        if isinstance(e.body, p.StepStarted | p.StepReopened):
            begun[e.body.run, e.body.step] = e.at
        elif isinstance(e.body, p.StepFinished) and (e.body.run, e.body.step) in begun:
            start = begun.pop((e.body.run, e.body.step))
            marks.append(
                _mark(axis, start, "bar", "good", names.step(e.body.run, e.body.step), e.at)
            )
    marks += [
        _mark(axis, at, "bar", "news", names.step(run, step), axis.end)
        for (run, step), at in begun.items()
    ]
    return marks


def _published(seen: Seen, axis: Axis) -> list[Mark]:
    names = Names(seen.plan)
    return [
        _mark(axis, e.at, "square", "news", f"to {names.audience(e.body.audience)}")
        for e in seen.events
        if isinstance(e.body, o.MessageHandled) and e.body.how == "publish"
    ]


def _duties(seen: Seen, axis: Axis) -> list[Mark]:
    names, marks = Names(seen.plan), []
    for e in seen.events:
        if isinstance(e.body, o.DutyNotified):
            tone: Tone = "bad" if e.body.late_by_ms > 0 else "good"
            shape = "triangle" if tone == "bad" else "dot"
            marks.append(_mark(axis, e.at, shape, tone, names.duty(e.body.duty)))
        elif isinstance(e.body, o.DutyExpired):
            marks.append(_mark(axis, e.at, "triangle", "bad", names.duty(e.body.duty)))
    return marks


def _control(seen: Seen, axis: Axis) -> list[Mark]:
    marks = [_mark(axis, a, "bar", "news", "jump", b) for a, b in jumps(seen.events)]
    marks += [
        _mark(axis, e.at, "square", "idle", "held")
        for e in seen.events
        if isinstance(e.body, x.ExerciseHeld)
    ]
    return marks
