"""The scene: what verbs, world and injects of one exercise share.

Everything that happens goes through ``emit``: it numbers the event, folds it into the state and
wakes the conditions that it could have changed.  Nothing else writes state.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

import msgspec
import simpy

from evidence import CONTROL, TEAM, Body, Command, Event, Millis, Origin, PlayedClock, seat_audience
from scenarios.conditions import Condition
from scenarios.effects import Effect
from scenarios.plan import Plan
from simulator.agenda import Agenda, Rank
from simulator.chance import Chance
from simulator.conditions import holds, topics_of
from simulator.folds import apply
from simulator.state import State

CONTROL_ONLY = (CONTROL,)
TO_TEAM = (TEAM,)


class Refused(Exception):
    """What was asked makes no sense now.

    ``because`` is a code for programs, ``says`` a sentence for the person who asked.  Raised by a
    verb before it has emitted anything; the engine records it as ``command.refused``.
    """

    def __init__(self, because: str, says: str) -> None:
        super().__init__(says)
        self.because = because
        self.says = says


class By(msgspec.Struct, frozen=True, kw_only=True):
    """Who gave a command, and the ``seq`` of its leaf."""

    seq: int
    actor: str
    seat: str | None
    origin: Origin

    @property
    def simulated(self) -> bool:
        return self.origin == "responder"


class Apply(Protocol):
    """Lets authored effects happen, in the order written; *source* is what brought them about."""

    def __call__(self, effects: Iterable[Effect], *, cause: int | None, source: str) -> None: ...


@dataclass(slots=True)
class _Watch:
    condition: Condition
    topics: frozenset[str]
    then: Callable[[], None]


class Scene:
    """One exercise's plan, state, luck, clock and outbox."""

    def __init__(self, plan: Plan, *, seed: int, ids: tuple[str, ...]) -> None:
        self.plan = plan
        self.env = simpy.Environment()
        self.clock = PlayedClock()
        self.agenda = Agenda(self.env, self.clock, ids)
        self.chance = Chance(seed)
        self.state = State()
        self.outbox: list[Event] = []
        self.listeners: list[Callable[[Event], None]] = []
        """Simulated responders; each is handed every event and looks only at what it may see."""
        self._seat_by_plan = {
            role: seat
            for seat, held in reversed(plan.organisation.roles.items())
            for role in held.is_
        }
        self._next_seq = 0
        self._watching: dict[str, _Watch] = {}
        self._watches: dict[str, dict[str, _Watch]] = {}
        """The same by the topics that can change them."""
        self._touched: set[str] = set()
        self._settling = False

    @property
    def now(self) -> Millis:
        return Millis(int(self.env.now))

    def later(self, wait_ms: int) -> Millis:
        """The instant this much exercise time from now."""
        return Millis(self.now + wait_ms)

    @property
    def played(self) -> Millis:
        return self.clock.played(self.now)

    # Writing

    def emit(
        self,
        body: Body,
        *,
        to: tuple[str, ...] = CONTROL_ONLY,
        cause: int | None = None,
        by: By | None = None,
        origin: Origin = "world",
        actor: str | None = None,
        role: str | None = None,
        cmd: str | None = None,
    ) -> int:
        """Write one event; its ``seq``.  With *by*, it is the consequence of that command."""
        if by is not None:
            cause, actor, role = by.seq, by.actor, by.seat
        event = Event(
            seq=self._next_seq,
            at=self.now,
            origin=origin,
            body=body,
            cause=cause,
            actor=actor,
            role=role,
            to=to,
            cmd=cmd,
        )
        self._next_seq += 1
        self.outbox.append(event)
        self.clock.apply(event.at, body)
        self._touched.update(apply(self.state, event))
        for listener in self.listeners:
            listener(event)
        return event.seq

    def tell(self, body: Body, by: By) -> int:
        """Write a consequence of *by*'s command that the whole team sees."""
        return self.emit(body, to=TO_TEAM, by=by)

    def write_command(
        self, command: Command, *, actor: str, seat: str | None, origin: Origin, cmd: str | None
    ) -> By:
        """Write the input leaf of a command; who gave it."""
        to = CONTROL_ONLY if command.side != "team" else TO_TEAM
        seq = self.emit(command, to=to, origin=origin, actor=actor, role=seat, cmd=cmd)
        return By(seq=seq, actor=actor, seat=seat, origin=origin)

    def skip_to(self, seq: int) -> None:
        """Number the next event *seq*: for an exercise that goes on with a stored record."""
        self._next_seq = seq

    # Conditions

    def holds(self, condition: Condition | None) -> bool:
        """Whether *condition* holds now; no condition always does."""
        return condition is None or holds(condition, self.state, self.now)

    def when(self, condition: Condition, then: Callable[[], None], *, key: str) -> None:
        """Call *then* once, as soon as *condition* holds (at the end of the present event)."""
        self.unwatch(key)
        topics = topics_of(condition)
        watch = self._watching[key] = _Watch(condition, topics, then)
        for topic in topics:
            if topic.startswith("elapsed:"):
                self._wake_at(Millis(int(topic.removeprefix("elapsed:"))), topic)
            self._watches.setdefault(topic, {})[key] = watch
        self._watches.setdefault("new", {})[key] = watch
        self._touched.add("new")

    def unwatch(self, key: str) -> None:
        """Stop waiting for a condition, if it is still waited for."""
        watch = self._watching.pop(key, None)
        if watch is not None:
            for topic in (*watch.topics, "new"):
                self._watches.get(topic, {}).pop(key, None)

    def settle(self) -> None:
        """Act on every condition that has come true, in order of keys, until none is left."""
        if self._settling:
            return
        self._settling = True
        try:
            while self._touched:
                touched, self._touched = self._touched, set()
                woken = {
                    key: watch
                    for topic in touched
                    for key, watch in self._watches.get(topic, {}).items()
                }
                self._watches.pop("new", None)
                for key in sorted(woken):
                    watch = woken[key]
                    waits = self._watching.get(key) is watch  # nobody before it ended the wait
                    if waits and holds(watch.condition, self.state, self.now):
                        self.unwatch(key)
                        watch.then()
        finally:
            self._settling = False

    def _wake_at(self, at: Millis, topic: str) -> None:
        if at > self.now:
            self.agenda.at(
                at, lambda: self._touched.add(topic), key=topic, rank=Rank.CLOCK, id_=topic
            )

    # Who

    def seat_of(self, role: str) -> str | None:
        """The seat that holds a library *role* now: assigned in play, or by the organisation."""
        return self.state.roles.get(role) or self._seat_by_plan.get(role)

    def holds_role(self, seat: str | None, role: str) -> bool:
        """Whether *seat* may act in a library *role*: assigned in play, or by the organisation."""
        if seat is None:
            return False
        held = self.plan.organisation.roles.get(seat)
        return self.state.roles.get(role) == seat or (held is not None and role in held.is_)

    def audience(self, to: tuple[str, ...]) -> tuple[str, ...]:
        """Leaf audience of a bound ``to``: the team, or seats."""
        if "team" in to:
            return TO_TEAM
        return tuple(dict.fromkeys(seat_audience(seat) for seat in to))

    def clock_text(self, at: Millis) -> str:
        """An instant of exercise time as the room reads it: ``Fri 20 Nov 16:55``."""
        from runbooks.authored import show_local

        starts = self.plan.scenario.starts
        return show_local(starts.utc_ms + at, starts.zone)
