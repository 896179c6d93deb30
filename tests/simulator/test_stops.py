"""A runbook says in words when to stop; the scenario says which truth of its story that is."""

import pytest

from evidence.kinds.procedure import (
    RunStarted,
    StartRun,
    StartStep,
    StopConditionMet,
    StopRun,
)
from scenarios.conditions import Flag
from scenarios.effects import Raise
from scenarios.injects import Inject
from scenarios.plan import Plan
from scenarios.scenario import RunbookUse, StopSign
from scoring import score
from tests.builders import a_plan, a_runbook, minutes
from tests.simulator.playing import library_plan, play
from tests.simulator.room import Room

TECH = "duty-engineer"


def the_plan() -> Plan:
    worse = Inject(
        id="worse", at=minutes(10), by="chat", to=(TECH,), text="It spreads.",
        does=(Raise.model_validate({"raise": "spreading"}),),
    )  # fmt: skip
    sign = StopSign(condition="wrong-host", when=Flag(flag="spreading"), shown_by=("worse",))
    use = RunbookUse(runbook="restore-db", stops=(sign,))
    alarm = Inject(id="alarm", at=0, by="alert", to=(TECH,), text="Errors.")
    plan = a_plan(runbooks=[a_runbook()], injects=(alarm, worse))
    story = plan.scenario.model_copy(update={"runbooks": (use,)})
    return plan.model_copy(update={"scenario": story})


def room_in_which_it_got_worse() -> Room:
    room = Room(the_plan())
    room.wait_until(minutes(1))
    room.does(TECH, StartRun(run="restore-db"))
    room.wait_until(minutes(11))
    return room


def stop_figure(room: Room) -> int | str | None:
    card = score(room.plan, room.events)
    return next(m.value for m in card.metrics if m.key == "RB-STOP")


def test_the_truth_that_meets_a_stop_condition_is_recorded_for_control_alone() -> None:
    room = room_in_which_it_got_worse()

    met = [event for event in room.events if isinstance(event.body, StopConditionMet)]

    assert [event.body for event in met] == [
        StopConditionMet(run="restore-db", condition="wrong-host")
    ]
    assert met[0].to == ("control",)


def test_nothing_is_met_while_the_runbook_is_not_open() -> None:
    room = Room(the_plan())

    room.wait_until(minutes(11))

    assert not room.happened(StopConditionMet)


def test_a_condition_that_held_before_is_met_when_the_runbook_is_opened() -> None:
    room = Room(the_plan())
    room.wait_until(minutes(11))

    room.does(TECH, StartRun(run="restore-db"))

    assert len(room.happened(StopConditionMet)) == 1


def test_whoever_goes_on_all_the_same_scores_nothing_and_whoever_stops_scores_all() -> None:
    heedless, careful = room_in_which_it_got_worse(), room_in_which_it_got_worse()

    heedless.does(TECH, StartStep(run="restore-db", step="stop-writes"))
    careful.does(
        TECH,
        StopRun(run="restore-db", condition="wrong-host"),
        StartRun(run="restore-db"),
        StartStep(run="restore-db", step="stop-writes"),
    )

    assert stop_figure(heedless) == "0.0000"
    assert stop_figure(careful) == "1.0000"


def test_a_stopped_run_goes_on_when_it_is_opened_again() -> None:
    room = room_in_which_it_got_worse()
    room.does(TECH, StopRun(run="restore-db", condition="wrong-host"))

    stopped = room.asks(TECH, StartStep(run="restore-db", step="stop-writes"))
    room.does(TECH, StartRun(run="restore-db"))

    assert stopped == "The run of `restore-db` was stopped."
    assert [body.again for body in room.happened(RunStarted)] == [False, True]
    assert room.asks(TECH, StartRun(run="restore-db")) == (
        "The runbook `restore-db` has been opened already."
    )


@pytest.mark.parametrize("scenario", ["restore", "failover", "breach"])
def test_each_library_scenario_can_meet_stop_conditions_of_its_runbook(scenario: str) -> None:
    plan = library_plan(scenario)

    for use in plan.scenario.runbooks:
        known = {stop.id for stop in plan.books[use.runbook].stop}
        assert use.stops
        assert {sign.condition for sign in use.stops} <= known


def test_seasoned_responders_say_stop_when_they_were_shown_why_and_then_go_on() -> None:
    plan = library_plan("failover")
    met, stopped = 0, 0
    for seed in range(6):
        events = play(plan, seed=seed, profile="seasoned", until=plan.scenario.lasts)
        met += sum(isinstance(event.body, StopConditionMet) for event in events)
        stopped += sum(isinstance(event.body, StopRun) for event in events)

    assert met >= 1
    assert stopped >= 1
