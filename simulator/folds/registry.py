"""One small function for each kind, found by its body's type."""

from collections.abc import Callable
from typing import Any

from evidence import Body, Event
from simulator.state import State

Topics = tuple[str, ...]
Fold = Callable[[State, Event, Any], Topics]
FOLDS: dict[type[Body], Fold] = {}


def on(body: type[Body]) -> Callable[[Fold], Fold]:
    """Register a fold for bodies of this type."""

    def register(fold: Fold) -> Fold:
        FOLDS[body] = fold
        return fold

    return register


def apply(state: State, event: Event) -> Topics:
    """Take one event into *state*; the topics it touched."""
    fold = FOLDS.get(type(event.body))
    return fold(state, event, event.body) if fold else ()
