"""The three things to improve say what fell short to whoever has to do better."""

import re

import pytest

from scenarios.objectives import Recovery
from scenarios.organisation import Dataset
from scenarios.plan import Plan
from scoring import score
from tests.builders import a_plan, an_organisation
from tests.scoring.scored import scorecard
from tests.scoring.test_procedure import BY_THE_BOOK, RESTORE
from tests.simulator.playing import library_plan, play

LEDGER = a_plan(recovery=(Recovery(service="payments-api", data="ledger"),))


def advice(text: str, plan: Plan, key: str) -> str:
    return next(one.says for one in scorecard(text, plan).improve if one.figure == key)


def test_a_count_says_how_many_fell_short_and_which() -> None:
    told = BY_THE_BOOK.replace("does restore-db/open-again", "skips restore-db/open-again")

    assert advice(told, RESTORE, "RB-COMPLETION") == (
        "Complete the runbook's required steps: 1 of 3 missed: “open-again”."
    )


def test_a_duration_says_how_long_it_took_and_what_was_allowed() -> None:
    told = """
        00:01  alert disk-full to duty-engineer
               duty-engineer acknowledges disk-full
        00:20  incident-manager declares
        00:30  EndEx
    """

    assert advice(told, a_plan(), "TTDecl") == (
        "Declare the incident sooner: it took 19 min 00 s, and 10 min 00 s were allowed "
        "(House rubric 1)."
    )


def test_a_supplier_left_alone_is_told_by_what_was_left_undone() -> None:
    told = """
        00:10  alert api-errors to duty-engineer, supplier involved
               duty-engineer acknowledges api-errors
               incident-manager declares
               incident-manager calls SEV1
               incident-manager takes incident_commander
        00:12  duty-engineer opens case with northcloud, answer due 01:25
        00:30  EndEx
    """

    assert advice(told, a_plan(), "VEND-ESC") == (
        "Chase and escalate suppliers on schedule: no next chase was ever planned; no oversight "
        "note for a critical vendor."
    )


@pytest.mark.parametrize(
    ("newest", "says"),
    [
        (
            "-05:45",
            "what came back ended 5 h 57 min before the outage, and 30 min 00 s were allowed",
        ),
        ("00:05", "what came back ended 7 min 00 s before the outage, and nobody validated it"),
    ],
)
def test_data_that_came_back_too_old_and_data_that_nobody_validated(newest: str, says: str) -> None:
    told = f"""
        00:12  outage of payments-api begins
               data ledger is lost back to 00:12
        00:40  restore of ledger from nightly ends, data up to {newest}
        02:00  EndEx
    """

    assert says in advice(told, LEDGER, "RPO")


@pytest.mark.parametrize("scenario", ["restore", "failover", "breach"])
@pytest.mark.parametrize("profile", ["average", "chaotic"])
def test_nobody_reads_a_formula_or_an_id_in_a_debrief(scenario: str, profile: str) -> None:
    plan = library_plan(scenario)

    card = score(plan, play(plan, profile=profile, until=8 * 3_600_000))

    assert len(card.improve) == 3
    for one in card.improve:
        assert not re.search(r" / | = |0\.\d{4}|mean of", one.says), one.says
        for book in plan.books.values():
            assert not any(step.id in one.says for step in book.steps if "-" in step.id), one.says


def test_data_without_any_promise_that_nobody_validated_is_something_to_improve() -> None:
    organisation = an_organisation(datasets={"ledger": Dataset()})
    plan = a_plan(
        organisation=organisation, recovery=(Recovery(service="payments-api", data="ledger"),)
    )
    told = """
        00:12  outage of payments-api begins
               data ledger is lost back to 00:12
        00:40  restore of ledger from nightly ends, data up to 00:05
        02:00  EndEx
    """

    assert advice(told, plan, "RPO") == (
        "Recover to a newer point: what came back ended 7 min 00 s before the outage, and nobody "
        "validated it."
    )
