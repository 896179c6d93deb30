"""Responders are woken only for work, and no work waits for somebody who is not woken."""

from collections.abc import Iterator

import pytest

from simulator import Exercise
from simulator.responders.sources import SOURCES
from simulator.responders.tasks import Task
from tests.simulator.playing import library_plan, opened


def overlooked(exercise: Exercise) -> Iterator[str]:
    """Tasks that a seat which nobody has woken would find by looking at everything."""
    scene, responders = exercise._scene, exercise._responders
    for seat, mind in responders._minds.items():
        if seat in responders._awake or seat in scene.state.away:
            continue
        for source in SOURCES:
            for found in source.look(scene, mind):
                if isinstance(found, Task) and found.key not in mind.done:
                    yield f"{exercise.now}: {seat} {found.key}"


@pytest.mark.parametrize("profile", ["seasoned", "chaotic"])
@pytest.mark.parametrize("scenario", ["restore", "failover", "breach"])
def test_nobody_overlooks_what_there_is_to_do(scenario: str, profile: str) -> None:
    exercise, _ = opened(library_plan(scenario), profile=profile)

    found: list[str] = []
    while (due := exercise.next_at()) is not None and due <= 6 * 3_600_000:
        exercise.advance(to=due)
        found.extend(overlooked(exercise))

    assert found == []
