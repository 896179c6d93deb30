"""What control can do to one team beyond the list of events, and what its team was reached by.

The forms of "Steer": bring level, set the world, leave a span out, relay, hand over.  Each offers
only what the plan and the moment have, so that nobody types an id.
"""

from dataclasses import dataclass
from typing import Final

from evidence import Millis
from evidence.kinds.control import SpanExcused
from facilitator.screens.naming import Names
from facilitator.screens.reach import lead_of
from facilitator.screens.saying import say_at, say_span
from facilitator.screens.seen import Arranged, Clock, Seen
from facilitator.screens.story import Story
from facilitator.screens.team import LogLine, log_line

LEVEL_MS: Final = 5_000
"""Teams less than this apart are level: nobody in a room would notice."""
RELAYED_FROM: Final = 8
"""What another team may be told is among the last things that were said."""
LOOKING_BACK_MS: Final = 600_000
"""What the form for a span proposes: the last ten minutes of the story."""

CODES: Final = (
    ("EX-SIM", "the exercise itself got in the way"),
    ("EX-TOOL", "a real tool failed"),
    ("EX-SAFETY", "safety came first"),
    ("EX-UNAVAIL", "somebody was called away"),
    ("EX-NA", "does not apply to this team"),
)
"""Why a span is left out, in the order of how often it is the reason."""

_PARTS: Final = (75, 50, 25)
"""Of what a service normally carries; finer is not told apart at the table."""
_TOOLS: Final = ("chat", "monitoring", "email", "phone", "status-page")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Things that can be set by hand, under one heading: ``verb:part`` and its words."""

    about: str
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Steering:
    """What the forms of "Steer" offer."""

    lead: str
    """Who leads this team's exercise; empty before anybody started it."""
    leads: bool
    """The viewer does."""
    colleagues: tuple[tuple[str, str], ...]
    """To whom control can be handed."""
    me: str
    changes: tuple[Change, ...]
    codes: tuple[tuple[str, str], ...]
    excused: tuple[tuple[str, str], ...]
    """Spans left out so far, with the reason."""
    span: tuple[str, str]
    """What the form proposes: from, until."""
    said: tuple[tuple[int, LogLine], ...]
    """What can be relayed, newest first, with its place."""
    others: tuple[tuple[str, str], ...]
    evaluators: tuple[tuple[str, str], ...]
    arranged: Arranged


def steering(seen: Seen, story: Story) -> Steering:
    """Fold what control can do to this team now."""
    lead, now = lead_of(seen.events), seen.clock.at
    staff = dict(seen.staff)
    return Steering(
        lead=staff.get(lead or "", ""),
        leads=lead == seen.viewer.id,
        colleagues=tuple(one for one in seen.staff if one[0] not in (seen.viewer.id, lead)),
        me=seen.viewer.id,
        changes=_changes(seen),
        codes=CODES,
        excused=_excused(seen),
        span=(_typed(max(0, now - LOOKING_BACK_MS)), _typed(now)),
        said=tuple(
            (entry.place, log_line(seen, entry)) for entry in story.log[-RELAYED_FROM:][::-1]
        ),
        others=tuple(
            (team.exercise, team.name) for team in seen.teams if team.exercise != seen.team.exercise
        ),
        evaluators=seen.evaluators,
        arranged=seen.arranged,
    )


def behind(seen: Seen, clock: Clock) -> str:
    """How far a team's clock is behind the furthest of the day; empty when it is level."""
    furthest = max((team.clock.at for team in seen.teams), default=clock.at)
    playing = clock.state in ("running", "held")
    return say_span(furthest - clock.at) if playing and furthest - clock.at > LEVEL_MS else ""


def _changes(seen: Seen) -> tuple[Change, ...]:
    names, ours = Names(seen.plan), seen.plan.organisation
    return (
        Change(
            about="Services",
            options=tuple(
                (value, f"{names.title(id_)} {words}")
                for id_ in ours.services
                for value, words in (
                    (f"fail:{id_}", "goes down"),
                    *((f"degrade:{id_};to:{part}%", f"falls to {part} %") for part in _PARTS),
                    (f"recover:{id_}", "is up again"),
                )
            ),
        ),
        Change(
            about="Data",
            options=tuple(
                (f"{verb}:{id_}", f"{names.title(id_)}: {words}")
                for id_ in ours.datasets
                for verb, words in (
                    ("corrupt", "corrupt from now"),
                    ("lose", "lost"),
                    ("stop-replica", "its replica stops"),
                    ("resume-replica", "its replica follows again"),
                )
            ),
        ),
        Change(
            about="Suppliers",
            options=tuple(
                (f"vendor-fixes:{id_}", f"{names.title(id_)} has fixed it") for id_ in ours.vendors
            ),
        ),
        Change(
            about="Tools",
            options=tuple(
                (f"{verb}:{tool}", f"The {tool.replace('-', ' ')} {words}")
                for tool in _TOOLS
                for verb, words in (("break-tool", "fails"), ("mend-tool", "works again"))
            ),
        ),
        Change(
            about="People",
            options=tuple(
                (f"{verb}:{seat}", f"{names.seat(seat)} {words}")
                for seat in ours.roles
                for verb, words in (
                    ("absent", "cannot be reached"),
                    ("return", "can be reached again"),
                )
            ),
        ),
    )


def _excused(seen: Seen) -> tuple[tuple[str, str], ...]:
    words = dict(CODES)
    return tuple(
        (
            f"{say_at(event.body.from_at)} to {say_at(event.body.until_at)}",
            words.get(event.body.code, event.body.code),
        )
        for event in seen.events
        if isinstance(event.body, SpanExcused)
    )


def _typed(at: int) -> str:
    """An instant as control would type it: ``1h5m30s`` since StartEx."""
    minutes, seconds = divmod(Millis(at) // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    parts = ((hours, "h"), (minutes, "m"), (seconds, "s"))
    return "".join(f"{number}{unit}" for number, unit in parts if number) or "0s"
