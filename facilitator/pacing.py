"""Wall time for leaves: where the recorded UTC instant of each event comes from.

A live room asks the real clock; a headless run has none to ask that would be the same tomorrow.
So its wall clock is worked out: it starts at the story's StartEx and moves as people's time does,
one played millisecond after another.  The opening leaf says which of the two it was.
"""

from typing import Final

from evidence import Millis, PlayedClock

CLOCK_MARK_EVERY_WALL_MS: Final = 10_000
"""How often a live room hands in ``ClockMarked`` while it plays: what a crash can hide of the
room's time is never more than this."""


class SimulatedWall:
    """The wall clock of a run in which nobody waits."""

    __slots__ = ("_clock", "_starts_utc_ms")

    def __init__(self, *, starts_utc_ms: int, clock: PlayedClock) -> None:
        self._starts_utc_ms = starts_utc_ms
        self._clock = clock

    def at(self, at: Millis) -> int:
        """UTC in milliseconds since the Unix epoch, at an instant of exercise time."""
        return self._starts_utc_ms + self._clock.played(at)
