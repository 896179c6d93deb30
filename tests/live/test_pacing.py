"""The clock of a live room: exercise time from wall time, holds, paces, phases and jumps."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from hypothesis import given
from hypothesis import strategies as st

from evidence import Event, Millis, PlayedClock
from evidence.kinds.body import Body
from evidence.kinds.exercise import (
    ExerciseHeld,
    ExerciseJumped,
    ExerciseResumed,
    ExerciseStarted,
    PaceSet,
)
from facilitator.live.desk import Desk
from facilitator.live.pacing import Clocks, Pacer
from tests.live.halls import a_day, hall_in, run
from tests.live.test_desk import begin, first, say, staff

HOUR: Final = 3_600_000


@dataclass
class Told:
    """A pacer and the played time of a record, told the same, and a wall clock to set."""

    wall_ms: int = 0
    record: PlayedClock = field(default_factory=PlayedClock)
    pacer: Pacer = field(init=False)

    def __post_init__(self) -> None:
        self.pacer = Pacer(
            Clocks(monotonic_ns=lambda: self.wall_ms * 1_000_000, wall_ms=lambda: self.wall_ms)
        )
        self.tell(ExerciseStarted(starts_utc_ms=0, zone="UTC"), 0)

    def tell(self, body: Body, at: int) -> None:
        self.pacer.follow(Event(seq=0, at=Millis(at), origin="world", body=body))
        self.record.apply(Millis(at), body)


def test_exercise_time_is_wall_time_times_pace_from_an_anchor() -> None:
    told = Told()
    told.tell(PaceSet(num=60), 0)

    told.wall_ms = 1_500

    assert told.pacer.now() == 90_000
    assert told.pacer.wait_s(Millis(90_000)) == 0
    assert told.pacer.wait_s(Millis(0)) == 0
    assert told.pacer.wait_s(Millis(120_000)) == 0.5


def test_before_play_the_clock_stands_at_zero() -> None:
    pacer = Pacer(Clocks(monotonic_ns=lambda: 10**12, wall_ms=lambda: 0))

    assert (pacer.moves, pacer.now()) == (False, 0)


def test_a_pace_of_three_in_two_waits_two_thirds() -> None:
    told = Told()
    told.tell(PaceSet(num=3, den=2), 0)

    assert told.pacer.wait_s(Millis(3_000)) == 2
    told.wall_ms = 2_000
    assert told.pacer.now() == 3_000


def test_a_phase_begins_at_its_instant_although_the_room_woke_up_a_little_later() -> None:
    told = Told()
    told.wall_ms = 1_010
    told.tell(PaceSet(num=60, phase="night"), 1_000)

    assert told.pacer.now() == 1_600


def test_a_phase_at_the_very_start_holds_from_the_start() -> None:
    told = Told()
    told.wall_ms = 10
    told.tell(PaceSet(num=60, phase="night"), 0)

    assert told.pacer.now() == 600


def test_after_a_jump_in_a_hold_the_clock_stands_still_where_the_jump_landed() -> None:
    told = Told()
    told.tell(ExerciseHeld(because="control"), 1_000)
    told.tell(ExerciseJumped(to=Millis(6 * HOUR)), 1_000)
    told.tell(PaceSet(num=6, phase="the-copy"), 2 * HOUR)

    told.wall_ms += 1_000
    assert told.pacer.now() == 6 * HOUR
    told.tell(ExerciseResumed(), 6 * HOUR)
    told.wall_ms += 1_000
    assert told.pacer.now() == 6 * HOUR + 6_000


def test_after_a_jump_over_a_phase_the_clock_stands_where_the_jump_landed_at_the_new_pace() -> None:
    told = Told()
    told.tell(ExerciseJumped(to=Millis(6 * HOUR)), 1_000)
    told.tell(PaceSet(num=6, phase="the-copy"), 2 * HOUR)
    told.tell(PaceSet(num=4, phase="the-way-back"), 3 * HOUR)

    assert told.pacer.now() == 6 * HOUR
    told.wall_ms += 1_000
    assert told.pacer.now() == 6 * HOUR + 4_000


@given(
    st.lists(
        st.tuples(
            st.integers(0, 100_000),
            st.sampled_from(("pace", "jump", "hold")),
            st.integers(1, 60),
            st.lists(st.tuples(st.integers(0, 999), st.integers(1, 60)), max_size=3),
        ),
        max_size=12,
    )
)
def test_whatever_control_does_the_wall_time_played_is_the_played_time_of_the_record(
    acts: list[tuple[int, str, int, list[tuple[int, int]]]],
) -> None:
    told, start = Told(), 0
    for waited, act, number, phases in acts:
        told.wall_ms += waited
        at = told.pacer.now()
        if act == "pace":
            told.tell(PaceSet(num=number), at)
        elif act == "hold":
            told.tell(ExerciseHeld(because="control"), at)
            told.wall_ms += 1_000 * number
            start += 1_000 * number
            assert told.pacer.now() == at
            told.tell(ExerciseResumed(), at)
        else:
            to = Millis(at + number * HOUR)
            told.tell(ExerciseJumped(to=to), at)
            for share, pace in sorted(phases):
                told.tell(PaceSet(num=pace, phase="night"), at + number * HOUR * share // 1000)
            assert told.pacer.now() == to
        assert told.pacer.now() >= at

    played = told.record.played(told.pacer.now())
    assert abs(played - (told.wall_ms - start)) <= len(acts) + 1


def test_a_live_room_that_jumps_over_phases_goes_on_from_where_it_was_told_to(
    tmp_path: Path,
) -> None:
    async def play() -> int:
        async with hall_in(tmp_path) as hall:
            day, desk, kim = await a_day(hall), Desk(hall), staff(hall)
            room = day.rooms[first(day)]
            await begin(desk, kim, room.name)
            jump = {"to": "6h", "through": "true", "words": "The night is quiet."}
            assert (await say(desk, kim, room.name, "exercise.jump", **jump)).ok
            return room.pacer.now() - 6 * HOUR

    assert 0 <= run(play()) < HOUR
