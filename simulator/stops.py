"""Stop conditions of a runbook that the world can meet.

A runbook says in words when to stop; the scenario says which truth of its story that is.  The
fact is for control and the score: people see it only by what the scenario shows them.
"""

from functools import partial

from evidence.kinds.procedure import StopConditionMet
from scenarios.conditions import All, RunIs
from simulator.scene import Scene


def watch_stops(scene: Scene) -> None:
    """Wait for every stop condition that has not been met yet."""
    for use in scene.plan.scenario.runbooks:
        met = scene.state.run(use.runbook).stop_conditions
        opened = RunIs.model_validate({"run": use.runbook, "is": "started"})
        for sign in use.stops:
            if sign.condition not in met:
                scene.when(
                    All(all=(opened, sign.when)),
                    partial(_met, scene, use.runbook, sign.condition),
                    key=f"stop:{use.runbook}:{sign.condition}",
                )


def _met(scene: Scene, run: str, condition: str) -> None:
    """A run that is over cannot be stopped any more."""
    state = scene.state.run(run)
    if not (state.stopped or state.finished or state.rolled_back):
        scene.emit(StopConditionMet(run=run, condition=condition))
