"""Those who play: each watches over a socket, and says things until somebody has answered."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, Final

import orjson

from facilitator.command_reader import read_command, read_kind
from facilitator.live import Done, Order, Watcher
from tests.simulation.history import Answer, Frame, History, Session, without_form_ids
from tests.simulation.network import Network, Socket, Told
from tests.simulation.server import Server
from tests.simulation.virtual_time import VirtualLoop

SILENCE_S: Final = 12.0
"""Two pings and a little."""
SAID: Final[tuple[tuple[str, Mapping[str, Any]], ...]] = (
    ("log.enter", {"words": "Two services answer slowly."}),
    ("log.enter", {"tag": "assumption", "words": "It began with the change at noon."}),
    ("incident.declare", {"words": "This is one."}),
    ("severity.call", {"level": 1, "words": "Nobody can pay."}),
    ("severity.call", {"level": 2}),
    ("channel.open", {}),
    ("gate.pass", {"gate": "understood"}),
    ("exercise.stop-for-real", {"words": "There is smoke."}),
)
"""What participants say.  Much of it is refused: a refusal is evidence too."""
CONTROLS: Final[tuple[tuple[str, Mapping[str, Any]], ...]] = (
    ("exercise.resume", {}),
    ("exercise.resume", {}),
    ("exercise.resume", {}),
    ("exercise.hold", {"words": "Coffee."}),
    ("exercise.set-pace", {"num": 5}),
    ("exercise.set-pace", {"num": 40}),
    ("control.note", {"words": "They are calm."}),
)
REVIEW: Final[tuple[tuple[str, Mapping[str, Any]], ...]] = (
    ("hotwash.add", {"under": "was-hard", "words": "Nobody had the list."}),
    ("postmortem.write", {"section": "what-happened", "words": "The disk was full."}),
    ("improvement.propose", {"improvement": "alerts", "element": "planning",
                             "issue": "No alert came.", "action": "Watch the disk."}),
    ("improvement.agree", {"improvement": "alerts", "owner": "Platform", "due": "2027-03-31"}),
    ("signoff.give", {"statement": "prepared", "head": "", "verified": True}),
)  # fmt: skip
"""What is said once play is over."""
OF_THE_TEAM: Final = frozenset({"hotwash.add", "postmortem.write"})


class Client:
    """One browser: its socket, what it has seen, and its commands that wait for an answer."""

    def __init__(
        self,
        name: str,
        *,
        actor: str,
        seat: str | None,
        loop: VirtualLoop,
        server: Server,
        network: Network,
        history: History,
        seed: str,
    ) -> None:
        self.name, self.actor, self.seat = name, actor, seat
        self.seen = 0
        self.waiting = 0
        """Commands that nobody has answered yet."""
        self.socket: Socket | None = None
        self._loop, self._server, self._network = loop, server, network
        self._history = history
        self._chance = random.Random(f"{seed}/{name}")
        self._count = 0
        self._heard_s = 0.0
        server.on_gone.append(self.cut)

    def cut(self) -> None:
        """The socket breaks."""
        if self.socket is not None:
            self.socket.cut()

    async def watch(self) -> None:
        """Follow the room; come back whenever the socket has broken."""
        while True:
            room = self._server.room
            if room is not None:
                view = room.view(self.seat)
                socket = Socket(
                    self._loop, seed=str(self._chance.random()), arrived=self._arrived_in()
                )
                self.socket = socket
                watcher = Watcher(
                    view, self._noting(socket, room.name), since=self.seen, who=self.actor
                )
                watcher.start()
                await self._until_silent(socket)
                watcher.stop()
            await asyncio.sleep(self._chance.uniform(0.05, 1.5))

    async def _until_silent(self, socket: Socket) -> None:
        """A browser that hears no ping for a while opens another socket."""
        self._heard_s = self._loop.time()
        while not socket.closed.is_set():
            if self._loop.time() - self._heard_s > SILENCE_S:
                socket.cut()
                return
            with suppress(TimeoutError):
                async with asyncio.timeout(1):
                    await socket.closed.wait()

    def _arrived_in(self) -> Callable[[str], None]:
        session = Session(client=self.name, seat=self.seat, since=self.seen, ms=self._loop.now_ms)
        self._history.sessions.append(session)

        def arrived(text: str) -> None:
            self._heard_s = self._loop.time()
            number = _number(text)
            if number is not None:
                session.frames.append((number, without_form_ids(text)))
                self.seen = number

        return arrived

    def _noting(self, socket: Socket, exercise: str) -> Callable[[dict[str, Any]], Any]:
        async def send(message: dict[str, Any]) -> None:
            await socket.send(message)
            number = _number(message.get("text", ""))
            if number is not None:
                durable = self._server.durable(exercise)
                self._history.shown.append(Frame(client=self.name, number=number, durable=durable))

        return send

    async def talk(self, until_s: float) -> None:
        """Say something every few seconds, several things at once if answers are slow."""
        things = CONTROLS if self.seat is None else SAID
        while self._loop.time() + (pause_s := self._chance.uniform(0.5, 15)) < until_s:
            await asyncio.sleep(pause_s)
            self._server.keep_apart(self.say(*self._chance.choice(things)))
            if self._chance.random() < 0.2:
                self._server.keep_apart(self.say(*self._chance.choice(things)))

    async def say(self, kind: str, given: Mapping[str, Any]) -> Done:
        """Give one command until it is answered; always under the same id."""
        order = self._order(kind, given)
        self._history.sent.append(order.cmd)
        self.waiting += 1
        while True:
            told = await self._network.ask(order)
            if told is not None:
                self.waiting -= 1
                self._note(order, told)
                return told.done
            await asyncio.sleep(self._chance.uniform(0.2, 2))

    def _note(self, order: Order, told: Told) -> None:
        done = told.done
        self._history.answers.append(
            Answer(
                cmd=order.cmd,
                seq=done.seq,
                receipt=done.receipt,
                refused=done.refused is not None,
                durable=told.durable,
                ms=self._loop.now_ms,
            )
        )

    def _order(self, kind: str, given: Mapping[str, Any]) -> Order:
        self._count += 1
        read = read_command(read_kind(kind), given)
        return Order(
            command=read.command,
            actor=self.actor,
            seat=self.seat,
            origin="control" if self.seat is None else "person",
            cmd=f"{self.name}-{self._count}",
            words=read.words,
        )


def _number(text: str) -> int | None:
    """The number of a frame of the view; other frames have none."""
    if not text.startswith('{"seq":'):
        return None
    number: int = orjson.loads(text)["seq"]
    return number
