"""What a screen counts down to: every duty at an instant, from the record."""

from datetime import timedelta

from evidence import Millis
from scenarios.law import Status
from simulator import countdowns
from tests.builders import hours, minutes
from tests.simulator.room import Room
from tests.simulator.test_duties import DORA, aware, classify, notify, the_plan


def standing(room: Room, at: int, ended: int | None = None) -> dict[str, tuple[str, int | None]]:
    found = countdowns(
        room.plan,
        room.exercise.state,
        Millis(at),
        ended=None if ended is None else Millis(ended),
    )
    return {one.duty: (one.state, one.left_ms) for one in found}


def a_room() -> Room:
    room = Room(the_plan())
    room.wait_until(minutes(30))
    return room


def test_before_anything_is_said_no_clock_runs() -> None:
    room = a_room()

    assert {state for state, _ in standing(room, minutes(30)).values()} == {"not-started"}


def test_a_running_clock_says_how_long_is_left_and_then_that_it_is_late() -> None:
    room = a_room()
    room.does("privacy-lead", aware(minutes(30)))

    assert standing(room, minutes(40))["partner"] == ("running", minutes(50))
    assert standing(room, minutes(90))["partner"] == ("running", 0)
    assert standing(room, minutes(90) + 1)["partner"] == ("late", -1)


def test_a_clock_that_waits_for_a_classification_says_by_when() -> None:
    room = a_room()
    room.does("privacy-lead", aware(minutes(30)))

    found = {one.duty: one for one in countdowns(room.plan, room.exercise.state, Millis(0))}

    assert found["initial"].state == "provisional"
    assert found["initial"].classify_by == minutes(30) + hours(24)


def test_a_notice_stops_the_clock_and_starts_the_next() -> None:
    room = a_room()
    room.does("privacy-lead", aware(minutes(30)))
    room.does("legal", classify(), notify("initial"))

    assert standing(room, minutes(30))["initial"] == ("met", None)
    assert standing(room, minutes(30))["intermediate"] == ("running", hours(72))


def test_what_is_due_after_endex_is_not_due() -> None:
    room = a_room()
    room.does("privacy-lead", aware(minutes(30)))

    assert standing(room, minutes(60), ended=minutes(60))["partner"][0] == "not-due"


def test_the_most_pressing_duty_comes_first_and_waiting_ones_last() -> None:
    room = a_room()
    room.does("privacy-lead", aware(minutes(30)))
    room.does("legal", classify())

    found = countdowns(room.plan, room.exercise.state, Millis(minutes(40)))

    assert [one.duty for one in found] == ["partner", "initial", "final", "intermediate"]


def test_a_notice_before_its_clock_ran_is_a_duty_met() -> None:
    room = a_room()
    room.does("legal", notify("partner"))

    assert standing(room, minutes(40))["partner"] == ("met", None)


def test_a_rule_binds_if_it_is_in_force_on_the_day_that_its_clock_began() -> None:
    plan = the_plan()
    tomorrow = plan.place.local.date_of(plan.scenario.starts.utc_ms) + timedelta(days=1)
    later = DORA.model_copy(update={"status": Status(is_="in force", since=tomorrow)})
    room = Room(plan.model_copy(update={"regimes": (later,)}))

    def binds() -> bool:
        found = countdowns(room.plan, room.exercise.state, Millis(hours(30)))
        return next(one for one in found if one.duty == "initial").binds

    assert not binds()
    room.wait_until(hours(24))
    room.does("privacy-lead", aware(hours(24)))
    assert binds()
