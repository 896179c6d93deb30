"""How long something may take, as data that an author writes: five shapes, one question.

Each shape answers `quantile_ms(u)`, the duration below which a share *u* of all cases lies.
A draw is a quantile at a uniform number, so that who draws decides the luck, not the shape.
"""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import Annotated, Final, Protocol, Self, TypeAlias

from pydantic import Field, model_validator

from evidence import Millis
from runbooks.authored.models import AuthoredModel
from runbooks.authored.problems import Wrong
from runbooks.authored.unions import one_key_union
from runbooks.authored.values import MAX_DURATION, Duration, show_duration

_Z95: Final = NormalDist().inv_cdf(0.95)


class Quantiles(Protocol):
    """What every shape can tell."""

    def quantile_ms(self, u: float) -> Millis:
        """The duration below which a share *u* of all cases lies, for 0 < u < 1.

        Whole milliseconds, never negative, never longer than an author could write.
        """


class Fixed(AuthoredModel):
    """Always the same."""

    fixed: Duration

    def quantile_ms(self, u: float) -> Millis:
        _check_share(u)
        return Millis(self.fixed)


class UniformRange(AuthoredModel):
    """From the shortest to the longest case."""

    shortest: Duration = Field(alias="from")
    longest: Duration = Field(alias="to")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.shortest > self.longest:
            raise Wrong("`from` is longer than `to`", "exchange them", at=("from",))
        return self


class Uniform(AuthoredModel):
    """Every duration between two is as likely."""

    uniform: UniformRange

    def quantile_ms(self, u: float) -> Millis:
        _check_share(u)
        span = self.uniform
        return Millis(span.shortest + round(u * (span.longest - span.shortest)))


class TriangularRange(AuthoredModel):
    """The shortest, the most likely and the longest case."""

    low: Duration
    mode: Duration
    high: Duration

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.mode < self.low:
            raise Wrong("`mode` is shorter than `low`", "write low <= mode <= high", at=("mode",))
        if self.mode > self.high:
            raise Wrong("`mode` is longer than `high`", "write low <= mode <= high", at=("mode",))
        return self


class Triangular(AuthoredModel):
    """What an expert says who knows the best, the usual and the worst case."""

    triangular: TriangularRange

    def quantile_ms(self, u: float) -> Millis:
        _check_share(u)
        low, mode, high = self.triangular.low, self.triangular.mode, self.triangular.high
        if low == high:
            return Millis(low)
        if u * (high - low) < mode - low:
            return Millis(low + round(math.sqrt(u * (high - low) * (mode - low))))
        return Millis(high - round(math.sqrt((1 - u) * (high - low) * (high - mode))))


class MedianAndP95(AuthoredModel):
    """The usual case, and the one that nineteen in twenty stay below."""

    median: Duration
    p95: Duration

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.median == 0:
            raise Wrong("`median` is nothing", "write at least `1ms`", at=("median",))
        if self.p95 <= self.median:
            right = f"write more than {show_duration(self.median)}"
            raise Wrong("`p95` is not longer than `median`", right, at=("p95",))
        return self


class LogNormal(AuthoredModel):
    """Mostly usual, sometimes very long: how people and vendors answer."""

    lognormal: MedianAndP95

    def quantile_ms(self, u: float) -> Millis:
        _check_share(u)
        middle = math.log(self.lognormal.median)
        spread = (math.log(self.lognormal.p95) - middle) / _Z95
        exponent = middle + spread * NormalDist().inv_cdf(u)
        # Compared as logarithms: the far tail of a wide spread is beyond any float.
        if exponent >= math.log(MAX_DURATION):
            return MAX_DURATION
        return Millis(round(math.exp(exponent)))


class Empirical(AuthoredModel):
    """Cases that were seen, each as likely as the others."""

    empirical: Annotated[tuple[Duration, ...], Field(min_length=2)]

    def quantile_ms(self, u: float) -> Millis:
        _check_share(u)
        seen = sorted(self.empirical)
        return Millis(seen[math.ceil(u * len(seen)) - 1])


Distribution: TypeAlias = Annotated[
    Fixed | Uniform | Triangular | LogNormal | Empirical,
    one_key_union("distribution", bare="fixed"),
]


def _check_share(u: float) -> None:
    assert 0 < u < 1, "a quantile is asked for a share between 0 and 1"
