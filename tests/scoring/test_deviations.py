"""A deviation is not always an error: an evaluator says what it was."""

from scoring import Metric, Scorecard
from tests.builders import a_plan, a_runbook
from tests.scoring.scored import figure, findings, scorecard

RESTORE = a_plan(runbooks=(a_runbook(),))

UNCHECKED = """
    00:00  duty-engineer opens runbook restore-db
    00:01  duty-engineer does restore-db/stop-writes
    00:12  duty-engineer does restore-db/restore
    00:13  duty-engineer skips restore-db/open-again
    01:00  EndEx
"""


def run(*marks: str) -> Scorecard:
    return scorecard(UNCHECKED + "\n".join(marks), RESTORE)


def of(card: Scorecard, key: str) -> Metric:
    return figure(card, key, "restore-db")


def test_a_skip_and_a_missing_check_without_reasons_are_two_unjustified_ones() -> None:
    card = run()

    assert of(card, "RB-DEV").value == 2
    assert of(card, "RB-DEV").formula == (
        "2 deviations: 2 unjustified; only unjustified ones count"
    )
    assert of(card, "RB-COMPLETION").value == "0.6667"
    assert of(card, "RB-VAL").value == "0.0000"


def test_where_the_text_was_wrong_nobody_pays_and_the_owner_is_told() -> None:
    card = run("an evaluator calls restore-db/open-again document-wrong")

    assert of(card, "RB-DEV").value == 1
    assert of(card, "RB-COMPLETION").value == "1.0000"
    assert findings(card, "document-wrong")[0].says == (
        "Restore the database: an evaluator found the text of “open-again” wrong: mend the runbook."
    )


def test_a_justified_adaptation_at_a_major_step_needs_no_check() -> None:
    card = run("an evaluator calls restore-db/restore justified-adaptation")

    assert of(card, "RB-VAL").value == "1.0000"
    assert of(card, "RB-DEV").formula == (
        "2 deviations: 1 justified, 1 unjustified; only unjustified ones count"
    )


def test_a_justified_order_breaks_nothing() -> None:
    record = """
        00:00  duty-engineer opens runbook restore-db
        00:01  duty-engineer does restore-db/open-again
        00:02  duty-engineer does restore-db/stop-writes
        01:00  EndEx
    """
    mark = "an evaluator calls restore-db/open-again justified-adaptation"

    assert of(scorecard(record, RESTORE), "RB-ORDER").value == "0.0000"
    assert of(scorecard(record + mark, RESTORE), "RB-ORDER").value == "1.0000"


def test_an_evaluators_word_goes_before_the_teams_own() -> None:
    claimed = UNCHECKED.replace(
        "skips restore-db/open-again", "skips restore-db/open-again, document-wrong, with reason"
    )
    refused = claimed + "an evaluator calls restore-db/open-again unjustified"

    assert of(scorecard(claimed, RESTORE), "RB-COMPLETION").value == "1.0000"
    assert of(scorecard(refused, RESTORE), "RB-COMPLETION").value == "0.6667"
