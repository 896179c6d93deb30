"""The strip at the top of every team page: what is going on, how bad, who leads, until when."""

from dataclasses import dataclass

from evidence import Millis
from facilitator.screens.asks_outside import promised_updates
from facilitator.screens.naming import Names
from facilitator.screens.roles import seat_of
from facilitator.screens.saying import State, say_due
from facilitator.screens.seen import Seen
from facilitator.screens.story import Story


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentLine:
    """What everybody must know at a glance."""

    title: str
    declared: bool
    level: int | None
    lead: str
    coordinator: str
    since: Millis | None
    lasting_ms: int | None
    next_word: State | None
    next_word_to: str


def incident_line(seen: Seen, story: Story) -> IncidentLine:
    names = Names(seen.plan)
    declared = story.declared == "incident"
    if story.closed_at is not None:
        title = "The incident is closed"
    elif declared:
        title = f"Incident at {seen.plan.organisation.title}"
    elif story.declared == "false-positive":
        title = "Called a false alarm"
    else:
        title = "No incident declared"
    since = story.declared_at if declared else None
    updates = sorted(promised_updates(story).items(), key=lambda pair: pair[1])
    state = say_due(updates[0][1], seen.clock.at) if updates else None
    end = story.closed_at or seen.clock.at
    return IncidentLine(
        title=title,
        declared=declared,
        level=story.level,
        lead=names.seat(seat_of(seen, story, "incident_commander")),
        coordinator=names.seat(seat_of(seen, story, "incident_coordinator")),
        since=since,
        lasting_ms=end - since if since is not None else None,
        next_word=state,
        next_word_to=names.audience(updates[0][0]) if updates else "",
    )
