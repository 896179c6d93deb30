"""Exceptions are no faults; exceptions that nobody reviews are."""

from tests.builders import a_plan, a_runbook
from tests.scoring.scored import figure, scorecard

PLAN = a_plan(runbooks=(a_runbook(),))


def card_of(*lines: str) -> tuple[str | int | None, str, str | int | None, str]:
    """Value and formula of EXC-RATE and of EXC-OPEN."""
    gate = (
        "00:01 duty-engineer opens runbook restore-db\n00:02 duty-engineer does restore-db/restore"
    )
    card = scorecard("\n".join([gate, *lines, "01:00 EndEx"]), PLAN)
    rate, unseen = figure(card, "EXC-RATE"), figure(card, "EXC-OPEN")
    return rate.value, rate.formula, unseen.value, unseen.verdict


def test_exceptions_are_counted_by_code_against_gated_steps() -> None:
    value, formula, _, _ = card_of(
        "00:03  duty-engineer raises EX-URGENT about restore",
        "00:04  duty-engineer raises EX-TOOL about chat",
        "00:05  duty-engineer raises EX-URGENT about freeze",
    )

    assert value == "3.0000"
    assert formula == "3 exceptions (EX-TOOL 1, EX-URGENT 2) / 1 gated step done"


def test_one_without_a_reviewer_is_open() -> None:
    _, _, value, verdict = card_of(
        "00:03  duty-engineer raises EX-URGENT about restore, reviewer cio",
        "00:04  duty-engineer raises EX-TOOL about chat",
    )

    assert (value, verdict) == ("0.5000", "not-met")


def test_reviewed_exceptions_are_no_fault() -> None:
    _, _, value, verdict = card_of(
        "00:03  duty-engineer raises EX-URGENT about restore, reviewer cio"
    )

    assert (value, verdict) == ("0.0000", "met")


def test_a_code_on_a_step_is_an_exception_too_and_counted_once() -> None:
    value, formula, unseen, _ = card_of(
        "00:03  duty-engineer skips restore-db/open-again under EX-NA, with reason",
        "00:04  duty-engineer raises EX-NA about open-again, reviewer cio",
    )

    assert value == "1.0000"
    assert formula.startswith("1 exception (EX-NA 1)")
    assert unseen == "0.0000"


def test_what_the_exercise_caused_is_left_out() -> None:
    value, _, _, verdict = card_of("00:03  duty-engineer raises EX-SIM about chat")

    assert value == "0.0000"
    assert verdict == "not-observed"


def test_a_step_a_decision_or_a_message_without_a_code_is_no_exception() -> None:
    value, formula, _, _ = card_of(
        "00:03  duty-engineer skips restore-db/open-again, with reason",
        "00:04  incident-manager decides classify: major",
    )

    assert (value, formula) == ("0.0000", "0 exceptions / 1 gated step done")


def test_only_what_the_exercise_caused_is_told_as_left_out() -> None:
    told = """
        00:01  duty-engineer opens runbook restore-db
        00:02  duty-engineer does restore-db/restore
        00:03  duty-engineer raises EX-SIM about chat
        00:04  duty-engineer raises EX-TOOL about mail
        01:00  EndEx
    """
    for key in ("EXC-RATE", "EXC-OPEN"):
        left_out = figure(scorecard(told, PLAN), key).excluded
        assert [one.what for one in left_out] == ["EX-SIM about chat"]
