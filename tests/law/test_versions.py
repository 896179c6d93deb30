"""A text that was changed: the version counts that stood when the clock started."""

import pytest

from evidence import Millis
from runbooks.authored import LocalInstant
from scenarios import library_regimes
from scenarios.duties import Duty, DutyTrigger
from scenarios.duty_clocks import due_in, given_aware
from scenarios.plan import Plan
from tests.builders import a_plan, hours
from tests.law.asked import asked, shown


@pytest.mark.parametrize(
    ("zone", "aware", "due"),
    [
        ("Europe/London", "2025-08-19T23:59:59", "2025-08-20T23:59:59+01:00"),
        ("Europe/London", "2025-08-20T00:00", "2025-08-23T00:00:00+01:00"),
        ("Europe/London", "2024-03-30T12:00", "2024-03-31T13:00:00+01:00"),  # the clocks go forward
        ("Europe/Berlin", "2025-08-20T00:59", "2025-08-21T00:59:00+02:00"),  # still the 19th there
        ("Europe/Berlin", "2025-08-20T01:00", "2025-08-23T01:00:00+02:00"),
    ],
)
def test_a_breach_under_pecr_had_24_hours_before_20_august_2025_and_has_72_since(
    zone: str, aware: str, due: str
) -> None:
    answer = asked("uk-pecr-5a notification", zone, aware=aware)

    assert shown(answer) == due
    assert answer.binds


def test_the_rule_that_is_printed_is_the_one_that_counted() -> None:
    then = asked("uk-pecr-5a notification", "Europe/London", aware="2025-08-19T12:00")
    now = asked("uk-pecr-5a notification", "Europe/London", aware="2026-08-19T12:00")
    waiting = asked("uk-pecr-5a notification", "Europe/London", aware="null")

    assert then.due.rule == "PECR 5A, as it stood before 2025-08-20: within 24 h of awareness"
    assert now.due.rule == waiting.due.rule == "PECR 5A: within 72 h of awareness"


def playing(starts: str) -> Plan:
    law = library_regimes().regime("uk-pecr-5a")
    assert law is not None
    plan = a_plan(regimes=(law,))
    story = plan.scenario.model_copy(update={"starts": LocalInstant.model_validate(starts)})
    return plan.model_copy(update={"scenario": story})


BREACH = Duty(
    id="ico", title="Notice to the ICO", regime="uk-pecr-5a", owner="privacy-lead",
    from_=DutyTrigger(aware_of="locked"), whom="ICO",
)  # fmt: skip


@pytest.mark.parametrize(
    ("starts", "within"),
    [("2025-08-19T22:30 Europe/London", hours(24)), ("2025-08-19T23:00 Europe/London", hours(72))],
)
def test_a_story_of_that_day_is_played_by_the_version_of_its_hour(starts: str, within: int) -> None:
    plan = playing(starts)

    found = due_in(plan, BREACH, given_aware(plan, BREACH, Millis(hours(1))))

    assert found.at == hours(1) + within


def test_a_contracts_own_period_takes_the_place_of_every_version() -> None:
    plan = playing("2025-08-01T09:00 Europe/London")
    agreed = BREACH.model_copy(update={"within": hours(48)})

    found = due_in(plan, agreed, given_aware(plan, agreed, Millis(0)))

    assert found.at == hours(48)


@pytest.mark.parametrize(
    ("regime", "starts", "says"),
    [
        ("us-circia", "2026-11-20T16:40 America/New_York",
         " (rehearsal only: not in force: no final rule was seen"),
        ("uk-fca-sup15-18", "2026-11-20T16:40 Europe/London",
         " (rehearsal only: in force from 2027-03-18: until then"),
    ],
)  # fmt: skip
def test_in_play_a_law_that_is_not_in_force_says_so_beside_its_rule(
    regime: str, starts: str, says: str
) -> None:
    law = library_regimes().regime(regime)
    assert law is not None
    plan = a_plan(regimes=(law,))
    story = plan.scenario.model_copy(update={"starts": LocalInstant.model_validate(starts)})
    duty = BREACH.model_copy(update={"regime": regime})
    plan = plan.model_copy(update={"scenario": story})

    assert says in due_in(plan, duty, given_aware(plan, duty, Millis(0))).rule


def test_in_play_a_law_in_force_says_no_more_than_its_rule() -> None:
    plan = playing("2026-08-01T09:00 Europe/London")

    found = due_in(plan, BREACH, given_aware(plan, BREACH, Millis(0)))

    assert found.rule == "PECR 5A: within 72 h of awareness"
