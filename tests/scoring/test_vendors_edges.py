"""Third parties at the edges: of a tolerance, of help and jumps, of what was known and of whom."""

from typing import Any

import pytest

from scenarios.injects import Inject
from scenarios.organisation import Contract, Vendor
from scenarios.plan import Plan
from scenarios.story import VendorStory
from scoring.figure import Metric
from tests.builders import a_plan, an_organisation, minutes
from tests.scoring.scored import figure, findings, scorecard

KNOWN = "00:10 alert api-errors to duty-engineer, supplier involved\n"  # the leaves 2 and 3
OPEN = "00:25 duty-engineer opens case with northcloud, chase 00:55\n"


def with_vendors(*names: str, critical: bool = False, **story: Any) -> Plan:
    plain = Vendor(contract=Contract(respond=minutes(60)), critical=critical)
    return a_plan(organisation=an_organisation(vendors=dict.fromkeys(names, plain)), **story)


PLAIN = with_vendors("northcloud", "southcloud")


def opening(told: str, plan: Plan = PLAIN) -> Metric:
    return figure(scorecard(told, plan), "TTV", "northcloud")


def whole(told: str, plan: Plan = PLAIN) -> Metric:
    return figure(scorecard(told, plan), "VEND-ESC", "northcloud")


# --- the opening


@pytest.mark.parametrize(
    ("at", "verdict"), [("00:40", "met"), ("00:40:00.001", "not-met")]
)  # fmt: skip
def test_a_case_is_opened_in_time_up_to_the_limit(at: str, verdict: str) -> None:
    told = f"{KNOWN}{at} duty-engineer opens case with northcloud\n01:00 EndEx"

    assert (opening(told).verdict, opening(told).cites) == (verdict, (2, 4))
    part = "1.0000" if verdict == "met" else "0.0000"
    assert whole(told).formula.startswith(f"mean of TTV {part}, SLA-TRACK 0.0000")


def test_a_case_opened_before_anything_was_known_took_no_time() -> None:
    told = f"00:01 duty-engineer opens case with northcloud\n{KNOWN}01:00 EndEx"

    assert (opening(told).value, opening(told).verdict) == (0, "met")


def test_the_first_case_counts_not_a_second() -> None:
    told = KNOWN + OPEN + "00:50 duty-engineer opens case with northcloud\n01:00 EndEx"

    assert opening(told).value == minutes(15)


def test_a_case_that_nothing_shown_asked_for_is_not_timed() -> None:
    found = opening(OPEN + "01:00 EndEx")

    assert (found.value, found.verdict, found.cites) == (None, "not-observed", (2,))
    assert found.formula == (
        "case with northcloud opened at E 00:25:00; nothing shown said that it was involved"
    )


@pytest.fixture
def vendor_story() -> Plan:
    """A plan whose story counts on northcloud, so that it is rated though nobody called it."""
    asked = {
        "vendor": "northcloud",
        "acknowledges": "1h",
        "helps": "2h",
        "acknowledgement": {"text": "Seen."},
        "help": {"text": "Done."},
        "to": "duty-engineer",
    }
    return with_vendors("northcloud", vendors=(VendorStory.model_validate(asked),))


@pytest.mark.parametrize(
    ("end", "verdict"),
    [
        ("00:40 EndEx", "not-due"),
        ("00:40:00.001 EndEx", "not-met"),
        ("00:40 hold", "could-not-verify"),
    ],
)
def test_a_case_never_opened_is_a_miss_once_it_was_due(
    end: str, verdict: str, vendor_story: Plan
) -> None:
    told = f"{KNOWN}{end}"

    found = opening(told, vendor_story)
    assert (found.value, found.verdict, found.cites) == (None, verdict, (2,))
    rest = whole(told, vendor_story)
    assert rest.value == ("0.0000" if verdict == "not-met" else None)
    assert rest.verdict == verdict


def test_of_a_vendor_that_never_came_up_nothing_is_observed(vendor_story: Plan) -> None:
    card = scorecard("01:00 EndEx", vendor_story)

    assert figure(card, "VEND-ESC", "northcloud").verdict == "not-observed"
    assert figure(card, "VEND-ESC").verdict == "not-observed"
    assert figure(card, "VEND-ESC").formula == "not observed: no dealings with a vendor"


def test_where_the_house_has_no_limit_an_opening_is_told_and_not_judged() -> None:
    free = with_vendors("northcloud")
    rubric = free.rubric.model_copy(update={"within": {}})

    card = scorecard(KNOWN + OPEN + "00:30 EndEx", free.model_copy(update={"rubric": rubric}))
    assert (figure(card, "TTV", "northcloud").verdict) == "info"
    assert figure(card, "TTV", "northcloud").target is None
    assert "TTV" not in figure(card, "VEND-ESC", "northcloud").formula


@pytest.mark.parametrize(
    ("line", "known"),
    [
        ("00:10 alert a to duty-engineer, supplier involved", True),
        ("00:10 alert a to duty-engineer, supplier silent", True),
        ("00:10 alert a to duty-engineer, supplier fine", False),
        ("00:10 alert a to duty-engineer", False),
        ("00:10 inject news to duty-engineer, supplier involved", True),
        ("00:10 inject from-north to duty-engineer, supplier involved", True),
        ("00:10 inject from-south to duty-engineer, supplier involved", False),
        ("00:10 inject from-press to duty-engineer, supplier involved", True),
    ],
)
def test_a_vendor_is_known_from_what_speaks_of_it(line: str, known: bool) -> None:
    said = [("news", None), ("from-north", "northcloud"), ("from-south", "southcloud"),
            ("from-press", "reporter")]  # fmt: skip
    injects = tuple(
        Inject.model_validate(
            {"id": name, "at": 0, "by": "email", "to": ("duty-engineer",), "text": "News.",
             **({"from": sender} if sender else {})}
        )
        for name, sender in said
    )  # fmt: skip
    plan = with_vendors("northcloud", "southcloud", injects=injects)

    assert (opening(f"{line}\n{OPEN}00:30 EndEx", plan).value is not None) is known


def test_the_first_of_two_showings_counts() -> None:
    told = "00:12 inject news to duty-engineer, supplier involved\n00:20 alert a to duty-engineer, "

    assert opening(f"{told}supplier involved\n{OPEN}00:30 EndEx").value == minutes(13)


# --- chasing


def chased(told: str) -> str:
    """What VEND-ESC says of the chasers, after the promise of one at 00:55."""
    parts = whole(OPEN + told).formula.removeprefix("mean of ").split(";")[0].split(", ")
    return next((part.removeprefix("CHASE ") for part in parts if "CHASE" in part), "none")


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ("01:05 duty-engineer chases northcloud\n02:00 EndEx", "1.0000"),  # ten minutes' grace
        ("01:05:00.001 duty-engineer chases northcloud\n02:00 EndEx", "0.0000"),
        ("00:30 duty-engineer escalates northcloud to rung 1\n02:00 EndEx", "1.0000"),
        ("01:05 EndEx", "none"),  # not due yet
        ("01:05:00.001 EndEx", "0.0000"),
        ("01:05 duty-engineer chases northcloud\nEndEx", "1.0000"),
        ("00:55 northcloud helps\n02:00 EndEx", "none"),
        ("00:55:00.001 northcloud helps\n02:00 EndEx", "0.0000"),
        ("00:30 northcloud helps\n00:58 northcloud helps\n02:00 EndEx", "none"),
        ("00:30 southcloud helps\n02:00 EndEx", "0.0000"),
        ("00:30 duty-engineer chases southcloud\n02:00 EndEx", "0.0000"),
        ("00:30 duty-engineer chases northcloud, chase 00:50\n02:00 EndEx", "0.5000"),
    ],
)
def test_a_chaser_is_on_schedule_up_to_the_grace(told: str, says: str) -> None:
    assert chased(told) == says


@pytest.mark.parametrize(
    ("told", "out"),
    [
        ("01:00 jump to 01:06\n02:00 EndEx", True),
        ("01:05 jump to 01:06\n02:00 EndEx", True),  # it began when the grace ran out
        ("01:00 jump to 01:05\n02:00 EndEx", False),
        ("01:00 jump to 01:06\n01:06 duty-engineer chases northcloud\n02:00 EndEx", True),
        ("00:30 duty-engineer chases northcloud\n01:00 jump to 01:06\n02:00 EndEx", False),
        ("01:05 duty-engineer chases northcloud\n01:05 jump to 01:06\n02:00 EndEx", False),
    ],
)
def test_only_a_jump_that_took_the_last_moment_excuses_a_chaser(told: str, out: bool) -> None:
    excluded = [one.what for one in whole(OPEN + told).excluded]

    assert excluded == (["chaser planned for E 00:55:00"] if out else [])
    assert (chased(told) == "none") is out


def test_one_chaser_left_out_leaves_the_next_one_to_be_judged() -> None:
    told = "01:00 jump to 01:06\n01:10 duty-engineer chases northcloud, chase 01:20\n02:00 EndEx"

    assert chased(told) == "0.0000"


def test_a_plan_made_only_later_is_a_plan() -> None:
    told = "00:25 duty-engineer opens case with northcloud\n"
    later = "00:30 duty-engineer chases northcloud, chase 01:00\n"

    assert "SLA-TRACK 1.0000" in whole(told + later + "00:40 EndEx").formula
    assert "SLA-TRACK 0.0000" in whole(told + "00:40 EndEx").formula
    assert "no next chase was ever planned" in whole(told + "00:40 EndEx").formula


# --- the other parts


def test_each_rung_in_order_counts() -> None:
    told = OPEN + (
        "00:30 duty-engineer escalates northcloud to rung 1\n"
        "00:31 duty-engineer escalates northcloud to rung 3, out of order\n"
        "00:32 duty-engineer escalates northcloud to rung 2\n"
        "00:33 duty-engineer escalates southcloud to rung 1\n"
        "00:40 EndEx"
    )

    assert "LADDER 0.6667" in whole(told).formula
    assert "2 of 3 rungs in order" in whole(told).formula


@pytest.mark.parametrize(
    ("at", "share"), [("01:30", "1.0000"), ("02:00", "1.0000"), ("02:00:00.001", "0.0000")]
)
def test_how_to_go_on_is_decided_within_the_grace(at: str, share: str) -> None:
    told = f"{OPEN}01:30 northcloud misses its answer\nsouthcloud misses its answer\n"
    told += f"{at} incident-manager decides how to go on without a vendor\n"

    assert f"FAILDEC {share}" in whole(told + "03:00 EndEx").formula


def test_a_part_that_was_missed_is_worth_nothing_at_all() -> None:
    told = """
        00:10  alert api-errors to duty-engineer, supplier involved
        01:25  duty-engineer opens case with northcloud
        01:30  northcloud misses its answer
        03:00  EndEx
    """

    found = whole(told, with_vendors("northcloud", critical=True))

    # opened late, no chase planned, nobody decided how to go on, no oversight note
    assert [part.value for part in found.parts] == [0, 0, 0, 0]


def test_the_first_decision_in_time_shows_how_to_go_on() -> None:
    told = (
        f"{OPEN}01:30 northcloud misses its answer\n"
        "01:31 incident-manager decides how to go on without a vendor\n"
        "01:32 incident-manager decides how to go on without a vendor\n03:00 EndEx"
    )

    # opened 2, missed 3, decided 4 and 5
    assert 4 in whole(told).cites
    assert 5 not in whole(told).cites


def test_another_decision_does_not_say_how_to_go_on() -> None:
    told = (
        f"{OPEN}01:30 northcloud misses its answer\n01:31 incident-manager decides lunch: pizza\n"
    )

    assert "FAILDEC 0.0000" in whole(told + "03:00 EndEx").formula


@pytest.mark.parametrize(
    ("critical", "told", "says"),
    [
        (False, "", ""),
        (True, "", "OVERSIGHT 0.0000"),
        (True, "00:30 duty-engineer notes oversight of southcloud\n", "OVERSIGHT 0.0000"),
        (True, "00:30 duty-engineer notes oversight of northcloud\n", "OVERSIGHT 1.0000"),
    ],
)
def test_only_a_critical_vendor_needs_a_note(critical: bool, told: str, says: str) -> None:
    plan = with_vendors("northcloud", "southcloud", critical=critical)

    formula = whole(f"{OPEN}{told}00:40 EndEx", plan).formula
    assert says in formula
    assert ("OVERSIGHT" in formula) is critical


def test_a_vendor_that_the_organisation_does_not_know_needs_no_note() -> None:
    told = "00:25 duty-engineer opens case with eastcloud\n00:40 EndEx"

    found = figure(scorecard(told, PLAIN), "VEND-ESC", "eastcloud")
    assert found.formula == "mean of SLA-TRACK 0.0000; no next chase was ever planned"


# --- over all of them


def test_the_whole_is_the_mean_over_the_vendors_dealt_with(vendor_story: Plan) -> None:
    told = (
        "00:25 duty-engineer opens case with southcloud, chase 00:55\n"
        "00:26 duty-engineer opens case with eastcloud\n00:40 EndEx"
    )

    found = figure(scorecard(told, vendor_story), "VEND-ESC")
    assert found.value == "0.5000"
    assert [part.value for part in found.parts] == [1_000_000, 0]
    assert [one.what for one in found.excluded] == ["northcloud"]
    assert {part.weight for part in found.parts} == {1}


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("01:30 northcloud misses its answer\n", True),
        ("01:30 northcloud misses its answer\n01:31 duty-engineer chases northcloud\n", False),
        ("", False),
    ],
)
def test_a_missed_answer_that_nobody_chased_is_told(told: str, found: bool) -> None:
    card = scorecard(OPEN + told + "03:00 EndEx", PLAIN)

    assert bool(findings(card, "breach-not-chased")) is found


def test_the_parts_of_a_vendor_weigh_the_same() -> None:
    found = whole(KNOWN + OPEN + "00:40 EndEx")

    assert [(part.weight, part.value) for part in found.parts] == [(1, 1_000_000)] * 2
