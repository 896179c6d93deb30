"""Which teams an act of control reaches: every team of the day, those that one leads, or one.

What is chosen stands in the address of the control room, and goes with every form there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from evidence import Event
from evidence.kinds.exercise import ControlHandedOver, ExerciseStarted
from facilitator.screens.page import Query
from facilitator.screens.seen import Seen, TeamGlance

Scope = Literal["all", "mine", "one"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How far what control does here goes.

    ``sends`` is the member ``all`` of its forms, empty for one team; ``kept`` goes with links.
    """

    scope: Scope
    teams: tuple[TeamGlance, ...]
    words: str
    sends: str
    kept: str
    offers: tuple[tuple[Scope, str], ...]
    """What can be chosen; empty where there is one team."""


def reach_of(seen: Seen, query: Query) -> Reach:
    """How far acts go: as the address says, else to all, or to one's own where several lead."""
    here = tuple(team for team in seen.teams if team.exercise == seen.team.exercise)
    leads = {team.exercise: lead_of(team.events) for team in seen.teams}
    mine = tuple(team for team in seen.teams if leads[team.exercise] == seen.viewer.id)
    shared = len(set(leads.values())) > 1
    offers: list[tuple[Scope, str]] = []
    if len(seen.teams) > 1:
        offers.append(("all", "every team"))
        if shared and leads.get(seen.team.exercise) == seen.viewer.id:
            offers.append(("mine", "those I lead"))
        offers.append(("one", f"{seen.team.name} alone"))
    asked, offered = query.get("for", ""), [scope for scope, _ in offers]
    scope: Scope = "one" if shared or not offers else "all"
    if "mine" in offered:
        scope = "mine"
    scope = next((one for one in offered if one == asked), scope)
    teams = {"all": seen.teams, "mine": mine, "one": here}[scope]
    return Reach(
        scope=scope,
        teams=teams,
        words=_words(scope, teams, seen),
        sends={"all": "yes", "mine": "mine", "one": ""}[scope],
        kept=f"&for={asked}" if asked == scope else "",
        offers=tuple(offers),
    )


def _words(scope: Scope, teams: tuple[TeamGlance, ...], seen: Seen) -> str:
    if scope == "all":
        return "every team"
    return ", ".join(team.name for team in teams) or seen.team.name


def lead_of(events: Sequence[Event]) -> str | None:
    """The account that leads: whoever was handed control last, else whoever started play."""
    lead: str | None = None
    actors = {}
    for event in events:
        if event.kind == "exercise.start":
            actors[event.seq] = event.actor
        elif isinstance(event.body, ControlHandedOver):
            lead = event.body.to_actor
        elif isinstance(event.body, ExerciseStarted) and lead is None and event.cause is not None:
            lead = actors.get(event.cause)
    return lead
