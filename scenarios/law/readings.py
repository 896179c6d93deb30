"""Other readings of the same words: later instants that somebody could argue for.

A reading is never the default.  A notice after the due instant and no later than the last reading
is *arguable*, not late.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from evidence import Millis
from scenarios.law.counting import ONE_DAY, Counting, Start
from scenarios.law.local_time import HOUR_MS
from scenarios.law.period import Period
from scenarios.law.regimes import ReadingKind

TWO_DAYS_MS: Final = 48 * HOUR_MS
SUSPENDED: Final = "suspended_until"
"""An event that may be given to any rule: a delay was granted until then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A later instant that can be argued from the same words."""

    says: str
    at: Millis


def readings(
    counting: Counting, within: Period, start: Start, given: Mapping[str, Start]
) -> Iterator[Reading]:
    """Every reading of this rule, in no order; some may lie no later than the due instant."""
    says: dict[ReadingKind, str] = {"last-hour": "counted in days: to the end of the last day"}
    says |= counting.law.readings_of(counting.stage)
    for kind, words in says.items():
        at = _READ[kind](counting, within, start)
        if at is not None:
            yield Reading(says=words, at=at)
    if SUSPENDED in given:
        yield Reading(says="a delay was granted until then", at=given[SUSPENDED].at)


def _first_hour(counting: Counting, within: Period, start: Start) -> Millis | None:
    """The hour of the event is not counted.  Source: Reg. 1182/71 Art. 3(1)."""
    if within.elapsed_ms is None:
        return None
    into_the_hour = counting.place.local.clock_of(start.at) % HOUR_MS
    return Millis(start.at - into_the_hour + HOUR_MS + within.elapsed_ms)


def _two_working_days(counting: Counting, within: Period, start: Start) -> Millis | None:
    """Two days or more hold two whole working days.  Source: Reg. 1182/71 Art. 3(5)."""
    days, local = counting.place.days(counting.law), counting.place.local
    elapsed = within.elapsed_ms
    if elapsed is None or elapsed < TWO_DAYS_MS or days is None or not local.zone:
        return None
    return local.day_end(days.count(counting.day_of(start), 2))


def _last_hour(counting: Counting, within: Period, start: Start) -> Millis | None:
    """A day ends with its last hour.  Source: Reg. 1182/71 Art. 3(2)."""
    if within.elapsed_ms is not None or counting.stage.closes is not None:
        return None
    return counting.place.local.day_end(counting.last_day(within, start))


def _next_working_day(counting: Counting, within: Period, start: Start) -> Millis | None:
    """A last day that is closed gives way to the next working day."""
    days = counting.place.days(counting.law)
    if within.elapsed_ms is not None or days is None:
        return None
    last = day = counting.last_day(within, start)
    while not days.is_open(day) or (day.month, day.day) in counting.law.closed_yearly:
        day += ONE_DAY
    return counting.place.local.day_end(day) if day > last else None


def _day_after(counting: Counting, within: Period, start: Start) -> Millis | None:
    """The day of the event is not counted, where by the rule it is day one."""
    last = counting.last_day(within, start) + ONE_DAY
    local = counting.place.local
    return local.day_end(last) if start.day_only else local.at_clock(last, local.clock_of(start.at))


def _longest(counting: Counting, within: Period, start: Start) -> Millis | None:
    """The far end of a range."""
    return counting.end(within.longest(), start) if within.most else None


def _optional_days(counting: Counting, within: Period, start: Start) -> Millis | None:
    """Days on which closing is a choice are not working days."""
    days = counting.working_days().with_optional_closed()
    return counting.close(days.count(counting.day_of(start), within.number), start)


_READ: Final[dict[ReadingKind, Callable[[Counting, Period, Start], Millis | None]]] = {
    "first-hour": _first_hour,
    "two-working-days": _two_working_days,
    "last-hour": _last_hour,
    "next-working-day": _next_working_day,
    "day-after": _day_after,
    "longest": _longest,
    "optional-days": _optional_days,
}
