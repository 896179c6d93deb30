"""The server of a simulated installation: one process life after another on one disk.

What runs in it is the real hall, its rooms and their store.  A process can be asked to stop, or
be killed at any instant; a killed one writes nothing, shows nothing and answers nobody any more.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Coroutine
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, Final, TypeVar, cast

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from facilitator.access import People
from facilitator.live import Hall, Room
from facilitator.live.hall import PEOPLE
from facilitator.live.witness import Trouble, Witness, signed
from facilitator.record_files import RECORDS
from facilitator.seal import Notary
from facilitator.seal.keys import KEYS
from facilitator.store import Store, StoreFailed
from facilitator.web.app import card_maker
from facilitator.web.drawing import Drawing
from facilitator.web.stream import PING_S, ping
from simulator import Exercise
from tests.simulation.disk import Cut, Disk, PowerLost
from tests.simulation.virtual_time import BEGAN_WALL_MS, VirtualLoop

T = TypeVar("T")

MAX_STARTS: Final = 100
"""More failures in a row than any seed has; a server that never starts is a finding, no hang."""
START_AGAIN_S: Final = 2.0
"""Whoever watches over the process starts it again after so long, if it could not start."""


class VirtualWitness(Witness):
    """The witness without its thread: what is due is signed a little later, in order."""

    def __init__(self, loop: VirtualLoop, chance: random.Random) -> None:
        self._loop = loop
        self._chance = chance
        self._free_at = 0.0
        self.dead = False

    def sign(self, notary: Notary, *, trouble: Trouble, silent_at: int | None = None) -> None:
        """Sign what is due, in its turn."""

        def call() -> None:
            if self.dead:
                return
            with suppress(PowerLost):
                error = signed(notary, silent_at=silent_at)
                # Asked again: the power may have gone while the head was signed.
                if error is not None and not self.dead:
                    self._loop.call_soon(trouble, error)

        self._free_at = max(self._free_at, self._loop.time()) + self._chance.uniform(0, 0.003)
        self._loop.call_at(self._free_at, call)

    def silent(self, notary: Notary, *, wall: int, trouble: Trouble) -> None:
        """Sign a long silence, in its turn."""
        self.sign(notary, trouble=trouble, silent_at=wall)

    def close(self) -> None:
        """Nothing of it has to be waited for."""


class Server:
    """One installation: a folder, and the process that serves it, when there is one.

    Attributes:
        hall: What the process serves; ``None`` while there is none.
        mine: Tasks that are not the server's, and survive it.
    """

    def __init__(self, loop: VirtualLoop, folder: Path, disk: Disk, *, seed: str) -> None:
        self.hall: Hall | None = None
        self.exercise = ""
        self.mine: set[asyncio.Task[Any]] = set()
        self.on_gone: list[Callable[[], None]] = []
        """Called when a process is gone: sockets break."""
        self._loop = loop
        self._folder = folder
        self._disk = disk
        self._chance = random.Random(seed)
        self._witness: VirtualWitness | None = None
        self._store: Store | None = None
        self._people: People | None = None
        disk.on_power_lost = self.kill
        _write_key(folder)

    @property
    def gone(self) -> bool:
        """There is no process, not even one that starts or stops."""
        return self._store is None

    @property
    def room(self) -> Room | None:
        """The one room, while it is served."""
        return self.hall.room(self.exercise) if self.hall else None

    def durable(self, exercise: str) -> int:
        """How many leaves of an exercise are safe."""
        return self._disk.durable.get(exercise, 0)

    async def start(self) -> None:
        """Start a process; one that cannot start, or dies at it, is started again."""
        for _ in range(MAX_STARTS):
            if self.hall is not None:
                return
            try:
                await self._start()
            except (StoreFailed, PowerLost):
                self.kill()
                await asyncio.sleep(START_AGAIN_S)
        assert self.hall is not None, "the server cannot start any more"

    async def _start(self) -> None:
        loop = self._loop
        self._store = Store.open(self._folder / RECORDS, make_writer=self._disk.make_writer)
        self._people = People.open(
            self._folder / PEOPLE, now=lambda: BEGAN_WALL_MS / 1000 + loop.time()
        )
        self._witness = VirtualWitness(loop, self._chance)
        hall = Hall(
            self._store,
            self._people,
            make_card=card_maker(_drawing()),
            witness=self._witness,
            clocks=loop.clocks,
        )
        await hall.take_up()
        self.hall = hall
        asyncio.get_running_loop().create_task(_keep_pinging(hall))

    def fail_engine(self) -> None:
        """From now on the simulated world of this process raises, whatever it is asked."""
        if self.room is not None and not self.room.broken:
            failing = cast("Exercise", _Failing(self.room.exercise))
            self.room._playing.exercise = failing

    async def go_by_hand(self) -> None:
        """What control does when the engine has failed: again until it is done."""
        while True:
            room = self.room
            if room is not None and self.hall is not None:
                if not isinstance(room.exercise, _Failing):
                    return  # it is by hand now; or the process died, and the next one is whole
                if room.broken:
                    with suppress(StoreFailed, PowerLost):
                        await self.hall.go_by_hand(self.exercise, actor="s-control")
            await asyncio.sleep(0.5)

    async def stop(self) -> None:
        """Ask the process to stop, as an operator does; it may die at that."""
        hall, self.hall = self.hall, None
        store = self._store
        if hall is None:
            return
        with suppress(PowerLost):
            await hall.close()
        if self._store is store:
            self._gone()

    def lose_power(self, cut: Cut) -> None:
        """The process dies at this instant."""
        self._disk.cut_power(cut)
        self.kill()

    def kill(self) -> None:
        """Let nothing that this process has begun come to anything; killing twice is once."""
        store, self._store = self._store, None
        if store is None:
            return
        self._disk.cut_power("before")
        self.hall = None
        if self._witness is not None:
            self._witness.dead = True
        for task in tuple(self._loop.tasks):
            if task not in self.mine:
                task.cancel()
        put_back = self._disk.left_over()
        store.close()
        if self._people is not None:
            self._people.close()
        self._disk.end_connections()
        put_back()
        self._gone()

    def _gone(self) -> None:
        self._store = self._people = self._witness = None
        for call in self.on_gone:
            call()

    def keep_apart(self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        """Run *work* outside the server: nothing that happens to a process ends it."""
        task = asyncio.create_task(work)
        self.mine.add(task)
        task.add_done_callback(self.mine.discard)
        return task


class _Failing:
    """An engine that can still be looked at, and does nothing any more."""

    def __init__(self, exercise: Exercise) -> None:
        self._exercise = exercise

    def __getattr__(self, name: str) -> Any:
        if name in ("advance", "receive"):
            raise ZeroDivisionError("the engine fails")
        return getattr(self._exercise, name)


async def _keep_pinging(hall: Hall) -> None:
    while True:
        await asyncio.sleep(PING_S)
        hall.sign_silence()
        for room in (room for day in hall.days for room in day.rooms.values()):
            for view in room.audience.views():
                view.tell(ping(view, room))


@cache
def _drawing() -> Drawing:
    return Drawing(asset=lambda name: f"/static/{name}", join_url=lambda code: f"/join/{code}")


@cache
def _pem() -> bytes:
    private = Ed25519PrivateKey.from_private_bytes(b"a key for simulations, no secret")
    return private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _write_key(folder: Path) -> None:
    """OpenSSL draws a new key from a source that no seed reaches, so there is one already."""
    keys = folder / KEYS
    keys.mkdir(mode=0o700)
    key = keys / "instance.key"
    key.write_bytes(_pem())
    key.chmod(0o600)
