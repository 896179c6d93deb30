"""The worked clock cases that the engine decides, on the breach with the hospital group."""

import pytest

from evidence import Command, Event, Millis, Sealed
from evidence.kinds.exercise import (
    CommandRefused,
    ExerciseHeld,
    ExerciseJumped,
    HoldExercise,
    JumpTo,
    OutageEnded,
    ResumeExercise,
)
from evidence.kinds.incident import AwarenessClaimed, ClaimAwareness, EnterLog
from evidence.kinds.outside import DutyExpired, DutyNotified, DutyStarted, NotifyAuthority
from simulator import ClockError, Exercise
from tests.simulator.playing import library_plan, opened

MINUTE = 60_000
HOUR = 60 * MINUTE
AWARE_AT = 95 * MINUTE
WORDS = Sealed[str](commitment="x" * 43 + "=")


@pytest.fixture
def exercise() -> Exercise:
    return opened(library_plan("breach", "northmere-health"), profile=None)[0]


def seat_of(exercise: Exercise, role: str) -> str:
    seat = library_plan("breach", "northmere-health").organisation.seat_for(role)
    assert seat is not None
    return seat


def say(
    exercise: Exercise, command: Command, *, at: int, role: str = "incident_commander"
) -> list[Event]:
    return list(
        exercise.receive(
            command, at=Millis(at), actor="p1", seat=seat_of(exercise, role), origin="person"
        )
    )


def control(exercise: Exercise, command: Command, *, at: int | None = None) -> list[Event]:
    return list(exercise.receive(command, at=exercise.now if at is None else Millis(at)))


def only(events: list[Event], kind: str) -> Event:
    found = [event for event in events if event.kind == kind]
    assert len(found) == 1, [event.kind for event in events]
    return found[0]


def aware(exercise: Exercise) -> DutyStarted:
    control(exercise, JumpTo(to=Millis(AWARE_AT)))
    events = say(exercise, ClaimAwareness(of="confirmed", words=WORDS), at=AWARE_AT)
    found = [e.body for e in events if isinstance(e.body, DutyStarted)]
    return next(duty for duty in found if duty.duty == "authority")


def test_case_4_seventy_two_hours_run_from_awareness_through_the_clock_change(
    exercise: Exercise,
) -> None:
    started = aware(exercise)

    assert started.due == AWARE_AT + 72 * HOUR


def test_case_4_a_jump_over_an_open_duty_is_refused_and_names_it(exercise: Exercise) -> None:
    aware(exercise)

    events = control(exercise, JumpTo(to=Millis(AWARE_AT + 73 * HOUR)))

    refusal = only(events, "command.refused").body
    assert isinstance(refusal, CommandRefused)
    assert refusal.because == "crosses-deadline"
    assert "jump to an earlier instant, or say `through` with a reason" in refusal.says
    assert exercise.now == AWARE_AT


def test_a_jump_crosses_what_is_due_on_its_way_to_its_last_millisecond(
    exercise: Exercise,
) -> None:
    started = aware(exercise)
    assert started.due is not None

    def crossed_by(to: int) -> tuple[str, ...]:
        events = control(exercise, JumpTo(to=Millis(to), through=True, words=WORDS))
        jumped = only(events, "exercise.jumped").body
        assert isinstance(jumped, ExerciseJumped)
        return jumped.crosses

    assert "duty:authority" not in crossed_by(started.due - 1)
    assert "duty:authority" in crossed_by(started.due)


def test_a_jump_does_not_cross_what_is_due_now(exercise: Exercise) -> None:
    started = aware(exercise)
    assert started.due is not None
    control(exercise, JumpTo(to=started.due, through=True, words=WORDS))

    events = control(exercise, JumpTo(to=Millis(started.due + 1000)))

    jumped = only(events, "exercise.jumped").body
    assert isinstance(jumped, ExerciseJumped)
    assert jumped.crosses == ()


def test_case_4_through_says_what_it_crosses(exercise: Exercise) -> None:
    started = aware(exercise)
    assert started.due is not None

    events = control(exercise, JumpTo(to=Millis(started.due + 1000), through=True, words=WORDS))

    jumped = only(events, "exercise.jumped").body
    assert isinstance(jumped, ExerciseJumped)
    assert "duty:authority" in jumped.crosses


def test_going_through_needs_a_reason(exercise: Exercise) -> None:
    aware(exercise)

    events = control(exercise, JumpTo(to=Millis(AWARE_AT + 73 * HOUR), through=True))

    refusal = only(events, "command.refused").body
    assert isinstance(refusal, CommandRefused)
    assert refusal.says == "Say why the jump goes through an open deadline."


def test_case_8_the_earliest_claim_governs_and_both_are_kept(exercise: Exercise) -> None:
    first = aware(exercise)

    events = say(exercise, ClaimAwareness(of="confirmed", words=WORDS), at=AWARE_AT + 20 * MINUTE)

    later = only(events, "awareness.claimed").body
    assert isinstance(later, AwarenessClaimed)
    assert not later.governs
    assert exercise.state.duty("authority").due == first.due


def test_case_8_a_claim_before_the_first_signal_is_refused(exercise: Exercise) -> None:
    control(exercise, JumpTo(to=Millis(AWARE_AT)))

    events = say(
        exercise,
        ClaimAwareness(of="confirmed", about_at=Millis(-10 * MINUTE), words=WORDS),
        at=AWARE_AT,
    )

    assert only(events, "command.refused")


def notify() -> NotifyAuthority:
    return NotifyAuthority(duty="authority", recipient="authority", channel="regulator-portal")


def to_the_brink(exercise: Exercise) -> int:
    """Let the exercise come to one second before the authority's notice is due."""
    started = aware(exercise)
    assert started.due is not None
    before = Millis(started.due - 1000)
    control(exercise, JumpTo(to=before, through=True, words=WORDS))
    return started.due


@pytest.mark.parametrize(("after_ms", "late_by_ms"), [(0, 0), (1, 1)])
def test_case_9_at_the_deadline_is_in_time_and_a_millisecond_later_is_late(
    exercise: Exercise, after_ms: int, late_by_ms: int
) -> None:
    due = to_the_brink(exercise)

    events = say(exercise, notify(), at=due + after_ms)

    notified = only(events, "duty.notified").body
    assert isinstance(notified, DutyNotified)
    assert notified.late_by_ms == late_by_ms
    expired = [e for e in events if isinstance(e.body, DutyExpired) and e.body.duty == "authority"]
    assert len(expired) == late_by_ms


def test_case_10_after_an_outage_the_exercise_stands_in_a_hold(exercise: Exercise) -> None:
    exercise.advance(to=Millis(42 * MINUTE))

    events = list(
        exercise.receive(
            OutageEnded(away_ms=9 * MINUTE), at=exercise.now, actor="shell", origin="shell"
        )
    )

    held = only(events, "exercise.held").body
    assert isinstance(held, ExerciseHeld)
    assert held.because == "outage"
    assert exercise.next_at() is None
    with pytest.raises(ClockError, match="stands still"):
        exercise.advance(to=Millis(43 * MINUTE))


def test_in_a_hold_an_answer_is_refused_and_after_it_taken(exercise: Exercise) -> None:
    control(exercise, HoldExercise())

    refused = say(exercise, EnterLog(words=WORDS), at=exercise.now)
    control(exercise, ResumeExercise())
    taken = say(exercise, EnterLog(words=WORDS), at=exercise.now)

    refusal = only(refused, "command.refused").body
    assert isinstance(refusal, CommandRefused)
    assert refusal.says == "The exercise is on hold; your answer was not taken."
    assert only(taken, "log.entered")


def test_exercise_time_never_goes_back(exercise: Exercise) -> None:
    exercise.advance(to=Millis(10 * MINUTE))

    with pytest.raises(ClockError, match="cannot go back"):
        exercise.advance(to=Millis(9 * MINUTE))
