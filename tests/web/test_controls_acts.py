"""What control and teams do in the course of play, in real browsers on a real server."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.browsing import SOON, browsing, open_live, receipt_of
from tests.web.cable import Cable
from tests.web.serving import Caller, Server, code_of, invited, open_day, participant
from tests.web.watching import watching

LEAD, TECH = "duty-manager", "platform-lead"


@pytest.fixture
def staff(browser: Browser, server: Server, control: Caller, exercise: str) -> Iterator[Page]:
    """The control room of an exercise that runs."""
    control.start(exercise)
    with browsing(browser, server, control) as page:
        yield open_live(page, f"/x/{exercise}/control")


def test_control_sets_the_pace_and_the_clock_follows(
    staff: Page, control: Caller, exercise: str
) -> None:
    staff.get_by_role("group", name="Pace").get_by_role("button", name="10×").click()

    expect(staff.locator("[data-pace]")).to_have_text("running 10×", timeout=SOON)
    assert control.http.get(f"/api/v1/exercises/{exercise}").json()["clock"]["num"] == 10


def test_control_gives_more_time_for_what_is_expected(
    staff: Page, control: Caller, exercise: str
) -> None:
    assert control.do(exercise, "inject.handle", inject="stuck-tool", how="fire")["ok"]
    staff.reload()
    staff.locator("summary[data-key=adhoc]").click()
    staff.get_by_text("Give more time").click()
    staff.locator("#extend").get_by_label("By").select_option("10m")
    staff.get_by_role("button", name="Extend").click()

    expect(receipt_of(staff, "extend")).to_contain_text("Recorded", timeout=SOON)
    events = control.http.get(f"/api/v1/exercises/{exercise}/events?limit=500").json()["events"]
    assert [e["body"]["by_ms"] for e in events if e["kind"] == "deadline.extended"] == [600_000]


def test_a_role_is_handed_over_and_its_new_holder_is_told(
    browser: Browser, server: Server, control: Caller, exercise: str
) -> None:
    code = code_of(control, exercise)
    ana = participant(server, code, name="Ana", seat=LEAD)
    bo = participant(server, code, name="Bo", seat=TECH)
    control.start(exercise)
    with browsing(browser, server, ana) as first, browsing(browser, server, bo) as second:
        open_live(first, f"/x/{exercise}/decide")
        open_live(second, f"/x/{exercise}/team")
        expect(second.locator("#incident")).not_to_contain_text("Platform lead", timeout=SOON)

        first.get_by_text("Hand a role over").click()
        first.locator("#role select[name=role]").select_option("incident_commander")
        first.locator("#role select[name=seat]").select_option(TECH)
        first.get_by_role("button", name="Hand over").click()

        expect(receipt_of(first, "role")).to_contain_text("Recorded", timeout=SOON)
        expect(second.locator("#incident")).to_contain_text("Platform lead", timeout=SOON)
        expect(second.locator("#log")).to_contain_text("Incident lead: Platform lead")
    ana.close()
    bo.close()


def test_what_control_presses_without_a_connection_is_not_sent_later(
    browser: Browser, server: Server, control: Caller, exercise: str
) -> None:
    control.start(exercise)
    cable = Cable(server.port)
    with browsing(browser, server, control, calm=False, url=cable.url) as page:
        open_live(page, f"/x/{exercise}/control")
        cable.pull()
        expect(page.locator("#link")).to_contain_text("Connection lost", timeout=SOON)

        page.get_by_role("button", name="Hold", exact=True).click()
        expect(receipt_of(page, "hold")).to_contain_text("Control's acts are never sent later")
        cable.put_back()

        expect(page.locator("#link")).to_have_text("Live", timeout=SOON)
        expect(page.locator("#clockbar")).to_contain_text("Hold")
    cable.pull()
    state = control.http.get(f"/api/v1/exercises/{exercise}").json()["clock"]["state"]
    assert state == "running"


def test_nothing_that_control_says_to_another_team_is_sent_later(
    browser: Browser, server: Server, control: Caller
) -> None:
    first, second = open_day(control, teams="Team A\nTeam B")[:2]
    control.start(first, all="yes")
    cable = Cable(server.port)
    with browsing(browser, server, control, calm=False, url=cable.url) as page:
        open_live(page, f"/x/{first}/control")
        page.get_by_text("Relay to another team").click()
        page.locator("#relay input[name=words]").fill("The others shut the door.")
        cable.pull()
        expect(page.locator("#link")).to_contain_text("Connection lost", timeout=SOON)

        page.get_by_role("button", name="Relay it").click()
        expect(receipt_of(page, "relay")).to_contain_text("Control's acts are never sent later")
        expect(page.locator("#relay input[name=words]")).to_have_value("The others shut the door.")
        cable.put_back()

        expect(page.locator("#link")).to_have_text("Live", timeout=SOON)
        expect(page.locator("html[data-queued]")).to_have_count(0)
    cable.pull()
    events = control.http.get(f"/api/v1/exercises/{second}/events?limit=500").json()["events"]
    assert "event.relayed" not in [one["kind"] for one in events]


def test_an_act_of_control_whose_answer_is_lost_says_so_and_is_not_sent_again(
    browser: Browser, server: Server, control: Caller, exercise: str
) -> None:
    control.start(exercise)
    with browsing(browser, server, control, calm=False) as page:
        open_live(page, f"/x/{exercise}/control")
        page.route("**/do", lambda route: route.abort(), times=1)

        page.get_by_role("button", name="Hold", exact=True).click()

        expect(receipt_of(page, "hold")).to_contain_text("No answer came. Look whether it was done")
    state = control.http.get(f"/api/v1/exercises/{exercise}").json()["clock"]["state"]
    assert state == "running"


def test_control_acts_for_one_team_and_goes_to_another_by_its_number(
    browser: Browser, server: Server, control: Caller
) -> None:
    first, second = open_day(control, teams="North\nSouth")[:2]
    control.start(first, all="yes")
    with browsing(browser, server, control) as page:
        open_live(page, f"/x/{first}/control")
        expect(page.locator("#reach")).to_have_text("for every team")

        page.get_by_role("link", name="North alone").click()
        expect(page.locator("#link")).to_have_text("Live", timeout=SOON)
        expect(page.locator("#reach")).to_have_text("for North")
        page.get_by_role("button", name="Hold", exact=True).click()
        expect(page.locator("#clockbar")).to_contain_text("Resume", timeout=SOON)
        expect(page.locator("#reach")).to_have_text("for North")
        page.keyboard.press("2")

        expect(page).to_have_url(f"{server.url}/x/{second}/control?for=one")
        expect(page.locator("#reach")).to_have_text("for South")
        expect(page.locator("[data-pace]")).to_have_text("running 1×", timeout=SOON)
    states = [
        control.http.get(f"/api/v1/exercises/{one}").json()["clock"]["state"]
        for one in (first, second)
    ]
    assert states == ["held", "running"]


def test_what_control_sends_to_everybody_is_taken_back_on_the_page_where_it_stands(
    browser: Browser, server: Server, control: Caller, exercise: str
) -> None:
    ana = participant(server, code_of(control, exercise), name="Ana", seat=TECH)
    control.start(exercise)
    # Ten seconds of play are left to take it back: in a hold they last as long as a browser needs.
    assert control.do(exercise, "exercise.hold")["ok"]
    with browsing(browser, server, control) as staff, browsing(browser, server, ana) as team:
        open_live(staff, f"/x/{exercise}/control")
        open_live(team, f"/x/{exercise}/team")
        staff.locator("summary[data-key=adhoc]").click()
        staff.locator("#adhoc textarea").fill("Sent too early.")
        staff.get_by_role("button", name="Send it now").click()
        card = team.locator("#feed > li", has_text="Sent too early.")
        expect(card).to_be_visible(timeout=SOON)

        expect(staff.locator("#just")).to_contain_text("Out: Sent too early", timeout=SOON)
        staff.locator("#just").get_by_role("button", name="Take it back").click()

        expect(team.locator("#feed > li.gone", has_text="Sent too early.")).to_have_count(
            1, timeout=SOON
        )
    ana.close()


def test_notes_are_taken_from_the_start_on_without_loading_the_page_again(
    browser: Browser, server: Server, control: Caller, exercise: str
) -> None:
    with browsing(browser, server, control) as page:
        open_live(page, f"/x/{exercise}/control")
        keep = page.locator("#note button[type=submit]")
        expect(keep).to_be_disabled()

        control.start(exercise)
        expect(keep).to_be_enabled(timeout=SOON)
        page.locator("#note-words").fill("They look at each other.")
        keep.click()

        expect(page.locator("#notes")).to_contain_text("They look at each other.", timeout=SOON)


def test_one_press_in_the_team_room_says_on_controls_card_how_the_team_is_doing(
    browser: Browser, server: Server, control: Caller, exercise: str
) -> None:
    ana = participant(server, code_of(control, exercise), name="Ana", seat=TECH)
    control.start(exercise)
    with browsing(browser, server, control) as staff, browsing(browser, server, ana) as team:
        open_live(staff, f"/x/{exercise}/control")
        open_live(team, f"/x/{exercise}/team")

        team.get_by_role("button", name="Stuck").click()

        expect(team.get_by_role("button", name="Stuck")).to_have_attribute(
            "aria-pressed", "true", timeout=SOON
        )
        expect(staff.locator(".team")).to_contain_text("stuck for 0:", timeout=SOON)
    ana.close()


def test_control_sees_which_colleagues_are_here(
    browser: Browser, server: Server, control: Caller, exercise: str
) -> None:
    sam = invited(server, "facilitator", name="Sam")
    eve = invited(server, "evaluator", name="Eve")
    control.start(exercise)
    with browsing(browser, server, control) as page:
        open_live(page, f"/x/{exercise}/control")
        expect(page.locator("#colleagues")).to_have_count(0)

        with watching(sam, exercise, "control"), watching(eve, exercise, "evaluate"):
            expect(page.locator("#colleagues")).to_have_text(
                "Here with you: Sam, Eve (evaluates)", timeout=SOON
            )

        expect(page.locator("#colleagues")).to_have_count(0, timeout=SOON)
    sam.close()
    eve.close()


def test_a_team_is_brought_level_from_the_preview_which_asks_why(
    browser: Browser, server: Server, control: Caller
) -> None:
    red, blue = open_day(control, teams="Red\nBlue")[:2]
    control.start(red, all="yes")
    assert control.do(red, "exercise.hold", all="yes")["ok"]
    night = {"through": "true", "words": "The night."}
    assert control.do(red, "exercise.jump", to="9h", **night)["ok"]
    with browsing(browser, server, control) as page:
        page.goto(f"/x/{red}/control")
        page.get_by_role("link", name="Bring level…").click()
        sheet = page.locator("#jump")
        expect(sheet).to_contain_text("Bring Blue level, to 9:00:")
        expect(sheet).to_contain_text("Would open on the way and pass")

        sheet.get_by_label("Why the jump goes through them").fill("They began late.")
        sheet.get_by_role("button", name="Bring level").click()

        expect(page.locator("#teams")).not_to_contain_text("behind the furthest team")
        expect(page.locator("#jump")).to_have_count(0)
    times = [
        control.http.get(f"/api/v1/exercises/{one}").json()["clock"]["at"] for one in (red, blue)
    ]
    assert times[0] == times[1]
