"""The hot-wash and the feedback form: what people remember while it is fresh; names optional."""

from dataclasses import dataclass
from typing import Final

from evidence import Millis
from evidence.kinds.review import FeedbackGiven, MemoryAdded
from facilitator.screens.naming import Names
from facilitator.screens.page import Query
from facilitator.screens.seen import Seen
from facilitator.screens.story import read_story
from facilitator.screens.story.incident import cause_words

COLUMNS: Final = (
    ("went-well", "Went well", "Keep doing this"),
    ("was-hard", "Was hard", "What cost you time or calm"),
    ("surprised", "Surprised us", "What you did not expect"),
    ("near-miss", "Nearly went wrong", "Luck is not a plan"),
    ("first-action", "First thing to change", "One thing, with an owner"),
)
QUESTIONS: Final = (
    ("plausible", "The story was plausible for us"),
    ("right-people", "The right people were in the room"),
    ("documents-useful", "Our runbooks and documents helped"),
    ("could-speak-up", "I could say what I thought"),
    ("tool-worked", "This tool did not stand in the way"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One card; without a seat when it is anonymous."""

    at: Millis
    words: str
    who: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HotwashPage:
    """The context of ``hotwash.html`` and ``feedback.html``."""

    columns: tuple[tuple[str, str, str, tuple[Card, ...]], ...]
    questions: tuple[tuple[str, str], ...]
    ended: bool
    may_write: bool
    cards: int
    given: int


def hotwash_page(seen: Seen, query: Query) -> HotwashPage:
    """Fold the hot-wash."""
    names, cards = Names(seen.plan), []
    for event in seen.events:
        if isinstance(event.body, MemoryAdded):
            hidden = event.body.anonymous or event.role is None
            words = cause_words(event, seen) or "(removed)"
            who = "" if hidden else names.seat(event.role)
            cards.append((event.body.under, Card(at=event.at, words=words, who=who)))
    ended = read_story(seen).ended_at is not None
    return HotwashPage(
        columns=tuple(
            (under, title, hint, tuple(card for kind, card in cards if kind == under))
            for under, title, hint in COLUMNS
        ),
        questions=QUESTIONS,
        ended=ended,
        may_write=ended and seen.viewer.seat is not None,
        cards=len(cards),
        given=sum(isinstance(event.body, FeedbackGiven) for event in seen.events),
    )
