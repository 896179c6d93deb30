"""What scoring concludes: figures, findings and what was left out of them.

Every figure opens to its formula with the numbers put in, the leaves it rests on, and what was
excluded and why.  Shares are whole parts per million inside and decimal strings outside, so no
binary fraction is ever printed or hashed.
"""

from collections.abc import Iterable
from typing import Any, Final, Literal, TypeAlias

import msgspec

from evidence import Seq
from scenarios.rubric import Rubric

Verdict = Literal[
    "met",
    "not-met",
    "late",
    "arguable",
    "not-due",
    "not-rated",
    "not-observed",
    "could-not-verify",
    "info",
]
Unit = Literal["ms", "ratio", "count"]
Clock = Literal["played", "exercise", "data", "none"]
Ppm: TypeAlias = int

WHOLE: Final[Ppm] = 1_000_000

DEBRIEF_ONLY: Final = "for the debrief only: one seat alone held this role"
"""Said beside a figure that is, to everybody who knows who sat there, one about a person."""


class Exclusion(msgspec.Struct, frozen=True, kw_only=True):
    """Something that a figure leaves out or prints beside itself."""

    what: str
    why: str
    cites: tuple[Seq, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {"what": self.what, "why": self.why, "cites": list(self.cites)}


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """What a figure is held against, and whose target it is."""

    value: int | str
    bound: Literal["at-most", "at-least", "by"]
    named: str
    """Whose it is: ``contract``, ``house rubric``, ``severity policy SEV1``, a law's article."""

    def to_json(self) -> dict[str, Any]:
        return {"value": self.value, "bound": self.bound, "named": self.named}


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """One part of a weighted mean, and how people say that it was whole, or nothing."""

    weight: int
    value: Ppm
    whole: str
    nothing: str


class Metric(msgspec.Struct, frozen=True, kw_only=True):
    """One figure.  ``value`` is ``None`` where there is none to give; the formula says why."""

    key: str
    of: str | None = None
    value: int | str | None
    unit: Unit
    clock: Clock = "none"
    target: Target | None = None
    verdict: Verdict
    formula: str
    tally: tuple[int, int] | None = None
    """Criteria met, and criteria there were, where the figure counts some."""
    cites: tuple[Seq, ...] = ()
    excluded: tuple[Exclusion, ...] = ()
    debrief: bool = False
    """It counts what one seat alone did, so it is for the debrief and for nothing else."""
    missing: tuple[str, ...] = ()
    """What fell short, in words, the nearest to the mark first; to explain it, not part of it."""
    parts: tuple[Part, ...] = ()
    """What a weighted mean is a mean of; to explain it, not part of it."""

    @property
    def name(self) -> str:
        """What people call it: ``SEV-ACC``, ``RTO:payments-api``."""
        return self.key if self.of is None else f"{self.key}:{self.of}"

    def to_json(self) -> dict[str, Any]:
        return {
            "key": self.key,
            "of": self.of,
            "value": self.value,
            "unit": self.unit,
            "clock": self.clock,
            "target": self.target.to_json() if self.target else None,
            "verdict": self.verdict,
            "formula": self.formula,
            "tally": list(self.tally) if self.tally else None,
            "cites": list(self.cites),
            "excluded": [exclusion.to_json() for exclusion in self.excluded],
            "debrief": self.debrief,
        }


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that a reader should know, as a plain sentence."""

    code: str
    of: str | None = None
    says: str
    cites: tuple[Seq, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {"code": self.code, "of": self.of, "says": self.says, "cites": list(self.cites)}


Conclusion: TypeAlias = Metric | Finding


def share(part: int, whole: int) -> Ppm:
    """*part* of *whole* in parts per million, rounded half up; *whole* is above zero."""
    return (part * 2 * WHOLE + whole) // (2 * whole)


def show_share(ppm: Ppm) -> str:
    """A share as it is printed: four places, ``0.8056``."""
    whole, rest = divmod((ppm + 50) // 100, 10_000)
    return f"{whole}.{rest:04d}"


def read_share(shown: str) -> Ppm:
    """The parts per million of a printed share."""
    whole, rest = shown.split(".")
    return int(whole) * WHOLE + int(rest) * 100


def in_order(cites: Iterable[Seq]) -> tuple[Seq, ...]:
    """Cited leaves: each once, in the order of the record."""
    return tuple(sorted(set(cites)))


def ratio_target(key: str, rubric: Rubric) -> Target | None:
    """The house's target for a share, if it has one."""
    least = rubric.at_least.get(key)
    if least is None:
        return None
    return Target(value=show_share(least), bound="at-least", named=house(rubric))


def house(rubric: Rubric) -> str:
    return f"{rubric.title} {rubric.version}"


def ratio(
    key: str,
    ppm: Ppm,
    *,
    rubric: Rubric,
    formula: str,
    of: str | None = None,
    clock: Clock = "none",
    tally: tuple[int, int] | None = None,
    cites: Iterable[Seq] = (),
    excluded: tuple[Exclusion, ...] = (),
    missing: Iterable[str] = (),
    parts: Iterable[Part] = (),
) -> Metric:
    """A share, judged against the house's target where there is one."""
    least = rubric.at_least.get(key)
    verdict: Verdict = "info" if least is None else "met" if ppm >= least else "not-met"
    return Metric(
        key=key,
        of=of,
        value=show_share(ppm),
        unit="ratio",
        clock=clock,
        target=ratio_target(key, rubric),
        verdict=verdict,
        formula=formula,
        tally=tally,
        cites=in_order(cites),
        excluded=excluded,
        missing=tuple(missing),
        parts=tuple(parts),
    )


def counted(
    key: str,
    part: int,
    whole: int,
    *,
    rubric: Rubric,
    formula: str,
    nothing: str,
    of: str | None = None,
    clock: Clock = "none",
    cites: Iterable[Seq] = (),
    excluded: tuple[Exclusion, ...] = (),
    missing: Iterable[str] = (),
) -> Metric:
    """A share of things counted; ``not-observed`` with the reason *nothing* where none was there.

    Where everything there was has been left out, it is ``not-rated``: leaving out is no pass.
    """
    if whole:
        return ratio(
            key,
            share(part, whole),
            rubric=rubric,
            formula=formula,
            of=of,
            clock=clock,
            tally=(part, whole),
            cites=cites,
            excluded=excluded,
            missing=missing,
        )
    return Metric(
        key=key,
        of=of,
        value=None,
        unit="ratio",
        clock=clock,
        target=ratio_target(key, rubric),
        verdict="not-rated" if excluded else "not-observed",
        formula=f"not rated: all that was observed is left out ({len(excluded)})"
        if excluded
        else nothing,
        cites=in_order(cites),
        excluded=excluded,
    )
