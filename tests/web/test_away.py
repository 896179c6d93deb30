"""A browser that was away: offline for a while, or because the server was killed."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route, expect

from facilitator.web.stream import MAX_EACH
from tests.web.browsing import SOON, browsing, open_live, receipt_of
from tests.web.cable import Cable
from tests.web.serving import (
    Caller,
    Server,
    code_of,
    facilitator,
    open_day,
    participant,
    start_server,
)
from tests.web.watching import watching

SEAT = "platform-lead"
MUCH = 45
"""Entries; the server takes forty at once from one person and then five a second."""
AWAY = 25
"""Messages; as many entries are written by somebody else of the team meanwhile."""


@pytest.fixture
def cable(server: Server) -> Iterator[Cable]:
    cable = Cable(server.port)
    yield cable
    cable.pull()


def test_after_fifty_events_offline_everything_is_there_in_order_and_nothing_twice(
    browser: Browser, server: Server, control: Caller, exercise: str, cable: Cable
) -> None:
    code = code_of(control, exercise)
    ana = participant(server, code, name="Ana", seat=SEAT)
    bo = participant(server, code, name="Bo", seat="duty-manager")
    control.start(exercise)
    with browsing(browser, server, ana, calm=False, url=cable.url) as team:
        open_live(team, f"/x/{exercise}/team")
        expect(team.locator("#feed > li[id^=in-]")).to_have_count(1, timeout=SOON)
        cable.pull()
        expect(team.locator("#link")).to_contain_text("Connection lost", timeout=SOON)

        for count in range(AWAY):
            news = {"inject": f"n-{count}", "to-seats": SEAT, "channel": "chat"}
            assert control.do(exercise, "inject.add", **news, text=f"News {count}.")["ok"]
            assert bo.do(exercise, "log.enter", words=f"Entry {count}.")["ok"]
        cable.put_back()

        expect(team.locator("#link")).to_have_text("Live", timeout=SOON)
        expect(team.locator("#feed > li[id^=in-n-]")).to_have_count(AWAY, timeout=SOON)
        bodies = team.locator("#feed > li[id^=in-n-] .body").all_inner_texts()
        last = team.evaluate("last")
        fresh = team.reload()
        assert fresh is not None
        shown = team.evaluate("Number(data.since)")
    ana.close()
    bo.close()

    assert bodies == [f"News {count}." for count in reversed(range(AWAY))]
    assert last == shown, "the page had followed every number of its view"


def test_what_is_said_offline_is_kept_in_the_browser_and_arrives_once(
    browser: Browser, server: Server, control: Caller, exercise: str, cable: Cable
) -> None:
    ana = participant(server, code_of(control, exercise), name="Ana", seat=SEAT)
    control.start(exercise)
    with browsing(browser, server, ana, calm=False, url=cable.url) as team:
        open_live(team, f"/x/{exercise}/log")
        cable.pull()
        expect(team.locator("#link")).to_contain_text("Connection lost", timeout=SOON)

        team.locator("#entry textarea").fill("Written without a network.")
        team.get_by_role("button", name="Keep").click()
        expect(receipt_of(team, "entry")).to_have_text("Queued, not yet received")
        cable.put_back()

        expect(receipt_of(team, "entry")).to_contain_text("Recorded", timeout=SOON)
        expect(team.get_by_text("Written without a network.")).to_be_visible(timeout=SOON)
        team.reload()
        expect(team.get_by_text("Written without a network.")).to_have_count(1)
    ana.close()


def test_a_page_that_is_one_too_many_says_so_and_follows_once_another_is_closed(
    browser: Browser, server: Server, control: Caller, exercise: str
) -> None:
    ana = participant(server, code_of(control, exercise), name="Ana", seat=SEAT)
    with browsing(browser, server, ana, calm=False) as team:
        with ExitStack() as pages:
            for _ in range(MAX_EACH):
                pages.enter_context(watching(ana, exercise)).next()
            team.goto(f"/x/{exercise}/log")
            expect(team.locator("#link")).to_contain_text("Too many pages", timeout=SOON)

        expect(team.locator("#link")).to_have_text("Live", timeout=SOON)
    ana.close()


def test_a_call_to_a_colleague_waits_for_the_network_and_a_stop_for_something_real_does_not(
    browser: Browser, server: Server, control: Caller, exercise: str, cable: Cable
) -> None:
    ana = participant(server, code_of(control, exercise), name="Ana", seat=SEAT)
    control.start(exercise)
    with browsing(browser, server, ana, calm=False, url=cable.url) as team:
        open_live(team, f"/x/{exercise}/coordinate")
        cable.pull()
        expect(team.locator("#link")).to_contain_text("Connection lost", timeout=SOON)

        team.locator("#bring").get_by_role("button", name="Call").click()
        expect(receipt_of(team, "bring")).to_have_text("Queued, not yet received")
        team.locator(".stop-box summary").click()
        team.get_by_role("button", name="Yes, stop the exercise").click()
        expect(receipt_of(team, "stop")).to_contain_text("Not sent")
        expect(receipt_of(team, "stop")).to_contain_text("Say it aloud")
        cable.put_back()

        expect(receipt_of(team, "bring")).to_contain_text("Recorded", timeout=SOON)
    ana.close()
    events = control.http.get(f"/api/v1/exercises/{exercise}/events?limit=500").json()["events"]
    kinds = [one["kind"] for one in events]
    assert kinds.count("person.call-up") == 1
    assert "exercise.stop-for-real" not in kinds


def test_everything_that_was_said_offline_through_one_form_arrives_however_much_it_is(
    browser: Browser, server: Server, control: Caller, exercise: str, cable: Cable
) -> None:
    ana = participant(server, code_of(control, exercise), name="Ana", seat=SEAT)
    control.start(exercise)
    with browsing(browser, server, ana, calm=False, url=cable.url) as team:
        open_live(team, f"/x/{exercise}/log")
        cable.pull()
        expect(team.locator("#link")).to_contain_text("Connection lost", timeout=SOON)

        for count in range(MUCH):
            team.locator("#entry textarea").fill(f"Entry {count}.")
            team.get_by_role("button", name="Keep").click()
            expect(team.locator("#entry textarea")).to_have_value("")
        team.locator("#entry textarea").fill("Half a sentence")
        cable.put_back()

        expect(team.locator("html[data-queued]")).to_have_count(0, timeout=SOON)
        expect(team.locator("#entry textarea")).to_have_value("Half a sentence")
        team.reload()
        lines = team.locator("#log li > span:first-child").all_inner_texts()
    ana.close()

    assert lines == [f"Entry {count}." for count in reversed(range(MUCH))]


def test_what_was_said_offline_and_is_refused_stands_in_its_field_again(
    browser: Browser, server: Server, control: Caller, exercise: str, cable: Cable
) -> None:
    ana = participant(server, code_of(control, exercise), name="Ana", seat=SEAT)
    control.start(exercise)
    with browsing(browser, server, ana, calm=False, url=cable.url) as team:
        open_live(team, f"/x/{exercise}/log")
        cable.pull()
        expect(team.locator("#link")).to_contain_text("Connection lost", timeout=SOON)
        for words in ("Said while control holds.", "And this too."):
            team.locator("#entry textarea").fill(words)
            team.get_by_role("button", name="Keep").click()
        team.locator("#entry textarea").fill("Half a sentence")
        assert control.do(exercise, "exercise.hold")["ok"]
        cable.put_back()

        expect(receipt_of(team, "entry")).to_contain_text("on hold", timeout=SOON)
        whole = "Half a sentence \nSaid while control holds. \nAnd this too."
        expect(team.locator("#entry textarea")).to_have_value(whole)
        team.reload()
        expect(team.locator("#entry textarea")).to_have_value(whole)
    ana.close()


def test_what_the_server_broke_off_at_is_sent_again_and_is_no_draft_besides(
    browser: Browser, server: Server, control: Caller, exercise: str, cable: Cable
) -> None:
    ana = participant(server, code_of(control, exercise), name="Ana", seat=SEAT)
    control.start(exercise)
    with browsing(browser, server, ana, calm=False, url=cable.url) as team:
        open_live(team, f"/x/{exercise}/log")
        cable.pull()
        expect(team.locator("#link")).to_contain_text("Connection lost", timeout=SOON)
        team.locator("#entry textarea").fill("Once and no more.")
        team.get_by_role("button", name="Keep").click()
        # The page is left, and on another one the server breaks off.
        team.goto("about:blank")
        cable.put_back()
        ours = {"says": "Something went wrong on this server."}
        team.route("**/do", lambda route: route.fulfill(status=500, json=ours), times=1)
        with team.expect_response("**/do"):
            open_live(team, f"/x/{exercise}/vendors")

        open_live(team, f"/x/{exercise}/log")
        expect(team.locator("#log li")).to_have_count(1, timeout=SOON)
        expect(team.locator("#entry textarea")).to_have_value("")
        team.reload()
        expect(team.locator("#entry textarea")).to_have_value("")
    ana.close()


def test_what_was_refused_after_the_server_was_killed_is_a_draft_wherever_it_is_read(
    browser: Browser, tmp_path: Path
) -> None:
    server = start_server(tmp_path / "data")
    try:
        control = facilitator(server)
        exercise = open_day(control)[0]
        ana = participant(server, code_of(control, exercise), name="Ana", seat=SEAT)
        control.start(exercise)
        with browsing(browser, server, ana, calm=False) as team:
            open_live(team, f"/x/{exercise}/log")
            server.kill()
            expect(team.locator("#link")).to_contain_text("Connection lost", timeout=SOON)
            team.locator("#entry textarea").fill("We trust the copy of 17:20.")
            team.get_by_role("button", name="Keep").click()
            expect(receipt_of(team, "entry")).to_have_text("Queued, not yet received")
            # The page is left while nobody answers, and another one is the first to be live again.
            team.goto("about:blank")
            server = start_server(tmp_path / "data", port=server.port)
            open_live(team, f"/x/{exercise}/vendors")
            # A function: only words that are evaluated anew would need what the policy forbids.
            team.wait_for_function(
                "() => sessionStorage.getItem(`${store}outbox`) === '[]'", timeout=SOON
            )

            for _ in range(2):
                open_live(team, f"/x/{exercise}/log")
                expect(team.locator("#entry textarea")).to_have_value("We trust the copy of 17:20.")
    finally:
        server.stop()


def test_what_is_sent_before_the_page_has_noticed_that_it_is_offline_arrives_once(
    browser: Browser, server: Server, control: Caller, exercise: str
) -> None:
    ana = participant(server, code_of(control, exercise), name="Ana", seat=SEAT)
    control.start(exercise)
    with browsing(browser, server, ana, calm=False) as team:
        open_live(team, f"/x/{exercise}/log")

        def answer_lost(route: Route) -> None:
            route.fetch()
            route.abort()

        team.route("**/do", answer_lost, times=1)
        team.locator("#entry textarea").fill("Once and no more.")
        team.get_by_role("button", name="Keep").click()
        expect(receipt_of(team, "entry")).to_have_text("Queued, not yet received", timeout=SOON)

        expect(receipt_of(team, "entry")).to_contain_text("Recorded", timeout=SOON)
    ana.close()
    events = control.http.get(f"/api/v1/exercises/{exercise}/events?limit=500").json()["events"]
    assert [one["kind"] for one in events].count("log.enter") == 1


def test_what_was_stored_but_told_as_not_stored_counts_once_when_it_is_sent_again(
    browser: Browser, server: Server, control: Caller, exercise: str
) -> None:
    ana = participant(server, code_of(control, exercise), name="Ana", seat=SEAT)
    control.start(exercise)
    with browsing(browser, server, ana, calm=False) as team:
        open_live(team, f"/x/{exercise}/log")

        def told_wrongly(route: Route) -> None:
            route.fetch()
            route.fulfill(status=503, body="The disk is full. Send it again; it counts once.")

        team.route("**/do", told_wrongly, times=1)
        team.locator("#entry textarea").fill("Once and no more.")
        team.get_by_role("button", name="Keep").click()
        expect(receipt_of(team, "entry")).to_contain_text("Send it again", timeout=SOON)
        expect(team.locator("#entry textarea")).to_have_value("Once and no more.")
        team.get_by_role("button", name="Keep").click()

        expect(receipt_of(team, "entry")).to_contain_text("Recorded", timeout=SOON)
        expect(team.locator("#entry textarea")).to_have_value("")
    ana.close()
    events = control.http.get(f"/api/v1/exercises/{exercise}/events?limit=500").json()["events"]
    assert [one["kind"] for one in events].count("log.enter") == 1


def test_after_kill_9_browsers_come_back_by_themselves_with_their_drafts(
    browser: Browser, tmp_path: Path
) -> None:
    server = start_server(tmp_path / "data")
    try:
        control = facilitator(server)
        exercise = open_day(control)[0]
        ana = participant(server, code_of(control, exercise), name="Ana", seat=SEAT)
        control.start(exercise)
        with (
            browsing(browser, server, control, calm=False) as staff,
            browsing(browser, server, ana, calm=False) as team,
        ):
            open_live(staff, f"/x/{exercise}/control")
            open_live(team, f"/x/{exercise}/log")
            team.locator("#entry textarea").fill("First.")
            team.get_by_role("button", name="Keep").click()
            expect(receipt_of(team, "entry")).to_contain_text("Recorded", timeout=SOON)
            team.locator("#entry textarea").fill("Half a sentence")

            server.kill()
            expect(team.locator("#link")).to_contain_text("Connection lost", timeout=SOON)
            server = start_server(tmp_path / "data", port=server.port)

            for page in (team, staff):
                expect(page.locator("#link")).to_have_text("Live", timeout=SOON)
                expect(page.locator("#banner")).to_contain_text("The server was away", timeout=SOON)
            expect(team.locator("#entry textarea")).to_have_value("Half a sentence")
            expect(team.get_by_text("First.")).to_be_visible()
            staff.get_by_role("button", name="Resume").click()
            expect(team.locator("#banner")).not_to_contain_text("away", timeout=SOON)
            team.reload()
            expect(team.locator("#entry textarea")).to_have_value("Half a sentence")
            team.get_by_role("button", name="Keep").click()
            expect(team.locator(".log-list")).to_contain_text("Half a sentence", timeout=SOON)
    finally:
        server.stop()
