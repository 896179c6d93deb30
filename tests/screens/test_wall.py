"""The wall when play has ended: what each team writes down, on one screen that nobody scrolls."""

import shutil
from collections import Counter
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Page, expect

from evidence import Event, Millis, Receipt
from evidence.kinds.exercise import ExerciseHeld
from facilitator.screens import Seen, TeamGlance
from tests.barriers import barriers
from tests.screens.looking import draw, look, played
from tests.screens.test_accessible import STATIC

ENDED = 241 * 60_000
BIRDS = ("Kestrel", "Osprey", "Heron", "Merlin", "Sparrowhawk", "Goshawk")
PLACES = (
    "",
    " North",
    " Harbour",
    " Operations Centre",
    " of the Second Shift",
    " West",
    " East",
    " 8",
    " 9",
)
NAMES = tuple(f"{bird}{place}" for place in PLACES for bird in BIRDS)
MANY = (6, 12, 25, 50)
PROJECTORS = [(1280, 720), (1920, 1080)]


CUT = """[...document.querySelectorAll('.wall-teams li, .wall-teams div, .grid-table td')]
  .filter(e => e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 2)
  .map(e => e.outerHTML)"""
"""What is wider or higher than its place; only a team's name may end in dots."""
SMALLEST = """Math.min(...[...document.querySelectorAll(
  '.wall-teams :is(h3, .state, .here, p, .id)')]
  .map(e => parseFloat(getComputedStyle(e).fontSize)))"""


def ended(teams: int, *, still_playing: int = 0) -> Seen:
    """As many teams that have ended, and some that have not."""
    seen = look(played(), at=ENDED, kind="facilitator")
    glances = tuple(
        TeamGlance(
            name=name,
            exercise="demo" if place == 0 else name.lower(),
            clock=seen.clock,
            events=seen.events if place < teams else seen.events[:60],
            closing=Receipt(
                origin=f"drillroom.example/{name}", size=518, root=sha256(name.encode()).digest()
            )
            if place < teams
            else None,
        )
        for place, name in enumerate(NAMES[: teams + still_playing])
    )
    return replace(seen, teams=glances)


def show(page: Page, folder: Path, seen: Seen, **size: Any) -> None:
    shutil.copytree(STATIC, folder / "static", dirs_exist_ok=True)
    file = folder / "page.html"
    file.write_text(draw("wall", seen))
    page.set_viewport_size({"width": size["width"], "height": size["height"]})
    page.goto(file.as_uri())


@pytest.mark.parametrize("teams", [1, 2, 3, 4, 6])
@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1366, 768), (1920, 1080)])
def test_what_every_team_writes_down_fits_a_projector(
    page: Page, tmp_path: Path, teams: int, width: int, height: int
) -> None:
    show(page, tmp_path, ended(teams), width=width, height=height)

    assert page.locator(".closing").count() == teams
    assert page.locator(".closing .words li").count() == 8 * teams
    assert page.evaluate("document.documentElement.scrollHeight") <= height
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    cut = "[...document.querySelectorAll('.words li')].some(li => li.scrollWidth > li.clientWidth)"
    assert not page.evaluate(cut)


def playing(teams: int, *, at: int = 40 * 60_000) -> Seen:
    """As many teams at different moments of the same hour, and some of them with long names."""
    seen = look(played(), at=at, kind="facilitator")
    glances = tuple(
        TeamGlance(
            name=name,
            exercise="demo" if place == 0 else f"x-{place}",
            clock=seen.clock,
            events=seen.events if place % 3 else seen.events[:60],
            code="ABC234",
        )
        for place, name in enumerate(NAMES[:teams])
    )
    return replace(seen, teams=glances)


def lobby(teams: int) -> Seen:
    seen = playing(teams)
    before = tuple(replace(team, events=seen.events[:1]) for team in seen.teams)
    clock = replace(seen.clock, state="lobby", at=Millis(0))
    return replace(seen, events=seen.events[:1], clock=clock, teams=before)


def held(teams: int) -> Seen:
    seen = playing(teams)
    hold = Event(
        seq=seen.events[-1].seq + 1,
        at=seen.clock.at,
        origin="control",
        to=("team",),
        cause=0,
        body=ExerciseHeld(because="control"),
    )
    clock = replace(seen.clock, state="held")
    return replace(seen, events=(*seen.events, hold), clock=clock)


def partly_ended(teams: int) -> Seen:
    """All but one have ended."""
    return ended(teams - 1, still_playing=1)


SHOWN = {
    "playing": playing,
    "lobby": lobby,
    "held": held,
    "partly ended": partly_ended,
    "ended": ended,
}


@pytest.mark.parametrize("colors", ["light", "dark"])
@pytest.mark.parametrize("when", SHOWN)
@pytest.mark.parametrize(("width", "height"), PROJECTORS)
def test_the_wall_of_up_to_fifty_teams_fits_a_projector_with_its_clock_and_every_word(
    page: Page, tmp_path: Path, width: int, height: int, when: str, colors: Literal["light", "dark"]
) -> None:
    page.emulate_media(color_scheme=colors)
    for teams in MANY:
        show(page, tmp_path, SHOWN[when](teams), width=width, height=height)

        assert page.evaluate("document.documentElement.scrollHeight") <= height, teams
        assert page.evaluate("document.documentElement.scrollWidth") <= width, teams
        assert page.evaluate(CUT) == [], teams
        if when in ("playing", "held"):
            expect(page.locator(".giant time")).to_be_in_viewport(ratio=1)
        if teams > 6:
            smallest = page.evaluate(SMALLEST)
            assert smallest >= height / 61, (teams, smallest)  # 12 px of 720
            assert page.locator(".wall-teams > li").count() == teams


def test_before_play_each_of_many_teams_has_its_code_on_the_wall_and_none_has_it_later() -> None:
    assert draw("wall", lobby(12)).count("ABC-234") == 12
    assert "ABC-234" not in draw("wall", playing(12))


@pytest.mark.parametrize("seen", [ended(6), ended(25), playing(25), lobby(12)])
def test_the_wall_of_many_teams_breaks_no_rule_and_is_readable_on_a_small_phone(
    page: Page, tmp_path: Path, seen: Seen
) -> None:
    show(page, tmp_path, seen, width=320, height=640)

    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert barriers(page) == []


def test_the_eight_words_of_one_team_stand_in_full_rows_under_what_comes_next(
    page: Page, tmp_path: Path
) -> None:
    for width, height in PROJECTORS:
        show(page, tmp_path, ended(1), width=width, height=height)

        tops = page.locator(".closing .words li").evaluate_all(
            "all => all.map(one => Math.round(one.getBoundingClientRect().top))"
        )
        assert sorted(Counter(tops).values()) in ([8], [4, 4])
        expect(page.locator(".wall-foot")).to_contain_text("One card each")


def test_while_a_team_still_plays_the_wall_shows_how_all_of_them_stand() -> None:
    html = draw("wall", ended(2, still_playing=1))

    assert "<h3>Heron" in html
    assert "data-clock" in html
    assert html.count('class="closing-words"') == 2


def test_while_only_simulated_people_play_the_wall_says_that_no_person_is_here() -> None:
    html = draw("wall", look(played(), at=20 * 60_000))

    assert "No person here" in html
    assert "Nobody here yet" not in html
