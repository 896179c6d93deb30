"""One exercise being played, with no wall clock, no network and no files.

Theory of operation.  The caller owns time.  It asks ``next_at`` when to come back, calls
``advance`` to let the world move and ``receive`` to hand in a command; both return what
happened, in order, and the caller must append that to the record before showing it to anyone.

1. Exercise time is SimPy's ``now``: whole milliseconds since StartEx, never backwards.
2. Everything due up to and including ``to`` happens in ``advance(to=...)``; a command at the same
   millisecond comes after it, and what the command makes due at that millisecond comes next.
3. At one millisecond the order is world, signals, injects, responders, expiries; then by id.
4. Luck is keyed by purpose (`simulator.chance`), so how often the caller ticks changes nothing.
5. Inputs are commands of people, control and shell.  Handing the same inputs to a new exercise of
   the same plan and seed gives the same events: that is how a record is resumed and checked.
6. In a hold, before StartEx and after EndEx, exercise time stands still.
"""

from collections.abc import Container, Iterable
from functools import partial
from typing import Final

from evidence import Body, Command, Event, Millis, Origin, PlayedClock
from evidence.kinds import exercise as x
from evidence.kinds.exercise import CommandRefused
from evidence.kinds.incident import SeverityReferenceSet
from scenarios.plan import Plan
from simulator.admission import check_admitted
from simulator.agenda import Rank
from simulator.deadlines import Deadline, open_deadlines
from simulator.embargoes import Embargo, embargoes_of
from simulator.endings import watch_endings
from simulator.folds import apply
from simulator.play import Play
from simulator.references import watch_references
from simulator.responders import Responders
from simulator.scene import CONTROL_ONLY, TO_TEAM, Refused
from simulator.state import State
from simulator.stops import watch_stops
from simulator.verbs import VERBS
from simulator.verbs.control import change_pace
from simulator.verbs.duties import watch_expiry

MAX_STEPS: Final = 1_000_000
"""Events in one advance: far beyond any scenario, so reaching it is a loop of ours."""


class ClockError(ValueError):
    """The caller asked for an instant that lies in the past, or moved time in a hold."""


class Exercise:
    """One playing of one plan by one team."""

    def __init__(self, plan: Plan, *, seed: int) -> None:
        self._scene = Play(plan, seed=seed, ids=_ids(plan))
        self._responders = Responders(self._scene, self._take)
        self._taken = 0

    # What the caller may look at

    @property
    def now(self) -> Millis:
        return self._scene.now

    @property
    def state(self) -> State:
        return self._scene.state

    @property
    def clock(self) -> PlayedClock:
        return self._scene.clock

    @property
    def ended(self) -> bool:
        return self._scene.state.ended

    def next_at(self) -> Millis | None:
        """When to come back; ``None`` while exercise time stands still or nothing is due."""
        return self._scene.agenda.next_at() if self._moves else None

    @property
    def armed(self) -> tuple[tuple[str, Millis], ...]:
        """The injects that come by themselves if nothing changes, and when; soonest first."""
        return self._scene.msel.armed()

    @property
    def deadlines(self) -> tuple[Deadline, ...]:
        """What people still have to do and a jump may not silently cross, soonest first."""
        return open_deadlines(self._scene)

    @property
    def embargoes(self) -> tuple[Embargo, ...]:
        """Messages that wait, or waited, for an instant alone, soonest first."""
        return embargoes_of(self._scene)

    def clock_text(self, at: Millis) -> str:
        """An instant as the room reads it: ``Fri 20 Nov 16:55``."""
        return self._scene.clock_text(at)

    # Moving

    def advance(self, *, to: Millis) -> tuple[Event, ...]:
        """Let everything happen that is due up to and including *to*.

        Raises:
            ClockError: *to* lies before the present, or the exercise stands still.
        """
        if to < self.now:
            raise ClockError(f"cannot go back from {self.now} to {to}")
        if to > self.now and not self._moves:
            raise ClockError("exercise time stands still: not started, on hold, or ended")
        self._drain(to)
        return self._take_out()

    def receive(
        self,
        command: Command,
        *,
        at: Millis,
        actor: str = "control",
        seat: str | None = None,
        origin: Origin = "control",
        cmd: str | None = None,
    ) -> tuple[Event, ...]:
        """Take one command at an instant of exercise time.

        Whatever was due up to and including *at* happens first.

        Returns:
            What happened, in order: the command's own leaf, then its consequences.  A refused
            command yields ``command.refused``.

        Raises:
            ClockError: *at* lies before the exercise's present.
        """
        if at < self.now or (at > self.now and not self._moves):
            raise ClockError(f"the exercise stands at {self.now}, not {at}")
        self._drain(at)
        self._take(command, actor=actor, seat=seat, origin=origin, cmd=cmd)
        self._responders.attend()
        if isinstance(command, x.JumpTo) and self._jumped_to is not None:
            to, self._jumped_to = self._jumped_to, None
            self._drain(to)
        self._drain(self.now)
        return self._take_out()

    _jumped_to: Millis | None = None

    @property
    def _moves(self) -> bool:
        state = self._scene.state
        return state.started_at is not None and not state.ended and not state.held

    def _drain(self, to: Millis) -> None:
        env = self._scene.env
        if self._scene.state.started_at is None:
            return
        if self._scene.state.ended:
            return
        for _ in range(MAX_STEPS):
            if self._scene.state.ended or env.peek() > to:
                break
            env.step()
            self._scene.settle()
            self._responders.attend()
        else:
            raise AssertionError(f"more than {MAX_STEPS} events in one advance")
        if to > self.now:
            env.run(until=to)
            self._scene.settle()

    def _take_out(self) -> tuple[Event, ...]:
        happened = tuple(self._scene.outbox)
        self._scene.outbox.clear()
        return happened

    def _take(
        self,
        command: Command,
        *,
        actor: str,
        seat: str | None,
        origin: Origin,
        cmd: str | None = None,
    ) -> None:
        scene = self._scene
        by = scene.write_command(command, actor=actor, seat=seat, origin=origin, cmd=cmd)
        try:
            check_admitted(scene, command, by)
            VERBS[type(command)](scene, command, by)
        except Refused as refusal:
            to = CONTROL_ONLY if command.side != "team" else TO_TEAM
            scene.emit(CommandRefused(because=refusal.because, says=refusal.says), to=to, by=by)
        else:
            self._after(command)
        scene.settle()

    def _after(self, command: Command) -> None:
        if isinstance(command, x.StartExercise):
            self._begin()
        elif isinstance(command, x.JumpTo):
            self._jumped_to = command.to

    def _begin(self) -> None:
        """StartEx: arm phases, world, MSEL, reference severity and responders."""
        scene = self._scene
        for phase in scene.plan.scenario.phases:
            if phase.from_ == 0 and phase.pace != 1:
                change_pace(scene, phase.pace, 1, phase=phase.id)
        self._arm_phases()
        self._scene.world.begin()
        self._scene.msel.begin()
        watch_endings(scene)
        watch_stops(scene)
        watch_references(scene)
        self._responders.begin()

    def _arm_phases(self) -> None:
        """Authored paces that are still to come."""
        scene = self._scene
        for phase in scene.plan.scenario.phases:
            if phase.from_ > scene.now:
                scene.agenda.at(
                    Millis(phase.from_),
                    partial(change_pace, scene, phase.pace, 1, phase=phase.id),
                    key=f"phase:{phase.id}",
                    rank=Rank.CONTROL,
                    id_=phase.id,
                )

    # Resuming

    @classmethod
    def by_hand(cls, plan: Plan, *, seed: int, record: Iterable[Event]) -> "Exercise":
        """Pick a record up without the simulated world: control plays from the list.

        What people did is folded from *record*; no process of the world runs any more.  What was
        promised, expected or owed when the record ended still falls due.  Hand in ``GoByHand``
        next, unless the record has it.
        """
        exercise = cls(plan, seed=seed)
        scene, references = exercise._scene, set[Body]()
        last = Millis(0)
        for event in record:
            scene.clock.apply(event.at, event.body)
            apply(scene.state, event)
            scene.skip_to(event.seq + 1)
            scene.msel.take_up(event, scene.clock.played(event.at))
            if isinstance(event.body, SeverityReferenceSet):
                references.add(event.body)
            last = event.at
        if last > 0:
            scene.env.run(until=last)
        scene.agenda.retire()
        exercise._go_on(references)
        return exercise

    def _go_on(self, references: Container[Body]) -> None:
        """Arm again what does not need the world: phases, duties, promises, expectations."""
        scene = self._scene
        self._arm_phases()
        for duty in sorted(scene.state.duties):
            watch_expiry(scene, duty)
        for vendor, case in sorted(scene.state.vendors.items()):
            if case.answer_due is not None and not (case.acknowledged or case.breached):
                self._scene.world.vendors.watch_promise(vendor, case.answer_due)
        watch_endings(scene)
        watch_stops(scene)
        watch_references(scene, known=references)
        self._scene.msel.expected.go_on()
        scene.settle()


def _ids(plan: Plan) -> tuple[str, ...]:
    """Every id whose order decides at one millisecond."""
    scenario, organisation = plan.scenario, plan.organisation
    parts = (
        scenario.injects,
        scenario.monitors,
        scenario.responses,
        scenario.intrusions,
        scenario.stakeholders,
        scenario.duties,
        scenario.phases,
    )
    named = [part.id for group in parts for part in group]
    expected = [e.id for inject in scenario.injects for e in inject.expects]
    copies = [copy.id for story in scenario.datasets for copy in story.copies]
    own = [
        *organisation.services,
        *organisation.datasets,
        *organisation.vendors,
        *organisation.roles,
    ]
    return tuple(named + expected + copies + own)
