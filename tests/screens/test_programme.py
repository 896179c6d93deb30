"""The programme on the home page: folded from runs and the programme record, ranking nobody."""

from datetime import date
from functools import cache
from typing import Any

from evidence.programme import ExercisePlanned, Item, ItemOpened, Planned, Programme
from facilitator.screens.programme import ProgrammePage, programme_page
from facilitator.screens.runs import Run
from facilitator.screens.saying import say_span
from scoring import Scorecard, score
from scoring.titles import TITLES
from tests.screens.looking import played

TODAY = date(2026, 11, 26)


@cache
def card() -> Scorecard:
    return score(played().plan, played().events)


def run(team: str, day: date, **said: Any) -> Run:
    name = f"{team}-{day}".lower()
    given: dict[str, Any] = {
        "exercise": name,
        "href": f"/x/{name}/scorecard",
        "team": team,
        "scenario": "restore",
        "title": "The wrong window",
        "organisation": "Northstrand Payments",
        "organisation_id": "northstrand-payments",
        "run": "exercise",
        "day": day,
        "laws": ("DORA, major ICT-related incident",),
        "card": card(),
    }
    return Run(**{**given, **said})


def item(number: int, due: str, **said: Any) -> ItemOpened:
    return ItemOpened(
        item=f"I-{number}",
        issue="Nobody knew the copy.",
        action=f"Action {number}",
        element="planning",
        responsible="Northstrand Payments",
        contact="Head of platform",
        start="2026-01-01",
        due=due,
        **said,
    )


def planned(number: int, day: str, **said: Any) -> Planned:
    given = {"scenario": "restore", "title": "The wrong window", "lead": "Operations", **said}
    entry = ExercisePlanned(plan=f"P-{number}", day=day, objective="To see.", **given)
    return Planned(entry=entry, seq=number)


def page(
    *runs: Run, items: tuple[ItemOpened, ...] = (), plans: tuple[Planned, ...] = ()
) -> ProgrammePage:
    opened = tuple(Item(opened=one, seq=place) for place, one in enumerate(items))
    record = Programme(size=len(items), items=opened, plans=plans)
    return programme_page(runs, record, today=TODAY)


def test_runs_stand_in_the_order_of_their_days_whoever_did_better() -> None:
    (trend,) = page(
        run("Merlin", date(2026, 11, 3)), run("Kestrel", date(2026, 11, 3)),
        run("Zeal", date(2026, 2, 1)),
    ).trends  # fmt: skip

    assert [line.run.words for line in trend.lines] == ["Zeal", "Kestrel", "Merlin"]
    assert trend.lines[0].run.href == "/x/zeal-2026-02-01/scorecard"
    ratings = [one.rating for one in card().objectives]
    assert trend.lines[0].rated == sum(one != "N/A" for one in ratings)
    assert trend.lines[0].reached == sum(one in ("P", "S") for one in ratings)
    declared = card().metric("TTDecl")
    assert declared is not None
    assert trend.lines[0].times[0] == say_span(int(declared.value or 0))


def test_the_grid_has_the_last_four_quarters_with_the_teams_that_played() -> None:
    shown = page(
        run("Kestrel", date(2025, 11, 1)),
        run("Kestrel", date(2026, 1, 1)),
        run("Merlin", date(2026, 3, 31)),
        run("Kestrel", date(2026, 11, 1)),
    )

    assert shown.quarters == ("Q1 2026", "Q2 2026", "Q3 2026", "Q4 2026")
    (row,) = shown.coverage
    assert [[one.words for one in cell] for cell in row.quarters] == [
        ["Kestrel", "Merlin"], [], [], ["Kestrel"],
    ]  # fmt: skip


def test_an_action_is_overdue_from_the_day_after_until_it_is_done_or_dropped() -> None:
    shown = page(
        run("Kestrel", date(2026, 1, 1)),
        items=(
            item(1, "2026-11-25", exercise="kestrel-2026-01-01"),
            item(2, "2026-11-26"),
            item(3, "2026-10-26"),
        ),
    )

    assert [(one.item, one.state.words) for one in shown.overdue] == [
        ("I-3", "late by 31 days"),
        ("I-1", "late by 1 day"),
    ]
    assert shown.overdue[0].run is None
    assert shown.overdue[1].run is not None
    assert shown.overdue[1].run.href.startswith("/x/kestrel-2026-01-01/report#")
    assert [one.words for one in shown.coming] == ["I-2 is due: Action 2"]


def test_what_fell_short_in_two_runs_of_a_scenario_is_told_with_both() -> None:
    once, twice = page(run("Kestrel", TODAY)), page(run("Kestrel", TODAY), run("Merlin", TODAY))

    assert once.repeats == ()
    figures = {one.figure.split(":")[0] for one in card().improve if one.figure}
    assert {one.says for one in twice.repeats} == {TITLES[one] for one in figures}
    assert [one.words for one in twice.repeats[0].runs] == [
        "Kestrel, 26 Nov 2026",
        "Merlin, 26 Nov 2026",
    ]


def test_a_law_says_when_its_duties_were_last_rehearsed_the_longest_ago_first() -> None:
    shown = page(
        run("Kestrel", date(2025, 12, 26), laws=("DORA", "NIS2")),
        run("Kestrel", date(2026, 11, 20), laws=("NIS2",)),
        run("Kestrel", date(2026, 11, 25), laws=("DORA", "GDPR"), card=None),
    )

    assert [(one.law, one.ago) for one in shown.tested] == [
        ("GDPR", "not yet"),
        ("DORA", "11 months ago"),
        ("NIS2", "6 days ago"),
    ]


def test_dry_runs_count_for_nothing() -> None:
    shown = page(run("Kestrel", TODAY, run="dry-run"))

    assert (shown.trends, shown.coverage, shown.calendar, shown.tested) == ((), (), (), ())


def test_the_calendar_has_what_was_played_and_what_falls_due() -> None:
    shown = page(run("Kestrel", date(2026, 5, 1)), items=(item(1, "2027-01-31"),))

    assert [(one.day.isoformat(), one.words) for one in shown.calendar] == [
        ("2026-05-01", "The wrong window, Kestrel"),
        ("2027-01-31", "I-1 is due: Action 1"),
    ]


def test_plans_stand_soonest_first_and_one_whose_day_has_passed_says_so() -> None:
    found = page(
        plans=(planned(1, "2027-01-31"), planned(2, "2026-11-26"), planned(3, "2026-11-25"))
    )

    assert [(one.plan, one.state.words) for one in found.planned] == [
        ("P-3", "its day was 1 day ago"),
        ("P-2", "today"),
        ("P-1", "in 66 days"),
    ]


def test_a_run_on_the_day_or_later_is_what_one_plan_of_its_scenario_meant() -> None:
    plans = (planned(1, "2026-11-10"), planned(2, "2026-11-12"), planned(3, "2026-12-24"))

    early = page(run("Merlin", date(2026, 11, 9)), plans=plans)
    met = page(run("Merlin", date(2026, 11, 12)), plans=plans)
    tried = page(run("Merlin", date(2026, 11, 12), run="dry-run"), plans=plans)
    other = page(run("Merlin", date(2026, 11, 12), scenario="failover"), plans=plans)

    assert [one.plan for one in met.planned] == ["P-2", "P-3"]
    assert len(early.planned) == len(tried.planned) == len(other.planned) == 3


def test_the_table_by_quarter_says_when_a_scenario_is_next_planned_though_nobody_played_it() -> (
    None
):
    later = planned(2, "2027-02-01", scenario="failover", title="The other room")

    found = page(run("Merlin", date(2026, 11, 3)), plans=(planned(1, "2027-01-31"), later))

    assert [(one.scenario, one.planned) for one in found.coverage] == [
        ("The wrong window", (date(2027, 1, 31),)),
        ("The other room", (date(2027, 2, 1),)),
    ]


def test_a_cancelled_plan_is_nowhere_but_in_the_calendar_that_takes_it_out() -> None:
    found = page(plans=(planned(1, "2027-01-31", state="cancelled"),))

    assert (found.planned, found.coverage) == ((), ())
    assert found.coming == ()
    assert [one.cancelled for one in found.calendar] == [True]


NORTHSTRAND = {
    "organisation": "northstrand-payments",
    "organisation_title": "Northstrand Payments",
}
HARBOUR = {"organisation": "harbour-bank", "organisation_title": "Harbour Bank"}


def test_a_plan_that_names_an_organisation_is_met_by_that_alone() -> None:
    theirs, ours = planned(1, "2026-11-10", **HARBOUR), planned(2, "2026-11-10", **NORTHSTRAND)

    found = page(run("Merlin", date(2026, 11, 12)), plans=(theirs, ours))

    assert [(one.plan, one.organisation) for one in found.planned] == [("P-1", "Harbour Bank")]


def test_the_table_has_a_plan_in_the_row_of_the_organisation_that_it_names() -> None:
    plans = (
        planned(1, "2027-01-31", **HARBOUR),
        planned(2, "2027-02-01", **NORTHSTRAND),
        planned(3, "2027-01-01"),
    )

    found = page(run("Merlin", date(2026, 11, 3)), plans=plans)

    assert [(one.organisation, one.planned) for one in found.coverage] == [
        ("Northstrand Payments", (date(2027, 1, 1), date(2027, 2, 1))),
        ("Harbour Bank", (date(2027, 1, 31),)),
    ]
