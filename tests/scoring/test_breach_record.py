"""The breach record: complete by its deadlines, right by what could be known then."""

from typing import Any

import pytest

from evidence import Millis
from evidence.kinds.outside import BreachRecordUpdated
from scenarios.answer_keys import KeyEntry
from scenarios.plan import Plan
from scoring.breach_record import AsKnown, as_known
from tests.builders import a_plan, minutes, played
from tests.scoring.scored import figure, findings, scorecard


def keyed(*entries: KeyEntry) -> Plan:
    return a_plan(breach_record=entries)


def a_key(field: str, *right: str, **parts: Any) -> KeyEntry:
    fields: dict[str, Any] = {"known_from": "files", "by": minutes(30), "right": right}
    return KeyEntry(field=field, **{**fields, **parts})


DATA = (
    a_key("personal-data", "possible", known_from="files"),
    a_key("personal-data", "yes", known_from="sample"),
)


def test_a_value_is_right_by_what_could_be_known_when_it_was_written() -> None:
    card = scorecard(
        """
        00:10  inject files to privacy-lead
        00:20  privacy-lead fills breach field personal-data with possible
        02:00  inject sample to privacy-lead
        02:10  privacy-lead fills breach field personal-data with yes
        03:00  EndEx
        """,
        keyed(*DATA),
    )

    assert figure(card, "BR-CORRECT").value == "1.0000"
    assert not findings(card, "breach-record-wrong")


def test_what_became_known_later_makes_nobody_wrong_before() -> None:
    card = scorecard(
        """
        00:10  inject files to privacy-lead
        00:20  privacy-lead fills breach field personal-data with possible
        02:00  inject sample to privacy-lead
        02:20  EndEx
        """,
        keyed(*DATA),
    )

    assert figure(card, "BR-CORRECT").value == "1.0000"  # half an hour to catch up had not gone by


def test_a_value_that_nobody_brings_up_to_date_is_wrong_once_there_was_time() -> None:
    card = scorecard(
        """
        00:10  inject files to privacy-lead
        00:20  privacy-lead fills breach field personal-data with possible
        02:00  inject sample to privacy-lead
        03:00  EndEx
        """,
        keyed(*DATA),
    )

    assert figure(card, "BR-CORRECT").value == "0.5000"
    assert findings(card, "breach-record-wrong")[0].says == (
        "May personal data be involved: `possible` still stood at E 02:30:00; since E 02:00:00 it "
        "could be known to be `yes`."
    )


def test_right_too_early_is_not_what_could_be_known() -> None:
    card = scorecard(
        """
        00:10  inject files to privacy-lead
        00:20  privacy-lead fills breach field personal-data with yes
        01:00  EndEx
        """,
        keyed(*DATA),
    )

    assert figure(card, "BR-CORRECT").value == "0.0000"


@pytest.mark.parametrize(
    ("band", "right"),
    [("100 to 200", "0.0000"), ("30000 to 50000", "1.0000"), ("400000 to 900000", "1.0000"),
     ("500000 to 900000", "0.0000")],
)  # fmt: skip
def test_a_band_is_right_where_it_overlaps_what_could_be_known(band: str, right: str) -> None:
    card = scorecard(
        f"""
        00:10  inject files to privacy-lead
        00:20  privacy-lead fills breach field subjects with {band}
        01:00  EndEx
        """,
        keyed(a_key("subjects", low=40_000, high=410_000)),
    )

    assert figure(card, "BR-CORRECT").value == right


def test_of_several_values_none_may_be_missing_and_more_do_no_harm() -> None:
    told = """
        00:10  inject files to privacy-lead
        00:20  privacy-lead fills breach field data-types with {}
        01:00  EndEx
    """
    plan = keyed(a_key("data-types", "health", "identity"))

    some = scorecard(told.format("health"), plan)
    all_ = scorecard(told.format("health, identity, contact"), plan)

    assert figure(some, "BR-CORRECT").value == "0.0000"
    assert figure(all_, "BR-CORRECT").value == "1.0000"


def test_an_honest_unknown_is_not_wrong() -> None:
    card = scorecard(
        """
        00:10  inject files to privacy-lead
        00:20  privacy-lead fills breach field personal-data as unknown, next check 01:00
        00:30  EndEx
        """,
        keyed(*DATA),
    )

    assert figure(card, "BR-CORRECT").verdict == "not-observed"


def test_a_field_answered_after_its_deadline_does_not_complete_the_record() -> None:
    told = """
        00:10  inject files to privacy-lead
        {}  privacy-lead fills breach field personal-data with possible
        01:00  EndEx
    """

    early = scorecard(told.format("00:40"), keyed(*DATA))
    late = scorecard(told.format("00:41"), keyed(*DATA))

    assert figure(early, "BR-COMP").value == "0.0417"
    assert figure(late, "BR-COMP").value == "0.0000"
    assert "after their deadline: personal-data" in figure(late, "BR-COMP").formula


def test_the_six_questions_are_asked_whether_or_not_anybody_answers() -> None:
    plan = keyed(
        a_key("position", "both"),
        a_key("communications-owner", is_=("privacy-lead",)),
        a_key("evidence-store", is_=("ledger",), by=minutes(300)),
    )

    card = scorecard(
        """
        00:10  inject files to privacy-lead
        00:20  privacy-lead fills breach field position with both
        01:00  EndEx
        """,
        plan,
    )

    assert figure(card, "BR-SIX").value == "0.5000"  # the third had time left at EndEx


def test_a_key_that_was_never_shown_holds_nobody() -> None:
    card = scorecard("01:00  EndEx", keyed(*DATA))

    assert not [metric for metric in card.metrics if metric.key == "BR-SIX" and metric.value]


def test_a_confirmed_breach_without_a_decision_is_a_finding() -> None:
    told = """
        00:20  privacy-lead fills breach field personal-data-breach with yes
        {}
        01:00  EndEx
    """

    open_ = scorecard(told.format("00:21 privacy-lead fills breach field review"), a_plan())
    decided = scorecard(
        told.format("00:30 privacy-lead fills breach field authority-decision with notify"),
        a_plan(),
    )

    assert findings(open_, "authority-undecided")
    assert not findings(decided, "authority-undecided")


def known(told: str, at: int) -> AsKnown:
    events = [event for event in played(told) if isinstance(event.body, BreachRecordUpdated)]
    updates = tuple((e, e.body) for e in events if isinstance(e.body, BreachRecordUpdated))
    return as_known(updates, Millis(at))


def test_the_record_can_be_read_as_it_was_known_at_any_instant() -> None:
    told = """
        00:20  privacy-lead fills breach field personal-data-breach as unknown
        00:40  privacy-lead fills breach field personal-data-breach with yes
        01:40  privacy-lead fills breach field personal-data-breach with no
        02:00  EndEx
    """

    status = [known(told, minutes(at)).status for at in (10, 30, 60, 100)]

    assert status == ["suspected", "suspected", "confirmed", "dismissed"]
    assert len(known(told, minutes(10)).open_fields) == 24
    assert len(known(told, minutes(100)).open_fields) == 23
