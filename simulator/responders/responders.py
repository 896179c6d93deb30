"""Waking responders, one thing at a time, on played time."""

from functools import partial
from typing import Protocol

from evidence import Command, Event, Origin
from simulator.agenda import Rank
from simulator.responders.mind import Mind
from simulator.responders.profiles import PROFILES
from simulator.responders.tasks import Task, next_task
from simulator.scene import Scene

LOOK_AROUND_MS = 300_000
"""Played time after which an idle responder looks whether anything is due."""


class Take(Protocol):
    def __call__(
        self, command: Command, *, actor: str, seat: str | None, origin: Origin
    ) -> None: ...


class Responders:
    """All simulated responders of one exercise."""

    def __init__(self, scene: Scene, take: Take) -> None:
        self._scene = scene
        self._take = take
        self._minds: dict[str, Mind] = {}
        self._awake: set[str] = set()
        self._thoughts: dict[str, int] = {}

    def begin(self) -> None:
        """StartEx: seats that the opening leaf gave a profile, ``absent`` excepted."""
        opened = self._scene.state.opened
        if opened is None:
            return
        for seat, profile in sorted(opened.responders.items()):
            if profile in PROFILES:
                self._minds[seat] = Mind(
                    seat=seat, profile=PROFILES[profile], chance=self._scene.chance
                )
        if self._minds:
            self._scene.listeners.append(self._notice)
            for seat in self._minds:
                self._look_around(seat)

    def _notice(self, event: Event) -> None:
        for seat, mind in self._minds.items():
            if mind.notice(event) and event.role != seat:
                self._wake(seat)

    def _wake(self, seat: str) -> None:
        """Think after a reaction delay, unless already about to."""
        if seat in self._awake or self._scene.state.ended:
            return
        mind = self._minds[seat]
        self._awake.add(seat)
        count = self._thoughts.get(seat, 0)
        self._thoughts[seat] = count + 1
        wait = self._scene.chance.span(mind.profile.reaction, "reaction", seat, count)
        busy = max(0, mind.busy_until - self._scene.played)
        self._scene.agenda.in_played(
            max(1, wait, busy),
            partial(self._think, seat),
            key=f"responder:{seat}",
            rank=Rank.RESPONDER,
            id_=seat,
        )

    def _look_around(self, seat: str) -> None:
        if self._scene.state.ended:
            return
        self._wake(seat)
        self._scene.agenda.in_played(
            LOOK_AROUND_MS,
            partial(self._look_around, seat),
            key=f"look:{seat}",
            rank=Rank.RESPONDER,
            id_=seat,
        )

    def _think(self, seat: str) -> None:
        self._awake.discard(seat)
        scene, mind = self._scene, self._minds[seat]
        acts = scene.state.seats.get(seat, "").startswith("sim:")
        if not acts or scene.state.held or seat in scene.state.away:
            return
        task = next_task(scene, mind)
        if task is None:
            return
        self._do(seat, mind, task)
        self._wake(seat)

    def _do(self, seat: str, mind: Mind, task: Task) -> None:
        mind.done.add(task.key)
        mind.doing = task.key
        mind.busy_until = self._scene.played + task.takes_ms
        self._take(task.command, actor=f"sim:{seat}", seat=seat, origin="responder")
        mind.doing = None
