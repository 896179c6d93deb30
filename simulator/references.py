"""The level that experts would call: a reference severity for each moment of the story."""

from collections.abc import Container
from functools import partial

from evidence import Body
from evidence.kinds.incident import SeverityReferenceSet
from simulator.scene import Scene


def watch_references(scene: Scene, *, known: Container[Body] = frozenset()) -> None:
    """Set each reference from when its condition holds; those *known* were set before."""
    for place, reference in enumerate(scene.plan.scenario.severity):
        fact = SeverityReferenceSet(
            worst=min(reference.level), mildest=max(reference.level), because=reference.because
        )
        if fact in known:
            continue
        if reference.when is None:
            scene.emit(fact)
        else:
            scene.when(reference.when, partial(_set, scene, fact), key=f"severity:{place:03}")


def _set(scene: Scene, fact: SeverityReferenceSet) -> None:
    scene.emit(fact)
