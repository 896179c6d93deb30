"""Two people with real browsers in one exercise: what one does, the other sees."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.serving import Caller, Server, code_of, participant

SEAT = "platform-lead"
SOON = 10_000


def _page(browser: Browser, server: Server, caller: Caller, path: str, errors: list[str]) -> Page:
    context = browser.new_context(viewport={"width": 1366, "height": 860})
    context.add_cookies(
        [
            {"name": cookie.name, "value": cookie.value or "", "url": server.url}
            for cookie in caller.http.cookies.jar
        ]
    )
    page = context.new_page()
    # a page that breaks its own content policy, or asks for what is not there, says so here
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{server.url}{path}")
    expect(page.locator("#link")).to_have_text("Live", timeout=SOON)
    return page


@pytest.fixture
def room(
    browser: Browser, server: Server, control: Caller, exercise: str
) -> Iterator[tuple[Page, Page]]:
    """The control room and a team room of one exercise that has just started."""
    ana = participant(server, code_of(control, exercise), name="Ana", seat=SEAT)
    control.do(exercise, "exercise.start")
    errors: list[str] = []
    staff = _page(browser, server, control, f"/x/{exercise}/control", errors)
    team = _page(browser, server, ana, f"/x/{exercise}/team", errors)
    yield staff, team
    assert errors == []
    staff.context.close()
    team.context.close()
    ana.close()


def test_what_control_fires_appears_in_the_team_room_and_is_announced(
    room: tuple[Page, Page],
) -> None:
    staff, team = room
    before = team.locator("#feed > li[id^=in-]").count()

    staff.locator("#fire-next button").click()

    expect(team.locator("#feed > li[id^=in-]")).to_have_count(before + 1, timeout=SOON)
    expect(team.locator("#say")).to_contain_text("Chat", timeout=SOON)
    expect(team.locator(".for-me .what").first).to_contain_text("Go on?", timeout=SOON)
    expect(team).to_have_title("(2) For you · EXERCISE · Drillroom", timeout=SOON)


def test_a_hold_stops_every_clock_says_so_and_is_ended_by_the_same_button(
    room: tuple[Page, Page],
) -> None:
    staff, team = room

    staff.get_by_role("button", name="Hold", exact=True).click()

    expect(team.locator("#banner")).to_contain_text("Held by", timeout=SOON)
    expect(staff.get_by_role("button", name="Resume")).to_be_visible(timeout=SOON)
    assert team.evaluate("clock.running") is False
    assert team.evaluate("exerciseNow() === exerciseNow() && exerciseNow() === clock.at")

    staff.get_by_role("button", name="Resume").click()

    expect(team.locator("#banner")).not_to_contain_text("Held", timeout=SOON)


def test_what_is_typed_stays_while_news_arrives_and_after_a_reload(
    room: tuple[Page, Page], control: Caller, exercise: str
) -> None:
    staff, team = room
    staff.locator("#fire-next button").click()
    field = team.locator("#feed textarea").first
    expect(field).to_be_visible(timeout=SOON)
    field.fill("half a sentence")
    before = team.locator("#feed > li[id^=in-]").count()

    news = {"inject": "adhoc-1", "to-seats": SEAT, "channel": "chat", "text": "More news."}
    control.do(exercise, "inject.add", **news)

    expect(team.locator("#feed > li[id^=in-]")).to_have_count(before + 1, timeout=SOON)
    typed = team.locator("#feed textarea:focus")
    expect(typed).to_have_value("half a sentence")

    name = typed.get_attribute("data-draft")
    team.reload()

    expect(team.locator(f"[data-draft='{name}']")).to_have_value("half a sentence", timeout=SOON)
