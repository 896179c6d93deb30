"""A slow, obvious second way to count: step minute by minute, ask the zone what the clock shows.

It shares no code with ``scenarios.law`` and knows nothing of offsets or of arithmetic on days; it
only looks at clocks and at the leaves of a calendar.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


def hours_later(start: datetime, hours: int) -> datetime:
    """Let a stopwatch run for sixty minutes, so many times."""
    now = start.astimezone(UTC)
    for _ in range(hours * 60):
        now += MINUTE
    return now


@cache
def minutes_of(day: date, zone: str) -> tuple[datetime, ...]:
    """Every minute of a local day as UTC instants, found by looking at the wall clock."""
    known = ZoneInfo(zone)
    first = datetime(day.year, day.month, day.day, tzinfo=UTC) - 2 * DAY
    instants = (first + n * MINUTE for n in range(5 * 1440))
    return tuple(now for now in instants if now.astimezone(known).date() == day)


def end_of_day(day: date, zone: str) -> datetime:
    """The last second of a local day."""
    return minutes_of(day, zone)[-1] + timedelta(seconds=59)


def same_clock(start: datetime, day: date, zone: str) -> datetime:
    """The first minute of *day* on which the wall clock shows what it did at *start*, or more."""
    shown = start.astimezone(ZoneInfo(zone))
    wanted = (shown.hour, shown.minute)
    for now in minutes_of(day, zone):
        local = now.astimezone(ZoneInfo(zone))
        if (local.hour, local.minute) >= wanted:
            return now
    raise AssertionError("every day has an evening")


def leaves_after(day: date) -> Iterator[date]:
    while True:
        day += DAY
        yield day


def days_after(day: date, number: int) -> date:
    """Tear off so many leaves."""
    return open_days_after(day, number, lambda leaf: True)


def open_days_after(day: date, number: int, is_open: Callable[[date], bool]) -> date:
    """Tear off leaves until so many open days have come up."""
    seen = 0
    for leaf in leaves_after(day):
        seen += is_open(leaf)
        if seen == number:
            return leaf
    raise AssertionError("days do not end")


def month_after(day: date) -> date:
    """Leaf by leaf to the same number in the next month, or to the last leaf that month has."""
    best = None
    for leaf in leaves_after(day):
        months = (leaf.year - day.year) * 12 + leaf.month - day.month
        if months == 1 and leaf.day <= day.day:
            best = leaf
        if months > 1:
            break
    assert best is not None
    return best
