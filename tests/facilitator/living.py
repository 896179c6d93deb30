"""An exercise as a server plays it: every step durable before it is told, until it is killed.

A child process imports this, so it stays light.
"""

from __future__ import annotations

from collections.abc import Sequence
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Semaphore
from pathlib import Path

from evidence import Event, Millis
from evidence.canonical import encode
from evidence.kinds.exercise import ClockMarked, EndExercise, ResumeExercise, StartExercise
from facilitator.recording import Recorder
from facilitator.resuming import Resumed
from facilitator.store import Store
from simulator import Exercise
from tests.simulator.playing import library_plan, opening

NAME = "test"
SEED = 7
UNTIL = Millis(3 * 3_600_000)
MARK_EVERY_MS = 600_000
STARTED_WALL = 1_800_000_000_000


def wall(at: Millis) -> int:
    return STARTED_WALL + at


def open_and_start(store: Store) -> tuple[Exercise, Recorder]:
    """An exercise that has just started, every seat filled, and its recorder."""
    plan = library_plan()
    store.open_exercise(NAME, plan=encode(plan.to_json()), run="practice", wall=STARTED_WALL)
    recorder = Recorder(store, NAME, wall=wall)
    exercise = Exercise(plan, seed=SEED)
    filled = dict.fromkeys(plan.organisation.roles, "average")
    opened = opening(plan, SEED, filled)
    recorder.take(exercise.receive(opened, at=Millis(0), origin="shell", actor="shell"))
    recorder.take(exercise.receive(StartExercise(), at=Millis(0)))
    recorder.flush()
    return exercise, recorder


def step(exercise: Exercise) -> tuple[Event, ...]:
    """What a room's loop does next: come back when something is due, mark the clock, or end."""
    if exercise.now >= UNTIL:
        return exercise.receive(EndExercise(), at=exercise.now)
    mark = Millis((exercise.now // MARK_EVERY_MS + 1) * MARK_EVERY_MS)
    due = exercise.next_at()
    if due is None or due >= mark:
        return exercise.receive(ClockMarked(), at=mark, actor="shell", origin="shell")
    return exercise.advance(to=due)


def play_until_killed(path: Path, told: Connection, ahead: Semaphore) -> None:
    """Play and record; tell how many leaves are durable after each step.

    *ahead* is how many steps may be told that nobody has heard yet.
    """
    with Store.open(path) as store:
        exercise, recorder = open_and_start(store)
        while not exercise.ended:
            recorder.take(step(exercise))
            ack = recorder.flush()
            if ack is not None:
                ahead.acquire()
                told.send(ack.size)


def play_to_the_end(resumed: Resumed) -> tuple[Event, ...]:
    """Let control resume, and play what is left; all events of the record."""
    events = list(resumed.events)
    exercise, recorder = resumed.exercise, resumed.recorder
    happened: Sequence[Event] = exercise.receive(ResumeExercise(), at=exercise.now)
    while True:
        events += happened
        recorder.take(happened)
        recorder.flush()
        if exercise.ended:
            return tuple(events)
        happened = step(exercise)
