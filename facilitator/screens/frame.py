"""What stands around every page of an exercise: the mark, the tabs, the clock, the banner.

One function makes it from what the viewer may see, so that a page served live, a page in a
test and a page in the replay stand in the same frame.
"""

from dataclasses import dataclass
from typing import Final

from evidence.kinds.exercise import KindOfRun
from facilitator.screens.asks import asks_of
from facilitator.screens.banner import Banner, banner_of
from facilitator.screens.keys import OF_THE_HOUSE, SHORTCUTS, Shortcut
from facilitator.screens.naming import Names
from facilitator.screens.saying import say_at
from facilitator.screens.seen import Clock, Seen, Viewer
from facilitator.screens.story import Story, read_story
from facilitator.screens.team import closed_because

TEAM_TABS: Final = (
    ("team", "For you", "t"),
    ("severity", "Severity", "v"),
    ("runbook", "Runbook", "r"),
    ("systems", "Systems", "s"),
    ("comms", "Comms", "c"),
    ("vendors", "Vendors", "n"),
    ("breach", "Breach", "b"),
    ("log", "Log", "l"),
)
STAFF_TABS: Final = (
    ("control", "Control room", "c"),
    ("evaluate", "Evaluate", "e"),
    ("wall", "Wall", "w"),
    ("replay", "Replay", "r"),
    ("scorecard", "Scorecard", "s"),
    ("report", "Report", "p"),
    ("evidence", "Evidence", "v"),
)
OF_STAFF: Final = {
    "facilitator": ("control", "evaluate", "wall", "replay", "scorecard", "report", "evidence"),
    "evaluator": ("evaluate", "replay", "scorecard", "report", "evidence"),
    "auditor": ("scorecard", "report", "replay", "evidence"),
}
DOCK: Final = (
    ("team", "For you", "run"),
    ("runbook", "Do", "book"),
    ("comms", "Tell", "say"),
    ("log", "Log", "pen"),
)
STAFF_DOCK: Final = (
    ("control", "Control", "run"),
    ("evaluate", "Evaluate", "pen"),
    ("replay", "Replay", "dash"),
    ("scorecard", "Scorecard", "done"),
    ("evidence", "Evidence", "shield"),
)
RUNS: Final = {
    "dry-run": "dry run",
    "practice": "practice",
    "exercise": "exercise",
    "measured": "measured drill",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    """One place to go.  ``count`` waits for the viewer there."""

    name: str
    word: str
    href: str
    here: bool
    count: int = 0
    icon: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The context ``frame`` of every template of an exercise."""

    exercise: str
    page: str
    title: str
    game: str
    """The exercise in two words, for the brand."""
    beneath: str
    home: str
    """Where the brand leads: staff to all game days, a participant and the wall to a first page."""
    manages: bool
    """Whether forms for the house and its days are shown."""
    first: str
    """The viewer's own first page of this exercise."""
    run: KindOfRun
    run_words: str
    fiction: str
    viewer: Viewer
    seat: str
    clock: Clock
    shown: str
    """The clock as it stood when the page was made."""
    pace: str
    banner: Banner | None
    tabs: tuple[Tab, ...]
    dock: tuple[Tab, ...]
    head: int
    view: str
    ticket: str
    shortcuts: tuple[Shortcut, ...]
    may_stop: bool
    stops_all: bool
    """The red button is control's: it stops every team of the day."""
    closed: str
    """Why a team's buttons are off for this viewer just now; empty while they are on."""
    reads_as: str
    """Staff looking through a seat: its words; else empty."""
    looks_through: tuple[tuple[str, str], ...]
    """Every seat that staff can look through, while they do."""


def frame_of(
    seen: Seen, *, page: str, title: str, ticket: str = "", held_by: str | None = None
) -> Frame:
    """The frame of one page.

    Args:
        held_by: The name of whoever holds the exercise; the record knows only the seat.
    """
    story = read_story(seen)
    staff = seen.viewer.kind != "participant"
    through = staff and seen.viewer.seat is not None
    seat = Names(seen.plan).seat(seen.viewer.seat) if seen.viewer.seat else ""
    first = OF_STAFF[seen.viewer.kind][0] if staff else "team"
    return Frame(
        exercise=seen.team.exercise,
        page=page,
        title=title,
        game=seen.plan.scenario.title,
        beneath=_beneath(seen, seat),
        home="/" if "see" in seen.house and page != "wall" else first,
        manages="manage" in seen.house,
        first=first,
        run=seen.run,
        run_words=RUNS[seen.run],
        fiction=_fiction(seen),
        viewer=seen.viewer,
        seat=_seat_words(seen, seat),
        clock=seen.clock,
        shown=say_at(seen.clock.at),
        pace=_pace(seen.clock),
        banner=banner_of(seen, story, held_by, page),
        tabs=_staff_tabs(seen, page) if staff and not through else _team_tabs(seen, story, page),
        dock=_staff_dock(seen, page) if staff and not through else _dock(seen, story, page),
        head=seen.head,
        view=seen.view,
        ticket=ticket,
        shortcuts=_shortcuts_on(page, seen.viewer),
        may_stop=story.ended_at is None and seen.viewer.kind != "auditor",
        stops_all=seen.viewer.kind == "facilitator" and len(seen.teams) > 1,
        closed=closed_because(seen, story),
        reads_as=seat if through else "",
        looks_through=tuple(
            (one, Names(seen.plan).seat(one)) for one in seen.plan.organisation.roles if through
        ),
    )


def shortcuts_of(viewer: Viewer) -> tuple[Shortcut, ...]:
    """The shortcuts of the pages that stand in the viewer's tabs, and of those behind the brand."""
    tabs = OF_STAFF.get(viewer.kind) or tuple(name for name, _, _ in TEAM_TABS)
    in_house = viewer.kind == "facilitator" and viewer.exercise is None
    pages = ("all", *tabs, *(OF_THE_HOUSE if in_house else ()))
    return tuple(one for one in SHORTCUTS if one.where in pages and (not one.go or one.go in tabs))


def _shortcuts_on(page: str, viewer: Viewer) -> tuple[Shortcut, ...]:
    here = [one for one in shortcuts_of(viewer) if one.where in ("all", page)]
    own = {one.key for one in here if one.where == page}
    return tuple(one for one in here if one.where == page or one.key not in own)


def _beneath(seen: Seen, seat: str) -> str:
    team = seen.team.name or seen.plan.organisation.title
    return f"{team} · {seat}" if seen.viewer.kind == "participant" and seat else team


def _fiction(seen: Seen) -> str:
    run = "" if seen.run == "exercise" else f"{RUNS[seen.run]} · "
    return f"{run}{seen.plan.scenario.title} · nothing leaves this room"


def _seat_words(seen: Seen, seat: str) -> str:
    if seen.viewer.kind == "participant":
        return f"{seen.viewer.name} · {seat}" if seat else f"{seen.viewer.name} · watching"
    word = {"facilitator": "Control", "evaluator": "Evaluator", "auditor": "Auditor, read only"}
    return f"{word[seen.viewer.kind]} · {seen.viewer.name}"


def _pace(clock: Clock) -> str:
    if clock.state != "running":
        return {"lobby": "not started", "held": "held", "ended": "ended"}.get(clock.state, "")
    ratio = str(clock.num) if clock.den == 1 else f"{clock.num}:{clock.den}"
    return f"running {ratio}×"


def _team_tabs(seen: Seen, story: Story, page: str) -> tuple[Tab, ...]:
    counts: dict[str, int] = {}
    for ask in asks_of(seen, story):
        place = ask.href.split("#")[0].split("?")[0]
        counts[place] = counts.get(place, 0) + 1
    query = f"?as={seen.viewer.seat}" if seen.viewer.kind != "participant" else ""
    return tuple(
        Tab(
            name=name,
            word=word,
            href=name + query,
            here=name == page,
            count=counts.get(name, 0) if name != "team" else 0,
            key=key,
        )
        for name, word, key in (*TEAM_TABS, *_results(seen))
    )


def _results(seen: Seen) -> tuple[tuple[str, str, str], ...]:
    """The scorecard, once play has ended and control has opened it to those who played."""
    opened = seen.arranged.results and seen.clock.state == "ended"
    return (("scorecard", "Scorecard", ""),) if opened else ()


def _staff_tabs(seen: Seen, page: str) -> tuple[Tab, ...]:
    allowed = OF_STAFF[seen.viewer.kind]
    return tuple(
        Tab(name=name, word=word, href=name, here=name == page, key=key)
        for name, word, key in STAFF_TABS
        if name in allowed
    )


def _dock(seen: Seen, story: Story, page: str) -> tuple[Tab, ...]:
    waiting = len(asks_of(seen, story))
    query = f"?as={seen.viewer.seat}" if seen.viewer.kind != "participant" else ""
    return tuple(
        Tab(
            name=name,
            word=word,
            href=name + query,
            here=name == page,
            icon=icon,
            count=waiting if name == "team" else 0,
        )
        for name, word, icon in DOCK
    )


def _staff_dock(seen: Seen, page: str) -> tuple[Tab, ...]:
    allowed = OF_STAFF[seen.viewer.kind]
    return tuple(
        Tab(name=name, word=word, href=name, here=name == page, icon=icon)
        for name, word, icon in STAFF_DOCK
        if name in allowed
    )[:4]
