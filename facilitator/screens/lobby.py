"""The lobby: who is here, what this is, what the rules are, and one button: ready."""

from dataclasses import dataclass

from facilitator.screens.naming import Names
from facilitator.screens.page import Query
from facilitator.screens.saying import say_count, say_length
from facilitator.screens.seen import Seen
from facilitator.screens.story import read_story
from facilitator.screens.team import SeatLine, seat_lines
from runbooks.roles import LIBRARY_ROLES

GROUND_RULES = (
    "Talk aloud, as you would on the day.",
    "Write decisions down with a reason; guesses are welcome when they are called guesses.",
    "Nothing you do here reaches a real system, customer or authority.",
    "If something real happens, press Real incident or say so aloud.",
    "Teams are scored, people never.",
)

COMMS_CHECK = (
    "This is how a message reaches you: who sent it, through what, and below it what is asked of "
    "you. Here: can you read this, and hear the others?"
)
"""The first message of every exercise.  It teaches the tool and comes before the record of play."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LobbyPage:
    """The context of ``lobby.html``."""

    title: str
    house: str
    about: str
    starts: str
    lasts: str
    seats: tuple[SeatLine, ...]
    here: str
    you: str
    """The viewer's seat in words; empty for staff."""
    your_roles: tuple[tuple[str, str], ...]
    """Role and what its holder does."""
    ready: bool
    """Has answered the comms check."""
    check: str
    rules: tuple[str, ...]
    code: str
    """For staff; empty for participants, who are in already."""
    started: bool


def lobby_page(seen: Seen, query: Query) -> LobbyPage:
    """Fold the lobby.  The scenario's own summary is a secret and stays out of it."""
    story, names = read_story(seen), Names(seen.plan)
    organisation = seen.plan.organisation
    held = organisation.roles.get(seen.viewer.seat or "")
    you = next((person for person in seen.team.people if person.you), None)
    here = sum(person.online > 0 or person.you for person in seen.team.people)
    return LobbyPage(
        title=seen.plan.scenario.title,
        house=organisation.title,
        about=" ".join((organisation.about or "").split()),
        starts=names.local(0),
        lasts=say_length(seen.plan.scenario.lasts),
        seats=seat_lines(seen, story),
        here=say_count(here, "person here", "people here") if here else "Nobody here yet",
        you=names.seat(seen.viewer.seat) if seen.viewer.seat else "",
        your_roles=tuple((names.role(role), LIBRARY_ROLES.get(role, "")) for role in held.is_)
        if held
        else (),
        ready=you.ready if you else False,
        check=COMMS_CHECK,
        rules=GROUND_RULES,
        code=seen.team.code,
        started=story.started_at is not None,
    )
