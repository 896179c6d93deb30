"""Spans and shares as an explanation says them: never less than what would be needed."""

from scoring.figure import Ppm
from scoring.wording import show_span

SECOND_MS = 1_000
MINUTE_MS = 60_000
HOUR_MS = 3_600_000


def at_least(ms: int) -> str:
    """A span that is enough: rounded up to what is shown, seconds, and minutes from an hour on."""
    step = MINUTE_MS if ms > HOUR_MS else SECOND_MS
    return show_span(-(-ms // step) * step)


def points(ppm: Ppm) -> str:
    """A distance between shares, in percentage points of one place."""
    tenths = (ppm + 500) // 1_000
    return f"{tenths // 10}.{tenths % 10} points"


def percent(ppm: Ppm) -> str:
    return f"{(ppm + 5_000) // 10_000} %"
