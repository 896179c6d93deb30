"""A team that comes when the others play already."""

import asyncio
from pathlib import Path

import pytest

from facilitator.live import CannotOpen, Hall, Room
from facilitator.live.desk import Desk
from tests.live.halls import a_day, hall_in, plain_cards, run
from tests.live.test_desk import begin, say, staff


def test_a_late_team_plays_the_same_story_and_is_brought_level(tmp_path: Path) -> None:
    async def play() -> tuple[Room, Room]:
        async with hall_in(tmp_path) as hall:
            day, desk, kim = await a_day(hall), Desk(hall), staff(hall)
            (first,) = day.rooms.values()
            await begin(desk, kim, first.name)
            await say(desk, kim, first.name, "exercise.jump", to="3m")
            await say(desk, kim, first.name, "exercise.hold")

            late = await hall.add_team(day, "Late team")
            await begin(desk, kim, late.name)
            assert (await say(desk, kim, late.name, "bring-level")).ok
            return first, late

    first, late = run(play())
    assert late.opened.seed == first.opened.seed
    assert late.opened.plan == first.opened.plan
    assert late.opened.responders == first.opened.responders
    assert late.pacer.now() >= first.pacer.now() >= 180_000


def test_a_late_team_is_there_after_a_restart_with_its_code(tmp_path: Path) -> None:
    async def play() -> None:
        async with hall_in(tmp_path) as hall:
            day = await a_day(hall)
            late = await hall.add_team(day, "Late team")
            code = day.team_of(late.name).code
        async with hall_in(tmp_path) as hall:
            (day,) = hall.days
            assert [team.name for team in day.plan.teams] == ["Team A", "Late team"]
            assert hall.exercise_of_code(code) == late.name

    run(play())


def test_of_two_who_add_one_team_at_once_one_is_told(tmp_path: Path) -> None:
    async def play() -> list[object]:
        async with hall_in(tmp_path) as hall:
            day = await a_day(hall)
            both = (hall.add_team(day, "Late team"), hall.add_team(day, "Late team"))
            found = await asyncio.gather(*both, return_exceptions=True)
            assert len(day.rooms) == 2
            return [str(one) for one in found if isinstance(one, CannotOpen)]

    assert run(play()) == ["Two teams have the same name; give each its own."]


def test_a_day_that_is_over_or_full_takes_no_further_team(tmp_path: Path) -> None:
    async def play() -> tuple[str, str]:
        hall = await Hall.open(tmp_path, make_card=plain_cards, fits=20)
        try:
            day, desk, kim = await a_day(hall), Desk(hall), staff(hall)
            with pytest.raises(CannotOpen) as full:
                await hall.add_team(day, "Late team")
            (first,) = day.rooms.values()
            await begin(desk, kim, first.name)
            await say(desk, kim, first.name, "exercise.end")
            with pytest.raises(CannotOpen) as over:
                await hall.add_team(day, "Late team")
            return str(full.value), str(over.value)
        finally:
            await hall.close()

    full, over = run(play())
    assert full.startswith("1 team with 9 seats each may open 18 pages at once; this server")
    assert over == "This game day is over; open a new one."
