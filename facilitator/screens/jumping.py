"""A jump before it is made: what it would fire in which team, and which deadlines it crosses.

Bringing a team level is a jump to wherever the furthest team is when it is taken.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from evidence import Millis
from facilitator.screens.msel import MselRow
from facilitator.screens.naming import Names
from facilitator.screens.page import Query
from facilitator.screens.reach import Reach
from facilitator.screens.saying import say_at
from facilitator.screens.seen import Seen, TeamGlance
from facilitator.story_time import StoryTime
from runbooks.authored import Wrong

LEVEL: Final = "level"
"""What the address says instead of an instant: where the furthest team is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JumpPreview:
    """What a jump would fire, and which human deadlines it would cross.

    ``fires``, ``crosses`` and ``opens`` name the teams where not every team is meant.
    """

    to: Millis
    said: str
    fires: tuple[tuple[Millis, str], ...] = ()
    crosses: tuple[tuple[Millis, str], ...] = ()
    opens: tuple[tuple[Millis, str], ...] = ()
    """Deadlines that are not open yet: they would open on the way, and pass at this instant."""
    unknown: bool = False
    """What happens on the way cannot be known; only what is timed is shown."""
    problem: str = ""

    @property
    def level(self) -> bool:
        """It brings a team level."""
        return self.said == LEVEL


def jump_preview(
    seen: Seen, query: Query, reach: Reach, rows: tuple[MselRow, ...]
) -> JumpPreview | None:
    """Fold the preview of the jump that the address asks for, in every team that it reaches."""
    said = query.get("jump", "").strip()
    if not said:
        return None
    now = seen.clock.at
    try:
        to = _read(seen, said)
    except Wrong as wrong:
        problem = f"{wrong.wrong[:1].upper()}{wrong.wrong[1:]}; {wrong.right}."
        return JumpPreview(to=now, said=said, problem=problem)
    if to <= now:
        level = "No other team is further."
        problem = level if said == LEVEL else "A jump goes forward: choose a later time."
        return JumpPreview(to=to, said=said, problem=problem)
    titles = {row.id: row.title for row in rows}
    return JumpPreview(
        to=to,
        said=said,
        fires=_between(reach, to, lambda team: [(titles.get(i, i), at) for i, at in _fires(team)]),
        crosses=_between(
            reach, to, lambda team: [(_name(seen, i), at) for i, at in team.deadlines]
        ),
        opens=_between(reach, to, lambda team: _opens(seen, team)),
        unknown=any(team.foreseen is None for team in reach.teams),
    )


def jump_asked(seen: Seen, query: Query) -> Millis | None:
    """Where the address asks to jump to, if that is an instant to come."""
    try:
        to = _read(seen, query.get("jump", "").strip())
    except Wrong:
        return None
    return to if to > seen.clock.at else None


def _read(seen: Seen, said: str) -> Millis:
    if said == LEVEL:
        return max((team.clock.at for team in seen.teams), default=seen.clock.at)
    return StoryTime(starts=seen.plan.scenario.starts, now=seen.clock.at).read(said)


def _fires(team: TeamGlance) -> tuple[tuple[str, Millis], ...]:
    return team.armed if team.foreseen is None else team.foreseen.fires


def _opens(seen: Seen, team: TeamGlance) -> list[tuple[str, Millis]]:
    foreseen = team.foreseen.opens if team.foreseen is not None else ()
    return [(f"{_name(seen, id_)}, out from {say_at(at)}", due) for id_, at, due in foreseen]


def _between(
    reach: Reach, to: Millis, coming: Callable[[TeamGlance], list[tuple[str, Millis]]]
) -> tuple[tuple[Millis, str], ...]:
    """What comes until *to*, each once, with the teams that it comes to if not to all."""
    teams_of: dict[tuple[Millis, str], list[str]] = defaultdict(list)
    for team in reach.teams:
        for words, at in coming(team):
            if team.clock.at < at <= to:
                teams_of[at, words].append(team.name)
    return tuple(
        (at, words if len(teams) == len(reach.teams) else f"{words} ({', '.join(teams)})")
        for (at, words), teams in sorted(teams_of.items())
    )


def _name(seen: Seen, deadline: str) -> str:
    """A deadline as the engine names it, in the words of pages."""
    names = Names(seen.plan)
    sort, _, of = deadline.partition(":")
    match sort:
        case "duty":
            return names.duty(of)
        case "rto":
            return f"{names.title(of)} is to be back"
        case _:
            return f"Next word to {names.audience(of)}"
