"""Pages as they come out of the browser's own print: marked, whole, and nothing folded away."""

import io
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pikepdf
import pytest
from playwright.sync_api import Page

from facilitator.screens.replay import replay_page
from tests.print.reading import text_of
from tests.screens.looking import LOOKED_AT, draw, look, played
from tests.screens.test_accessible import STATIC
from tests.screens.test_pages import TEAM

MINUTE: Final = 60_000
Printed = Callable[..., list[str]]


@pytest.fixture
def printed(page: Page, tmp_path: Path) -> Printed:
    """The sheets of one page of an exercise, each as its text without spaces."""
    shutil.copytree(STATIC, tmp_path / "static")

    def print_(name: str, *, minute: int = 60) -> list[str]:
        team = name in TEAM
        seen = look(
            played(),
            at=minute * MINUTE,
            seat="platform-lead" if team else None,
            kind="participant" if team else "facilitator",
        )
        file = tmp_path / "page.html"
        file.write_text(draw(name, seen))
        page.goto(file.as_uri())
        with pikepdf.open(io.BytesIO(page.pdf(prefer_css_page_size=True))) as pdf:
            return [_plain(text_of(sheet)) for sheet in pdf.pages]

    return print_


def _plain(text: str) -> str:
    return "".join(text.split()).replace("ﬁ", "fi").replace("ﬂ", "fl").replace("ﬀ", "ff")


@pytest.mark.parametrize("name", LOOKED_AT)
def test_every_sheet_of_every_page_is_marked_and_numbered_and_the_first_is_not_empty(
    printed: Printed, name: str
) -> None:
    sheets = printed(name)

    for number, text in enumerate(sheets, start=1):
        assert "EXERCISE" in text
        assert f"{number}of{len(sheets)}" in text
    assert len(sheets[0]) > 80


def test_lines_that_open_on_a_screen_stand_on_paper_too(printed: Printed) -> None:
    assert "Theexercisewasopened" in "".join(printed("evidence"))
    assert "Thehosttakestheticket" in printed("control")[0]
    assert "Followtherunbook" in printed("scorecard", minute=241)[0]


def test_a_list_that_scrolls_on_a_screen_is_whole_on_paper(printed: Printed) -> None:
    seen = look(played(), at=60 * MINUTE, kind="facilitator")
    lines = replay_page(seen, {}).entries

    text = "".join(printed("replay"))

    assert len(lines) > 10
    assert _plain(lines[0].words) in text
    assert _plain(lines[-1].words[:60]) in text


def test_nothing_to_press_is_printed(printed: Printed) -> None:
    for name in ("comms", "log", "control", "breach"):
        text = "".join(printed(name))

        for words in ("Writeamessage", "Writeanentry", "Fire", "Realincident"):
            assert words not in text, f"{name}: {words}"


def test_a_runbook_on_paper_is_a_tick_list_of_two_sheets(printed: Printed) -> None:
    sheets = printed("runbook")

    assert len(sheets) == 2
    text = "".join(sheets)
    assert "Cleartemporary" in text  # the last step
    assert "Stopif" in text


def test_on_the_answer_sheet_a_decision_has_room_for_what_the_form_of_the_page_asks(
    printed: Printed,
) -> None:
    (sheet,) = [text for text in printed("print") if "Answersheet" in text]

    for asked in ("Decidedby,approvedby", "What,andwhy", "Insteadofwhat", "Lookagainat"):
        assert asked in sheet
