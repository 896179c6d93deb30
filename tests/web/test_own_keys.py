"""A single key that is in somebody's way can be another one, in that browser."""

from playwright.sync_api import Browser, Page, expect

from tests.web.browsing import SOON, browsing, open_live
from tests.web.serving import Caller, Server


def row(page: Page, says: str) -> tuple[str, str]:
    """The key of a line of the table, and the one printed on its control."""
    line = page.locator("#shortcuts tr", has_text=says)
    return line.locator("kbd").inner_text(), page.locator("[data-key=hold] kbd").inner_text()


def test_a_key_is_changed_acts_and_stays_changed(
    browser: Browser, server: Server, control: Caller, exercise: str
) -> None:
    control.start(exercise)
    with browsing(browser, server, control) as page:
        open_live(page, f"/x/{exercise}/control")
        page.keyboard.press("?")
        page.get_by_role("button", name="Change the key: Hold or resume").click()
        page.keyboard.press("z")
        expect(page.locator("#keys-say")).to_have_text("It is z now.")
        page.keyboard.press("Escape")

        open_live(page, f"/x/{exercise}/control")
        assert row(page, "Hold or resume") == ("z", "z")
        page.keyboard.press("p")
        page.keyboard.press("z")

        expect(page.locator("[data-pace]")).to_have_text("held", timeout=SOON)
        assert row(page, "Hold or resume") == ("z", "z")


def test_a_key_that_does_something_else_here_is_not_given_twice(
    browser: Browser, server: Server, control: Caller, exercise: str
) -> None:
    with browsing(browser, server, control) as page:
        open_live(page, f"/x/{exercise}/control")
        page.keyboard.press("?")
        for pressed, says in (
            ("n", "n is taken."),
            ("g", "g is taken."),
            ("Escape", "It stays as it was."),
        ):
            page.get_by_role("button", name="Change the key: Hold or resume").click()
            page.keyboard.press(pressed)

            expect(page.locator("#keys-say")).to_have_text(says)
        assert (
            page.locator("#shortcuts tr", has_text="Hold or resume").locator("kbd").inner_text()
            == "p"
        )
