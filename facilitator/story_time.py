"""Instants as control says them: by the story's own calendar and clocks.

"Sunday 09:00" is what somebody says who wants to jump over the night.  It is read in the story's
zone, from where the exercise stands; a time that happens twice there is asked back, never guessed.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from evidence import Millis
from runbooks.authored import LocalInstant, Wrong, did_you_mean, parse_duration, resolve_local

_CLOCK: Final = r"(?P<clock>\d\d:\d\d(?::\d\d)?)(?P<offset>Z|[+-]\d\d:\d\d)?"
_BY_CLOCK: Final = re.compile(rf"(?:(?P<day>[A-Za-z]+) )?{_CLOCK}")
_BY_DATE: Final = re.compile(rf"(?P<date>\d{{4}}-\d\d-\d\d)[T ]{_CLOCK}")
_IN_ZONE: Final = re.compile(r"(?P<time>.*\d) (?P<zone>UTC|[A-Z][A-Za-z_]+(?:/[A-Za-z_+-]+)+)")
_DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryTime:
    """What the clocks of the story show, and where the exercise stands."""

    starts: LocalInstant
    now: Millis

    def read(self, said: str, *, back: bool = False) -> Millis:
        """Exercise time of what was *said*.

        ``1h30m`` counts from StartEx.  ``09:00`` is the next time that the clocks show it (with
        *back*, the last), ``Sunday 09:00`` the next on that day, ``2026-10-25T09:00`` that date;
        each may say its offset (``02:30+02:00``) or the story's zone.

        Raises:
            Wrong: It is none of these, of another zone, or it happens twice or never there.
        """
        said = self._here(said)
        by_date, by_clock = _BY_DATE.fullmatch(said), _BY_CLOCK.fullmatch(said)
        if by_date:
            return self._at(_day(by_date["date"]), by_date)
        if by_clock is None:
            return parse_duration(said)
        day = self._today()
        if by_clock["day"] is not None:
            wanted = _weekday(by_clock["day"])
            day += timedelta(days=(wanted - day.weekday()) % 7)
            again = 7
        else:
            again = 1
        shown = self._shows(day, by_clock["clock"])
        if back and shown > self._shown_now():
            day -= timedelta(days=again)
        elif not back and shown <= self._shown_now():
            day += timedelta(days=again)
        return self._at(day, by_clock)

    def _here(self, said: str) -> str:
        """What was said without the zone, which has to be the story's."""
        zoned = _IN_ZONE.fullmatch(said)
        if zoned is None:
            return said
        if zoned["zone"] != self.starts.zone:
            wrong = f"the clocks of this story are those of {self.starts.zone}"
            raise Wrong(wrong, f"write what they showed, not those of {zoned['zone']}")
        return zoned["time"]

    def _at(self, day: date, said: re.Match[str]) -> Millis:
        local = f"{day.isoformat()}T{said['clock']}{said['offset'] or ''}"
        return Millis(resolve_local(local, self.starts.zone) - self.starts.utc_ms)

    def _today(self) -> date:
        return self._shown_now().date()

    def _shown_now(self) -> datetime:
        """The wall clock of the story, without its zone."""
        utc = datetime.fromtimestamp((self.starts.utc_ms + self.now) / 1000, UTC)
        return utc.astimezone(ZoneInfo(self.starts.zone)).replace(tzinfo=None)

    def _shows(self, day: date, clock: str) -> datetime:
        try:
            return datetime.fromisoformat(f"{day.isoformat()}T{clock}")
        except ValueError:
            raise Wrong(f"`{clock}` is no time of day", "write for example `09:00`") from None


def _day(said: str) -> date:
    try:
        return date.fromisoformat(said)
    except ValueError:
        raise Wrong(f"`{said}` is not in the calendar", "write for example `2026-10-25`") from None


def _weekday(said: str) -> int:
    word = said.lower()
    for place, day in enumerate(_DAYS):
        if word in (day, day[:3]):
            return place
    right = did_you_mean(word, _DAYS) or "write for example `Sunday 09:00`"
    raise Wrong(f"`{said}` is no day of the week", right)
