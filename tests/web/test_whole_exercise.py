"""A whole exercise through real pages and forms, everybody in a browser of their own.

Control prepares and leads, four people play, an evaluator watches, an auditor looks; at the end
the scorecard in the browser says what `drillroom score` says about the record.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from facilitator.screens.figures import why_address
from facilitator.screens.saying import say_span
from scoring import show_value
from tests.web.browsing import SOON, browsing, open_live
from tests.web.serving import Server, facilitator, invited, serving

SEATS = {
    "Ana": "duty-manager",
    "Bo": "platform-lead",
    "Cy": "communications",
    "Di": "compliance-officer",
}


_START = "from facilitator.cli import main; main()"


@dataclass(slots=True)
class Room:
    """Everybody's page, and where the exercise is."""

    server: Server
    pages: dict[str, Page]
    exercise: str = ""

    def go(self, who: str, name: str) -> Page:
        return open_live(self.pages[who], f"/x/{self.exercise}/{name}")

    def say(self, who: str, form: str, *, press: str = "", **fields: str) -> None:
        """Fill in a form of the page that somebody has open, send it, and see it taken."""
        page = self.pages[who]
        place = page.locator(f"form[id='{form}']")
        expect(place).to_be_attached(timeout=SOON)
        closed = page.locator(f"details:not([open]):has(form[id='{form}']) > summary")
        while closed.count():
            closed.first.click()
        for name, value in fields.items():
            field = place.locator(f"[name='{name.replace('_', '-')}']:not([type=radio])")
            if field.evaluate("field => field.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)
        with page.expect_response(lambda answer: answer.url.endswith("/do")) as sent:
            place.locator(press or "button[type=submit]").first.click()
        assert sent.value.status in (200, 303), f"{who}, {form}: {sent.value.status}"

    def jump(self, to: str) -> None:
        """Control jumps, looks at what that crosses, and says why."""
        page = self.go("Kim", f"control?jump={to}#jump")
        words = page.locator("#do-jump input[name=words]")
        if words.count():
            words.fill("We rehearse the first hour only.")
        self.say("Kim", "do-jump")


@pytest.fixture
def room(browser: Browser, tmp_path: Path) -> Iterator[Room]:
    """The server, and eight browsers."""
    with serving(tmp_path / "data") as server, ExitStack() as stack:
        staff = {
            "Kim": facilitator(server),
            "Robin": invited(server, "evaluator", name="Robin"),
            "Sam": invited(server, "auditor", name="Sam"),
        }
        pages = {
            name: stack.enter_context(browsing(browser, server, caller))
            for name, caller in staff.items()
        }
        for name in SEATS:
            pages[name] = stack.enter_context(browsing(browser, server, width=390))
        yield Room(server=server, pages=pages)
        for caller in staff.values():
            caller.close()


def test_an_exercise_played_by_everybody_in_a_browser_ends_in_the_scorecard_of_its_record(
    room: Room,
) -> None:
    _prepare(room)
    _take_seats(room)
    _begin(room)
    _first_quarter_of_an_hour(room)
    _work_and_tell(room)
    _end_and_look_back(room)
    shown = _scorecard(room)

    assert len(shown) > 30, shown
    assert shown == _scored(room.server.data)


def _prepare(room: Room) -> None:
    """The facilitator chooses a scenario, binds it and opens a game day."""
    page = room.pages["Kim"]
    page.goto("/")
    page.get_by_role("link", name="Choose a scenario").click()
    page.get_by_role("link", name="The wrong window").click()
    page.get_by_label("Empty seats").select_option("absent")
    page.get_by_role("button", name="Open it").click()
    page.wait_for_url("**/preflight")
    room.exercise = page.url.split("/x/")[1].split("/")[0]


def _take_seats(room: Room) -> None:
    page = room.pages["Kim"]
    code = page.locator(".join-code").inner_text()
    for name, seat in SEATS.items():
        page = room.pages[name]
        page.goto("/join")
        page.get_by_label("Code").fill(code.lower())
        page.get_by_role("button", name="Go on").click()
        page.get_by_label("Name the others see").fill(name)
        page.locator(f"input[name=seat][value={seat}]").check()
        page.get_by_role("button", name="Join").click()
        page.get_by_role("button", name="I am ready").click()
        expect(page.get_by_role("button", name="You are ready")).to_be_visible(timeout=SOON)


def _begin(room: Room) -> None:
    page = room.go("Kim", "preflight")
    if page.get_by_role("button", name="Keep the reason").count():
        page.get_by_label("Why we start all the same").fill("We rehearse without the others.")
        page.get_by_role("button", name="Keep the reason").click()
        expect(page.get_by_text("Recorded at")).to_be_visible(timeout=SOON)
        room.go("Kim", "preflight")
    page.get_by_label("No real incident is under way").check()
    page.get_by_role("button", name="Start the exercise").click()
    page.wait_for_url("**/control*")
    for name in SEATS:
        room.go(name, "team")
    expect(room.pages["Bo"].locator("#feed > li[id^=in-]")).to_have_count(1, timeout=SOON)
    room.jump("13m")


def _first_quarter_of_an_hour(room: Room) -> None:
    """Declare, call, begin the runbook; the evaluator writes down what is seen."""
    room.go("Ana", "decide")
    room.say("Ana", "declare-yes")
    page = room.go("Ana", "severity")
    for answer in ("No, it is down", "Most or all"):
        page.get_by_role("link", name=answer).click()
    room.say("Ana", "call", words="No shop can log in.")
    room.go("Ana", "runbook")
    room.say("Ana", "open-run")
    room.say("Ana", "start-open-incident")
    room.say("Ana", "finish-open-incident")

    room.go("Bo", "runbook")
    room.say("Bo", "check-incident-open")
    room.say("Bo", "start-freeze-writes")
    room.go("Robin", "evaluate")
    room.say("Robin", "observe", words="They named who commands within a minute.")
    room.jump("30m")
    room.go("Bo", "runbook")
    room.say("Bo", "finish-freeze-writes")
    room.say("Bo", "valid-freeze-writes")


def _work_and_tell(room: Room) -> None:
    """A proposal is ruled on, a supplier asked, a message goes out, duties are met."""
    room.go("Bo", "systems")
    room.say("Bo", "propose", words="Ask everybody in the channel who ever made a copy.")
    room.go("Kim", "control")
    ruling = room.pages["Kim"].locator("form[id^=rule-]").get_attribute("id")
    assert ruling
    room.say("Kim", ruling, press="button[value=works]", words="Two people answer.")
    expect(room.pages["Bo"].get_by_text("Two people answer.")).to_be_visible(timeout=SOON)
    room.go("Bo", "vendors")
    room.say("Bo", "open-stonefell-cloud", words="Faster disks, tonight.")

    page = room.go("Cy", "comms?to=customers#write")
    for point in page.locator("#draft input[name=contains]").all():
        point.check()
    room.say("Cy", "draft", text="The console is down since 23:17. Next word in 30 minutes.")
    room.go("Di", "comms")
    room.say("Di", "review")
    room.go("Ana", "comms")
    room.say("Ana", "approve")
    room.go("Cy", "comms")
    room.say("Cy", "publish")
    expect(room.pages["Cy"].locator(".status-page")).to_contain_text("since 23:17", timeout=SOON)

    page = room.go("Di", "breach?field=subjects#change")
    room.say("Di", "breach-field", low="100", high="38000", words="Shops that use the console.")
    first = page.locator("form#aware input[name=of]").first
    if first.get_attribute("type") == "radio":
        first.check()
    room.say("Di", "aware", words="The ledger is lost.")
    duty = page.locator("form[id^=notify-]").first.get_attribute("id")
    assert duty
    room.say("Di", duty, words="First notice.")


def _end_and_look_back(room: Room) -> None:
    room.go("Ana", "team")
    page = room.go("Kim", "control")
    room.say("Kim", "end")
    ana = room.pages["Ana"]  # who is brought there by the page itself
    ana.wait_for_url("**/hotwash")
    room.say("Ana", "card", words="We knew who leads.")
    page = room.pages["Robin"]
    rate = page.locator("form[id^=rate-]").first.get_attribute("id")
    assert rate
    room.say("Robin", rate, words="As the figures say.")
    page = room.go("Sam", "evidence")
    expect(page.get_by_role("heading", name="What this page can say")).to_be_visible()
    page.get_by_role("link", name="Check the stored record").click()
    expect(page.locator(".check-list")).to_contain_text("as written", timeout=SOON)


def _scorecard(room: Room) -> dict[str, str]:
    """Every figure on the page by the address of its explanation, every task with its rating."""
    page = room.go("Sam", "scorecard")
    shown: dict[str, str] = page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll(".figures li")].map(line => [
            line.querySelector("a").getAttribute("href"),
            line.querySelector(".num").textContent,
        ]))"""
    )
    rated: dict[str, str] = page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll(".objective li summary")].map(
            task => [task.querySelector(".rating + span").textContent,
                task.querySelector(".rating").firstChild.textContent]))"""
    )
    return {**shown, **rated}


def _scored(data: Path) -> dict[str, str]:
    """The same, as `drillroom score` works it out from the record alone."""
    said = subprocess.run(
        [sys.executable, "-c", _START, "score", str(data), "--json"],
        capture_output=True,
        text=True,
        check=True,
    )
    card = json.loads(said.stdout)
    tasks = [task for objective in card["objectives"] for task in objective["tasks"]]
    return {
        **{why_address(one["key"], one["of"]): _printed(one) for one in card["metrics"]},
        **{task["title"]: task["rating"] for task in tasks},
    }


def _printed(metric: dict[str, Any]) -> str:
    value = metric["value"]
    if value is None:
        return "none"
    if metric["unit"] == "ms":
        return ("-" if value < 0 else "") + say_span(abs(value))
    return show_value(value, metric["unit"])
