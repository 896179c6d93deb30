"""A calendar that other programs can follow, as RFC 5545 has it: whole days, in UTC."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Final
from uuid import NAMESPACE_URL, uuid5

from facilitator.screens.programme import Entry

MAX_OCTETS: Final = 75
"""Of a line, without its end; what is longer is folded."""


def calendar_of(entries: Iterable[Entry], *, name: str, address: str, now: datetime) -> str:
    """The whole file.

    Args:
        name: What calendar programs call it.
        address: Of this server, without a slash at the end.
        now: In UTC, when it was made.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Drillroom//Programme//EN",
        f"NAME:{_escaped(name)}",
        f"X-WR-CALNAME:{_escaped(name)}",
    ]
    for entry in entries:
        lines += _event(entry, address=address, stamp=f"{now:%Y%m%dT%H%M%SZ}")
    lines.append("END:VCALENDAR")
    return "".join(part + "\r\n" for line in lines for part in _folded(line))


def _event(entry: Entry, *, address: str, stamp: str) -> list[str]:
    url = [f"URL:{address}{entry.href}"] if entry.href else []
    uid = uuid5(NAMESPACE_URL, f"{address}{entry.href} {entry.words}")
    return [
        "BEGIN:VEVENT",
        f"UID:{uid}",
        f"DTSTAMP:{stamp}",
        f"DTSTART;VALUE=DATE:{entry.day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{entry.day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:EXERCISE: {_escaped(entry.words)}",
        *url,
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _escaped(text: str) -> str:
    """A text value: backslash, semicolon, comma and line ends are written otherwise."""
    line = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return "\\n".join(line.splitlines())


def _folded(line: str) -> Iterator[str]:
    """No line has more than 75 octets, and none is cut inside a character."""
    part = ""
    for letter in line:
        if len((part + letter).encode()) > MAX_OCTETS:
            yield part
            part = " "
        part += letter
    yield part
