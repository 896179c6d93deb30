"""The comms desk on a real server: an embargo that somebody types, and an approval given away."""

import httpx
from playwright.sync_api import Browser, expect

from facilitator.screens.message import MAY_GO_OUT
from tests.web.browsing import SOON, browsing, open_live
from tests.web.serving import Caller, Server, code_of, participant


def test_what_is_under_an_embargo_is_not_published_before_and_the_page_says_when(
    browser: Browser, server: Server, control: Caller, exercise: str
) -> None:
    code = code_of(control, exercise)
    cy = participant(server, code, name="Cy", seat="communications")
    ana = participant(server, code, name="Ana", seat="duty-manager")
    control.start(exercise)
    with browsing(browser, server, cy, script=False, width=320, calm=False) as page:
        page.goto(f"/x/{exercise}/comms?to=staff")
        form = page.locator("#draft")
        form.get_by_label("Text").fill("We tell you more at six.")
        form.get_by_text("Embargo: not before an instant").click()
        form.get_by_label("Not before").fill("+1h")
        form.get_by_role("button", name="Put it forward").click()
        expect(page.locator("#open")).to_contain_text("not before")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        draft = page.locator("#approve input[name=message]").input_value()
        approve = {"message": draft, "version": 1, "how": "approve"}
        assert ana.do(exercise, "message.handle", **approve)["ok"]

        page.goto(f"/x/{exercise}/comms?m={draft}")
        page.get_by_role("button", name="Publish").click()

        expect(page.locator("#open")).to_contain_text("This version must not go out before")
    ana.close()
    cy.close()


def write_for_later(writer: Caller, approver: Caller, exercise: str, until: str) -> None:
    """Message `m-1`, approved and under an embargo."""
    words = {"message": "m-1", "audience": "staff", "channel": "chat", "text": "More at six."}
    assert writer.do(exercise, "message.draft", **words, **{"not-before": until})["ok"]
    approve = {"message": "m-1", "version": 1, "how": "approve"}
    assert approver.do(exercise, "message.handle", **approve)["ok"]


def test_the_end_of_an_embargo_is_seen_at_the_desk_and_heard_on_every_page_of_its_writer(
    browser: Browser, server: Server, control: Caller, exercise: str
) -> None:
    code = code_of(control, exercise)
    cy = participant(server, code, name="Cy", seat="communications")
    ana = participant(server, code, name="Ana", seat="duty-manager")
    control.start(exercise)
    write_for_later(cy, ana, exercise, "+20m")
    with (
        browsing(browser, server, cy) as desk,
        browsing(browser, server, cy) as log,
    ):
        open_live(desk, f"/x/{exercise}/comms?m=m-1")
        open_live(log, f"/x/{exercise}/log")
        expect(desk.locator("#open")).to_contain_text("not before")

        assert control.do(exercise, "exercise.jump", to="+21m")["ok"]

        expect(desk.locator("#open")).not_to_contain_text("not before", timeout=SOON)
        expect(desk.locator("section[aria-labelledby=lane-ready]")).to_contain_text(MAY_GO_OUT)
        expect(desk.get_by_role("button", name="Publish")).to_have_class("btn do")
        expect(log.locator("#say")).to_have_text(
            "The message to Everybody who works here may go out now."
        )
    ana.close()
    cy.close()


def test_an_approval_that_nobody_can_give_is_given_to_another_seat(
    browser: Browser, server: Server, control: Caller, exercise: str
) -> None:
    code = code_of(control, exercise)
    cy = participant(server, code, name="Cy", seat="communications")
    bo = participant(server, code, name="Bo", seat="platform-lead")
    control.start(exercise)
    words = {"message": "m-1", "audience": "staff", "channel": "chat", "text": "Stay calm."}
    assert cy.do(exercise, "message.draft", **words)["ok"]
    approve = {"message": "m-1", "version": 1, "how": "approve"}
    assert bo.do(exercise, "message.handle", **approve)["status"] == httpx.codes.CONFLICT
    with browsing(browser, server, cy, script=False) as page:
        page.goto(f"/x/{exercise}/comms?m=m-1")
        page.locator("#delegate select").select_option("platform-lead")
        page.get_by_role("button", name="Let them approve").click()
        expect(page.locator("#open")).to_contain_text("Platform lead approves")
    assert bo.do(exercise, "message.handle", **approve)["ok"]
    bo.close()
    cy.close()


def test_whoever_was_offline_when_an_embargo_ended_reads_it_when_they_are_back(
    browser: Browser, server: Server, control: Caller, exercise: str
) -> None:
    cy = participant(server, code_of(control, exercise), name="Cy", seat="communications")
    ana = participant(server, code_of(control, exercise), name="Ana", seat="duty-manager")
    control.start(exercise)
    write_for_later(cy, ana, exercise, "+5m")
    with browsing(browser, server, cy) as page:
        open_live(page, f"/x/{exercise}/team")
        expect(page.locator("#ask-message-m-1")).to_contain_text("not before", timeout=SOON)
        page.context.set_offline(True)
        page.evaluate("socket.close()")
        expect(page.locator("#link")).to_contain_text("Connection lost")
        assert control.do(exercise, "exercise.jump", to="+5m30s")["ok"]

        page.context.set_offline(False)

        expect(page.locator("#ask-message-m-1")).to_contain_text(MAY_GO_OUT, timeout=SOON)
    ana.close()
    cy.close()
