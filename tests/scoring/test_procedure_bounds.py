"""What each figure of a run rests on: the leaves that show it, and no others."""

import pytest

from runbooks.model import Runbook, Step, Validation
from scoring import Metric
from tests.builders import HOUSE, a_plan, a_runbook, a_step, minutes
from tests.scoring.scored import figure, scorecard
from tests.scoring.test_procedure import BY_THE_BOOK, RESTORE

LOOK = Validation(check="Look.")


def of(key: str, told: str, book: Runbook | None = None) -> Metric:
    plan = a_plan(runbooks=(book,)) if book is not None else RESTORE
    opened = "00:00  duty-engineer opens runbook restore-db\n"
    return figure(scorecard(opened + told + "\n02:00  EndEx", plan), key, "restore-db")


@pytest.mark.parametrize(
    ("key", "tally", "cites"),
    [
        # opened 2, stop-writes 3 and 4, checked 5, approved 6, restore 7 and 8, validated 9,
        # open-again 10 and 11
        ("RB-COMPLETION", (3, 3), (4, 8, 11)),
        ("RB-ORDER", (3, 3), (4, 8, 11)),
        ("RB-VAL", (1, 1), (8, 9)),
        ("RB-GATE", (1, 1), (5, 6, 7)),
        ("RB-EVID", (1, 1), (8,)),
        ("RB-TIMING", (3, 3), (3, 4, 7, 8, 10, 11)),
        ("RB-STOP", None, (2,)),
    ],
)
def test_a_run_by_the_book_rests_on_its_own_leaves(
    key: str, tally: tuple[int, int] | None, cites: tuple[int, ...]
) -> None:
    found = figure(scorecard(BY_THE_BOOK, RESTORE), key, "restore-db")

    assert (found.tally, found.cites) == (tally, cites)


@pytest.mark.parametrize("key", ["RB-COMPLETION", "RB-EVID"])
def test_that_nothing_was_done_is_shown_by_the_opening(key: str) -> None:
    told = "00:00 duty-engineer opens runbook restore-db\n01:00 EndEx"

    assert figure(scorecard(told, RESTORE), key, "restore-db").cites == (2,)


def test_a_step_that_an_evaluator_excused_counts_and_the_ruling_is_cited() -> None:
    found = of(
        "RB-COMPLETION",
        """
        00:01  duty-engineer does restore-db/stop-writes
        00:30  an evaluator calls restore-db/restore justified-adaptation
        """,
    )

    # opened 2, started 3, finished 4, the ruling 5; open-again was not done
    assert (found.tally, found.cites) == ((2, 3), (4, 5))
    assert found.formula.startswith("(1 done + 1 skipped with a valid reason) / 3")


def test_only_major_steps_need_a_validation() -> None:
    book = a_runbook(a_step("small", validation=LOOK), a_step("large", major=True, validation=LOOK))
    told = """
        00:01  duty-engineer does restore-db/small
        00:02  duty-engineer does restore-db/large
    """

    assert of("RB-VAL", told, book).tally == (0, 1)


TWO_BUILD_ON_IT = a_runbook(
    a_step("large", major=True, validation=LOOK),
    a_step("next", after="large"),
    a_step("other", after="large"),
)


def test_a_validation_is_due_before_the_first_step_that_builds_on_it() -> None:
    found = of(
        "RB-VAL",
        """
        00:01  duty-engineer does restore-db/large
        00:02  duty-engineer does restore-db/next
        00:03  duty-engineer validates restore-db/large
        00:04  duty-engineer does restore-db/other
        """,
        TWO_BUILD_ON_IT,
    )

    assert (found.tally, found.cites) == ((0, 1), (4, 5))  # finished 4, next started 5


def test_the_first_validation_in_time_shows_it() -> None:
    found = of(
        "RB-VAL",
        """
        00:01  duty-engineer does restore-db/large
        00:02  duty-engineer validates restore-db/large
        00:03  duty-engineer validates restore-db/large
        00:04  duty-engineer does restore-db/next
        """,
        TWO_BUILD_ON_IT,
    )

    assert (found.tally, found.cites) == ((1, 1), (4, 5))


@pytest.mark.parametrize(
    ("approvals", "cites"),
    [
        # checked 5; then the approvals from 6 on; the first that counts is cited
        (("cio approves", "cio approves"), (5, 6, 8)),
        (("simulated cio approves", "cio approves"), (5, 7, 8)),
    ],
)
def test_the_first_approval_by_a_person_shows_a_gate(
    approvals: tuple[str, str], cites: tuple[int, ...]
) -> None:
    both = "\n00:11  ".join(f"{one} restore-db/restore" for one in approvals)
    told = BY_THE_BOOK.replace("cio approves restore-db/restore", both)

    found = figure(scorecard(told, RESTORE), "RB-GATE", "restore-db")

    assert (found.tally, found.cites) == ((1, 1), cites)


def test_a_step_without_a_start_has_no_time() -> None:
    told = """
        00:01  duty-engineer finishes restore-db/stop-writes
        00:02  duty-engineer does restore-db/restore
    """

    assert of("RB-TIMING", told).tally == (1, 1)


@pytest.mark.parametrize(("ends", "tally"), [("00:13:30", (1, 1)), ("00:13:30.001", (0, 1))])
def test_a_persons_step_is_late_by_its_first_millisecond_and_never_for_a_jump(
    ends: str, tally: tuple[int, int]
) -> None:
    found = of(
        "RB-TIMING",
        f"""
        00:01      duty-engineer starts restore-db/stop-writes
        {ends}  duty-engineer finishes restore-db/stop-writes
        """,
    )

    assert (found.tally, found.excluded) == (tally, ())
    assert len(found.missing) == tally[1] - tally[0]


def machine(*before: Step) -> Runbook:
    return a_runbook(*before, a_step("by-machine", uses="restore", expected=minutes(30)))


@pytest.mark.parametrize(
    ("ends", "left_out"),
    [
        ("01:00", True),  # 50 of 60 minutes were jumped
        ("01:27:30", True),  # 37:30 beside the jump: just in time
        ("01:27:31", False),
    ],
)
def test_a_machines_step_is_not_late_by_what_was_jumped(ends: str, left_out: bool) -> None:
    found = of(
        "RB-TIMING",
        f"""
        00:00  duty-engineer starts restore-db/by-machine
        00:05  jump to 00:55
        {ends}  duty-engineer finishes restore-db/by-machine
        """,
        machine(),
    )

    assert [one.why for one in found.excluded] == ["50:00 of it was jumped"] * left_out
    assert found.tally == (None if left_out else (0, 1))


def test_what_was_late_is_told_the_nearest_first() -> None:
    found = of(
        "RB-TIMING",
        """
        00:01  duty-engineer starts restore-db/by-hand
        00:41  duty-engineer finishes restore-db/by-hand
        00:42  duty-engineer starts restore-db/by-machine
        01:30  duty-engineer finishes restore-db/by-machine
        """,
        machine(a_step("by-hand")),
    )

    assert found.missing == (
        "“by-machine” took 48:00, allowed 37:30",
        "“by-hand” took 40:00, allowed 12:30",
    )


def test_an_ignored_stop_caps_only_what_is_above_the_cap() -> None:
    met = "00:23:30  stop condition wrong-host of restore-db is met\n 00:24  duty"
    told = BY_THE_BOOK.replace("00:24  duty", met)
    capped = HOUSE.adherence.model_copy(update={"stop_ignored_cap": 1_000_000})
    rubric = HOUSE.model_copy(update={"adherence": capped})

    found = figure(
        scorecard(told, a_plan(runbooks=(a_runbook(),), rubric=rubric)), "RB-ADH", "restore-db"
    )

    assert found.value == "1.0000"
    assert "capped" not in found.formula
