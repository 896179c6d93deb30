"""How the story ends: once, by an ending's own condition, or as things stand when a team closes."""

from functools import partial

from evidence import Millis
from evidence.kinds.world import EndingReached
from scenarios.scenario import Ending
from simulator.conditions import holds
from simulator.scene import Scene


def watch_endings(scene: Scene) -> None:
    """Wait for each ending, unless the story has come to one before."""
    if scene.state.ending is None:
        for ending in _endings(scene):
            scene.when(ending.when, partial(_reach, scene, ending.id), key=_key(ending.id))


def end_story(scene: Scene) -> str | None:
    """EndEx: the ending that was reached.

    A team that has closed its incident need not wait for the hour at which the author looks: its
    ending is the one that holds as things stand.
    """
    state, lasts = scene.state, Millis(scene.plan.scenario.lasts)
    if state.ending is None and state.closed:
        holding = (one.id for one in _endings(scene) if holds(one.when, state, lasts))
        ending = next(holding, None)
        if ending is not None:
            _reach(scene, ending)
    return state.ending


def _endings(scene: Scene) -> list[Ending]:
    return sorted(scene.plan.scenario.endings, key=lambda ending: ending.id)


def _reach(scene: Scene, ending: str) -> None:
    """What would have been another end of the story is none any more."""
    for other in _endings(scene):
        scene.unwatch(_key(other.id))
    scene.emit(EndingReached(ending=ending))


def _key(ending: str) -> str:
    return f"ending:{ending}"
