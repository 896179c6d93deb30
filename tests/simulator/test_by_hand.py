"""When the engine is out: a record is taken up by hand, and what people do goes on."""

from dataclasses import asdict

from evidence import Event, Millis
from evidence.kinds.control import HandleInject, InjectFired
from evidence.kinds.exercise import GoByHand, StartExercise
from evidence.kinds.incident import EnterLog
from simulator import Exercise, State
from simulator.state import (
    DatasetState,
    DutyState,
    RunState,
    ServiceState,
    StepState,
    VendorState,
)
from tests.simulator.playing import library_plan, opened, play

HOUR = 3_600_000


def touched(state: State) -> dict[str, object]:
    """The state without parts that were only looked at."""
    return {name: _touched(value) for name, value in asdict(state).items() if name != "opened"}


def _touched(value: object) -> object:
    if isinstance(value, dict):
        kept = {key: _touched(inner) for key, inner in value.items()}
        return {key: inner for key, inner in kept.items() if inner not in _UNTOUCHED}
    return value


_UNTOUCHED: tuple[object, ...] = tuple(
    asdict(part())
    for part in (StepState, RunState, DutyState, VendorState, ServiceState, DatasetState)
)


def first_hour() -> list[Event]:
    exercise, events = opened(library_plan())
    while (due := exercise.next_at()) is not None and due <= HOUR:
        events += exercise.advance(to=due)
    return events


def test_a_record_taken_up_by_hand_has_the_state_that_it_was_left_in() -> None:
    exercise, events = opened(library_plan())
    while (due := exercise.next_at()) is not None and due <= HOUR:
        events += exercise.advance(to=due)

    taken_up = Exercise.by_hand(library_plan(), seed=7, record=events)

    exercise.state.by_hand = True
    assert touched(taken_up.state) == touched(exercise.state)
    assert taken_up.now == events[-1].at


def test_by_hand_the_world_stands_still_and_numbers_go_on() -> None:
    record = first_hour()
    taken_up = Exercise.by_hand(library_plan(), seed=7, record=record)

    silent = taken_up.advance(to=Millis(taken_up.now + HOUR))
    seat = library_plan().organisation.seat_for("incident_commander")
    said = taken_up.receive(
        EnterLog(about="wiped"), at=taken_up.now, actor="p1", seat=seat, origin="person"
    )

    assert not [event for event in silent if event.kind != "duty.expired"]
    assert said[0].seq == record[-1].seq + 1 + len(silent)


def test_by_hand_control_fires_injects_from_the_list() -> None:
    exercise, _ = opened(library_plan(), profile=None)
    exercise.receive(GoByHand(), at=exercise.now)

    nothing = exercise.advance(to=Millis(HOUR))
    fired = exercise.receive(HandleInject(inject="wiped", how="fire"), at=exercise.now)

    assert not [event for event in nothing if isinstance(event.body, InjectFired)]
    assert [e.body.inject for e in fired if isinstance(e.body, InjectFired)] == ["wiped"]


def test_an_exercise_starts_once() -> None:
    exercise, _ = opened(library_plan(), profile=None)

    events = exercise.receive(StartExercise(), at=exercise.now)

    assert [event.kind for event in events] == ["exercise.start", "command.refused"]


def test_every_inject_ends_in_one_of_the_states_of_the_msel() -> None:
    plan = library_plan()

    events = play(plan, until=plan.scenario.lasts)

    fired = {e.body.inject for e in events if isinstance(e.body, InjectFired)}
    rest = {
        str(getattr(event.body, "inject", "")) for event in events if event.kind == "inject.set"
    }
    assert fired | rest == set(plan.injects)
    assert not fired & rest
