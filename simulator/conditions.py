"""What a condition means on the state, and which topics can change its answer."""

from functools import singledispatch

from scenarios import conditions as q
from simulator.state import State


@singledispatch
def holds(condition: object, state: State) -> bool:
    """Whether *condition* holds now."""
    raise AssertionError(f"no meaning for {type(condition).__name__}")


@holds.register
def _(condition: q.All, state: State) -> bool:
    return all(holds(part, state) for part in condition.all)


@holds.register
def _(condition: q.Any, state: State) -> bool:
    return any(holds(part, state) for part in condition.any)


@holds.register
def _(condition: q.Not, state: State) -> bool:
    return not holds(condition.not_, state)
