"""Replay: the record as it stood at any instant, on lanes that a slider runs along."""

from dataclasses import dataclass
from typing import Final

from evidence import Event, Fact, Millis
from evidence.kinds import control as c
from evidence.kinds import exercise as x
from evidence.kinds import incident as i
from evidence.kinds import outside as o
from evidence.kinds import procedure as p
from evidence.kinds import world as w
from facilitator.screens.charts import Axis, Tick, end_of
from facilitator.screens.msel import jumps
from facilitator.screens.naming import Names
from facilitator.screens.page import Query
from facilitator.screens.saying import State, Tone, say_at, say_count, say_span
from facilitator.screens.seen import Clock, Seen
from facilitator.screens.steps import steps_of
from facilitator.screens.story import Story, read_story
from facilitator.screens.team import deadlines
from scoring.explain import in_words
from scoring.report import Names as ReportNames

LANE: Final = 33
LANES_LEFT, LANES_RIGHT = 100, 1180
"""Of 1200; the slider of the page lies on the same axis."""
SHOWN_ENTRIES: Final = 40
"""Entries around the instant; the rest is one press away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One thing on a lane."""

    x: float
    width: float
    shape: str
    """``dot``, ``diamond``, ``bar``, ``square``, ``triangle``."""
    tone: Tone
    words: str
    t: Millis


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    words: str
    y: int
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryLine:
    """One entry of the record."""

    place: int
    at: Millis
    sort: str
    words: str
    who: str
    here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayPage:
    """The context of ``replay.html``."""

    team: str
    t: Millis
    end: Millis
    x: float
    says: str
    lanes: tuple[Lane, ...]
    height: int
    ticks: tuple[Tick, ...]
    entries: tuple[EntryLine, ...]
    number: int
    total: int
    earlier: Millis | None
    later: Millis | None
    before: Millis | None
    after: Millis | None
    level: int | None
    level_for: str
    reference: str
    due: tuple[tuple[str, State], ...]
    runbook: str
    messages: str
    breach: str
    truth: tuple[str, ...]
    only: str


def replay_page(seen: Seen, query: Query) -> ReplayPage:
    """Fold the record as it stood at ``t`` (exercise milliseconds); now, without it."""
    end = end_of(seen.events, seen.clock.at)
    asked = query.get("t", "")
    t = Millis(min(int(asked), end)) if asked.isdigit() else end
    then = _as_at(seen, t)
    story = read_story(then)
    axis = Axis(end, left=LANES_LEFT, right=LANES_RIGHT)
    decisions = [
        e.at for e in seen.events if isinstance(e.body, i.DecisionRecorded | i.SeverityCalled)
    ]
    told = _told(seen)
    number = sum(e.at <= t for e in seen.events)
    only = query.get("only", "all")
    return ReplayPage(
        team=seen.team.name,
        t=t,
        end=end,
        x=axis.x(t),
        says=f"{say_at(t)}, entry {number} of {len(seen.events)}",
        lanes=_lanes(seen, axis),
        height=7 * LANE + 34,
        ticks=axis.ticks(),
        entries=_entries(seen, told, t, only),
        number=number,
        total=len(seen.events),
        earlier=max((at for at in decisions if at < t), default=None),
        later=min((at for at in decisions if at > t), default=None),
        before=max((e.at for e, _ in told if e.at < t), default=None),
        after=min((e.at for e, _ in told if e.at > t), default=None),
        level=story.level,
        level_for=say_span(t - story.severity[-1].at) if story.severity else "",
        reference=_reference(then),
        due=tuple((d.what, d.state) for d in deadlines(then, story)[:3]),
        runbook=_runbook(then, story),
        messages=_messages(story),
        breach=f"{len(story.breach)} of 24 fields given",
        truth=_truth(then),
        only=only,
    )


def _as_at(seen: Seen, t: Millis) -> Seen:
    clock = Clock(at=t, wall=seen.clock.wall, num=seen.clock.num, den=seen.clock.den, state="held")
    return Seen(
        viewer=seen.viewer,
        plan=seen.plan,
        clock=clock,
        team=seen.team,
        run=seen.run,
        events=tuple(event for event in seen.events if event.at <= t),
        words=seen.words,
    )


def _told(seen: Seen) -> list[tuple[Event, str]]:
    """Entries that have words of their own: consequences, not the commands that led to them."""
    names = ReportNames(seen.plan)
    return [
        (event, in_words(names, event))
        for event in seen.events
        if isinstance(event.body, Fact) and type(event.body) not in _QUIET
    ]


_QUIET: Final = (c.ExpectationOpened, c.ExpectationMet, x.PaceSet, w.FlagSet)
_SORTS: Final[dict[type, str]] = {
    c.InjectFired: "Came in",
    i.DecisionRecorded: "Decision",
    i.SeverityCalled: "Severity",
    i.LogEntered: "Log",
    o.MessageHandled: "Message",
    o.MessageDrafted: "Message",
    p.StepStarted: "Runbook",
    p.StepFinished: "Runbook",
    p.StepValidated: "Runbook",
    p.StepApproved: "Runbook",
    o.DutyNotified: "Duty",
    o.DutyStarted: "Duty",
    o.VendorReplied: "Vendor",
}


def _entries(
    seen: Seen, told: list[tuple[Event, str]], t: Millis, only: str
) -> tuple[EntryLine, ...]:
    names = Names(seen.plan)
    if only == "decisions":
        told = [
            one for one in told if isinstance(one[0].body, i.DecisionRecorded | i.SeverityCalled)
        ]
    until = sum(event.at <= t for event, _ in told)
    shown = told[max(0, until - SHOWN_ENTRIES // 2) : until + SHOWN_ENTRIES // 2]
    last = told[until - 1][0].seq if until else None
    return tuple(
        EntryLine(
            place=seen.place(event),
            at=event.at,
            sort=_SORTS.get(type(event.body), "World" if event.role is None else "Team"),
            words=words,
            who=names.seat(event.role) if event.role else "",
            here=event.seq == last,
        )
        for event, words in shown
    )


def _reference(seen: Seen) -> str:
    found = None
    for event in seen.events:
        if isinstance(event.body, i.SeverityReferenceSet):
            found = event.body
    if found is None:
        return "No reference yet."
    same = found.worst == found.mildest
    return f"Reference SEV{found.worst}" + ("." if same else f" to SEV{found.mildest}.")


def _runbook(seen: Seen, story: Story) -> str:
    for run in story.runs.values():
        if run.run in seen.plan.books:
            steps = steps_of(seen, story, run)
            over = sum(step.phase in ("done", "skipped") for step in steps)
            return f"{over} of {len(steps)} steps done"
    return "Not opened"


def _messages(story: Story) -> str:
    out = sum(len(message.published) for message in story.messages.values())
    waiting = sum(m.published_at is None for m in story.messages.values())
    return f"{say_count(out, 'message')} published, {waiting} on the way"


def _truth(seen: Seen) -> tuple[str, ...]:
    """What was true and nobody at the table saw: the last three things."""
    names = ReportNames(seen.plan)
    hidden = [e for e in seen.events if e.origin == "world" and e.to == ("control",)]
    told = [in_words(names, e) for e in hidden if type(e.body) in _WORLD]
    return tuple(reversed(told[-3:]))


_WORLD: Final = frozenset(
    {
        w.ServiceChanged,
        w.DataDamaged,
        w.RestoreEnded,
        w.RestoreFailed,
        w.IntrusionMoved,
        w.IntrusionContained,
        w.DataExfiltrated,
        w.ArtefactDestroyed,
        w.ServiceValidated,
        w.DataValidated,
    }
)


def _lanes(seen: Seen, axis: Axis) -> tuple[Lane, ...]:
    lanes = (
        ("Severity", _severity(seen, axis)),
        ("Came in", _came_in(seen, axis)),
        ("Decisions", _decisions(seen, axis)),
        ("Runbook", _steps(seen, axis)),
        ("Messages", _published(seen, axis)),
        ("Duties", _duties(seen, axis)),
        ("Control", _control(seen, axis)),
    )
    return tuple(
        Lane(words=words, y=6 + place * LANE, marks=tuple(marks))
        for place, (words, marks) in enumerate(lanes)
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
        if isinstance(e.body, p.StepStarted):
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
            late = e.body.late_by_ms > 0
            shape, tone = ("triangle", "bad") if late else ("dot", "good")
            marks.append(_mark(axis, e.at, shape, tone, names.duty(e.body.duty)))  # type: ignore[arg-type]
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
