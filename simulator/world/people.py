"""People and tools that fail, and people outside who lose patience."""

from collections.abc import Callable

from evidence import Millis
from evidence.kinds.world import (
    SeatAvailable,
    SeatUnavailable,
    StakeholderWrote,
    ToolFailed,
    ToolRestored,
)
from scenarios.effects import Absent, BreakTool
from scenarios.story import Stakeholder
from simulator.agenda import Rank
from simulator.scene import TO_TEAM, Scene

QUIET_PLAYED_MS = 300_000
"""At most one unprompted message in five played minutes: people can only read so fast."""


class People:
    def __init__(self, scene: Scene, *, mended: Callable[[str], None]) -> None:
        self._scene = scene
        self._mended = mended
        self._written: dict[str, int] = {}
        self._last_played: int | None = None

    def begin(self) -> None:
        for stakeholder in sorted(self._scene.plan.scenario.stakeholders, key=lambda s: s.id):
            self._listen(stakeholder)

    def absent(self, effect: Absent, cause: int | None) -> None:
        scene, seat = self._scene, effect.absent
        until = None
        if effect.for_ is not None:
            until = scene.later(scene.chance.span(effect.for_, "absent", seat))
            scene.agenda.at(
                until,
                lambda: self.back(seat, cause=None),
                key=f"absent:{seat}",
                rank=Rank.WORLD,
                id_=seat,
            )
        scene.emit(SeatUnavailable(seat=seat, until=until), cause=cause)

    def back(self, seat: str, *, cause: int | None) -> None:
        if seat in self._scene.state.away:
            self._scene.emit(SeatAvailable(seat=seat), to=TO_TEAM, cause=cause)

    def break_tool(self, effect: BreakTool, cause: int | None) -> None:
        scene, tool = self._scene, effect.break_tool
        scene.emit(ToolFailed(tool=tool), to=TO_TEAM, cause=cause)
        if effect.for_ is not None:
            scene.agenda.at(
                scene.later(scene.chance.span(effect.for_, "tool", tool)),
                lambda: self.mend_tool(tool, cause=None),
                key=f"tool:{tool}",
                rank=Rank.WORLD,
                id_=tool,
            )

    def mend_tool(self, tool: str, *, cause: int | None) -> None:
        scene = self._scene
        if tool not in scene.state.tools_down:
            return
        match tool:
            case "chat" | "monitoring" | "email" | "phone" | "status-page":
                scene.emit(ToolRestored(tool=tool), to=TO_TEAM, cause=cause)
        self._mended(tool)

    # Patience

    def _listen(self, who: Stakeholder) -> None:
        self._scene.agenda.at(
            self._scene.later(who.patience),
            lambda: self._lose_patience(who),
            key=f"stakeholder:{who.id}",
            rank=Rank.WORLD,
            id_=who.id,
        )

    def _lose_patience(self, who: Stakeholder) -> None:
        scene, state = self._scene, self._scene.state
        began = self._impact_since(who)
        count = self._written.get(who.id, 0)
        if count >= len(who.says):
            return
        if began is None:
            self._again_at(who, scene.later(who.patience))
            return
        since = max(began, state.last_word.get(who.audience, began))
        due = Millis(since + who.patience)
        if due > scene.now:
            self._again_at(who, due)
        elif self._last_played is not None and scene.played - self._last_played < QUIET_PLAYED_MS:
            scene.agenda.at_played(
                Millis(self._last_played + QUIET_PLAYED_MS),
                lambda: self._lose_patience(who),
                key=f"stakeholder:{who.id}",
                rank=Rank.WORLD,
                id_=who.id,
            )
        else:
            self._write(who, count)
            self._again_at(who, scene.later(who.patience))

    def _again_at(self, who: Stakeholder, at: Millis) -> None:
        self._scene.agenda.at(
            at,
            lambda: self._lose_patience(who),
            key=f"stakeholder:{who.id}",
            rank=Rank.WORLD,
            id_=who.id,
        )

    def _impact_since(self, who: Stakeholder) -> Millis | None:
        services = self._scene.state.services
        if who.watches is not None:
            found = services.get(who.watches)
            return found.down_since if found else None
        down = [s.down_since for s in services.values() if s.down_since is not None]
        return min(down) if down else None

    def _write(self, who: Stakeholder, count: int) -> None:
        scene = self._scene
        self._written[who.id] = count + 1
        self._last_played = scene.played
        sender = scene.plan.cast.get(who.from_ or "", who.title)
        scene.emit(
            StakeholderWrote(
                stakeholder=who.id,
                sender=sender,
                channel=who.by,
                text=who.says[count],
                because="silence",
            ),
            to=scene.audience(who.to),
        )
