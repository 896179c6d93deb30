"""Runbook adherence: each part by hand, and which deviations cost nothing."""

import pytest

from runbooks.model import Validation
from scenarios.conditions import Flag
from scenarios.plan import Plan
from scenarios.scenario import RunbookUse, StopSign
from scoring import Scorecard
from tests.builders import a_plan, a_runbook, a_step, minutes
from tests.scoring.scored import figure, findings, scorecard

RESTORE = a_plan(runbooks=(a_runbook(),))

BY_THE_BOOK = """
    00:00  duty-engineer opens runbook restore-db
    00:01  duty-engineer starts restore-db/stop-writes
    00:09  duty-engineer finishes restore-db/stop-writes
    00:10  duty-engineer checks restore-db/writes-stopped
    00:11  cio approves restore-db/restore
    00:12  duty-engineer starts restore-db/restore
    00:22  duty-engineer finishes restore-db/restore, capturing row-counts
    00:23  duty-engineer validates restore-db/restore
    00:24  duty-engineer does restore-db/open-again
    01:00  EndEx
"""


def run(text: str, plan: Plan = RESTORE) -> Scorecard:
    return scorecard(text, plan)


def part(card: Scorecard, key: str) -> str | int | None:
    return figure(card, key, "restore-db").value


def test_a_run_by_the_book_is_whole() -> None:
    card = run(BY_THE_BOOK)

    for key in (
        "RB-COMPLETION", "RB-ORDER", "RB-VAL", "RB-GATE", "RB-EVID", "RB-TIMING", "RB-STOP",
        "RB-ADH",
    ):  # fmt: skip
        assert part(card, key) == "1.0000", key


def test_the_doctrine_vector_of_order() -> None:
    diamond = a_runbook(
        a_step("a"), a_step("b", after="a"), a_step("c", after="b"), a_step("d", after="b")
    )

    card = run(
        """
        00:00  duty-engineer opens runbook restore-db
        00:01  duty-engineer does restore-db/a
        00:02  duty-engineer does restore-db/c
        00:03  duty-engineer does restore-db/b
        00:04  duty-engineer does restore-db/d
        01:00  EndEx
        """,
        a_plan(runbooks=(diamond,)),
    )

    assert part(card, "RB-ORDER") == "0.8000"
    assert figure(card, "RB-ORDER", "restore-db").formula == (
        "1 - 1 violated (“c” before “b”) / 5 comparable pairs of steps"
    )


def test_starting_before_the_step_before_is_finished_breaks_the_order() -> None:
    card = run("""
        00:00  duty-engineer opens runbook restore-db
        00:01  duty-engineer starts restore-db/stop-writes
        00:02  duty-engineer starts restore-db/restore
        00:03  duty-engineer finishes restore-db/stop-writes
        00:04  duty-engineer finishes restore-db/restore
        01:00  EndEx
    """)

    assert part(card, "RB-ORDER") == "0.0000"


def test_completion_counts_required_steps_done() -> None:
    card = run("""
        00:00  duty-engineer opens runbook restore-db
        00:01  duty-engineer does restore-db/stop-writes
        00:02  duty-engineer skips restore-db/restore
        01:00  EndEx
    """)

    assert part(card, "RB-COMPLETION") == "0.3333"
    assert findings(card, "step-skipped-unjustified")[0].says == (
        "Restore the database: “restore” was skipped without a valid reason; no reason was "
        "written down."
    )


@pytest.mark.parametrize(
    "why", ["under EX-URGENT, with reason", ", document-wrong, with reason",
            ", justified-adaptation, with reason"]
)  # fmt: skip
def test_a_reasoned_deviation_costs_nothing(why: str) -> None:
    card = run(
        f"""
        00:00  duty-engineer opens runbook restore-db
        00:01  duty-engineer does restore-db/stop-writes
        00:02  duty-engineer skips restore-db/restore {why}
        00:03  duty-engineer does restore-db/open-again
        01:00  EndEx
    """.replace("restore ,", "restore,")
    )

    assert part(card, "RB-COMPLETION") == "1.0000"


def test_a_step_that_the_exercise_made_impossible_is_not_required() -> None:
    card = run("""
        00:00  duty-engineer opens runbook restore-db
        00:01  duty-engineer does restore-db/stop-writes
        00:02  duty-engineer skips restore-db/restore under EX-SIM, with reason
        00:03  duty-engineer does restore-db/open-again
        01:00  EndEx
    """)

    metric = figure(card, "RB-COMPLETION", "restore-db")
    assert metric.value == "1.0000"
    assert [exclusion.what for exclusion in metric.excluded] == ["step “restore”"]
    assert [one.cites for one in metric.excluded] == [(5,)]


def test_validating_after_building_on_it_is_too_late() -> None:
    late = BY_THE_BOOK.replace("00:23  duty", "00:25  duty")
    reordered = "\n".join(sorted(line for line in late.splitlines() if line.strip()))

    assert part(run(reordered), "RB-VAL") == "0.0000"


def test_a_failed_validation_is_none() -> None:
    card = run(BY_THE_BOOK.replace("validates restore-db/restore", "validates restore-db/restore"
                                   ", failed"))  # fmt: skip

    assert part(card, "RB-VAL") == "0.0000"
    assert findings(card, "not-validated")[0].of == "restore-db/restore"


@pytest.mark.parametrize(
    ("line", "instead"),
    [
        ("00:11  cio approves restore-db/restore", ""),
        ("00:11  cio approves", "00:11  duty-engineer approves"),
        ("00:11  cio approves", "00:11  press-office approves"),
        ("00:10  duty-engineer checks restore-db/writes-stopped", ""),
        ("checks restore-db/writes-stopped", "checks restore-db/writes-stopped, not so"),
    ],
    ids=["nobody", "oneself", "not entitled", "unchecked", "check failed"],
)
def test_a_gate_needs_a_check_and_another_entitled_person(line: str, instead: str) -> None:
    card = run(BY_THE_BOOK.replace(line, instead))

    assert part(card, "RB-GATE") == "0.0000"


def test_an_approval_after_the_start_is_too_late() -> None:
    card = run(
        BY_THE_BOOK.replace("00:11  cio approves restore-db/restore\n", "").replace(
            "00:23", "00:22  cio approves restore-db/restore\n    00:23"
        )
    )

    assert part(card, "RB-GATE") == "0.0000"


def test_a_simulated_approval_is_left_out_and_told() -> None:
    card = run(BY_THE_BOOK.replace("cio approves", "simulated cio approves"))

    metric = figure(card, "RB-GATE", "restore-db")
    assert metric.value is None
    assert metric.verdict == "not-rated"
    assert metric.excluded[0].why == "approved by a simulated responder; that is not an approval"
    assert figure(card, "RB-ADH", "restore-db").excluded[0].what == "RB-GATE"


def test_a_step_is_on_time_up_to_its_tolerance() -> None:
    exactly = BY_THE_BOOK.replace(
        "00:22  duty-engineer finishes", "00:24:30 duty-engineer finishes"
    )
    over = BY_THE_BOOK.replace("00:22  duty-engineer finishes", "00:24:31 duty-engineer finishes")

    # 10 min expected, 25 % tolerance: 12 min 30 s from 00:12
    for text, value in ((exactly, "1.0000"), (over, "0.6667")):
        told = text.replace("00:23 ", "00:25 ").replace("00:24  duty", "00:26  duty")
        assert part(run(told), "RB-TIMING") == value


def test_missing_evidence_is_named() -> None:
    card = run(BY_THE_BOOK.replace(", capturing row-counts", ""))

    assert part(card, "RB-EVID") == "0.0000"
    assert figure(card, "RB-EVID", "restore-db").formula == (
        "0 captured / 1 evidence item required; missing: row counts"
    )


def test_ignoring_a_stop_condition_caps_the_whole() -> None:
    card = run(
        BY_THE_BOOK.replace(
            "00:24  duty", "00:23:30  stop condition wrong-host of restore-db is met\n 00:24  duty"
        )
    )

    assert part(card, "RB-STOP") == "0.0000"
    assert part(card, "RB-ADH") == "0.4900"
    assert "capped at 49 %" in figure(card, "RB-ADH", "restore-db").formula
    assert findings(card, "stop-ignored")


def test_stopping_at_a_stop_condition_is_right() -> None:
    card = run("""
        00:00  duty-engineer opens runbook restore-db
        00:01  duty-engineer does restore-db/stop-writes
        00:02  stop condition wrong-host of restore-db is met
        01:00  EndEx
    """)

    assert part(card, "RB-STOP") == "1.0000"


WATCHED = a_plan(
    runbooks=(
        a_runbook(
            a_step(
                "freeze",
                stops=("wrong-host",),
                major=True,
                validation=Validation(check="No write arrives."),
            ),
            a_step("image", after="freeze"),
            a_step("call-people"),
        ),
    )
)


def test_beginning_the_step_that_watches_a_condition_is_seeing_to_it() -> None:
    card = run(
        """
        00:00  duty-engineer opens runbook restore-db
        00:02  stop condition wrong-host of restore-db is met
        00:05  duty-engineer does restore-db/freeze
        01:00  EndEx
        """,
        WATCHED,
    )

    assert part(card, "RB-STOP") == "1.0000"


def test_a_condition_that_a_step_watches_binds_only_what_builds_on_that_step() -> None:
    card = run(
        """
        00:00  duty-engineer opens runbook restore-db
        00:02  stop condition wrong-host of restore-db is met
        00:05  duty-engineer does restore-db/call-people
        01:00  EndEx
        """,
        WATCHED,
    )

    assert part(card, "RB-STOP") == "1.0000"


@pytest.mark.parametrize(("check", "value"), [("validates", "1.0000"), ("fails", "0.0000")])
def test_a_passed_check_of_the_watching_step_lifts_the_condition(check: str, value: str) -> None:
    said = "validates restore-db/freeze" if check == "validates" else "logs freeze"
    card = run(
        f"""
        00:00  duty-engineer opens runbook restore-db
        00:02  stop condition wrong-host of restore-db is met
        00:05  duty-engineer does restore-db/freeze
        00:06  duty-engineer {said}
        00:10  duty-engineer does restore-db/image
        01:00  EndEx
        """,
        WATCHED,
    )

    assert part(card, "RB-STOP") == value


def with_sign(plan: Plan) -> Plan:
    sign = StopSign(condition="wrong-host", when=Flag(flag="odd"), shown_by=("odd-host",))
    use = RunbookUse(runbook="restore-db", stops=(sign,))
    return plan.model_copy(
        update={"scenario": plan.scenario.model_copy(update={"runbooks": (use,)})}
    )


SHOWN = "inject odd-host to duty-engineer"


@pytest.mark.parametrize(
    ("before", "after", "value", "left_out"),
    [(SHOWN, "", "0.0000", 0), ("", SHOWN, "1.0000", 0), ("", "", "1.0000", 1)],
)
def test_nobody_ignores_a_stop_condition_that_was_not_shown_yet(
    before: str, after: str, value: str, left_out: int
) -> None:
    card = run(
        f"""
        00:00  duty-engineer opens runbook restore-db
        00:02  stop condition wrong-host of restore-db is met
               {before}
        00:10  duty-engineer does restore-db/stop-writes
               {after}
        01:00  EndEx
        """,
        with_sign(RESTORE),
    )

    assert part(card, "RB-STOP") == value
    assert len(figure(card, "RB-STOP", "restore-db").excluded) == left_out


def test_adherence_weighs_its_parts() -> None:
    card = run(BY_THE_BOOK.replace(", capturing row-counts", ""))

    # evidence weighs 10 of 100 and is nought
    assert part(card, "RB-ADH") == "0.9000"


def test_a_runbook_never_opened_completed_nothing() -> None:
    card = run("01:00 EndEx")

    assert part(card, "RB-ADH") == "0.0000"
    assert figure(card, "RB-ADH", "restore-db").verdict == "not-met"


def test_a_record_that_stops_midway_does_not_blame_for_an_unopened_runbook() -> None:
    card = run("00:10 alert disk-full to duty-engineer")

    assert figure(card, "RB-ADH", "restore-db").verdict == "could-not-verify"


def test_a_systems_step_takes_exercise_time_and_a_persons_step_played_time() -> None:
    book = a_runbook(
        a_step("by-hand"),
        a_step("by-machine", after="by-hand", uses="restore", expected=minutes(30)),
    )

    card = run(
        """
        00:00  duty-engineer opens runbook restore-db
               pace 6
        00:00  duty-engineer starts restore-db/by-hand
        00:48  duty-engineer finishes restore-db/by-hand
        00:48  duty-engineer starts restore-db/by-machine
        01:36  duty-engineer finishes restore-db/by-machine
        02:00  EndEx
        """,
        a_plan(runbooks=(book,)),
    )

    # 48 exercise minutes are 8 played ones: on time for a person, late for the machine
    assert part(card, "RB-TIMING") == "0.5000"
    assert "“by-machine” took 48:00, allowed 37:30" in (
        figure(card, "RB-TIMING", "restore-db").formula
    )


def test_a_major_step_without_dependents_still_needs_its_validation() -> None:
    book = a_runbook(a_step("last", major=True, validation=Validation(check="Look.")))
    told = """
        00:00  duty-engineer opens runbook restore-db
        00:01  duty-engineer does restore-db/last
        {}
        01:00  EndEx
    """

    without = run(told.format(""), a_plan(runbooks=(book,)))
    validated = run(
        told.format("00:02 duty-engineer validates restore-db/last"), a_plan(runbooks=(book,))
    )

    assert part(without, "RB-VAL") == "0.0000"
    assert part(validated, "RB-VAL") == "1.0000"
