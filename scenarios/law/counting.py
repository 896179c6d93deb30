"""Counting one rule in one place: elapsed hours, calendar days, business days, weeks and months.

The rules are stated at the head of ``due.py``; here is how each unit is counted.
"""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final, assert_never

from evidence import Millis
from runbooks.authored import Wrong
from scenarios.law.local_time import LocalTime
from scenarios.law.period import Period
from scenarios.law.regimes import Regime, Stage
from scenarios.law.working_days import WorkingDays

ONE_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """When an event happened: an instant (UTC), or no more than its day, which begins then."""

    at: Millis
    day_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where it is counted: frozen zones and working days, so that no library is asked."""

    local: LocalTime
    calendar: str | None = None
    """Of whoever notifies."""
    working: Mapping[str, WorkingDays] = field(default_factory=dict)
    zones: Mapping[str, LocalTime] = field(default_factory=dict)
    """Of the offices that rules name."""

    def days(self, law: Regime) -> WorkingDays | None:
        name = law.calendar or self.calendar
        return self.working.get(name) if name is not None else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counting:
    """One rule counted in one place."""

    law: Regime
    stage: Stage
    place: Place

    def end(self, within: Period, start: Start) -> Millis:
        """Where the period ends, before any relief."""
        elapsed = within.elapsed_ms
        if elapsed is not None:
            if start.day_only:
                wrong = f"`{self.stage.starts}` is only a date, and this rule counts hours"
                raise Wrong(wrong, "write for example `2026-11-17T09:20:00+01:00`")
            return Millis(start.at + elapsed)
        return self.close(self.last_day(within, start), start)

    def last_day(self, within: Period, start: Start) -> date:
        """The day on which a period of days, weeks or months ends."""
        counts_from, day = self.stage.counts_from, self.day_of(start)
        if counts_from == "year-end":
            day = date(day.year, 12, 31)
        elif counts_from == "first-day":
            day -= timedelta(days=1)
        return self.days_after(day, within)

    def days_after(self, day: date, within: Period) -> date:
        match within.unit:
            case "days":
                return day + timedelta(days=within.number)
            case "weeks":
                return day + timedelta(weeks=within.number)
            case "months":
                return months_after(day, within.number)
            case "business days":
                return self.working_days().count(day, within.number)
            case "hours" | "ms":
                raise AssertionError("elapsed time has no last day")
            case never:
                assert_never(never)

    def close(self, day: date, start: Start) -> Millis:
        """The instant at which *day* is over for this rule."""
        local, closing = self.place.local, self.stage.closes
        if closing is not None:
            return self.place.zones[closing.zone].at_clock(day, closing.at)
        if self.from_a_day(start):
            return local.day_end(day)
        return local.at_clock(day, local.clock_of(start.at))

    def day_of(self, start: Start) -> date:
        local = self.place.local
        if not local.zone:
            wrong = f"`{self.law.id}` counts days, and an offset alone does not tell the days"
            raise Wrong(wrong, "add the zone: --zone Europe/Berlin")
        return local.date_of(start.at)

    def from_a_day(self, start: Start) -> bool:
        """Whether the last day counts whole.

        Also for business days from a day that is not one: no clock of a working day had started.
        Otherwise a notice on Saturday at nought would be due earlier than one on Friday at eleven.
        """
        if start.day_only or self.stage.counts_from != "instant":
            return True
        within = self.stage.within
        if within is None or within.unit != "business days":
            return False
        return not self.working_days().is_open(self.day_of(start))

    def working_days(self) -> WorkingDays:
        found = self.place.days(self.law)
        if found is None:
            wrong = f"`{self.law.id}` asks which days are worked, and no calendar is known"
            raise Wrong(wrong, "add the calendar: --fact calendar=DE")
        return found


def months_after(day: date, number: int) -> date:
    """The same day number, or the last day of a month that lacks it."""
    years, month = divmod(day.month - 1 + number, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
