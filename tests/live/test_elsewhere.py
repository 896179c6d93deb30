"""Control of one team hears what happens in the others."""

import asyncio
from pathlib import Path
from typing import Any

import orjson
import pytest

from facilitator.live import Room, Watcher, elsewhere
from facilitator.live.orders import RoomStopped
from tests.live.halls import DUTY_MANAGER, a_day, break_engine, hall_in, order, run, start


def following(room: Room, sent: list[dict[str, Any]], seat: str | None = None) -> None:
    """Somebody's open page of a room, which keeps what it is sent."""

    async def socket(message: dict[str, Any]) -> None:
        sent.append(orjson.loads(message["text"]))

    view = room.view(seat)
    Watcher(view, socket, since=view.head, who="kim").start()


async def until(sent: list[dict[str, Any]], **expected: Any) -> dict[str, Any]:
    """The first frame with these members."""
    while True:
        for frame in sent:
            if all(frame.get(key) == value for key, value in expected.items()):
                return frame
        await asyncio.sleep(0.01)


def test_a_real_incident_in_one_team_interrupts_control_of_every_other(tmp_path: Path) -> None:
    async def play() -> tuple[dict[str, Any], list[dict[str, Any]]]:
        async with hall_in(tmp_path) as hall:
            red, blue = (await a_day(hall, "Red", "Blue")).rooms.values()
            control: list[dict[str, Any]] = []
            player: list[dict[str, Any]] = []
            await start(red)
            await start(blue)
            following(blue, control)
            following(blue, player, seat=DUTY_MANAGER)
            await asyncio.sleep(0)

            await red.do(order("exercise.stop-for-real", seat=DUTY_MANAGER))

            return await until(control, priority="assertive"), player

    told, player = run(play())

    assert told["say"] == "Real incident in Red. Its exercise has stopped."
    assert "teams" in told["stale"]
    assert not any("Red" in str(frame) for frame in player), "nobody of Blue hears of Red"


def test_control_hears_at_once_that_another_team_waits_for_a_ruling(tmp_path: Path) -> None:
    async def play() -> dict[str, Any]:
        async with hall_in(tmp_path) as hall:
            red, blue = (await a_day(hall, "Red", "Blue")).rooms.values()
            sent: list[dict[str, Any]] = []
            await start(red)
            await start(blue)
            following(blue, sent)
            await asyncio.sleep(0)

            said = {"action": "call", "words": "We ring the president."}
            await red.do(order("action.propose", seat=DUTY_MANAGER, **said))

            return await until(sent, say="Red waits for a ruling.")

    assert "teams" in run(play())["stale"]


def test_control_looks_at_the_other_teams_now_and_then_however_busy_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(elsewhere, "GLANCE_S", 0.2)

    async def play() -> tuple[int, int]:
        async with hall_in(tmp_path) as hall:
            red, blue = (await a_day(hall, "Red", "Blue")).rooms.values()
            there: list[dict[str, Any]] = []
            await start(red)
            await start(blue)
            await asyncio.sleep(0.3)
            following(blue, there)
            await asyncio.sleep(0)
            for count in range(20):
                await red.do(order("log.enter", seat=DUTY_MANAGER, words=f"Entry {count}."))
            await until(there, stale=["teams", "wall"])
            looks = [frame for frame in there if frame.get("stale") == ["teams", "wall"]]
            return len(looks), 20

    looks, entries = run(play())

    assert 1 <= looks < entries


def test_control_is_told_when_the_engine_of_a_late_team_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def play() -> dict[str, Any]:
        async with hall_in(tmp_path) as hall:
            day = await a_day(hall, "Red")
            (red,) = day.rooms.values()
            sent: list[dict[str, Any]] = []
            late = await hall.add_team(day, "Blue")
            following(red, sent)
            await asyncio.sleep(0)
            break_engine(late, monkeypatch)

            with pytest.raises(RoomStopped):
                await start(late)

            return await until(sent, stale=["seats", "people", "teams"])

    assert run(play())
