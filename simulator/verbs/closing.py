"""Back to a controlled state: temporary changes, the six items, the three gates, and the end."""

from collections.abc import Callable, Iterator
from typing import Any, Final, get_args

from evidence import Command
from evidence.kinds.incident import (
    CloseIncident,
    ConfirmItem,
    Gate,
    GatePassed,
    IncidentClosed,
    Item,
    ItemConfirmed,
    PassGate,
    StateConflict,
)
from evidence.kinds.procedure import ChangeHandled, HandleChange
from runbooks.authored import listed
from simulator.scene import By, Refused, Scene
from simulator.verbs.reading import cited, known

GATES: Final[tuple[str, ...]] = get_args(Gate)
ITEMS: Final[tuple[str, ...]] = get_args(Item)
SETTLED: Final = {"remove", "reconcile"}
"""A change handled in one of these ways no longer stands."""


def handle_change(scene: Scene, command: HandleChange, by: By) -> None:
    change, how = command.change, command.how
    known(
        change,
        scene.state.changes,
        because="no-such-change",
        says=f"No change `{change}` has been made",
    )
    handled = scene.state.changes[change]
    if handled & SETTLED:
        raise Refused("settled", f"`{change}` has been dealt with already.")
    if how in handled:
        raise Refused("captured", f"`{change}` has been captured already.")
    if how == "remove" and not _is_temporary(scene, change):
        raise Refused("lasting", f"`{change}` is to stay: reconcile it instead.")
    scene.tell(ChangeHandled(change=change, how=how), by)


def confirm(scene: Scene, command: ConfirmItem, by: By) -> None:
    """Take the team's word; that it was not so is for control and the score to see.

    It may be given again, whether it was contradicted or not: a refusal would tell which.
    """
    item = command.item
    cited(command.evidence, by)
    seq = scene.tell(ItemConfirmed(item=item, evidence=command.evidence), by)
    for because in _contradictions(scene, item):
        scene.emit(StateConflict(claim=seq, because=because), by=by)


def _contradictions(scene: Scene, item: str) -> Iterator[str]:
    """What stands against a confirmed item, in order of ids."""
    state = scene.state
    standing = [name for name, handled in sorted(state.changes.items()) if not handled & SETTLED]
    match item:
        case "fixes-removed":
            for name in standing:
                if _is_temporary(scene, name):
                    yield f"`{name}` still stands"
        case "reconciled":
            for name in standing:
                if not _is_temporary(scene, name):
                    yield f"`{name}` is not reconciled"
        case "changes-captured":
            for name in standing:
                if not state.changes[name]:
                    yield f"`{name}` is not captured"
        case "monitoring":
            if "monitoring" in state.tools_down:
                yield "monitoring is down"
        case "integrity":
            for name, dataset in sorted(state.datasets.items()):
                if dataset.damaged_at is not None and dataset.validated is not True:
                    yield f"`{name}` is damaged and not validated"


def _is_temporary(scene: Scene, change: str) -> bool:
    return all(told.temporary for told in scene.plan.scenario.changes if told.id == change)


def pass_gate(scene: Scene, command: PassGate, by: By) -> None:
    gate = command.gate
    if gate in scene.state.gates:
        raise Refused("passed", f"The gate `{gate}` has been passed already.")
    missing = [item for item in ITEMS if item not in scene.state.items]
    if gate == "controlled" and missing:
        raise Refused("items-open", f"Confirm these first: {listed(missing)}.")
    scene.tell(GatePassed(gate=gate), by)


def close(scene: Scene, command: CloseIncident, by: By) -> None:
    if scene.state.closed:
        raise Refused("closed", "The incident is closed.")
    missing = [gate for gate in GATES if gate not in scene.state.gates]
    if missing:
        gates = "gate" if len(missing) == 1 else "gates"
        raise Refused("gates-open", f"Pass the {gates} {listed(missing)} first.")
    scene.tell(IncidentClosed(), by)


VERBS: dict[type[Command], Callable[[Scene, Any, By], None]] = {
    HandleChange: handle_change,
    ConfirmItem: confirm,
    PassGate: pass_gate,
    CloseIncident: close,
}

__all__ = ["VERBS"]
