"""What people may do, one function for each command.

A verb checks and then emits; what makes no sense is refused in a sentence before anything has
been written.
"""

from collections.abc import Callable
from typing import Any

from evidence import Command
from simulator.play import Play
from simulator.scene import By
from simulator.verbs import (
    breach_record,
    closing,
    control,
    decisions,
    duties,
    evaluators,
    incident,
    messages,
    queries,
    roles,
    runs,
    steps,
    vendors,
)

Verb = Callable[[Play, Any, By], None]

VERBS: dict[type[Command], Verb] = {
    **control.VERBS,
    **incident.VERBS,
    **roles.VERBS,
    **runs.VERBS,
    **steps.VERBS,
    **messages.VERBS,
    **duties.VERBS,
    **vendors.VERBS,
    **breach_record.VERBS,
    **decisions.VERBS,
    **closing.VERBS,
    **queries.VERBS,
    **evaluators.VERBS,
}

__all__ = ["VERBS", "Verb"]
