"""The pre-flight in a browser: a reason that is kept changes the light where one stands."""

from playwright.sync_api import Browser, expect

from tests.web.browsing import SOON, browsing, open_live
from tests.web.serving import Caller, Server, code_of, open_day, participant


def test_a_reason_that_is_kept_appears_and_changes_the_light_without_a_reload(
    browser: Browser, server: Server, control: Caller, exercise: str
) -> None:
    with browsing(browser, server, control) as page:
        open_live(page, f"/x/{exercise}/preflight")
        why = page.get_by_label("Why we start all the same")
        page.locator("#amber input[name=points]").first.uncheck()
        why.fill("Two are on leave.")

        why.press("Enter")

        expect(page.locator("#checks")).to_contain_text("Accepted: Two are on leave.", timeout=SOON)
        expect(page.locator("#checks .state.warn")).to_have_count(1)
        expect(page.locator("#amber input[name=points]")).to_have_count(1, timeout=SOON)
        expect(page.get_by_label("Why we start all the same")).to_be_focused()

        page.keyboard.type("That one too.")
        page.keyboard.press("Enter")

        expect(page.locator("#open-points")).to_contain_text(
            "Nothing is in the way of Start", timeout=SOON
        )


def test_one_reason_stands_for_every_team_of_the_day(
    browser: Browser, server: Server, control: Caller
) -> None:
    exercises = open_day(control, teams="North\nSouth")
    (one, other) = [name for name in exercises if _is_of(control, name)]
    with browsing(browser, server, control) as page:
        open_live(page, f"/x/{one}/preflight")
        expect(page.locator("#amber")).to_contain_text("in North, South")
        page.get_by_label("Why we start all the same").fill("A rehearsal.")
        page.get_by_role("button", name="Keep the reason").click()
        expect(page.locator("#open-points")).to_contain_text("in any team", timeout=SOON)
        page.get_by_role("checkbox", name="No real incident").check()
        page.get_by_role("button", name="Start every team").click()

        expect(page.locator("#clockbar")).to_contain_text("Hold", timeout=SOON)
    for exercise in (one, other):
        state = control.http.get(f"/api/v1/exercises/{exercise}").json()
        assert state["clock"]["state"] == "running", state


def _is_of(control: Caller, exercise: str) -> bool:
    return control.http.get(f"/api/v1/exercises/{exercise}").json()["team"] in ("North", "South")


TONES = """() => {
    window.tones = 0;
    const start = OscillatorNode.prototype.start;
    OscillatorNode.prototype.start = function (at) { window.tones += 1; start.call(this, at); };
}"""


def test_the_sound_can_be_tried_in_the_lobby_and_plays_only_for_who_asked_for_it(
    browser: Browser, server: Server, control: Caller, exercise: str
) -> None:
    seat = "platform-lead"
    ana = participant(server, code_of(control, exercise), name="Ana", seat=seat)
    with browsing(browser, server, ana) as page:
        open_live(page, f"/x/{exercise}/lobby")
        page.get_by_role("button", name="Test the sound").click()
        expect(page.locator("[data-sound] output")).to_contain_text("Two notes", timeout=SOON)
        control.start(exercise)
        for turned_on in (False, True):
            page.get_by_label("A soft tone").set_checked(turned_on)
            open_live(page, f"/x/{exercise}/team")
            page.evaluate(TONES)
            news = {"inject": f"n-{turned_on}".lower(), "to-seats": seat, "channel": "chat"}
            assert control.do(exercise, "inject.add", **news, text="Hark.")["ok"]
            cards = page.locator("#feed > li", has_text="Hark.")
            expect(cards).to_have_count(1 + turned_on, timeout=SOON)

            if turned_on:
                assert page.evaluate("window.tones") >= 2
            else:
                assert page.evaluate("window.tones") == 0
                page.goto(f"/x/{exercise}/lobby")
    ana.close()


def test_a_team_that_nobody_expected_is_added_while_the_others_play(
    browser: Browser, server: Server, control: Caller, exercise: str
) -> None:
    control.start(exercise)
    with browsing(browser, server, control) as page:
        open_live(page, f"/x/{exercise}/preflight")
        page.get_by_label("Its name").fill("Night shift")
        page.get_by_role("button", name="Add the team").click()
        expect(page.locator("h1")).to_have_text("Pre-flight")
        page.get_by_label("Why we start all the same").fill("They have just come.")
        page.get_by_role("button", name="Keep the reason").click()
        page.get_by_role("checkbox", name="No real incident").check()
        page.get_by_role("button", name="Start the exercise").click()

        late = page.locator(".team", has_text="Night shift")
        expect(late).to_be_visible(timeout=SOON)
        expect(page.locator("#clockbar")).to_contain_text("Hold", timeout=SOON)
    (other,) = (
        one for one in control.http.get("/api/v1/game-days").json() if exercise in one["exercises"]
    )
    assert len(other["exercises"]) == 2
