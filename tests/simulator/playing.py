"""Playing library scenarios in tests, without store or wall clock."""

from collections.abc import Mapping
from dataclasses import asdict
from functools import cache

from evidence import Command, Event, Millis, Origin
from evidence.kinds.exercise import EndExercise, ExerciseOpened, StartExercise
from scenarios.load import load_organisation, load_scenario
from scenarios.plan import Plan
from scenarios.planning import plan_from_library
from scenarios.shelf import shelf
from simulator import Exercise, State
from simulator.state import (
    DatasetState,
    DutyState,
    RunState,
    ServiceState,
    StepState,
    VendorState,
)

Input = tuple[int, Command, str, str | None, Origin]
"""Exercise time, command, actor, seat, origin."""


@cache
def library_plan(scenario: str = "restore", organisation: str = "northstrand-payments") -> Plan:
    """A library scenario bound to a library organisation."""
    found = shelf()
    story = next(item for item in found.scenarios if item.id == scenario)
    house = next(item for item in found.organisations if item.id == organisation)
    return plan_from_library(
        load_scenario(story.data, story.id), load_organisation(house.data, house.id), choices={}
    )


def opening(plan: Plan, seed: int, responders: Mapping[str, str]) -> ExerciseOpened:
    return ExerciseOpened(
        exercise="test",
        scenario=plan.scenario.scenario,
        organisation=plan.organisation.organisation,
        plan=plan.digest,
        seed=seed,
        run="dry-run",
        engine="test",
        self_check="same",
        unicode="14.0.0",
        wall_clock="simulated",
        earlier_plays=0,
        responders=dict(responders),
    )


def opened(
    plan: Plan, *, seed: int = 7, profile: str | None = "average"
) -> tuple[Exercise, list[Event]]:
    """An exercise that has just started, every seat filled by *profile* (nobody for ``None``)."""
    exercise = Exercise(plan, seed=seed)
    filled = dict.fromkeys(plan.organisation.roles, profile) if profile else {}
    events = list(
        exercise.receive(opening(plan, seed, filled), at=Millis(0), origin="shell", actor="shell")
    )
    events += exercise.receive(StartExercise(), at=Millis(0))
    return exercise, events


def play(
    plan: Plan,
    *,
    seed: int = 7,
    profile: str | None = "average",
    until: int = 3 * 3_600_000,
    tick: int | None = None,
    inputs: tuple[Input, ...] = (),
) -> list[Event]:
    """Play to *until* and end; come back only when due, or also every *tick* milliseconds."""
    exercise, events = opened(plan, seed=seed, profile=profile)
    waiting = list(inputs)
    while True:
        due = exercise.next_at()
        to = until if due is None else min(due, until)
        if tick is not None and exercise.next_at() is not None:
            to = min(to, exercise.now + tick)
        if waiting and waiting[0][0] <= to:
            at, command, actor, seat, origin = waiting.pop(0)
            instant = Millis(max(at, exercise.now))
            events += exercise.receive(command, at=instant, actor=actor, seat=seat, origin=origin)
            continue
        events += exercise.advance(to=Millis(to))
        if to >= until:
            break
    events += exercise.receive(EndExercise(), at=exercise.now)
    return events


def replay(plan: Plan, record: list[Event], *, seed: int = 7) -> list[Event]:
    """Hand the inputs of *record* to a new exercise."""
    exercise = Exercise(plan, seed=seed)
    events: list[Event] = []
    for event in record:
        if event.is_input:
            assert isinstance(event.body, Command)
            events += exercise.receive(
                event.body,
                at=event.at,
                actor=event.actor or "",
                seat=event.role,
                origin=event.origin,
                cmd=event.cmd,
            )
    return events


def touched(state: State) -> dict[str, object]:
    """The state without parts that were only looked at."""
    return {name: _touched(value) for name, value in asdict(state).items() if name != "opened"}


def _touched(value: object) -> object:
    if isinstance(value, dict):
        kept = {key: _touched(inner) for key, inner in value.items()}
        return {key: inner for key, inner in kept.items() if inner not in _UNTOUCHED}
    return value


_UNTOUCHED: tuple[object, ...] = tuple(
    asdict(part())
    for part in (StepState, RunState, DutyState, VendorState, ServiceState, DatasetState)
)
