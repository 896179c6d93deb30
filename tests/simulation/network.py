"""The network between clients and the server: it delays, loses, doubles, overtakes and breaks.

Requests are independent of each other, as HTTP's are: one may overtake another, arrive twice or
never, and its answer may be lost although it was carried out.  A socket keeps its order and loses
nothing until it breaks; then everything on its way is gone.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from facilitator.live import Done, Order, RoomStopped
from facilitator.store import StoreError
from tests.simulation.server import Server
from tests.simulation.virtual_time import VirtualLoop

PATIENCE_S: Final = 3.0
"""A client that has heard nothing for so long sends its command again."""


@dataclass(frozen=True, slots=True)
class Told:
    """An answer, and how many leaves were safe when the server gave it."""

    done: Done
    durable: int


class Network:
    """Carries requests, and makes sockets."""

    def __init__(self, loop: VirtualLoop, server: Server, *, seed: str) -> None:
        self.lossy = True
        self._loop = loop
        self._server = server
        self._chance = random.Random(seed)

    async def ask(self, order: Order) -> Told | None:
        """Send a command once; the answer, or ``None`` when none came."""
        sent = [self._carry(order)]
        if self._happens(0.1):
            sent.append(self._carry(order))
        return next((told for told in [await one for one in sent] if told is not None), None)

    def _carry(self, order: Order) -> asyncio.Task[Told | None]:
        return self._server.keep_apart(self._carried(order))

    async def _carried(self, order: Order) -> Told | None:
        await self._travel()
        room = self._server.room
        if room is None or self._happens(0.1):
            await asyncio.sleep(PATIENCE_S)
            return None
        doing = asyncio.create_task(room.do(order))  # the server's: it dies with the process
        doing.add_done_callback(_look)
        await asyncio.wait([doing], timeout=PATIENCE_S)
        answered, durable = doing.done(), self._server.durable(room.name)
        lost = self._happens(0.1)
        await self._travel()
        if not answered or doing.cancelled() or lost:
            return None
        try:
            return Told(doing.result(), durable)
        except (RoomStopped, StoreError):
            return None

    async def _travel(self) -> None:
        await asyncio.sleep(self._chance.choice((0.005, 0.02, 0.05, 0.4)) * self._chance.random())

    def _happens(self, probability: float) -> bool:
        return self.lossy and self._chance.random() < probability


class Socket:
    """One websocket, as the server's side sees it (:meth:`send`) and as its client does."""

    def __init__(self, loop: VirtualLoop, *, seed: str, arrived: Callable[[str], None]) -> None:
        self.closed = asyncio.Event()
        self._loop = loop
        self._chance = random.Random(seed)
        self._arrived = arrived
        self._free_at = 0.0
        self._writable = asyncio.Event()
        self._writable.set()

    async def send(self, message: dict[str, Any]) -> None:
        """What the server calls: it waits, before anything is written, while the socket is full."""
        while not self.closed.is_set() and not self._writable.is_set():
            await self._writable.wait()
        if self.closed.is_set():
            raise OSError("the socket is gone")
        if message["type"] == "websocket.close":
            self._loop.call_at(self._when(), self.cut)
        else:
            self._loop.call_at(self._when(), self._deliver, message["text"])

    def stall(self) -> None:
        """The client takes nothing for a while."""
        self._writable.clear()

    def flow(self) -> None:
        self._writable.set()

    def cut(self) -> None:
        """It breaks: what is on its way does not arrive."""
        self.closed.set()
        self._writable.set()

    def _deliver(self, text: str) -> None:
        if not self.closed.is_set():
            self._arrived(text)

    def _when(self) -> float:
        self._free_at = max(self._free_at, self._loop.time()) + self._chance.uniform(0, 0.03)
        return self._free_at


def _look(doing: asyncio.Task[Done]) -> None:
    """An answer that nobody fetches is no fault."""
    if not doing.cancelled():
        doing.exception()
