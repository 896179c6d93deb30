"""The one thing about the room itself that everybody must know: a stop, the end, a hold."""

from dataclasses import dataclass

from facilitator.screens.naming import Names
from facilitator.screens.saying import Tone, say_at, say_length
from facilitator.screens.seen import Seen
from facilitator.screens.story import Story


@dataclass(frozen=True, slots=True, kw_only=True)
class Banner:
    """The one thing that everybody must know about the room itself."""

    tone: Tone
    icon: str
    head: str
    rest: str
    href: str = ""
    button: str = ""
    by_hand: bool = False
    """Control may go on without the engine."""
    until_wall: int | None = None
    """When a break ends; ``rest`` then counts down to it."""


def banner_of(seen: Seen, story: Story, held_by: str | None, page: str) -> Banner | None:
    """What stands under the bar now, the most urgent first; ``None`` if nothing has to."""
    if seen.viewer.kind != "participant" and seen.fault:
        return Banner(
            tone="bad",
            icon="late",
            head="The engine stopped." if seen.broken else "The exercise stands still.",
            rest=seen.fault,
            by_hand=seen.broken and seen.viewer.kind == "facilitator",
        )
    if story.held_at is not None and story.held_because == "real-incident":
        who = Names(seen.plan).seat(story.held_by) if story.held_by else "the exercise staff"
        return Banner(
            tone="bad",
            icon="stop",
            head="Real incident. The exercise has stopped.",
            rest=f"Pressed by {who} at {say_at(story.held_at)}. Use your real channels.",
        )
    if story.ended_at is not None:
        there = page in ("hotwash", "feedback") or seen.viewer.kind == "auditor"
        return Banner(
            tone="idle",
            icon="done",
            head=f"Play ended at {say_at(story.ended_at)}.",
            rest="" if there else "Stay for the hot-wash: what went well, what to change.",
            href="hotwash",
            button="" if there else "Hot-wash",
        )
    if story.held_at is not None:
        return _held(seen, story, held_by, page)
    if story.by_hand:
        rest = "Control says what happens; everything you do counts as before."
        return Banner(tone="news", icon="person", head="Played by hand.", rest=rest)
    if seen.behind:
        rest = "What is due comes late, in its order; nothing is lost. This line goes by itself."
        return Banner(
            tone="warn", icon="soon", head="The engine is some seconds behind.", rest=rest
        )
    return None


def _held(seen: Seen, story: Story, held_by: str | None, page: str) -> Banner:
    at = say_at(story.held_at or 0)
    if story.held_because == "outage":
        away = f" for {say_length(story.away_ms)}" if story.away_ms else ""
        return Banner(
            tone="warn",
            icon="hold",
            head=f"The server was away{away}.",
            rest="The clock stood still; nothing you sent is lost. Control will resume.",
        )
    by = f" by {held_by}" if held_by else ""
    leads = "manage" in seen.house and page != "break"
    resting = say_break(seen)
    return Banner(
        tone="news",
        icon="hold",
        head="Break." if resting else f"Held{by} at {at}.",
        rest=resting or "You may read and write drafts. No countdown runs.",
        href="break",
        button="Break timer" if leads else "",
        until_wall=seen.back_at,
    )


def say_break(seen: Seen) -> str:
    """How long a break still takes; empty if there is none."""
    if seen.back_at is None:
        return ""
    minutes = (seen.back_at - seen.clock.wall) // 60_000
    if minutes < 0:
        return "The break is over"
    return f"Back in {minutes} min" if minutes else "Back in less than a minute"
