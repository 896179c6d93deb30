"""Objectives that something serves, and tasks that something shows."""

from collections.abc import Iterator

from runbooks.authored import Path, Problem
from scenarios.check.reading import Known, ScenarioFile
from scenarios.objectives import Objective, Task


def check_objectives(file: ScenarioFile, known: Known) -> Iterator[Problem]:
    """Objectives without a task that counts, and without a measure."""
    del known  # the scenario alone decides
    for place, objective in enumerate(file.model.objectives):
        path: Path = ("objectives", place)
        tasks = [task for _, task in _tasks(objective, path)]
        if not any(task.measures or task.expectations for task in tasks):
            yield file.problem(
                (*path, "id"),
                f"no task serves objective `{objective.id}`",
                "give one of its tasks a measure or an expectation",
            )
            continue
        for where, task in _tasks(objective, path):
            if not (task.measures or task.expectations):
                yield file.problem(
                    (*where, "id"),
                    f"nothing shows how well task `{task.id}` is done",
                    "add `measures` or `expectations`",
                )
        if not any(task.measures for task in tasks):
            yield file.warning(
                (*path, "id"),
                f"objective `{objective.id}` has no measure, only expectations",
                "let one of its tasks rest on a metric",
            )


def _tasks(objective: Objective, path: Path) -> Iterator[tuple[Path, Task]]:
    for place, capability in enumerate(objective.capabilities):
        for inner, task in enumerate(capability.tasks):
            yield (*path, "capabilities", place, "tasks", inner), task
