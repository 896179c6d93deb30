"""An answer as a shared draft: a teammate sees that one is being written, reads along, goes on.

And whoever sees it differently says so beside it."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.web.browsing import SOON, browsing, open_live
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

ANA, BO, CY = "platform-lead", "duty-manager", "communications"
WRITES = "Platform lead is writing an answer"
BEGAN = "Platform lead has begun an answer"


@pytest.fixture
def asked(control: Caller, exercise: str) -> str:
    """The exercise runs, and two seats were asked something in plain words."""
    control.start(exercise)
    news = {"inject": "n", "to-seats": [ANA, BO], "channel": "chat", "text": "How long will it be?"}
    assert control.do(exercise, "inject.add", **news)["ok"]
    return exercise


@pytest.fixture
def team(browser: Browser, server: Server, control: Caller, asked: str) -> Iterator[list[Page]]:
    """Three people of the team with a browser each; only the first two were asked."""
    code = code_of(control, asked)
    people = [
        participant(server, code, name=name, seat=seat)
        for name, seat in (("Ana", ANA), ("Bo", BO), ("Cy", CY))
    ]
    with (
        browsing(browser, server, people[0]) as ana,
        browsing(browser, server, people[1]) as bo,
        browsing(browser, server, people[2]) as cy,
    ):
        yield [open_live(page, f"/x/{asked}/team") for page in (ana, bo, cy)]
    for one in people:
        one.close()


def card(page: Page) -> Locator:
    """What two of the team were asked."""
    return page.locator("#feed > li[id^=in-n-]")


def field(page: Page) -> Locator:
    """Where the answer is typed."""
    if not card(page).locator("textarea").is_visible():
        card(page).get_by_text("Answer, or note it").click()
    return card(page).locator("textarea")


def test_a_teammate_sees_that_an_answer_is_being_written_reads_it_and_goes_on_from_it(
    team: list[Page],
) -> None:
    ana, bo, cy = team
    bo.evaluate(
        """() => {
            window.spoken = [];
            for (const place of [document.getElementById("say"), document.getElementById("alarm")])
                new MutationObserver(() => window.spoken.push(place.textContent))
                    .observe(place, { childList: true });
        }"""
    )

    field(ana).press_sequentially("An hour, we think.")

    writing = card(bo).locator(".writing")
    expect(writing).to_contain_text(WRITES, timeout=SOON)
    writing.get_by_text("Show what is written so far").click()
    expect(writing.locator("blockquote")).to_have_text("An hour, we think.", timeout=SOON)
    expect(writing).to_contain_text(BEGAN, timeout=SOON)  # by itself, some seconds later
    writing.get_by_role("button", name="Go on from this").click()
    expect(field(bo)).to_have_value("An hour, we think.")
    expect(card(ana).locator(".writing")).to_contain_text("Duty manager is writing", timeout=SOON)

    card(bo).get_by_role("button", name="Keep").click()

    expect(card(bo)).to_contain_text("noted as fact", timeout=SOON)
    assert not any("answer" in words for words in bo.evaluate("spoken")), "nothing was spoken"
    expect(card(cy)).to_have_count(0)


def test_an_answer_that_was_sent_or_emptied_is_no_longer_said_to_be_written(
    team: list[Page],
) -> None:
    ana, bo, _ = team
    field(ana).fill("An hour")
    expect(card(bo).locator(".writing")).to_contain_text(WRITES, timeout=SOON)

    field(ana).fill("")

    expect(card(bo).locator(".writing > *")).to_have_count(0, timeout=SOON)


def test_a_draft_far_longer_than_an_answer_may_be_breaks_nobodys_connection(
    team: list[Page],
) -> None:
    ana, bo, _ = team

    field(ana).fill("\U0001f4a5" * 9_000)

    expect(card(bo).locator(".writing")).to_contain_text(WRITES, timeout=SOON)
    expect(card(bo).locator("blockquote")).to_have_text("\U0001f4a5" * 8_000, timeout=SOON)
    expect(ana.locator("#link")).to_have_text("Live")


def test_a_half_written_answer_is_there_on_another_device_and_for_who_comes_later(
    team: list[Page], browser: Browser, server: Server, asked: str
) -> None:
    ana, bo, _ = team
    field(ana).fill("An hour")
    expect(card(bo).locator(".writing")).to_contain_text(WRITES, timeout=SOON)

    bo.reload()
    with browser.new_context(base_url=server.url) as phone:
        phone.add_cookies(
            [
                {"name": one["name"], "value": one["value"], "url": server.url}
                for one in ana.context.cookies()
            ]
        )
        page = open_live(phone.new_page(), f"/x/{asked}/team")

        expect(card(bo).locator(".writing")).to_contain_text(BEGAN, timeout=SOON)
        expect(field(page)).to_have_value("An hour", timeout=SOON)


def test_after_kill_9_a_teammate_is_told_of_the_draft_again(
    browser: Browser, tmp_path: Path
) -> None:
    server = start_server(tmp_path / "data")
    try:
        control = facilitator(server)
        exercise = open_day(control)[0]
        code = code_of(control, exercise)
        people = [
            participant(server, code, name=name, seat=seat)
            for name, seat in (("Ana", ANA), ("Bo", BO))
        ]
        control.start(exercise)
        news = {"inject": "n", "to-seats": "team", "channel": "chat", "text": "How long?"}
        assert control.do(exercise, "inject.add", **news)["ok"]
        with (
            browsing(browser, server, people[0], calm=False) as ana,
            browsing(browser, server, people[1], calm=False) as bo,
        ):
            for page in (ana, bo):
                open_live(page, f"/x/{exercise}/team")
            field(ana).fill("An hour")
            expect(card(bo).locator(".writing")).to_contain_text(WRITES, timeout=SOON)

            server.kill()
            expect(bo.locator("#link")).to_contain_text("Connection lost", timeout=SOON)
            server = start_server(tmp_path / "data", port=server.port)

            for page in (ana, bo):
                expect(page.locator("#link")).to_have_text("Live", timeout=SOON)
            expect(card(bo).locator("blockquote")).to_have_text("An hour", timeout=SOON)
            expect(field(ana)).to_have_value("An hour")
    finally:
        server.stop()


def test_a_teammate_who_sees_it_differently_says_so_beside_the_answer_and_on_the_record(
    browser: Browser, server: Server, control: Caller, exercise: str
) -> None:
    code = code_of(control, exercise)
    ana = participant(server, code, name="Ana", seat=ANA)
    bo = participant(server, code, name="Bo", seat="platform-engineer")
    control.start(exercise)
    assert control.do(exercise, "inject.handle", inject="stuck-tool", how="fire")["ok"]
    choice = {"decision": "go-on-or-stop", "type": "other", "choice": "go-on"}
    assert ana.do(exercise, "decision.record", **choice, words="We are nearly there.")["ok"]
    with browsing(browser, server, ana) as first, browsing(browser, server, bo) as second:
        open_live(first, f"/x/{exercise}/team")
        open_live(second, f"/x/{exercise}/team")
        asked = "#feed > li[id^=in-stuck-tool]"
        expect(first.locator(asked)).to_contain_text("Platform lead: Go on, clean", timeout=SOON)
        expect(first.locator(asked).get_by_text("I see it differently")).to_have_count(0)

        second.locator(asked).get_by_text("I see it differently").click()
        second.locator(asked).locator("textarea").fill("The tool waits; we are tired.")
        second.locator(asked).get_by_role("button", name="Keep").click()

        says = "Platform engineer on call sees it differently: The tool waits; we are tired."
        for page in (first, second):
            expect(page.locator(asked)).to_contain_text(says, timeout=SOON)
            expect(page.locator(asked)).to_contain_text("Platform lead: Go on, clean")
    last = control.http.get(f"/api/v1/exercises/{exercise}/events?limit=500").json()["events"][-2:]
    assert [one["kind"] for one in last] == ["dissent.enter", "dissent.entered"]
    assert last[1]["body"] == {"about": "go-on-or-stop", "answer": "go-on"}
    for one in (ana, bo):
        one.close()


def test_neither_a_seat_that_was_not_asked_nor_control_is_sent_a_draft_or_can_send_one(
    server: Server, control: Caller, asked: str
) -> None:
    code = code_of(control, asked)
    ana, bo, cy = (
        participant(server, code, name=name, seat=seat)
        for name, seat in (("Ana", ANA), ("Bo", BO), ("Cy", CY))
    )
    seen = json.dumps({"seen": 0})
    with (
        watching(ana, asked) as writer,
        watching(bo, asked) as teammate,
        watching(cy, asked) as elsewhere,
        watching(control, asked, f"team?as={ANA}") as shoulder,
        watching(control, asked, "control") as staff,
    ):
        for stream in (writer, teammate, elsewhere, shoulder, staff):
            stream.next()
        key = _key(ana, asked)
        for stream in (elsewhere, shoulder, staff):
            stream.socket.send(_draft(key, "Not mine to say."))
        writer.socket.send(_draft(key, "Mine to say."))

        frame = teammate.next()
        while "writing" not in frame:
            frame = teammate.next()
        # What was sent before is answered before: these were told nothing until now.
        assert ana.do(asked, "log.enter", words="Now.")["ok"]
        for stream in (elsewhere, staff):
            stream.until("log.entered")
        assert control.do(asked, "exercise.hold")["ok"]
        for stream in (writer, elsewhere, shoulder, staff):
            stream.socket.send(seen)
            stream.until("exercise.held")

    assert frame["writing"]["words"] == "Mine to say."
    for stream in (writer, elsewhere, shoulder, staff):
        assert not any("writing" in one for one in stream.frames)
    assert not any("Not mine" in str(one) for one in teammate.frames)
    for one in (ana, bo, cy):
        one.close()


def _draft(about: str, words: str) -> str:
    return json.dumps({"draft": {"about": about, "words": words}})


def _key(caller: Caller, exercise: str) -> str:
    text = caller.page(f"/x/{exercise}/team")
    start = text.index('data-writing="in-n-') + len('data-writing="')
    return text[start : text.index('"', start)]
