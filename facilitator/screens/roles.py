"""Who holds which role now: the organisation's list, changed by what the team handed over."""

from facilitator.screens.naming import Names
from facilitator.screens.seen import Seen
from facilitator.screens.story import Story
from scenarios import Plan


def lead_seat(plan: Plan) -> str:
    """The seat through which staff look at a team first: whoever leads the incident."""
    seats = plan.organisation
    return seats.seat_for("incident_commander") or next(iter(seats.roles))


def seat_of(seen: Seen, story: Story, role: str) -> str | None:
    """The seat that holds a library role now."""
    return story.roles.get(role) or seen.plan.organisation.seat_for(role)


def holds(seen: Seen, story: Story, role: str | None) -> bool:
    """Whether the viewer may act in a role: handed to them in play, or by the organisation."""
    seat = seen.viewer.seat
    if seat is None or role is None:
        return False
    held = seen.plan.organisation.roles.get(seat)
    return story.roles.get(role) == seat or (held is not None and role in held.is_)


def who_holds(seen: Seen, story: Story, role: str) -> str:
    """The holder in words, for "waits for ..."."""
    seat = seat_of(seen, story, role)
    return Names(seen.plan).seat(seat) if seat else Names(seen.plan).role(role)


def mine(seen: Seen, to: tuple[str, ...]) -> bool:
    """Whether something is addressed to the viewer: to their seat, or to everybody."""
    return not to or seen.viewer.seat in to
