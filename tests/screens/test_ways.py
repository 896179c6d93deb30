"""Every page can be reached by pressing what is shown: nobody has to know an address."""

import re
from functools import cache
from typing import Final

import pytest

from facilitator.access import PAGES as OPEN_TO
from facilitator.screens import PAGES
from facilitator.screens.frame import shortcuts_of
from facilitator.screens.keys import OF_THE_HOUSE
from facilitator.screens.seen import ViewerKind
from tests.screens.looking import draw, look, played, unplayed

HOUR: Final = 3_600_000
MOMENTS: Final = (None, HOUR, 5 * HOUR)
"""Before play, in the middle, and after the end."""
FIRST: Final[dict[ViewerKind, str]] = {
    "facilitator": "control",
    "evaluator": "evaluate",
    "auditor": "evidence",
    "participant": "lobby",
}
FOR_A_BIG_SCREEN: Final = {"break", "wall"}
"""Control projects them; nobody else has to open them."""


Place = tuple[str, str | None]
"""A page, and the seat through which staff look at it."""


@cache
def links(place: Place, kind: ViewerKind, at: int | None) -> set[Place]:
    """The pages of the exercise to which one page leads."""
    name, through = place
    seat = "duty-manager" if kind == "participant" else through
    game = unplayed() if at is None else played()
    html = draw(name, look(game, at=at or 0, seat=seat, kind=kind))
    found = re.findall(r'(?:href|action)="([^"#?]*)(?:\?as=([\w-]+))?', html)
    places = {(address.rpartition("/")[2], seat or None) for address, seat in found}
    return {(name, seat) for name, seat in places if name in PAGES}


def reached(kind: ViewerKind, at: int | None) -> set[Place]:
    """Where one comes by links alone."""
    ahead: set[Place] = {(FIRST[kind], None)}
    been: set[Place] = set()
    while ahead:
        place = ahead.pop()
        been.add(place)
        ahead |= {one for one in links(place, kind, at) if kind in OPEN_TO[one[0]]} - been
    return been


@pytest.mark.parametrize("kind", FIRST)
def test_every_page_that_one_may_open_is_reached_by_links(kind: ViewerKind) -> None:
    been = {name for at in MOMENTS for name, _ in reached(kind, at)}

    apart = set() if kind == "facilitator" else FOR_A_BIG_SCREEN
    assert {name for name in PAGES if kind in OPEN_TO[name]} - been - apart == set()


@pytest.mark.parametrize("kind", FIRST)
def test_no_link_leads_to_a_page_of_somebody_else(kind: ViewerKind) -> None:
    for at in MOMENTS:
        for place in reached(kind, at):
            closed = {name for name, _ in links(place, kind, at) if kind not in OPEN_TO[name]}
            assert closed == set(), f"{place} at {at}"


@pytest.mark.parametrize("kind", FIRST)
def test_help_lists_the_shortcuts_of_ones_own_pages_only(kind: ViewerKind) -> None:
    seat = "duty-manager" if kind == "participant" else None
    seen = look(played(), at=HOUR, seat=seat, kind=kind)

    listed = shortcuts_of(seen.viewer)

    assert len(listed) > 4
    for one in listed:
        for page in {one.go, one.where} - {"", "all", *OF_THE_HOUSE}:
            assert kind in OPEN_TO[page], one
        assert one.where not in OF_THE_HOUSE or kind == "facilitator"


def test_staff_find_the_way_back_to_all_game_days_on_every_page() -> None:
    for name in PAGES.keys() - {"wall"}:
        html = draw(name, look(played(), at=HOUR, kind="facilitator"))

        assert 'class="brand" href="/"' in html, name
        assert "all game days" in html, name


def test_staff_look_through_any_seat_of_a_team() -> None:
    seen = look(played(), at=HOUR, seat="duty-manager", kind="facilitator")
    alone = look(played(), at=HOUR, seat="duty-manager", kind="participant")

    page = draw("comms", seen)

    for seat in played().plan.organisation.roles:
        assert f'<option value="{seat}"' in page
    assert '<option value="duty-manager" selected>' in page
    assert 'name="as"' not in draw("comms", alone)


@pytest.mark.parametrize("name", ["team", "comms", "runbook", "breach"])
def test_staff_who_look_through_a_seat_go_on_looking_through_it(name: str) -> None:
    html = draw(name, look(played(), at=HOUR, seat="duty-manager", kind="evaluator"))

    hrefs = re.findall(r'href="([a-z-]+)(\?[^"#]*)?(?:#[^"]*)?"', html)
    of_the_team = [query for page, query in hrefs if "participant" in OPEN_TO.get(page, ())]

    assert len(of_the_team) > 8
    assert all(query.endswith("as=duty-manager") for query in of_the_team)
    asking = re.findall(
        r'<form method="get" action="comms#write"[^>]*>(<input[^>]*name="as"[^>]*>)?', html
    )
    assert all(asking)
