"""Expected actions: what the engine saw, and what only an evaluator can say."""

import pytest

from tests.scoring.scored import figure, scorecard


@pytest.mark.parametrize(
    ("seen", "tally"),
    [
        ("", (0, 1)),  # its deadline lies after the end, and somebody watched
        ("00:12  isolate is seen", (1, 1)),  # what a command shows goes before what nobody saw
        ("00:12  isolate is seen late", (0, 1)),
        ("00:12  isolate is missed", (0, 1)),
    ],
)
def test_what_an_evaluator_did_not_see_counts_where_the_record_shows_nothing(
    seen: str, tally: tuple[int, int]
) -> None:
    told = f"00:10  expected isolate\n{seen}\n00:50 an evaluator misses isolate\n01:00  EndEx"

    assert figure(scorecard(told), "EXPECT").tally == tally


def test_an_evaluator_may_miss_an_action_that_never_came_up() -> None:
    told = "00:10  an evaluator misses isolate\n01:00  EndEx"

    assert figure(scorecard(told), "EXPECT").tally == (0, 1)


def test_a_late_action_stays_late_when_an_evaluator_did_not_see_it() -> None:
    told = """
        00:10  expected isolate
        00:15  isolate is seen late
        00:20  an evaluator misses isolate
        01:00  EndEx
    """

    assert figure(scorecard(told), "EXPECT").formula.endswith("; 1 came late")


def test_an_action_is_not_rated_when_control_took_back_the_message_that_asked_for_it() -> None:
    told = """
        00:10  expected isolate
        00:10  control takes the message back
        01:00  EndEx
    """

    found = figure(scorecard(told), "EXPECT")

    assert found.tally is None
    assert [one.why for one in found.excluded] == [
        "control took back the message that it follows from"
    ]


def test_an_action_is_rated_when_the_message_came_again() -> None:
    told = """
        00:10  expected isolate
        00:10  control takes the message back
        00:20  expected isolate
        00:25  isolate is seen
        01:00  EndEx
    """

    assert figure(scorecard(told), "EXPECT").tally == (1, 1)
