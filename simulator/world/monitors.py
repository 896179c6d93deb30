"""Signals that the world raises by itself: late, missing, or held up while monitoring is down."""

from typing import Final

from evidence import Millis
from evidence.kinds.world import SignalJudged, SignalRaised
from scenarios.story import Monitor
from simulator.agenda import Rank
from simulator.scene import Scene

WATCHED_BY_TOOLS: Final = ("alert", "health-check", "synthetic")


class Monitors:
    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._by_service: dict[str, list[Monitor]] = {}
        for monitor in sorted(scene.plan.scenario.monitors, key=lambda m: m.id):
            self._by_service.setdefault(monitor.watches, []).append(monitor)
        self._low: set[str] = set()
        self._waiting: list[tuple[Monitor, int]] = []

    def service_changed(self, service: str, health: int, cause: int) -> None:
        scene = self._scene
        for monitor in self._by_service.get(service, ()):
            if health * 10_000 >= monitor.below:
                self._low.discard(monitor.id)
            elif monitor.id not in self._low:
                self._low.add(monitor.id)
                self._notice(monitor, cause, scene)

    def _notice(self, monitor: Monitor, cause: int, scene: Scene) -> None:
        if scene.chance.happens(monitor.missing, "monitor", monitor.id, "missing"):
            scene.emit(SignalJudged(signal=monitor.id, verdict="missing"), cause=cause)
            return
        wait = scene.chance.span(monitor.after, "monitor", monitor.id, "after")
        self._arm(monitor, cause, scene.later(wait))

    def _arm(self, monitor: Monitor, cause: int, at: Millis) -> None:
        self._scene.agenda.at(
            at,
            lambda: self._raise(monitor, cause),
            key=f"monitor:{monitor.id}",
            rank=Rank.SIGNAL,
            id_=monitor.id,
        )

    def _raise(self, monitor: Monitor, cause: int) -> None:
        scene = self._scene
        if monitor.source in WATCHED_BY_TOOLS and "monitoring" in scene.state.tools_down:
            self._waiting.append((monitor, cause))
            return
        seq = scene.emit(
            SignalRaised(
                signal=monitor.id,
                source=monitor.source,
                text=monitor.text,
                tells=monitor.shown,
            ),
            to=scene.audience(monitor.to),
            cause=cause,
        )
        scene.emit(SignalJudged(signal=monitor.id, verdict="true"), cause=seq)

    def tool_mended(self) -> None:
        """Monitoring is back: what it held up comes now, late."""
        waiting, self._waiting = self._waiting, []
        for monitor, cause in waiting:
            self._arm(monitor, cause, self._scene.now)
