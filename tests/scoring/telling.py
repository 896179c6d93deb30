"""How a record written in plain words becomes events: the reader of lines.

The lines themselves are in ``told_incident`` and ``told_work``.  Names are single words; a time is
``HH:MM``, ``HH:MM:SS`` or ``HH:MM:SS.mmm`` of exercise time, and a line without one happens at the
time of the line above.
"""

import re
from collections.abc import Callable
from typing import Any, Final

from evidence import CONTROL, TEAM, Body, Event, Millis
from evidence.kinds import exercise, incident
from runbooks.authored import resolve_local

MINUTE: Final = 60_000
HOUR: Final = 60 * MINUTE


def tell(text: str, lines: "Lines") -> tuple[Event, ...]:
    """The record that *text* tells in these *lines*, from the opening of the exercise on."""
    story = Story(lines)
    for line in filter(None, (raw.strip() for raw in text.splitlines())):
        story.tell(line)
    return tuple(story.events)


def at(text: str) -> int:
    """Milliseconds of an instant or a span: ``01:30``, ``00:05:20.250``, ``-01:00``."""
    sign = -1 if text.startswith("-") else 1
    hour, minute, *rest = text.removeprefix("-").split(":")
    seconds = float(rest[0]) if rest else 0.0
    return sign * (int(hour) * HOUR + int(minute) * MINUTE + round(seconds * 1000))


Teller = Callable[["Story", Any], None]
Lines = list[tuple[re.Pattern[str], Teller]]
_NAME = r"[\w./-]+"
_TIME = r"-?\d+:\d\d(?::\d\d(?:\.\d{3})?)?"


def keeper(lines: Lines) -> Callable[[str], Callable[[Teller], Teller]]:
    """The decorator that adds a line to *lines*."""

    def line(pattern: str) -> Callable[[Teller], Teller]:
        """Words in angle brackets are names of one word, ``<at>`` is a time."""
        compiled = re.compile(re.sub(r"(?<!\?P)<(\w+)>", _group, pattern))

        def keep(teller: Teller) -> Teller:
            lines.append((compiled, teller))
            return teller

        return keep

    return line


def _group(name: re.Match[str]) -> str:
    is_time = name[1] == "at" or name[1].startswith("at_")
    return f"(?P<{name[1]}>{_TIME if is_time else _NAME})"


class Story:
    """Writes events as lines come, and remembers what later lines lean on."""

    def __init__(self, lines: "Lines") -> None:
        self.lines = lines
        self.events: list[Event] = []
        self.now = 0
        self.true_signals: set[str] = set()
        self.first_signal: int | None = None
        self.detected = False
        self.messages: dict[str, tuple[int, str, str, str]] = {}
        """Message to version, audience, channel and author."""
        self.add(
            exercise.ExerciseOpened(
                exercise="test", scenario="ransom-friday", organisation="harbour-bank", plan="0",
                seed=7, run="exercise", engine="test", self_check="same", unicode="15.0",
                wall_clock="simulated", earlier_plays=0,
            ),
            origin="shell",
        )  # fmt: skip
        starts = resolve_local("2026-11-20T16:40", "Europe/London")
        self.add(exercise.ExerciseStarted(starts_utc_ms=starts, zone="Europe/London"))

    def tell(self, line: str) -> None:
        timed = re.match(rf"({_TIME})\s+(.*)", line)
        if timed:
            self.now, line = at(timed[1]), timed[2]
        for pattern, teller in self.lines:
            found = pattern.fullmatch(line)
            if found:
                teller(self, found)
                return
        raise AssertionError(f"no line of a record reads {line!r}")

    def add(
        self,
        body: Body,
        *,
        by: str | None = None,
        to: tuple[str, ...] = (CONTROL,),
        origin: Any = "world",
        cause: int | None = None,
    ) -> int:
        """Write one event; *by* is the seat that did it."""
        seq = len(self.events)
        self.events.append(
            Event(seq=seq, at=Millis(self.now), origin=origin, body=body, cause=cause,
                  actor=by, role=by, to=to)
        )  # fmt: skip
        return seq

    def team(self, body: Body, seat: str) -> int:
        """A fact that a seat brought about and the team sees."""
        return self.add(body, by=seat, to=(TEAM,))

    def notice(self) -> None:
        """The first entry or acknowledgement after a true signal is the detection."""
        if self.first_signal is not None and not self.detected:
            self.detected = True
            self.add(incident.IncidentDetected(signal=self.first_signal), to=(TEAM,))
