"""What evaluators do: observe, tick, rate, and mark what the exercise itself caused.

All of it is for control's eyes.
"""

from collections.abc import Callable
from typing import Any

from evidence import Command
from evidence.kinds.control import (
    ActionTicked,
    ArtificialMarked,
    ExpectationMet,
    MarkArtificial,
    MoodObserved,
    ObservationRecorded,
    Observe,
    ObserveMood,
    RateTask,
    TaskRated,
    TickAction,
)
from scenarios.injects import Expectation
from simulator.scene import By, Refused, Scene
from simulator.verbs.reading import cited, known


def observe(scene: Scene, command: Observe, by: By) -> None:
    if command.task is not None:
        _known_task(scene, command.task)
    cited(command.about, by)
    scene.emit(ObservationRecorded(task=command.task, about=command.about), by=by)


def observe_mood(scene: Scene, command: ObserveMood, by: By) -> None:
    scene.emit(MoodObserved(mood=command.mood), by=by)


def tick(scene: Scene, command: TickAction, by: By) -> None:
    """An action seen in the room meets its expectation, late if the deadline has passed."""
    inject, expectation = _expectation(scene, command.expectation)
    status = scene.state.expectations.get(expectation.id)
    if status is None:
        raise Refused("not-expected", f"`{expectation.id}` is not expected yet.")
    scene.emit(ActionTicked(expectation=expectation.id, seen=command.seen), by=by)
    if not command.seen or status == "met":
        return
    key = f"expectation:{expectation.id}"
    scene.agenda.drop(key)
    if expectation.seen is not None:
        scene.unwatch(key)
    scene.emit(
        ExpectationMet(
            expectation=expectation.id, inject=inject, late=status == "missed", by=by.seq
        ),
        by=by,
    )


def rate(scene: Scene, command: RateTask, by: By) -> None:
    _known_task(scene, command.task)
    cited(command.about, by)
    if command.override and command.words is None:
        raise Refused("no-reason", "Say why: an override needs a reason.")
    if command.override and not command.about:
        raise Refused("no-evidence", "Name at least one entry that an override rests on.")
    scene.emit(
        TaskRated(
            task=command.task,
            rating=command.rating,
            override=command.override,
            reasoned=command.words is not None,
            about=command.about,
        ),
        by=by,
    )


def mark_artificial(scene: Scene, command: MarkArtificial, by: By) -> None:
    if not command.about:
        raise Refused("no-evidence", "Name at least one entry that the exercise caused.")
    cited(command.about, by)
    scene.emit(ArtificialMarked(about=command.about), by=by)


def _known_task(scene: Scene, task: str) -> None:
    tasks = (
        t.id
        for objective in scene.plan.scenario.objectives
        for capability in objective.capabilities
        for t in capability.tasks
    )
    known(task, tasks, because="unknown-task", says=f"There is no critical task `{task}`")


def _expectation(scene: Scene, expectation: str) -> tuple[str, Expectation]:
    """The expected action with this id, and the inject after which it is expected."""
    expected = {
        action.id: (inject.id, action)
        for inject in scene.plan.scenario.injects
        for action in inject.expects
    }
    known(
        expectation,
        expected,
        because="unknown-expectation",
        says=f"There is no expected action `{expectation}`",
    )
    return expected[expectation]


VERBS: dict[type[Command], Callable[[Scene, Any, By], None]] = {
    Observe: observe,
    ObserveMood: observe_mood,
    TickAction: tick,
    RateTask: rate,
    MarkArtificial: mark_artificial,
}

__all__ = ["VERBS"]
