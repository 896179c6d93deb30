"""Intrusions: stage after stage until contained, and data that leaves meanwhile."""

from collections.abc import Callable, Generator, Iterable
from typing import Any

import simpy

from evidence import Millis
from evidence.kinds.world import DataExfiltrated, IntrusionContained, IntrusionMoved
from scenarios.story import Intrusion
from simulator.agenda import Rank
from simulator.scene import Apply, Scene

_BITS_PER_MEGABYTE_MS = 8_000
"""Megabytes = megabits per second times milliseconds, divided by this."""


class Intrusions:
    def __init__(
        self, scene: Scene, *, apply: Apply, reveal: Callable[[Iterable[str]], None]
    ) -> None:
        self._scene = scene
        self._apply = apply
        self._reveal = reveal
        self._known = {intrusion.id: intrusion for intrusion in scene.plan.scenario.intrusions}
        self._processes: dict[str, simpy.Process] = {}
        self._since: dict[tuple[str, str], Millis] = {}

    def enter(self, intrusion: str) -> None:
        if intrusion in self._known and intrusion not in self._processes:
            story = self._known[intrusion]
            self._processes[intrusion] = self._scene.env.process(self._run(story))

    def _run(self, story: Intrusion) -> Generator[simpy.Event, Any, None]:
        scene = self._scene
        for stage in story.stages:
            if self._is_over(story.id):
                return
            self._count(story)
            seq = scene.emit(IntrusionMoved(intrusion=story.id, stage=stage.stage))
            for leak in story.exfiltrates:
                if leak.from_stage == stage.stage:
                    self._since[story.id, leak.data] = scene.now
            self._reveal(stage.reveals)
            self._apply(stage.does, cause=seq, source=story.id)
            yield scene.agenda.wait(
                scene.chance.span(stage.dwell, "intrusion", story.id, stage.stage),
                key=f"intrusion:{story.id}",
                rank=Rank.WORLD,
                id_=story.id,
            )

    def _is_over(self, intrusion: str) -> bool:
        state = self._scene.state
        return "contained" in state.intrusions.get(intrusion, ()) or state.ended

    def response_worked(self, response: str, cause: int) -> None:
        for intrusion, story in sorted(self._known.items()):
            if response in story.contained_by:
                self.contain(intrusion, by=response, cause=cause)

    def contain(self, intrusion: str, *, by: str, cause: int | None) -> None:
        if intrusion not in self._known or self._is_over(intrusion):
            return
        if not self._scene.state.intrusions.get(intrusion):
            return
        self._count(self._known[intrusion])
        self._scene.emit(IntrusionContained(intrusion=intrusion, by=by), cause=cause)

    def _count(self, story: Intrusion) -> None:
        """Write how much has left so far."""
        scene = self._scene
        for leak in story.exfiltrates:
            since = self._since.get((story.id, leak.data))
            if since is None:
                continue
            dataset = scene.plan.organisation.datasets[leak.data]
            left = leak.megabits_per_second * (scene.now - since) // _BITS_PER_MEGABYTE_MS
            if dataset.megabytes:
                left = min(left, dataset.megabytes)
                subjects = dataset.subjects * left // dataset.megabytes
            else:
                subjects = dataset.subjects
            scene.emit(
                DataExfiltrated(
                    intrusion=story.id, dataset=leak.data, megabytes=left, subjects=subjects
                )
            )
