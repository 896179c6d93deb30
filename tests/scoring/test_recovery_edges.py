"""Recovery at the edges: a moment around a promise, a jump, the end; what a figure rests on."""

import pytest

from scenarios.objectives import Recovery
from scenarios.organisation import Dataset, Service, Targets
from scenarios.plan import Plan
from tests.builders import a_plan, an_organisation, hours, minutes
from tests.scoring.scored import figure, scorecard

LEDGER = a_plan(recovery=(Recovery(service="payments-api", data="ledger"),))
"""The service within two hours, as support promised; the data within thirty minutes."""

OUT = "00:10 outage of payments-api begins\n"  # the leaves 2 and 3


def promising(rto: int | Targets | None, rpo: int | Targets | None = None) -> Plan:
    organisation = an_organisation(
        services={"payments-api": Service(needs=("ledger",), rto=rto)},
        datasets={"ledger": Dataset(rpo=rpo)},
    )
    return a_plan(
        organisation=organisation, recovery=(Recovery(service="payments-api", data="ledger"),)
    )


def back(at: str) -> str:
    """The leaves 4 to 6."""
    return f"{at} payments-api is restored\npayments-api passes validation\n"


# --- recovery time


@pytest.mark.parametrize(
    ("at", "verdict", "word"),
    [
        ("02:09:59.999", "met", "kept"),
        ("02:10", "met", "kept"),
        ("02:10:00.001", "not-met", "broken"),
    ],
)
def test_a_service_is_back_in_time_up_to_its_promise(at: str, verdict: str, word: str) -> None:
    found = figure(scorecard(OUT + back(at) + "04:00 EndEx", LEDGER), "RTO", "payments-api")

    assert found.verdict == verdict
    assert f"support promise 2:00:00 {word}" in found.formula
    assert found.cites == (3, 5, 6)


@pytest.mark.parametrize("promised", [None, Targets()])
def test_a_service_that_nobody_promised_is_told_and_not_judged(promised: Targets | None) -> None:
    card = scorecard(OUT + back("09:00") + "09:30 EndEx", promising(promised))

    found = figure(card, "RTO", "payments-api")
    assert (found.value, found.verdict, found.target) == (hours(8) + minutes(50), "info", None)
    assert found.formula.endswith("8:50:00 of exercise time")


def test_each_promise_that_was_made_is_told_and_no_other() -> None:
    three = Targets(contract=hours(4), support_promise=hours(2), customer_expectation=hours(1))
    card = scorecard(OUT + back("02:00") + "04:00 EndEx", promising(three))

    assert figure(card, "RTO", "payments-api").formula.endswith(
        "; contract 4:00:00 kept, support promise 2:00:00 kept, customer expectation 1:00:00 broken"
    )


def test_what_happens_to_another_service_is_not_this_ones() -> None:
    told = (
        "00:05 outage of ledger-api begins\n"
        + OUT
        + "00:20 ledger-api is restored\nledger-api passes validation\n"
        + back("00:40")
        + "01:00 EndEx"
    )

    assert figure(scorecard(told, LEDGER), "RTO", "payments-api").value == minutes(30)


@pytest.mark.parametrize(
    "before",
    [
        "payments-api fails validation",
        "payments-api is restored",  # said twice, it is back from the first time on
    ],
)
def test_only_a_passed_validation_ends_an_outage(before: str) -> None:
    told = f"{OUT}00:20 payments-api is restored\n00:21 {before}\n"
    card = scorecard(f"{told}00:30 payments-api passes validation\n01:00 EndEx", LEDGER)

    found = figure(card, "RTO", "payments-api")
    assert found.value == minutes(20)
    assert found.cites[:2] == (3, 5)


def test_a_service_validated_before_any_outage_had_none_to_end() -> None:
    told = "00:01 payments-api is restored\npayments-api passes validation\n" + OUT
    card = scorecard(told + "00:30 EndEx", LEDGER)

    assert figure(card, "RTO", "payments-api").verdict == "not-due"


def test_a_second_outage_once_it_was_back_is_not_counted() -> None:
    told = OUT + back("00:30") + "00:40 outage of payments-api begins\n" + back("01:00")

    assert figure(scorecard(told + "02:00 EndEx", LEDGER), "RTO", "payments-api").value == (
        minutes(20)
    )


# --- jumps


@pytest.mark.parametrize(
    ("start", "until", "at", "verdict"),
    [
        ("00:10", "02:30", "02:30", "not-rated"),  # all the way from the outage to its end
        ("01:00", "01:10", "02:20", "not-rated"),  # with it two hours ten, without it two hours
        ("01:00", "01:10", "02:20:00.001", "not-met"),
        ("01:00", "01:10", "02:10:00.001", "not-rated"),
        ("01:00", "01:10", "02:10", "met"),
    ],
)
def test_a_jump_takes_the_blame_for_no_more_than_it_took(
    start: str, until: str, at: str, verdict: str
) -> None:
    told = f"{OUT}{start} jump to {until}\n{back(at)}04:00 EndEx"

    assert figure(scorecard(told, LEDGER), "RTO", "payments-api").verdict == verdict


def test_what_a_jump_took_is_told_beside_and_so_is_what_people_had() -> None:
    told = f"{OUT}01:00 jump to 01:30\n{back('02:20')}04:00 EndEx"

    formula = figure(scorecard(told, LEDGER), "RTO", "payments-api").formula
    assert "2:10:00 of exercise time (30:00 of it jumped)" in formula
    assert formula.endswith("; not rated (jumped): people had 1:40:00 of played time")


def test_one_jump_through_the_outage_is_enough_among_others() -> None:
    told = f"{OUT}01:00 jump to 01:30\n{back('02:20')}03:00 jump to 03:30\n04:00 EndEx"

    assert figure(scorecard(told, LEDGER), "RTO", "payments-api").verdict == "not-rated"


def test_a_jump_that_ends_after_the_outage_did_is_no_excuse() -> None:
    told = f"{OUT}00:11 jump to 03:00\n{back('02:30')}04:00 EndEx"

    assert figure(scorecard(told, LEDGER), "RTO", "payments-api").verdict == "not-met"


@pytest.mark.parametrize(
    ("until", "at", "verdict"),
    [
        ("02:00", "02:30", "not-rated"),  # people had half an hour
        ("00:30", "02:30:00.001", "not-met"),
        ("00:30", "02:30", "not-rated"),
        ("00:10", "02:30", "not-met"),  # it ends where the outage begins
    ],
)
def test_an_outage_that_begins_in_a_jumped_span_is_the_jumps_until_that_ends(
    until: str, at: str, verdict: str
) -> None:
    told = f"00:00 jump to {until}\n{OUT}{back(at)}04:00 EndEx"

    assert figure(scorecard(told, LEDGER), "RTO", "payments-api").verdict == verdict


# --- what was never finished


@pytest.mark.parametrize(
    ("at", "verdict"), [("02:10", "could-not-verify"), ("02:10:00.001", "not-met")]
)
def test_a_service_restored_too_late_missed_even_without_a_validation(
    at: str, verdict: str
) -> None:
    card = scorecard(f"{OUT}{at} payments-api is restored\n04:00 EndEx", LEDGER)

    found = figure(card, "RTO", "payments-api")
    assert (found.verdict, found.cites) == (verdict, (3, 5))


@pytest.mark.parametrize(
    ("at", "verdict"), [("02:20", "could-not-verify"), ("02:20:00.001", "not-met")]
)
def test_a_jump_before_it_was_restored_is_taken_off(at: str, verdict: str) -> None:
    told = f"{OUT}01:00 jump to 01:10\n{at} payments-api is restored\n04:00 EndEx"

    assert figure(scorecard(told, LEDGER), "RTO", "payments-api").verdict == verdict


@pytest.mark.parametrize(
    ("end", "verdict"),
    [("02:10", "not-due"), ("02:10:00.001", "not-met")],
)
def test_a_service_may_be_out_up_to_its_promise(end: str, verdict: str) -> None:
    found = figure(scorecard(f"{OUT}{end} EndEx", LEDGER), "RTO", "payments-api")

    assert (found.verdict, found.cites) == (verdict, (3,))


@pytest.mark.parametrize(
    ("end", "verdict"),
    [("02:10", "not-due"), ("02:10:00.001", "not-rated"), ("02:20", "not-rated"),
     ("02:20:00.001", "not-met")],
)  # fmt: skip
def test_a_service_still_out_because_of_a_jump_is_not_rated(end: str, verdict: str) -> None:
    card = scorecard(f"{OUT}01:00 jump to 01:10\n{end} EndEx", LEDGER)

    assert figure(card, "RTO", "payments-api").verdict == verdict


@pytest.mark.parametrize("told", ["04:00 EndEx", "03:00 payments-api is restored\n04:00 EndEx"])
def test_what_nobody_promised_is_no_miss_however_long_it_took(told: str) -> None:
    verdict = figure(scorecard(OUT + told, promising(None)), "RTO", "payments-api").verdict

    assert verdict == ("could-not-verify" if "restored" in told else "not-due")


# --- what stands beside


@pytest.mark.parametrize(
    ("declared", "told"),
    [("00:30", True), ("01:00", True), ("01:00:00.001", False), ("", False)],
)
def test_the_time_from_the_declaration_stands_beside_when_it_came_first(
    declared: str, told: bool
) -> None:
    lines = ["00:01 alert disk-full to duty-engineer\n", OUT, back("01:00")]
    if declared:
        lines.insert(2 if declared == "00:30" else 3, f"{declared} incident-manager declares\n")

    formula = figure(scorecard("".join([*lines, "02:00 EndEx"]), LEDGER), "RTO", "payments-api")
    assert ("from the declaration" in formula.formula) is told


@pytest.mark.parametrize(("before", "told"), [(True, ["went on by hand"]), (False, [])])
def test_going_on_by_hand_is_told_beside_what_it_may_have_touched(
    before: bool, told: list[str]
) -> None:
    hand = "00:50 go on by hand\n"
    lines = [OUT, hand, back("01:00")] if before else [OUT, back("00:40"), hand]

    found = figure(scorecard("".join([*lines, "02:00 EndEx"]), LEDGER), "RTO", "payments-api")
    assert [one.what for one in found.excluded] == told


def test_going_on_by_hand_as_the_last_thing_in_the_record_is_told() -> None:
    found = figure(scorecard(OUT + "00:50 go on by hand", LEDGER), "RTO", "payments-api")

    assert [one.what for one in found.excluded] == ["went on by hand"]
