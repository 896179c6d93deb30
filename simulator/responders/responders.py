"""Waking responders, one thing at a time, on played time.

Nobody looks around for work all day.  An event opens the sources that it may have filled, for the
seats that saw it and that they concern; once the event is over, each of those seats looks, and
only who finds something to do is woken, after a drawn delay.
"""

from functools import partial
from typing import Final, Protocol

from evidence import TEAM, Command, Event, Millis, Origin, may_see
from evidence.kinds.exercise import CommandRefused, ExerciseResumed
from evidence.kinds.incident import RoleAssigned
from evidence.kinds.procedure import StepAssigned
from evidence.kinds.world import SeatAvailable
from simulator.agenda import Rank
from simulator.responders.mind import MEMORABLE, Mind
from simulator.responders.profiles import PROFILES
from simulator.responders.sources import OPENS, SOURCES, Opens, concerning
from simulator.responders.tasks import Later, Task
from simulator.scene import Scene

_CHANGES_OF_COURSE: Final = (
    RoleAssigned, StepAssigned, SeatAvailable, ExerciseResumed, CommandRefused,
)  # fmt: skip
_LOOKS: Final = {1 << place: source.look for place, source in enumerate(SOURCES)}


GOING_ON_PERCENT: Final = 50
"""Who is at work turns to the next thing in this share of the time that a new one takes to be
noticed and taken up (assumed)."""


class Take(Protocol):
    def __call__(
        self, command: Command, *, actor: str, seat: str | None, origin: Origin
    ) -> None: ...


class Responders:
    """All simulated responders of one exercise."""

    def __init__(self, scene: Scene, take: Take) -> None:
        self._scene = scene
        self._take = take
        self._minds: dict[str, Mind] = {}
        self._awake: set[str] = set()
        self._stirred: set[str] = set()
        """Seats that may have work now and have not looked yet."""
        self._going_on: set[str] = set()
        """Seats that have just done something and look for the next thing."""
        self._thoughts: dict[str, int] = {}

    def begin(self) -> None:
        """StartEx: seats that the opening leaf gave a profile, ``absent`` excepted."""
        opened = self._scene.state.opened
        if opened is None:
            return
        for seat, profile in sorted(opened.responders.items()):
            if profile in PROFILES:
                self._minds[seat] = Mind(
                    seat=seat, profile=PROFILES[profile], chance=self._scene.chance
                )
        if self._minds:
            self._scene.listeners.append(self._notice)
            self._give_roles()

    def attend(self) -> None:
        """Let whoever an event stirred look for work; call it when the event is over."""
        if not self._stirred:
            return
        stirred, self._stirred = self._stirred, set()
        for seat in sorted(stirred - self._awake):
            if self._may_act(seat) and self._next_task(seat) is not None:
                self._wake(seat)
        self._going_on.clear()

    def _notice(self, event: Event) -> None:
        opens = OPENS.get(type(event.body))
        if opens is not None:
            self._show(event, opens)
        if isinstance(event.body, _CHANGES_OF_COURSE):
            self._change_course(event)

    def _change_course(self, event: Event) -> None:
        match event.body:
            case RoleAssigned(role=role, seat=seat, from_seat=before):
                if (before or self._scene.plan.organisation.seat_for(role)) != seat:
                    self._give_roles()
            case StepAssigned():
                self._give_roles()
            case SeatAvailable(seat=seat) if seat in self._minds:
                self._stirred.add(seat)
            case ExerciseResumed():
                self._stirred.update(self._minds)
            case CommandRefused() if event.role in self._minds:
                mind = self._minds[event.role]
                if mind.doing is not None:
                    mind.was_refused(mind.doing)

    def _show(self, event: Event, opens: Opens) -> None:
        if TEAM in event.to:
            seeing = self._minds
        else:
            seeing = {s: m for s, m in self._minds.items() if may_see(event.to, seat=s)}
        if isinstance(event.body, MEMORABLE):
            for mind in seeing.values():
                mind.notice(event)
        if opens.to_all:
            for mind in seeing.values():
                self._open(mind, opens.to_all & mind.concerning)
        for source, few in opens.to_few:
            for seat in few(self._scene, event.body):
                if seat in seeing:
                    self._open(seeing[seat], source)

    def _open(self, mind: Mind, sources: int) -> None:
        if sources:
            mind.open |= sources
            self._stirred.add(mind.seat)

    def _give_roles(self) -> None:
        """Work out again whom each source concerns; what is new to a seat is open to it."""
        for seat, mind in self._minds.items():
            before, mind.concerning = mind.concerning, concerning(self._scene, seat)
            mind.steps.clear()
            self._open(mind, mind.concerning & ~before)

    def _may_act(self, seat: str) -> bool:
        state = self._scene.state
        if state.ended or state.held or seat in state.away:
            return False
        return state.seats.get(seat, "").startswith("sim:")

    def _next_task(self, seat: str) -> Task | None:
        """The most urgent thing to do; sources that have nothing now are closed on the way."""
        mind = self._minds[seat]
        while mind.open:
            bit = mind.open & -mind.open  # the lowest: the most urgent source
            for found in _LOOKS[bit](self._scene, mind):
                if isinstance(found, Later):
                    self._remind(mind, bit, found)
                elif found.key not in mind.done:
                    return found
            mind.open &= ~bit
        return None

    def _remind(self, mind: Mind, source: int, later: Later) -> None:
        """Open a source at an instant, unless it is opened before that anyway."""
        armed = mind.reminders.get(source)
        if armed is not None and armed <= later.at:
            return
        mind.reminders[source] = later.at
        agenda = self._scene.agenda
        ring = agenda.at if later.clock == "exercise" else agenda.at_played
        ring(
            later.at,
            partial(self._time_has_come, mind, source),
            key=f"reminder:{mind.seat}:{source}",
            rank=Rank.RESPONDER,
            id_=mind.seat,
        )

    def _time_has_come(self, mind: Mind, source: int) -> None:
        del mind.reminders[source]
        self._open(mind, source)

    def _wake(self, seat: str) -> None:
        """Think after a reaction delay, and not before the present task is done."""
        mind = self._minds[seat]
        self._awake.add(seat)
        count = self._thoughts.get(seat, 0)
        self._thoughts[seat] = count + 1
        wait = self._scene.chance.span(mind.profile.reaction, "reaction", seat, count)
        if seat in self._going_on:
            wait = Millis(wait * GOING_ON_PERCENT // 100)
        busy = max(0, mind.busy_until - self._scene.played)
        self._scene.agenda.in_played(
            max(1, wait, busy),
            partial(self._think, seat),
            key=f"responder:{seat}",
            rank=Rank.RESPONDER,
            id_=seat,
        )

    def _think(self, seat: str) -> None:
        self._awake.discard(seat)
        if not self._may_act(seat):
            return
        task = self._next_task(seat)
        if task is not None:
            self._do(self._minds[seat], task)
            self._going_on.add(seat)
            self._stirred.add(seat)

    def _do(self, mind: Mind, task: Task) -> None:
        mind.done.add(task.key)
        mind.doing = task.key
        mind.busy_until = self._scene.played + task.takes_ms
        self._take(task.command, actor=f"sim:{mind.seat}", seat=mind.seat, origin="responder")
        mind.doing = None
