"""Whether play may begin: every point of the pre-flight is fine, or somebody has said why it
begins all the same.

The same check list that the page shows, asked at the desk, so that no button, script or program
gets round it.
"""

from collections.abc import Sequence

from facilitator.live.game_day import GameDay
from facilitator.live.room import Room
from facilitator.screens import Viewer
from facilitator.screens.preflight import Check, open_checks


def why_not_yet(day: GameDay, rooms: Sequence[Room], viewer: Viewer) -> str | None:
    """The sentence that refuses Start in these rooms; ``None`` if nothing is in its way."""
    waiting = [(room, checks) for room in rooms if (checks := _open(day, room, viewer))]
    if not waiting:
        return None
    several = len(day.rooms) > 1
    said = "; ".join(
        (f"{day.team_of(room.name).name}: " if several else "") + _said(checks)
        for room, checks in waiting
    )
    return (
        f"Not started: the pre-flight is amber without a reason ({said}). Open the pre-flight, "
        "write why play begins all the same, and start again."
    )


def _open(day: GameDay, room: Room, viewer: Viewer) -> tuple[Check, ...]:
    if room.exercise.state.started_at is not None:
        return ()
    return open_checks(day.seen(viewer, room.name))


def _said(checks: Sequence[Check]) -> str:
    return ", ".join(f"{one.title}, {one.state.words}" for one in checks)
