"""Whether messages fit together is for people to say, pair by pair."""

from tests.scoring.scored import figure, scorecard

TWO = """
    00:12  press-office drafts message first to customers by email
    00:13  press-office publishes message first
    00:14  press-office drafts message second to customers by email
    00:15  press-office publishes message second
    00:16  press-office drafts message third to customers by email
    00:17  press-office publishes message third
    01:00  EndEx
"""


def consistent(*lines: str) -> tuple[str | int | None, str, tuple[int, int] | None]:
    found = figure(scorecard(TWO + "\n".join(lines)), "CONSISTENT")
    return found.value, found.verdict, found.tally


def test_one_of_three_pairs_contradicts() -> None:
    assert consistent(
        "an evaluator finds leaves 3 and 5 fitting",
        "an evaluator finds leaves 3 and 7 fitting",
        "an evaluator finds leaves 5 and 7 contradicting",
    ) == ("0.6667", "not-met", (2, 3))


def test_the_last_word_on_a_pair_holds_whichever_was_named_first() -> None:
    assert consistent(
        "an evaluator finds leaves 3 and 5 contradicting",
        "an evaluator finds leaves 5 and 3 fitting",
    ) == ("1.0000", "met", (1, 1))


def test_what_nobody_compared_was_not_observed() -> None:
    assert consistent() == (None, "not-observed", None)
