"""Acting on systems and looking into them: responses, proposed actions, queries."""

from collections.abc import Callable
from typing import Any

from evidence import Command
from evidence.kinds.procedure import ActionProposed, ProposeAction, RunQuery, TakeResponse
from simulator.play import Play
from simulator.scene import By, Refused


def take_response(scene: Play, command: TakeResponse, by: By) -> None:
    if scene.state.by_hand:
        raise Refused(
            "by-hand", "Control plays the world by hand now; propose it, and control will rule."
        )
    scene.world.begin_response(command.response, command.point, by)


def propose(scene: Play, command: ProposeAction, by: By) -> None:
    if command.action in scene.state.actions:
        raise Refused(
            "proposed", f"There is a proposal `{command.action}`; give this one another id."
        )
    scene.tell(ActionProposed(action=command.action), by)


def run_query(scene: Play, command: RunQuery, by: By) -> None:
    start, end = command.from_at, command.until_at
    if start is not None and end is not None and end < start:
        raise Refused("span", "The window of a query ends after it begins.")
    scene.world.query(command, by)


VERBS: dict[type[Command], Callable[[Play, Any, By], None]] = {
    TakeResponse: take_response,
    ProposeAction: propose,
    RunQuery: run_query,
}

__all__ = ["VERBS"]
