"""A night of quick fixes: what they left standing has to go before the state is controlled."""

from typing import get_args

from evidence import Millis
from evidence.kinds import incident as i
from evidence.kinds import procedure as p
from evidence.kinds.exercise import EndExercise
from runbooks.authored import Fixed
from scenarios.effects import MakeChange
from scenarios.injects import Inject
from scenarios.plan import Plan
from scenarios.story import Response, TemporaryChange
from scoring import score
from tests.builders import a_plan, hours, minutes
from tests.simulator.room import Room

LEAD, TECH = "incident-manager", "duty-engineer"
ITEMS: tuple[i.Item, ...] = get_args(i.Item)


def the_night() -> Plan:
    """An open port helps at once; the bigger disk that somebody ordered by hand is in no code."""
    alarm = Inject(id="alarm", at=0, by="alert", to=("team",), text="The disk is full.")
    by_hand = Inject(
        id="disk-by-hand", at=minutes(20), by="chat", to=(TECH,), text="I gave it a bigger disk.",
        does=(MakeChange(make_change="bigger-disk"),),
    )  # fmt: skip
    open_port = Response(
        id="open-port", title="Open a port past the proxy", by=(TECH,),
        takes=Fixed(fixed=minutes(3)),
        does=(MakeChange(make_change="open-port"),), says="The port is open.",
    )  # fmt: skip
    return a_plan(
        injects=(alarm, by_hand),
        responses=(open_port,),
        changes=(
            TemporaryChange(id="open-port", title="A port past the proxy"),
            TemporaryChange(id="bigger-disk", title="A bigger disk", temporary=False),
        ),
    )


def after_the_fix() -> Room:
    """Half an hour in: the service is back, one fix and one drift stand."""
    room = Room(the_night())
    room.wait_until(minutes(5))
    room.does(TECH, i.Acknowledge(signal="alarm"), i.DeclareIncident())
    room.does(TECH, p.TakeResponse(response="open-port"))
    room.wait_until(minutes(30))
    return room


def confirm_all(room: Room) -> None:
    seen = (room.exercise.state.first_signal or (0, Millis(0)))[0]
    room.does(LEAD, *(i.ConfirmItem(item=item, evidence=(seen,)) for item in ITEMS))


def controlled_by(room: Room) -> tuple[int | str | None, tuple[str, ...]]:
    """When the score sees a controlled state, and what the claims of the team ran against."""
    room.wait_until(hours(1))
    room.controls(EndExercise())
    metrics = score(room.plan, room.events).to_json()["metrics"]
    found = next(metric for metric in metrics if metric["key"] == "TTCS")
    conflicts = tuple(conflict.because for conflict in room.happened(i.StateConflict))
    return found["value"], conflicts


def test_a_fix_and_a_drift_stand_until_somebody_deals_with_them() -> None:
    room = after_the_fix()

    assert [change.title for change in room.happened(p.ChangeMade)] == [
        "A port past the proxy",
        "A bigger disk",
    ]
    assert room.exercise.state.changes == {"open-port": set(), "bigger-disk": set()}


def test_words_alone_bring_nobody_back_to_a_controlled_state() -> None:
    room = after_the_fix()

    confirm_all(room)
    room.does(LEAD, i.PassGate(gate="controlled"))

    value, conflicts = controlled_by(room)
    assert value is None
    assert conflicts == (
        "`open-port` still stands",
        "`bigger-disk` is not captured",
        "`open-port` is not captured",
        "`bigger-disk` is not reconciled",
    )


def test_a_drift_that_is_to_stay_is_reconciled_and_not_removed() -> None:
    room = after_the_fix()

    says = room.asks(TECH, p.HandleChange(change="bigger-disk", how="remove"))
    room.does(TECH, p.HandleChange(change="bigger-disk", how="reconcile"))

    assert says == "`bigger-disk` is to stay: reconcile it instead."


def test_once_fixes_are_removed_and_drift_reconciled_the_state_is_controlled() -> None:
    room = after_the_fix()
    for change in ("open-port", "bigger-disk"):
        room.does(TECH, p.HandleChange(change=change, how="capture"))
    room.does(TECH, p.HandleChange(change="open-port", how="remove"))
    room.does(TECH, p.HandleChange(change="bigger-disk", how="reconcile"))
    room.wait_until(minutes(40))

    confirm_all(room)
    room.does(LEAD, i.PassGate(gate="controlled"))

    assert controlled_by(room) == (minutes(35), ())
