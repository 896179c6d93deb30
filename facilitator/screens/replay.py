"""Replay: the record as it stood at any instant, on lanes that a slider runs along.

A second team can be laid on the same axis: both then stand at the same instant of the story.
"""

from dataclasses import dataclass
from typing import Final

from evidence import Millis
from evidence.kinds import incident as i
from evidence.kinds import world as w
from facilitator.screens.bookmarks import Bookmark, bookmarks
from facilitator.screens.charts import Axis, Tick, end_of
from facilitator.screens.gaps import RecordGap, gaps_of
from facilitator.screens.glances import as_team
from facilitator.screens.lanes import Group, lanes_of
from facilitator.screens.page import Query
from facilitator.screens.saying import State, say_at, say_count, say_span
from facilitator.screens.seen import Seen
from facilitator.screens.steps import steps_of
from facilitator.screens.story import Story, read_story
from facilitator.screens.team import deadlines
from facilitator.screens.told import EntryLine, entries_of, told_in
from scoring.explain import in_words
from scoring.report import Names as ReportNames

MINUTE: Final = 60_000
LANES_LEFT, LANES_RIGHT = 100, 1180
"""Of 1200; the slider of the page lies on the same axis."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """Another team at the same instant of the story."""

    exercise: str
    name: str
    level: int | None
    due: tuple[tuple[str, State], ...]
    runbook: str
    messages: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayPage:
    """The context of ``replay.html``."""

    team: str
    t: Millis
    end: Millis
    x: float
    says: str
    groups: tuple[Group, ...]
    height: int
    ticks: tuple[Tick, ...]
    entries: tuple[EntryLine, ...]
    number: int
    total: int
    earlier: Millis | None
    later: Millis | None
    before: Millis | None
    after: Millis | None
    minute_before: Millis | None
    minute_after: Millis | None
    level: int | None
    level_for: str
    reference: str
    due: tuple[tuple[str, State], ...]
    runbook: str
    messages: str
    breach: str
    truth: tuple[str, ...]
    only: str
    others: tuple[tuple[str, str], ...]
    """Teams that can be laid beside this one: exercise and name."""
    beside: Beside | None
    lost: tuple[tuple[str, RecordGap], ...]
    """Missing entries, each with whose record they are missing from."""
    marks: tuple[Bookmark, ...]
    mark_before: Millis | None
    mark_after: Millis | None
    entry: int | None
    """The place of the last entry with words: what a note here is about."""
    may_note: bool

    @property
    def with_other(self) -> str:
        return f"&with={self.beside.exercise}" if self.beside else ""

    @property
    def torn(self) -> bool:
        """Whether a record on the axis has a gap of any kind."""
        return any(lane.marks and lane.words == "Record" for g in self.groups for lane in g.lanes)

    @property
    def kept(self) -> str:
        """What every link of the page takes along beside the instant."""
        return self.with_other + ("&only=decisions" if self.only == "decisions" else "")


def replay_page(seen: Seen, query: Query) -> ReplayPage:
    """Fold the record as it stood at ``t`` (exercise milliseconds); now, without it."""
    others = {one.exercise: one for one in seen.teams if one.exercise != seen.team.exercise}
    chosen = others.get(query.get("with", ""))
    teams = [seen, as_team(seen, chosen)] if chosen else [seen]
    end = max(end_of(one.events, one.clock.at) for one in teams)
    asked = query.get("t", "")
    t = Millis(min(int(asked), end)) if asked.isdigit() else end
    then = seen.as_known_at(t)
    story = read_story(then)
    axis = Axis(end, left=LANES_LEFT, right=LANES_RIGHT)
    decisions = [
        e.at for e in seen.events if isinstance(e.body, i.DecisionRecorded | i.SeverityCalled)
    ]
    told = told_in(seen)
    marks = bookmarks(seen, end)
    last = max((e.seq for e, _ in told if e.at <= t), default=None)
    groups, height = _groups(teams, axis)
    number = sum(e.at <= t for e in seen.events)
    only = query.get("only", "all")
    return ReplayPage(
        team=seen.team.name,
        t=t,
        end=end,
        x=axis.x(t),
        says=f"{say_at(t)}, entry {number} of {len(seen.events)}",
        groups=groups,
        height=height + 34,
        ticks=axis.ticks(),
        entries=entries_of(seen, told, t, only),
        number=number,
        total=len(seen.events),
        earlier=max((at for at in decisions if at < t), default=None),
        later=min((at for at in decisions if at > t), default=None),
        before=max((e.at for e, _ in told if e.at < t), default=None),
        after=min((e.at for e, _ in told if e.at > t), default=None),
        minute_before=Millis(max(0, t - MINUTE)) if t else None,
        minute_after=Millis(min(end, t + MINUTE)) if t < end else None,
        level=story.level,
        level_for=say_span(t - story.severity[-1].at) if story.severity else "",
        reference=_reference(then),
        due=tuple((d.what, d.state) for d in deadlines(then, story)[:3]),
        runbook=_runbook(then, story),
        messages=_messages(story),
        breach=f"{len(story.breach)} of 24 fields given",
        truth=_truth(then),
        only=only,
        others=tuple((one.exercise, one.name) for one in others.values()),
        beside=_beside(chosen.exercise, teams[1].as_known_at(t)) if chosen else None,
        lost=tuple((one.team.name, gap) for one in teams for gap in gaps_of(one) if gap.lost),
        marks=marks,
        mark_before=max((one.t for one in marks if one.t < t), default=None),
        mark_after=min((one.t for one in marks if one.t > t), default=None),
        entry=seen.place(last) if last is not None else None,
        may_note=seen.viewer.kind == "evaluator",
    )


def _groups(teams: list[Seen], axis: Axis) -> tuple[tuple[Group, ...], int]:
    groups: list[Group] = []
    height = 0
    for team in teams:
        name = team.team.name if len(teams) > 1 else ""
        groups.append(lanes_of(team, axis, name=name, top=height))
        height += groups[-1].height
    return tuple(groups), height


def _beside(exercise: str, then: Seen) -> Beside:
    story = read_story(then)
    return Beside(
        exercise=exercise,
        name=then.team.name,
        level=story.level,
        due=tuple((d.what, d.state) for d in deadlines(then, story)[:3]),
        runbook=_runbook(then, story),
        messages=_messages(story),
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
