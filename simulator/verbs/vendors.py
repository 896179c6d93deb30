"""Dealings with a vendor: a case opened, chased, escalated rung by rung, and looked after."""

from collections.abc import Callable
from typing import Any

from evidence import Command
from evidence.kinds.outside import (
    ChaseVendor,
    EscalateVendor,
    NoteOversight,
    OpenVendorCase,
    OversightNoted,
    VendorChased,
    VendorEscalated,
    VendorOpened,
)
from simulator.play import Play
from simulator.scene import By, Refused
from simulator.verbs.reading import in_future, known


def open_case(scene: Play, command: OpenVendorCase, by: By) -> None:
    title = _title(scene, command.vendor)
    if scene.state.vendor(command.vendor).opened_at is not None:
        raise Refused("case-open", f"There is a case with {title} already; chase or escalate it.")
    in_future(scene, command.next_chase_at, what="The next chaser")
    answer_due = scene.world.open_case(command.vendor, by)
    scene.tell(
        VendorOpened(
            vendor=command.vendor, answer_due=answer_due, next_chase_at=command.next_chase_at
        ),
        by,
    )


def chase(scene: Play, command: ChaseVendor, by: By) -> None:
    _check_open(scene, command.vendor)
    in_future(scene, command.next_chase_at, what="The next chaser")
    scene.tell(VendorChased(vendor=command.vendor, next_chase_at=command.next_chase_at), by)
    scene.world.chase(command.vendor)


def escalate(scene: Play, command: EscalateVendor, by: By) -> None:
    """Go up the ladder; a rung may be jumped over, and that is kept."""
    title = _check_open(scene, command.vendor)
    ladder = scene.plan.organisation.vendors[command.vendor].ladder
    rung = scene.state.vendor(command.vendor).rung
    if not ladder:
        raise Refused("no-ladder", f"There is nobody at {title} to escalate to.")
    if command.rung > len(ladder):
        raise Refused("beyond-ladder", f"The ladder of {title} ends at rung {len(ladder)}.")
    if command.rung <= rung or command.rung < 1:
        raise Refused("not-up", f"The case stands at rung {rung}; the next one is {rung + 1}.")
    scene.tell(
        VendorEscalated(
            vendor=command.vendor, rung=command.rung, in_order=command.rung == rung + 1
        ),
        by,
    )
    scene.world.escalate(command.vendor, command.rung)


def note(scene: Play, command: NoteOversight, by: By) -> None:
    _check_open(scene, command.vendor)
    scene.tell(OversightNoted(vendor=command.vendor), by)


def _check_open(scene: Play, vendor: str) -> str:
    title = _title(scene, vendor)
    if scene.state.vendor(vendor).opened_at is None:
        raise Refused("no-case", f"Open a case with {title} first.")
    return title


def _title(scene: Play, vendor: str) -> str:
    vendors = scene.plan.organisation.vendors
    known(vendor, vendors, because="unknown-vendor", says=f"There is no vendor `{vendor}`")
    return scene.plan.organisation.title_of(vendor)


VERBS: dict[type[Command], Callable[[Play, Any, By], None]] = {
    OpenVendorCase: open_case,
    ChaseVendor: chase,
    EscalateVendor: escalate,
    NoteOversight: note,
}

__all__ = ["VERBS"]
