"""Whoever joins does it on a phone: nothing at the door runs off a narrow screen."""

import pytest
from playwright.sync_api import Browser, ViewportSize, expect

from tests.web.browsing import browsing
from tests.web.serving import Caller, Server, code_of, invited, participant

NARROW: ViewportSize = {"width": 320, "height": 640}


@pytest.mark.parametrize("door", ["/join", "/join/CODE", "/sign-in", "/help"])
def test_a_door_never_scrolls_sideways(
    door: str, browser: Browser, server: Server, control: Caller, exercise: str
) -> None:
    code = code_of(control, exercise)
    taken = participant(server, code, name="Ana", seat="platform-lead")
    page = browser.new_context(viewport=NARROW).new_page()

    page.goto(server.url + door.replace("CODE", code))

    expect(page.locator("h1")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    page.context.close()
    taken.close()


def test_the_home_page_of_staff_never_scrolls_sideways_with_everything_open(
    browser: Browser, server: Server, control: Caller
) -> None:
    invited(server, "evaluator", name="Evangeline Featherstonehaugh").close()
    with browsing(browser, server, control, width=NARROW["width"]) as page:
        page.goto("/")
        for closed in page.locator("details").all():
            closed.evaluate("box => box.open = true")

        expect(page.get_by_role("button", name="Yes, end it").first).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]


def test_a_person_joins_by_thumb(
    browser: Browser, server: Server, control: Caller, exercise: str
) -> None:
    context = browser.new_context(
        viewport={"width": 390, "height": 700}, is_mobile=True, has_touch=True
    )
    page = context.new_page()
    page.goto(f"{server.url}/join/{code_of(control, exercise)}")

    page.get_by_label("Name the others see").fill("Ana")
    page.locator(".choice").first.tap()
    page.get_by_role("button", name="Join").tap()

    expect(page).to_have_url(f"{server.url}/x/{exercise}/lobby")
    context.close()
