"""Instants of the story as people write them: a local date and time, and where.

A wall clock shows some times twice a year and leaves others out. An instant that is not
exactly one moment is refused, with what to write instead. Zone data is the system's.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Annotated, Final, TypeAlias
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    GetJsonSchemaHandler,
    WithJsonSchema,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from runbooks.authored.problems import Wrong, did_you_mean, quoted
from runbooks.authored.values import plain_text

SOME_INSTANT: Final = "`2026-11-20T16:40 Europe/London`"
EXAMPLE: Final = f"write for example {SOME_INSTANT}"
INSTANT_PATTERN: Final = (
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2})?(Z|[+-][0-9]{2}:[0-9]{2})? "
    r"[A-Za-z0-9_+/-]+$"
)

# Zone rules before 1970 are guesses; nobody rehearses a day after 2199.
FIRST_YEAR: Final = 1971
LAST_YEAR: Final = 2199

_LOCAL = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(?::[0-9]{2})?)(Z|[+-][0-9]{2}:[0-9]{2})?"
)
_ZONE = re.compile(r"[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*")
_DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS: Final = (
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
)  # fmt: skip
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


class LocalInstant(BaseModel):
    """One moment, and the zone in which people read it."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    utc_ms: int
    zone: str

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: object) -> object:
        if isinstance(value, LocalInstant):
            return value
        if isinstance(value, dict) and isinstance(value.get("utc_ms"), int):
            return value  # from Python, or a stored plan: a file holds only text
        text = plain_text(value, "an instant", SOME_INSTANT)
        when, _, zone = text.partition(" ")
        if not zone.strip():
            raise Wrong(
                f"{quoted(when)} has no zone",
                f"write for example {quoted(when + ' Europe/London')}",
            )
        zone = zone.strip()
        return {"utc_ms": resolve_local(when, zone), "zone": zone}

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        del schema, handler  # an author writes text, whatever is stored
        return {
            "type": "string",
            "pattern": INSTANT_PATTERN,
            "description": "A local date and time with its zone.",
            "examples": ["2026-11-20T16:40 Europe/London"],
        }


def resolve_local(text_date_time: str, zone: str) -> int:
    """The moment that a local date and time names in a zone.

    Args:
        text_date_time: `2026-11-20T16:40`, with seconds and an offset if wished.
        zone: A name of the zone database, such as `Europe/London`.

    Returns:
        Milliseconds since 1970-01-01 UTC.

    Raises:
        Wrong: The time does not exist there, exists twice, or is not of that form.
    """
    found = _LOCAL.fullmatch(text_date_time)
    if not found:
        raise Wrong(f"{quoted(text_date_time)} is not a date and time", EXAMPLE)
    try:
        local = datetime.fromisoformat(found[1])
    except ValueError:
        raise Wrong(f"{quoted(found[1])} is not in the calendar", EXAMPLE) from None
    if not FIRST_YEAR <= local.year <= LAST_YEAR:
        raise Wrong(
            f"{quoted(found[1])} is too far away", f"use a year from {FIRST_YEAR} to {LAST_YEAR}"
        )
    offset = _offset_at(local, zone, found[2])
    return (local.replace(tzinfo=UTC) - offset - _EPOCH) // timedelta(milliseconds=1)


def _offset_at(local: datetime, zone: str, said: str | None) -> timedelta:
    """How far the zone is ahead of UTC at a local time that names one moment only."""
    known = _zone(zone)
    first = local.replace(tzinfo=known, fold=0).utcoffset() or timedelta()
    second = local.replace(tzinfo=known, fold=1).utcoffset() or timedelta()
    clock, day = local.strftime("%H:%M"), local.strftime("%Y-%m-%d")
    if first < second:
        later = (local + (second - first)).strftime("%H:%M")
        wrong = f"{clock} does not exist on {day} in {zone}: the clocks go forward"
        raise Wrong(wrong, f"write `{day}T{later} {zone}`")
    if said is None and first > second:
        wrong = f"{clock} happens twice on {day} in {zone}"
        raise Wrong(wrong, f"say {_show_offset(first)} or {_show_offset(second)}")
    if said is None:
        return first
    for offset in (first, second):
        if _show_offset(offset) == said.replace("Z", "+00:00"):
            return offset
    fits = " or ".join(dict.fromkeys((_show_offset(first), _show_offset(second))))
    raise Wrong(f"{zone} is not at {said} at {clock} on {day}", f"write {fits}")


def show_local(utc_ms: int, zone: str) -> str:
    """A moment as people there read it: `Fri 20 Nov 16:40`."""
    local = (_EPOCH + timedelta(milliseconds=utc_ms)).astimezone(_zone(zone))
    day, month = _DAYS[local.weekday()], _MONTHS[local.month - 1]
    return f"{day} {local.day} {month} {local:%H:%M}"


def _read_zone(value: object) -> str:
    text = plain_text(value, "a zone", "`Europe/London`")
    _zone(text)
    return text


def _zone(name: str) -> ZoneInfo:
    try:
        if _ZONE.fullmatch(name):
            return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        pass  # a folder of zones, such as `Europe`, surfaces as an OSError
    guess = did_you_mean(name, available_timezones()) or "write for example `Europe/London`"
    raise Wrong(f"unknown zone {quoted(name)}", guess)


def _show_offset(offset: timedelta) -> str:
    minutes = offset // timedelta(minutes=1)
    sign = "-" if minutes < 0 else "+"
    return f"{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


ZoneName: TypeAlias = Annotated[
    str,
    BeforeValidator(_read_zone),
    WithJsonSchema({"type": "string", "examples": ["Europe/London", "UTC"]}),
]
