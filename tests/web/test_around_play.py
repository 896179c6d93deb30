"""Rooms around play on a running server: scribe, discussion, break, hot-wash, the event list."""

import re
from contextlib import ExitStack

from playwright.sync_api import Browser, Page, expect

from tests.web.browsing import SOON, browsing, open_live, receipt_of
from tests.web.serving import Caller, Server, code_of, invited, participant


def begin(control: Caller, exercise: str, *, to: str = "23m") -> None:
    """Play until there is something to talk about."""
    control.start(exercise)
    jump = control.do(exercise, "exercise.jump", to=to, through="true", words="To the talk.")
    assert jump["ok"], jump


def test_what_happened_on_paper_is_entered_later_with_who_said_it_and_when(
    browser: Browser, server: Server, control: Caller, exercise: str
) -> None:
    begin(control, exercise)
    ana = participant(server, code_of(control, exercise), name="Ana", seat="duty-manager")
    with browsing(browser, server, ana, width=390) as page:
        open_live(page, f"/x/{exercise}/scribe")
        form = page.locator("#scribe")
        form.get_by_label("Platform lead").check()
        form.locator("textarea").fill("Writes are stopped, said aloud.")
        form.get_by_label("When").fill("20m")
        form.get_by_role("button", name="Keep").click()

        line = page.locator("#log li", has_text="Writes are stopped, said aloud.")
        expect(line).to_contain_text("Platform lead, written by Duty manager", timeout=SOON)
        expect(line).to_contain_text("about 0:20:00, written later")
    ana.close()


def test_a_question_is_talked_about_in_large_type_with_a_timer_and_then_answered(
    browser: Browser, server: Server, control: Caller, exercise: str
) -> None:
    ana = participant(server, code_of(control, exercise), name="Ana", seat="duty-manager")
    begin(control, exercise)
    with browsing(browser, server, ana) as page:
        open_live(page, f"/x/{exercise}/discuss")
        asked = page.locator(".ask-huge").inner_text()
        expect(page.locator(".big-timer")).to_contain_text("in ")
        page.locator("#discuss .big-choice input").first.check()
        page.locator("#discuss textarea").first.fill("Two people read it.")
        page.get_by_role("button", name="This is our answer").click()

        expect(page.locator("section", has_text="Answered")).to_contain_text(asked, timeout=SOON)
    ana.close()


def test_a_break_is_counted_down_on_every_page_until_play_goes_on(
    browser: Browser, server: Server, control: Caller, exercise: str
) -> None:
    begin(control, exercise)
    ana = participant(server, code_of(control, exercise), name="Ana", seat="duty-manager")
    with ExitStack() as stack:
        staff = stack.enter_context(browsing(browser, server, control))
        team = stack.enter_context(browsing(browser, server, ana, width=390))
        open_live(team, f"/x/{exercise}/log")
        open_live(staff, f"/x/{exercise}/break")

        staff.get_by_role("button", name="10 min").click()

        expect(staff.locator(".giant-words")).to_contain_text("Back in 9:", timeout=SOON)
        expect(team.locator("#banner")).to_contain_text("Break. Back in 9:", timeout=SOON)
        expect(team.locator("#say")).to_have_text("Break: 10 min", timeout=SOON)
        until = [
            page.locator("[data-wall]").first.get_attribute("data-wall") for page in (staff, team)
        ]
        assert until[0] == until[1]
        open_live(team, f"/x/{exercise}/break")
        assert team.get_by_role("button", name="10 min").count() == 0

        assert control.do(exercise, "exercise.resume")["ok"]
        expect(team.locator("#banner")).to_have_text("", timeout=SOON)
        assert control.do(exercise, "exercise.hold")["ok"]
        expect(team.locator("#banner")).to_contain_text("Held by Kim", timeout=SOON)
    ana.close()


def test_only_a_facilitator_calls_a_break(server: Server, control: Caller, exercise: str) -> None:
    begin(control, exercise)
    ana = participant(server, code_of(control, exercise), name="Ana", seat="duty-manager")

    answer = ana.http.post(f"/x/{exercise}/break", data={"minutes": "10"})

    assert answer.status_code == 403
    assert control.http.get(f"/api/v1/exercises/{exercise}").json()["clock"]["state"] == "running"
    ana.close()


def test_a_card_without_a_name_and_feedback_are_nobodys_on_every_page(
    browser: Browser, server: Server, control: Caller, exercise: str
) -> None:
    begin(control, exercise)
    ana = participant(server, code_of(control, exercise), name="Ana", seat="duty-manager")
    control.do(exercise, "exercise.end")
    with browsing(browser, server, ana, width=390) as page:
        open_live(page, f"/x/{exercise}/hotwash")
        page.get_by_role("radio", name="Was hard").check()
        page.locator("#card textarea").fill("Nobody dared to say stop.")
        page.get_by_label("Without a name").check()
        page.get_by_role("button", name="Add it").click()
        card = page.locator(".slip", has_text="Nobody dared to say stop.")
        expect(card).to_contain_text("without a name", timeout=SOON)
        page.get_by_role("link", name="Feedback on the exercise").click()
        _give(page)

    seen = control.page(f"/x/{exercise}/hotwash")
    assert re.search(r"Nobody dared to say stop\.</p><p class=\"faint\">without a name", seen)
    assert "1 given." in control.page(f"/x/{exercise}/feedback")
    ana.close()


def _give(page: Page) -> None:
    form = page.locator("#feedback")
    for scale in form.locator("fieldset").all()[:5]:
        scale.get_by_text("4", exact=True).click()
    form.get_by_text("right", exact=True).click()
    form.get_by_label("What was good").fill("The pace.")
    form.get_by_role("button", name="Send").click()
    expect(receipt_of(page, "feedback")).to_contain_text("Recorded", timeout=SOON)


def test_an_event_is_edited_moved_skipped_and_somebody_speaks_by_forms_of_the_page(
    browser: Browser, server: Server, control: Caller, exercise: str
) -> None:
    ana = participant(server, code_of(control, exercise), name="Ana", seat="duty-manager")
    begin(control, exercise, to="23m")
    with ExitStack() as stack:
        page = stack.enter_context(browsing(browser, server, control))
        team = stack.enter_context(browsing(browser, server, ana, width=390))
        open_live(team, f"/x/{exercise}/team")
        open_live(page, f"/x/{exercise}/control")

        page.get_by_text("Edit…").click()
        page.locator("#edit-next textarea").fill("Storage browser: not one object.")
        page.get_by_role("button", name="Keep the new text").click()
        expect(page.locator("#next")).to_contain_text("not one object", timeout=SOON)

        page.get_by_text("Move…").click()
        page.locator("#shift-next input[name=to]").fill("40m")
        page.get_by_role("button", name="Move it").click()
        expect(page.locator("#next .lead")).to_contain_text("Images of the wrong", timeout=SOON)

        page.locator("summary[data-key=skip]").click()
        page.locator("#skip-next input[name=words]").fill("They know already.")
        page.get_by_role("button", name="Skip it").click()
        expect(page.locator("#msel")).to_contain_text("1 skipped", timeout=SOON)

        page.get_by_text("Speak as a simulated person").click()
        page.locator("#speak input[name=words]").fill("The chair calls in ten minutes.")
        page.get_by_role("button", name="Say it").click()
        expect(team.get_by_text("The chair calls in ten minutes.")).to_be_visible(timeout=SOON)
    ana.close()


def test_an_evaluator_flags_a_moment_of_the_replay_and_finds_it_among_the_bookmarks(
    browser: Browser, server: Server, control: Caller, exercise: str
) -> None:
    begin(control, exercise)
    robin = invited(server, "evaluator", name="Robin")
    with browsing(browser, server, robin) as page:
        open_live(page, f"/x/{exercise}/replay?t=960000")
        page.get_by_label("Flag this moment").fill("Nobody asked which host it was.")
        page.get_by_role("button", name="Keep the flag").click()
        expect(receipt_of(page, "observe")).to_contain_text("Recorded", timeout=SOON)

        open_live(page, f"/x/{exercise}/replay?t=960000")

        mark = page.locator(".marks li", has_text="Nobody asked which host it was.")
        expect(mark).to_contain_text("0:16:00")
    robin.close()
