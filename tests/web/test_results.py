"""What control arranges beside play: who may see the scorecard, and who evaluates."""

import re
from typing import Final

from playwright.sync_api import Browser, expect

from tests.web.browsing import SOON, browsing, open_live, receipt_of
from tests.web.serving import Caller, Server, code_of, invited, participant

_FIGURE: Final = re.compile(r'<a href="(scorecard\?why=[^"]+)">.*?<b class="num">([^<]+)</b>', re.S)


def figures(page: str) -> list[tuple[str, str]]:
    return _FIGURE.findall(page)


def test_who_played_sees_the_whole_scorecard_after_the_end_once_control_has_opened_it(
    server: Server, control: Caller, exercise: str
) -> None:
    ana = participant(server, code_of(control, exercise), name="Ana", seat="duty-manager")
    control.start(exercise)
    control.do(exercise, "exercise.jump", to="13m", through="true", words="To the page.")
    assert ana.do(exercise, "incident.declare", verdict="incident")["ok"]
    assert ana.do(exercise, "severity.call", level="1", words="No shop can log in.")["ok"]
    address = f"/x/{exercise}/scorecard"

    before = ana.http.get(address).status_code
    control.http.post(f"/x/{exercise}/day", data={"results": "open"})
    during = ana.http.get(address).status_code
    control.do(exercise, "exercise.end")
    shown = ana.page(address)

    assert (before, during) == (403, 403)
    assert figures(shown) == figures(control.page(address))
    assert ("scorecard?why=SEV-ACC#why", "none") not in figures(shown), "the truth is beyond a seat"
    assert 'href="scorecard"' in ana.page(f"/x/{exercise}/hotwash")
    opened = ana.page(f"{address}?why=TTSev")
    assert "It rests on" in opened
    for closed in ("evidence", "replay", "report"):
        assert f'href="{closed}' not in opened
    ana.close()


def test_the_code_of_an_exercise_that_has_ended_leads_those_who_played_to_what_is_theirs(
    server: Server, control: Caller, exercise: str
) -> None:
    code = code_of(control, exercise)
    ana = participant(server, code, name="Ana", seat="duty-manager")
    control.start(exercise)
    control.do(exercise, "exercise.end")
    stranger = Caller(server)

    closed = ana.http.get(f"/join/{code}")
    control.http.post(f"/x/{exercise}/day", data={"results": "open"})
    opened, others = (one.http.get(f"/join/{code}") for one in (ana, stranger))

    assert (closed.status_code, opened.status_code, others.status_code) == (410, 410, 410)
    assert f'href="/x/{exercise}/hotwash"' in closed.text
    assert f'href="/x/{exercise}/scorecard"' in opened.text
    assert f"/x/{exercise}" not in others.text
    ana.close()
    stranger.close()


def test_whoever_runs_an_exercise_evaluates_it_only_after_saying_so(
    browser: Browser, server: Server, control: Caller, exercise: str
) -> None:
    control.start(exercise)
    with browsing(browser, server, control) as page:
        open_live(page, f"/x/{exercise}/evaluate")
        keep = page.locator("#observe button[type=submit]")
        expect(keep).to_be_disabled()

        page.get_by_role("button", name="Evaluate it all the same").click()
        page.wait_for_url("**/evaluate")
        page.locator("#observe textarea").fill("They named who leads.")
        keep.click()

        expect(receipt_of(page, "observe")).to_contain_text("Recorded", timeout=SOON)
        open_live(page, f"/x/{exercise}/control")
        page.get_by_text("Results and evaluators").click()
        expect(page.get_by_text("Control also evaluates")).to_be_visible()


def test_control_names_a_lead_evaluator_and_takes_it_back(
    browser: Browser, server: Server, control: Caller, exercise: str
) -> None:
    robin = invited(server, "evaluator", name="Robin")
    with browsing(browser, server, control) as page:
        for name in ("Robin", "anybody who evaluates"):
            open_live(page, f"/x/{exercise}/control")
            page.get_by_text("Results and evaluators").click()
            lead = page.get_by_label("Lead evaluator")
            lead.select_option(label=name)
            page.get_by_role("button", name="Keep", exact=True).last.click()
            page.get_by_text("Results and evaluators").click()

            expect(lead.locator("option:checked")).to_have_text(name)
    robin.close()
