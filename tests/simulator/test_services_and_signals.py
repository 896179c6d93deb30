"""Health spreads along what needs what; what a team is shown of it is late, missing or false."""

from typing import Any

import pytest

from evidence import Event
from evidence.kinds.incident import Acknowledge, IncidentDetected
from evidence.kinds.procedure import RunQuery
from evidence.kinds.world import (
    OutageBegan,
    ServiceChanged,
    ServiceRestored,
    SignalJudged,
    SignalRaised,
)
from runbooks.authored import Fixed
from scenarios.effects import Corrupt, Degrade, Fail, Lose, Recover
from scenarios.injects import Inject, SignalNature
from scenarios.organisation import Service
from scenarios.plan import Plan
from scenarios.story import Artefact, Monitor
from tests.builders import a_plan, an_organisation, hours, minutes
from tests.simulator.room import Room

TECH = "duty-engineer"
SIGN_IN, SHOP, DESK = "sign-in", "shop", "desk"


def a_house(*injects: Inject, **story: Any) -> Plan:
    """The shop needs sign-in, the desk leans on it, and the shop needs the ledger."""
    services = {
        SIGN_IN: Service(users=900),
        SHOP: Service(users=400, needs=(SIGN_IN, "ledger")),
        DESK: Service(users=50, leans_on=(SIGN_IN,)),
    }
    return a_plan(organisation=an_organisation(services=services), injects=injects, **story)


def at(when: int, *does: Any) -> Inject:
    return Inject(id=f"truth-{when}", at=when, does=does)


def health(room: Room) -> dict[str, int]:
    return {name: room.exercise.state.service(name).health for name in (SIGN_IN, SHOP, DESK)}


def test_what_needs_a_service_goes_down_with_it_and_what_leans_on_it_limps() -> None:
    room = Room(a_house(at(0, Fail(fail=SIGN_IN))))

    room.wait_until(minutes(30))

    assert health(room) == {SIGN_IN: 0, SHOP: 0, DESK: 60}


def test_a_fault_is_felt_a_while_later_by_what_depends_on_it() -> None:
    room = Room(a_house(at(0, Fail(fail=SIGN_IN))))

    room.wait_until(minutes(30))

    felt = {e.body.service: e.at for e in room.events if isinstance(e.body, ServiceChanged)}
    assert felt[SIGN_IN] == 0
    assert felt[SHOP] > 0
    assert felt[DESK] > 0


def test_users_are_counted_by_how_far_a_service_is_down() -> None:
    room = Room(a_house(at(0, Degrade(degrade=SIGN_IN, to=250_000))))

    room.wait_until(1)

    (changed,) = room.happened(ServiceChanged)
    assert (changed.health, changed.users) == (25, 675)


def test_a_service_is_up_only_once_everything_it_needs_is() -> None:
    room = Room(
        a_house(
            at(0, Fail(fail=SIGN_IN), Fail(fail=SHOP)),
            at(hours(1), Recover(recover=SHOP)),
            at(hours(2), Recover(recover=SIGN_IN)),
        )
    )

    room.wait_until(minutes(90))
    between = health(room)[SHOP]
    room.wait_until(hours(3))

    assert between == 0
    assert health(room) == {SIGN_IN: 100, SHOP: 100, DESK: 100}
    assert [body.service for body in room.happened(OutageBegan)].count(SHOP) == 1
    assert {body.service for body in room.happened(ServiceRestored)} == {SIGN_IN, SHOP}


@pytest.mark.parametrize(
    ("damage", "left"), [(Lose(lose="ledger"), 0), (Corrupt(corrupt="ledger"), 50)]
)
def test_what_needs_lost_data_is_down_and_what_needs_wrong_data_runs_at_half(
    damage: Any, left: int
) -> None:
    room = Room(a_house(at(0, damage)))

    room.wait_until(minutes(30))

    assert health(room) == {SIGN_IN: 100, SHOP: left, DESK: 100}


def test_nobody_in_the_room_is_told_of_a_fault_that_no_signal_shows() -> None:
    room = Room(a_house(at(0, Fail(fail=SIGN_IN), Lose(lose="ledger"))))

    room.wait_until(hours(1))

    told = {event.kind for event in room.events if event.at > 0 and event.to != ("control",)}
    assert room.exercise.state.service(SIGN_IN).health == 0
    assert told == set()


# --- signals


def a_monitor(**parts: Any) -> Monitor:
    fields = {
        "id": "errors",
        "watches": SIGN_IN,
        "source": "alert",
        "to": (TECH,),
        "text": "Errors.",
    }
    return Monitor(**{**fields, **parts})


def raised(room: Room) -> list[Event]:
    return [event for event in room.events if isinstance(event.body, SignalRaised)]


def test_a_monitor_speaks_once_its_threshold_is_passed_after_its_own_time() -> None:
    watch = a_monitor(below=500_000, after=Fixed(fixed=minutes(4)))
    degraded = at(minutes(1), Degrade(degrade=SIGN_IN, to=600_000))
    down = at(minutes(10), Fail(fail=SIGN_IN))
    room = Room(a_house(degraded, down, monitors=(watch,)))

    room.wait_until(hours(1))

    assert [(event.at, event.to) for event in raised(room)] == [(minutes(14), (f"seat:{TECH}",))]


def test_a_monitor_speaks_again_after_the_service_was_well_in_between() -> None:
    room = Room(
        a_house(
            at(minutes(1), Fail(fail=SIGN_IN)),
            at(minutes(2), Degrade(degrade=SIGN_IN, to=100_000)),
            at(minutes(20), Recover(recover=SIGN_IN)),
            at(minutes(30), Fail(fail=SIGN_IN)),
            monitors=(a_monitor(),),
        )
    )

    room.wait_until(hours(1))

    assert [event.at for event in raised(room)] == [minutes(1), minutes(30)]


def test_a_signal_that_is_missing_reaches_nobody_and_only_control_knows() -> None:
    watch = a_monitor(missing=1_000_000)
    alarm = Inject(
        id="alarm", at=minutes(1), by="alert", to=(TECH,), text="Errors.",
        signal=SignalNature(missing=1_000_000),
    )  # fmt: skip
    room = Room(a_house(at(0, Fail(fail=SIGN_IN)), alarm, monitors=(watch,)))

    room.wait_until(hours(1))

    judged = [event for event in room.events if isinstance(event.body, SignalJudged)]
    assert not raised(room)
    assert {event.body for event in judged} == {
        SignalJudged(signal="errors", verdict="missing"),
        SignalJudged(signal="alarm", verdict="missing"),
    }
    assert {event.to for event in judged} == {("control",)}


def test_detection_waits_for_the_first_signal_that_is_true() -> None:
    false = Inject(
        id="latency", at=minutes(1), by="alert", to=(TECH,), text="Slow disks.",
        signal=SignalNature(true=False),
    )  # fmt: skip
    room = Room(a_house(false, at(minutes(5), Fail(fail=SIGN_IN)), monitors=(a_monitor(),)))
    room.wait_until(minutes(2))

    room.does(TECH, Acknowledge(signal="latency"))
    after_the_false_one = room.happened(IncidentDetected)
    room.wait_until(minutes(6))
    room.does(TECH, Acknowledge(signal="errors"))

    assert not after_the_false_one
    (detected,) = room.happened(IncidentDetected)
    assert detected.signal == raised(room)[0].seq


def test_what_a_query_returns_is_a_true_signal_as_well() -> None:
    trace = Artefact.model_validate(
        {"id": "trace", "in": "logs", "terms": ["errors"], "text": "Errors since 16:40."}
    )
    room = Room(a_house(at(0, Fail(fail=SIGN_IN)), artefacts=(trace,)))
    room.wait_until(minutes(3))

    room.does(TECH, RunQuery(source="logs", terms=("errors",)))

    first = room.exercise.state.first_signal
    assert first is not None
    assert first[1] == minutes(3)
