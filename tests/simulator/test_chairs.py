"""A person takes the chair of a simulated responder at any moment, and gives it back."""

from evidence import Event, Millis
from evidence.kinds.exercise import PersonJoined, PersonLeft
from tests.simulator.playing import library_plan, opened

SEAT = "duty-manager"
HALF_AN_HOUR = 30 * 60_000


def acts_of_responder(events: list[Event], since: int) -> list[str]:
    return [e.kind for e in events if e.actor == f"sim:{SEAT}" and e.at > since]


def test_nobody_is_simulated_in_a_chair_while_a_person_sits_there() -> None:
    exercise, events = opened(library_plan(), profile="seasoned")
    events += exercise.receive(PersonJoined(seat=SEAT), at=Millis(0), actor="p-1", origin="shell")

    events += exercise.advance(to=Millis(HALF_AN_HOUR))

    assert acts_of_responder(events, 0) == []


def test_a_chair_that_its_person_leaves_is_played_by_the_responder_again() -> None:
    exercise, events = opened(library_plan(), profile="seasoned")
    events += exercise.receive(PersonJoined(seat=SEAT), at=Millis(0), actor="p-1", origin="shell")
    events += exercise.advance(to=Millis(HALF_AN_HOUR))

    events += exercise.receive(
        PersonLeft(seat=SEAT), at=Millis(HALF_AN_HOUR), actor="p-1", origin="shell"
    )
    events += exercise.advance(to=Millis(3 * HALF_AN_HOUR))

    assert acts_of_responder(events, HALF_AN_HOUR)
