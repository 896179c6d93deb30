"""Played time from exercise time: what people really had.

Exercise time moves by play (at a pace) and by jumps, and stands still in holds.  Played time
moves only by play, at one to one: so it follows from the recorded paces and jumps alone, and
the wall clock is never asked.  One class serves engine and score.
"""

from bisect import bisect_right
from dataclasses import dataclass

from evidence.kinds.body import Body, Millis
from evidence.kinds.exercise import ExerciseJumped, PaceSet


@dataclass(frozen=True, slots=True)
class _Stretch:
    """From ``at`` on, ``num`` exercise milliseconds pass in ``den`` played ones.

    ``num == 0`` marks a jump: exercise time passes, played time does not.
    """

    at: int
    played: int
    num: int
    den: int


class PlayedClock:
    """Maps exercise time to played time; fed with the events that change the relation.

    Starts at pace one.  Whole milliseconds, rounded down; a change of pace drops less than one
    millisecond, once, and the recorded instant is what counts.
    """

    __slots__ = ("_pace", "_starts", "_stretches")

    def __init__(self) -> None:
        self._stretches = [_Stretch(0, 0, 1, 1)]
        self._starts = [0]
        self._pace = (1, 1)

    @property
    def pace(self) -> tuple[int, int]:
        """Exercise milliseconds per played milliseconds, as (num, den)."""
        return self._pace

    def apply(self, at: Millis, body: Body) -> None:
        """Take note of a change of pace or a jump.  Other bodies change nothing."""
        if isinstance(body, PaceSet):
            self._pace = (body.num, body.den)
            # A phase that begins inside a jumped span sets the pace from where the jump lands.
            self._begin(max(at, self._starts[-1]), body.num, body.den)
        elif isinstance(body, ExerciseJumped):
            self._begin(at, 0, 1)
            self._begin(body.to, *self._pace)

    def _begin(self, at: int, num: int, den: int) -> None:
        self._stretches.append(_Stretch(at, self.played(Millis(at)), num, den))
        self._starts.append(at)

    def played(self, at: Millis) -> Millis:
        """Played time at an instant of exercise time."""
        stretch = self._stretches[bisect_right(self._starts, at) - 1]
        if stretch.num == 0:
            return Millis(stretch.played)
        return Millis(stretch.played + (at - stretch.at) * stretch.den // stretch.num)

    def at_played(self, played: Millis, *, after: Millis) -> Millis:
        """The first instant of exercise time, not before *after*, with this much played time.

        Holds for the present pace; a later change of pace or jump moves the answer.
        """
        missing = played - self.played(after)
        if missing <= 0:
            return after
        num, den = self._pace
        stretch = self._stretches[-1]
        target = stretch.at + -(-(played - stretch.played) * num // den)
        return Millis(max(after, target))

    def jumped(self, start: Millis, end: Millis) -> Millis:
        """How much of the span from *start* to *end* was jumped."""
        total = 0
        for stretch, following in zip(self._stretches, self._stretches[1:], strict=False):
            if stretch.num == 0:
                total += max(0, min(end, following.at) - max(start, stretch.at))
        return Millis(total)
