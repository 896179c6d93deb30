"""The demo game day: whoever opens it finds work under way, and soon sees more of it."""

from pathlib import Path

from evidence import Event
from evidence.kinds.exercise import ExerciseOpened
from facilitator.cli.serving import DEMO_LEAD_MS, DEMO_PACE, demo_day
from facilitator.record_files import read_record
from facilitator.replaying import replay
from tests.live.halls import hall_in, only_room, run

WATCHED_MS = 30_000


def test_a_demo_day_is_alive_when_the_doors_open_and_within_thirty_seconds(
    tmp_path: Path,
) -> None:
    async def play() -> None:
        async with hall_in(tmp_path) as hall:
            room = only_room(await demo_day(hall))
            before = [event for event in room.events if event.origin == "responder"]
            assert len(before) >= 15
            assert room.pacer.clock().at >= DEMO_LEAD_MS
            soon = room.pacer.now() + WATCHED_MS * DEMO_PACE
            fresh: list[Event] = []
            while (due := room.exercise.next_at()) is not None and due <= soon:
                fresh.extend(room.exercise.advance(to=due))
            assert sum(event.origin == "responder" for event in fresh) >= 3

    run(play())


def test_the_record_of_a_demo_day_can_be_replayed_and_says_that_its_clock_was_simulated(
    tmp_path: Path,
) -> None:
    async def play() -> None:
        async with hall_in(tmp_path) as hall:
            await demo_day(hall)

    run(play())
    record = read_record(tmp_path)
    opened = record.events[0].body
    assert isinstance(opened, ExerciseOpened)
    assert opened.wall_clock == "simulated"
    assert replay(record).reproduced


def test_a_demo_day_that_was_interrupted_goes_on_instead_of_a_new_one(tmp_path: Path) -> None:
    async def play() -> str:
        async with hall_in(tmp_path) as hall:
            return only_room(await demo_day(hall)).name

    async def again() -> str:
        async with hall_in(tmp_path) as hall:
            return only_room(await demo_day(hall)).name

    assert run(play()) == run(again())
