"""Services: their own faults, and health that spreads along what needs what."""

from collections.abc import Callable
from typing import Final

from evidence.kinds.world import OutageBegan, ServiceChanged, ServiceRestored
from runbooks.authored import LogNormal, MedianAndP95
from simulator.agenda import Rank
from simulator.scene import Scene

SPREAD: Final = LogNormal(lognormal=MedianAndP95(median=20_000, p95=90_000))
"""How long until a service feels that something it needs has changed (assumed)."""
LEANING_PER_CENT: Final = 60
"""Health of a service while something it leans on is down (assumed)."""
SPOILT_PER_CENT: Final = 50
"""Health of a service while data that it needs is wrong but there (assumed)."""


class Services:
    def __init__(self, scene: Scene, *, felt: Callable[[str, int, int], None]) -> None:
        """*felt* is told of each change: service, health in per cent, ``seq`` of the fact."""
        self._scene = scene
        self._felt = felt
        self._own: dict[str, int] = {}
        organisation = scene.plan.organisation
        self._dependents: dict[str, list[str]] = {}
        for name, service in sorted(organisation.services.items()):
            for part in (*service.needs, *service.leans_on):
                self._dependents.setdefault(part, []).append(name)

    def set_own(self, service: str, health: int, *, cause: int | None, because: str) -> None:
        """A service's own fault begins, changes or ends."""
        self._own[service] = health
        self._feel(service, cause=cause, because=because)

    def data_changed(self, dataset: str, cause: int | None) -> None:
        """A dataset was damaged or came back: what needs it feels it."""
        for service in self._dependents.get(dataset, ()):
            self._feel(service, cause=cause, because=dataset)

    def _health(self, name: str) -> int:
        scene = self._scene
        service = scene.plan.organisation.services[name]
        health = self._own.get(name, 100)
        for part in service.needs:
            health = min(health, self._part_health(part))
        for part in service.leans_on:
            if self._part_health(part) == 0:
                health = min(health, LEANING_PER_CENT)
        return health

    def _part_health(self, part: str) -> int:
        state = self._scene.state
        if part in self._scene.plan.organisation.services:
            return state.service(part).health
        dataset = state.dataset(part)
        if dataset.damaged_at is None or dataset.restored_from is not None:
            return 100
        return 0 if dataset.how == "lost" else SPOILT_PER_CENT

    def _feel(self, name: str, *, cause: int | None, because: str) -> None:
        scene, state = self._scene, self._scene.state.service(name)
        health = self._health(name)
        if health == state.health:
            return
        users = scene.plan.organisation.services[name].users * (100 - health) // 100
        was_down = state.down_since is not None
        seq = scene.emit(
            ServiceChanged(service=name, health=health, users=users, because=because), cause=cause
        )
        if health == 0 and not was_down:
            scene.emit(OutageBegan(service=name), cause=seq)
        elif health == 100 and was_down:
            scene.emit(ServiceRestored(service=name), cause=seq)
        self._felt(name, health, seq)
        for dependent in self._dependents.get(name, ()):
            self._spread(name, dependent, seq)

    def _spread(self, name: str, dependent: str, cause: int) -> None:
        scene = self._scene
        if scene.state.by_hand:
            self._feel(dependent, cause=cause, because=name)
            return
        wait = scene.chance.span(SPREAD, "spread", name, dependent)
        scene.agenda.at(
            scene.later(wait),
            lambda: self._feel(dependent, cause=cause, because=name),
            key=f"spread:{name}:{dependent}",
            rank=Rank.WORLD,
            id_=dependent,
        )
