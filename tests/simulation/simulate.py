"""Play one exercise, with everything that goes wrong in it, from a seed; the history of it.

The course: a hall opens, a team sits down, control starts, clients watch and talk while faults
strike.  Then every fault ends, and the exercise has to come alive: control resumes it and ends it,
every command is answered, and every client has seen all that its view holds.
"""

from __future__ import annotations

import asyncio
import gc
import random
import tempfile
import traceback
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

from facilitator.cli.finding import find_plan
from facilitator.live import Room
from facilitator.live.chairs import sit
from scenarios import Plan
from tests.simulation.clients import OF_THE_TEAM, REVIEW, Client
from tests.simulation.disk import Disk, Doom
from tests.simulation.faults import Fault
from tests.simulation.history import History
from tests.simulation.leaving import examine, look_at
from tests.simulation.network import Network
from tests.simulation.server import Server
from tests.simulation.virtual_time import Standstill, VirtualLoop, system_entropy_from

PLAY_MS: Final = 90_000
"""While faults strike: a minute and a half on the wall, half an hour and more of the story."""
REVIVE_S: Final = 90.0
"""After the last fault: by then it runs again, has ended, and everybody was answered."""
_MEMORY: Final = "/dev/shm" if Path("/dev/shm").is_dir() else None
"""What is safe is for the simulated disk to say, so no real one need be waited for."""
_SCENARIOS: Final = ("restore", "failover", "breach")


@cache
def _plan(scenario: str) -> Plan:
    return find_plan(scenario, None, ())


def simulate(seed: int, faults: Sequence[Fault]) -> History:
    """Play the exercise of *seed* with these faults; always the same history."""
    history = History()
    with (
        tempfile.TemporaryDirectory(dir=_MEMORY) as folder,
        system_entropy_from(f"{seed}/entropy"),
    ):
        with asyncio.Runner(loop_factory=VirtualLoop) as runner:
            loop = runner.get_loop()
            assert isinstance(loop, VirtualLoop)
            loop.set_exception_handler(lambda _, told: history.unhandled.append(_says(told)))
            course = _Course(seed, faults, loop, Path(folder), history)
            try:
                runner.run(course.play())
            except Standstill as standstill:
                history.alive = str(standstill)
            except (AssertionError, LookupError, TypeError, ValueError) as error:
                # Raised by what is simulated: the simulation has found it, and goes on.
                history.unhandled.append("".join(traceback.format_exception(error)[-3:]))
        gc.collect()  # a task that failed unseen is told of when it is thrown away
        examine(Path(folder), history)
    return history


def _says(told: dict[str, Any]) -> str:
    error = told.get("exception")
    return f"{told['message']}: {error!r}"


class _Course:
    """One exercise on its way."""

    def __init__(
        self, seed: int, faults: Sequence[Fault], loop: VirtualLoop, folder: Path, history: History
    ) -> None:
        self._seed, self._faults, self._loop, self._history = seed, faults, loop, history
        self._chance = random.Random(f"{seed}/course")
        self._disk = Disk(loop, folder / "records.db", seed=f"{seed}/disk")
        self._server = Server(loop, folder, self._disk, seed=f"{seed}/server")
        self._network = Network(loop, self._server, seed=f"{seed}/network")
        self._clients: list[Client] = []
        self._down_s = 0.0
        self._at_end: Fault | None = None

    async def play(self) -> None:
        me = asyncio.current_task()
        assert me is not None
        self._server.mine.add(me)
        await self._open()
        await self._server.keep_apart(self._strike())
        await self._revive()
        self._history.live, self._history.lasted_ms = look_at(self._server), self._loop.now_ms
        await self._server.stop()
        await self._server.start()
        self._history.fresh = look_at(self._server)
        await self._server.stop()

    async def _open(self) -> None:
        server, chance = self._server, self._chance
        await server.start()
        assert server.hall is not None
        plan = _plan(chance.choice(_SCENARIOS))
        day = await server.hall.make_day(
            plan,
            title="A bad day",
            seed=self._seed,
            run="practice",
            teams=("Team A",),
            responders=chance.choice(("average", "seasoned", "absent")),
        )
        (server.exercise,) = day.rooms
        self._client("control", None, actor="s-control")
        for number, seat in enumerate(chance.sample(sorted(plan.organisation.roles), 3)):
            participant, _ = await sit(
                server.hall, day, server.exercise, seat=seat, name=f"Person {number}",
                take_over=False,
            )  # fmt: skip
            self._client(f"p{number}", seat, actor=participant.id)
        self._client("late", self._clients[1].seat, actor=self._clients[1].actor)

    def _client(self, name: str, seat: str | None, *, actor: str) -> None:
        client = Client(
            name,
            actor=actor,
            seat=seat,
            loop=self._loop,
            server=self._server,
            network=self._network,
            history=self._history,
            seed=str(self._seed),
        )
        self._clients.append(client)

    @property
    def _control(self) -> Client:
        return self._clients[0]

    async def _strike(self) -> None:
        """A while in which everybody talks and things go wrong."""
        server, loop = self._server, self._loop
        for client in self._clients:
            server.keep_apart(client.watch())
        await self._control.say("exercise.start", {})
        await self._control.say("exercise.set-pace", {"num": self._chance.choice((1, 20, 60))})
        began = loop.now_ms
        server.keep_apart(self._jump())
        supervising = server.keep_apart(self._supervise())
        for client in self._clients[:-1]:
            server.keep_apart(client.talk(until_s=loop.time() + PLAY_MS / 1000))
        for fault in self._faults:
            await asyncio.sleep(max(0, began + fault.ms - loop.now_ms) / 1000)
            self._history.counts[fault.kind] += 1
            self._apply(fault)
        await asyncio.sleep(max(0, began + PLAY_MS - loop.now_ms) / 1000)
        self._end_faults()
        supervising.cancel()

    async def _jump(self) -> None:
        """Control leaves some hours out, phases and all."""
        chance = random.Random(f"{self._seed}/jump")
        await asyncio.sleep(chance.uniform(0, PLAY_MS / 1000))
        hours = {"to": f"{chance.randint(1, 7)}h", "through": "true", "words": "Nothing happens."}
        await self._control.say("exercise.resume", {})
        await self._control.say("exercise.jump", hours)

    async def _supervise(self) -> None:
        while True:
            await asyncio.sleep(0.1)
            if self._server.gone:
                await asyncio.sleep(self._down_s)
                await self._server.start()

    def _apply(self, fault: Fault) -> None:
        server, disk, loop = self._server, self._disk, self._loop
        lasts_s = fault.lasts_ms / 1000
        match fault.kind:
            case "kill":
                self._down_s = lasts_s
                server.lose_power(fault.cut)
            case "kill at commit":
                self._down_s = lasts_s
                disk.doom = Doom(fault.amount, fault.cut)
            case "stop":
                self._down_s = lasts_s
                server.keep_apart(server.stop())
            case "full":
                disk.full = True
                loop.call_later(lasts_s, setattr, disk, "full", False)
            case "lie":
                disk.lies = fault.amount
            case "slow":
                disk.slow_s = fault.amount / 1000
                loop.call_later(lasts_s, setattr, disk, "slow_s", 0.0)
            case "storm":
                for client in self._clients:
                    client.cut()
            case "stall":
                socket = self._clients[fault.amount].socket
                if socket is not None:
                    socket.stall()
                    loop.call_later(lasts_s, socket.flow)
            case "unreadable":
                disk.unreadable = True
                loop.call_later(lasts_s, setattr, disk, "unreadable", False)
            case "engine fails":
                server.fail_engine()
                # An engine that is asked nothing, as in a hold, fails unseen.
                server.keep_apart(self._control.say("control.note", {"words": "Still there?"}))
                server.keep_apart(server.go_by_hand())
            case "kill at end":
                self._at_end = fault
            case "set clock":
                loop.wall_offset_ms += fault.amount

    def _end_faults(self) -> None:
        self._disk.full, self._disk.lies, self._disk.slow_s = False, 0, 0.0
        self._disk.unreadable = False
        self._disk.doom = None
        self._network.lossy = False
        for client in self._clients:
            if client.socket is not None:
                client.socket.flow()

    async def _revive(self) -> None:
        """Control takes the exercise up and ends it, and nobody is left waiting."""
        doing = "the server starts"
        try:
            async with asyncio.timeout(REVIVE_S):
                room = await self._served()
                doing = "the room takes commands"
                await self._server.go_by_hand()
                while room.fault is not None and not room.broken:
                    await asyncio.sleep(0.5)
                if room.broken:
                    self._history.broken.append(room.fault or "")
                    return
                doing = "commands that were given before are answered"
                while any(client.waiting for client in self._clients):
                    await asyncio.sleep(0.5)
                doing = "control resumes the exercise"
                await self._control.say("exercise.resume", {})
                if not room.exercise.ended and not room.pacer.moves:
                    self._history.alive = "the exercise was resumed and stands still"
                doing = "control ends the exercise"
                await asyncio.sleep(20)
                await self._end()
                room = await self._served()
                doing = "every command is answered and every client has seen everything"
                while not self._settled(room):
                    await asyncio.sleep(0.5)
        except TimeoutError:
            self._history.alive = f"it took too long until {doing}"

    async def _end(self) -> None:
        """EndEx and a little review, in which the process may die once more."""
        supervising = self._server.keep_apart(self._supervise())
        if self._at_end is not None:
            self._down_s = self._at_end.lasts_ms / 1000
            self._disk.doom = Doom(self._at_end.amount, self._at_end.cut)
        await self._control.say("exercise.end", {})
        for kind, given in REVIEW:
            client = self._clients[1] if kind in OF_THE_TEAM else self._control
            await client.say(kind, given)
        self._disk.doom = None
        while self._server.room is None:
            await asyncio.sleep(0.1)
        supervising.cancel()

    async def _served(self) -> Room:
        while self._server.room is None:
            if self._server.gone:
                await self._server.start()
            await asyncio.sleep(0.1)
        return self._server.room

    def _settled(self, room: Room) -> bool:
        return room.exercise.ended and all(
            client.waiting == 0 and client.seen >= room.view(client.seat).head
            for client in self._clients
        )
