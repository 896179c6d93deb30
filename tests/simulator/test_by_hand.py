"""When the engine is out: a record is taken up by hand, and what people do goes on."""

from evidence import Event, Millis
from evidence.kinds.control import HandleInject, InjectFired, SetWorld
from evidence.kinds.exercise import GoByHand, StartExercise
from evidence.kinds.incident import EnterLog
from evidence.kinds.outside import OpenVendorCase, VendorBreached, VendorReplied
from evidence.kinds.procedure import ActionEnded, Adjudicate, ProposeAction
from evidence.kinds.world import OutageBegan
from simulator import Exercise
from tests.simulator.playing import library_plan, opened, play, touched

HOUR = 3_600_000
NOT_SIMULATED = {"duty.expired", "vendor.breached", "expectation.missed", "exercise.pace-set"}
"""What falls due for people, and the plan's own paces."""


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

    assert {event.kind for event in silent} <= NOT_SIMULATED
    assert said[0].seq == record[-1].seq + 1 + len(silent)


def test_by_hand_control_fires_injects_from_the_list() -> None:
    exercise, _ = opened(library_plan(), profile=None)
    exercise.receive(GoByHand(), at=exercise.now)

    nothing = exercise.advance(to=Millis(HOUR))
    fired = exercise.receive(HandleInject(inject="wiped", how="fire"), at=exercise.now)

    assert not [event for event in nothing if isinstance(event.body, InjectFired)]
    assert [e.body.inject for e in fired if isinstance(e.body, InjectFired)] == ["wiped"]


def test_an_answer_already_on_its_way_does_not_arrive_once_the_world_is_out() -> None:
    vendor = library_plan().scenario.vendors[0].vendor
    seat = library_plan().organisation.seat_for("vendor_owner")
    exercise, _ = opened(library_plan(), profile=None)
    exercise.receive(
        OpenVendorCase(vendor=vendor), at=exercise.now, actor="p", seat=seat, origin="person"
    )

    exercise.receive(GoByHand(), at=exercise.now)
    rest = exercise.advance(to=Millis(2 * HOUR))

    assert not [event for event in rest if isinstance(event.body, VendorReplied)]
    assert [event for event in rest if isinstance(event.body, VendorBreached)]


def test_by_hand_nothing_simulated_happens_any_more_whenever_it_was_armed() -> None:
    exercise, _ = opened(library_plan())
    exercise.advance(to=Millis(HOUR))

    exercise.receive(GoByHand(), at=exercise.now)
    rest = exercise.advance(to=Millis(4 * HOUR))

    assert {event.kind for event in rest} <= NOT_SIMULATED


def test_going_by_hand_in_play_and_taking_a_record_up_by_hand_go_on_alike() -> None:
    exercise, events = opened(library_plan())
    events += exercise.advance(to=Millis(HOUR))
    taken_up = Exercise.by_hand(library_plan(), seed=7, record=events)

    in_play = list(exercise.receive(GoByHand(), at=exercise.now))
    in_play += exercise.advance(to=Millis(4 * HOUR))
    afterwards = list(taken_up.receive(GoByHand(), at=Millis(HOUR)))
    afterwards += taken_up.advance(to=Millis(4 * HOUR))

    assert [(e.at, e.body) for e in in_play] == [(e.at, e.body) for e in afterwards]
    assert "expectation.missed" in {event.kind for event in afterwards}


def test_by_hand_control_sets_the_world_and_what_hangs_on_it_follows_at_once() -> None:
    plan = library_plan()
    service = plan.scenario.recovery[0].service
    exercise, _ = opened(plan, profile=None)
    exercise.receive(GoByHand(), at=exercise.now)

    happened = exercise.receive(SetWorld(effects=({"fail": service},)), at=exercise.now)

    assert service in [e.body.service for e in happened if isinstance(e.body, OutageBegan)]


def test_by_hand_a_ruling_that_takes_time_still_comes_to_its_end() -> None:
    seat = library_plan().organisation.seat_for("technical_lead")
    exercise, _ = opened(library_plan(), profile=None)
    exercise.receive(GoByHand(), at=exercise.now)
    exercise.receive(
        ProposeAction(action="pull-the-plug"),
        at=exercise.now, actor="p", seat=seat, origin="person",
    )  # fmt: skip

    exercise.receive(
        Adjudicate(action="pull-the-plug", ruling="takes", takes_ms=60_000), at=exercise.now
    )
    later = exercise.advance(to=Millis(60_000))

    assert [e.body for e in later] == [ActionEnded(action="pull-the-plug", worked=True)]


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
