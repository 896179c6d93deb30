"""What is to change after an exercise: proposed, made an action, moved on, and told in annex A."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, expect

from tests.barriers import barriers
from tests.web.browsing import browsing
from tests.web.serving import Caller, Server, code_of, invited, open_day, participant

DUE = str(datetime.now(UTC).date() + timedelta(days=60))
SAID = {
    "issue": "Nobody knew who <may> approve.",
    "action": "Name a deputy for each approver.",
    "contact": "Director of operations",
    "due": DUE,
    "priority": "high",
    "element": "organization",
    "validation": "retest",
}


@pytest.fixture(scope="module")
def ended(control: Caller) -> str:
    """An exercise in which nobody did anything for two hours."""
    name = open_day(control, teams="Kestrel")[0]
    control.start(name)
    assert control.do(name, "exercise.jump", to="2h", through="true", words="To see.")["ok"]
    assert control.do(name, "exercise.end")["ok"]
    return name


@pytest.fixture(scope="module")
def evaluator(server: Server) -> Iterator[Caller]:
    caller = invited(server, "evaluator", name="Sam")
    yield caller
    caller.close()


def add(control: Caller, exercise: str, **said: str) -> str:
    """Add an action; its number."""
    answer = control.http.post(f"/x/{exercise}/actions", data={**SAID, **said})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"].partition("#")[2]


def line(control: Caller, exercise: str, item: str) -> str:
    """What the report's page says of one action."""
    page = control.page(f"/x/{exercise}/report")
    return page.partition(f'<li id="{item}">')[2].partition("<details")[0]


def annex(control: Caller, exercise: str) -> str:
    """The improvement plan, as the report has it."""
    report = control.http.get(f"/x/{exercise}/report.md", timeout=180).text
    return report.partition("## A. Improvement plan")[2].partition("\n## ")[0]


def test_an_action_stands_on_the_page_in_annex_a_and_in_the_calendar(
    control: Caller, ended: str
) -> None:
    item = add(control, ended, tracker="https://tracker.example/OPS-12")

    shown, plan, home = line(control, ended, item), annex(control, ended), control.page("/")

    assert "Nobody knew who &lt;may&gt; approve." in shown
    assert "high priority, shown by a retest" in shown
    assert 'href="https://tracker.example/OPS-12"' in shown
    for said in (item, "Name a deputy", "Director of operations", DUE, "organization", "OPS-12"):
        assert said in plan, said
    assert f"{item} is due: Name a deputy for each approver." in home


def test_only_an_address_of_the_web_is_a_link(control: Caller, ended: str) -> None:
    item = add(control, ended, tracker="javascript:alert(1)")

    shown = line(control, ended, item)

    assert "javascript:alert(1)" in shown
    assert "<a " not in shown


def test_what_became_of_an_action_is_told_with_its_reason(control: Caller, ended: str) -> None:
    item = add(control, ended)
    path = f"/x/{ended}/actions/{item}"

    for state, because in (("implemented", "The list has deputies."), ("validated", "One did.")):
        answer = control.http.post(path, data={"state": state, "because": because})
        assert answer.headers["location"] == f"/x/{ended}/report#{item}"

    shown, plan = line(control, ended, item), annex(control, ended)
    assert "works</span>" in shown
    assert "it is done: The list has deputies." in shown
    assert "it was shown to work: One did." in shown
    assert "validated" in plan
    assert "One did." in plan


def test_a_proposal_of_the_figures_fills_the_form_and_is_then_somebodys(
    control: Caller, ended: str
) -> None:
    page = control.page(f"/x/{ended}/report")
    key = re.findall(r"report\?answers=(f-\d)#add", page)[0]
    filled = control.page(f"/x/{ended}/report?answers={key}").partition('id="add" open')[2]
    issue = filled.partition('name="issue"')[2].partition(">")[2].partition("<")[0]
    finding = filled.partition('name="finding" value="')[2].partition('"')[0]

    assert issue
    add(control, ended, issue=issue, finding=finding)
    after = control.page(f"/x/{ended}/report")

    assert len(re.findall(r"answers=f-", after)) < len(re.findall(r"answers=f-", page))


def test_an_evaluator_proposes_and_control_says_who_answers_for_it(
    control: Caller, evaluator: Caller
) -> None:
    name = open_day(control, teams="Osprey")[0]
    control.start(name)
    control.do(name, "exercise.end")
    said = {"issue": "The alarm was missed.", "action": "Page two people."}

    proposed = evaluator.do(
        name, "improvement.propose", improvement="i-alarm", element="equipment", **said
    )
    offered = control.page(f"/x/{name}/report?answers=r-i-alarm")
    item = add(control, name, **said, finding="i-alarm", contact="Head of platform")

    assert proposed["ok"], proposed
    assert 'name="finding" value="i-alarm"' in offered
    assert "<option selected>equipment</option>" in offered
    assert "answers=r-i-alarm" not in control.page(f"/x/{name}/report")
    plan = annex(control, name)
    assert plan.count("The alarm was missed.") == 1, "one line, not one of each"
    assert item in plan
    assert "Head of platform" in plan


def test_the_next_exercise_can_show_that_an_action_works(control: Caller, ended: str) -> None:
    item = add(control, ended, action="Practise with the deputies.")
    again = open_day(control, teams="Again")[0]
    control.start(again)
    control.do(again, "exercise.end")

    offered = control.page(f"/x/{again}/report").partition("Still open from elsewhere")[2]
    answer = control.http.post(
        f"/x/{again}/actions/{item}",
        data={"state": "validated", "because": "A deputy approved.", "here": "yes"},
    )

    assert "Practise with the deputies." in offered
    assert f"found in {ended}" in offered
    assert answer.status_code == 303
    report = control.http.get(f"/x/{again}/report.md", timeout=180).text
    assert "Retested in this exercise." in report.partition("## 15. ")[2]


@pytest.mark.parametrize(
    ("said", "field", "says"),
    [
        ({"issue": "  "}, "issue", "Say what was found"),
        ({"action": ""}, "action", "Say what is to be done."),
        ({"contact": ""}, "contact", "Say which role answers for it."),
        ({"due": "2020-01-01"}, "due", "Choose a day from today on, within five years."),
        ({"due": "soon"}, "due", "Choose a day from today on, within five years."),
        ({"priority": "urgent"}, "", "Choose one of high, medium, low."),
    ],
)
def test_an_action_that_lacks_something_comes_back_with_what_was_typed(
    control: Caller, ended: str, said: dict[str, str], field: str, says: str
) -> None:
    answer = control.http.post(
        f"/x/{ended}/actions",
        data={**SAID, "tracker": "OPS-99", **said},
        headers={"referer": f"{control.server.url}/x/{ended}/report"},
    )

    assert answer.status_code == 422
    assert says in answer.text
    assert 'value="OPS-99"' in answer.text
    if field:
        assert re.search(rf'name="{field}"[^>]* aria-invalid="true"', answer.text)


def test_what_became_of_it_needs_an_action_a_state_and_a_reason(
    control: Caller, ended: str
) -> None:
    item = add(control, ended)

    for path, said, status in (
        (item, {"state": "better", "because": "So."}, 422),
        (item, {"state": "started", "because": " "}, 422),
        ("I-999", {"state": "started", "because": "So."}, 404),
    ):
        answer = control.http.post(f"/x/{ended}/actions/{path}", data=said)
        assert answer.status_code == status, said


def test_an_action_cites_no_entry_that_is_not_in_the_record(control: Caller, ended: str) -> None:
    item = add(control, ended, cites=f"2 99999 {'9' * 25}")

    report = control.http.get(f"/x/{ended}/report.json", timeout=180).json()
    section = next(one for one in report["sections"] if one["number"] == "A")
    cells = next(row["cells"] for row in section["blocks"][0]["rows"]
                 if row["cells"][0]["text"] == item)  # fmt: skip
    assert cells[2]["cites"] == [2]


def test_before_the_end_there_is_nothing_that_an_action_could_follow_from(control: Caller) -> None:
    name = open_day(control, teams="Still at it")[0]

    assert control.http.post(f"/x/{name}/actions", data=SAID).status_code == 409


def test_nobody_else_is_offered_the_form_or_may_send_it(
    server: Server, control: Caller, evaluator: Caller, ended: str
) -> None:
    item = add(control, ended)
    auditor = invited(server, "auditor", name="Robin")
    playing = open_day(control, teams="Merlin")[0]
    ana = participant(server, code_of(control, playing), name="Ana", seat="duty-manager")
    token = control.http.post(
        "/api/v1/tokens", json={"kind": "facilitator", "exercise": ended, "label": "bot"}
    ).json()["token"]
    bot = Caller(server)
    bot.http.headers["authorization"] = f"Bearer {token}"

    for person in (auditor, evaluator, ana, bot):
        assert person.http.post(f"/x/{ended}/actions", data=SAID).status_code == 403
        moved = {"state": "dropped", "because": "No."}
        assert person.http.post(f"/x/{ended}/actions/{item}", data=moved).status_code == 403
    for person in (auditor, evaluator, bot):
        page = person.page(f"/x/{ended}/report")
        assert "Name a deputy for each approver." in page
        assert f'action="/x/{ended}/actions' not in page
    assert "Propose a change" in evaluator.page(f"/x/{ended}/report")
    assert "Propose a change" not in auditor.page(f"/x/{ended}/report")
    for person in (auditor, ana, bot):
        person.close()


def test_a_leads_to_the_form_and_the_page_is_accessible_on_a_small_phone(
    browser: Browser, server: Server, control: Caller, ended: str
) -> None:
    for width, theme in ((320, "light"), (1366, "dark")):
        with browsing(browser, server, control, width=width) as page:
            page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
            page.goto(f"/x/{ended}/report")
            page.keyboard.press("a")
            expect(page.locator("#add")).to_have_attribute("open", "")
            page.set_viewport_size({"width": width, "height": 9_000})  # nothing under the dock

            assert barriers(page) == []
            assert page.evaluate("document.documentElement.scrollWidth") <= width
