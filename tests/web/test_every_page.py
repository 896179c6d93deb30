"""Every page of the real server in a browser: nothing breaks, nothing leaves, all are marked."""

from typing import Final

import pytest
from playwright.sync_api import Browser, Page, expect

from facilitator.access import PAGES as OPEN_TO
from facilitator.screens import PAGES
from facilitator.screens.seen import ViewerKind
from tests.barriers import barriers
from tests.web.browsing import browsing
from tests.web.serving import Caller, Server, code_of, invited, participant

DOORS: Final = (
    "/join",
    "/sign-in",
    "/scenarios",
    "/scenarios/restore",
    "/",
    "/password",
    "/no-such-page",
)
KINDS: Final[tuple[ViewerKind, ...]] = ("participant", "facilitator", "evaluator", "auditor")


def tour(page: Page, exercise: str, kind: ViewerKind) -> None:
    """Open everything that *kind* may open: :func:`browsing` sees what complains or leaves."""
    for name in PAGES:
        if kind not in OPEN_TO[name]:
            continue
        answer = page.goto(f"/x/{exercise}/{name}", wait_until="load")

        assert answer is not None
        assert answer.status == 200, name
        assert "EXERCISE" in page.title(), name
        expect(page.get_by_text("EXERCISE", exact=True).first).to_be_visible()


@pytest.mark.parametrize("kind", KINDS)
def test_no_page_complains_breaks_its_policy_or_asks_another_host(
    browser: Browser, server: Server, control: Caller, exercise: str, kind: ViewerKind
) -> None:
    if kind == "participant":
        caller = participant(server, code_of(control, exercise), name="Ana", seat="duty-manager")
    elif kind == "facilitator":
        caller = control
    else:
        caller = invited(server, kind, name="Robin")
    control.start(exercise)
    jump = control.do(exercise, "exercise.jump", to="1h", through="true", words="To look around.")
    assert jump["ok"], jump

    with browsing(browser, server, caller) as page:
        tour(page, exercise, kind)
        if kind == "facilitator":
            control.do(exercise, "exercise.end")
            tour(page, exercise, kind)
    if caller is not control:
        caller.close()


def test_the_doors_follow_the_same_rules_as_the_rooms(
    browser: Browser, server: Server, control: Caller, exercise: str
) -> None:
    copy = control.http.post("/scenarios/restore/duplicate", data={"title": "Ours"})
    doors = (*DOORS, f"/join/{code_of(control, exercise)}", copy.headers["location"])
    for width, theme in ((320, "light"), (1366, "dark")):
        with browsing(browser, server, control, width=width, calm=False) as page:
            page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
            for path in doors:
                page.goto(path)

                assert barriers(page) == [], f"{path}, {theme}"
                assert "EXERCISE" in page.title(), path
                assert page.evaluate("document.documentElement.scrollWidth") <= width, path
