"""When a notice is due: worked examples with real dates, zones and clock changes."""

from datetime import datetime

import pytest

from runbooks.authored import Millis, resolve_local
from scenarios.due import Due, due
from scenarios.shelf import library_regimes

EXAMPLES = (
    # id, regime, stage, given, due: each recomputed from the public texts
    ("EX01", "eu-gdpr-33-authority", "notification",
     {"aware": "2026-11-17T09:20:00+01:00"}, "2026-11-20T09:20:00+01:00"),
    ("EX02", "eu-gdpr-33-authority", "notification",
     {"aware": "2026-11-20T16:00:00+01:00"}, "2026-11-23T16:00:00+01:00"),
    ("EX04", "eu-gdpr-33-authority", "notification",
     {"aware": "2026-03-27T16:00:00+01:00"}, "2026-03-30T17:00:00+02:00"),
    ("EX05", "eu-gdpr-33-authority", "notification",
     {"aware": "2026-12-24T17:00:00+00:00"}, "2026-12-27T17:00:00+00:00"),
    ("EX06", "uk-gdpr-33", "notification",
     {"aware": "2026-10-23T18:00:00+01:00"}, "2026-10-26T17:00:00+00:00"),
    ("EX08", "eu-gdpr-33-authority", "notification",
     {"aware": "2026-11-18T11:30:00+01:00"}, "2026-11-21T11:30:00+01:00"),
    ("EX09", "eu-dora-19-major", "initial",
     {"aware": "2026-11-16T08:00:00+01:00", "classified_major": "2026-11-16T11:00:00+01:00"},
     "2026-11-16T15:00:00+01:00"),
    ("EX11", "eu-dora-19-major", "initial",
     {"aware": "2026-11-16T08:00:00+01:00", "classified_major": "2026-11-17T09:00:00+01:00"},
     "2026-11-17T13:00:00+01:00"),
    ("EX13", "eu-dora-19-major", "initial",
     {"aware": "2026-11-20T22:00:00+01:00", "classified_major": "2026-11-21T10:00:00+01:00"},
     "2026-11-21T14:00:00+01:00"),
    ("EX16", "eu-dora-19-major", "initial",
     {"aware": "2026-11-11T03:00:00+01:00", "classified_major": "2026-11-11T11:00:00+01:00"},
     "2026-11-11T15:00:00+01:00"),
    ("EX17", "eu-dora-19-major", "intermediate",
     {"initial_submitted": "2026-12-23T09:00:00+01:00"}, "2026-12-26T09:00:00+01:00"),
    ("EX19", "eu-dora-19-major", "intermediate",
     {"initial_submitted": "2026-11-16T12:10:00+01:00"}, "2026-11-19T12:10:00+01:00"),
    ("EX23", "eu-dora-19-major", "initial",
     {"aware": "2026-10-24T22:00:00+02:00", "classified_major": "2026-10-25T01:30:00+02:00"},
     "2026-10-25T04:30:00+01:00"),
    ("EX24", "eu-nis2-23", "early-warning",
     {"aware_significant": "2026-11-20T17:30:00+01:00"}, "2026-11-21T17:30:00+01:00"),
    ("EX35", "us-bank-36h", "notice",
     {"determined": "2026-10-31T20:00:00-04:00"}, "2026-11-02T07:00:00-05:00"),
    ("EX48", "sg-mas", "notification",
     {"discovered": "2026-11-20T23:30:00+08:00"}, "2026-11-21T00:30:00+08:00"),
    ("EX50", "au-apra-234", "incident",
     {"aware": "2026-04-03T10:00:00+11:00"}, "2026-04-06T09:00:00+10:00"),
    ("EX52", "au-soci", "critical-incident",
     {"aware": "2026-11-22T02:00:00+11:00"}, "2026-11-22T14:00:00+11:00"),
    ("EX55", "in-certin", "report",
     {"noticed": "2026-11-22T21:00:00+05:30"}, "2026-11-23T03:00:00+05:30"),
    ("EX56", "cn-cac-general", "report",
     {"learned": "2026-11-22T23:30:00+08:00"}, "2026-11-23T03:30:00+08:00"),
    ("EX62", "ca-osfi", "report",
     {"determined": "2026-11-01T00:30:00-04:00"}, "2026-11-01T23:30:00-05:00"),
    ("EX63", "contract-dpa-48h", "notice",
     {"aware": "2026-12-31T22:00:00+00:00"}, "2027-01-02T22:00:00+00:00"),
)  # fmt: skip


def ms(instant: str) -> Millis:
    return Millis(int(datetime.fromisoformat(instant).timestamp()) * 1000)


def at_berlin(text: str) -> Millis:
    return Millis(resolve_local(text, "Europe/Berlin"))


def due_of(regime: str, stage: str, given: dict[str, Millis]) -> Due:
    law = library_regimes().regime(regime)
    assert law is not None
    found = law.stage(stage)
    assert found is not None
    return due(found, given)


@pytest.mark.parametrize(
    ("regime", "stage", "given", "expected"),
    [pytest.param(*row[1:], id=row[0]) for row in EXAMPLES],
)
def test_hours_are_elapsed_hours_through_weekends_holidays_and_clock_changes(
    regime: str, stage: str, given: dict[str, str], expected: str
) -> None:
    found = due_of(regime, stage, {event: ms(at) for event, at in given.items()})

    assert found.state == "running"
    assert found.at == ms(expected)


def test_a_classification_within_a_day_of_awareness_is_due_four_hours_later() -> None:
    given = {
        "aware": at_berlin("2026-11-20T22:00"),
        "classified_major": at_berlin("2026-11-21T10:00"),
    }

    assert due_of("eu-dora-19-major", "initial", given).at == at_berlin("2026-11-21T14:00")


def test_a_later_classification_lets_the_bound_from_awareness_lapse() -> None:
    given = {
        "aware": at_berlin("2026-11-20T22:00"),
        "classified_major": at_berlin("2026-11-21T23:30"),
    }

    assert due_of("eu-dora-19-major", "initial", given).at == at_berlin("2026-11-22T03:30")


def test_until_it_is_classified_nothing_is_overdue_but_a_classification_is_asked_for() -> None:
    found = due_of("eu-dora-19-major", "initial", {"aware": at_berlin("2026-11-20T22:00")})

    assert found.state == "provisional"
    assert found.at is None
    assert found.classify_by == at_berlin("2026-11-21T22:00")


def test_the_awareness_bound_cuts_the_four_hours_short() -> None:
    given = {
        "aware": at_berlin("2026-11-20T22:00"),
        "classified_major": at_berlin("2026-11-21T21:00"),
    }

    assert due_of("eu-dora-19-major", "initial", given).at == at_berlin("2026-11-21T22:00")


def test_a_later_stage_does_not_start_before_the_earlier_one_is_sent() -> None:
    found = due_of("eu-dora-19-major", "intermediate", {"aware": Millis(0)})

    assert found.state == "not-started"
    assert found.at is None


def test_without_undue_delay_has_no_instant() -> None:
    found = due_of("eu-gdpr-34-subjects", "communication", {"high_risk_established": Millis(0)})

    assert found.state == "no-instant"
    assert found.at is None
