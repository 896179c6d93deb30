"""The auditor's page as a matrix: each requirement down to its entries, or to what would be one."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.barriers import barriers
from tests.screens.looking import draw, look, played, unplayed
from tests.web.browsing import browsing
from tests.web.serving import Caller, Server, invited

HOUR = 3_600_000
DORA = "f-dora--eu--2022-2554"


@pytest.fixture(scope="module")
def auditor(server: Server) -> Iterator[Caller]:
    caller = invited(server, "auditor", name="Robin")
    yield caller
    caller.close()


def matrix(page: str) -> str:
    return page.partition('id="h-requirements"')[2].partition("</section>")[0]


def read(**query: str) -> str:
    """The page of an exercise that was played, as an auditor reads it."""
    return draw("evidence", look(played(), at=5 * HOUR, kind="auditor"), query)


def rows(page: str) -> dict[str, str]:
    """Requirement to what is said of it."""
    found = re.findall(r"<li><details>(.*?)</details></li>", matrix(page), re.DOTALL)
    return {re.findall(r"<b>(.*?)</b>", one)[0]: one for one in found}


def without_evidence(page: str) -> int:
    return sum(int(one) for one in re.findall(r"</svg>(\d+) no evidence<", matrix(page)))


def test_every_framework_stands_with_its_sums_and_one_is_opened_at_a_time() -> None:
    closed, opened = read(), read(framework=DORA)

    assert not rows(closed)
    assert len(rows(opened)) == 13
    sums = [int(one) for one in re.findall(r"</svg>(\d+) ", matrix(opened))]
    assert sum(sums) == 112


def test_each_piece_of_evidence_leads_to_its_entry_and_to_what_else_is_open() -> None:
    page = read(framework=DORA)

    there = rows(page)["Art 11(8)"]
    place = re.findall(r'class="cite" href="evidence\?entry=(\d+)&amp;', there)[0]

    assert f"framework={DORA}#e{place}" in there
    assert f'id="e{place}" aria-current="true"' in read(framework=DORA, entry=place)


def test_a_requirement_without_evidence_says_what_would_create_some() -> None:
    empty = rows(read(framework="f-iso-22301-2019"))

    assert "No evidence for this requirement." in empty["8.5"]
    assert "Propose and agree improvements in the review" in empty["8.5"]


def test_what_would_create_it_is_named_from_this_scenario_with_what_became_of_it() -> None:
    missing = rows(read(framework=DORA))["Art 12"]

    assert "In this scenario" in missing
    named = "inject &#34;May we close?&#34; with the decision &#34;May the incident be closed?&#34;"
    assert f"<li>{named}: was not reached</li>" in missing


def test_before_play_the_page_opens_all_the_same_and_more_is_without_evidence() -> None:
    before = draw("evidence", look(unplayed(), at=0, kind="auditor"), {"framework": DORA})

    assert without_evidence(before) > without_evidence(read()) > 0


def test_names_of_staff_give_way_to_roles_and_the_choice_is_kept(
    control: Caller, auditor: Caller, exercise: str
) -> None:
    control.start(exercise)

    names = auditor.page(f"/x/{exercise}/evidence")
    roles = auditor.page(f"/x/{exercise}/evidence?names=roles&framework={DORA}")
    body = roles.partition("<main")[2]

    assert "Kim" in names.partition('class="entries"')[2].partition("</ol>")[0]
    assert "Kim" not in body
    assert "Robin" not in body
    assert "facilitator 1" in body.partition('class="entries"')[2].partition("</ol>")[0]
    assert 'name="names" value="roles"' in body, "the filter keeps it"
    links = re.findall(r'href="(evidence\?[^"]*)"', body)
    kept = [one for one in links if "names=roles" not in one]
    assert len(kept) == 1, "only the switch shows names again"


def test_whoever_joins_later_changes_nobodys_number(
    server: Server, control: Caller, auditor: Caller, exercise: str
) -> None:
    control.start(exercise)
    path = f"/x/{exercise}/evidence?names=roles&kind=exercise.start"
    before = auditor.page(path).partition('class="entries"')[2].partition("</ol>")[0]

    invited(server, "facilitator", name="Abe").close()  # before everybody else by name

    after = auditor.page(path).partition('class="entries"')[2].partition("</ol>")[0]
    assert "facilitator 1" in before
    assert re.findall(r"facilitator \d", after) == re.findall(r"facilitator \d", before)


def test_the_matrix_is_accessible_and_fits_a_small_phone(
    browser: Browser, server: Server, control: Caller, auditor: Caller, exercise: str
) -> None:
    control.start(exercise)
    for width, theme in ((320, "light"), (1366, "dark")):
        with browsing(browser, server, auditor, width=width) as page:
            page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
            page.set_viewport_size({"width": width, "height": 9_000})  # nothing under the dock
            page.goto(f"/x/{exercise}/evidence?framework={DORA}")
            page.locator(".frameworks summary").first.click()

            assert barriers(page) == []
            assert page.evaluate("document.documentElement.scrollWidth") <= width
