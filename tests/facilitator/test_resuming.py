"""A server that died takes its exercises up again, and nothing that was shown is lost."""

from __future__ import annotations

import multiprocessing
import random
from pathlib import Path

import msgspec
import pytest

from evidence import Event, Millis, encode_leaf, make_leaf
from evidence.canonical import encode
from evidence.chain import GENESIS, prev_of
from evidence.kinds.exercise import ExerciseHeld, OutageEnded, ResumeExercise, WentByHand
from evidence.kinds.incident import EnterLog, LogEntered
from evidence.kinds.world import ServiceChanged
from facilitator.pacing import CLOCK_MARK_EVERY_WALL_MS
from facilitator.record_files import read_record, read_stored
from facilitator.replaying import replay
from facilitator.resuming import Diverged, resume, resume_by_hand
from facilitator.store import Store, UnknownExercise
from simulator.folds import apply
from simulator.state import State
from tests.facilitator.living import (
    NAME,
    open_and_start,
    play_to_the_end,
    play_until_killed,
    step,
    wall,
)
from tests.simulator.playing import library_plan, touched

KILLS = 12
AHEAD = 40
"""Batches that the child may be ahead of what was heard of it: however slow we are, it must not
come to the end of the exercise before it is killed."""

processes = multiprocessing.get_context("forkserver")
processes.set_forkserver_preload(["__main__", "tests.facilitator.living"])


def killed_while_playing(path: Path, seed: int) -> int:
    """Let a child play, kill it after some steps; the number of leaves that it said are safe."""
    until = random.Random(seed).randint(1, 180)  # of 253 batches in the whole exercise
    ours, theirs = processes.Pipe(duplex=False)
    ahead = processes.Semaphore(AHEAD)
    child = processes.Process(target=play_until_killed, args=(path, theirs, ahead))
    child.start()
    theirs.close()
    acknowledged = []
    try:
        for _ in range(until):
            acknowledged.append(ours.recv())
            ahead.release()
    finally:
        child.kill()
        child.join()
    try:
        while True:
            acknowledged.append(ours.recv())
    except EOFError:
        ours.close()
    assert child.exitcode == -9
    return int(acknowledged[-1])


def folded(events: tuple[Event, ...]) -> State:
    state = State()
    for event in events:
        apply(state, event)
    return state


@pytest.mark.parametrize("seed", range(KILLS))
def test_an_exercise_killed_at_any_moment_goes_on_from_what_was_acknowledged(
    tmp_path: Path, seed: int
) -> None:
    path = tmp_path / "records.db"

    acknowledged = killed_while_playing(path, seed)

    with Store.open(path) as store:
        stored = read_stored(store, NAME, where=path).events
        resumed = resume(store, NAME, wall=wall)
        assert acknowledged <= len(stored) == resumed.stored
        assert resumed.events[: len(stored)] == stored
        assert resumed.exercise.state.held
        assert resumed.exercise.now == resumed.events[-1].at
        assert touched(resumed.exercise.state) == touched(folded(resumed.events))
        if seed % 5 == 0:
            play_to_the_end(resumed)
    if seed % 5 == 0:
        record = read_record(path)
        assert record.events[-1].kind == "exercise.ended"
        assert replay(record).reproduced


def played(store: Store, until: int) -> tuple[Event, ...]:
    """Play in this process for *until* milliseconds and walk away without a word."""
    exercise, recorder = open_and_start(store)
    while exercise.now < until:
        recorder.take(step(exercise))
    recorder.flush()
    return read_stored(store, NAME, where=Path(NAME)).events


def rewritten(store: Store, events: tuple[Event, ...]) -> None:
    """Write these events as the record of an exercise, chained as a server would."""
    store.open_exercise(NAME, plan=encode(library_plan().to_json()), run="practice", wall=0)
    leaves, prev = [], GENESIS
    for event in events:
        leaves.append(encode_leaf(make_leaf(event, wall=wall(event.at), prev=prev)))
        prev = prev_of(leaves[-1])
    store.append_now(NAME, leaves)


@pytest.fixture(scope="module")
def an_hour(tmp_path_factory: pytest.TempPathFactory) -> tuple[Event, ...]:
    """The record of an exercise's first hour."""
    with Store.open(tmp_path_factory.mktemp("hour") / "records.db") as store:
        return played(store, 3_600_000)


@pytest.mark.parametrize("seed", range(10))
def test_a_torn_last_batch_is_completed_with_the_tail_that_is_missing(
    tmp_path: Path, an_hour: tuple[Event, ...], seed: int
) -> None:
    cut = random.Random(seed).randint(20, len(an_hour) - 1)
    with Store.open(tmp_path / "records.db") as store:
        rewritten(store, an_hour[:cut])

        resumed = resume(store, NAME, wall=wall)

        stored = read_stored(store, NAME, where=tmp_path).events
    outage = next(e.seq for e in resumed.events if isinstance(e.body, OutageEnded))
    assert stored == resumed.events
    assert resumed.stored == cut
    assert stored[:outage] == an_hour[:outage]
    # Nothing is missing up to the next thing that only the shell can say, or a later instant.
    following = an_hour[outage] if outage < len(an_hour) else None
    assert following is None or following.is_input or following.at > an_hour[cut - 1].at


def test_after_a_crash_the_record_says_how_long_nobody_was_there_and_people_wait(
    tmp_path: Path, an_hour: tuple[Event, ...]
) -> None:
    with Store.open(tmp_path / "records.db") as store:
        rewritten(store, an_hour)

        resumed = resume(store, NAME, wall=lambda at: wall(at) + 90_000)

        outage, held = resumed.events[-2:]
        seat = library_plan().organisation.seat_for("incident_commander")
        refused = resumed.exercise.receive(
            EnterLog(), at=resumed.exercise.now, actor="p", seat=seat, origin="person"
        )
    assert outage.body == OutageEnded(away_ms=90_000)
    assert held.body == ExerciseHeld(because="outage")
    assert [event.kind for event in refused] == ["log.enter", "command.refused"]


def test_resuming_twice_in_a_row_is_two_outages_and_one_record(
    tmp_path: Path, an_hour: tuple[Event, ...]
) -> None:
    with Store.open(tmp_path / "records.db") as store:
        rewritten(store, an_hour)
        resume(store, NAME, wall=wall)

        again = resume(store, NAME, wall=wall)
        events = play_to_the_end(again)

        stored = read_stored(store, NAME, where=tmp_path)
    assert stored.events == events
    assert sum(isinstance(event.body, OutageEnded) for event in events) == 2
    assert replay(stored).reproduced


def test_a_record_that_does_not_come_out_again_is_left_to_control(
    tmp_path: Path, an_hour: tuple[Event, ...]
) -> None:
    forged = _with_another_health(an_hour)
    with Store.open(tmp_path / "records.db") as store:
        rewritten(store, forged)

        with pytest.raises(Diverged) as divergence:
            resume(store, NAME, wall=wall)

        assert read_stored(store, NAME, where=tmp_path).events == forged
    seq = divergence.value.replayed.diverged_at
    assert str(divergence.value) == (
        f"The record of test does not come out again from leaf {seq} on; "
        "stop this exercise, or go on by hand."
    )


def test_control_goes_on_by_hand_and_a_second_crash_asks_nothing_again(
    tmp_path: Path, an_hour: tuple[Event, ...]
) -> None:
    forged = _with_another_health(an_hour)
    with Store.open(tmp_path / "records.db") as store:
        rewritten(store, forged)

        taken_up = resume_by_hand(store, NAME, actor="control", wall=wall)
        _, held, _, by_hand = taken_up.events[len(forged) :]
        again = resume(store, NAME, wall=wall)

        exercise = again.exercise
        exercise.receive(ResumeExercise(), at=exercise.now)
        seat = library_plan().organisation.seat_for("incident_commander")
        logged = exercise.receive(
            EnterLog(), at=exercise.now, actor="p", seat=seat, origin="person"
        )
    assert held.body == ExerciseHeld(because="divergence")
    assert by_hand.body == WentByHand()
    assert isinstance(logged[-1].body, LogEntered)
    assert touched(again.exercise.state) != touched(State())


def _with_another_health(events: tuple[Event, ...]) -> tuple[Event, ...]:
    seq, body = next((e.seq, e.body) for e in events if isinstance(e.body, ServiceChanged))
    forged = msgspec.structs.replace(
        events[seq], body=msgspec.structs.replace(body, health=body.health + 1)
    )
    return (*events[:seq], forged, *events[seq + 1 :])


def test_an_exercise_that_has_ended_is_taken_up_as_it_is(tmp_path: Path) -> None:
    with Store.open(tmp_path / "records.db") as store:
        exercise, recorder = open_and_start(store)
        while not exercise.ended:
            recorder.take(step(exercise))
        recorder.flush()

        resumed = resume(store, NAME, wall=wall)

    assert resumed.exercise.ended
    assert len(resumed.events) == resumed.stored == recorder.size
    assert resumed.recorder.head == recorder.head


def test_an_exercise_that_nobody_opened_cannot_be_resumed(tmp_path: Path) -> None:
    with Store.open(tmp_path / "records.db") as store, pytest.raises(UnknownExercise):
        resume(store, "nobodys", wall=wall)


def test_a_clock_mark_moves_nothing_but_what_a_crash_can_hide(tmp_path: Path) -> None:
    with Store.open(tmp_path / "records.db") as store:
        events = played(store, 1_800_000)
        resumed = resume(store, NAME, wall=wall)

    marks = [event.at for event in events if event.kind == "clock.marked"]
    assert marks == [600_000, 1_200_000, 1_800_000]
    assert resumed.exercise.now == Millis(1_800_000)
    assert CLOCK_MARK_EVERY_WALL_MS == 10_000
