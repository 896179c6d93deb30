"""Take an exercise up again after the process that played it has died.

A running simulation cannot be copied, so it is made again: the stored inputs go to a new engine,
and every other leaf must come out as it is stored.  Rules:

1. What is stored has happened.  It is compared leaf by leaf and never written again.
2. A crash may have torn the last batch.  The leaves that came out beyond the stored end are
   consequences of stored inputs: they are appended, so the record again says all that happened.
3. Afterwards the exercise stands in a hold, at the instant of its last leaf, and the record says
   for how long the server was away.  Control resumes it.
4. A record that does not come out again is never patched.  ``Diverged`` names the first leaf
   that differs; control then chooses to stop, or calls :func:`resume_by_hand`.

Everything returned is durable: it may be shown.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from evidence import Command, Event, Millis, Origin, decode_leaf
from evidence.kinds.exercise import GoByHand, OutageEnded
from facilitator.record_files import Record, read_stored
from facilitator.recording import Recorder
from facilitator.replaying import Replayed, compare, simulate_again
from facilitator.store import Store
from simulator import Exercise

Why = Literal["outage", "divergence"]


class Diverged(Exception):
    """The stored record is not what the engine makes of its inputs; ``replayed`` says where."""

    def __init__(self, exercise: str, replayed: Replayed) -> None:
        super().__init__(
            f"The record of {exercise} does not come out again from leaf {replayed.diverged_at} "
            "on; stop this exercise, or go on by hand."
        )
        self.exercise = exercise
        self.replayed = replayed


@dataclass(frozen=True, slots=True, kw_only=True)
class Resumed:
    """An exercise that can go on, and the recorder that continues its record.

    Attributes:
        exercise: In a hold, unless it had not started or has ended.
        recorder: Hand it every event from now on; openings as ever.
        events: The whole record so far, all durable: fold pages from it.
        stored: How many of ``events`` were stored before; the rest was appended just now.
    """

    exercise: Exercise
    recorder: Recorder
    events: tuple[Event, ...]
    stored: int


def resume(store: Store, name: str, *, wall: Callable[[Millis], int]) -> Resumed:
    """Take up the exercise *name* of an open store where its record ends.

    Args:
        wall: As for :class:`Recorder`: UTC in milliseconds since the Unix epoch, at an instant of
            exercise time.  A live room ignores the argument and asks its clock.

    Raises:
        UnknownExercise: The store has no such exercise.
        CannotRead: The record's chain is broken; nothing may be built on it.
        NotUnderstood: Another version wrote it.
        Diverged: The engine makes something else of the inputs, and nobody has gone by hand yet.
        StoreFailed: What was missing could not be appended; calling again is safe.
    """
    record, leaves = _read(store, name)
    exercise, again = simulate_again(record)
    replayed = compare(record.events, again)
    if replayed.reproduced:
        taking = _Taking(store, record, leaves, exercise, wall)
        taking.append(again[len(leaves) :])
        return taking.hold("outage")
    folded = _by_hand(record)
    if not folded.state.by_hand:
        raise Diverged(name, replayed)
    return _Taking(store, record, leaves, folded, wall).hold("outage")


def resume_by_hand(
    store: Store, name: str, *, actor: str, wall: Callable[[Millis], int]
) -> Resumed:
    """Take up a record without the simulated world: control's answer to :class:`Diverged`.

    What people did is folded from the record.  *actor* is who decided; it is in the record.
    """
    record, leaves = _read(store, name)
    taking = _Taking(store, record, leaves, _by_hand(record), wall)
    held = taking.hold("divergence")
    if not held.exercise.state.by_hand:
        taking.give(GoByHand(), actor=actor, origin="control")
    return taking.taken()


def _read(store: Store, name: str) -> tuple[Record, tuple[bytes, ...]]:
    return read_stored(store, name, where=Path(name)), tuple(store.leaves(name))


def _by_hand(record: Record) -> Exercise:
    return Exercise.by_hand(record.plan, seed=record.opened.seed, record=record.events)


class _Taking:
    """A record on its way from where it ended to where it can go on."""

    def __init__(
        self,
        store: Store,
        record: Record,
        leaves: Sequence[bytes],
        exercise: Exercise,
        wall: Callable[[Millis], int],
    ) -> None:
        self._exercise = exercise
        self._wall = wall
        self._events = list(record.events)
        self._stored = len(leaves)
        self._last_wall = decode_leaf(leaves[-1]).wall
        self._recorder = Recorder(store, record.exercise, wall=wall, after=leaves)

    def append(self, events: Sequence[Event]) -> None:
        self._recorder.take(events)
        self._recorder.flush()
        self._events += events

    def give(self, command: Command, *, actor: str, origin: Origin) -> None:
        exercise = self._exercise
        self.append(exercise.receive(command, at=exercise.now, actor=actor, origin=origin))

    def hold(self, because: Why) -> Resumed:
        """Say how long the server was away; the exercise then stands in a hold."""
        exercise = self._exercise
        if exercise.state.started_at is not None and not exercise.ended:
            away = max(0, self._wall(exercise.now) - self._last_wall)
            outage = OutageEnded(away_ms=away, because=because)
            self.give(outage, actor="shell", origin="shell")
        return self.taken()

    def taken(self) -> Resumed:
        return Resumed(
            exercise=self._exercise,
            recorder=self._recorder,
            events=tuple(self._events),
            stored=self._stored,
        )
