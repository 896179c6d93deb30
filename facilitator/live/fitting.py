"""Whether a game day, or one more team of it, can be held here: names, teams, sockets."""

from collections.abc import Iterable, Sequence
from typing import Final

from facilitator.live.game_day import GameDay
from scenarios import Plan

MAX_TEAMS: Final = 100
"""Fifty teams have been measured; more than twice that many is a slip of the hand."""
SOCKETS_EACH: Final = 2
"""Pages that a person at a seat keeps open: a phone and a laptop, or two tabs."""


class CannotOpen(Exception):
    """This cannot be held here; says why and what would do."""


def check_teams(teams: Sequence[str]) -> None:
    """Refuse too many teams, none, and two of one name.

    Raises:
        CannotOpen: Says which it is.
    """
    if not 1 <= len(teams) <= MAX_TEAMS:
        raise CannotOpen(f"A game day has 1 to {MAX_TEAMS} teams; {len(teams)} were asked for.")
    if len(set(teams)) != len(teams):
        raise CannotOpen("Two teams have the same name; give each its own.")


def check_fits(days: Iterable[GameDay], plan: Plan, teams: int, *, fits: int) -> None:
    """Better no lobby than one whose last teams cannot come in.

    Raises:
        CannotOpen: So many *teams* more need more sockets than fit beside the open *days*.
    """
    taken = sum(_sockets(day.scenario, len(day.rooms)) for day in days if not day.ended)
    wanted = _sockets(plan, teams)
    if taken + wanted > fits:
        asked = "1 team" if teams == 1 else f"{teams} teams"
        raise CannotOpen(
            f"{asked} with {len(plan.organisation.roles)} seats each may open {wanted} "
            f"pages at once; this server has room for {max(0, fits - taken)} more. Open "
            "fewer teams, end a game day that is over, or start the server with a higher "
            "limit of open files (`ulimit -n`)."
        )


def _sockets(plan: Plan, teams: int) -> int:
    return teams * len(plan.organisation.roles) * SOCKETS_EACH
