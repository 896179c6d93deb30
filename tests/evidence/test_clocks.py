"""Played time: what people really had, from recorded paces and jumps alone."""

from hypothesis import given
from hypothesis import strategies as st

from evidence import Millis, PlayedClock
from evidence.kinds.exercise import ExerciseHeld, ExerciseJumped, PaceSet

MINUTE = 60_000
HOUR = 60 * MINUTE


def clock_with(*changes: tuple[int, PaceSet | ExerciseJumped | ExerciseHeld]) -> PlayedClock:
    clock = PlayedClock()
    for at, body in changes:
        clock.apply(Millis(at), body)
    return clock


def played(clock: PlayedClock, at: int) -> int:
    return clock.played(Millis(at))


def test_at_pace_one_played_time_is_exercise_time() -> None:
    assert played(PlayedClock(), 14 * MINUTE) == 14 * MINUTE


def test_clock_case_1_a_hold_counts_for_nobody() -> None:
    clock = clock_with((5 * MINUTE, ExerciseHeld(because="control")))

    response = played(clock, 14 * MINUTE) - played(clock, 5 * MINUTE)

    assert response == 9 * MINUTE


def test_clock_case_2_reactions_are_read_on_played_time_at_any_pace() -> None:
    clock = clock_with(
        (10 * MINUTE, PaceSet(num=6)),
        (22 * MINUTE, PaceSet(num=1)),
    )

    assert played(clock, 16 * MINUTE) == 11 * MINUTE
    assert played(clock, 16 * MINUTE) - played(clock, 8 * MINUTE) == 3 * MINUTE
    assert played(clock, 25 * MINUTE) == 15 * MINUTE
    assert played(clock, 10 * MINUTE) == 10 * MINUTE


def test_clock_case_3_a_jump_passes_no_played_time() -> None:
    start, jump_at, end = 10 * MINUTE, 20 * MINUTE, 16 * HOUR + 45 * MINUTE
    clock = clock_with((jump_at, ExerciseJumped(to=Millis(16 * HOUR + 20 * MINUTE))))

    assert end - start == 16 * HOUR + 35 * MINUTE
    assert clock.jumped(Millis(start), Millis(end)) == 16 * HOUR
    assert played(clock, end) - played(clock, start) == 35 * MINUTE


def test_a_fact_inside_a_jumped_span_has_the_played_time_of_the_jump() -> None:
    clock = clock_with((MINUTE, ExerciseJumped(to=Millis(HOUR))))

    assert played(clock, 30 * MINUTE) == MINUTE


def test_a_pace_set_inside_a_jumped_span_holds_from_where_the_jump_lands() -> None:
    clock = clock_with(
        (MINUTE, ExerciseJumped(to=Millis(HOUR))),
        (30 * MINUTE, PaceSet(num=6)),
    )

    assert played(clock, 45 * MINUTE) == MINUTE
    assert played(clock, HOUR) == MINUTE
    assert played(clock, HOUR + 6 * MINUTE) == 2 * MINUTE
    assert clock.at_played(Millis(2 * MINUTE), after=Millis(45 * MINUTE)) == HOUR + 6 * MINUTE
    assert clock.jumped(Millis(0), Millis(2 * HOUR)) == 59 * MINUTE


def test_an_alarm_that_is_due_when_a_jump_begins_rings_there_and_not_where_it_lands() -> None:
    clock = clock_with((MINUTE, ExerciseJumped(to=Millis(HOUR))))

    assert clock.at_played(Millis(MINUTE), after=Millis(MINUTE)) == MINUTE
    assert clock.at_played(Millis(MINUTE - 1), after=Millis(MINUTE)) == MINUTE


def test_of_a_span_beside_a_jump_nothing_was_jumped() -> None:
    clock = clock_with((MINUTE, ExerciseJumped(to=Millis(HOUR))))

    assert clock.jumped(Millis(0), Millis(MINUTE)) == 0
    assert clock.jumped(Millis(HOUR), Millis(2 * HOUR)) == 0


paces = st.lists(
    st.tuples(st.integers(0, 10_000_000), st.integers(1, 60), st.integers(1, 3)), max_size=6
).map(lambda found: sorted(found))


def paced(changes: list[tuple[int, int, int]]) -> PlayedClock:
    return clock_with(*((at, PaceSet(num=num, den=den)) for at, num, den in changes))


@given(changes=paces, one=st.integers(0, 20_000_000), two=st.integers(0, 20_000_000))
def test_played_time_never_runs_backwards(
    changes: list[tuple[int, int, int]], one: int, two: int
) -> None:
    clock = paced(changes)

    assert played(clock, min(one, two)) <= played(clock, max(one, two))


@given(changes=paces, at=st.integers(0, 20_000_000))
def test_played_time_never_exceeds_exercise_time_at_pace_one_or_more(
    changes: list[tuple[int, int, int]], at: int
) -> None:
    faster = [(start, max(num, den), den) for start, num, den in changes]

    assert played(paced(faster), at) <= at


@given(num=st.integers(1, 60), splits=st.lists(st.integers(0, 1_000_000), max_size=5))
def test_splitting_a_stretch_at_whole_milliseconds_changes_nothing(
    num: int, splits: list[int]
) -> None:
    whole = paced([(0, num, 1)])
    at = 2_000_000
    split = paced([(0, num, 1), *((place * num, num, 1) for place in sorted(splits))])

    assert played(split, at * num) == played(whole, at * num)


@given(changes=paces, wait=st.integers(1, 5_000_000))
def test_an_alarm_on_played_time_rings_when_that_much_was_played(
    changes: list[tuple[int, int, int]], wait: int
) -> None:
    clock = paced(changes)
    now = Millis(changes[-1][0] if changes else 0)

    due = clock.at_played(Millis(clock.played(now) + wait), after=now)

    assert clock.played(due) >= clock.played(now) + wait
    assert clock.played(Millis(due - 1)) < clock.played(now) + wait
