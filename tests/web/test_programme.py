"""The home page as a programme, and the calendar that other programs follow."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, expect

from evidence.programme import ItemOpened
from facilitator.record_files import RECORDS
from facilitator.screens.programme import Entry
from facilitator.seal import note
from facilitator.store import Store
from facilitator.web.calendar import calendar_of
from tests.screens.test_accessible import RULES
from tests.web.browsing import browsing
from tests.web.serving import (
    Caller,
    Server,
    code_of,
    facilitator,
    invited,
    open_day,
    participant,
    serving,
)

NOW = datetime(2026, 11, 26, 19, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """An installation with one improvement that is late."""
    data: Path = tmp_path_factory.mktemp("programme") / "data"
    data.mkdir()
    late = ItemOpened(
        item="I-1", issue="Two keys, one safe.", action="Keep the second key; elsewhere, <soon>",
        element="equipment", responsible="Northstrand", contact="Head of platform",
        start="2020-01-01", due="2020-02-01",
    )  # fmt: skip
    with Store.open(data / RECORDS) as store:
        note(store, late, wall=1_600_000_000_000)
    with serving(data) as running:
        yield running


@pytest.fixture(scope="module")
def control(server: Server) -> Iterator[Caller]:
    caller = facilitator(server)
    yield caller
    caller.close()


@pytest.fixture(scope="module")
def ended(control: Caller) -> str:
    """An exercise that was played to its end."""
    name = open_day(control, teams="Kestrel")[0]
    control.start(name)
    assert control.do(name, "exercise.jump", to="2h", through="true", words="To see.")["ok"]
    assert control.do(name, "exercise.end")["ok"]
    return name


def calendar_in(page: str) -> str:
    found = re.search(r'href="[^"]*(/calendar/[^"]+\.ics)"', page)
    assert found is not None
    return found[1]


def test_before_the_first_game_day_three_steps_lead_to_it(tmp_path: Path) -> None:
    with serving(tmp_path / "data") as new:
        first = facilitator(new)
        home = first.page("/")
        first.close()

    assert "No game day yet" in home
    for step in ("Pick a scenario", "Invite", "Run a demo"):
        assert step in home


def test_every_figure_leads_to_the_run_that_it_rests_on(control: Caller, ended: str) -> None:
    home = control.page("/")

    assert re.search(rf'href="/x/{ended}/scorecard">\d of \d</a>', home)
    assert "From run to run" in home
    assert "Who played what, by quarter" in home
    assert re.search(rf'href="/x/{ended}/scorecard">(today|1 day ago)</a>', home)


def test_an_overdue_action_stands_before_the_figures(control: Caller, ended: str) -> None:
    home = control.page("/")

    assert "Keep the second key; elsewhere, &lt;soon&gt;" in home
    assert home.index("Overdue actions") < home.index("From run to run")


def test_an_evaluator_and_an_auditor_see_the_programme_and_nobody_else(
    server: Server, control: Caller, ended: str
) -> None:
    for kind in ("evaluator", "auditor"):
        person = invited(server, kind, name=kind)
        home = person.page("/")
        assert "From run to run" in home
        assert person.http.get(calendar_in(home)).status_code == 200
        assert 'data-key="new"' not in home
        person.close()
    playing = open_day(control)[0]
    ana = participant(server, code_of(control, playing), name="Ana", seat="duty-manager")
    token = control.http.post(
        "/api/v1/tokens", json={"kind": "auditor", "exercise": playing, "label": "bot"}
    ).json()["token"]
    bot, nobody = Caller(server), Caller(server)
    bot.http.headers["authorization"] = f"Bearer {token}"
    for person in (ana, bot, nobody):
        assert person.http.get("/").status_code == 303
        person.close()


def test_a_calendar_is_followed_without_a_sign_in_until_the_account_ends(
    server: Server, control: Caller, ended: str
) -> None:
    kim, program = invited(server, "auditor", name="Kim the Second"), Caller(server)
    address = calendar_in(kim.page("/"))

    followed = program.http.get(address)
    found = re.search(r"/accounts/([\w-]+)/end[^$]*", control.page("/").split("Kim the Second")[2])
    assert found is not None
    control.http.post(f"/accounts/{found[1]}/end")

    assert followed.headers["content-type"].startswith("text/calendar")
    assert f"/x/{ended}/scorecard" in followed.text.replace("\r\n ", "")
    assert program.http.get(address).status_code == 404
    for wrong in ("/calendar/x.ics", address.replace(".ics", "x.ics")):
        assert program.http.get(wrong).status_code == 404
    kim.close()
    program.close()


def test_the_home_page_is_accessible_and_fits_a_small_phone(
    browser: Browser, server: Server, control: Caller, ended: str
) -> None:
    for width, theme in ((320, "light"), (1366, "dark")):
        with browsing(browser, server, control, width=width) as page:
            page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
            page.goto("/")
            page.get_by_text("Follow it in your own calendar").click()

            found = Axe().run(page, options=RULES).response["violations"]
            assert [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found] == []
            assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_n_leads_to_a_new_game_day(browser: Browser, server: Server, control: Caller) -> None:
    with browsing(browser, server, control) as page:
        page.goto("/")
        page.keyboard.press("n")

        expect(page).to_have_url(re.compile("/scenarios$"))


def test_a_calendar_escapes_what_is_a_mark_and_folds_at_75_octets_between_characters() -> None:
    words = "Über; alles, \\ und\nnichts " + "ä" * 80
    entry = Entry(day=date(2026, 12, 31), words=words, href="/x/a/scorecard")

    text = calendar_of([entry], name="Drillroom", address="http://here", now=NOW)

    lines = text.split("\r\n")
    assert lines[-1] == ""
    assert all(len(line.encode()) <= 75 for line in lines)
    assert "\n" not in text.replace("\r\n", "")
    whole = text.replace("\r\n ", "").split("\r\n")
    assert "SUMMARY:EXERCISE: Über\\; alles\\, \\\\ und\\nnichts " + "ä" * 80 in whole
    assert "DTSTART;VALUE=DATE:20261231" in whole
    assert "DTEND;VALUE=DATE:20270101" in whole
    assert "DTSTAMP:20261126T190000Z" in whole


def test_an_event_keeps_its_id_when_its_day_moves() -> None:
    def uid(day: int) -> str:
        entry = Entry(day=date(2026, 12, day), words="I-1 is due: Keep it", href="", due=True)
        text = calendar_of([entry], name="x", address="http://here", now=NOW)
        return next(line for line in text.split("\r\n") if line.startswith("UID:"))

    assert uid(1) == uid(2)
