"""Kinds of commands and events: one vocabulary for engine, screens, score and auditor.

``KINDS`` maps a kind's name to its body type; ``read_body`` turns a leaf's open JSON back into it.
"""

from collections.abc import Mapping
from types import ModuleType
from typing import Any

import msgspec

from evidence.kinds import control, exercise, incident, outside, procedure, review, world
from evidence.kinds.body import (
    CONTROL,
    TEAM,
    Body,
    Command,
    Fact,
    Millis,
    Seq,
    may_see,
    seat_audience,
)


def _bodies(module: ModuleType) -> dict[str, type[Body]]:
    found = {}
    for value in vars(module).values():
        if isinstance(value, type) and issubclass(value, Body) and "kind" in vars(value):
            found[value.kind] = value
    return found


KINDS: dict[str, type[Body]] = {
    kind: body
    for module in (exercise, incident, procedure, outside, world, control, review)
    for kind, body in _bodies(module).items()
}


def write_body(body: Body) -> dict[str, Any]:
    """The open JSON of *body*, members at their default left out."""
    built: dict[str, Any] = msgspec.to_builtins(body)
    return built


def read_body(kind: str, body: Mapping[str, Any]) -> Body:
    """The typed body of a leaf.

    Raises:
        KeyError: No such kind.
        msgspec.ValidationError: The members do not fit the kind.
    """
    return msgspec.convert(body, KINDS[kind])


__all__ = [
    "CONTROL",
    "KINDS",
    "TEAM",
    "Body",
    "Command",
    "Fact",
    "Millis",
    "Seq",
    "control",
    "exercise",
    "incident",
    "may_see",
    "outside",
    "procedure",
    "read_body",
    "review",
    "seat_audience",
    "world",
    "write_body",
]
