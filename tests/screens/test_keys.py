"""The shortcuts: what is listed is bound."""

import re
from collections import Counter
from pathlib import Path

import pytest
from playwright.sync_api import Page, Request, Route, expect

from facilitator.screens.keys import SHORTCUTS, Shortcut
from facilitator.screens.seen import ViewerKind
from tests.screens.looking import LOOKED_AT, draw, look, played
from tests.screens.test_accessible import STATIC

TEMPLATES = Path("facilitator/web/templates")
HOUR = 3_600_000
BY_THE_SCRIPT = ("help", "close", "send")
"""Without a control of their own: a box is opened and closed, a form is sent from its field."""


@pytest.mark.parametrize("shortcut", SHORTCUTS, ids=lambda shortcut: shortcut.says)
def test_every_shortcut_on_the_list_does_something(shortcut: Shortcut) -> None:
    templates = "".join(file.read_text() for file in TEMPLATES.glob("*.html"))

    if shortcut.go:
        assert shortcut.go in LOOKED_AT
    elif shortcut.press and shortcut.press not in BY_THE_SCRIPT:
        named = (
            f'data-key="{shortcut.press}"',
            f"press='{shortcut.press}'",
            f"'{shortcut.press}')",
        )
        acts = Path("facilitator/screens/comms.py").read_text()
        assert any(name in templates for name in named) or f'key="{shortcut.press}"' in acts


def test_no_key_means_two_things_on_one_page() -> None:
    for page in LOOKED_AT:
        keys = Counter((s.where, s.key) for s in SHORTCUTS if s.where in ("all", page))

        assert keys.most_common(1)[0][1] == 1, page


@pytest.fixture
def from_files(page: Page) -> Page:
    """A browser that is given scripts and styles, and nothing of a server."""

    def answer(route: Route, request: Request) -> None:
        asset = STATIC / request.url.rpartition("/")[2]
        route.fulfill(path=asset) if asset.is_file() else route.fulfill(body="")

    page.route("http://keys.test/**", answer)
    return page


def show(page: Page, name: str, kind: ViewerKind) -> None:
    seat = "duty-manager" if kind == "participant" else None
    html = draw(name, look(played(), at=5 * HOUR, seat=seat, kind=kind))
    address = f"http://keys.test/x/demo/{name}"
    page.route(address, lambda route: route.fulfill(body=html, content_type="text/html"))
    page.goto(address)


@pytest.mark.parametrize(
    ("name", "kind", "key", "reached"),
    [
        ("comms", "participant", "t", "#to"),
        ("runbook", "participant", "u", "details[open] > summary"),
        ("runbook", "participant", "o", "details[open] > summary"),
        ("breach", "participant", "k", "[name=words][data-draft=aware]"),
        ("breach", "participant", "j", ".law >> nth=0"),
        ("evidence", "auditor", "f", "#kind"),
        ("report", "facilitator", "e", "details[open] > summary"),
    ],
)
def test_a_key_of_the_page_puts_the_hand_where_the_act_is(
    from_files: Page, name: str, kind: ViewerKind, key: str, reached: str
) -> None:
    show(from_files, name, kind)

    from_files.keyboard.press(key)

    expect(from_files.locator(reached)).to_be_focused()


@pytest.mark.parametrize(
    ("name", "kind", "key", "there"),
    [("runbook", "participant", "n", "log"), ("evidence", "auditor", "e", "report")],
)
def test_a_key_leads_to_the_page_where_the_act_is(
    from_files: Page, name: str, kind: ViewerKind, key: str, there: str
) -> None:
    show(from_files, name, kind)

    from_files.keyboard.press(key)

    expect(from_files).to_have_url(re.compile(rf"/x/demo/{there}$"))


def test_where_a_page_has_a_key_of_its_own_the_box_lists_that_one_only(from_files: Page) -> None:
    show(from_files, "breach", "participant")
    from_files.keyboard.press("?")

    of_k = from_files.locator("#shortcuts [data-shortcut=k]")

    expect(of_k).to_have_count(1)
    expect(of_k).to_contain_text("since when we are aware")


def test_a_note_is_tied_to_the_event_in_whose_row_one_presses_its_key(from_files: Page) -> None:
    show(from_files, "control", "facilitator")
    chosen, words = from_files.locator("#note-about"), from_files.locator("#note-words")
    row = from_files.locator("tr[data-event]").first
    event = row.get_attribute("data-event") or ""

    from_files.keyboard.press("o")
    expect(chosen).to_have_value("")
    expect(words).to_be_focused()

    row.locator("summary").focus()
    from_files.keyboard.press("o")
    expect(chosen).to_have_value(event)
    expect(words).to_be_focused()


def test_the_rows_of_the_event_list_are_walked_one_by_one(from_files: Page) -> None:
    show(from_files, "control", "facilitator")
    rows = from_files.locator("tr[data-event]")

    from_files.keyboard.press("j")
    expect(rows.first).to_be_focused()
    from_files.keyboard.press("j")
    expect(rows.nth(1)).to_be_focused()
    from_files.keyboard.press("k")
    expect(rows.first).to_be_focused()
