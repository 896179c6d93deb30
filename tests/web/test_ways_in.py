"""People without a mouse, without script, and on their own: how they get in and act."""

from playwright.sync_api import Browser, Locator, Page, expect

from tests.web.browsing import SOON, browsing, open_live
from tests.web.serving import Caller, Server, code_of, invited, participant

SEAT = "platform-lead"
ENOUGH = 150
"""Stops on the longest page; whoever needs more is lost."""


def reach(page: Page, wanted: Locator) -> None:
    """Go on with Tab until *wanted* has the focus."""
    expect(wanted).to_be_visible(timeout=SOON)
    for _ in range(ENOUGH):
        if wanted.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("Tab does not lead there")


def press(page: Page, wanted: Locator, key: str = "Enter") -> None:
    reach(page, wanted)
    page.keyboard.press(key)


def test_a_person_without_script_joins_and_answers(
    browser: Browser, server: Server, control: Caller, exercise: str
) -> None:
    code = code_of(control, exercise)
    with browsing(browser, server, script=False, width=390) as page:
        page.goto(f"/join/{code}")
        page.get_by_label("Name the others see").fill("Ana")
        page.locator(f"input[value={SEAT}]").check()
        page.get_by_role("button", name="Join").click()
        page.get_by_role("button", name="I am ready").click()
        expect(page.get_by_role("button", name="You are ready")).to_be_visible()

        control.start(exercise)
        page.goto(f"/x/{exercise}/log")
        page.get_by_label("What you know").fill("The page works without script.")
        page.get_by_role("button", name="Keep").click()

        expect(page.locator("#entry .receipt")).to_contain_text("Recorded at")
        expect(page.locator(".log-list")).to_contain_text("The page works without script.")


def test_somebody_joins_and_answers_with_the_keyboard_alone(
    browser: Browser, server: Server, control: Caller, exercise: str
) -> None:
    code = code_of(control, exercise)
    with browsing(browser, server) as page:
        page.goto("/join")
        reach(page, page.get_by_label("Code"))
        page.keyboard.type(code.lower())
        page.keyboard.press("Enter")
        reach(page, page.get_by_label("Name the others see"))
        page.keyboard.type("Ana")
        reach(page, page.locator("input[name=seat]").first)
        page.keyboard.press("Space")
        seat = page.locator("input[name=seat]:checked")
        while seat.get_attribute("value") != SEAT:
            page.keyboard.press("ArrowDown")
        press(page, page.get_by_role("button", name="Join"))
        press(page, page.get_by_role("button", name="I am ready"))
        control.start(exercise)
        question = {"inject": "ask", "to-seats": SEAT, "channel": "chat", "text": "Is it safe?"}
        control.do(exercise, "inject.add", **question)

        press(page, page.get_by_role("link", name="Go in"))
        card = page.locator("li#feed, #feed > li", has_text="Is it safe?")
        press(page, card.get_by_text("Answer, or note it"))
        reach(page, card.get_by_label("What you say or know"))
        page.keyboard.type("Yes.")
        press(page, card.get_by_role("button", name="Keep"))

        expect(card.locator(".receipt").last).to_contain_text("Recorded", timeout=SOON)


def test_control_fires_holds_and_takes_a_note_with_the_keyboard_alone(
    browser: Browser, server: Server, control: Caller, exercise: str
) -> None:
    ana = participant(server, code_of(control, exercise), name="Ana", seat=SEAT)
    control.start(exercise)
    with browsing(browser, server, control) as staff, browsing(browser, server, ana) as team:
        open_live(team, f"/x/{exercise}/team")
        cards = team.locator("#feed > li[id^=in-]")
        expect(cards).to_have_count(1, timeout=SOON)
        open_live(staff, f"/x/{exercise}/control")

        staff.keyboard.press("n")
        expect(cards).to_have_count(2, timeout=SOON)
        staff.keyboard.press("p")
        expect(team.locator("#banner")).to_contain_text("Held by", timeout=SOON)
        staff.keyboard.press("o")
        staff.keyboard.type("Calm so far.")
        staff.keyboard.press("Control+Enter")

        expect(staff.locator("#notes")).to_contain_text("Calm so far.", timeout=SOON)
    ana.close()


def test_a_message_is_approved_with_the_keyboard_alone(
    browser: Browser, server: Server, control: Caller, exercise: str
) -> None:
    code = code_of(control, exercise)
    cy = participant(server, code, name="Cy", seat="communications")
    ana = participant(server, code, name="Ana", seat="duty-manager")
    control.start(exercise)
    words = {"message": "m-1", "audience": "staff", "channel": "chat", "text": "Stay calm."}
    assert cy.do(exercise, "message.draft", **words)["ok"]
    with browsing(browser, server, ana) as page:
        open_live(page, f"/x/{exercise}/comms")

        press(page, page.get_by_role("button", name="Approve"))

        expect(page.locator("#lane-ready")).to_contain_text("1", timeout=SOON)
    ana.close()
    cy.close()


def a_runbook_step_done(by: Caller, exercise: str) -> None:
    """The runbook is open, and its first step done."""
    run, step = "restore-primary-database", "open-incident"
    assert by.do(exercise, "run.start", run=run)["ok"]
    for act in ("step.start", "step.finish"):
        answer = by.do(exercise, act, run=run, step=step)
        assert answer["ok"], answer


def test_a_finish_is_taken_back_and_a_step_given_away_with_the_keyboard_alone(
    browser: Browser, server: Server, control: Caller, exercise: str
) -> None:
    code = code_of(control, exercise)
    ana = participant(server, code, name="Ana", seat="duty-manager")
    bo = participant(server, code, name="Bo", seat=SEAT)
    control.start(exercise)
    a_runbook_step_done(ana, exercise)
    with browsing(browser, server, ana) as first, browsing(browser, server, bo) as second:
        open_live(first, f"/x/{exercise}/runbook")
        open_live(second, f"/x/{exercise}/team")

        first.keyboard.press("u")
        reach(first, first.get_by_label("Why", exact=True).last)
        first.keyboard.type("A slip of the finger.")
        press(first, first.get_by_role("button", name="Take it back"))
        expect(first.locator("#step-open-incident")).to_contain_text(
            "by Duty manager: A slip of the finger.", timeout=SOON
        )
        first.keyboard.press("o")
        reach(first, first.locator("#assign select[name=seat]"))
        first.keyboard.type("Platform l")
        press(first, first.get_by_role("button", name="Give", exact=True))

        expect(first.locator("#step-open-incident")).to_contain_text(
            "Platform lead instead of Duty manager", timeout=SOON
        )
        expect(second.locator("#for-me")).to_contain_text("given to you", timeout=SOON)
    second_tick = bo.do(
        exercise, "step.start", run="restore-primary-database", step="open-incident"
    )
    assert "is under way already: Duty manager started it at" in second_tick["says"]
    ana.close()
    bo.close()


def test_a_finish_is_taken_back_and_entered_from_paper_without_script_on_a_small_phone(
    browser: Browser, server: Server, control: Caller, exercise: str
) -> None:
    ana = participant(server, code_of(control, exercise), name="Ana", seat="duty-manager")
    control.start(exercise)
    a_runbook_step_done(ana, exercise)
    with browsing(browser, server, ana, script=False, width=320) as page:
        page.goto(f"/x/{exercise}/runbook")
        page.locator("summary", has_text="Take a finish back").click()
        form = page.locator("#take-back")
        form.get_by_label("Why").fill("A slip of the finger.")
        form.get_by_role("button", name="Take it back").click()

        expect(page.locator("#step-open-incident")).to_contain_text("A slip of the finger.")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        page.locator("summary", has_text="Done earlier, on paper").click()
        page.locator("#finish-open-incident").get_by_label("When").fill("0s")
        page.get_by_role("button", name="Finish step").click()
        expect(page.locator("#step-open-incident")).to_contain_text("0:00:00 on paper, entered")
    ana.close()


def test_an_evaluator_notes_and_rates_with_the_keyboard_alone(
    browser: Browser, server: Server, control: Caller, exercise: str
) -> None:
    control.start(exercise)
    eve = invited(server, "evaluator", name="Eve")
    with browsing(browser, server, eve) as page:
        open_live(page, f"/x/{exercise}/evaluate")
        reach(page, page.get_by_label("What you see or hear"))
        page.keyboard.type("They named a lead at once.")
        press(page, page.get_by_label("About a task"), "ArrowDown")
        press(page, page.locator("#observe").get_by_role("button", name="Keep"))
        expect(page.locator("#observed")).to_contain_text("They named a lead", timeout=SOON)

        press(page, page.locator("#rate summary").first)
        form = page.locator("#rate form").first
        expect(form).to_contain_text("It cites 1 note", timeout=SOON)
        press(page, form.locator("input[name=rating]:checked"), "ArrowLeft")
        press(page, form.get_by_role("checkbox"), "Space")
        reach(page, form.get_by_label("Why"))
        page.keyboard.type("It took them long.")
        press(page, form.get_by_role("button", name="Rate"))

        expect(form.locator(".receipt")).to_contain_text("Recorded", timeout=SOON)
    eve.close()


def test_an_auditor_finds_an_entry_and_opens_it_with_the_keyboard_alone(
    browser: Browser, server: Server, control: Caller, exercise: str
) -> None:
    control.start(exercise)
    aud = invited(server, "auditor", name="Aud")
    with browsing(browser, server, aud) as page:
        open_live(page, f"/x/{exercise}/evidence")
        page.keyboard.press("/")
        expect(page.locator("#find")).to_be_focused()
        page.keyboard.type("exercise")
        page.keyboard.press("Enter")
        page.wait_for_url("**/evidence?find=exercise*")
        entry = page.locator(".entries summary").first
        press(page, entry)

        expect(page.locator(".entries details[open]")).to_have_count(1)
    aud.close()


def test_single_keys_that_are_switched_off_do_nothing_on_any_page_until_they_are_on_again(
    browser: Browser, server: Server, control: Caller, exercise: str
) -> None:
    with browsing(browser, server, control) as page:
        open_live(page, f"/x/{exercise}/control")
        page.keyboard.press("?")
        switch = page.get_by_label("Single keys are on")
        switch.uncheck()
        page.keyboard.press("Escape")
        for name in ("control", "replay"):
            open_live(page, f"/x/{exercise}/{name}")
            page.keyboard.press("?")
            page.keyboard.press("o")
            expect(page.get_by_role("heading", name="Shortcuts")).to_be_hidden()
            assert page.evaluate("document.activeElement === document.body")

        page.get_by_role("link", name="Help and shortcuts").click()
        switch.check()
        page.keyboard.press("Escape")
        page.keyboard.press("?")
        expect(page.get_by_role("heading", name="Shortcuts")).to_be_visible()
