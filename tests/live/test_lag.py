"""Staff are told when the engine is behind, and no longer when it has caught up; teams are not."""

import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from facilitator.live import GameDay, Room, Watcher
from facilitator.live.pacing import Clocks
from facilitator.screens import Viewer
from facilitator.screens.banner import banner_of
from facilitator.screens.story import read_story
from tests.live.halls import DUTY_MANAGER, a_day, hall_in, only_room, order, run, start

SECOND = 10**9
STAFF = Viewer(kind="facilitator", id="s-control", name="Control")
TEAM = Viewer(kind="participant", id="p-1", name="Juniper", seat=DUTY_MANAGER)


@dataclass
class Stalling:
    """The computer's clocks, which somebody can let run on as if the server had stood still."""

    stood_ns: int = 0

    def clocks(self) -> Clocks:
        return Clocks(
            monotonic_ns=lambda: time.monotonic_ns() + self.stood_ns,
            wall_ms=lambda: (time.time_ns() + self.stood_ns) // 10**6,
        )

    def miss(self, room: Room, seconds: float) -> None:
        """Let the next thing that is due be *seconds* ago."""
        due = room.exercise.next_at()
        assert due is not None
        self.stood_ns += (due - room.pacer.now()) * 10**6 + round(seconds * SECOND)


@pytest.fixture
def stalling(monkeypatch: pytest.MonkeyPatch) -> Stalling:
    stalling = Stalling()
    monkeypatch.setattr("facilitator.live.hall.REAL_CLOCKS", stalling.clocks())
    return stalling


def head(day: GameDay, viewer: Viewer) -> str:
    seen = day.seen(viewer, only_room(day).name)
    banner = banner_of(seen, read_story(seen), None, "control")
    return banner.head if banner else ""


async def say_something(room: Room) -> None:
    await room.do(order("log.enter", seat=DUTY_MANAGER, words="Something."))


def listening(room: Room, seat: str | None) -> list[str]:
    sent: list[str] = []

    async def socket(message: dict[str, Any]) -> None:
        sent.append(message["text"])

    view = room.view(seat)
    Watcher(view, socket, since=view.head, who=seat or "control").start()
    return sent


def test_staff_are_told_that_the_engine_is_behind_until_it_has_caught_up(
    tmp_path: Path, stalling: Stalling
) -> None:
    async def play() -> None:
        async with hall_in(tmp_path) as hall:
            day = await a_day(hall)
            room = only_room(day)
            await start(room)
            control, seat = listening(room, None), listening(room, DUTY_MANAGER)
            assert head(day, STAFF) == ""

            stalling.miss(room, 3)
            await say_something(room)
            assert head(day, STAFF) == "The engine is some seconds behind."
            assert head(day, TEAM) == ""

            await say_something(room)
            assert head(day, STAFF) == ""
            told = [json.loads(text) for text in control if "banner" in text]
            assert [frame["say"] for frame in told] == [
                "The engine is some seconds behind.",
                "The engine has caught up.",
            ]
            assert [text for text in seat if "banner" in text] == []

    run(play())


def test_a_second_late_is_no_news_and_does_not_count_as_caught_up(
    tmp_path: Path, stalling: Stalling
) -> None:
    async def play() -> list[str]:
        async with hall_in(tmp_path) as hall:
            day = await a_day(hall)
            room = only_room(day)
            await start(room)
            heads = []
            for seconds in (1, 3, 1, 0.1):
                stalling.miss(room, seconds)
                await say_something(room)
                heads.append(head(day, STAFF))
            return heads

    behind = "The engine is some seconds behind."
    assert run(play()) == ["", behind, behind, ""]
