"""The worked clock cases (reference/clock-cases.md), each row as far as the score decides it.

StartEx is Friday 20 Nov 2026 16:40 Europe/London, so E 00:00 is 16:40.
"""

import pytest

from scenarios.objectives import Recovery
from tests.builders import a_plan, hours, minutes
from tests.scoring.scored import figure, findings, scorecard
from tests.scoring.test_duties import with_duty

RECOVERY = a_plan(recovery=(Recovery(service="payments-api"),))


def test_case_1_a_hold_takes_nothing_from_people() -> None:
    card = scorecard("""
        00:00  experts say SEV1
        00:05  page disk-full to duty-engineer
               hold
        00:14  duty-engineer acknowledges disk-full
        01:00  EndEx
    """)

    metric = figure(card, "RESP")
    assert metric.value == minutes(9)
    assert metric.verdict == "met"
    assert [exclusion.what for exclusion in metric.excluded] == ["hold (control)"]
    assert metric.excluded[0].cites == (5,)


def test_case_2_a_reaction_is_taken_at_played_face_value() -> None:
    card = scorecard("""
        00:00  experts say SEV1
        00:08  alert disk-full to duty-engineer
        00:10  pace 6
        00:16  duty-engineer acknowledges disk-full
        00:22  pace 1
        01:00  EndEx
    """)

    metric = figure(card, "RESP")
    assert metric.value == minutes(3)
    assert metric.clock == "played"


@pytest.mark.parametrize(
    ("pace", "value", "verdict"), [(6, "1.0000", "met"), (12, None, "not-rated")]
)
def test_case_2_a_promised_interval_needs_five_played_minutes(
    pace: int, value: str | None, verdict: str
) -> None:
    card = scorecard(f"""
        00:10  pace {pace}
               press-office drafts message one to customers by email
               press-office publishes message one
        00:30  press-office drafts message two to customers by email
               press-office publishes message two
        00:50  EndEx
    """)

    metric = figure(card, "UPD-CAD")
    assert metric.value == value
    assert metric.verdict == verdict
    if verdict == "not-rated":
        assert metric.excluded[0].why == (
            "not rated at this pace: it left people 2:30 of played time"
        )


def test_case_3_a_jump_through_an_open_outage_is_not_rated() -> None:
    card = scorecard(
        """
        00:10  outage of payments-api begins
        00:20  jump to 16:20
        16:40  payments-api is restored
        16:45  payments-api passes validation
        17:00  EndEx
        """,
        RECOVERY,
    )

    metric = figure(card, "RTO", "payments-api")
    assert metric.verdict == "not-rated"
    assert metric.value == hours(16) + minutes(35)
    assert "(16:00:00 of it jumped)" in metric.formula
    assert "not rated (jumped): people had 35:00 of played time" in metric.formula


def test_case_3_an_overnight_card_is_rated_at_its_word() -> None:
    card = scorecard(
        """
        00:10  outage of payments-api begins
        00:20  jump to 16:20
        02:30  payments-api is restored
        02:50  payments-api passes validation
        17:00  EndEx
        """,
        RECOVERY,
    )

    metric = figure(card, "RTO", "payments-api")
    assert metric.value == hours(2) + minutes(40)
    assert metric.verdict == "not-met"


def test_case_4_a_notice_after_a_jump_is_in_time_on_exercise_time() -> None:
    card = scorecard(
        """
        00:15  privacy-lead aware of locked since 00:15
               duty ico runs since 00:15, due 72:15
        00:30  jump to 71:20
        71:30  privacy-lead notifies ico
        72:00  EndEx
        """,
        with_duty(),
    )

    metric = figure(card, "NOTIF-TIME", "ico")
    assert metric.verdict == "met"
    assert "margin 45:00" in metric.formula
    assert [exclusion.what for exclusion in metric.excluded] == ["jumped 70:50:00"]


def test_case_4_a_jump_through_the_deadline_is_never_a_miss() -> None:
    told = """
        00:15  duty ico runs since 00:15, due 72:15
        00:30  jump to 72:20
        {}
        80:00  EndEx
    """

    silent = scorecard(told.format(""), with_duty())
    late = scorecard(told.format("72:30 privacy-lead notifies ico"), with_duty())

    for card in (silent, late):
        assert figure(card, "NOTIF-TIME", "ico").verdict == "not-rated"
        assert not findings(card, "deadline-missed")


def test_case_5_while_a_classification_is_awaited_nothing_is_overdue() -> None:
    waiting = scorecard("05:20 duty ico runs since 05:20, waiting\n30:00 EndEx", with_duty())
    classified = scorecard(
        """
        05:20  duty ico runs since 05:20, waiting
        30:50  duty ico runs since 30:50, due 34:50
        34:50  privacy-lead notifies ico
        40:00  EndEx
        """,
        with_duty(),
    )

    assert figure(waiting, "NOTIF-TIME", "ico").verdict == "not-due"
    assert figure(classified, "NOTIF-TIME", "ico").verdict == "met"


def test_case_6_four_hours_are_four_elapsed_hours_over_a_clock_change() -> None:
    # Berlin, StartEx Sat 24 Oct 22:00+02:00; classified Sun 01:30+02:00, due 04:30+01:00
    card = scorecard(
        """
        03:30  duty ico runs since 03:30, due 07:30
        07:30  privacy-lead notifies ico
        12:00  EndEx
        """,
        with_duty(),
    )

    metric = figure(card, "NOTIF-TIME", "ico")
    assert metric.verdict == "met"
    assert "margin 0:00" in metric.formula


CASE_7 = """
    00:30  duty ico runs since 00:30, due 72:30
    {}
    03:00  EndEx
"""


def test_case_7a_silence_before_the_deadline_is_not_due_and_listed() -> None:
    card = scorecard(CASE_7.format(""), with_duty())

    assert figure(card, "NOTIF-TIME", "ico").verdict == "not-due"
    assert figure(card, "NOTIF-TIME").verdict == "not-due"
    assert findings(card, "open-at-endex")[0].says == (
        "Notice to the ICO was open at EndEx; it is due E 72:30:00."
    )


def test_case_7b_a_decision_that_the_reference_allows_earns_full_credit() -> None:
    decided = CASE_7.format("02:00 privacy-lead declines ico, with reason, owner privacy-lead")

    card = scorecard(decided, with_duty(decline_allowed=True))

    assert figure(card, "NOTIF-TIME", "ico").value == "1.0000"
    assert figure(card, "NOTIF-TIME", "ico").verdict == "met"


def test_case_7c_a_decision_against_the_reference_is_evidence_and_a_finding() -> None:
    decided = CASE_7.format("02:00 privacy-lead declines ico, with reason, owner privacy-lead")

    card = scorecard(decided, with_duty())

    assert figure(card, "NOTIF-TIME", "ico").verdict == "not-due"
    assert findings(card, "decided-against-the-reference")
    assert figure(card, "DEC-COMP").value == "0.8000"


def test_case_8_the_earliest_claim_governs_and_both_are_shown() -> None:
    card = scorecard(
        """
        00:04  alert disk-full to duty-engineer
        01:20  privacy-lead aware of locked since 00:50
               duty ico runs since 00:50, due 72:50
        01:40  privacy-lead aware of locked since 01:10, a later claim
        72:50  privacy-lead notifies ico
        80:00  EndEx
        """,
        with_duty(),
    )

    assert figure(card, "NOTIF-TIME", "ico").verdict == "met"
    assert "30:00 later" in findings(card, "not-contemporaneous")[0].says
    assert len(findings(card, "later-claim")) == 1


def test_case_9_at_the_deadline_is_in_time_and_a_millisecond_later_is_late() -> None:
    told = """
        00:00  duty ico runs since 00:00, due 00:10
        {}  privacy-lead notifies ico
        01:00  EndEx
    """

    exactly = figure(scorecard(told.format("00:10:00.000"), with_duty()), "NOTIF-TIME", "ico")
    after = figure(scorecard(told.format("00:10:00.001"), with_duty()), "NOTIF-TIME", "ico")

    assert exactly.verdict == "met"
    assert "margin 0:00" in exactly.formula
    assert after.verdict == "late"
    assert "late by 0:00.001" in after.formula


def test_case_10_an_outage_of_the_server_counts_for_nobody() -> None:
    card = scorecard("""
        00:40:00  alert disk-full to duty-engineer
        00:42:20  the server was away for 9m
        00:45:00  duty-engineer acknowledges disk-full
        01:00:00  EndEx
    """)

    metric = figure(card, "TTA")
    assert metric.value == minutes(5)
    assert [exclusion.what for exclusion in metric.excluded] == ["hold (outage)", "outage of 9:00"]
