"""The wall when play has ended: what each team writes down, on one screen that nobody scrolls."""

import shutil
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from evidence import Receipt
from facilitator.screens import Seen, TeamGlance
from tests.barriers import barriers
from tests.screens.looking import draw, look, played
from tests.screens.test_accessible import STATIC

ENDED = 241 * 60_000
NAMES = ("Kestrel", "Osprey", "Heron", "Merlin", "Sparrowhawk", "Goshawk")


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


def test_the_wall_of_many_teams_breaks_no_rule_and_is_readable_on_a_small_phone(
    page: Page, tmp_path: Path
) -> None:
    show(page, tmp_path, ended(6), width=320, height=640)

    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert barriers(page) == []


def test_while_a_team_still_plays_the_wall_shows_how_all_of_them_stand() -> None:
    html = draw("wall", ended(2, still_playing=1))

    assert '<th scope="row">Heron' in html
    assert html.count('class="closing"') == 2
    assert '<th scope="row">Heron' not in draw("wall", ended(3))
