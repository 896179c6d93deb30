"""A bare incident model in plain SimPy: what a run costs when it does nothing but simulate.

Written as SimPy's own documentation writes models: a process for each alarm, seats as resources,
time passing in timeouts.  Nothing is recorded, decided or scored.  It is given as many tasks as
make it process the number of SimPy events that a full Drillroom run processes.
"""

import random
from collections.abc import Generator
from typing import Any

import simpy

SEATS = 9
ALARMS = 12


class CountingEnvironment(simpy.Environment):
    """Counts the events that it processes; never used while time is measured."""

    def __init__(self) -> None:
        super().__init__()
        self.processed = 0

    def step(self) -> None:
        self.processed += 1
        super().step()


def _alarm(
    env: simpy.Environment, seats: list[simpy.Resource], tasks: int, luck: random.Random
) -> Generator[simpy.Event, Any, None]:
    yield env.timeout(luck.randrange(3_600_000))
    for _ in range(tasks):
        seat = luck.choice(seats)
        with seat.request() as request:
            yield request
            yield env.timeout(luck.randrange(60_000, 900_000))


def run_bare(*, tasks: int, seed: int, env: simpy.Environment | None = None) -> int:
    """Simulate *tasks* tasks; the instant at which the last one was done."""
    env = env or simpy.Environment()
    luck = random.Random(seed)
    seats = [simpy.Resource(env) for _ in range(SEATS)]
    for alarm in range(ALARMS):
        share = tasks // ALARMS + (alarm < tasks % ALARMS)
        env.process(_alarm(env, seats, share, luck))
    env.run()
    return int(env.now)


def tasks_for(events: int) -> int:
    """How many tasks make the bare model process this many events, to the nearest task."""
    counting = CountingEnvironment()
    run_bare(tasks=events, seed=0, env=counting)
    tasks = events * events // counting.processed
    return max(1, tasks)


def events_of(tasks: int) -> int:
    """How many events the bare model processes for these tasks."""
    counting = CountingEnvironment()
    run_bare(tasks=tasks, seed=0, env=counting)
    return counting.processed
