"""The home page as a programme, and the calendar that other programs follow."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, expect

from evidence import decode_leaf
from evidence.programme import ItemOpened
from facilitator.record_files import RECORDS
from facilitator.seal import note
from facilitator.store import Store
from tests.barriers import barriers
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
from tests.web.test_calendar import events_in

SOON = datetime.now(UTC).date() + timedelta(days=30)


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

            assert barriers(page) == []
            assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_n_leads_to_a_new_game_day(browser: Browser, server: Server, control: Caller) -> None:
    with browsing(browser, server, control) as page:
        page.goto("/")
        page.keyboard.press("n")

        expect(page).to_have_url(re.compile("/scenarios$"))


def plan(control: Caller, **said: str) -> httpx.Response:
    """Plan an exercise as a browser does; in a month, where nothing else is said."""
    given = {"scenario": "failover", "day": str(SOON), "lead": "Head of platform"}
    return control.http.post("/plans", data={**given, "objective": "Fail over in time", **said})


def planned(home: str) -> str:
    """The list of plans on the home page; nothing if there is none."""
    return home.partition('id="planned"')[2].partition("</section>")[0]


def test_a_facilitator_plans_an_exercise_and_everybody_on_the_staff_reads_it(
    server: Server, control: Caller, ended: str
) -> None:
    answer = plan(control, lead=" Head  of platform ", objective="Fail over <in time>")
    auditor = invited(server, "auditor", name="auditor")
    page, calendar = auditor.page("/"), auditor.http.get(calendar_in(auditor.page("/"))).text

    assert answer.headers["location"] == "/#planned"
    assert f'<time datetime="{SOON}">' in planned(page)
    assert "led by Head of platform" in planned(page)
    assert "Fail over &lt;in time&gt;" in planned(page)
    assert "Change or cancel" not in planned(page)
    assert f'<td><time datetime="{SOON}">' in page, "in the table by quarter"
    assert f"DTSTART;VALUE=DATE:{SOON:%Y%m%d}" in calendar
    auditor.close()


def test_a_plan_is_changed_and_cancelled_and_calendars_learn_of_both(
    control: Caller, ended: str
) -> None:
    later = SOON + timedelta(days=7)
    plan(control, objective="To be moved")
    name = re.findall(r'action="/plans/(P-\d+)"', planned(control.page("/")))[-1]
    feed = calendar_in(control.page("/"))
    first = events_in(control.http.get(feed).text)

    said = {"day": str(later), "lead": "Operations", "objective": "To be moved"}
    moved = control.http.post(f"/plans/{name}", data=said)
    page, second = control.page("/"), events_in(control.http.get(feed).text)
    control.http.post(f"/plans/{name}", data={"cancel": "yes"})
    gone, third = control.page("/"), events_in(control.http.get(feed).text)
    again = control.http.post(f"/plans/{name}", data=said)

    assert moved.status_code == 303
    assert "led by Operations" in planned(page)
    assert "led by Operations" not in planned(gone)
    assert again.status_code == 404
    uid = next(iter(second.keys() & {u for u, e in second.items() if "Operations" in e["SUMMARY"]}))
    assert first[uid]["SEQUENCE"] == "0"
    assert second[uid]["SEQUENCE"] == "1"
    assert second[uid]["DTSTART;VALUE=DATE"] == f"{later:%Y%m%d}"
    assert third[uid]["SEQUENCE"] == "2"
    assert third[uid]["STATUS"] == "CANCELLED"


@pytest.mark.parametrize(
    ("said", "status", "says"),
    [
        ({"scenario": "nothing"}, 422, "The library has no scenario of this name."),
        ({"day": "2020-01-01"}, 422, "Choose a day from today on, within five years."),
        ({"day": "9999-12-31"}, 422, "Choose a day from today on, within five years."),
        ({"day": "soon"}, 422, "Choose a day from today on, within five years."),
        ({"lead": "  "}, 422, "Say which role or unit leads it."),
        ({"objective": ""}, 422, "Say what it is to show."),
    ],
)
def test_a_plan_that_says_too_little_is_refused_with_what_would_be_right(
    control: Caller, said: dict[str, str], status: int, says: str
) -> None:
    before = planned(control.page("/"))

    answer = plan(control, **said)

    assert answer.status_code == status
    assert says in answer.text
    assert planned(control.page("/")) == before


def test_a_plan_names_who_is_to_play_it(control: Caller) -> None:
    assert plan(control, organisation="northstrand-payments", lead="Resilience").status_code == 303

    assert re.search(r"Northstrand Payments, led by\s+Resilience", planned(control.page("/")))
    assert plan(control, organisation="nobody").status_code == 422


def test_nobody_but_a_facilitator_plans(server: Server, control: Caller, ended: str) -> None:
    plan(control)
    for kind in ("evaluator", "auditor"):
        person = invited(server, kind, name=kind)
        assert plan(person).status_code == 403
        assert person.http.post("/plans/P-1", data={"cancel": "yes"}).status_code == 403
        person.close()
    nobody = Caller(server)
    assert plan(nobody).status_code == 403
    nobody.close()


def test_what_is_planned_is_in_the_instance_log_and_survives_a_restart(tmp_path: Path) -> None:
    with serving(tmp_path / "data") as first:
        control = facilitator(first)
        plan(control)
        control.close()
    with serving(tmp_path / "data") as second:
        again = facilitator(second)
        home = again.page("/")
        again.close()
    with Store.open(tmp_path / "data" / RECORDS) as store:
        kinds = [decode_leaf(leaf).kind for leaf in store.instance_log()]

    assert "led by Head of platform" in planned(home)
    assert kinds.count("programme.exercise-planned") == 1


def test_the_plan_form_is_accessible_and_fits_a_small_phone(
    browser: Browser, server: Server, control: Caller
) -> None:
    with browsing(browser, server, control, width=320) as page:
        page.goto("/scenarios/failover")
        page.get_by_text("Plan it for a day").click()
        page.get_by_label("Day", exact=True).fill(str(SOON))
        page.get_by_label("Led by").fill("Duty manager")
        page.get_by_label("It is to show").fill("We find the copy.")
        page.get_by_role("button", name="Plan it").click()
        page.get_by_text("Change or cancel").first.click()

        expect(page.locator("#planned")).to_contain_text("led by Duty manager")
        assert barriers(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
