"""One exercise of one team, as the programme knows it, and how days are said."""

from dataclasses import dataclass
from datetime import date

from evidence.kinds.exercise import KindOfRun
from scoring import Scorecard


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One exercise of one team, as far as the programme asks.

    Attributes:
        href: The page with its figures, or where it is played.
        day: On which it ended, or was opened (UTC).
        laws: Whose duties to notify it rehearses.
        card: Its scorecard, once it has ended.
    """

    exercise: str
    href: str
    team: str
    scenario: str
    title: str
    organisation: str
    organisation_id: str
    run: KindOfRun
    day: date
    laws: tuple[str, ...]
    card: Scorecard | None = None

    @property
    def ended(self) -> bool:
        return self.card is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A run, by what is said of it here."""

    words: str
    href: str


def say_day(day: date) -> str:
    """A day as people write it: ``26 Nov 2026``."""
    return f"{day.day} {day:%b %Y}"


def say_days(days: int) -> str:
    """``1 day``, ``2 days``."""
    return f"{days} day{'s' if days != 1 else ''}"
