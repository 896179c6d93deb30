"""Halls and rooms for tests: a real store in a folder, a real engine, a small library plan."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import pytest

from evidence import Command, Event
from evidence.kinds.control import InjectFired
from evidence.kinds.exercise import StartExercise
from facilitator.cli.finding import find_plan
from facilitator.command_reader import Said, read_command, read_kind
from facilitator.live import Done, GameDay, Hall, MakeCard, Order, Room
from facilitator.screens import Card
from scenarios import Plan

T = TypeVar("T")

DUTY_MANAGER = "duty-manager"
POINTS = ("seats", "injects", "organisation", "runbooks", "comms-check")
"""Points of the pre-flight that can be amber."""


@cache
def restore() -> Plan:
    """The plan of *The wrong window* for the library's payments company."""
    return find_plan("restore", None, ())


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run one async test; what hangs fails within a minute."""

    async def bounded() -> T:
        async with asyncio.timeout(60):
            return await work

    return asyncio.run(bounded())


def plain_cards(_: Room) -> MakeCard:
    """Cards that say which event they are and for whom."""
    return lambda event, audience: Card(html=f"<li>{event.kind} {audience}</li>")


@asynccontextmanager
async def hall_in(folder: Path) -> AsyncIterator[Hall]:
    hall = await Hall.open(folder, make_card=plain_cards)
    try:
        yield hall
    finally:
        await hall.close()


async def a_day(hall: Hall, *teams: str, responders: str = "absent") -> GameDay:
    """A game day of one team, or of the teams that are named."""
    return await hall.make_day(
        restore(),
        title="The wrong window",
        seed=7,
        run="practice",
        teams=teams or ("Team A",),
        responders=responders,
    )


def only_room(day: GameDay) -> Room:
    (room,) = day.rooms.values()
    return room


_count = iter(range(1_000_000))


def order(kind: str, *, seat: str | None = None, cmd: str | None = None, **given: Said) -> Order:
    """What somebody says: in *seat*, or as control."""
    read = read_command(read_kind(kind), {key.replace("_", "-"): v for key, v in given.items()})
    return Order(
        command=read.command,
        actor=seat or "s-control",
        seat=seat,
        origin="control" if seat is None else "person",
        cmd=cmd or f"c{next(_count)}",
        words=read.words,
    )


async def start(room: Room) -> Done:
    return await room.do(start_order())


def start_order() -> Order:
    return by_control(StartExercise())


def by_control(command: Command) -> Order:
    return Order(
        command=command, actor="s-control", seat=None, origin="control", cmd=f"c{next(_count)}"
    )


def break_engine(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on the engine of this room fails at every command."""

    def failing(*_: object, **__: object) -> None:
        raise AssertionError("the world has come apart")

    monkeypatch.setattr(room.exercise, "receive", failing)


def fired(events: list[Event]) -> list[str]:
    return [event.body.inject for event in events if isinstance(event.body, InjectFired)]
