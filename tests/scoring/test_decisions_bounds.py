"""Decisions at their edges: ten minutes and a moment more, evidence of the same instant, codes."""

import pytest

from scenarios.injects import Inject
from scoring.figure import WHOLE as ALL
from tests.builders import a_plan
from tests.scoring.scored import figure, findings, scorecard
from tests.scoring.test_decisions import WHOLE, a_decision, with_decision

BARE = "incident-manager decides failover: wait"


def test_each_decision_is_one_part_of_the_mean_and_one_never_recorded_is_nothing() -> None:
    plan = a_plan(decisions=(a_decision(), a_decision(id="close")))

    found = figure(scorecard(f"00:10 {WHOLE}\n01:00 EndEx", plan), "DEC-COMP")

    assert [(part.weight, part.value) for part in found.parts] == [(1, ALL), (1, 0)]
    assert found.cites == (2,)


def test_that_nothing_was_decided_is_shown_by_the_end() -> None:
    found = figure(scorecard("01:00 EndEx", with_decision()), "DEC-COMP")

    assert (found.value, found.cites) == ("0.0000", (2,))


def test_where_no_decision_was_asked_for_none_was_observed() -> None:
    found = figure(scorecard("01:00 EndEx"), "DEC-COMP")

    assert (found.value, found.verdict) == (None, "not-observed")


@pytest.mark.parametrize(
    ("how", "value", "told"),
    [
        ("", "0.4000", "not to notify ico: 2 of 5, without owner, rationale, evidence"),
        (", with reason", "0.6000", "not to notify ico: 3 of 5, without owner, evidence"),
        (", with reason, owner cio", "0.8000", "not to notify ico: 4 of 5, without evidence"),
    ],
)
def test_not_to_notify_is_a_decision_like_any_other(how: str, value: str, told: str) -> None:
    found = figure(scorecard(f"00:10 privacy-lead declines ico{how}\n01:00 EndEx"), "DEC-COMP")

    assert found.value == value
    assert f"({told})" in found.formula


@pytest.mark.parametrize("fired", ["first", "second"])
def test_a_decision_that_one_of_several_injects_asked_for_was_asked_for(fired: str) -> None:
    asking = tuple(
        Inject(id=name, by_hand=True, to=("cio",), by="phone", text="So?", asks="failover")
        for name in ("first", "second")
    )
    plan = a_plan(decisions=(a_decision(),), injects=asking)

    found = figure(scorecard(f"00:10 inject {fired} to cio\n01:00 EndEx", plan), "DEC-COMP")

    assert (found.value, found.excluded) == ("0.0000", ())


@pytest.mark.parametrize(
    ("line", "value"),
    [
        (f"{BARE}, with reason, under EX-URGENT", "1.0000"),
        (f"{BARE}, under EX-URGENT", "0.3333"),  # a code without a reason excuses nothing
        (f"{BARE}, with reason, under EX-WHATEVER", "0.5000"),  # nobody knows this code
        (f"{BARE}, with reason", "0.5000"),
    ],
)
def test_a_known_code_with_a_reason_stands_for_the_missing_artefacts(line: str, value: str) -> None:
    found = figure(scorecard(f"00:10 {line}\n01:00 EndEx", with_decision()), "DEC-COMP")

    assert found.value == value


@pytest.mark.parametrize("choice", ["wait", "something-else"])
def test_a_choice_that_the_reference_does_not_call_wrong_is_no_finding(choice: str) -> None:
    card = scorecard(f"00:10 {BARE.replace('wait', choice)}\n01:00 EndEx", with_decision())

    assert not findings(card, "decided-wrongly")


# --- written down in time


def test_a_decision_is_written_down_in_time_up_to_ten_minutes_and_no_moment_more() -> None:
    told = """
        00:20  incident-manager decides failover: wait, made at 00:10
        00:20:00.001  incident-manager decides failover: wait, made at 00:10
        00:30  incident-manager decides how to go on without a vendor
        01:00  EndEx
    """

    found = figure(scorecard(told, with_decision()), "LAG")

    assert found.tally == (2, 3)
    assert found.missing == ("failover was written down 10:00 after it was made",)


def test_a_late_decision_that_nobody_asked_for_goes_by_its_type() -> None:
    told = "00:21 incident-manager decides failover: wait, made at 00:10\n01:00 EndEx"

    assert figure(scorecard(told), "LAG").missing == (
        "failover was written down 11:00 after it was made",
    )


@pytest.mark.parametrize("made", ["00:20", "00:25"])
def test_a_decision_written_down_at_once_or_before_it_was_made_lagged_not_at_all(made: str) -> None:
    found = figure(scorecard(f"00:20 {BARE}, made at {made}\n01:00 EndEx", with_decision()), "LAG")

    assert found.formula.endswith("longest 0:00")


# --- hindsight


@pytest.mark.parametrize(
    ("evidence", "made", "verdict"),
    [
        ("2", "00:15", "met"),  # what came at the very instant was there
        ("2", "00:14:59.999", "not-met"),
        ("1 and 2", "00:10", "met"),  # something of it was there before
        ("2 and 3", "00:10", "not-met"),
    ],
)
def test_a_decision_rests_on_hindsight_when_all_its_evidence_came_later(
    evidence: str, made: str, verdict: str
) -> None:
    told = f"""
        00:15  alert disk-full to duty-engineer
        00:20  {BARE}, evidence {evidence}, made at {made}
        01:00  EndEx
    """

    found = figure(scorecard(told, with_decision()), "HINDSIGHT")

    assert found.verdict == verdict
    assert found.missing == (("failover",) if verdict == "not-met" else ())
    assert found.target is not None
    assert found.target.value == "0.0000"


# --- the end


@pytest.mark.parametrize("end", ["01:00 EndEx", "01:00 duty-engineer logs disk"])
def test_no_gate_is_told_as_open_where_none_was_or_the_record_stops_early(end: str) -> None:
    assert not findings(scorecard(end), "open-gates")
