"""Control jumps to "Sunday 09:00": by the story's clocks, over the night in which they change."""

import pytest

from evidence import Millis
from evidence.kinds.exercise import ExerciseJumped, JumpTo
from evidence.kinds.incident import ClaimAwareness
from facilitator.command_reader import NotACommand, read_command
from facilitator.story_time import StoryTime
from runbooks.authored import LocalInstant, Wrong, resolve_local
from tests.builders import a_plan, hours, minutes
from tests.simulator.playing import opened

BERLIN = LocalInstant(
    utc_ms=resolve_local("2026-10-24T22:00", "Europe/Berlin"), zone="Europe/Berlin"
)
"""Saturday evening; in the night the clocks go back from 03:00 to 02:00."""


def at(now: int = 0) -> StoryTime:
    return StoryTime(starts=BERLIN, now=Millis(now))


@pytest.mark.parametrize(
    ("said", "exercise_time"),
    [
        ("Sunday 09:00", hours(12)),
        ("Sun 09:00", hours(12)),
        ("09:00", hours(12)),
        ("2026-10-25T09:00", hours(12)),
        ("02:30+02:00", minutes(270)),
        ("02:30+01:00", minutes(330)),
        ("Saturday 23:00", hours(1)),
        ("23:00", hours(1)),
        ("22:00", hours(25)),
        ("1h30m", minutes(90)),
    ],
)
def test_case_6_an_instant_is_said_by_the_clocks_of_the_story(
    said: str, exercise_time: int
) -> None:
    assert at().read(said) == exercise_time


def test_case_6_a_time_that_happens_twice_is_asked_back() -> None:
    with pytest.raises(Wrong) as wrong:
        at().read("02:30")

    assert wrong.value.wrong == "02:30 happens twice on 2026-10-25 in Europe/Berlin"
    assert wrong.value.right == "say +02:00 or +01:00"


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ("Sunnday 09:00", "`Sunnday` is no day of the week; did you mean `sunday`?"),
        ("25:00", "`25:00` is no time of day; write for example `09:00`"),
        ("2026-02-30 09:00", "`2026-02-30` is not in the calendar; write for example `2026-10-25`"),
    ],
)
def test_what_is_no_instant_says_so(said: str, says: str) -> None:
    with pytest.raises(Wrong) as wrong:
        at().read(said)

    assert f"{wrong.value.wrong}; {wrong.value.right}" == says


def test_what_has_been_is_looked_for_backwards() -> None:
    sunday_at_nine_in_the_evening = at(hours(24))

    read = read_command(
        ClaimAwareness, {"of": "alarm", "about-at": "20:30"}, time=sunday_at_nine_in_the_evening
    )

    assert isinstance(read.command, ClaimAwareness)
    assert read.command.about_at == hours(24) - minutes(30)


def test_case_6_end_to_end_the_jump_adds_twelve_hours_and_an_unclear_one_is_refused() -> None:
    exercise, _ = opened(a_plan(starts=BERLIN, lasts=hours(20)), profile=None)
    time = StoryTime(starts=BERLIN, now=exercise.now)

    with pytest.raises(NotACommand) as refusal:
        read_command(JumpTo, {"to": "02:30"}, time=time)
    jump = read_command(JumpTo, {"to": "Sunday 09:00"}, time=time)
    happened = exercise.receive(jump.command, at=exercise.now)

    assert str(refusal.value) == (
        "02:30 happens twice on 2026-10-25 in Europe/Berlin; say +02:00 or +01:00."
    )
    assert [e.body.to for e in happened if isinstance(e.body, ExerciseJumped)] == [hours(12)]
    assert exercise.now == hours(12)
