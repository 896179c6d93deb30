"""The wall: clock, phase, code and how teams stand, for a projector; no secrets."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from evidence import Receipt
from evidence.canonical import encode
from facilitator.screens.glances import as_team
from facilitator.screens.naming import Names
from facilitator.screens.page import Query
from facilitator.screens.saying import State, done, not_yet, running, say_at, say_count
from facilitator.screens.seen import Seen, TeamGlance
from facilitator.screens.story import read_story

AS_TABLE: Final = 6
"""More teams than that stand side by side: nobody can scroll a wall."""
COLUMNS: Final = ((12, 3), (25, 4), (50, 5))
"""Up to so many teams, in so many columns; more stand in the most columns, as small as fifty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """Where a record stood at EndEx, to be read aloud and written into the minutes.

    ``receipt`` is what the QR code holds: a line that ``drillroom verify --receipt`` takes.
    """

    entries: int
    words: tuple[str, ...]
    root: str
    receipt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WallTeam:
    """One team in a line: only what its own players know."""

    name: str
    closing: Closing | None
    level: int | None
    state: State
    here: str
    code: str
    """With what people join it, before play."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WallPage:
    """The context of ``wall.html``."""

    title: str
    phase: str
    story: str
    state: str
    code: str
    teams: tuple[WallTeam, ...]
    lobby: bool
    held: str
    here: str

    @property
    def columns(self) -> int:
        """In how many columns the teams stand; 0 is a table beside the clock.

        While some have ended and others play, what the first write down needs columns too.
        """
        some = len(self.teams) > 1 and any(team.closing is not None for team in self.teams)
        if len(self.teams) <= AS_TABLE and (self.all_closed or not some):
            return 0
        fits = (columns for most, columns in COLUMNS if len(self.teams) <= most)
        return next(fits, COLUMNS[-1][1])

    @property
    def all_closed(self) -> bool:
        """Several teams, all of which have ended: what is to be written down has the whole wall."""
        return len(self.teams) > 1 and all(team.closing is not None for team in self.teams)


def wall_page(seen: Seen, query: Query) -> WallPage:
    """Fold the wall screen."""
    story = read_story(seen)
    now = seen.clock.at
    phases = [phase.title for phase in seen.plan.scenario.phases if phase.from_ <= now]
    words = {"lobby": "not started", "running": "running", "held": "held", "ended": "ended"}
    people = sum(person.online > 0 for person in seen.team.people)
    return WallPage(
        title=seen.plan.scenario.title,
        phase=phases[-1] if phases and story.started_at is not None else "",
        story=Names(seen.plan).local(now),
        state=words[seen.clock.state],
        code=seen.team.code,
        teams=tuple(_team(seen, team) for team in _teams(seen)),
        lobby=story.started_at is None,
        held=f"Held at {say_at(story.held_at)}" if story.held_at is not None else "",
        here=_here(seen, people),
    )


def _here(seen: Seen, people: int) -> str:
    """What stands over the teams: who is here counts until play ends, and for one team."""
    if len(seen.teams) > 1:
        return "Teams"
    if seen.clock.state == "ended":
        return "The team"
    if not people:
        return "Nobody here yet" if seen.clock.state == "lobby" else "No person here"
    return say_count(people, "person here", "people here")


def _teams(seen: Seen) -> tuple[TeamGlance, ...]:
    if seen.teams:
        return seen.teams
    return (
        TeamGlance(
            name=seen.team.name,
            exercise=seen.team.exercise,
            clock=seen.clock,
            events=seen.events,
            people=seen.team.people,
        ),
    )


def _team(seen: Seen, team: TeamGlance) -> WallTeam:
    story = read_story(as_team(seen, team))
    people = [person for person in team.people if not person.simulated]
    here = sum(person.online > 0 for person in people)
    if story.ended_at is not None:
        state = done("ended")
    elif story.closed_at is not None:
        state = done("incident closed")
    elif story.declared == "incident":
        state = running("incident")
    elif story.started_at is not None:
        state = not_yet("no incident yet")
    else:
        state = _readiness(sum(person.ready for person in people), len(people))
    closing = _closing(team.closing) if team.closing is not None else None
    return WallTeam(
        name=team.name,
        level=story.level,
        state=state,
        here=str(here),
        code=team.code if story.started_at is None else "",
        closing=closing,
    )


def _readiness(ready: int, people: int) -> State:
    if not people:
        return not_yet("nobody has joined")
    return done("ready") if ready == people else not_yet(f"{ready} of {people} ready")


@lru_cache(maxsize=200)
def _closing(head: Receipt) -> Closing:
    """Kept, because eight words take a third of a second."""
    assert head.size is not None, "staff may count"
    return Closing(
        entries=head.size,
        words=head.words,
        root=head.root.hex(),
        receipt=encode(head.to_json()).decode(),
    )
