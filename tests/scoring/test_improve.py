"""The three things to improve say what fell short to whoever has to do better."""

import re

import pytest

from scenarios.objectives import Recovery
from scenarios.organisation import Dataset
from scenarios.plan import Plan
from scoring import score
from scoring.figure import WHOLE, Metric
from scoring.improve import choose_improvements
from scoring.ratings import MeasureRating, ObjectiveRating, TaskRating
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
        (
            "-00:18",  # as old as was allowed, to the second
            "what came back ended 30 min 00 s before the outage, and nobody validated it",
        ),
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


def a_measure(metric: str, *, weight: int, credit: int | None) -> MeasureRating:
    """*credit* in per cent."""
    part = None if credit is None else credit * WHOLE // 100
    return MeasureRating(
        metric=metric, of=None, weight=weight, credit=part, says=f"{metric} fell short", cites=()
    )


def costliest(*tasks: tuple[MeasureRating, ...]) -> list[str | None]:
    """The figures to improve, where each task has these measures."""
    rated = tuple(
        TaskRating(
            id=f"task-{number}", title="", capability="", rating="M", proposed="M", percent=50,
            measures=measures, caps=(), evaluator=None,
        )
        for number, measures in enumerate(tasks)
    )  # fmt: skip
    objective = ObjectiveRating(
        id="objective", title="", threshold="", rating="M", percent=50, capabilities=(), tasks=rated
    )
    return [one.figure for one in choose_improvements([objective], [], [], ended=True)]


def test_what_took_most_of_its_task_comes_first() -> None:
    little = (a_measure("TTA", weight=2, credit=50), a_measure("COVERAGE", weight=8, credit=100))
    much = (a_measure("FIRST", weight=1, credit=70),)

    assert costliest(little, much) == ["FIRST", "TTA"]


def test_a_heavy_measure_that_lost_half_comes_before_a_light_one_that_lost_most() -> None:
    measures = (a_measure("TTA", weight=1, credit=20), a_measure("FIRST", weight=3, credit=50))

    assert costliest(measures) == ["FIRST", "TTA"]


def test_a_measure_that_was_left_out_weighs_nothing_in_its_task() -> None:
    alone = (a_measure("TTA", weight=1, credit=60), a_measure("COVERAGE", weight=3, credit=None))
    other = (a_measure("FIRST", weight=1, credit=70),)

    assert costliest(other, alone) == ["TTA", "FIRST"]


def test_a_figure_that_fell_short_twice_is_advised_once() -> None:
    twice = a_measure("TTA", weight=1, credit=60)

    assert costliest((twice,), (twice,)) == ["TTA"]


def a_share(key: str, of: str | None, value: str | None) -> Metric:
    return Metric(key=key, of=of, value=value, unit="ratio", verdict="not-met", formula="1 / 2")


def followed(*parts: Metric) -> str:
    """What is advised of a runbook that was followed by half, with these figures beside it."""
    metrics = [a_share("RB-ADH", "restore", "0.5000"), *parts]
    return choose_improvements([], metrics, [], ended=True)[0].says


def test_of_a_runbook_its_own_parts_are_named_that_are_not_whole() -> None:
    assert (
        followed(
            a_share("RB-ORDER", "restore", "0.2500"),
            a_share("RB-VAL", "restore", "1.0000"),
            a_share("RB-GATE", "restore", None),
            a_share("RB-EVID", "another", "0.1000"),
            a_share("RTO", "restore", "0.3000"),
        )
        == "Follow the runbook: steps in order 25 %."
    )


def test_where_every_part_of_a_runbook_is_whole_its_formula_says_what_is_not() -> None:
    assert followed(a_share("RB-ORDER", "restore", "1.0000")) == "Follow the runbook: 1 / 2."
