"""Look at pages without a server: an exercise is played, and any seat may look at any moment.

What a participant may see is filtered exactly as the server does: by ``may_see``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Final, Literal

from evidence import Event, Millis
from evidence.clocks import PlayedClock
from evidence.kinds import may_see
from evidence.kinds.exercise import ExerciseEnded, ExerciseHeld, ExerciseResumed, ExerciseStarted
from evidence.programme import Programme
from facilitator.screens import PAGES, Clock, Person, Seen, Team, Viewer
from facilitator.screens.actions import actions_of
from facilitator.screens.frame import frame_of
from facilitator.screens.report import ReportPage, SignedOver, report_page
from facilitator.screens.seen import ViewerKind
from facilitator.web.drawing import Drawing
from scenarios import Plan, library_controls
from scoring import score
from scoring.report import Provenance, write_report
from tests.simulator.playing import library_plan, play

_SEES: Final[dict[ViewerKind, frozenset[Literal["see", "manage"]]]] = {
    "participant": frozenset(),
    "facilitator": frozenset({"see", "manage"}),
    "evaluator": frozenset({"see"}),
    "auditor": frozenset({"see"}),
}
WALL: Final = 1_795_561_500_000
LOOKED_AT: Final = (*PAGES, "report")
"""Every page of an exercise: those drawn from a view, and the report, drawn from the record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """One exercise that was played headless, and what people typed in it."""

    plan: Plan
    events: tuple[Event, ...]
    words: Mapping[tuple[int, str], str]


@cache
def played(scenario: str = "restore", organisation: str = "northstrand-payments") -> Played:
    """A library scenario played by simulated responders for four hours."""
    plan = library_plan(scenario, organisation)
    return Played(plan=plan, events=tuple(play(plan, until=4 * 3_600_000)), words={})


@cache
def unplayed() -> Played:
    """The same exercise while people come in: opened, and not started."""
    return replace(played(), events=played().events[:1])


@cache
def drawing() -> Drawing:
    """The house's drawing, with files beside the page; one for all, for templates are compiled."""
    return Drawing(
        asset=lambda name: f"static/{name}", join_url=lambda code: f"http://127.0.0.1/join/{code}"
    )


def look(
    game: Played,
    *,
    at: int,
    seat: str | None = None,
    kind: ViewerKind = "participant",
    teams: bool = False,
) -> Seen:
    """What one viewer may see at an instant of exercise time."""
    until = tuple(event for event in game.events if event.at <= at)
    mine = until
    if seat is not None:
        mine = tuple(event for event in until if may_see(event.to, seat=seat))
    roles = game.plan.organisation.roles
    people = tuple(
        Person(
            seat=one,
            simulated=one != seat,
            online=int(one == seat),
            you=one == seat,
            name="Juniper" if one == seat else None,
        )
        for one in roles
    )
    return Seen(
        viewer=Viewer(
            kind=kind,
            id="v1",
            name="Juniper" if seat else "Rowan",
            seat=seat,
            exercise="demo" if kind == "participant" else None,
        ),
        plan=game.plan,
        clock=clock_at(until, at),
        team=Team(exercise="demo", name="Kestrel", code="" if seat else "7KM-4QX", people=people),
        run="exercise",
        events=mine,
        words=game.words,
        head=len(mine),
        view="seat" if seat else "control",
        game_day="demo",
        house=_SEES[kind],
    )


def clock_at(events: tuple[Event, ...], at: int) -> Clock:
    """The clock as these events leave it."""
    played_clock, state = PlayedClock(), "lobby"
    for event in events:
        played_clock.apply(event.at, event.body)
        match event.body:
            case ExerciseStarted() | ExerciseResumed():
                state = "running"
            case ExerciseHeld():
                state = "held"
            case ExerciseEnded():
                state = "ended"
            case _:
                pass
    num, den = played_clock.pace
    return Clock(
        at=Millis(at),
        wall=WALL + at,
        num=num,
        den=den,
        running=state == "running",
        state=state,  # type: ignore[arg-type]  # one of the four words above
    )


def draw(name: str, seen: Seen, query: Mapping[str, str] | None = None) -> str:
    """One whole page as HTML."""
    if name == "report":
        frame = frame_of(seen, page=name, title="Report")
        context = {"page": _report(seen), "seen": seen, "frame": frame}
        return drawing().template("report.html", context)
    page = PAGES[name]
    content = page.fold(seen, query or {})
    frame = frame_of(seen, page=name, title=page.title)
    return drawing().page(page, content, seen=seen, frame=frame)


def _report(seen: Seen) -> ReportPage:
    if seen.clock.state != "ended":
        return ReportPage(ended=False)
    known = Provenance(
        head="0" * 64, size=len(seen.events), source="a test", product="drillroom", verified=""
    )
    card = score(seen.plan, seen.events)
    report = write_report(
        seen.plan, seen.events, provenance=known, controls=library_controls(), scorecard=card
    )
    over = SignedOver(head="0" * 64, scorecard=card.digest, report="1" * 64)
    runs_it = seen.viewer.kind == "facilitator"
    actions = actions_of(
        Programme(size=0), card, seen.events, seen.words, exercise="demo", answers="",
        today=date(2026, 11, 23), may_open=runs_it, may_propose=seen.viewer.kind == "evaluator",
    )  # fmt: skip
    return report_page(
        report, card, events=seen.events, words=seen.words, over=over, actions=actions,
        may_write=runs_it,
    )  # fmt: skip


def part(name: str, region: str, seen: Seen) -> str:
    """One region of a page alone, as the server gives it when it is fetched again."""
    page = PAGES[name]
    frame = frame_of(seen, page=name, title=page.title)
    return drawing().part(page, region, page.fold(seen, {}), seen=seen, frame=frame)
