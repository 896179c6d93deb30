"""What a dry run found: which injects are reached, how long it lasts, which deadline is missed."""

from dataclasses import dataclass
from math import ceil

from evidence import Millis


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """How often one inject was delivered."""

    inject: str
    title: str
    plays: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """How often an expected action came, of the plays in which it was expected."""

    expectation: str
    text: str
    opened: int
    in_time: int
    late: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """How much comes to one seat: in the middle play, and in the fullest half hour of any."""

    seat: str
    title: str
    messages: int
    busiest: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovery:
    """How long the recovery of one part took, in the plays in which it came; exercise time."""

    part: str
    title: str
    spans: tuple[Millis, ...]
    """The shortest first."""

    def within(self, share: float, *, plays: int) -> Millis | None:
        """By when this share of *plays* had recovered; ``None`` if so many never did."""
        place = max(0, ceil(share * plays) - 1)
        return self.spans[place] if place < len(self.spans) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """What many plays of one plan showed.  Spans are played time, in milliseconds."""

    plays: int
    reached: tuple[Reached, ...]
    expected: tuple[Met, ...]
    shortest: Millis
    middle: Millis
    longest: Millis
    loads: tuple[Load, ...] = ()
    recovered: tuple[Recovery, ...] = ()

    @property
    def never_reached(self) -> tuple[Reached, ...]:
        return tuple(one for one in self.reached if one.plays == 0)

    @property
    def impossible(self) -> tuple[Met, ...]:
        """Expected in every tenth play or more, and met in time in none."""
        often = self.plays // 10
        return tuple(one for one in self.expected if one.opened > often and one.in_time == 0)
