"""The form in which a decision is written down: the same for the team and for its scribe."""

from dataclasses import dataclass
from typing import Final

from evidence import Millis
from facilitator.screens.feed import spoken
from facilitator.screens.naming import Names
from facilitator.screens.page import Query
from facilitator.screens.seen import Seen
from facilitator.screens.story import Story
from facilitator.screens.story.incident import headline

TYPES: Final = (
    ("failover-or-shutdown", "Fail over, shut down, restore"),
    ("external-comms", "What we say outside"),
    ("third-party-escalation", "Escalate to a supplier"),
    ("risk-acceptance", "Accept a risk"),
    ("confirm-or-false-positive", "Real or false alarm"),
    ("no-notify", "Not to notify somebody"),
    ("close", "Close"),
    ("other", "Something else"),
)
RECENT: Final = 12
"""Messages and entries that a decision can be said to rest on: what was last heard."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionForm:
    """The context of ``_decision_form.html``."""

    types: tuple[tuple[str, str], ...]
    seats: tuple[tuple[str, str], ...]
    rests_on: tuple[tuple[str, Millis, str], ...]
    """What a decision can cite: element, at, words; the newest first."""
    reviews: tuple[str, str] | None
    """The decision that is looked at again: element, words."""


def decision_form(seen: Seen, story: Story, query: Query) -> DecisionForm:
    """The form, for looking again at the decision that the query names, if it names one."""
    names = Names(seen.plan)
    review = next((one for one in story.reviews.values() if one.key == query.get("review")), None)
    return DecisionForm(
        types=TYPES,
        seats=tuple((seat, names.seat(seat)) for seat in seen.plan.organisation.roles),
        rests_on=_rests_on(story),
        reviews=(review.key, review.words) if review else None,
    )


def _rests_on(story: Story) -> tuple[tuple[str, Millis, str], ...]:
    came = [(one.key, one.at, headline(spoken(one))) for one in story.incoming if one.text]
    said = [(one.key, one.at, headline(one.words)) for one in story.log if one.sort == "entry"]
    return tuple(sorted((*came, *said), key=lambda one: -one[1])[:RECENT])
