"""Deviations at their edges: which kind each one is, what it rests on, what is found beside."""

import pytest

from scoring import Scorecard
from scoring.figure import Metric
from tests.builders import a_plan, a_runbook, a_step
from tests.scoring.scored import figure, findings, scorecard
from tests.scoring.test_deviations import RESTORE, UNCHECKED
from tests.scoring.test_procedure import BY_THE_BOOK

SKIP = "duty-engineer skips restore-db/open-again"
SKIPPED = BY_THE_BOOK.replace("duty-engineer does restore-db/open-again", "{}")


def deviations(card: Scorecard) -> Metric:
    return figure(card, "RB-DEV", "restore-db")


def skipped(how: str, *marks: str) -> Scorecard:
    return scorecard(SKIPPED.format(SKIP + how) + "\n".join(marks), RESTORE)


@pytest.mark.parametrize(
    ("how", "kind", "words"),
    [
        ("", "unjustified", "without a valid reason; no reason was written down"),
        (", with reason", "unjustified", "without a valid reason"),
        (" under EX-NA, with reason", "under an exception code", "under EX-NA"),
        (" under EX-NA", "unjustified", "under EX-NA; no reason was written down"),
        (" under EX-WHATEVER, with reason", "unjustified", "under EX-WHATEVER"),
        (", document-wrong, with reason", "the document is wrong",
         "because the document is wrong: mend the runbook"),
        (", justified-adaptation, with reason", "justified", "as a justified adaptation"),
        (", unjustified, with reason", "unjustified", "without a valid reason"),
    ],
)  # fmt: skip
def test_a_skip_is_of_the_kind_that_its_code_and_reason_make_it(
    how: str, kind: str, words: str
) -> None:
    card = skipped(how)

    assert deviations(card).formula == f"1 deviation: 1 {kind}; only unjustified ones count"
    assert deviations(card).value == (kind == "unjustified")
    (found,) = [one for one in card.findings if one.code.startswith("step-skipped")]
    assert found.says == f"Restore the database: “open-again” was skipped {words}."


def test_a_run_by_the_book_left_nothing_and_shows_its_opening() -> None:
    found = deviations(scorecard(BY_THE_BOOK, RESTORE))

    assert (found.value, found.formula) == (0, "0 deviations; only unjustified ones count")
    assert found.cites == (2,)


def test_a_skip_rests_on_its_leaf_and_on_what_an_evaluator_said_of_it() -> None:
    # opened, started, runbook 2, eight lines to 10, skipped at 10, EndEx 11, the evaluator 12
    alone = skipped("")
    marked = skipped("", "an evaluator calls restore-db/open-again unjustified")

    assert deviations(alone).cites == (10,)
    assert deviations(marked).cites == (10, 12)
    assert findings(alone, "step-skipped-unjustified")[0].cites == (10,)
    assert findings(marked, "step-skipped-unjustified")[0].cites == (10, 12)


def test_an_evaluators_word_names_the_skip() -> None:
    card = skipped("", "an evaluator calls restore-db/open-again justified-adaptation")

    assert findings(card, "step-skipped-justified-adaptation")
    assert not findings(card, "document-wrong")


def test_a_step_skipped_and_done_after_all_is_no_deviation() -> None:
    card = skipped("", "00:30 duty-engineer does restore-db/open-again")
    after_all = SKIPPED.format(SKIP + "\n00:30 duty-engineer does restore-db/open-again")

    assert deviations(card).value == 1  # EndEx came before
    assert deviations(scorecard(after_all, RESTORE)).value == 0


def test_what_the_exercise_made_impossible_is_no_deviation() -> None:
    assert deviations(skipped(" under EX-SIM, with reason")).value == 0


FORK = a_plan(runbooks=(a_runbook(a_step("a"), a_step("b"), a_step("c", after="a b")),))


@pytest.mark.parametrize(
    ("order", "value"),
    [("a b c", 0), ("a c b", 1), ("c a b", 1), ("c", 0)],
)
def test_a_step_begun_before_one_of_those_before_it_was_finished_is_out_of_order(
    order: str, value: int
) -> None:
    lines = [
        f"00:0{n} duty-engineer does restore-db/{name}" for n, name in enumerate(order.split())
    ]

    card = scorecard("\n".join([*lines, "01:00 EndEx"]), FORK)

    assert deviations(card).value == value


def test_being_out_of_order_rests_on_where_the_later_step_began() -> None:
    told = """
        00:01  duty-engineer starts restore-db/c
        00:02  duty-engineer does restore-db/a
        00:03  duty-engineer does restore-db/b
        00:04  duty-engineer finishes restore-db/c
        01:00  EndEx
    """

    assert deviations(scorecard(told, FORK)).cites == (2,)


def test_a_major_step_never_validated_is_found() -> None:
    card = scorecard(UNCHECKED, RESTORE)

    assert [one.of for one in findings(card, "not-validated")] == ["restore-db/restore"]


@pytest.mark.parametrize(
    ("checks", "value"),
    [((), 1), (("failed",), 1), (("", ), 0), (("failed", ""), 0)],
)  # fmt: skip
def test_one_validation_that_passed_is_enough(checks: tuple[str, ...], value: int) -> None:
    lines = "\n".join(
        "00:23 duty-engineer validates restore-db/restore" + (f", {how}" if how else "")
        for how in checks
    )
    told = BY_THE_BOOK.replace("00:23  duty-engineer validates restore-db/restore", lines)

    card = scorecard(told, RESTORE)

    assert deviations(card).value == value
    assert len(findings(card, "not-validated")) == value


def test_what_an_evaluator_excused_is_not_found_as_unvalidated() -> None:
    mark = "an evaluator calls restore-db/restore document-wrong"
    card = scorecard(UNCHECKED + mark, RESTORE)

    assert not findings(card, "not-validated")
    assert [one.of for one in findings(card, "document-wrong")] == ["restore-db/restore"]
