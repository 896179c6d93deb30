"""Worked examples: real dates, zones, clock changes and holidays, each computed by hand."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pytest

from runbooks.authored import Wrong, read_yaml
from tests.law.asked import arguable, asked, of_example, shown, strict, utc

_FILE: Final = Path(__file__).parent / "examples.yaml"
_TREE: Final = read_yaml(_FILE.read_bytes(), name="examples.yaml").tree
assert isinstance(_TREE, dict)
EXAMPLES: Final[dict[str, Any]] = _TREE


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_worked_example_comes_out(name: str) -> None:
    example = EXAMPLES[name]

    answer = of_example(example)

    assert shown(answer) == example["due"]
    assert utc(answer) == example["utc"]
    assert strict(answer) == example.get("strict", example["due"])
    assert set(example.get("arguable", ())) <= set(arguable(answer))
    assert answer.state == "running"
    assert example.get("not", "nothing") not in str(shown(answer))


_BY_HAND: Final = Path(__file__).parent / "counted-by-hand.yaml"
_ROWS: Final = read_yaml(_BY_HAND.read_bytes(), name=_BY_HAND.name).tree
assert isinstance(_ROWS, dict)
BY_HAND: Final[list[Any]] = list(_ROWS["examples"])


@pytest.mark.parametrize("example", BY_HAND, ids=lambda row: row["rule"].replace(" ", "."))
def test_what_was_counted_before_it_was_asked_comes_out(example: dict[str, Any]) -> None:
    due = example.get("due")

    answer = of_example(example)

    assert shown(answer) == due
    assert answer.state == example.get("state", "running")
    assert strict(answer) == example.get("strict", due)
    assert set(example.get("arguable", ())) <= set(arguable(answer))
    if due is not None:
        assert utc(answer) == f"{datetime.fromisoformat(due).astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


OF_OUR_OWN: Final = (
    # rule, zone, facts, given, due: each counted by hand on a calendar
    ("eu-dora-19-major initial", "Europe/Warsaw", "calendar=PL entity=other-financial-entity",
     {"aware": "2026-11-11T03:00", "classified_major": "2026-11-11T11:00"},
     "2026-11-12T12:00:00+01:00"),  # a holiday there: noon of the next working day
    ("eu-dora-19-major intermediate", "Europe/Berlin", "calendar=DE entity=insurance-undertaking",
     {"initial_submitted": "2026-12-23T09:00"}, "2026-12-28T12:00:00+01:00"),
    ("eu-dora-19-major final", "Europe/Berlin", "calendar=DE entity=credit-institution",
     {"intermediate_submitted": "2026-01-31T10:00"}, "2026-03-02T12:00:00+01:00"),
    ("eu-dora-19-major final", "Europe/Berlin", "calendar=DE entity=bank relief=disapplied",
     {"intermediate_submitted": "2026-01-31T10:00"}, "2026-02-28T10:00:00+01:00"),
    ("eu-dora-19-major initial", "Europe/Berlin",
     "calendar=DE entity=payment-institution nis2=essential",
     {"classified_major": "2026-11-21T10:00"}, "2026-11-21T14:00:00+01:00"),
    ("eu-dora-19-major initial", "Europe/Berlin", "calendar=DE entity=bank",
     {"aware": "2026-11-16T08:00", "classified_major": "2026-11-17T08:00"},
     "2026-11-17T08:00:00+01:00"),  # at the bound it has not lapsed
    ("eu-nis2-23 incident-notification", "Europe/Berlin", "entity=trust-service-provider",
     {"aware_significant": "2026-11-20T17:30"}, "2026-11-21T17:30:00+01:00"),
    ("eu-nis2-23 incident-notification", "Europe/Berlin", "entity=essential-entity",
     {"aware_significant": "2026-11-20T17:30"}, "2026-11-23T17:30:00+01:00"),
    ("eu-psd2-legacy intermediate", "Europe/Berlin", "calendar=DE",
     {"initial_submitted": "2026-12-23T09:00"}, "2026-12-29T09:00:00+01:00"),
    ("eu-psd2-legacy initial", "Europe/Berlin", "calendar=DE",
     {"detected": "2026-11-16T08:00", "classified_major": "2026-11-18T08:00"},
     "2026-11-18T12:00:00+01:00"),  # the other bound is the classification's own
    ("uk-psp-4h final", "Europe/London", "",
     {"back_to_normal": "2026-10-20T10:00"}, "2026-11-03T10:00:00+00:00"),
    ("uk-fca-sup15-18 final", "Europe/London", "",
     {"incident_resolved": "2027-03-22"}, "2027-05-06T23:59:59+01:00"),  # Easter and early May
    ("us-sec-8k-105 8-k", "America/New_York", "calendar=US-NY",
     {"materiality_determined": "2026-11-20T12:00"}, "2026-11-27T17:30:00-05:00"),  # Thanksgiving
    ("us-sec-8k-105 8-k", "America/New_York", "calendar=US also_closed=2026-12-24",
     {"materiality_determined": "2026-12-18T12:00"}, "2026-12-28T17:30:00-05:00"),
    ("us-sec-8k-105 8-k", "Europe/London", "",
     {"materiality_determined": "2026-07-06T11:00"}, "2026-07-10T22:30:00+01:00"),
    ("us-hipaa-404 notice", "America/New_York", "",
     {"discovered": "2026-01-15T18:00"}, "2026-03-16T23:59:59-04:00"),  # whatever hour
    ("us-hipaa-408-small annual-log", "America/New_York", "",
     {"discovered": "2027-12-31"}, "2028-02-29T23:59:59-05:00"),
    ("us-ca-1798-82 attorney-general", "America/Los_Angeles", "",
     {"residents_notified": "2026-12-31T09:00"}, "2027-01-15T23:59:59-08:00"),
    ("sg-pdpa assessment", "Asia/Singapore", "",
     {"credible_grounds": "2026-11-02T09:00"}, "2026-12-02T09:00:00+08:00"),
    ("jp-appi final", "Asia/Tokyo", "",
     {"knew": "2026-04-30T09:00"}, "2026-05-29T23:59:59+09:00"),
    ("jp-appi final", "Asia/Tokyo", "improper_purpose=true",
     {"knew": "2026-04-30T09:00"}, "2026-06-28T23:59:59+09:00"),
    ("br-lgpd communication", "America/Sao_Paulo", "entity=small-agent",
     {"knew": "2026-11-19"}, "2026-11-30T23:59:59-03:00"),
    ("br-lgpd communication", "America/Sao_Paulo", "small_agent=true",
     {"knew": "2026-11-19"}, "2026-11-30T23:59:59-03:00"),
    ("br-lgpd complement", "America/Sao_Paulo", "",
     {"communication_submitted": "2026-11-25"}, "2026-12-23T23:59:59-03:00"),
    ("au-apra-234 control-weakness", "Australia/Sydney", "calendar=AU-NSW",
     {"control_weakness_aware": "2026-04-01"}, "2026-04-17T23:59:59+10:00"),  # Easter
    ("cn-cac-general report", "Asia/Shanghai", "entity=state-organ",
     {"learned": "2026-11-22T23:30"}, "2026-11-23T01:30:00+08:00"),
    ("in-sectoral rbi", "Asia/Kolkata", "",
     {"detected": "2026-11-22T21:00"}, "2026-11-22T23:00:00+05:30"),
    ("eu-ai-act-73 serious-incident", "Europe/Berlin", "calendar=DE",
     {"aware": "2026-10-20T14:00"}, "2026-11-04T14:00:00+01:00"),
    ("eu-ai-act-73 death", "Europe/Berlin", "calendar=DE",
     {"aware": "2026-10-15T03:00"}, "2026-10-25T03:00:00+01:00"),  # the end of the repeated hour
    ("eu-ai-act-73 death", "Europe/Berlin", "calendar=DE",
     {"aware": "2026-10-15T02:30"}, "2026-10-25T02:30:00+02:00"),  # the first of the two
    ("eu-ai-act-73 death", "Europe/Berlin", "calendar=DE",
     {"aware": "2026-03-19T02:30"}, "2026-03-29T03:00:00+02:00"),  # left out: as they go forward
    ("us-fcc-64-2011 agencies", "America/New_York", "",
     {"reasonable_determination": "2026-11-20T10:00"}, "2026-12-02T10:00:00-05:00"),
    ("eu-cer-15 detailed-report", "Europe/Berlin", "calendar=DE",
     {"aware": "2027-01-31"}, "2027-02-28T23:59:59+01:00"),  # a Sunday, and not moved
)  # fmt: skip


@pytest.mark.parametrize(("words", "zone", "facts", "given", "due"), OF_OUR_OWN)
def test_another_example_counted_by_hand_comes_out(
    words: str, zone: str, facts: str, given: dict[str, str], due: str
) -> None:
    assert shown(asked(words, zone, facts=facts, **given)) == due


def test_two_whole_working_days_inside_the_period_leave_no_other_reading_of_article_3_5() -> None:
    answer = asked("eu-gdpr-33-authority notification", facts="calendar=DE",
                   aware="2026-11-17T09:20")  # fmt: skip

    assert arguable(answer) == ["2026-11-20T10:00:00+01:00"]  # the hour of the event alone


def test_a_processors_notice_has_no_instant() -> None:
    answer = asked("eu-gdpr-33-processor notification", aware="2026-11-17T09:20")

    assert (answer.state, answer.due.at) == ("no-instant", None)


def test_where_a_risk_is_unlikely_no_clock_runs_and_the_record_is_still_asked_for() -> None:
    answer = asked("eu-gdpr-33-authority notification", facts="risk=unlikely",
                   aware="2026-11-17T09:20")  # fmt: skip

    assert (answer.state, answer.due.at) == ("not-due", None)
    assert "33(5)" in str(answer.due.note)


def test_before_materiality_is_determined_no_8_k_is_due() -> None:
    answer = asked("us-sec-8k-105 8-k", None, materiality_determined="null",
                   discovered="2026-11-02")  # fmt: skip

    assert (answer.state, answer.due.at) == ("not-started", None)
    assert list(answer.given) == ["discovered"]


@pytest.mark.parametrize("stage", ["intermediate", "final"])
def test_a_later_stage_waits_for_the_sending_of_the_earlier_one(stage: str) -> None:
    answer = asked(f"eu-dora-19-major {stage}", initial_submitted="null", aware="2026-11-01T10:00")

    assert answer.state == "not-started"


def test_a_rule_not_in_force_can_be_rehearsed_and_says_so() -> None:
    answer = asked("us-circia ransom-payment", "UTC", payment="2026-11-02T10:00")

    assert shown(answer) == "2026-11-03T10:00:00+00:00"
    assert not answer.binds
    assert str(answer.law.status).startswith("not in force")


@pytest.mark.parametrize(("day", "binds"), [("2027-03-17", False), ("2027-03-18", True)])
def test_a_rule_with_a_date_binds_from_that_day(day: str, binds: bool) -> None:
    answer = asked("uk-fca-sup15-18 initial", "Europe/London", determined=f"{day}T10:00")

    assert answer.binds is binds


@pytest.mark.parametrize(
    ("zone", "instant", "says"),
    [
        (None, "2026-11-17T09:20:00", "has no zone and no offset"),
        ("Europe/Berlin", "2026-10-25T02:30", "happens twice"),
        ("Europe/Berlin", "2026-03-29T02:30", "does not exist"),
        ("Europe/Berlin", "2026-11-17", "is only a date, and this rule counts hours"),
        ("Europe/Berlin", "2026-02-30T10:00", "is not in the calendar"),
        ("Europe/Berlin", "yesterday", "is not an instant"),
        ("Europe/Berlim", "2026-11-17T09:20", "did you mean `Europe/Berlin`"),
        ("Europe/Berlim", "2026-11-17T09:20:00Z", "did you mean `Europe/Berlin`"),
        ("Europe/Berlin", "1066-10-14T09:20:00Z", "is too far away"),
    ],
)
def test_an_instant_that_is_not_exactly_one_is_refused(
    zone: str | None, instant: str, says: str
) -> None:
    with pytest.raises(Wrong, match=says):
        asked("eu-gdpr-33-authority notification", zone, aware=instant)


def test_the_repeated_hour_is_taken_with_its_offset() -> None:
    first = asked("eu-gdpr-33-authority notification", aware="2026-10-25T02:30+02:00")
    second = asked("eu-gdpr-33-authority notification", aware="2026-10-25T02:30+01:00")

    assert (shown(first), shown(second)) == ("2026-10-28T01:30:00+01:00",
                                             "2026-10-28T02:30:00+01:00")  # fmt: skip


def test_days_are_not_counted_on_an_offset_alone() -> None:
    with pytest.raises(Wrong, match="add the zone: --zone"):
        asked("us-nydfs-extortion written-description", None, payment="2026-10-31T15:00:00-04:00")


def test_working_days_are_not_counted_without_a_calendar() -> None:
    with pytest.raises(Wrong, match="add the calendar: --fact calendar=DE"):
        asked("eu-dora-19-major final", intermediate_submitted="2026-01-31T10:00")


def test_where_nobody_said_what_the_entity_is_the_limit_stays_and_relief_is_a_reading() -> None:
    answer = asked("eu-dora-19-major initial", facts="calendar=DE",
                   classified_major="2026-11-21T10:00")  # fmt: skip

    assert shown(answer) == "2026-11-21T14:00:00+01:00"
    assert arguable(answer) == ["2026-11-23T12:00:00+01:00"]


@pytest.mark.parametrize(
    ("zone", "facts"), [("Europe/Berlin", ""), (None, "calendar=DE"), (None, "")]
)
def test_with_nothing_known_of_the_entity_a_limit_needs_neither_zone_nor_calendar(
    zone: str | None, facts: str
) -> None:
    answer = asked("eu-dora-19-major initial", zone, facts=facts,
                   classified_major="2026-11-21T10:00+01:00")  # fmt: skip

    assert (utc(answer), arguable(answer)) == ("2026-11-21T13:00:00Z", [])


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ("entity=credit-instituton", "did you mean `credit-institution`"),
        ("calendar=D", "there is no calendar of the country `D`"),
        ("calendar=GB-ENGL", "did you mean `ENG`"),
    ],
)
def test_a_fact_with_an_unknown_value_is_refused(facts: str, says: str) -> None:
    with pytest.raises(Wrong, match=says):
        asked("eu-dora-19-major initial", facts=facts, classified_major="2026-11-21T10:00")


def test_a_rule_that_does_not_ask_what_the_entity_is_takes_any_word_for_it() -> None:
    answer = asked("uk-gdpr-33 notification", "Europe/London", facts="entity=choir",
                   aware="2026-11-20T16:00")  # fmt: skip

    assert shown(answer) == "2026-11-23T16:00:00+00:00"


STATES = (
    # sent, EndEx, now, state: due Mon 23 Nov 16:00, arguable until Tue 24 Nov 23:59:59
    ("2026-11-23T16:00", None, "met"),
    ("2026-11-23T16:00:00.001", None, "arguable"),
    ("2026-11-24T23:59:59.999", None, "arguable"),
    ("2026-11-25T00:00", None, "late"),
    (None, "2026-11-21T16:00", "not-due"),
    (None, "2026-11-23T16:00", "not-due"),
    (None, "2026-11-24T16:00", "arguable"),
    (None, "2026-11-26T16:00", "late"),
    (None, None, "running"),
)


@pytest.mark.parametrize(("sent", "ended", "state"), STATES)
def test_a_notice_is_held_against_the_due_instant_and_every_other_reading(
    sent: str | None, ended: str | None, state: str
) -> None:
    given = {"aware": "2026-11-20T16:00", "submitted": sent or "null", "endex": ended or "null"}

    answer = asked("eu-gdpr-33-authority notification", facts="calendar=DE", **given)

    assert answer.state == state


def test_a_delay_that_was_granted_is_a_reading_and_not_the_limit() -> None:
    answer = asked("us-nydfs-72 notice", "America/New_York", determined="2026-11-02T10:00",
                   suspended_until="2026-12-01T00:00")  # fmt: skip

    assert shown(answer) == "2026-11-05T10:00:00-05:00"
    assert arguable(answer) == ["2026-12-01T00:00:00-05:00"]


@pytest.mark.parametrize(
    ("rule", "zone", "given", "binds"),
    [
        (
            "eu-dora-19-major initial",
            "Europe/Berlin",
            {"classified_major": "2025-01-16T23:59"},
            False,
        ),
        (
            "eu-dora-19-major initial",
            "Europe/Berlin",
            {"classified_major": "2025-01-17T00:00"},
            True,
        ),
        ("eu-psd2-legacy initial", "Europe/Berlin", {"classified_major": "2025-01-16T23:59"}, True),
        (
            "eu-psd2-legacy initial",
            "Europe/Berlin",
            {"classified_major": "2025-01-17T00:00"},
            False,
        ),
        ("uk-fca-sup15-18 initial", "Europe/London", {"determined": "2027-03-17T23:59"}, False),
        ("uk-fca-sup15-18 initial", "Europe/London", {"determined": "2027-03-18T00:00"}, True),
        ("eu-cra-14-vuln early-warning", "Europe/Berlin", {"aware": "2026-09-10T23:59"}, False),
        ("eu-cra-14-vuln early-warning", "Europe/Berlin", {"aware": "2026-09-11T00:00"}, True),
        ("us-circia ransom-payment", "America/New_York", {"payment": "2030-01-01T00:00"}, False),
    ],
)
def test_a_clock_that_is_not_in_force_that_day_is_for_rehearsal_only(
    rule: str, zone: str, given: dict[str, str], binds: bool
) -> None:
    assert asked(rule, zone, **given).binds is binds


@pytest.mark.parametrize(
    ("rule", "given", "binds"),
    [
        ("eu-dora-19-major intermediate", {}, True),
        ("eu-dora-19-major intermediate", {"aware": "2025-01-16T10:00"}, False),
        ("eu-dora-19-major intermediate", {"aware": "2026-01-16T10:00"}, True),
        ("uk-fca-sup15-18 initial", {}, False),  # by the day on which the data was compared
        ("us-circia ransom-payment", {}, False),
    ],
)
def test_a_clock_that_has_not_started_binds_by_what_is_known_so_far(
    rule: str, given: dict[str, str], binds: bool
) -> None:
    answer = asked(rule, **given)

    assert answer.state in ("not-started", "provisional")
    assert answer.binds is binds
