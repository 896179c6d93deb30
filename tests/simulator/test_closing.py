"""Back to a controlled state: what must be done first, and what was claimed but not so."""

from typing import get_args

from evidence.kinds import incident as i
from evidence.kinds import procedure as p
from scenarios.effects import MakeChange
from scenarios.injects import Inject
from scenarios.plan import Plan
from scenarios.story import TemporaryChange
from tests.builders import a_plan
from tests.simulator.room import Room


def the_plan() -> Plan:
    return a_plan(
        injects=(
            Inject(
                id="alarm",
                at=0,
                by="alert",
                to=("team",),
                text="Errors.",
                does=(MakeChange(make_change="open-port"), MakeChange(make_change="bigger-disk")),
            ),
        ),
        changes=(
            TemporaryChange(id="open-port", title="A port stands open"),
            TemporaryChange(id="bigger-disk", title="A bigger disk", temporary=False),
        ),
    )


def a_room() -> Room:
    room = Room(the_plan())
    room.wait_until(1)
    return room


def contradictions(room: Room) -> list[str]:
    return [conflict.because for conflict in room.happened(i.StateConflict)]


def test_an_item_confirmed_too_early_is_taken_and_contradicted_for_control_alone() -> None:
    room = a_room()

    room.does("cio", i.ConfirmItem(item="fixes-removed"))

    conflict = next(e for e in room.events if isinstance(e.body, i.StateConflict))
    assert contradictions(room) == ["`open-port` still stands"]
    assert conflict.to == ("control",)


def test_a_contradicted_item_can_be_confirmed_again_once_it_is_so() -> None:
    room = a_room()
    room.does("cio", i.ConfirmItem(item="fixes-removed"))

    room.does(
        "cio",
        p.HandleChange(change="open-port", how="remove"),
        i.ConfirmItem(item="fixes-removed"),
    )

    assert len(room.happened(i.ItemConfirmed)) == 2
    assert contradictions(room) == ["`open-port` still stands"], "the first one only"


def test_what_was_really_done_is_not_contradicted() -> None:
    room = a_room()
    room.does(
        "cio",
        p.HandleChange(change="open-port", how="capture"),
        p.HandleChange(change="open-port", how="remove"),
        p.HandleChange(change="bigger-disk", how="reconcile"),
    )

    room.does("cio", *(i.ConfirmItem(item=item) for item in get_args(i.Item)))

    assert contradictions(room) == []


def test_an_incident_closes_through_three_gates() -> None:
    room = a_room()
    room.does("cio", *(i.ConfirmItem(item=item) for item in get_args(i.Item)))
    room.does("cio", i.PassGate(gate="understood"), i.PassGate(gate="controlled"))

    too_early = room.asks("cio", i.CloseIncident())
    room.does("cio", i.PassGate(gate="risk"), i.CloseIncident())

    assert too_early == "Pass the gate `risk` first."
    assert room.asks("cio", i.CloseIncident()) == "The incident is closed."


def test_a_change_is_dealt_with_once() -> None:
    room = a_room()
    room.does("cio", p.HandleChange(change="open-port", how="remove"))

    says = room.asks("cio", p.HandleChange(change="open-port", how="capture"))

    assert says == "`open-port` has been dealt with already."
