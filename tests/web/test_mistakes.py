"""A mistake of ours: one calm sentence for whoever meets it, and all of it in the server's log."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.web.browsing import SOON, browsing, open_live, receipt_of
from tests.web.cable import Cable
from tests.web.serving import (
    PATIENCE_S,
    Caller,
    Server,
    code_of,
    participant,
    start_server,
)

PLANTED = """
from facilitator.live.desk import Desk
from facilitator.web import drawing, api

async def take(desk, viewers, exercise, sent, real=Desk.take):
    if sent["do"] in ("preflight.accept", "exercise.start"):
        return await real(desk, viewers, exercise, sent)
    raise RuntimeError("planted: in the desk")

def page(self, page, *_, real=drawing.Drawing.page, **more):
    if page.template == "vendors.html":
        raise RuntimeError("planted: on a page")
    return real(self, page, *_, **more)

def describe():
    raise RuntimeError("planted: in the interface")

def part(self, page, name, *_, **more):
    raise RuntimeError("planted: in a part")

Desk.take, drawing.Drawing.page, api.describe_commands = take, page, describe
drawing.Drawing.part = part
"""
SEAT = "duty-manager"
SENT = "Something went wrong on this server. Your words are kept: send them again."
ASKED = "Something went wrong on this server. What was recorded is safe: load the page again."
TELL = "If it happens again, tell your facilitator."


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with a mistake in its desk, on one page and in the interface for programs."""
    server = start_server(tmp_path_factory.mktemp("server") / "data", first=PLANTED)
    yield server
    server.stop()


def in_the_log(server: Server, *lines: str) -> bool:
    """Whether all of them come to stand in the log, which is written after an answer."""
    log = Path(f"{server.data}.errors")
    patience = time.monotonic() + PATIENCE_S
    while not (there := all(line in log.read_text() for line in lines)):
        if time.monotonic() > patience:
            break
        time.sleep(0.01)
    return there


@pytest.mark.parametrize(
    ("headers", "kind"),
    [
        ({}, "text/html"),
        ({"hx-request": "true"}, "text/html"),
        ({"accept": "application/json"}, "application/json"),
    ],
)
def test_what_is_sent_is_answered_with_one_sentence_and_nothing_of_the_inside(
    server: Server, control: Caller, exercise: str, headers: dict[str, str], kind: str
) -> None:
    sent = {"do": "control.note", "cmd": "n", "words": "Calm so far.", "form": "x", "back": "team"}

    answer = control.http.post(f"/x/{exercise}/do", data=sent, headers=headers)

    assert answer.status_code == 500
    assert answer.headers["content-type"].startswith(kind)
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    assert SENT in answer.text
    assert TELL in answer.text
    assert "planted" not in answer.text
    assert "Traceback" not in answer.text
    assert ("<html" in answer.text) == (not headers)
    assert ("Calm so far." in answer.text) == (not headers), "with script the form still holds it"


def test_a_page_and_an_address_for_programs_say_it_too_and_the_log_has_it_whole(
    server: Server, control: Caller, exercise: str
) -> None:
    page = control.http.get(f"/x/{exercise}/vendors")
    program = control.http.get("/api/v1/commands")

    assert (page.status_code, program.status_code) == (500, 500)
    assert ASKED in page.text
    assert "planted" not in page.text + program.text
    assert program.json() == {"ok": False, "status": 500, "says": f"{ASKED} {TELL}"}
    assert in_the_log(server, "Error: planted: on a page", "Error: planted: in the interface")


def test_words_are_given_back_although_their_own_page_cannot_be_drawn_either(
    control: Caller, exercise: str
) -> None:
    sent = {"do": "control.note", "cmd": "n", "words": "Calm so far.", "form": "x", "back": "team"}
    where = {"referer": f"{control.server.url}/x/{exercise}/vendors"}

    answer = control.http.post(f"/x/{exercise}/do", data=sent, headers=where)

    assert answer.status_code == 500
    assert "Calm so far.</textarea>" in answer.text


def test_with_script_the_sentence_stands_in_the_form_and_the_same_words_count_once(
    browser: Browser, server: Server, control: Caller, exercise: str
) -> None:
    ana = participant(server, code_of(control, exercise), name="Ana", seat=SEAT)
    control.start(exercise)
    with browsing(browser, server, ana, calm=False) as page:
        open_live(page, f"/x/{exercise}/log")
        words = page.get_by_label("What you know")
        words.fill("We are late.")
        under = page.locator("#entry input[name=cmd]").input_value()
        page.get_by_role("button", name="Keep").click()

        expect(receipt_of(page, "entry")).to_contain_text(SENT, timeout=SOON)
        expect(words).to_have_value("We are late.")
        expect(page.locator("#entry input[name=cmd]")).to_have_value(under)
    ana.close()


def test_a_part_of_a_page_that_could_not_be_renewed_is_said_to_be_old(
    browser: Browser, server: Server, control: Caller, exercise: str
) -> None:
    ana = participant(server, code_of(control, exercise), name="Ana", seat=SEAT)
    with browsing(browser, server, ana, calm=False) as page:
        open_live(page, f"/x/{exercise}/log")
        page.evaluate("markStale(['log'])")

        expect(page.locator("#link")).to_contain_text(
            "A part of this page could not be loaded; load the page again", timeout=SOON
        )
        expect(page.locator("#log")).to_be_visible()
    ana.close()


def test_what_was_said_offline_and_met_a_mistake_stands_in_its_form_and_counts_once(
    browser: Browser, server: Server, control: Caller, exercise: str
) -> None:
    ana = participant(server, code_of(control, exercise), name="Ana", seat=SEAT)
    cable = Cable(server.port)
    control.start(exercise)
    with browsing(browser, server, ana, calm=False, url=cable.url) as page:
        open_live(page, f"/x/{exercise}/log")
        cable.pull()
        expect(page.locator("#link")).to_contain_text("Connection lost", timeout=SOON)
        under = page.locator("#entry input[name=cmd]").input_value()
        page.get_by_label("What you know").fill("We are late.")
        page.get_by_role("button", name="Keep").click()
        expect(receipt_of(page, "entry")).to_contain_text("Queued")
        cable.put_back()

        expect(receipt_of(page, "entry")).to_contain_text(SENT, timeout=SOON)
        expect(page.get_by_label("What you know")).to_have_value("We are late.")
        expect(page.locator("#entry input[name=cmd]")).to_have_value(under)
        expect(page.locator("html[data-queued]")).to_have_count(0)
    cable.pull()
    ana.close()
