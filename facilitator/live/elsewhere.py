"""What happens in one team, told to those who watch control of the others.

A control room shows every team of its day, and follows the record of one.  So the others say that
something has changed there: a real incident and a proposal at once and in words, the rest now and
then, for many teams that are busy would have every control room look all the time.
"""

import asyncio
from collections.abc import Sequence
from typing import Any, Final

import orjson

from evidence import Event
from evidence.kinds.exercise import ExerciseHeld
from evidence.kinds.procedure import ActionProposed
from facilitator.live.room import Room

GLANCE_S: Final = 1.0
"""Control of the other teams looks at most this often."""
_REGIONS: Final = ("teams", "wall")


class Elsewhere:
    """Tells control of each room what happens in the others."""

    def __init__(self, rooms: dict[str, Room]) -> None:
        self._rooms = rooms
        self._busy: set[str] = set()
        self._glance: asyncio.TimerHandle | None = None

    def happened(self, room: Room, name: str, events: Sequence[Event]) -> None:
        """Something was shown in *room*, whose team is called *name*."""
        if len(self._rooms) < 2:
            return
        for event in events:
            said = _said(name, event)
            if said is not None:
                self._tell({room.name}, said)
        self._busy.add(room.name)
        if self._glance is None:
            loop = asyncio.get_running_loop()
            self._glance = loop.call_later(GLANCE_S, self._look)

    def _look(self) -> None:
        busy, self._busy, self._glance = self._busy, set(), None
        self._tell(busy, {})

    def _tell(self, where: set[str], said: dict[str, Any]) -> None:
        """Tell control of every room, except of one where alone it happened."""
        text = orjson.dumps({"stale": _REGIONS, **said}).decode()
        for name, room in self._rooms.items():
            if where - {name}:
                for view in room.audience.views():
                    if view.seat is None:
                        view.tell(text)


def _said(name: str, event: Event) -> dict[str, Any] | None:
    match event.body:
        case ExerciseHeld(because="real-incident"):
            says = f"Real incident in {name}. Its exercise has stopped."
            return {"say": says, "priority": "assertive"}
        case ActionProposed():
            return {"say": f"{name} waits for a ruling."}
        case _:
            return None
