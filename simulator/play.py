"""A play: the scene with everything that acts on it, the MSEL and the simulated world.

Verbs are handed a play.  World and MSEL know only the scene and what they are given here, so
neither needs to know who else is there.
"""

from collections.abc import Iterable

from scenarios.effects import Effect
from scenarios.plan import Plan
from simulator.msel import Msel
from simulator.scene import Scene
from simulator.world import World


class Play(Scene):
    """One exercise's scene, MSEL and world."""

    def __init__(self, plan: Plan, *, seed: int, ids: tuple[str, ...]) -> None:
        super().__init__(plan, seed=seed, ids=ids)
        self.msel = Msel(self, apply=self._apply)
        self.world = World(self, mended=self.msel.tool_mended)

    def _apply(self, effects: Iterable[Effect], *, cause: int | None, source: str) -> None:
        self.world.apply(effects, cause=cause, source=source)
