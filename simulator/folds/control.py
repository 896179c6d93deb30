"""The MSEL as run, and what is expected."""

from evidence import Event
from evidence.kinds import control as c
from simulator.folds.registry import Topics, on
from simulator.state import State


@on(c.InjectFired)
def _fired(state: State, event: Event, body: c.InjectFired) -> Topics:
    state.fired.setdefault(body.inject, event.at)
    state.inject_states[body.inject] = "fired"
    return (f"fired:{body.inject}",)


@on(c.InjectSet)
def _inject_set(state: State, event: Event, body: c.InjectSet) -> Topics:
    state.inject_states[body.inject] = body.state
    return ()


@on(c.ExpectationOpened)
def _expectation_opened(state: State, event: Event, body: c.ExpectationOpened) -> Topics:
    state.expectations[body.expectation] = "open"
    return ()


@on(c.ExpectationMet)
def _expectation_met(state: State, event: Event, body: c.ExpectationMet) -> Topics:
    state.expectations[body.expectation] = "met"
    return ()


@on(c.ExpectationMissed)
def _expectation_missed(state: State, event: Event, body: c.ExpectationMissed) -> Topics:
    state.expectations[body.expectation] = "missed"
    return (f"missed:{body.expectation}",)
