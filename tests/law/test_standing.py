"""How a duty stands before its clock runs, and where the law names no instant."""

from evidence import Millis
from scenarios.law import Due, standing


def test_a_notice_before_the_clock_runs_is_in_time() -> None:
    for state in ("not-started", "provisional"):
        found = Due(state=state, rule="72 h")

        assert standing(found, sent=Millis(5)) == "met"
        assert standing(found, sent=None) == state


def test_a_rule_without_an_instant_stays_one_whatever_was_sent() -> None:
    found = Due(state="no-instant", rule="without delay", since=Millis(0))

    assert standing(found, sent=Millis(5)) == "no-instant"


def test_at_the_end_of_what_can_be_argued_a_notice_is_arguable_and_after_it_late() -> None:
    found = Due(state="running", rule="72 h", since=Millis(0), at=Millis(10))

    assert standing(found, sent=Millis(10)) == "met"
    assert standing(found, sent=Millis(11)) == "late"
    assert standing(found, sent=None, now=Millis(11)) == "late"
    assert standing(found, sent=None, now=Millis(11), ended=Millis(10)) == "not-due"
