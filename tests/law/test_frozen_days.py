"""The lists that a plan is frozen with: which days are worked, and what the clocks show."""

from datetime import date

import pytest

from evidence import Millis
from runbooks.authored import Wrong
from scenarios.law import (
    Place,
    Regime,
    Stage,
    Status,
    due,
    local_time,
    weekends_only,
    working_days,
)
from scenarios.law.counting import Start
from scenarios.law.period import Period
from scenarios.law.regimes import Closing

CHRISTMAS = date(2026, 12, 25)  # a Friday; 26 December, a Saturday, is a holiday too


def test_weekends_are_saturday_and_sunday_and_no_day_outside_the_list() -> None:
    friday, monday = date(2026, 11, 20), date(2026, 11, 23)

    days = weekends_only(first=friday, last=monday)

    assert days.closed == {date(2026, 11, 21), date(2026, 11, 22)}
    assert weekends_only(first=date(2026, 11, 21), last=date(2026, 11, 21)).closed


def test_a_list_holds_its_first_and_its_last_day_and_nothing_beyond() -> None:
    days = working_days("DE", first=CHRISTMAS, last=date(2026, 12, 26))

    assert days.closed == {CHRISTMAS, date(2026, 12, 26)}


def test_a_list_over_new_year_knows_the_holidays_of_the_new_year() -> None:
    days = working_days("DE", first=date(2026, 12, 31), last=date(2027, 1, 1))

    assert days.closed == {date(2027, 1, 1)}


def test_optional_days_are_those_of_the_years_asked_for_and_of_the_region() -> None:
    newfoundland = working_days("CA-NL", first=date(2026, 1, 1), last=date(2026, 12, 31))
    canada = working_days("CA", first=date(2026, 1, 1), last=date(2026, 12, 31))

    assert {day.year for day in newfoundland.optional} == {2026}
    assert newfoundland.optional > canada.optional


@pytest.mark.parametrize(
    ("calendar", "remedy"),
    [
        ("DEU", "did you mean `DE`?"),  # an alias of another list of countries
        ("99", "write for example `DE` or `GB-ENG`"),
    ],
)
def test_a_country_that_is_not_known_is_refused_with_a_remedy(calendar: str, remedy: str) -> None:
    with pytest.raises(Wrong) as refused:
        working_days(calendar, first=CHRISTMAS, last=CHRISTMAS)

    assert refused.value.right == remedy


def test_a_change_of_the_clocks_is_found_to_the_minute_wherever_the_list_begins() -> None:
    spring = 1_774_746_000_000  # 2026-03-29T01:00Z, when Berlin goes from +1 h to +2 h

    for first in (date(2026, 1, 28), date(2026, 3, 1), date(2026, 3, 28)):
        known = local_time("Europe/Berlin", first=first, last=date(2026, 4, 20))
        assert known.offsets[1:] == ((spring, 120),)


def test_a_last_day_that_is_worked_gives_way_to_no_other() -> None:
    stage = Stage(
        id="notice",
        starts="aware",
        within=Period(number=1, unit="days"),
        closes=Closing(at=17 * 3_600_000, zone="Europe/Berlin"),
        readings={"next-working-day": "to the next working day"},
        rule="one day",
    )
    law = Regime(
        id="made-up", title="Made up", jurisdiction="DE", status=Status(is_="in force"), who="us",
        whom="them", citation="none", confidence="text seen", stages=(stage,),
    )  # fmt: skip
    local = local_time("Europe/Berlin", first=date(2026, 11, 1), last=date(2026, 12, 31))
    place = Place(
        local=local,
        calendar="DE",
        working={"DE": working_days("DE", first=date(2026, 11, 1), last=date(2026, 12, 31))},
        zones={"Europe/Berlin": local},
    )

    def later(day: date) -> tuple[Millis, ...]:
        start = Start(at=local.at_clock(day, 9 * 3_600_000))
        found = due(law, stage, {"aware": start}, place=place, facts={})
        return tuple(reading.at for reading in found.readings)

    assert later(date(2026, 11, 17)) == ()  # due on a Wednesday
    assert later(date(2026, 11, 20)) == (local.day_end(date(2026, 11, 23)),)  # on a Saturday
