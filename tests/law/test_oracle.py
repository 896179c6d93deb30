"""The arithmetic against a slow, obvious oracle: ten years of instants in six zones.

The zones: two with ordinary clock changes, one without, one with half an hour of offset, one that
changes by half an hour, one that changes at midnight.
"""

from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo

import holidays
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from evidence import Millis
from scenarios.law import Due, Period, Place, Stage, Start, due, local_time, working_days
from scenarios.law.period import Unit
from scenarios.law.regimes import Closing, CountsFrom, Regime, Relief, Status
from tests.law import oracle

ZONES: Final = (
    "Europe/Berlin",
    "America/New_York",
    "Asia/Singapore",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "America/Havana",
)
FIRST, LAST = date(2019, 1, 1), date(2030, 12, 31)
YEARS: Final = 10
MINUTES: Final = YEARS * 365 * 1440
ORIGIN: Final = datetime(2020, 1, 1, tzinfo=UTC)

zones = st.sampled_from(ZONES)
starts = st.integers(0, MINUTES).map(lambda minute: ORIGIN + minute * oracle.MINUTE)


@cache
def place(zone: str) -> Place:
    days = working_days("DE", first=FIRST, last=LAST)
    eastern = local_time("America/New_York", first=FIRST, last=LAST)
    return Place(
        local=local_time(zone, first=FIRST, last=LAST),
        calendar="DE",
        working={"DE": days},
        zones={"America/New_York": eastern},
    )


def a_stage(
    number: int,
    unit: Unit,
    *,
    counts_from: CountsFrom = "instant",
    relief: Relief | None = None,
    closes: Closing | None = None,
) -> Stage:
    return Stage(
        id="notice",
        starts="aware",
        within=Period(number=number, unit=unit),
        counts_from=counts_from,
        relief=relief,
        closes=closes,
        rule="a rule",
    )


def counted(stage: Stage, start: datetime, zone: str, *, day_only: bool = False) -> Due:
    law = Regime(
        id="law", title="Law", jurisdiction="EU", status=Status(is_="in force"), who="we",
        whom="they", citation="Art. 1", confidence="text seen", stages=(stage,),
    )  # fmt: skip
    at = Start(at=_ms(start), day_only=day_only)
    return due(law, stage, {"aware": at}, place=place(zone), facts={"entity": ("insurer",)})


def _ms(instant: datetime) -> Millis:
    return Millis((instant - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1))


def seconds(at: int | None) -> datetime:
    assert at is not None
    return datetime.fromtimestamp(at // 1000, UTC)


def local_day(instant: datetime, zone: str) -> date:
    return instant.astimezone(ZoneInfo(zone)).date()


def germany_works(day: date) -> bool:
    return day.weekday() < 5 and day not in _german_holidays()


@cache
def _german_holidays() -> holidays.HolidayBase:
    return holidays.country_holidays("DE", years=range(FIRST.year, LAST.year + 1))


@given(starts, zones, st.sampled_from([1, 4, 24, 72, 84]))
def test_hours_are_what_a_stopwatch_shows(start: datetime, zone: str, hours: int) -> None:
    found = counted(a_stage(hours, "hours"), start, zone)

    assert seconds(found.at) == oracle.hours_later(start, hours)


@given(starts, zones, st.sampled_from([1, 3, 14, 30, 60]))
def test_days_from_an_instant_end_at_the_same_clock_time(
    start: datetime, zone: str, days: int
) -> None:
    found = counted(a_stage(days, "days"), start, zone)

    last = oracle.days_after(local_day(start, zone), days)
    assert seconds(found.at) == oracle.same_clock(start, last, zone)
    assert found.latest is not None
    assert seconds(found.latest) == oracle.end_of_day(last, zone)


@given(starts, zones, st.sampled_from([1, 3, 30, 60]))
def test_days_from_a_day_end_with_the_last_one(start: datetime, zone: str, days: int) -> None:
    found = counted(a_stage(days, "days", counts_from="day"), start, zone)

    assert seconds(found.at) == oracle.end_of_day(
        oracle.days_after(local_day(start, zone), days), zone
    )


@given(starts, zones)
def test_a_month_ends_on_its_number_or_on_the_last_leaf(start: datetime, zone: str) -> None:
    found = counted(a_stage(1, "months"), start, zone)

    last = oracle.month_after(local_day(start, zone))
    assert seconds(found.at) == oracle.same_clock(start, last, zone)


@given(starts, zones, st.sampled_from([1, 3, 4, 20, 30]))
def test_business_days_are_open_leaves(start: datetime, zone: str, days: int) -> None:
    found = counted(a_stage(days, "business days", counts_from="day"), start, zone)

    last = oracle.open_days_after(local_day(start, zone), days, germany_works)
    assert seconds(found.at) == oracle.end_of_day(last, zone)
    assert germany_works(local_day(seconds(found.at), zone))


@given(starts, zones)
def test_an_office_closes_on_its_own_clock(start: datetime, zone: str) -> None:
    closes = Closing(at=(17 * 60 + 30) * 60_000, zone="America/New_York")

    found = counted(a_stage(4, "business days", counts_from="day", closes=closes), start, zone)

    last = oracle.open_days_after(local_day(start, zone), 4, germany_works)
    half_past_five = datetime(last.year, last.month, last.day, 17, 30,
                              tzinfo=ZoneInfo("America/New_York"))  # fmt: skip
    assert seconds(found.at) == half_past_five.astimezone(UTC)


@given(starts, st.sampled_from(ZONES[:4]), st.sampled_from([4, 72]))
def test_relief_moves_a_limit_on_a_closed_day_to_noon_of_the_next_open_one(
    start: datetime, zone: str, hours: int
) -> None:
    relief = Relief(until=12 * 3_600_000, says="noon")

    found = counted(a_stage(hours, "hours", relief=relief), start, zone)

    limit = oracle.hours_later(start, hours)
    day = local_day(limit, zone)
    assert seconds(found.without_relief) == limit
    if germany_works(day):
        assert found.at == found.without_relief
    else:
        noon = datetime.combine(oracle.open_days_after(day, 1, germany_works), datetime.min.time())
        expected = noon.replace(hour=12, tzinfo=ZoneInfo(zone))
        assert seconds(found.at) == expected.astimezone(UTC)


@pytest.mark.parametrize(("hours", "arguable"), [(47, 1), (48, 2)])
def test_two_days_or_more_hold_two_whole_working_days(hours: int, arguable: int) -> None:
    """Source: Reg. 1182/71 Art. 3(5)."""
    friday = datetime(2026, 11, 20, 15, tzinfo=UTC)
    stage = a_stage(hours, "hours").model_copy(
        update={"readings": {"first-hour": "Art. 3(1)", "two-working-days": "Art. 3(5)"}}
    )

    found = counted(stage, friday, "Europe/Berlin")

    assert len(found.readings) == arguable


UNITS: Final[tuple[tuple[int, Unit], ...]] = (
    (72, "hours"), (14, "days"), (2, "weeks"), (4, "business days"),
)  # fmt: skip


@given(starts, zones, st.sampled_from(UNITS), st.booleans())
@example(datetime(2020, 2, 1, 22, tzinfo=UTC), "Europe/Berlin", (4, "business days"), False)
@settings(max_examples=300)
def test_an_hour_later_is_never_due_earlier(
    start: datetime, zone: str, period: tuple[int, Unit], from_a_day: bool
) -> None:
    stage = a_stage(*period, counts_from="day" if from_a_day else "instant")

    first = counted(stage, start, zone)
    second = counted(stage, start + timedelta(hours=1), zone)

    assert first.at is not None
    assert second.at is not None
    assert first.at <= second.at


@given(starts, zones)
@settings(max_examples=300)
def test_a_month_from_an_hour_later_never_ends_on_an_earlier_day(
    start: datetime, zone: str
) -> None:
    """Days that a short month lacks all end on its last, each at its own clock time."""
    first = counted(a_stage(1, "months"), start, zone)
    second = counted(a_stage(1, "months"), start + timedelta(hours=1), zone)

    assert local_day(seconds(first.at), zone) <= local_day(seconds(second.at), zone)


@given(starts, zones)
def test_weekends_and_holidays_never_move_an_hour_clock(start: datetime, zone: str) -> None:
    found = counted(a_stage(72, "hours"), start, zone)

    assert found.at == _ms(start) + 72 * 3_600_000


@given(starts, zones, st.sampled_from(UNITS))
def test_a_due_instant_lies_after_its_start_and_every_other_reading_after_it(
    start: datetime, zone: str, period: tuple[int, Unit]
) -> None:
    found = counted(a_stage(*period), start, zone)

    assert found.at is not None
    instants = [_ms(start), found.at, *(reading.at for reading in found.readings)]
    assert instants == sorted(set(instants))


@pytest.mark.parametrize("zone", ZONES)
def test_every_day_of_ten_years_ends_where_the_next_begins(zone: str) -> None:
    local = place(zone).local
    day = date(2020, 1, 1)
    while day < date(2030, 1, 1):
        assert local.date_of(local.day_end(day)) == day
        assert local.date_of(local.day_end(day) + 1) == day + oracle.DAY
        day += oracle.DAY
