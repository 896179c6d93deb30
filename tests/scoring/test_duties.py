"""Notification duties: the credit of doctrine 2.6, decisions not to notify, and what is open."""

from typing import Any

import pytest

from scenarios.duties import Duty, DutyTrigger
from scenarios.law import Regime, Stage, Status, elapsed
from scenarios.plan import Plan
from scoring.figure import WHOLE
from scoring.notices import in_time
from tests.builders import a_plan, hours
from tests.scoring.scored import figure, findings, scorecard


def a_duty(**parts: Any) -> Duty:
    fields: dict[str, Any] = {
        "id": "ico",
        "title": "Notice to the ICO",
        "regime": "uk-gdpr-33",
        "from_": DutyTrigger(aware_of="locked"),
        "owner": "privacy-lead",
        "whom": "Information Commissioner's Office",
    }
    return Duty(**{**fields, **parts})


def with_duty(*others: Duty, **parts: Any) -> Plan:
    law = Regime(
        id="uk-gdpr-33", title="UK GDPR Art. 33", jurisdiction="UK",
        status=Status(is_="in force"), who="controller",
        whom="ICO", citation="Art. 33", confidence="text seen",
        stages=(Stage(id="initial", starts="aware", within=elapsed(hours(72)), rule="Art. 33"),),
    )  # fmt: skip
    return a_plan(duties=(a_duty(**parts), *others), regimes=(law,))


@pytest.mark.parametrize(
    ("sent", "credit"), [(60, WHOLE), (72, WHOLE), (90, 750_000), (144, 0), (200, 0)]
)
def test_the_doctrine_vector_of_timeliness(sent: int, credit: int) -> None:
    assert in_time(hours(sent) - hours(72), hours(72)) == credit


@pytest.mark.parametrize(
    ("sent", "value", "verdict"),
    [("60:00", "1.0000", "met"), ("72:00", "1.0000", "met"), ("90:00", "0.7500", "late"),
     ("144:00", "0.0000", "late")],
)  # fmt: skip
def test_a_notice_is_worth_less_the_later_it_is(sent: str, value: str, verdict: str) -> None:
    card = scorecard(
        f"""
        00:00  duty ico runs since 00:00, due 72:00
        {sent}  privacy-lead notifies ico
        200:00  EndEx
        """,
        with_duty(),
    )

    assert figure(card, "NOTIF-TIME", "ico").value == value
    assert figure(card, "NOTIF-TIME", "ico").verdict == verdict


def test_content_and_channel_are_worth_half() -> None:
    plan = with_duty(contains=("nature", "numbers", "contact"), by=("portal",))
    told = """
        00:00  duty ico runs since 00:00, due 72:00
        01:00  privacy-lead notifies ico {}
        80:00  EndEx
    """

    partly = figure(scorecard(told.format("giving nature"), plan), "NOTIF-TIME", "ico")
    astray = figure(
        scorecard(told.format("by letter giving nature, numbers, contact"), plan),
        "NOTIF-TIME",
        "ico",
    )

    assert partly.value == "0.8000"  # 0.5 + 0.3 x 1/3 + 0.2
    assert astray.value == "0.8000"  # 0.5 + 0.3 + 0
    assert "C = 0.3333 (1 of 3 fields, without numbers, contact), K = 1" in partly.formula
    assert "K = 0" in astray.formula


def test_phased_notices_together_carry_the_content() -> None:
    card = scorecard(
        """
        00:00  duty ico runs since 00:00, due 72:00
        01:00  privacy-lead notifies ico giving nature
        30:00  privacy-lead notifies ico giving numbers
        80:00  EndEx
        """,
        with_duty(contains=("nature", "numbers")),
    )

    assert figure(card, "NOTIF-TIME", "ico").value == "1.0000"


def test_a_late_notice_says_by_how_much_and_asks_for_reasons() -> None:
    told = """
        00:00  duty ico runs since 00:00, due 01:00
        01:18  privacy-lead notifies ico{}
        02:00  EndEx
    """

    bare = scorecard(told.format(""), with_duty())
    reasoned = scorecard(told.format(", with reasons for the delay"), with_duty())

    assert "late by 18:00" in figure(bare, "NOTIF-TIME", "ico").formula
    assert findings(bare, "late-without-reasons")
    assert not findings(reasoned, "late-without-reasons")


def test_silence_past_the_deadline_is_a_miss() -> None:
    card = scorecard("00:00 duty ico runs since 00:00, due 01:00\n02:00 EndEx", with_duty())

    assert figure(card, "NOTIF-TIME", "ico").verdict == "not-met"
    assert figure(card, "NOTIF-TIME", "ico").value == "0.0000"
    assert findings(card, "deadline-missed")[0].says == (
        "Notice to the ICO was missed, and nobody recorded a decision not to notify."
    )


def test_due_at_the_very_end_is_not_due() -> None:
    card = scorecard("00:00 duty ico runs since 00:00, due 02:00\n02:00 EndEx", with_duty())

    assert figure(card, "NOTIF-TIME", "ico").verdict == "not-due"


def test_a_reasoned_decision_against_the_reference_leaves_the_duty_missed_and_is_evidence() -> None:
    card = scorecard(
        """
        00:00  duty ico runs since 00:00, due 01:00
        00:30  privacy-lead declines ico, with reason, owner cio
        02:00  EndEx
        """,
        with_duty(),
    )

    assert figure(card, "NOTIF-TIME", "ico").verdict == "not-met"
    assert not findings(card, "deadline-missed")
    assert findings(card, "decided-against-the-reference")
    assert figure(card, "DEC-COMP").value == "0.8000"  # all but the evidence link


@pytest.mark.parametrize(
    "allowed", [{"reference": "do-not-notify"}, {"reference": "either"}, {"decline_allowed": True}]
)
def test_where_the_reference_allows_it_a_reasoned_decision_earns_all(
    allowed: dict[str, Any],
) -> None:
    told = """
        00:00  duty ico runs since 00:00, due 01:00
        00:30  privacy-lead declines ico{}, owner cio
        02:00  EndEx
    """

    reasoned = scorecard(told.format(", with reason"), with_duty(**allowed))
    bare = scorecard(told.format(""), with_duty(**allowed))

    assert figure(reasoned, "NOTIF-TIME", "ico").value == "1.0000"
    assert figure(bare, "NOTIF-TIME", "ico").verdict == "not-met"


def test_silence_where_no_notice_was_needed_earns_nothing() -> None:
    card = scorecard(
        "00:00 duty ico runs since 00:00, due 01:00\n02:00 EndEx",
        with_duty(reference="do-not-notify"),
    )

    assert figure(card, "NOTIF-TIME", "ico").value == "0.0000"


def test_notifying_without_need_is_only_remarked() -> None:
    card = scorecard(
        """
        00:00  duty ico runs since 00:00, due 01:00
        00:30  privacy-lead notifies ico
        02:00  EndEx
        """,
        with_duty(reference="do-not-notify"),
    )

    assert figure(card, "NOTIF-TIME", "ico").verdict == "met"
    assert findings(card, "over-notified")


def test_the_whole_is_weighted_and_leaves_out_what_was_not_due() -> None:
    plan = with_duty(
        a_duty(id="bank", title="Bank", weight=3), a_duty(id="later", title="Later"), weight=1
    )

    card = scorecard(
        """
        00:00  duty ico runs since 00:00, due 01:00
        00:00  duty bank runs since 00:00, due 01:00
        00:00  duty later runs since 00:00, due 72:00
        00:30  privacy-lead notifies bank
        02:00  EndEx
        """,
        plan,
    )

    metric = figure(card, "NOTIF-TIME")
    assert metric.value == "0.7500"
    assert [exclusion.what for exclusion in metric.excluded] == ["later"]


def test_a_duty_that_nothing_started_is_not_observed() -> None:
    card = scorecard("02:00 EndEx", with_duty())

    assert figure(card, "NOTIF-TIME", "ico").verdict == "not-observed"
    assert figure(card, "NOTIF-TIME").verdict == "not-observed"


def test_silence_about_awareness_does_not_pass_once_the_shown_facts_would_have_run_out() -> None:
    card = scorecard("00:10 inject locked to privacy-lead\n80:00 EndEx", with_duty())

    assert figure(card, "NOTIF-TIME", "ico").verdict == "could-not-verify"


def test_in_time_only_by_the_later_claim_is_arguable() -> None:
    card = scorecard(
        """
        00:10  inject locked to privacy-lead
        10:00  duty ico runs since 10:00, due 82:00
        80:00  privacy-lead notifies ico
        90:00  EndEx
        """,
        with_duty(),
    )

    metric = figure(card, "NOTIF-TIME", "ico")
    assert metric.verdict == "arguable"
    assert "counted from there it was due E 72:10:00" in metric.formula


def test_a_rule_without_an_instant_is_left_to_an_evaluator() -> None:
    card = scorecard("00:00 duty ico runs since 00:00\n02:00 EndEx", with_duty())

    assert figure(card, "NOTIF-TIME", "ico").verdict == "not-rated"


def test_a_deadline_in_an_excused_span_is_not_rated() -> None:
    card = scorecard(
        """
        00:00  duty ico runs since 00:00, due 01:00
        01:30  excuse 00:50 to 01:10
        02:00  EndEx
        """,
        with_duty(),
    )

    assert figure(card, "NOTIF-TIME", "ico").verdict == "not-rated"
