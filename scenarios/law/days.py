"""Days and times of day as a file of rules writes them: `2026-12-24`, `17:30`, `12-29`."""

from datetime import date
from typing import Annotated, TypeAlias

from pydantic import BeforeValidator, WithJsonSchema

from runbooks.authored import Wrong, plain_text
from scenarios.law.local_time import HOUR_MS, MINUTE_MS


def _read_day(value: object) -> object:
    if isinstance(value, date):
        return value
    text = plain_text(value, "a date", "`2026-12-24`")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Wrong(f"`{text}` is no date", "write `2026-12-24`") from None


def _read_clock(value: object) -> object:
    if isinstance(value, int):
        return value
    text = plain_text(value, "a time of day", "`17:30`")
    hour, _, minute = text.partition(":")
    if len(text) == 5 and hour.isdigit() and minute.isdigit() and hour < "24" and minute < "60":
        return int(hour) * HOUR_MS + int(minute) * MINUTE_MS
    raise Wrong(f"`{text}` is no time of day", "write `17:30`")


def _read_year_day(value: object) -> object:
    if isinstance(value, list | tuple):
        return tuple(value)
    text = plain_text(value, "a day of the year", "`12-29`")
    try:
        day = date.fromisoformat(f"2000-{text}")
    except ValueError:
        raise Wrong(f"`{text}` is no day of the year", "write `12-29`") from None
    return day.month, day.day


Day: TypeAlias = Annotated[
    date, BeforeValidator(_read_day), WithJsonSchema({"type": "string", "format": "date"})
]
ClockTime: TypeAlias = Annotated[
    int,
    BeforeValidator(_read_clock),
    WithJsonSchema({"type": "string", "pattern": "^[0-9]{2}:[0-9]{2}$"}),
]
"""Milliseconds after midnight."""
YearDay: TypeAlias = Annotated[
    tuple[int, int],
    BeforeValidator(_read_year_day),
    WithJsonSchema({"type": "string", "pattern": "^[0-9]{2}-[0-9]{2}$"}),
]
"""Month and day."""
