"""The law's arithmetic on the exercise clock: the same answer, counted from StartEx."""

from evidence import Millis
from scenarios import library_regimes
from scenarios.duties import Duty, DutyTrigger
from scenarios.duty_clocks import due_in, given_aware
from scenarios.law import Due, Reading
from scenarios.organisation import Calendar
from scenarios.plan import Plan
from scenarios.planning import calendar_days
from tests.builders import a_plan, an_organisation, hours
from tests.law.asked import asked


def the_plan() -> Plan:
    law = library_regimes().regime("uk-gdpr-33")
    assert law is not None
    return a_plan(regimes=(law,), organisation=an_organisation())


DUTY = Duty(
    id="ico", title="Notice to the ICO", regime="uk-gdpr-33", owner="privacy-lead",
    from_=DutyTrigger(aware_of="locked"), whom="ICO",
)  # fmt: skip


def test_a_duty_is_due_as_long_after_startex_as_the_law_says() -> None:
    plan = the_plan()

    found = due_in(plan, DUTY, given_aware(plan, DUTY, Millis(hours(1))))

    assert (found.since, found.at, found.without_relief) == (hours(1), hours(73), hours(73))
    assert found.readings[0].at - hours(73) <= hours(1)  # the hour of the event is not counted


def test_the_command_line_and_the_exercise_clock_give_one_answer() -> None:
    plan = the_plan()
    starts = plan.scenario.starts

    found = due_in(plan, DUTY, given_aware(plan, DUTY, Millis(0)))
    answer = asked("uk-gdpr-33 notification", starts.zone,
                   aware=plan.place.local.show(starts.utc_ms))  # fmt: skip

    assert found.at is not None
    assert starts.utc_ms + found.at == answer.due.at


def test_an_answer_can_be_told_on_another_clock() -> None:
    answer = Due(
        state="running", rule="r", since=Millis(1), at=Millis(2), without_relief=Millis(3),
        classify_by=Millis(4), readings=(Reading(says="s", at=Millis(5)),),
    )  # fmt: skip

    moved = answer.moved(10)

    assert (moved.since, moved.at, moved.without_relief, moved.classify_by) == (11, 12, 13, 14)
    assert [reading.at for reading in moved.readings] == [15]
    assert Due(state="not-started", rule="r").moved(10).at is None


def test_an_organisations_own_days_are_its_countrys_and_what_it_says_itself() -> None:
    calendar = Calendar(country="GB", region="ENG", also_closed=("2026-11-24",),  # type: ignore[arg-type]
                        open_after_all=("2026-12-28",))  # type: ignore[arg-type]  # fmt: skip

    days = calendar_days(calendar, 1_795_000_000_000)

    closed = {day.isoformat() for day in days.closed}
    assert {"2026-11-24", "2026-12-25", "2026-11-22"} <= closed
    assert "2026-12-28" not in closed  # Boxing Day's substitute
