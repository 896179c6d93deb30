"""Who does what: library roles given and handed over, the channel, and people called up."""

from collections.abc import Callable
from typing import Any, Final

from evidence import Command
from evidence.kinds.incident import (
    AssignRole,
    CalledUp,
    CallUp,
    ChannelOpened,
    OpenChannel,
    RoleAssigned,
)
from runbooks.roles import LIBRARY_ROLES
from simulator.scene import By, Refused, Scene
from simulator.verbs.reading import known, known_seat, role_title

APART: Final = {
    "incident_commander": "incident_coordinator",
    "incident_coordinator": "incident_commander",
}
"""Whoever decides should not also keep order, unless the organisation allows it."""


def assign_role(scene: Scene, command: AssignRole, by: By) -> None:
    role, seat = command.role, command.seat
    known(role, LIBRARY_ROLES, because="unknown-role", says=f"There is no role `{role}`")
    known_seat(scene, seat)
    title = scene.plan.organisation.title_of(seat)
    holder = scene.state.roles.get(role)
    if holder == seat:
        raise Refused("held-already", f"{title} is the {role_title(role)} already.")
    if seat in scene.state.away:
        raise Refused("away", f"{title} cannot be reached now; choose somebody else.")
    _check_apart(scene, role, seat)
    scene.tell(RoleAssigned(role=role, seat=seat, from_seat=holder), by)


def _check_apart(scene: Scene, role: str, seat: str) -> None:
    other = APART.get(role)
    if other is None or scene.plan.organisation.commander_may_coordinate:
        return
    if scene.state.roles.get(other) == seat:
        raise Refused(
            "commander-coordinates",
            f"{scene.plan.organisation.title_of(seat)} is the {role_title(other)}; "
            "here one person may not both lead and coordinate.",
        )


def open_channel(scene: Scene, command: OpenChannel, by: By) -> None:
    if scene.state.channel_open:
        raise Refused("open", "The incident channel is open already.")
    scene.tell(ChannelOpened(), by)


def call_up(scene: Scene, command: CallUp, by: By) -> None:
    """Try to reach somebody; whether it worked is what the team learns."""
    if command.who not in scene.plan.scenario.cast:
        known(
            command.who,
            scene.plan.organisation.roles,
            because="unknown-person",
            says=f"Nobody here knows `{command.who}`",
        )
    scene.tell(CalledUp(who=command.who, reached=command.who not in scene.state.away), by)


VERBS: dict[type[Command], Callable[[Scene, Any, By], None]] = {
    AssignRole: assign_role,
    OpenChannel: open_channel,
    CallUp: call_up,
}

__all__ = ["VERBS"]
