"""A calendar that other programs can follow, as RFC 5545 has it: whole days, in UTC."""

from collections.abc import Iterable, Iterator
from typing import Final
from uuid import NAMESPACE_URL, uuid5

from facilitator.screens.coming import Entry

MAX_OCTETS: Final = 75
"""Of a line, without its end; what is longer is folded."""


def calendar_of(entries: Iterable[Entry], *, name: str, address: str) -> str:
    """The whole file; it changes only where an entry does.

    Without a METHOD the stamp of an event says when it was changed last (section 3.8.7.2), and an
    event that begins on a date and has no end lasts that day (3.6.1).

    Args:
        name: What calendar programs call it.
        address: Of this server, without a slash at the end.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Drillroom//Programme//EN",
        f"NAME:{_escaped(name)}",
        f"X-WR-CALNAME:{_escaped(name)}",
    ]
    for entry in entries:
        lines += _event(entry, address=address)
    lines.append("END:VCALENDAR")
    return "".join(part + "\r\n" for line in lines for part in _folded(line))


def _event(entry: Entry, *, address: str) -> list[str]:
    url = [f"URL:{address}{entry.href}"] if entry.href else []
    status = ["STATUS:CANCELLED"] if entry.cancelled else []
    return [
        "BEGIN:VEVENT",
        f"UID:{uuid5(NAMESPACE_URL, f'{address} {entry.key}')}",
        f"DTSTAMP:{entry.changed:%Y%m%dT%H%M%SZ}",
        f"SEQUENCE:{entry.changes}",
        f"DTSTART;VALUE=DATE:{entry.day.isoformat().replace('-', '')}",
        f"SUMMARY:EXERCISE: {_escaped(entry.words)}",
        *url,
        *status,
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _escaped(text: str) -> str:
    """A text value: marks and line ends are written otherwise, control characters not at all."""
    line = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return "\\n".join("".join(filter(_is_text, part)) for part in line.splitlines())


def _is_text(letter: str) -> bool:
    return letter == "\t" or (letter >= " " and letter != "\x7f")


def _folded(line: str) -> Iterator[str]:
    """No line has more than 75 octets, and none is cut inside a character."""
    part, size = "", 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > MAX_OCTETS:
            yield part
            part, size = " ", 1
        part, size = part + letter, size + octets
    yield part
