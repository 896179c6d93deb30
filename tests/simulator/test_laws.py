"""The laws of the engine: what may never depend on how the caller drives it."""

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence import Event, Millis, write_body
from evidence.kinds.control import InjectFired
from evidence.kinds.exercise import HoldExercise, JumpTo, ResumeExercise
from scenarios.injects import Inject
from scenarios.plan import Plan
from simulator import Chance
from tests.simulator.playing import Input, library_plan, opened, play, replay

HOUR = 3_600_000


def hold_and_resume(at: int) -> tuple[Input, ...]:
    return (
        (at, HoldExercise(), "control", None, "control"),
        (at, ResumeExercise(), "control", None, "control"),
    )


def story(events: list[Event]) -> list[tuple[int, str, object]]:
    """What happened, without places in the record and without control's own acts on the clock."""
    places = ("evidence", "said", "text_in", "claim")
    return [
        (event.at, event.kind, {k: v for k, v in write_body(event.body).items() if k not in places})
        for event in events
        if event.origin != "control"
        and not event.kind.startswith("exercise.")
        and event.kind not in ("incident.detected",)
    ]


def test_replaying_the_inputs_gives_the_same_events() -> None:
    plan = library_plan()
    record = play(plan)

    again = replay(plan, record)

    assert again == record


@settings(max_examples=6, deadline=None)
@given(tick=st.integers(1_000, 900_000), seed=st.integers(0, 1_000))
def test_ticking_more_often_changes_nothing(tick: int, seed: int) -> None:
    plan = library_plan()

    assert play(plan, seed=seed, until=HOUR, tick=tick) == play(plan, seed=seed, until=HOUR)


def test_hash_seeds_change_nothing() -> None:
    program = (
        "from tests.simulator.playing import library_plan, play\n"
        "import hashlib\n"
        "print(hashlib.sha256(repr(play(library_plan(), until=3600000)).encode()).hexdigest())\n"
    )

    digests = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={"PYTHONHASHSEED": hash_seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for hash_seed in ("1", "2", "77")
    }

    assert len(digests) == 1


def with_inject(plan: Plan, inject: Inject) -> Plan:
    scenario = plan.scenario.model_copy(update={"injects": (*plan.scenario.injects, inject)})
    return plan.model_copy(update={"scenario": scenario})


def test_adding_an_inject_changes_no_other_delivery() -> None:
    plan = library_plan()
    extra = Inject(id="aaa-extra", at=20 * 60_000, by="chat", to=("team",), text="Anybody there?")

    before = play(plan, profile=None)
    after = play(with_inject(plan, extra), profile=None)

    kept = [event for event in story(after) if "aaa-extra" not in str(event[2])]
    assert kept == story(before)


@given(seed=st.integers(), key=st.text(max_size=20), other=st.text(max_size=20))
def test_a_draw_depends_on_its_own_key_alone(seed: int, key: str, other: str) -> None:
    chance, fresh = Chance(seed), Chance(seed)
    chance.unit("other", other)

    assert chance.unit("vendor", key) == fresh.unit("vendor", key)
    assert 0 < chance.unit("vendor", key) < 1


@settings(max_examples=8, deadline=None)
@given(at=st.integers(1, HOUR - 1))
def test_a_hold_anywhere_changes_no_difference(at: int) -> None:
    plan = library_plan()

    held = play(plan, until=HOUR, inputs=hold_and_resume(at))

    assert story(held) == story(play(plan, until=HOUR))


@pytest.mark.parametrize("middle", [5 * 60_000, 11 * 60_000, 25 * 60_000])
def test_two_jumps_equal_one(middle: int) -> None:
    plan = library_plan()
    end = 30 * 60_000

    def jumps(*to: int) -> list[Event]:
        exercise, events = opened(plan, profile=None)
        for instant in to:
            events += exercise.receive(JumpTo(to=Millis(instant)), at=exercise.now)
        events += exercise.advance(to=Millis(end + 60_000))
        return events

    assert story(jumps(middle, end)) == story(jumps(end))


def test_a_hidden_truth_changes_no_responder_until_something_shows() -> None:
    plan = library_plan()
    hidden = Inject.model_validate({"id": "zzz-hidden", "at": 1, "does": [{"raise": "unseen"}]})

    def commands(events: list[Event]) -> list[tuple[int, str, object]]:
        return [
            (event.at, event.kind, event.role) for event in events if event.origin == "responder"
        ]

    assert commands(play(with_inject(plan, hidden))) == commands(play(plan))


def test_an_inject_precedes_a_command_at_the_same_millisecond() -> None:
    plan = library_plan()
    first = min(i.at for i in plan.scenario.injects if i.at)
    exercise, _ = opened(plan, profile=None)

    events = exercise.receive(HoldExercise(), at=Millis(first))

    kinds = [event.kind for event in events]
    assert kinds.index(InjectFired.kind) < kinds.index(HoldExercise.kind)
