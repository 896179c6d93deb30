"""What one event changes on pages that are open: a card to insert, words to speak, stale regions.

A card is made once for an audience and sent to all of it, so nothing in it is about one viewer,
and nothing in it counts what others were shown.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, Final, Literal, TypeAlias

from evidence import TEAM, Event
from evidence.kinds import control as c
from evidence.kinds import exercise as x
from evidence.kinds import incident as i
from evidence.kinds import outside as o
from evidence.kinds import procedure as p
from evidence.kinds import world as w
from evidence.kinds.review import MemoryAdded, RatersAssigned, RatingSettled, RatingsOpened
from facilitator.screens.feed import feed_card, spoken
from facilitator.screens.seen import Clock, Seen, Team, Viewer
from facilitator.screens.story import Incoming, read_story
from facilitator.screens.story.incident import headline
from scenarios import Plan

Priority = Literal["polite", "assertive", "silent"]
Render: TypeAlias = Callable[[str, Mapping[str, Any]], str]
"""Draws a template of the house with a context."""
Text: TypeAlias = Callable[[int, str], str | None]
"""The words typed into a member of a leaf, by ``seq``."""

TEAM_REGIONS: Final = ("incident", "for-me", "doors", "deadlines", "log")
_STAFF_REGIONS: Final = (
    "wall",
    "discussion",
    "cards",
    "next",
    "msel",
    "deliveries",
    "teams",
    "rulings",
    "notes",
    "exceptions",
    "clockbar",
    "checks",
    "open-points",
)
_FEED: Final = ("feed", "for-me", "doors")
_COURSE: Final = (
    x.ExerciseStarted,
    x.ExerciseHeld,
    x.ExerciseResumed,
    x.ExerciseEnded,
    x.WentByHand,
)
_MESSAGES: Final = (
    c.InjectFired,
    c.EventRelayed,
    w.SignalRaised,
    w.StakeholderWrote,
    w.PersonSpoke,
    o.VendorReplied,
    p.ResponseEnded,
    p.ActionAdjudicated,
)
"""What reaches people; the rest changes what is already on the page."""
_PAD: Final = (
    c.InjectFired,
    c.MoodObserved,
    c.ObservationRecorded,
    c.ActionTicked,
    c.TaskRated,
    RatersAssigned,
    RatingsOpened,
    RatingSettled,
    x.ExerciseEnded,
)
_PAD_REGIONS: Final = ("observed", "ticks", "rate")
"""The evaluator's pad is folded from the whole scorecard: not for each event, but for these."""
_STALE: Final[Mapping[type, tuple[str, ...]]] = {
    i.QuestionAnswered: (*_FEED, "log", "discussion"),
    i.DecisionRecorded: (*_FEED, "log", "discussion", "decided", "deadlines"),
    i.SignalAcknowledged: ("feed", "for-me"),
    i.LogEntered: ("log", "feed", "for-me"),
    i.DissentEntered: ("log", "feed", "discussion"),
    i.IncidentDeclared: TEAM_REGIONS,
    i.SeverityCalled: (*TEAM_REGIONS, "severity"),
    i.RoleAssigned: ("incident", "seats", "for-me", "log"),
    i.AwarenessClaimed: ("clocks", "log", "deadlines", "for-me"),
    p.RunStarted: ("run", "for-me", "doors", "log"),
    p.StepStarted: ("run", "for-me", "doors", "deadlines", "log"),
    p.StepFinished: ("run", "for-me", "doors", "deadlines", "log"),
    p.StepSkipped: ("run", "for-me", "doors", "deadlines", "log"),
    p.StepFailed: ("run", "for-me", "doors", "deadlines", "log"),
    p.StepReopened: ("run", "for-me", "doors", "deadlines", "log"),
    p.StepAssigned: ("run", "for-me", "deadlines", "log"),
    p.StepValidated: ("run", "for-me", "doors"),
    p.StepApproved: ("run", "for-me", "log"),
    p.PreconditionChecked: ("run", "for-me"),
    p.RunStopped: ("run", "for-me", "doors", "log"),
    p.RunFinished: ("run", "for-me", "doors", "log"),
    p.ResponseTaken: ("run", "systems", "doors", "log"),
    p.ResponseEnded: ("run", "systems", "for-me", "doors"),
    p.QueryReturned: ("found", "systems"),
    p.CopyFound: ("systems", "run"),
    p.ActionProposed: ("systems", "log"),
    p.ActionAdjudicated: ("systems", "log"),
    o.MessageDrafted: ("board", "for-me", "doors"),
    o.ApprovalDelegated: ("board", "for-me", "log"),
    o.MessageHandled: ("board", "incident", "for-me", "doors", "deadlines", "log"),
    o.DutyStarted: ("clocks", "for-me", "deadlines"),
    o.DutyNotified: ("clocks", "for-me", "deadlines", "log"),
    o.DutyDeclined: ("clocks", "for-me", "deadlines", "log"),
    o.BreachRecordUpdated: ("record",),
    o.VendorOpened: ("cases", "deadlines", "log"),
    o.VendorChased: ("cases", "deadlines", "for-me"),
    o.VendorEscalated: ("cases", "log"),
    o.VendorReplied: ("cases", "deadlines", "for-me"),
    o.VendorBreached: ("cases", "deadlines"),
    o.VendorStatusShown: ("cases",),
    MemoryAdded: ("cards",),
    x.ExerciseStarted: ("banner", "incident", "for-me", "feed", "seats", "people", "moods"),
    x.ExerciseHeld: ("banner", "for-me"),
    x.ExerciseResumed: ("banner", "for-me"),
    x.ExerciseEnded: ("banner", "for-me", "doors"),
    x.CommsCheckAnswered: ("seats", "people", "teams"),
    x.MoodSaid: ("moods",),
    x.SeatTaken: ("seats", "board"),
    x.SeatEmptied: ("seats", "board"),
    w.SeatUnavailable: ("seats", "board"),
    w.SeatAvailable: ("seats", "board"),
    c.InjectSet: ("feed", "for-me"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What to send to one audience.  ``say`` is spoken; empty says nothing."""

    html: str = ""
    say: str = ""
    priority: Priority = "polite"
    stale: tuple[str, ...] = ()


def card_for(
    event: Event, *, plan: Plan, exercise: str, text: Text, audience: str, render: Render
) -> Card | None:
    """The card of one event for one audience; ``None`` if it changes nothing there.

    Args:
        audience: ``team`` for any seat, ``seat:NAME`` for one, ``control`` for staff.
    """
    if audience == "control":
        alarm = _alarm(event)
        priority: Priority = "assertive" if alarm else "silent"
        course = ("banner", "steer") if isinstance(event.body, _COURSE) else ()
        pad = _PAD_REGIONS if isinstance(event.body, _PAD) else ()
        return Card(priority=priority, stale=(*_STAFF_REGIONS, *course, *pad), say=alarm)
    html, say = "", ""
    incoming, seen = _incoming(event, plan, exercise, text, audience)
    stale = _STALE.get(type(event.body), ())
    if incoming is not None:
        card = feed_card(seen, read_story(seen), incoming)
        context = {"card": card, "seen": seen, "frame": SimpleNamespace(exercise=exercise)}
        html = render("_feed_card.html", context)
        sender = f" from {card.sender}" if card.sender else ""
        say = f"{card.channel}{sender}: {headline(spoken(incoming))}"
        stale = tuple(dict.fromkeys((*stale, "for-me", "doors", "discussion")))
    alarm = _alarm(event)
    if alarm:
        return Card(html=html, say=alarm, priority="assertive", stale=stale)
    say = say or _say(event)
    if not (html or say or stale):
        return None
    return Card(html=html, say=say, priority="polite" if say else "silent", stale=stale)


def key_of_message(event: Event, plan: Plan) -> str | None:
    """The element that shows this message to whoever may read it; ``None`` if it is none."""
    incoming, _ = _incoming(event, plan, "", lambda *_: None, TEAM)
    return incoming.key if incoming is not None else None


def _incoming(
    event: Event, plan: Plan, exercise: str, text: Text, audience: str
) -> tuple[Incoming | None, Seen]:
    """The message that this event is, seen by any seat of the audience."""
    seat = audience.removeprefix("seat:") if audience.startswith("seat:") else None
    words = {}
    for seq in _pointed_at(event):
        for member in ("words", "text"):
            found = text(seq, member)
            if found is not None:
                words[seq, f"body.{member}"] = found
    # A card for the whole team may be answered by any seat, so any seat stands for all.
    looks = seat or next(iter(plan.organisation.roles))
    seen = Seen(
        viewer=Viewer(kind="participant", id="", name="", seat=looks, exercise=exercise),
        plan=plan,
        clock=Clock(at=event.at, wall=0),
        team=Team(exercise=exercise, name=""),
        run="exercise",
        events=(event,),
        words=words,
    )
    if not isinstance(event.body, _MESSAGES):
        return None, seen
    incoming = read_story(seen).incoming
    return (incoming[0] if incoming else None), seen


def _pointed_at(event: Event) -> tuple[int, ...]:
    body = event.body
    pointed = (event.cause, getattr(body, "text_in", None), getattr(body, "said", None))
    return tuple(seq for seq in pointed if seq is not None)


def _alarm(event: Event) -> str:
    """The only thing that may interrupt: a real incident."""
    body = event.body
    if isinstance(body, x.ExerciseHeld) and body.because == "real-incident":
        return "Real incident. The exercise has stopped."
    return ""


def _say(event: Event) -> str:
    match event.body:
        case x.ExerciseHeld():
            return "The exercise is held."
        case x.ExerciseResumed():
            return "The exercise goes on."
        case x.ExerciseStarted():
            return "The exercise has started."
        case x.ExerciseEnded():
            return "Play has ended."
        case i.SeverityCalled(level=level):
            return f"Severity {level} was called."
        case i.IncidentDeclared(verdict="incident"):
            return "An incident was declared."
        case _:
            return ""
