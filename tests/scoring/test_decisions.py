"""Decisions with their evidence, exceptions, the breach record, and the coordinator's work."""

from typing import Any

import msgspec

from evidence import Millis
from evidence.kinds.incident import DecisionRecorded
from scenarios.choices import DecisionPoint, Option
from scenarios.injects import Inject
from scenarios.plan import Plan
from scoring import score
from tests.builders import a_plan, played
from tests.scoring.scored import figure, findings, scorecard


def a_decision(**parts: Any) -> DecisionPoint:
    fields: dict[str, Any] = {
        "id": "failover",
        "ask": "Promote the copy?",
        "type": "failover-or-shutdown",
        "owner": "incident-manager",
        "approver": "cio",
        "options": (
            Option(id="wait", text="Wait", grade="right"),
            Option(id="promote", text="Promote now", grade="wrong", because="writes would split"),
        ),
    }
    return DecisionPoint(**{**fields, **parts})


def with_decision(**parts: Any) -> Plan:
    return a_plan(decisions=(a_decision(**parts),))


WHOLE = (
    "incident-manager decides failover: wait, with reason, owner incident-manager, "
    "approved by cio, evidence 1"
)


def test_a_decision_with_all_its_artefacts_is_whole() -> None:
    card = scorecard(f"00:10 {WHOLE}\n01:00 EndEx", with_decision())

    assert figure(card, "DEC-COMP").value == "1.0000"


def test_missing_artefacts_are_named() -> None:
    card = scorecard(
        "00:10 incident-manager decides failover: wait, owner incident-manager\n01:00 EndEx",
        with_decision(),
    )

    # the choice, its instant and the owner of six
    assert figure(card, "DEC-COMP").value == "0.5000"
    assert "failover: 3 of 6, without rationale, evidence, entitled approver" in (
        figure(card, "DEC-COMP").formula
    )


def test_what_else_was_considered_and_a_review_change_no_figure() -> None:
    record = played(f"00:10 {WHOLE}\n01:00 EndEx")
    more = tuple(
        msgspec.structs.replace(
            event, body=msgspec.structs.replace(event.body, weighed=True, review_at=Millis(1))
        )
        if isinstance(event.body, DecisionRecorded)
        else event
        for event in record
    )

    assert score(with_decision(), more).metrics == score(with_decision(), record).metrics


def test_nobody_approves_their_own_decision() -> None:
    own = WHOLE.replace("approved by cio", "approved by incident-manager")

    card = scorecard(f"00:10 {own}\n01:00 EndEx", with_decision())

    assert figure(card, "DEC-COMP").value == "0.8333"


def test_a_required_decision_never_recorded_scores_nothing() -> None:
    plan = a_plan(decisions=(a_decision(), a_decision(id="close")))

    card = scorecard(f"00:10 {WHOLE}\n01:00 EndEx", plan)

    assert figure(card, "DEC-COMP").value == "0.5000"
    assert "close: never recorded" in figure(card, "DEC-COMP").formula


def test_a_decision_that_was_never_asked_for_is_left_out() -> None:
    asking = Inject(id="ask", by_hand=True, to=("cio",), by="phone", text="So?", asks="failover")
    plan = a_plan(decisions=(a_decision(),), injects=(asking,))

    card = scorecard("01:00 EndEx", plan)

    assert figure(card, "DEC-COMP").verdict == "not-rated"
    assert figure(card, "DEC-COMP").excluded[0].why == "it was never asked in this exercise"


def test_a_wrong_choice_is_a_finding_with_the_reason() -> None:
    card = scorecard(
        "00:10 incident-manager decides failover: promote, with reason\n01:00 EndEx",
        with_decision(),
    )

    assert findings(card, "decided-wrongly")[0].says == (
        'At E 00:10:00 the team chose "Promote now", which the reference calls wrong: '
        "writes would split"
    )


def test_a_decision_written_down_within_ten_minutes_is_contemporaneous() -> None:
    told = f"00:20 {WHOLE}, made at {{}}\n01:00 EndEx"

    prompt = figure(scorecard(told.format("00:10"), with_decision()), "LAG")
    tardy = figure(scorecard(told.format("00:09"), with_decision()), "LAG")

    assert prompt.value == "1.0000"
    assert tardy.value == "0.0000"
    assert tardy.formula.endswith("longest 11:00")


def test_evidence_that_is_all_later_than_the_decision_is_hindsight() -> None:
    card = scorecard(
        """
        00:15  alert disk-full to duty-engineer
        00:20  incident-manager decides failover: wait, evidence 2, made at 00:10
        01:00  EndEx
        """,
        with_decision(),
    )

    assert figure(card, "HINDSIGHT").value == "1.0000"
    assert figure(card, "HINDSIGHT").verdict == "not-met"


def test_unknown_in_the_breach_record_counts_only_with_a_next_check() -> None:
    card = scorecard("""
        00:10  privacy-lead fills breach field impact
        00:11  privacy-lead fills breach field subjects as unknown, next check 01:00
        00:12  privacy-lead fills breach field source as unknown
        01:00  EndEx
    """)

    assert figure(card, "BR-COMP").value == "0.0833"  # 2 of 24


def test_destroyed_evidence_and_open_gates_are_findings() -> None:
    card = scorecard("""
        00:10  evidence memory-image is destroyed by wipe
        01:00  EndEx with open gates controlled, risk
    """)

    assert findings(card, "evidence-destroyed")[0].says == (
        "memory image was destroyed at E 00:10:00 by wipe."
    )
    assert findings(card, "open-gates")[0].says == (
        "At EndEx these gates of the incident were still open: controlled, risk."
    )
