"""The calendar is what RFC 5545 asks for: whatever is in it, a strict reader finds it again."""

import re
from datetime import UTC, date, datetime
from typing import Final

from hypothesis import given
from hypothesis import strategies as st

from facilitator.screens.coming import Entry
from facilitator.web.calendar import calendar_of

HERE: Final = "http://here:8000"
NAME_AND_PARAMETERS: Final = r"[A-Z-]+(?:;[A-Z-]+=[A-Z]+)*"
ONCE: Final = {"UID", "DTSTAMP", "SEQUENCE", "DTSTART;VALUE=DATE", "SUMMARY", "TRANSP"}
MAYBE: Final = {"URL", "STATUS"}

entries = st.builds(
    Entry,
    key=st.from_regex(r"(run|item|plan) [a-z0-9-]{1,12}", fullmatch=True),
    day=st.dates(),
    words=st.text(max_size=200),
    href=st.sampled_from(["", "/x/restore-1/scorecard", "/scenarios/failover"]),
    changed=st.integers(0, 2**33).map(lambda one: datetime.fromtimestamp(one, UTC)),
    changes=st.integers(0, 99),
    due=st.booleans(),
    cancelled=st.booleans(),
)


def lines_in(text: str) -> list[str]:
    """The content lines, unfolded (section 3.1)."""
    data = text.encode()
    assert data.endswith(b"\r\n")
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert b"\r" not in data.replace(b"\r\n", b"")
    for part in data.split(b"\r\n"):
        assert len(part) <= 75
        part.decode()  # no character is cut
    lines = data.replace(b"\r\n ", b"").decode().removesuffix("\r\n").split("\r\n")
    assert not any(letter < " " and letter != "\t" for line in lines for letter in line)
    return lines


def events_in(text: str) -> dict[str, dict[str, str]]:
    """Every event by its UID, read strictly; values as they are written."""
    lines = lines_in(text)
    assert lines[:3] == ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Drillroom//Programme//EN"]
    assert lines[-1] == "END:VCALENDAR"
    events: dict[str, dict[str, str]] = {}
    begun: dict[str, str] | None = None
    for line in lines[1:-1]:
        name, colon, value = line.partition(":")
        assert colon
        assert re.fullmatch(NAME_AND_PARAMETERS, name), name
        if line == "BEGIN:VEVENT":
            assert begun is None
            begun = {}
        elif line == "END:VEVENT":
            assert begun is not None
            assert begun.keys() >= ONCE
            assert begun.keys() <= ONCE | MAYBE
            events[begun["UID"]] = begun
            begun = None
        elif begun is not None:
            assert name not in begun, f"{name} twice"
            begun[name] = value
    assert begun is None
    return events


def said(value: str) -> str:
    """A text value as it was meant (section 3.3.11); anything not escaped is a mistake."""
    assert re.fullmatch(r"(?:[^\\;,]|\\[\\;,nN])*", value), value
    return re.sub(r"\\(.)", lambda one: "\n" if one[1] in "nN" else one[1], value)


def calendar(*found: Entry) -> str:
    return calendar_of(found, name="Drillroom", address=HERE)


def as_told(words: str) -> str:
    """Line ends of every kind are one kind, and what does not print is nothing."""
    lines = "\n".join(words.splitlines())
    return "".join(one for one in lines if one in "\n\t" or (one >= " " and one != "\x7f"))


@given(st.lists(entries, max_size=5, unique_by=lambda one: one.key))
def test_whatever_is_in_it_is_read_again(found: list[Entry]) -> None:
    events = list(events_in(calendar(*found)).values())

    assert len(events) == len(found)
    for entry, event in zip(found, events, strict=True):
        assert said(event["SUMMARY"]) == f"EXERCISE: {as_told(entry.words)}"
        assert datetime.strptime(event["DTSTART;VALUE=DATE"], "%Y%m%d").date() == entry.day  # noqa: DTZ007
        stamp = datetime.strptime(event["DTSTAMP"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        assert stamp == entry.changed
        assert int(event["SEQUENCE"]) == entry.changes
        assert event.get("URL", "") == (f"{HERE}{entry.href}" if entry.href else "")
        assert (event.get("STATUS") == "CANCELLED") == entry.cancelled


@given(entries, entries)
def test_an_event_keeps_its_id_however_it_changes_and_shares_it_with_none(
    one: Entry, other: Entry
) -> None:
    (first,) = events_in(calendar(one))
    (second,) = events_in(calendar(other))

    assert (first == second) == (one.key == other.key)


def test_marks_are_escaped_and_lines_folded_between_characters() -> None:
    words = "Über; alles, \\ und\nnichts " + "ä" * 80
    entry = Entry(
        key="run a",
        day=date(2026, 12, 31),
        words=words,
        href="/x/a/scorecard",
        changed=datetime(2026, 11, 26, 19, 0, tzinfo=UTC),
    )

    lines = lines_in(calendar(entry))

    assert "SUMMARY:EXERCISE: Über\\; alles\\, \\\\ und\\nnichts " + "ä" * 80 in lines
    assert "DTSTART;VALUE=DATE:20261231" in lines
    assert "DTSTAMP:20261126T190000Z" in lines
