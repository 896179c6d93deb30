"""The one driver for play without a room: `play`, `demo`, dry runs and story tests use it.

It owns time for the engine: it opens and starts the exercise, hands in scripted commands at
their instants, lets the world move between them, ends it, and records everything.  Nobody waits,
so the same plan, seed and script give the same record in any folder.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from evidence import Command, Event, Millis, Origin, Receipt
from evidence.kinds.exercise import (
    EndExercise,
    ExerciseOpened,
    PersonJoined,
    StartExercise,
)
from evidence.kinds.incident import IncidentClosed
from facilitator.opening import Opening, open_exercise
from facilitator.pacing import SimulatedWall
from facilitator.recording import Recorder
from facilitator.sealing import SealedWords
from facilitator.store import Store
from scenarios import Plan
from simulator import Exercise

GRACE: Final = Millis(600_000)
"""How long control lets the world go on after the incident is closed: what still happens then
(a vendor's late answer, a promise to customers) belongs to the exercise."""

CONTROL: Final = "control"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scripted:
    """One command of a script: what a person says at an instant of exercise time."""

    at: Millis
    command: Command
    actor: str
    seat: str | None
    origin: Origin
    cmd: str
    words: tuple[SealedWords, ...] = ()
    where: str = ""
    """The line of the script, for what is said about it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """One exercise, played to its end and stored."""

    exercise: str
    events: tuple[Event, ...]
    head: str
    receipt: Receipt
    unsaid: tuple[Scripted, ...] = ()
    """What the script still had to say when the exercise ended."""


def play(
    plan: Plan,
    *,
    opening: Opening,
    store: Store,
    script: Sequence[Scripted] = (),
    show: Callable[[Sequence[Event]], None] | None = None,
) -> Played:
    """Play *plan* from StartEx to EndEx and record it.

    A seat in which the script speaks is filled by that person, not by a simulated responder.

    Args:
        script: Commands in any order; those of one instant keep theirs.
        show: Called with events that are durable, in order.  Without it the record is written
            in one transaction at the end.

    Raises:
        StoreFailed: The record could not be written; nothing after that was shown.
    """
    return _Driver(plan, opening, store, script, show).run()


class _Driver:
    """One headless exercise on its way from opening to end."""

    def __init__(
        self,
        plan: Plan,
        opening: Opening,
        store: Store,
        script: Sequence[Scripted],
        show: Callable[[Sequence[Event]], None] | None,
    ) -> None:
        self._plan = plan
        self._store = store
        self._waiting = sorted(script, key=lambda line: line.at)
        self._spoken = sorted({line.seat for line in script if line.seat is not None})
        empty = {
            seat: profile
            for seat, profile in opening.responders.items()
            if seat not in self._spoken
        }
        self._opening = replace(opening, responders=empty)
        self._show = show
        self._exercise = Exercise(plan, seed=opening.seed)
        self._events: list[Event] = []
        self._ends = Millis(plan.scenario.lasts)

    def run(self) -> Played:
        starts = self._plan.scenario.starts.utc_ms
        opened = open_exercise(
            self._store, self._plan, self._opening, wall=starts, wall_clock="simulated"
        )
        name = opened.exercise
        wall = SimulatedWall(starts_utc_ms=starts, clock=self._exercise.clock)
        self._recorder = Recorder(self._store, name, wall=wall.at)
        self._begin(opened)
        while not self._exercise.ended:
            self._step()
        receipt = self._recorder.flush()
        events = tuple(self._events)
        return Played(
            exercise=name,
            events=events,
            head=self._recorder.head,
            receipt=receipt,
            unsaid=tuple(self._waiting),
        )

    def _begin(self, opened: ExerciseOpened) -> None:
        self._give(opened, actor="shell", origin="shell")
        for seat in self._spoken:
            self._give(PersonJoined(seat=seat), actor=seat, origin="shell")
        self._give(StartExercise(), actor=CONTROL, origin="control")

    def _step(self) -> None:
        """Move to the next instant that the script, the end or the grace asks for."""
        exercise = self._exercise
        if exercise.state.held:
            # Exercise time stands still, so what the script says next is said now.
            if self._waiting:
                self._say(self._waiting.pop(0))
            else:
                self._end()
            return
        due = self._waiting[0].at if self._waiting else self._ends
        if min(due, self._ends) <= exercise.now:
            if self._waiting and self._waiting[0].at <= self._ends:
                self._say(self._waiting.pop(0))
            else:
                self._end()
            return
        # No stride is longer than the grace, so a closing is never noticed too late to wait it out.
        stride = Millis(exercise.now + GRACE)
        self._take(exercise.advance(to=min(due, self._ends, stride)))

    def _say(self, line: Scripted) -> None:
        at = Millis(max(line.at, self._exercise.now))
        if self._exercise.state.held:
            at = self._exercise.now
        events = self._exercise.receive(
            line.command,
            at=at,
            actor=line.actor,
            seat=line.seat,
            origin=line.origin,
            cmd=line.cmd,
        )
        seq = next((event.seq for event in events if event.cmd == line.cmd), None)
        assert seq is not None, "the engine writes every command that it is handed"
        self._take(events, line.words, seq)

    def _end(self) -> None:
        holder = self._exercise.state.control or CONTROL
        self._give(EndExercise(), actor=holder, origin="control")

    def _give(self, command: Command, *, actor: str, origin: Origin) -> None:
        at = self._exercise.now
        self._take(self._exercise.receive(command, at=at, actor=actor, origin=origin))

    def _take(
        self, events: Sequence[Event], words: Sequence[SealedWords] = (), seq: int = 0
    ) -> None:
        self._events.extend(events)
        self._recorder.take(events, [sealed.opening(seq) for sealed in words])
        for event in events:
            if isinstance(event.body, IncidentClosed):
                self._ends = min(self._ends, Millis(event.at + GRACE))
        if self._show is not None:
            self._recorder.flush()
            self._show(events)
