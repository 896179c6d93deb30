"""The breach record: 24 fields, each set as a fact, an assumption or an unknown."""

from collections.abc import Callable
from typing import Any, Final

from evidence import Command
from evidence.kinds.outside import BREACH_FIELDS, BreachRecordUpdated, UpdateBreachRecord
from simulator.scene import By, Refused, Scene
from simulator.verbs.reading import in_future, known, reasoned

VALUES: Final = {
    "personal-data": ("yes", "no", "possible", "unknown"),
    "position": ("controller", "processor", "both"),
    "personal-data-breach": ("yes", "no", "unknown"),
    "authority-contact": ("yes", "no", "unknown"),
    "subject-contact": ("yes", "no", "unknown"),
}
"""Fields with a closed vocabulary."""


def update(scene: Scene, command: UpdateBreachRecord, by: By) -> None:
    field = command.field
    known(
        field,
        BREACH_FIELDS,
        because="unknown-field",
        says=f"The breach record has no field `{field}`",
    )
    if command.value is not None and field in VALUES:
        known(
            command.value,
            VALUES[field],
            because="unknown-value",
            says=f"`{command.value}` is no value of `{field}`",
        )
    if command.low is not None and command.high is not None and command.high < command.low:
        raise Refused("range", "A range goes from the lower number to the higher one.")
    in_future(scene, command.next_check_at, what="The next check")
    said = reasoned(command)
    open_values = (command.value, command.low, command.high)
    if command.tag != "unknown" and not said and all(value is None for value in open_values):
        raise Refused("nothing-said", f"Say what you know about `{field}`, or tag it unknown.")
    scene.tell(
        BreachRecordUpdated(
            field=field,
            tag=command.tag,
            value=command.value,
            low=command.low,
            high=command.high,
            given=said,
            next_check_at=command.next_check_at,
        ),
        by,
    )


VERBS: dict[type[Command], Callable[[Scene, Any, By], None]] = {UpdateBreachRecord: update}

__all__ = ["VERBS"]
