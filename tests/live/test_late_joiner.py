"""Somebody who sits down while play is on is told what happened so far, in a few lines."""

from pathlib import Path

from evidence import Millis
from facilitator.live import GameDay, Hall, Room
from facilitator.live.chairs import sit
from facilitator.screens import Viewer
from facilitator.screens.digest import Digest
from facilitator.screens.team import team_page
from tests.live.halls import DUTY_MANAGER, a_day, hall_in, only_room, order, run, start

LATE = "communications"


async def joins(hall: Hall, day: GameDay, seat: str) -> Viewer:
    name = only_room(day).name
    person, _ = await sit(hall, day, name, seat=seat, name="Bo", take_over=False)
    return Viewer(kind="participant", id=person.id, name="Bo", seat=seat, exercise=name)


def digest(day: GameDay, viewer: Viewer) -> Digest | None:
    return team_page(day.seen(viewer, only_room(day).name), {}).digest


async def declared(room: Room) -> None:
    await start(room)
    room.play_to(Millis(room.plan.scenario.lasts // 6))
    await room.do(order("incident.declare", seat=DUTY_MANAGER))
    room.play_to(Millis(room.pacer.now() + 1))


def test_whoever_sits_down_in_play_reads_what_happened_until_they_do_something(
    tmp_path: Path,
) -> None:
    async def play() -> None:
        async with hall_in(tmp_path) as hall:
            day = await a_day(hall)
            room = only_room(day)
            await declared(room)
            late = await joins(hall, day, LATE)
            told = digest(day, late)
            assert told is not None
            assert told.lines[0].startswith("Incident at ")
            assert "came in, " in told.lines[-1]
            assert len(told.lines) <= 3
            await room.do(order("log.enter", seat=LATE, words="I am here."))
            assert digest(day, late) is None

    run(play())


def test_whoever_was_there_from_the_start_gets_no_digest(tmp_path: Path) -> None:
    async def play() -> None:
        async with hall_in(tmp_path) as hall:
            day = await a_day(hall)
            early = await joins(hall, day, LATE)
            await declared(only_room(day))
            assert digest(day, early) is None

    run(play())


def test_a_digest_counts_only_what_this_seat_may_see(tmp_path: Path) -> None:
    async def play() -> None:
        async with hall_in(tmp_path) as hall:
            day = await a_day(hall)
            room = only_room(day)
            await declared(room)
            late = await joins(hall, day, LATE)
            told = digest(day, late)
            assert told is not None
            page = team_page(day.seen(late, room.name), {})
            assert f"{len(page.feed)} message" in told.lines[-1]

    run(play())
