"""Whoever watches is told, whatever becomes of the others who watch."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from facilitator.live import Watcher, game_day
from tests.live.halls import DUTY_MANAGER, a_day, hall_in, only_room, order, run, start


async def closed(_: dict[str, Any]) -> None:
    """What uvicorn raises when something is sent after the close."""
    raise RuntimeError("Unexpected ASGI message 'websocket.send', after sending 'websocket.close'.")


def test_a_socket_that_was_closed_meanwhile_keeps_nothing_from_the_others(tmp_path: Path) -> None:
    async def play() -> tuple[str | None, list[str], int]:
        async with hall_in(tmp_path) as hall:
            room = only_room(await a_day(hall))
            await start(room)
            view, sent = room.view(None), []

            async def socket(message: dict[str, Any]) -> None:
                sent.append(message["text"])

            dead = Watcher(view, closed, since=view.head, who="a")
            alive = Watcher(view, socket, since=view.head, who="b")
            dead.start()
            alive.start()
            await asyncio.sleep(0)
            await room.do(order("log.enter", seat=DUTY_MANAGER, words="It is slow."))
            return room.fault, sent, len(view.watchers)

    fault, sent, watching = run(play())
    assert fault is None
    assert any('"kind":"log.entered"' in text for text in sent), sent
    assert watching == 1


def test_who_is_there_is_told_at_once_and_then_once_for_all_who_came_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(game_day, "PRESENCE_S", 0.05)

    async def play() -> list[str]:
        async with hall_in(tmp_path) as hall:
            day = await a_day(hall)
            room = only_room(day)
            view, sent = room.view(None), []
            again = asyncio.Event()

            async def socket(message: dict[str, Any]) -> None:
                sent.append(message["text"])
                if len(sent) == 2:
                    again.set()

            watcher = Watcher(view, socket, since=view.head, who="a")
            watcher.start()
            await asyncio.sleep(0)
            for _ in range(1_000):
                day.presence_changed(room)
            assert len(sent) == 1
            await again.wait()
            return sent

    first, second = run(play())
    assert first == second == '{"stale":["seats","people","teams"]}'
