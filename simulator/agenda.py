"""What is due when: alarms on the SimPy clock, in a fixed order at one instant.

At one millisecond the world goes first, then signals, injects, responders and expiries; inside
a rank the order is that of the ids, never of the file or of the calls.  An alarm has a key;
arming the same key again moves it, and an alarm that was moved or dropped rings for nobody.
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

    PACE = 0
    WORLD = 1
    SIGNAL = 2
    INJECT = 3
    RESPONDER = 4
    EXPIRY = 5


class _Alarm(SimEvent):
    """A SimPy event that is due at a given instant with a given priority."""

    def __init__(self, env: simpy.Environment, delay: int, priority: int) -> None:
        super().__init__(env)
        self._ok = True
        self._value = None
        env.schedule(self, priority=priority, delay=delay)  # type: ignore[arg-type]  # any int sorts


class Agenda:
    """Alarms of one exercise, on exercise time or on played time."""

    __slots__ = ("_armed", "_clock", "_order", "_played", "env")

    def __init__(self, env: simpy.Environment, clock: PlayedClock, ids: Iterable[str]) -> None:
        self.env = env
        self._clock = clock
        self._order = {id_: place for place, id_ in enumerate(sorted(set(ids)))}
        self._armed: dict[str, _Alarm] = {}
        self._played: dict[str, tuple[Millis, Rank, str, Callable[[], None]]] = {}

    @property
    def now(self) -> Millis:
        return Millis(int(self.env.now))

    def priority(self, rank: Rank, id_: str) -> int:
        """The SimPy priority of this rank and id."""
        return _FIRST + rank * _WIDTH + self._order.get(id_, _WIDTH - 1)

    def at(self, due: Millis, ring: Callable[[], None], *, key: str, rank: Rank, id_: str) -> None:
        """Ring at an instant of exercise time (now, if it has passed)."""
        alarm = _Alarm(self.env, max(0, due - self.now), self.priority(rank, id_))
        self._armed[key] = alarm
        assert alarm.callbacks is not None
        alarm.callbacks.append(lambda _: self._ring(key, alarm, ring))

    def at_played(
        self, due: Millis, ring: Callable[[], None], *, key: str, rank: Rank, id_: str
    ) -> None:
        """Ring at an instant of played time, whatever pace and jumps come between."""
        self._played[key] = (due, rank, id_, ring)
        when = self._clock.at_played(due, after=self.now)

        def ring_once() -> None:
            self._played.pop(key, None)
            ring()

        self.at(when, ring_once, key=key, rank=rank, id_=id_)

    def in_played(
        self, wait_ms: int, ring: Callable[[], None], *, key: str, rank: Rank, id_: str
    ) -> None:
        """Ring after this much played time."""
        due = Millis(self._clock.played(self.now) + wait_ms)
        self.at_played(due, ring, key=key, rank=rank, id_=id_)

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

    def next_at(self) -> Millis | None:
        """The next instant at which anything may happen; ``None`` when nothing will."""
        when = self.env.peek()
        return None if when == float("inf") else Millis(int(when))

    def _ring(self, key: str, alarm: _Alarm, ring: Callable[[], None]) -> None:
        if self._armed.get(key) is alarm:
            del self._armed[key]
            ring()
