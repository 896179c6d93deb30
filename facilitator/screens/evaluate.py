"""The evaluator's pad: two taps for an action that was seen, a note, a rating with its reason."""

from dataclasses import dataclass
from typing import Final

from evidence import Event, Millis
from evidence.kinds.control import (
    ActionTicked,
    InjectFired,
    ObservationRecorded,
    Observe,
    TaskRated,
)
from evidence.kinds.exercise import ExerciseEnded
from facilitator.screens.msel import MselRow, msel
from facilitator.screens.naming import Names
from facilitator.screens.noting import about_what
from facilitator.screens.page import Query
from facilitator.screens.roles import lead_seat
from facilitator.screens.saying import State, done, missed
from facilitator.screens.scorecard import Rated, rated
from facilitator.screens.seen import Seen
from facilitator.screens.story import read_story
from facilitator.screens.team import LogLine, log_line
from scoring import score
from scoring.explain import in_words
from scoring.report import Names as ReportNames
from scoring.review.raters import TaskRatings, gather_ratings

RECENT: Final = 20
"""Entries that a note can be tied to: what has just happened in the room and to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """An expected action that an evaluator can tick."""

    id: str
    text: str
    inject: str
    at: Millis
    state: State
    ticked: bool | None
    by_record: bool
    """The record shows it by itself; a tick is not needed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskView:
    """A critical task to rate."""

    id: str
    title: str
    objective: str
    proposed: Rated
    given: Rated | None
    measures: tuple[str, ...]
    observed: tuple[int, ...]
    """Places of the notes that a rating of it cites: those about it, or about no task."""
    shared: str
    """Who rates it alone, and where that stands; empty where nobody was asked to."""
    may_share: bool
    """Several can still be asked to rate it alone."""
    differ: bool
    """They rated it differently, and the lead evaluator has not settled it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteView:
    at: Millis
    task: str
    words: str
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluatePage:
    """The context of ``evaluate.html``."""

    team: str
    lead_seat: str
    ticks: tuple[Tick, ...]
    to_come: int
    tasks: tuple[TaskView, ...]
    recent: tuple[tuple[int, Millis, str, str], ...]
    """Place, at, words, who: what a note can cite."""
    notes: tuple[NoteView, ...]
    decisions: tuple[LogLine, ...]
    evaluators: tuple[tuple[str, str], ...]
    """Who can be asked to rate a task alone: account and name."""
    level: int | None
    started: bool
    ended: bool
    closed: bool
    """Whoever runs the exercise does not evaluate it, unless they declare that they do."""


def evaluate_page(seen: Seen, query: Query) -> EvaluatePage:
    """Fold the evaluator's pad."""
    story = read_story(seen)
    rows = [row for row in msel(seen) if row.state == "fired"]
    ticked = {
        e.body.expectation: e.body.seen for e in seen.events if isinstance(e.body, ActionTicked)
    }
    authored = {e.id: e.seen is not None for i in seen.plan.scenario.injects for e in i.expects}
    ticks = [
        _tick(row, expected.id, expected.text, expected.state, ticked, authored)
        for row in rows
        for expected in row.expects
    ]
    ticks.sort(key=lambda tick: (tick.by_record or tick.ticked is not None, -tick.at))
    return EvaluatePage(
        team=seen.team.name,
        lead_seat=lead_seat(seen.plan),
        ticks=tuple(ticks),
        to_come=sum(len(i.expects) for i in seen.plan.scenario.injects) - len(ticks),
        tasks=_tasks(seen),
        recent=_recent(seen),
        notes=_notes(seen),
        decisions=tuple(log_line(seen, e) for e in reversed(story.log) if e.sort == "decision"),
        evaluators=seen.evaluators,
        level=story.level,
        started=story.started_at is not None,
        ended=story.ended_at is not None,
        closed=seen.viewer.kind == "facilitator" and not seen.arranged.overlap,
    )


def _tick(
    row: MselRow,
    id_: str,
    text: str,
    state: State,
    ticked: dict[str, bool],
    authored: dict[str, bool],
) -> Tick:
    by_hand = ticked.get(id_)
    if by_hand is not None:
        state = done("seen by you") if by_hand else missed("seen not to happen")
    return Tick(
        id=id_,
        text=text,
        inject=row.title,
        at=row.at or Millis(0),
        state=state,
        ticked=by_hand,
        by_record=authored.get(id_, False),
    )


def _tasks(seen: Seen) -> tuple[TaskView, ...]:
    given = {e.body.task: e.body.rating for e in seen.events if isinstance(e.body, TaskRated)}
    card, said = score(seen.plan, seen.events), gather_ratings(seen.events)
    ended = any(isinstance(e.body, ExerciseEnded) for e in seen.events)
    several = ended and len(seen.evaluators) > 1
    names = Names(seen.plan)
    notes = [
        (seen.place(e), e.body.task) for e in seen.events if isinstance(e.body, ObservationRecorded)
    ]
    return tuple(
        TaskView(
            id=task.id,
            title=task.title,
            objective=objective.title,
            proposed=rated(task.proposed),
            given=rated(given[task.id]) if task.id in given else None,
            measures=tuple(names.spoken(measure.says) for measure in task.measures),
            observed=tuple(place for place, about in notes if about in (None, task.id)),
            shared=_shared(seen, said.get(task.id)),
            may_share=several and not _begun(said.get(task.id)),
            differ=_differ(said.get(task.id)),
        )
        for objective in card.objectives
        for task in objective.tasks
    )


def _begun(ratings: TaskRatings | None) -> bool:
    """Whether somebody was asked to rate it alone, or has rated it already."""
    return ratings is not None and bool(ratings.asked or ratings.given)


def _differ(ratings: TaskRatings | None) -> bool:
    if ratings is None or ratings.closed or ratings.settled is not None:
        return False
    return len({one.rating for one in ratings.last()}) > 1


def _shared(seen: Seen, ratings: TaskRatings | None) -> str:
    if ratings is None or not ratings.asked:
        return ""
    names = dict(seen.evaluators)
    who = " and ".join(names.get(one, one) for one in ratings.asked)
    if ratings.closed:
        return f"{who} rate it alone; what each says is shown once all have."
    each = ", ".join(f"{names.get(one.rater, one.rater)} {one.rating}" for one in ratings.last())
    if ratings.settled is not None:
        return f"Rated alone: {each}. Settled as {ratings.settled[1].rating}."
    return f"Rated alone: {each}." + (" The lead evaluator settles it." if _differ(ratings) else "")


def _recent(seen: Seen) -> tuple[tuple[int, Millis, str, str], ...]:
    names, short = ReportNames(seen.plan), Names(seen.plan)
    acts = [
        e
        for e in seen.events
        if not e.is_input and (e.role is not None or isinstance(e.body, InjectFired))
    ]
    return tuple(
        (seen.place(e), e.at, in_words(names, e), short.seat(e.role) if e.role else "Event")
        for e in reversed(acts[-RECENT:])
    )


def _notes(seen: Seen) -> tuple[NoteView, ...]:
    titles = {
        t.id: t.title
        for o in seen.plan.scenario.objectives
        for k in o.capabilities
        for t in k.tasks
    }

    def note(event: Event, body: Observe) -> NoteView:
        words = seen.text_of(event) or "(removed)"
        return NoteView(
            at=event.at,
            task=titles.get(body.task or "", ""),
            words=words,
            about=about_what(seen, body),
        )

    found = [note(e, e.body) for e in seen.events if isinstance(e.body, Observe)]
    return tuple(reversed(found))
