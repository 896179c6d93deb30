"""The breach record in the room: kept field by field, read as it was known, taken away alone."""

import json
import re
from io import BytesIO

import pikepdf
import pytest
from playwright.sync_api import Browser

from facilitator.print.breach import breach_html
from facilitator.screens.breach import breach_page
from facilitator.screens.breach_file import breach_file
from scenarios.breach_record import FIELDS, BreachField
from tests.barriers import barriers
from tests.screens.looking import draw, look, played
from tests.web.browsing import browsing
from tests.web.serving import Caller, Server, code_of, invited, open_day, participant

HOUR = 3_600_000
SETTING_S = 180


@pytest.fixture
def ana(server: Server, control: Caller) -> tuple[Caller, str]:
    """Somebody in a seat of a team that has begun, whom nothing has reached yet."""
    name = open_day(control, scenario="breach", teams="Kestrel")[0]
    seat = re.findall(r'value="([a-z-]+)"', control.page(f"/join/{code_of(control, name)}"))[0]
    control.start(name)
    return participant(server, code_of(control, name), name="Ana", seat=seat), name


def field(page: str, name: str) -> str:
    """What the page says of one field."""
    return page.partition(f'id="field-{name}"')[2].partition('<span class="src">')[0]


@pytest.mark.parametrize(
    ("name", "said", "shown"),
    [
        ("data-types", {"values": ["identity", "health"]}, "identity, health"),
        ("detected-at", {"from_at": "0m"}, "Sat 24 Oct 07:35"),
        ("subjects", {"low": "100", "high": "38000"}, "100 to 38,000"),
        ("authority-decision", {"value": "not-yet", "words": "We look first."}, "decided by"),
        ("impact", {"value": "high-risk"}, "high risk"),
    ],
)
def test_each_kind_of_field_is_shown_with_all_that_was_said(
    ana: tuple[Caller, str], name: str, said: dict[str, str], shown: str
) -> None:
    person, exercise = ana

    taken = person.do(exercise, "breach.update", field=name, tag="fact", **said)

    assert taken["ok"], taken
    assert shown in field(person.page(f"/x/{exercise}/breach"), name)
    person.close()


@pytest.mark.parametrize("shape", FIELDS, ids=lambda one: one.id)
def test_the_form_of_a_field_asks_for_what_the_field_holds(
    shape: BreachField, ana_page: dict[str, str]
) -> None:
    form = ana_page[shape.id]
    asked = {
        "words": 'name="words"',
        "values": 'type="checkbox" name="values"' if shape.many else 'type="radio" name="value"',
        "band": 'name="low"',
        "instant": 'name="from-at"',
        "decision": 'name="owner"',
        "seat": '<select name="value"',
        "parts": 'type="checkbox" name="values"',
    }

    assert asked[shape.takes] in form


@pytest.fixture(scope="module")
def ana_page() -> dict[str, str]:
    """Field to its form, as a seat of the played exercise sees it."""
    seen = look(played("breach"), at=2 * HOUR, seat="duty-manager")
    return {
        one.id: draw("breach", seen, {"field": one.id}).partition('id="change"')[2]
        .partition("</form>")[0]
        for one in FIELDS
    }  # fmt: skip


def test_awareness_is_told_by_the_storys_clocks_and_another_zone_is_asked_back(
    ana: tuple[Caller, str],
) -> None:
    person, exercise = ana

    other = person.do(
        exercise, "awareness.claim", of="matter-1", about_at="09:20 Asia/Tokyo", words="We saw it."
    )
    offset = person.do(
        exercise, "awareness.claim", of="matter-1", about_at="09:20+09:00", words="We saw it."
    )

    assert other["status"] == offset["status"] == 422
    assert "the clocks of this story are those of Europe/" in other["says"]
    assert "is not at +09:00" in offset["says"]
    person.close()


def test_as_known_at_an_instant_the_record_and_its_clocks_stand_as_they_stood() -> None:
    seen = look(played("breach"), at=30 * HOUR, kind="auditor")
    now = breach_page(seen, {})
    first = min(now.moments)

    then = breach_page(seen, {"t": str(first)})

    assert then.answered + then.dated + then.undated < now.answered + now.dated + now.undated
    assert len(then.clocks) < len(now.clocks)
    assert then.moments == now.moments
    assert breach_page(seen, {"t": "9" * 30}).as_at == seen.clock.at
    assert breach_page(seen, {"t": "1h05m"}).as_at == 65 * 60_000
    assert breach_page(seen, {"t": "09:35"}).as_at == 27 * HOUR, "the clocks went back that night"


def test_an_instant_that_cannot_be_read_is_asked_back_and_the_record_stands_as_now() -> None:
    seen = look(played("breach"), at=30 * HOUR, kind="auditor")

    page = draw("breach", seen, {"t": "soon"})

    assert 'id="as-at-wrong"' in page
    assert "1h30m" in page.partition('id="as-at-wrong"')[2].partition("</p>")[0]
    assert breach_page(seen, {"t": "soon"}).as_at is None


def test_no_file_is_made_of_another_instant_than_the_one_that_was_asked_for(
    ana: tuple[Caller, str],
) -> None:
    person, exercise = ana

    for asked in ("soon", "2026-02-30 09:00"):
        answer = person.http.get(f"/x/{exercise}/breach.json", params={"t": asked})
        assert answer.status_code == 422, asked
        assert person.http.get(f"/x/{exercise}/breach", params={"t": asked}).status_code == 200
    person.close()


def test_a_notice_that_left_something_out_says_what() -> None:
    seen = look(played("breach"), at=700 * HOUR, kind="auditor")

    clocks = breach_page(seen, {}).clocks

    told = [one for one in clocks if not one.open]
    assert told
    assert all(set(one.left_out) <= {words for _, words in one.fields} for one in clocks)
    assert not any(one.left_out for one in clocks if one.open)


def test_the_file_has_every_field_clock_and_earlier_value_and_says_exercise() -> None:
    seen = look(played("breach"), at=30 * HOUR, kind="auditor")
    page = breach_page(seen, {})

    record = json.loads(json.dumps(breach_file(seen, page)))

    fields = [one for group in record["groups"] for one in group["fields"]]
    assert [one["id"] for one in fields] == [shape.id for shape in FIELDS]
    assert sum(len(one["earlier"]) for one in fields) == sum(
        len(one.history) for _, group in page.groups for one in group
    )
    assert len(record["clocks"]) == len(page.clocks)
    assert all(one["rule"] for one in record["clocks"])
    assert record["mark"].startswith("EXERCISE")
    assert record["as_known_at"]["ms"] == 30 * HOUR


def test_paper_escapes_what_was_typed_and_carries_the_mark_on_every_sheet() -> None:
    seen = look(played("breach"), at=30 * HOUR, kind="auditor")
    record = breach_file(seen, breach_page(seen, {}))
    record["team"] = "<script>alert(1)</script>"

    html = breach_html(record)

    assert "<script" not in html
    assert '<div class="running mark-running">EXERCISE</div>' in html


def test_on_paper_what_was_known_before_names_its_field_for_it_may_begin_a_page() -> None:
    seen = look(played("breach"), at=30 * HOUR, kind="auditor")
    record = breach_file(seen, breach_page(seen, {}))
    detected = record["groups"][0]["fields"][1]
    detected["earlier"] = [
        {"tag": "assumption", "says": "Friday", "at": detected["at"], "by": "Duty manager"}
    ]

    html = breach_html(record)

    assert "<td>02</td><td>Detected, before</td><td>Friday</td>" in html


def test_whoever_reads_the_record_may_take_it_away_and_nobody_else(
    server: Server, control: Caller, ana: tuple[Caller, str]
) -> None:
    person, exercise = ana
    other = open_day(control, teams="Merlin")[0]
    eve = participant(server, code_of(control, other), name="Eve", seat="duty-manager")
    auditor = invited(server, "auditor", name="Robin")
    person.do(exercise, "breach.update", field="containment", tag="fact", words="We shut it.")

    mine = person.http.get(f"/x/{exercise}/breach.json")
    audited = auditor.http.get(f"/x/{exercise}/breach.json?t=0")
    pdf = auditor.http.get(f"/x/{exercise}/breach.pdf", timeout=SETTING_S)

    assert "We shut it." in mine.text
    assert "We shut it." not in audited.text, "it was not known at StartEx"
    assert re.search(r'filename="EXERCISE-.*-at-0-00-00.json"',
                     audited.headers["content-disposition"])  # fmt: skip
    with pikepdf.open(BytesIO(pdf.content)) as paper:
        assert "EXERCISE" in str(paper.docinfo["/Title"])
    for stranger in (eve, Caller(server)):
        for form in ("json", "pdf"):
            assert stranger.http.get(f"/x/{exercise}/breach.{form}").status_code == 403
    assert auditor.http.get(f"/x/{exercise}/breach.exe").status_code == 403
    taken = auditor.page(f"/x/{exercise}/evidence").partition('id="h-taken"')[2]
    assert "Breach record as PDF" in taken
    assert "somebody who plays" in taken
    assert "Ana" not in taken
    for one in (person, eve, auditor):
        one.close()


def test_a_field_and_its_form_are_accessible_and_fit_a_small_phone(
    browser: Browser, server: Server, ana: tuple[Caller, str]
) -> None:
    person, exercise = ana
    for width, theme, name in (
        (320, "light", "contract-requirement"),
        (1366, "dark", "detected-at"),
    ):
        with browsing(browser, server, person, width=width) as page:
            page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
            page.set_viewport_size({"width": width, "height": 9_000})  # nothing under the dock
            page.goto(f"/x/{exercise}/breach?field={name}")

            assert barriers(page) == []
            assert page.evaluate("document.documentElement.scrollWidth") <= width
    person.close()
