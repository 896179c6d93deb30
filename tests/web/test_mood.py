"""How a team is doing: in one press of its own, or as staff sees it while everything is held."""

from playwright.sync_api import Browser, Page, expect

from tests.web.browsing import SOON, browsing, open_live, receipt_of
from tests.web.serving import Caller, Server, code_of, invited, participant

LEAD = "duty-manager"


def press(page: Page, mood: str) -> None:
    page.locator("#mood").get_by_role("button", name=mood).click()
    expect(receipt_of(page, "mood")).to_contain_text("Recorded", timeout=SOON)


def test_in_a_hold_control_and_evaluators_say_how_a_team_seems_and_the_team_reads_nothing_of_it(
    browser: Browser, server: Server, control: Caller, exercise: str
) -> None:
    ana = participant(server, code_of(control, exercise), name="Ana", seat=LEAD)
    eve = invited(server, "evaluator", name="Eve")
    control.start(exercise)
    assert ana.do(exercise, "mood.say", mood="calm")["ok"]
    assert control.do(exercise, "exercise.hold")["ok"]
    with (
        browsing(browser, server, control) as room,
        browsing(browser, server, eve) as pad,
        browsing(browser, server, ana) as team,
    ):
        open_live(room, f"/x/{exercise}/control")
        open_live(pad, f"/x/{exercise}/evaluate")
        open_live(team, f"/x/{exercise}/team")
        expect(team.locator("#mood-stuck")).to_be_disabled()

        press(pad, "Stretched")
        expect(room.locator("#teams")).to_contain_text("Seems", timeout=SOON)
        expect(room.locator("#teams")).to_contain_text("stretched for")
        press(room, "Stuck")

        expect(room.locator("#teams")).to_contain_text("Stuck for 0:00, it seems.", timeout=SOON)
        team.reload()
        expect(team.locator("#mood-calm")).to_have_attribute("aria-pressed", "true")
        assert "mood.observe" not in ana.http.get(f"/api/v1/exercises/{exercise}/events").text
    assert ana.do(exercise, "mood.observe", mood="stuck")["status"] == 403
    eve.close()
    ana.close()


def test_on_a_phone_the_mood_stands_between_the_doors_and_what_came_in(
    browser: Browser, server: Server, control: Caller, exercise: str
) -> None:
    ana = participant(server, code_of(control, exercise), name="Ana", seat=LEAD)
    control.start(exercise)
    for name in ("wrong-host", "stuck-tool", "paged"):
        control.do(exercise, "inject.handle", inject=name, how="fire")
    with browsing(browser, server, ana, width=390) as page:
        open_live(page, f"/x/{exercise}/team")
        tops = [
            page.locator(place).evaluate("one => one.getBoundingClientRect().top")
            for place in ("#for-me", "#doors", "#mood", "#h-feed", "#deadlines")
        ]
        assert tops == sorted(tops)

        press(page, "Stuck")

        expect(page.locator("#mood-stuck")).to_have_attribute("aria-pressed", "true", timeout=SOON)
        expect(page.locator("#mood-stuck")).to_be_focused()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
    ana.close()
