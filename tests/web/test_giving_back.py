"""A refused form comes back filled in, with the reason, to people who have no script."""

import re

import pytest
from playwright.sync_api import Browser, expect

from facilitator.web.security import MAX_BODY_BYTES, MAX_WRITTEN_BYTES
from tests.web.browsing import browsing, open_live, receipt_of
from tests.web.serving import Caller, Server, code_of, participant
from tests.web.test_filling import Forms, filled_in, sent_again

SEAT = "duty-manager"
WORDS = "Vendor says 40 minutes; we switch at 10:30."
TEAM = ("team", "severity", "runbook", "systems", "comms", "breach", "decide", "log", "coordinate")
STAFF = ("control", "evaluate", "comms", "log", "feedback", "hotwash")


def post(caller: Caller, exercise: str, page: str, **sent: str) -> tuple[int, str]:
    """Send a form as a browser does; status and page."""
    where = f"{caller.server.url}/x/{exercise}/{page}"
    answer = caller.http.post(f"/x/{exercise}/do", data=sent, headers={"referer": where})
    return answer.status_code, answer.text


@pytest.mark.parametrize("who", ["participant", "facilitator"])
def test_every_form_of_the_live_pages_comes_back_when_it_is_refused(
    server: Server, control: Caller, exercise: str, who: str
) -> None:
    ana = participant(server, code_of(control, exercise), name="Ana", seat=SEAT)
    caller, pages = (ana, TEAM) if who == "participant" else (control, STAFF)
    control.start(exercise)
    control.do(exercise, "exercise.jump", to="1h", through="true", words="To look around.")
    tried = 0
    for page in pages:
        for form, fields in Forms(caller.page(f"/x/{exercise}/{page}")).forms.items():
            sent = dict(filled_in(fields))
            if sent.get("do") is None or not any(one.tag == "textarea" for one in fields):
                continue

            status, text = post(caller, exercise, page, **{**sent, "do": "log.entr"})

            again = dict(sent_again(Forms(text).forms[form]))
            shown = {one.name for one in fields if one.kind != "hidden"}
            kept = {key: value for key, value in sent.items() if key in shown}
            assert status == 422
            assert {key: again[key] for key in kept} == kept, f"{page}, {form}"
            assert again["do"] == sent["do"]
            assert again["cmd"] != sent["cmd"]
            assert "is not a command" in text
            tried += 1
    assert tried > 4
    ana.close()


def test_a_refusal_is_shown_once_and_with_its_status(
    server: Server, control: Caller, exercise: str
) -> None:
    ana = participant(server, code_of(control, exercise), name="Ana", seat=SEAT)

    sent = {"do": "exercise.stop-for-real", "cmd": "1", "form": "stop", "back": "team"}
    status, page = post(ana, exercise, "log", **sent)

    assert status == 409
    assert "there is nothing to stop." in page
    assert "there is nothing to stop." not in ana.page(f"/x/{exercise}/log")


def test_the_page_that_comes_back_is_the_one_that_was_open_and_stays_it(
    server: Server, control: Caller, exercise: str
) -> None:
    ana = participant(server, code_of(control, exercise), name="Ana", seat=SEAT)
    control.start(exercise)
    sent = {"do": "message.draft", "cmd": "1", "form": "draft", "back": "comms", "text": WORDS}

    _, page = post(ana, exercise, "comms?to=regulator", **sent)
    origin = re.search(r'name="from" value="([^"]+)"', page)
    assert origin is not None
    _, again = post(ana, exercise, "do", **sent, **{"from": origin[1]})

    assert origin[1] == f"/x/{exercise}/comms?to=regulator"
    assert 'value="regulator" selected' in again
    assert WORDS in again


def test_what_has_no_form_any_more_is_shown_to_be_copied(
    server: Server, control: Caller, exercise: str
) -> None:
    ana = participant(server, code_of(control, exercise), name="Ana", seat=SEAT)
    sent = {"do": "question.answer", "cmd": "1", "form": "answer-gone", "words": WORDS}

    status, page = post(ana, exercise, "team", **sent, question="gone")
    ana.http.post("/sign-out")
    signed_out, door = post(ana, exercise, "team", **sent)

    assert status in (409, 422)
    assert "What you typed" in page
    assert WORDS in page
    assert signed_out == 401
    assert "You are signed out here, so nothing was done." in door
    assert WORDS in door


def test_what_was_typed_to_open_a_day_or_add_a_team_comes_back_too(
    control: Caller, exercise: str
) -> None:
    day = {"scenario": "restore", "teams": "North\nSouth", "responders": "nobody at all"}
    opened = control.http.post("/days", data=day, headers={"referer": "/scenarios/restore"})
    name = "A" * 5_000
    added = control.http.post(
        f"/x/{exercise}/teams", data={"name": name}, headers={"referer": f"/x/{exercise}/preflight"}
    )

    assert opened.status_code == 422
    assert "North\nSouth</textarea>" in opened.text
    assert "Choose a kind of run and who fills empty seats." in opened.text
    assert added.status_code == 422
    assert name in added.text


def test_programs_and_pages_with_script_get_their_receipt_as_before(
    control: Caller, exercise: str
) -> None:
    sent = {"do": "log.entr", "cmd": "1", "form": "entry", "back": "log"}

    fragment = control.http.post(f"/x/{exercise}/do", data=sent, headers={"hx-request": "true"})

    assert fragment.status_code == 422
    assert "<html" not in fragment.text


def test_somebody_without_script_sees_why_first_and_sends_it_again(
    browser: Browser, server: Server, control: Caller, exercise: str
) -> None:
    ana = participant(server, code_of(control, exercise), name="Ana", seat=SEAT)
    control.start(exercise)
    with browsing(browser, server, ana, script=False, width=390, calm=False) as page:
        page.goto(f"/x/{exercise}/log")
        control.do(exercise, "exercise.hold")
        page.get_by_label("What you know").fill(WORDS)
        page.get_by_text("unknown", exact=True).click()
        page.get_by_role("button", name="Keep").click()

        summary = page.locator("#not-done")
        expect(summary).to_be_focused()
        expect(summary).to_contain_text("The exercise is on hold; your answer was not taken.")
        expect(page.get_by_label("What you know")).to_have_value(WORDS)
        expect(page.locator("#entry input[value=unknown]")).to_be_checked()

        control.do(exercise, "exercise.resume")
        page.goto(f"/x/{exercise}/log")
        page.get_by_label("What you know").fill(WORDS)
        page.get_by_role("button", name="Keep").click()
        expect(page.locator(".log-list")).to_contain_text(WORDS)


def test_with_script_the_field_that_is_wrong_gets_the_focus_and_keeps_its_words(
    browser: Browser, server: Server, control: Caller, exercise: str
) -> None:
    ana = participant(server, code_of(control, exercise), name="Ana", seat=SEAT)
    control.start(exercise)
    with browsing(browser, server, ana, calm=False) as page:
        page.goto(f"/x/{exercise}/log")
        field = page.get_by_label("What you know")
        field.fill("x" * 8_001)
        page.get_by_role("button", name="Keep").click()

        expect(field).to_be_focused()
        expect(field).to_have_attribute("aria-invalid", "true")
        expect(field).to_have_value("x" * 8_001)


TOO_LONG = "That is more than the 64 KB that a form may hold, so nothing was done."


def test_a_form_that_is_too_long_comes_back_with_all_that_was_written(
    server: Server, control: Caller, exercise: str
) -> None:
    ana = participant(server, code_of(control, exercise), name="Ana", seat=SEAT)
    control.start(exercise)
    words = "We are late. " * (MAX_BODY_BYTES // 13)
    sent = {"do": "log.enter", "cmd": "1", "form": "entry", "back": "log", "words": words}

    status, page = post(ana, exercise, "log", **sent)

    assert status == 413
    assert TOO_LONG in page
    assert f"{words}</textarea>" in page
    ana.close()


def test_what_is_beyond_reading_is_answered_with_a_page_that_says_where_it_is(
    server: Server,
) -> None:
    with Caller(server).http as somebody:
        plain = somebody.post("/sign-in", data={"name": "x" * MAX_WRITTEN_BYTES})
        script = somebody.post(
            "/sign-in", data={"name": "x" * MAX_BODY_BYTES}, headers={"hx-request": "true"}
        )

    assert (plain.status_code, script.status_code) == (413, 413)
    assert f"{TOO_LONG} What you wrote is still here, or behind your Back button" in plain.text
    assert "<h1>Too long</h1>" in plain.text
    assert "<html" not in script.text
    assert TOO_LONG in script.text


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("size", [MAX_BODY_BYTES, 2_000_000])
def test_in_a_browser_nothing_of_a_text_that_is_too_long_is_lost(
    browser: Browser, server: Server, control: Caller, exercise: str, script: bool, size: int
) -> None:
    ana = participant(server, code_of(control, exercise), name="Ana", seat=SEAT)
    control.start(exercise)
    with browsing(browser, server, ana, script=script, calm=False) as page:
        if script:
            open_live(page, f"/x/{exercise}/log")
        else:
            page.goto(f"/x/{exercise}/log")
        words = page.get_by_label("What you know")
        words.fill("x" * size)
        page.get_by_role("button", name="Keep").click()

        says = receipt_of(page, "entry") if script else page.locator("main")
        expect(says).to_contain_text(TOO_LONG)
        if not script and size > MAX_WRITTEN_BYTES:
            page.go_back()
        assert len(words.input_value()) == size
    ana.close()
