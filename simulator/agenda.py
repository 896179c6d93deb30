"""What is due when: alarms on the SimPy clock, in a fixed order at one instant.

At one millisecond the world goes first, then signals, injects, responders and expiries; inside
a rank the order is that of the ids, never of the file or of the calls.  An alarm has a key;
arming the same key again moves it, and an alarm that was moved or dropped rings for nobody.
Retiring the world is one switch here: nothing simulated rings any more, whoever armed it.
"""

from collections.abc import Callable, Iterable
from enum import IntEnum
from typing import Final

import simpy
from simpy.events import Event as SimEvent

from evidence import Millis, PlayedClock

_FIRST: Final = 16  # SimPy keeps 0 and 1 for its own events
_WIDTH: Final = 1 << 20  # more ids than any plan has


class Rank(IntEnum):
    """Who goes first at one millisecond."""

    CONTROL = 0
    """What control asked for earlier: authored paces, rulings that take time."""
    WORLD = 1
    CLOCK = 2
    """Conditions that ask how much time has passed."""
    SIGNAL = 3
    INJECT = 4
    RESPONDER = 5
    EXPIRY = 6


SIMULATED: Final = frozenset({Rank.WORLD, Rank.SIGNAL, Rank.INJECT, Rank.RESPONDER})
"""What goes on by itself.  By hand, none of it does; deadlines and rulings still come."""


class _Alarm(SimEvent):
    """A SimPy event that happens at the instant for which it is scheduled."""

    callbacks: list[Callable[[SimEvent], None]]

    def __init__(
        self,
        env: simpy.Environment,
        *,
        key: str,
        rank: Rank,
        due: Millis,
        ring: Callable[[], None],
    ) -> None:
        super().__init__(env)
        self._ok = True
        self._value = None
        self.key = key
        self.rank = rank
        self.due = due
        self.ring = ring


class Agenda:
    """Alarms of one exercise, on exercise time or on played time."""

    __slots__ = ("_armed", "_clock", "_order", "_played", "_retired", "env")

    def __init__(self, env: simpy.Environment, clock: PlayedClock, ids: Iterable[str]) -> None:
        self.env = env
        self._clock = clock
        self._order = {id_: place for place, id_ in enumerate(sorted(set(ids)))}
        self._armed: dict[str, _Alarm] = {}
        self._played: dict[str, tuple[Millis, Rank, str, Callable[[], None]]] = {}
        self._retired = False

    @property
    def now(self) -> Millis:
        return Millis(int(self.env.now))

    def priority(self, rank: Rank, id_: str) -> int:
        """The SimPy priority of this rank and id."""
        return _FIRST + rank * _WIDTH + self._order.get(id_, _WIDTH - 1)

    def at(self, due: Millis, ring: Callable[[], None], *, key: str, rank: Rank, id_: str) -> None:
        """Ring at an instant of exercise time (now, if it has passed)."""
        self._played.pop(key, None)
        self._arm(due, ring, key, rank, id_)

    def at_played(
        self, due: Millis, ring: Callable[[], None], *, key: str, rank: Rank, id_: str
    ) -> None:
        """Ring at an instant of played time, whatever pace and jumps come between."""
        when = self._clock.at_played(due, after=self.now)
        if self._arm(when, ring, key, rank, id_):
            self._played[key] = (due, rank, id_, ring)

    def in_played(
        self, wait_ms: int, ring: Callable[[], None], *, key: str, rank: Rank, id_: str
    ) -> None:
        """Ring after this much played time."""
        due = Millis(self._clock.played(self.now) + wait_ms)
        self.at_played(due, ring, key=key, rank=rank, id_=id_)

    def wait(self, wait_ms: int, *, key: str, rank: Rank, id_: str) -> SimEvent:
        """For a process: what it yields to go on after this much exercise time."""
        event = self.env.event()

        def go_on() -> None:
            event.succeed()

        self.at(Millis(self.now + wait_ms), go_on, key=key, rank=rank, id_=id_)
        return event

    def retire(self) -> None:
        """Take everything simulated out of play, now and for the rest of the exercise."""
        self._retired = True
        for key in [key for key, alarm in self._armed.items() if alarm.rank in SIMULATED]:
            self.drop(key)

    def drop(self, key: str) -> None:
        """Forget an alarm, if it is armed."""
        self._armed.pop(key, None)
        self._played.pop(key, None)

    def clear(self) -> None:
        """Forget every alarm."""
        self._armed.clear()
        self._played.clear()

    def set_clock_again(self) -> None:
        """Move all played alarms after a change of pace or a jump."""
        for key, (due, rank, id_, ring) in sorted(self._played.items()):
            self.at_played(due, ring, key=key, rank=rank, id_=id_)

    def armed(self, sort: str) -> tuple[tuple[Millis, str], ...]:
        """Alarms whose key begins with *sort*: when each rings, and the rest of its key."""
        found = [
            (a.due, k.removeprefix(sort)) for k, a in self._armed.items() if k.startswith(sort)
        ]
        return tuple(sorted(found))

    def next_at(self) -> Millis | None:
        """The next instant at which anything may happen; ``None`` when nothing will."""
        when = self.env.peek()
        return None if when == float("inf") else Millis(int(when))

    def _arm(self, due: Millis, ring: Callable[[], None], key: str, rank: Rank, id_: str) -> bool:
        """Whether it will ring at all: what is simulated does not once the world is retired."""
        if self._retired and rank in SIMULATED:
            return False
        alarm = self._armed[key] = _Alarm(
            self.env, key=key, rank=rank, due=max(due, self.now), ring=ring
        )
        alarm.callbacks.append(self._ring)
        priority, delay = self.priority(rank, id_), max(0, due - self.now)
        self.env.schedule(alarm, priority, delay)  # type: ignore[arg-type]  # any int sorts
        return True

    def _ring(self, alarm: SimEvent) -> None:
        assert isinstance(alarm, _Alarm)
        if self._armed.get(alarm.key) is alarm:
            self.drop(alarm.key)
            alarm.ring()
