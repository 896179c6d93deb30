"""What happened so far, in a few lines, for somebody who sits down while play is on.

It follows from the view alone: the last time this seat was taken after StartEx.  It stays until
its reader has done something, for then they are part of what happens.
"""

from dataclasses import dataclass
from typing import Final

from evidence import Millis
from evidence.kinds.exercise import SeatTaken
from facilitator.screens.incident import incident_line
from facilitator.screens.saying import say_at, say_count
from facilitator.screens.seen import Seen
from facilitator.screens.story import Story

DECIDED: Final = frozenset({"decision", "severity", "answer"})
AT_MOST: Final = 3
"""The last decisions: more are in the log, which is one door away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """A few lines about the time before ``since``."""

    since: Millis
    lines: tuple[str, ...]
    decided: tuple[tuple[Millis, str], ...]


def digest_of(seen: Seen, story: Story) -> Digest | None:
    """The digest for this viewer; ``None`` if they were there from the start, or have acted."""
    since = _sat_down(seen, story)
    if since is None:
        return None
    incident = incident_line(seen, story)
    came = [one for one in story.incoming if one.at <= since]
    mine = sum(seen.viewer.seat in one.to for one in came)
    lines = [incident.title + (f", since {say_at(incident.since)}" if incident.since else "")]
    if incident.level is not None:
        lines[0] += f", SEV{incident.level}"
    if incident.declared and incident.lead:
        lines.append(f"The lead is with {incident.lead}")
    if came:
        lines.append(f"{say_count(len(came), 'message')} came in, {mine or 'none'} to you")
    decided = [one for one in story.log if one.sort in DECIDED and one.at <= since]
    return Digest(
        since=since,
        lines=tuple(f"{line}." for line in lines),
        decided=tuple((one.at, one.words) for one in decided[-AT_MOST:]),
    )


def _sat_down(seen: Seen, story: Story) -> Millis | None:
    """When this seat was last taken, if that was in play and nothing was said from it since."""
    seat = seen.viewer.seat
    if seat is None or story.started_at is None or story.ended_at is not None:
        return None
    since: Millis | None = None
    for event in seen.events:
        if isinstance(event.body, SeatTaken) and event.body.seat == seat:
            since = event.at if event.at > story.started_at else None
        elif event.origin == "person" and event.role == seat:
            since = None
    return since
