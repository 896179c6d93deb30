"""What a scenario lost when parts of it were left out, in plain lines for a facilitator."""

from collections.abc import Iterator

from scenarios.objectives import Task
from scenarios.parts import parts
from scenarios.scenario import Scenario


def lost_parts(before: Scenario, after: Scenario) -> Iterator[str]:
    """Each part that is not there any more: ``inject slow-vendor``."""
    kept = {part for part, _ in parts(after)}
    for (kind, name), _ in parts(before):
        if (kind, name) not in kept and kind not in ("objective", "capability", "task"):
            yield f"{kind} {name}"
    effects = {inject.id: len(inject.does) for inject in after.injects}
    for inject in before.injects:
        lost = len(inject.does) - effects.get(inject.id, len(inject.does))
        if lost:
            yield f"{'an effect' if lost == 1 else f'{lost} effects'} of inject {inject.id}"


def lost_cover(before: Scenario, after: Scenario) -> Iterator[str]:
    """Each objective with something less to rate it by."""
    kept = {objective.id: objective for objective in after.objectives}
    for objective in before.objectives:
        left = kept.get(objective.id)
        if left is None:
            yield f"objective {objective.id}: nothing is left to rate it by"
            continue
        tasks = {task.id: task for capability in left.capabilities for task in capability.tasks}
        for task in (task for capability in objective.capabilities for task in capability.tasks):
            found = tasks.get(task.id)
            if found is None:
                yield f"objective {objective.id}: task {task.id} is left out"
                continue
            for metric in _lost_metrics(task, found):
                yield f"objective {objective.id}: task {task.id} is not measured by {metric}"


def _lost_metrics(before: Task, after: Task) -> tuple[str, ...]:
    return tuple(m.metric for m in before.measures if m not in after.measures)
