"""The breach record: each field set as a fact, an assumption or an unknown.

The same for a suspected and a confirmed breach.  Closed values stand open beside the sealed words;
what was set before stays in the record, so what was known at any instant can be read again.
"""

from collections.abc import Callable
from typing import Any

from evidence import Command, Millis
from evidence.kinds.outside import BreachRecordUpdated, UpdateBreachRecord
from scenarios.breach_record import BY_ID, BreachField
from simulator.scene import By, Refused, Scene
from simulator.verbs.reading import cited, in_future, known, known_seat, reasoned


def update(scene: Scene, command: UpdateBreachRecord, by: By) -> None:
    known(
        command.field,
        BY_ID,
        because="unknown-field",
        says=f"The breach record has no field `{command.field}`",
    )
    field = BY_ID[command.field]
    values = _values(scene, field, command)
    _check_ranges(command)
    in_future(scene, command.next_check_at, what="The next check")
    cited(command.evidence, by)
    said = reasoned(command)
    _check_said(field, command, values, said=said)
    decided = field.takes == "decision" and bool(values)
    owner, made_at = _decision(scene, command, by, said=said) if decided else (None, None)
    scene.tell(
        BreachRecordUpdated(
            field=field.id,
            tag=command.tag,
            value=values[0] if values and not field.many else None,
            values=values if field.many else (),
            low=command.low,
            high=command.high,
            from_at=command.from_at,
            until_at=command.until_at,
            owner=owner,
            made_at=made_at,
            evidence=command.evidence,
            given=said,
            next_check_at=command.next_check_at,
        ),
        by,
    )


def _values(scene: Scene, field: BreachField, command: UpdateBreachRecord) -> tuple[str, ...]:
    """The open values, each of them in the field's vocabulary."""
    values = (*((command.value,) if command.value is not None else ()), *command.values)
    values = tuple(dict.fromkeys(values))
    if len(values) > 1 and not field.many:
        raise Refused("one-value", f"`{field.id}` takes one value.")
    organisation = scene.plan.organisation
    for value in values:
        if field.takes == "seat":
            known_seat(scene, value)
        elif field.values:
            known(
                value,
                field.values,
                because="unknown-value",
                says=f"`{value}` is no value of `{field.id}`",
            )
        elif field.takes == "parts":
            parts = (*organisation.services, *organisation.datasets, *organisation.vendors)
            others = (*organisation.roles, *organisation.regimes, *scene.plan.scenario.sites)
            known(
                value,
                (*parts, *others),
                because="unknown-value",
                says=f"The organisation has no `{value}`",
            )
        else:
            raise Refused("no-values", f"`{field.id}` takes words, and no value of its own.")
    return values


def _check_ranges(command: UpdateBreachRecord) -> None:
    if command.low is not None and command.high is not None and command.high < command.low:
        raise Refused("range", "A range goes from the lower number to the higher one.")
    start, end = command.from_at, command.until_at
    if start is not None and end is not None and end < start:
        raise Refused("span", "A span goes from the earlier instant to the later one.")


def _check_said(
    field: BreachField, command: UpdateBreachRecord, values: tuple[str, ...], *, said: bool
) -> None:
    opened = (command.low, command.high, command.from_at, command.until_at)
    if command.tag != "unknown" and not said and not values and opened == (None,) * 4:
        raise Refused("nothing-said", f"Say what you know about `{field.id}`, or tag it unknown.")


def _decision(
    scene: Scene, command: UpdateBreachRecord, by: By, *, said: bool
) -> tuple[str, Millis]:
    """Owner and instant of a decision, which needs a reason as well."""
    if not said:
        raise Refused("no-reason", "Say why: this decision needs a reason.")
    owner = command.owner or by.seat
    if owner is None:
        raise Refused("no-owner", "Say who owns this decision.")
    known_seat(scene, owner)
    made_at = command.about_at if command.about_at is not None else scene.now
    return owner, made_at


VERBS: dict[type[Command], Callable[[Scene, Any, By], None]] = {UpdateBreachRecord: update}

__all__ = ["VERBS"]
