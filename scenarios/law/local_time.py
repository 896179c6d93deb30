"""Local days and clock times of one zone, from a list of its offsets.

The list is frozen into a plan, so that after StartEx no zone database is asked.  Where a wall
clock shows a time twice or never, each question here has one answer, and says which.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from itertools import pairwise
from typing import Final
from zoneinfo import ZoneInfo

from evidence import Millis

SECOND_MS: Final = 1_000
MINUTE_MS: Final = 60_000
HOUR_MS: Final = 3_600_000
DAY_MS: Final = 86_400_000
_EPOCH: Final = date(1970, 1, 1).toordinal()
_FAR: Final = 2**62


@dataclass(frozen=True)
class LocalTime:
    """What the clocks of one zone show.

    ``offsets`` are pairs of UTC milliseconds and minutes east of UTC, in order; the first one
    also holds for everything before it, the last one for everything after.
    """

    zone: str
    offsets: tuple[tuple[int, int], ...]

    def date_of(self, at: int) -> date:
        return date.fromordinal(_EPOCH + (at + self._east_ms(at)) // DAY_MS)

    def clock_of(self, at: int) -> int:
        """Milliseconds since midnight that the wall clock shows."""
        return (at + self._east_ms(at)) % DAY_MS

    def at_clock(self, day: date, clock: int) -> Millis:
        """The first instant of *day* at which the wall clock shows *clock*.

        A time that the clocks leave out is the instant at which they go forward: the first one
        at which that much of the day has gone by.
        """
        local = (day.toordinal() - _EPOCH) * DAY_MS + clock
        for start, until, east in self._spells:
            at = local - east
            if at < until:
                return Millis(max(at, start))
        raise AssertionError("the last spell has no end")

    def day_end(self, day: date) -> Millis:
        """The last millisecond of *day*: the last hour has expired, however often it came."""
        return Millis(self.at_clock(day + timedelta(days=1), 0) - 1)

    def show(self, at: int) -> str:
        """ISO 8601 with the offset, to the second: ``2026-11-20T09:20:00+01:00``."""
        east = timedelta(milliseconds=self._east_ms(at))
        return show_utc(at + self._east_ms(at)).removesuffix("Z") + _show_offset(east)

    def _east_ms(self, at: int) -> int:
        return self._spells[bisect_right(self._starts, at) - 1][2]

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        return tuple(start for start, _, _ in self._spells)

    @cached_property
    def _spells(self) -> tuple[tuple[int, int, int], ...]:
        """From, until and milliseconds east of UTC, without gaps."""
        return tuple(_spells(self.offsets))


def local_time(zone: str, *, first: date, last: date) -> LocalTime:
    """Ask the system's zone database once for the days from *first* to *last*."""
    known = ZoneInfo(zone)
    start, end = (_minute_of(day) for day in (first, last))
    found = [(start, _minutes_east(start, known))]
    for minute in range(start, end, 1440):
        until = min(minute + 1440, end)
        if _minutes_east(until, known) != found[-1][1]:
            low, high = minute, until
            while high - low > 1:
                middle = (low + high) // 2
                same = _minutes_east(middle, known) == found[-1][1]
                low, high = (middle, high) if same else (low, middle)
            found.append((high, _minutes_east(high, known)))
    return LocalTime(zone, tuple((minute * MINUTE_MS, east) for minute, east in found))


def fixed_offset(minutes_east: int) -> LocalTime:
    """An offset without a zone: enough for hours, not for days (its clocks never change)."""
    return LocalTime("", ((0, minutes_east),))


def show_utc(at: int) -> str:
    """``2026-11-20T08:20:00Z``, to the second."""
    seconds = timedelta(seconds=at // SECOND_MS)
    return (datetime(1970, 1, 1, tzinfo=UTC) + seconds).strftime("%Y-%m-%dT%H:%M:%SZ")


def _spells(offsets: tuple[tuple[int, int], ...]) -> Iterator[tuple[int, int, int]]:
    starts = (-_FAR, *(start for start, _ in offsets[1:]), _FAR)
    for (start, until), (_, east) in zip(pairwise(starts), offsets, strict=True):
        yield start, until, east * MINUTE_MS


def _minute_of(day: date) -> int:
    return (day.toordinal() - _EPOCH) * 1440


def _minutes_east(minute: int, zone: ZoneInfo) -> int:
    offset = datetime.fromtimestamp(minute * 60, zone).utcoffset() or timedelta()
    return offset // timedelta(minutes=1)


def _show_offset(offset: timedelta) -> str:
    minutes = offset // timedelta(minutes=1)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"
