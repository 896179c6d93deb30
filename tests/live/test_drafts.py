"""Answers that are being written: who of a team sees them, and that nobody else ever does."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from facilitator.live import Room
from facilitator.live.desk import Desk
from facilitator.live.drafts import MAX_DRAFTS
from facilitator.live.views import View, Watcher
from facilitator.screens.cards import key_of_message
from tests.live.halls import DUTY_MANAGER, a_day, hall_in, only_room, restore, run
from tests.live.test_desk import begin, say, staff

WRITER, TEAMMATE, ELSEWHERE = DUTY_MANAGER, "platform-lead", "communications"


@dataclass(slots=True)
class Seat:
    """Somebody who watches from a seat, or from control (``None``)."""

    view: View
    heard: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        async def send(message: dict[str, Any]) -> None:
            self.heard.append(json.loads(message["text"]))

        Watcher(self.view, send, since=self.view.head, who=str(self.view.seat)).start()

    @property
    def writing(self) -> list[str]:
        return [frame["writing"]["words"] for frame in self.heard if "writing" in frame]


@asynccontextmanager
async def asked(folder: Path) -> AsyncIterator[tuple[Room, str]]:
    """A room in which two of the seats, and no other, were asked something under this key."""
    async with hall_in(folder) as hall:
        day, desk, kim = await a_day(hall), Desk(hall), staff(hall)
        room = only_room(day)
        await begin(desk, kim, room.name)
        news = {"inject": "n", "to_seats": [WRITER, TEAMMATE], "channel": "chat", "text": "Well?"}
        assert (await say(desk, kim, room.name, "inject.add", **news)).ok
        keys = [key_of_message(event, restore()) for event in room.events]
        yield room, next(key for key in keys if key and key.startswith("in-n-"))


async def settle() -> None:
    """Let watchers that have just come catch up."""
    for _ in range(5):
        await asyncio.sleep(0)


def test_a_draft_reaches_the_seats_that_were_asked_and_nobody_else(tmp_path: Path) -> None:
    async def play() -> dict[str | None, list[str]]:
        async with asked(tmp_path) as (room, key):
            seats = [Seat(room.view(one)) for one in (WRITER, TEAMMATE, ELSEWHERE, None)]
            await settle()
            room.drafts.write(room.view(WRITER), key, who="p-ana", words="We wait.", choice="")
            return {one.view.seat: one.writing for one in seats}

    assert run(play()) == {WRITER: [], TEAMMATE: ["We wait."], ELSEWHERE: [], None: []}


def test_a_seat_that_was_not_asked_can_tell_nobody_a_draft(tmp_path: Path) -> None:
    async def play() -> list[str]:
        async with asked(tmp_path) as (room, key):
            teammate = Seat(room.view(TEAMMATE))
            await settle()
            for about in (key, "in-nothing-1", "", "log"):
                room.drafts.write(
                    room.view(ELSEWHERE), about, who="p-ana", words="Psst.", choice=""
                )
            return teammate.writing

    assert run(play()) == []


def test_whoever_comes_later_is_told_what_they_may_see_of_it(tmp_path: Path) -> None:
    async def play() -> list[list[tuple[str, bool]]]:
        async with asked(tmp_path) as (room, key):
            room.drafts.write(room.view(WRITER), key, who="p-ana", words="We wait.", choice="")
            told = []
            for seat, who in (
                (WRITER, "p-ana"),
                (WRITER, "p-ana-s-successor"),
                (TEAMMATE, "p-bo"),
                (ELSEWHERE, "p-cy"),
                (None, "s-kim"),
            ):
                frames = room.drafts.frames_for(room.view(seat), who=who)
                told.append([_words_and_own(text) for text in frames])
            return told

    theirs = [("We wait.", False)]
    assert run(play()) == [[("We wait.", True)], theirs, theirs, [], []]


def _words_and_own(text: str) -> tuple[str, bool]:
    writing = json.loads(text)["writing"]
    return writing["words"], writing["own"]


def test_an_emptied_draft_is_gone_at_once_and_one_that_grows_is_told_now_and_then(
    tmp_path: Path,
) -> None:
    async def play() -> tuple[list[str], list[str]]:
        async with asked(tmp_path) as (room, key):
            teammate = Seat(room.view(TEAMMATE))
            await settle()
            for words in ("W", "We", "We w", "We wait.", "", ""):
                room.drafts.write(room.view(WRITER), key, who="p-ana", words=words, choice="")
            return teammate.writing, list(room.drafts.frames_for(room.view(TEAMMATE), who="p-bo"))

    assert run(play()) == (["W", ""], [])


def test_a_draft_is_in_no_record_and_ends_with_play(tmp_path: Path) -> None:
    async def play() -> tuple[int, list[str]]:
        async with hall_in(tmp_path) as hall:
            day, desk, kim = await a_day(hall), Desk(hall), staff(hall)
            room = only_room(day)
            await begin(desk, kim, room.name)
            news = {"inject": "n", "to_seats": ["team"], "channel": "chat", "text": "Well?"}
            assert (await say(desk, kim, room.name, "inject.add", **news)).ok
            key = next(k for e in room.events if (k := key_of_message(e, restore())))
            before = len(room.events)
            room.drafts.write(room.view(WRITER), key, who="p-ana", words="We wait.", choice="yes")
            await settle()
            grown = len(room.events) - before
            await say(desk, kim, room.name, "exercise.end", words="Time.")
            return grown, list(room.drafts.frames_for(room.view(TEAMMATE), who="p-bo"))

    assert run(play()) == (0, [])


def test_a_seat_keeps_so_many_drafts_and_the_oldest_goes_first(tmp_path: Path) -> None:
    async def play() -> list[str]:
        async with hall_in(tmp_path) as hall:
            day, desk, kim = await a_day(hall), Desk(hall), staff(hall)
            room = only_room(day)
            await begin(desk, kim, room.name)
            for count in range(MAX_DRAFTS + 1):
                news = {"inject": f"n-{count}", "channel": "chat", "text": "Well?"}
                await say(desk, kim, room.name, "inject.add", to_seats=["team"], **news)
            keys = [k for e in room.events if (k := key_of_message(e, restore())) and "-n-" in k]
            for key in keys:
                room.drafts.write(
                    room.view(WRITER), key, who="p-ana", words=key.split("-")[2], choice=""
                )
            frames = room.drafts.frames_for(room.view(TEAMMATE), who="p-bo")
            return [json.loads(text)["writing"]["words"] for text in frames]

    assert run(play()) == [str(count) for count in range(1, MAX_DRAFTS + 1)]
