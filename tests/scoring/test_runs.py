"""What a run of a runbook is, gathered from the record: the edges that only one figure shows."""

import pytest

from runbooks.model import Precondition, Validation
from scoring import Scorecard
from tests.builders import a_plan, a_runbook, a_step
from tests.scoring.scored import figure, scorecard
from tests.scoring.test_procedure import BY_THE_BOOK, RESTORE, WATCHED, part, run, with_sign


def test_an_item_that_was_captured_apart_from_any_step_is_there() -> None:
    late = BY_THE_BOOK.replace(", capturing row-counts", "").replace(
        "01:00", "00:40  duty-engineer captures restore-db/row-counts\n    01:00"
    )

    assert part(run(late), "RB-EVID") == "1.0000"


@pytest.mark.parametrize(("ends", "value"), [("fails", "0.0000"), ("works", "1.0000")])
def test_a_stop_condition_is_shown_by_what_fails_and_not_by_what_works(
    ends: str, value: str
) -> None:
    card = run(
        f"""
        00:00  duty-engineer opens runbook restore-db
        00:02  stop condition wrong-host of restore-db is met
        00:03  what duty-engineer tries by odd-host {ends}
        00:10  duty-engineer does restore-db/stop-writes
        01:00  EndEx
        """,
        with_sign(RESTORE),
    )

    assert part(card, "RB-STOP") == value


def test_a_condition_is_in_force_until_the_first_thing_that_settles_it() -> None:
    card = run(
        """
        00:00  duty-engineer opens runbook restore-db
        00:02  stop condition wrong-host of restore-db is met
        00:05  duty-engineer does restore-db/freeze
        00:06  duty-engineer validates restore-db/freeze
        00:10  duty-engineer does restore-db/image
        00:20  duty-engineer stops runbook restore-db
        01:00  EndEx
        """,
        WATCHED,
    )

    assert part(card, "RB-STOP") == "1.0000"


@pytest.mark.parametrize(
    "check",
    [
        "00:01  duty-engineer validates restore-db/freeze",
        "00:06  duty-engineer validates restore-db/freeze, failed",
    ],
    ids=["passed before it was met", "failed after it"],
)
def test_only_a_check_that_passes_afterwards_lifts_a_condition(check: str) -> None:
    lines = (
        "00:00  duty-engineer opens runbook restore-db",
        "00:00:30  duty-engineer does restore-db/freeze",
        "00:02  stop condition wrong-host of restore-db is met",
        "00:10  duty-engineer does restore-db/image",
        "01:00  EndEx",
    )

    assert part(run("\n".join(sorted((*lines, check))), WATCHED), "RB-STOP") == "0.0000"


def test_a_run_that_was_stopped_may_go_on() -> None:
    card = run("""
        00:00  duty-engineer opens runbook restore-db
        00:02  stop condition wrong-host of restore-db is met
        00:03  duty-engineer stops runbook restore-db
        00:10  duty-engineer does restore-db/stop-writes
        01:00  EndEx
    """)

    assert part(card, "RB-STOP") == "1.0000"


def test_a_condition_is_shown_from_its_first_sign_on() -> None:
    card = run(
        """
        00:00  duty-engineer opens runbook restore-db
        00:02  stop condition wrong-host of restore-db is met
        00:03  what duty-engineer tries by odd-host fails
        00:10  duty-engineer does restore-db/stop-writes
        00:12  what duty-engineer tries by odd-host fails
        01:00  EndEx
        """,
        with_sign(RESTORE),
    )

    assert part(card, "RB-STOP") == "0.0000"


def test_of_finishes_that_were_taken_back_twice_none_counts_but_the_last() -> None:
    card = run("""
        00:00  duty-engineer opens runbook restore-db
        00:01  duty-engineer does restore-db/stop-writes
        00:02  duty-engineer takes back restore-db/stop-writes
        00:03  duty-engineer finishes restore-db/stop-writes
        00:04  duty-engineer takes back restore-db/stop-writes
        01:00  EndEx
    """)

    assert part(card, "RB-COMPLETION") == "0.0000"


def test_a_stop_before_the_condition_was_met_settles_nothing() -> None:
    card = run("""
        00:00  duty-engineer opens runbook restore-db
        00:01  duty-engineer stops runbook restore-db
        00:02  stop condition wrong-host of restore-db is met
        00:05  duty-engineer does restore-db/stop-writes
        01:00  EndEx
    """)

    assert part(card, "RB-STOP") == "0.0000"


def test_a_step_that_was_only_finished_began_when_it_was() -> None:
    card = run("""
        00:00  duty-engineer opens runbook restore-db
        00:05  duty-engineer finishes restore-db/restore
        00:10  duty-engineer does restore-db/stop-writes
        01:00  EndEx
    """)

    assert "“restore” before “stop-writes”" in figure(card, "RB-ORDER", "restore-db").formula


def checked(*checks: str) -> Scorecard:
    """A gate that needs two things, and what was checked of them before it."""
    needs = ("writes-stopped", "host-read-aloud")
    book = a_runbook(
        a_step(
            "restore",
            needs=needs,
            approved_by="runbook_approver",
            validation=Validation(check="Count rows."),
        ),
        preconditions=tuple(Precondition(id=one, check="Is it so?") for one in needs),
    )
    said = "\n".join(f"00:01  duty-engineer checks restore-db/{one}" for one in checks)
    return scorecard(
        f"""
        00:00  duty-engineer opens runbook restore-db
        {said}
        00:02  cio approves restore-db/restore
        00:03  duty-engineer does restore-db/restore
        01:00  EndEx
        """,
        a_plan(runbooks=(book,)),
    )


@pytest.mark.parametrize(
    ("checks", "value"),
    [
        (("writes-stopped", "host-read-aloud"), "1.0000"),
        (("writes-stopped, not so", "host-read-aloud"), "0.0000"),
        (("writes-stopped", "host-read-aloud, not so"), "0.0000"),
        (("writes-stopped, not so", "writes-stopped", "host-read-aloud"), "1.0000"),
    ],
)
def test_each_thing_that_a_gate_needs_is_judged_by_its_own_last_check(
    checks: tuple[str, ...], value: str
) -> None:
    assert part(checked(*checks), "RB-GATE") == value
