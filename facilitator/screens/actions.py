"""What is to change after an exercise: proposals, and the actions that the programme keeps."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, get_args

from evidence import Event
from evidence.kinds.review import (
    Element,
    ImprovementDropped,
    ImprovementProposed,
    Priority,
    Validation,
)
from evidence.programme import Item, ItemState, Programme
from facilitator.screens.saying import State, say_instants
from facilitator.screens.seen import Words
from scoring import Scorecard

ELEMENTS: Final[tuple[str, ...]] = get_args(Element)
PRIORITIES: Final[tuple[str, ...]] = get_args(Priority)
VALIDATIONS: Final[dict[Validation, str]] = {
    "evidence": "by evidence",
    "retest": "by a retest",
    "inspection": "by inspection",
}
MOVES: Final[dict[ItemState, str]] = {
    "started": "work has begun",
    "implemented": "it is done",
    "validated": "it was shown to work",
    "not-effective": "it was shown not to work",
    "dropped": "it will not be done",
}
"""What can become of an action, in words."""

_ROOM: Final = 300
"""Characters of one text of an action, as its form takes them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionLine:
    """An action as far as it has come."""

    item: str
    action: str
    issue: str
    owner: str
    due: str
    priority: str
    validation: str
    tracker: str
    href: str
    """Of the tracker, if what stands there is an address."""
    state: State
    moves: tuple[tuple[str, str, str], ...]
    """Day, what became of it, and by what that is shown; the latest first."""
    exercise: str = ""
    """Where it was found, if not here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Something to improve that nobody answers for yet."""

    key: str
    issue: str
    action: str = ""
    element: str = "planning"
    priority: str = "medium"
    finding: str = ""
    cites: tuple[int, ...] = ()


NOTHING: Final = Proposal(key="", issue="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Actions:
    """The part of the report's page that is about what is to change.

    Attributes:
        answered: The proposal that the form is filled in with.
        may_open: Somebody looks who may open an action and say what became of one.
        may_propose: Somebody looks who may propose, and leaves owner and day to others.
    """

    here: tuple[ActionLine, ...] = ()
    earlier: tuple[ActionLine, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    answered: Proposal = NOTHING
    today: str = ""
    may_open: bool = False
    may_propose: bool = False
    elements: tuple[str, ...] = ELEMENTS
    priorities: tuple[str, ...] = PRIORITIES
    validations: tuple[tuple[Validation, str], ...] = tuple(VALIDATIONS.items())
    states: tuple[tuple[ItemState, str], ...] = tuple(MOVES.items())


def actions_of(
    programme: Programme,
    card: Scorecard,
    events: tuple[Event, ...],
    words: Words,
    *,
    exercise: str,
    answers: str,
    today: date,
    may_open: bool,
    may_propose: bool,
) -> Actions:
    """Lay out what is to change: here, still open from elsewhere, and not yet anybody's.

    Args:
        answers: The key of the proposal that somebody wants to make an action.
    """
    mine = [one for one in programme.items if one.opened.exercise == exercise]
    others = [
        one
        for one in programme.items
        if one.opened.exercise != exercise and one.state not in ("validated", "dropped")
    ]
    taken = {one.opened.finding for one in mine} | {one.opened.issue for one in mine}
    proposals = [
        one
        for one in (*_proposed(events, words), *_from_figures(card))
        if not {one.finding or one.issue, one.issue} & taken
    ]
    return Actions(
        here=tuple(_line(one, today) for one in mine),
        earlier=tuple(_line(one, today, elsewhere=True) for one in others),
        proposals=tuple(proposals),
        answered=next((one for one in proposals if one.key == answers), NOTHING),
        today=today.isoformat(),
        may_open=may_open,
        may_propose=may_propose,
    )


def _proposed(events: tuple[Event, ...], words: Words) -> Iterator[Proposal]:
    """The latest version of each improvement that the review proposed and did not drop."""
    latest: dict[str, tuple[Event, ImprovementProposed]] = {}
    for event in events:
        match event.body:
            case ImprovementProposed() as body:
                latest[body.improvement] = (event, body)
            case ImprovementDropped() as body:
                latest.pop(body.improvement, None)
    for name, (event, body) in latest.items():
        cause = event.cause if event.cause is not None else event.seq
        yield Proposal(
            key=f"r-{name}",
            issue=words.get((cause, "body.issue"), "(removed)")[:_ROOM],
            action=words.get((cause, "body.action"), "")[:_ROOM],
            element=body.element,
            priority=body.priority,
            finding=name,
            cites=(event.seq, *body.about[:4]),
        )


def _from_figures(card: Scorecard) -> Iterator[Proposal]:
    """What the figures ask for, worst first."""
    for number, one in enumerate(card.improve, start=1):
        action, colon, issue = say_instants(one.says).partition(": ")
        said = issue if colon else action
        yield Proposal(
            key=f"f-{number}",
            issue=(said[:1].upper() + said[1:])[:_ROOM],
            action=f"{action}." if colon else "",
            finding=one.figure or "",
            cites=one.cites[:5],
        )


def _line(one: Item, today: date, *, elsewhere: bool = False) -> ActionLine:
    item = one.opened
    tracker = item.tracker or ""
    return ActionLine(
        item=item.item,
        action=item.action,
        issue=item.issue,
        owner=item.contact,
        due=item.due,
        priority=item.priority,
        validation=VALIDATIONS[item.validation],
        tracker=tracker,
        href=tracker if tracker.startswith(("https://", "http://")) else "",
        state=_state(one, today),
        moves=tuple(
            (day.isoformat(), MOVES[move.state], move.because)
            for _, day, move in reversed(one.moves)
        ),
        exercise=(item.exercise or "no exercise") if elsewhere else "",
    )


def _state(one: Item, today: date) -> State:
    """In words, with the day where one counts."""
    if one.state == "validated":
        return State(words="works", tone="good", shape="done")
    if one.state == "implemented":
        return State(words="done", tone="news", shape="done")
    if one.state == "not-effective":
        return State(words="does not work", tone="bad", shape="late")
    if one.state == "dropped":
        return State(words="dropped", tone="idle", shape="skip")
    if date.fromisoformat(one.opened.due) < today:
        return State(words="overdue", tone="bad", shape="late")
    begun = one.state == "started"
    return State(
        words="begun" if begun else "open",
        tone="news" if begun else "idle",
        shape="run" if begun else "wait",
    )
