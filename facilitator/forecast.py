"""What a dry run found: which injects are reached, how long it lasts, which deadline is missed."""

from dataclasses import dataclass

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
class Forecast:
    """What many plays of one plan showed.  Spans are played time, in milliseconds."""

    plays: int
    reached: tuple[Reached, ...]
    expected: tuple[Met, ...]
    shortest: Millis
    middle: Millis
    longest: Millis

    @property
    def never_reached(self) -> tuple[Reached, ...]:
        return tuple(one for one in self.reached if one.plays == 0)

    @property
    def impossible(self) -> tuple[Met, ...]:
        """Expected in every tenth play or more, and met in time in none."""
        often = self.plays // 10
        return tuple(one for one in self.expected if one.opened > often and one.in_time == 0)
