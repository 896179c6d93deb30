"""Chairs: who sits where, and what of it is recorded."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from evidence import Command, Event, Millis
from facilitator.live import GameDay, Hall, Room
from facilitator.live.chairs import CannotSit, leave, sit
from facilitator.record_files import RECORDS
from facilitator.screens import Viewer
from facilitator.store.store import PERSON_KEYS
from tests.live.halls import DUTY_MANAGER, a_day, hall_in, only_room, order, run, start


async def seated(hall: Hall, day: GameDay, room: Room) -> Viewer:
    participant, _ = await sit(hall, day, room.name, seat=DUTY_MANAGER, name="Ana", take_over=False)
    return Viewer(
        kind="participant",
        id=participant.id,
        name=participant.name,
        seat=DUTY_MANAGER,
        exercise=room.name,
    )


def test_the_name_of_a_person_is_not_in_the_record(tmp_path: Path) -> None:
    async def play() -> bytes:
        async with hall_in(tmp_path) as hall:
            day = await a_day(hall)
            await seated(hall, day, only_room(day))
            return b"".join(hall.store.leaves(only_room(day).name))

    assert b"Ana" not in run(play())


def test_a_chair_that_was_left_is_free_and_simulated_again(tmp_path: Path) -> None:
    async def play() -> None:
        async with hall_in(tmp_path) as hall:
            day = await a_day(hall, responders="average")
            room = only_room(day)
            ana = await seated(hall, day, room)
            assert day.sitting(room.name)[DUTY_MANAGER].name == "Ana"

            await leave(hall, ana)

            (chair,) = [one for one in day.persons(room.name) if one.seat == DUTY_MANAGER]
            assert chair.name is None
            assert chair.simulated

    run(play())


def test_a_person_takes_a_simulated_seat_over_in_the_middle_of_play(tmp_path: Path) -> None:
    async def play() -> tuple[list[Event], list[Event]]:
        async with hall_in(tmp_path) as hall:
            day = await a_day(hall, responders="average")
            room = only_room(day)
            await start(room)
            room.play_to(Millis(1_800_000))
            await room.do(order("control.note", words="Half an hour."))
            before = list(room.events)
            await seated(hall, day, room)
            room.play_to(Millis(3_600_000))
            await room.do(order("control.note", words="An hour."))
            return before, room.events[len(before) :]

    before, after = run(play())
    # A responder answers in the first half hour, and nobody for a person who is there.
    assert DUTY_MANAGER in {one.role for one in before if isinstance(one.body, Command)}
    acted = {one.role for one in after if isinstance(one.body, Command)} - {None}
    assert acted
    assert DUTY_MANAGER not in acted


def test_two_people_who_want_one_chair_at_once_do_not_both_get_it(tmp_path: Path) -> None:
    async def play() -> str:
        async with hall_in(tmp_path) as hall:
            day = await a_day(hall)
            room = only_room(day)
            await seated(hall, day, room)
            with pytest.raises(CannotSit) as refused:
                await seated(hall, day, room)
            assert len(hall.people.participants_of(room.name)) == 1
            return str(refused.value)

    assert run(play()).startswith("Ana sits there.")


def test_after_a_restart_everybody_sits_where_they_sat(tmp_path: Path) -> None:
    async def play() -> str:
        async with hall_in(tmp_path) as hall:
            day = await a_day(hall)
            await seated(hall, day, only_room(day))
            return only_room(day).name

    async def again(name: str) -> str:
        async with hall_in(tmp_path) as hall:
            day = hall.day_of(name)
            assert day is not None
            return day.sitting(name)[DUTY_MANAGER].name

    assert run(again(run(play()))) == "Ana"


def test_no_word_of_somebody_who_has_sat_down_waits_for_a_key(tmp_path: Path) -> None:
    async def play() -> None:
        async with hall_in(tmp_path) as hall:
            day = await a_day(hall)
            room = only_room(day)
            ana, _ = await sit(hall, day, room.name, seat=DUTY_MANAGER, name="Ana", take_over=False)
            await start(room)
            keys = tmp_path / f"{RECORDS}{PERSON_KEYS}"
            with closing(sqlite3.connect(keys, isolation_level=None)) as other:
                other.execute("BEGIN EXCLUSIVE")
                said = order("log.enter", seat=DUTY_MANAGER, words="It is slow.")
                done = await room.do(replace(said, actor=ana.id))
            assert done.refused is None

    run(play())
