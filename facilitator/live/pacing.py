"""Exercise time in a live room: wall time, at the pace, from an anchor.

The engine owns the pace, holds and jumps, and says so in events; this follows them.  It asks a
monotonic clock, so setting the computer's clock moves nothing.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from evidence import Event, Millis
from evidence.kinds import exercise as x
from facilitator.screens import Clock
from facilitator.screens.seen import ClockState

CHANGES_CLOCK: Final = (
    x.ExerciseStarted,
    x.ExerciseResumed,
    x.ExerciseHeld,
    x.ExerciseEnded,
    x.ExerciseJumped,
    x.PaceSet,
)
"""Events after which every countdown has to be derived anew."""
NS: Final = 1_000_000
"""Nanoseconds in a millisecond."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clocks:
    """The two clocks of a computer: one that only runs forward, and one that people set."""

    monotonic_ns: Callable[[], int]
    wall_ms: Callable[[], int]
    """UTC in milliseconds since the Unix epoch."""


REAL_CLOCKS: Final = Clocks(monotonic_ns=time.monotonic_ns, wall_ms=lambda: time.time_ns() // NS)


class Pacer:
    """Maps a monotonic clock to exercise time; fed with the events that change the relation."""

    __slots__ = ("_anchor_at", "_anchor_ns", "_den", "_monotonic_ns", "_num", "_state", "_wall_ms")

    def __init__(self, clocks: Clocks) -> None:
        self._monotonic_ns = clocks.monotonic_ns
        self._wall_ms = clocks.wall_ms
        self._anchor_at = Millis(0)
        self._anchor_ns = clocks.monotonic_ns()
        self._num, self._den = 1, 1
        self._state: ClockState = "lobby"

    @property
    def moves(self) -> bool:
        return self._state == "running"

    def now(self) -> Millis:
        """Exercise time now: whole milliseconds, rounded down."""
        if not self.moves:
            return self._anchor_at
        gone = self._monotonic_ns() - self._anchor_ns
        return Millis(self._anchor_at + max(0, gone) * self._num // (self._den * NS))

    def wait_s(self, at: Millis) -> float:
        """Seconds of wall time until exercise time is *at*; never below zero."""
        return max(0, self._instant_ns(at) - self._monotonic_ns()) / (1000 * NS)

    @property
    def anchored_at(self) -> Millis:
        """The exercise time that the clock was last set to; what is due before it is passed."""
        return self._anchor_at

    def go_on_from(self, at: Millis) -> None:
        """The engine was played on to *at* without waiting; the clock goes on from there."""
        self._anchor(at, self._state)

    def stop(self, at: Millis) -> None:
        """Stand still at *at*, whatever the engine thinks: nothing can be recorded now."""
        self._anchor(at, "held")

    def clock(self) -> Clock:
        """The anchor that browsers derive their countdowns from."""
        return Clock(
            at=self.now(),
            wall=self._wall_ms(),
            num=self._num,
            den=self._den,
            running=self.moves,
            state=self._state,
        )

    def follow(self, event: Event) -> None:
        """Take note of an event; most change nothing."""
        match event.body:
            case x.ExerciseStarted() | x.ExerciseResumed():
                self._anchor(event.at, "running")
            case x.ExerciseHeld():
                self._anchor(event.at, "held")
            case x.ExerciseEnded():
                self._anchor(event.at, "ended")
            case x.ExerciseJumped(to=to):
                self._anchor(to, self._state)
            case x.PaceSet(num=num, den=den):
                if event.at < self._anchor_at:
                    # A phase that begins inside a jumped span: the clock stays where it landed.
                    self._anchor(self.now(), self._state)
                else:
                    # A phase begins at its instant, even if the room woke up a little later.
                    due_ns = self._instant_ns(event.at) if self.moves else self._monotonic_ns()
                    self._anchor_at, self._anchor_ns = event.at, due_ns
                self._num, self._den = num, den
            case _:
                return

    def _anchor(self, at: Millis, state: ClockState) -> None:
        self._anchor_at, self._anchor_ns, self._state = at, self._monotonic_ns(), state

    def _instant_ns(self, at: Millis) -> int:
        return self._anchor_ns + -(-(at - self._anchor_at) * self._den * NS // self._num)


def shown_clock(clock: Clock) -> dict[str, int | bool | str]:
    """A clock anchor as browsers read it."""
    return {
        "at": clock.at,
        "wall": clock.wall,
        "num": clock.num,
        "den": clock.den,
        "running": clock.running,
        "state": clock.state,
    }
