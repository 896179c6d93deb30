"""Type and edges at the two ends: read from the last row, and typed on with a thumb."""

import shutil
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from tests.screens.looking import draw, look, played
from tests.screens.test_accessible import STATIC

MINUTE = 60_000
PROJECTOR: Final[ViewportSize] = {"width": 1920, "height": 1080}
SMALLEST = """where => Math.min(...[...document.querySelectorAll(where)]
  .filter(e => e.checkVisibility()).map(e => parseFloat(getComputedStyle(e).fontSize)))"""
STAYS = """() => [...document.querySelectorAll('.dock, .clockbar')]
  .filter(e => e.checkVisibility() && getComputedStyle(e).position !== 'static')
  .map(e => e.className)"""
LEFT = "where => Math.round(document.querySelector(where).getBoundingClientRect().left)"


def show(page: Page, folder: Path, name: str, *, at: int, seat: str | None = None) -> None:
    shutil.copytree(STATIC, folder / "static", dirs_exist_ok=True)
    seen = look(played(), at=at * MINUTE, seat=seat, kind="participant" if seat else "facilitator")
    file = folder / "page.html"
    file.write_text(draw(name, seen))
    page.goto(file.as_uri())


def test_what_is_talked_over_is_read_from_the_last_row_and_broken_by_the_page_alone(
    page: Page, tmp_path: Path
) -> None:
    page.set_viewport_size(PROJECTOR)
    show(page, tmp_path, "discuss", at=20)

    assert page.evaluate(SMALLEST, ".talked-over, .talked-over *") >= 24
    said = page.locator("blockquote.talked-over")
    assert said.evaluate("e => getComputedStyle(e).whiteSpace") == "normal"


def test_everything_on_the_wall_begins_at_one_edge(page: Page, tmp_path: Path) -> None:
    small: ViewportSize = {"width": 1280, "height": 720}
    for size in (PROJECTOR, small):
        page.set_viewport_size(size)
        show(page, tmp_path, "wall", at=20)

        places = (".mark b", ".brand", ".wall-grid h1", ".wall-foot > *")
        assert len({page.evaluate(LEFT, place) for place in places}) == 1


@pytest.mark.parametrize(
    ("name", "seat"), [("control", None), ("team", "duty-manager"), ("breach", "privacy-officer")]
)
def test_a_phone_does_not_zoom_in_on_what_one_types(
    browser: Browser, tmp_path: Path, name: str, seat: str | None
) -> None:
    with browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    ) as context:
        page = context.new_page()
        show(page, tmp_path, name, at=60, seat=seat)
        page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")

        assert page.evaluate(SMALLEST, "textarea, select, input:not([type=hidden])") >= 16


@pytest.mark.parametrize(("name", "seat"), [("control", None), ("team", "duty-manager")])
def test_where_few_lines_are_left_nothing_stays_over_them(
    page: Page, tmp_path: Path, name: str, seat: str | None
) -> None:
    page.set_viewport_size({"width": 640, "height": 430})
    show(page, tmp_path, name, at=60, seat=seat)

    assert page.evaluate(STAYS) == []
