"""Working days of one country or region, as an explicit list of the days that are closed.

The list is asked of the ``holidays`` package when a plan is made and frozen into it.  A library
knows the holidays of the law; closures by order of the day are added by whoever knows them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from runbooks.authored import Wrong, did_you_mean

ONE_DAY: Final = timedelta(days=1)
SATURDAY: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingDays:
    """Which days are worked, from ``first`` to ``last``; about other days nothing is known."""

    calendar: str
    first: date
    last: date
    closed: frozenset[date]
    optional: frozenset[date] = frozenset()
    """Days on which closing is a choice: open, but arguably not."""

    def is_open(self, day: date) -> bool:
        assert self.first <= day <= self.last, f"{day} lies outside the days of {self.calendar}"
        return day not in self.closed

    def next_open(self, day: date) -> date:
        """The first working day after *day*."""
        return self.count(day, 1)

    def count(self, day: date, number: int) -> date:
        """The *number*-th working day after *day*, which itself is not counted."""
        for later in _after(day):
            number -= self.is_open(later)
            if number == 0:
                return later
        raise AssertionError("days do not end")

    def with_changes(
        self, also_closed: Iterable[date] = (), open_after_all: Iterable[date] = ()
    ) -> "WorkingDays":
        """The same days with closures added and taken back; what is open after all wins."""
        return self._of((self.closed | set(also_closed)) - set(open_after_all), self.optional)

    def with_optional_closed(self) -> "WorkingDays":
        return self._of(self.closed | self.optional, frozenset())

    def _of(self, closed: frozenset[date], optional: frozenset[date]) -> "WorkingDays":
        return WorkingDays(
            calendar=self.calendar,
            first=self.first,
            last=self.last,
            closed=frozenset(closed),
            optional=optional,
        )


def working_days(calendar: str, *, first: date, last: date) -> WorkingDays:
    """Ask for the working days of ``DE``, ``GB-ENG`` or ``US-CA`` from *first* to *last*.

    Raises:
        Wrong: No such country, or no such region of it.
    """
    import holidays  # asked when a plan is made, never in play; it is slow to import

    country, _, region = calendar.partition("-")
    countries = holidays.list_supported_countries(include_aliases=False)
    if country not in countries:
        right = did_you_mean(country, countries) or "write for example `DE` or `GB-ENG`"
        raise Wrong(f"there is no calendar of the country `{country}`", right)
    regions = countries[country]
    if region and region not in regions:
        right = did_you_mean(region, regions) or f"write `{country}`"
        raise Wrong(f"the calendar of `{country}` has no region `{region}`", right)
    years = range(first.year, last.year + 1)
    known = holidays.country_holidays(country, subdiv=region or None, years=years)
    choice: Iterable[date] = ()
    if "optional" in known.supported_categories:
        choice = holidays.country_holidays(
            country, subdiv=region or None, years=years, categories=("optional",)
        )
    span = [first + ONE_DAY * n for n in range((last - first).days + 1)]
    return WorkingDays(
        calendar=calendar,
        first=first,
        last=last,
        closed=frozenset(day for day in span if not known.is_working_day(day)),
        optional=frozenset(choice),
    )


def weekends_only(*, first: date, last: date) -> WorkingDays:
    """Saturdays and Sundays, where nobody said which country's holidays count."""
    span = (first + ONE_DAY * n for n in range((last - first).days + 1))
    closed = frozenset(day for day in span if day.weekday() >= SATURDAY)
    return WorkingDays(calendar="", first=first, last=last, closed=closed)


def _after(day: date) -> Iterator[date]:
    while True:
        day += ONE_DAY
        yield day
