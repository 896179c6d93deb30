"""Pages in a real browser: accessible by rule, and readable on any screen."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Page

from tests.barriers import barriers_light_and_dark
from tests.screens.looking import LOOKED_AT, draw, look, played
from tests.screens.test_pages import TEAM

MINUTE: Final = 60_000
ENDED: Final = 241
"""The minute after EndEx."""
STATIC: Final = Path("facilitator/web/static")
Open = Callable[..., Page]


@pytest.fixture
def opened(page: Page, tmp_path: Path) -> Open:
    """Open one page of an exercise as it stood at a minute, at a size."""
    shutil.copytree(STATIC, tmp_path / "static", dirs_exist_ok=True)

    def open_(name: str, *, minute: int, width: int = 1366) -> Page:
        team = name in TEAM
        seen = look(
            played(),
            at=minute * MINUTE,
            seat="platform-lead" if team else None,
            kind="participant" if team else "facilitator",
        )
        file = tmp_path / "page.html"
        file.write_text(draw(name, seen))
        page.set_viewport_size({"width": width, "height": 860})
        page.goto(file.as_uri())
        return page

    return open_


@pytest.mark.parametrize("name", LOOKED_AT)
def test_no_page_breaks_a_rule_of_wcag_2_2_empty_full_or_ended_light_or_dark(
    opened: Open, name: str
) -> None:
    for minute in (0, 60, ENDED):
        page = opened(name, minute=minute)

        assert barriers_light_and_dark(page) == [], f"{minute} min"


def test_a_theme_changes_colours_and_nothing_else() -> None:
    """So a loaded page that is switched to the other theme is what loading it there would show."""
    ours = [file for kind in ("css", "js") for file in STATIC.glob(f"*.{kind}")]

    assert ours
    for file in ours:
        assert "prefers-color-scheme" not in file.read_text(), f"{file}: colours by light-dark()"


@pytest.mark.parametrize("name", LOOKED_AT)
def test_no_page_scrolls_sideways_on_a_small_phone_or_at_twice_the_text_size(
    opened: Open, name: str
) -> None:
    for minute in (60, ENDED):
        page = opened(name, minute=minute, width=320)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320

        page = opened(name, minute=minute, width=1280)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert page.evaluate("document.documentElement.scrollWidth") <= 1280


def test_the_list_of_shortcuts_opens_by_its_own_key(opened: Open) -> None:
    page = opened("control", minute=20)

    page.keyboard.press("?")

    assert page.get_by_role("heading", name="Shortcuts").is_visible()


def test_the_screen_of_control_can_be_hidden_from_somebody_who_walks_by(opened: Open) -> None:
    page = opened("control", minute=20)

    page.keyboard.press("l")

    assert page.get_by_role("heading", name="This screen is hidden").is_visible()


def test_single_keys_can_be_switched_off_and_never_act_while_one_types(opened: Open) -> None:
    page = opened("control", minute=20)
    page.locator("#note-words").focus()

    page.keyboard.type("n?")

    assert page.locator("#note-words").input_value() == "n?"
    assert not page.get_by_role("heading", name="Shortcuts").is_visible()


def test_a_countdown_runs_on_exercise_time_and_a_late_one_counts_up(opened: Open) -> None:
    page = opened("control", minute=20)
    page.evaluate(
        "setClock({at: 22 * 60000 + 5000, running: false, state: 'held', num: 1, den: 1})"
    )

    assert "late 0:05" in page.locator(".next .count-down").inner_text()


def test_news_is_queued_and_above_three_summed_up(opened: Open) -> None:
    page = opened("team", minute=20)
    page.evaluate("for (const n of [1, 2, 3, 4, 5]) say(`message ${n}`)")

    said = page.locator("#say", has_text="5 updates, latest: message 5")
    said.wait_for(state="attached")
    assert said.count() == 1


def test_a_card_that_arrives_moves_neither_focus_nor_text(opened: Open) -> None:
    page = opened("team", minute=20)
    field = page.locator("#feed textarea").first
    field.fill("half a sentence")
    before = page.locator("#feed > li").count()

    page.evaluate("insert('<li class=inject id=in-new data-into=feed><p class=body>New</p></li>')")

    assert page.locator("#feed > li").count() == before + 1
    assert field.input_value() == "half a sentence"
    assert field.evaluate("field => field === document.activeElement")


def test_a_card_that_is_there_already_is_not_inserted_twice(opened: Open) -> None:
    page = opened("team", minute=20)
    before = page.locator("#feed > li").count()
    card = page.locator("#feed > li").last.evaluate("card => card.outerHTML")

    page.evaluate("card => insert(card)", card)

    assert page.locator("#feed > li").count() == before


def test_control_on_a_phone_is_the_next_event_hold_and_a_note(opened: Open) -> None:
    page = opened("control", minute=20, width=390)

    assert page.get_by_role("button", name="Fire").first.is_visible()
    assert page.get_by_role("button", name="Hold", exact=True).is_visible()
    assert page.locator("#note-words").is_visible()
    assert not page.locator(".msel").is_visible()
    assert not page.get_by_text("Jump to…").is_visible()


def test_what_can_be_done_is_not_squeezed_by_what_stands_beside_it(opened: Open) -> None:
    page = opened("systems", minute=20, width=390)

    widths = page.locator(".action > div:first-child").evaluate_all(
        "w => w.map(x => x.clientWidth)"
    )

    assert widths
    assert min(widths) > 150


def test_the_mark_stands_on_paper_too(opened: Open) -> None:
    for name in ("team", "runbook", "scorecard", "print"):
        page = opened(name, minute=60)
        page.emulate_media(media="print")

        assert page.get_by_text("EXERCISE", exact=True).locator("visible=true").count() > 0, name


def test_in_the_readers_own_colours_what_is_chosen_and_the_main_button_stand_out(
    opened: Open,
) -> None:
    """With two colours a tint says nothing: what stands out is filled, and its words are seen."""
    page = opened("control", minute=20)
    page.emulate_media(forced_colors="active", reduced_motion="reduce")
    for filled in (".next .btn.do", ".segments > [aria-current], .segments > [aria-pressed=true]"):
        ground, words = page.locator(filled).first.evaluate(
            "e => [getComputedStyle(e).backgroundColor, getComputedStyle(e).color]"
        )
        around = page.locator("body").evaluate("e => getComputedStyle(e).color")
        assert ground == around, filled
        assert words != ground, filled


def test_in_the_readers_own_colours_every_severity_is_read(opened: Open) -> None:
    page = opened("help", minute=60)
    page.emulate_media(forced_colors="active", reduced_motion="reduce")
    look = "e => [getComputedStyle(e).backgroundColor, getComputedStyle(e).color]"
    canvas, ink = page.locator("html").evaluate(look)

    chips = page.locator(".sev").evaluate_all(f"chips => chips.map({look})")

    assert len(chips) == 4
    for ground, words in chips:
        assert words == (canvas if ground == ink else ink)


def test_what_a_link_leads_to_does_not_stand_behind_the_bar_and_its_banner(opened: Open) -> None:
    page = opened("scorecard", minute=ENDED)
    page.evaluate("location.hash = 'h-measured'")

    bar = page.locator(".frame").bounding_box()
    led_to = page.locator("#h-measured").bounding_box()

    assert bar is not None
    assert led_to is not None
    assert led_to["y"] >= bar["y"] + bar["height"]
