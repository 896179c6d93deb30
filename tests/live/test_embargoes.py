"""When a message that waited for an instant may go out, whoever publishes it is told, once."""

import asyncio
import json
from pathlib import Path
from typing import Any

from facilitator.command_reader import Said
from facilitator.live import Room, Watcher
from tests.live.halls import DUTY_MANAGER, a_day, hall_in, only_room, order, run, start

PRESS, LEAD = "communications", "platform-lead"
MAY_GO_OUT = "The message to Everybody who works here may go out now."


class Listening:
    """What one seat, or control, hears."""

    def __init__(self, room: Room, seat: str | None) -> None:
        self.said: list[str] = []
        self.heard = asyncio.Event()
        view = room.view(seat)
        Watcher(view, self._socket, since=view.head, who=seat or "control").start()

    async def _socket(self, message: dict[str, Any]) -> None:
        said = json.loads(message["text"]).get("say")
        self.said.append(said)
        if said == MAY_GO_OUT:
            self.heard.set()

    @property
    def times(self) -> int:
        return self.said.count(MAY_GO_OUT)


async def wait_for_six(room: Room, *, by: str, approved: bool = True) -> None:
    """Somebody writes to staff what must not go out for twenty seconds of the story."""
    until = room.pacer.now() + 20_000
    said: dict[str, Said] = {"audience": "staff", "channel": "chat", "text": "More at six."}
    draft = order("message.draft", seat=by, cmd=None, message="m-1", not_before=until, **said)
    assert (await room.do(draft)).refused is None
    if approved:
        await approve(room)


async def approve(room: Room) -> None:
    said = order("message.handle", seat=DUTY_MANAGER, message="m-1", version=1, how="approve")
    assert (await room.do(said)).refused is None


def test_the_end_of_an_embargo_wakes_the_room_and_is_told_once_to_whoever_publishes(
    tmp_path: Path,
) -> None:
    async def play() -> None:
        async with hall_in(tmp_path) as hall:
            room = only_room(await a_day(hall))
            await start(room)
            await wait_for_six(room, by=LEAD)
            until = room.exercise.embargoes[0].until
            writer, press, other, control = (
                Listening(room, seat) for seat in (LEAD, PRESS, DUTY_MANAGER, None)
            )
            await room.do(order("exercise.set-pace", num=60, den=1))

            await press.heard.wait()

            assert until <= room.pacer.now() < until + 60_000  # a second on the wall
            await room.do(order("exercise.jump", to=until + 120_000))
            assert [one.times for one in (writer, press, other, control)] == [1, 1, 0, 0]

    run(play())


def test_nothing_is_said_of_what_is_not_approved_or_was_told_before_a_restart(
    tmp_path: Path,
) -> None:
    async def play() -> None:
        async with hall_in(tmp_path) as hall:
            room = only_room(await a_day(hall))
            await start(room)
            await wait_for_six(room, by=PRESS, approved=False)
            press = Listening(room, PRESS)
            await room.do(order("exercise.jump", to=room.pacer.now() + 60_000))
            await approve(room)
            assert press.times == 0
        async with hall_in(tmp_path) as hall:
            (day,) = hall.days
            room = only_room(day)
            press = Listening(room, PRESS)
            await room.do(order("exercise.resume"))
            await room.do(order("log.enter", seat=DUTY_MANAGER, words="We are back."))
            assert room.exercise.embargoes
            assert press.times == 0

    run(play())
