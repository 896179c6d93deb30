"""Make every altered copy of a bundle, verify it, and see what catches it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from evidence.verifier import Asked, Failure, Kept, verify
from evidence.verifier.container import Buffer
from facilitator.bundle.replaying import replay_bundle
from facilitator.tamper.alteration import Alteration, Needs
from facilitator.tamper.alterations import ALTERATIONS
from facilitator.tamper.forger import CannotForge, Forger


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """One altered copy.

    Attributes:
        alone: The first failure that the bundle alone shows; ``None`` if it passes for whole.
        helped: The first failure once the receipt, or the engine, is brought in.
        skipped: Why this bundle cannot be altered so.
    """

    alteration: Alteration
    alone: Failure | None = None
    helped: Failure | None = None
    skipped: str | None = None

    @property
    def caught(self) -> Failure | None:
        return self.alone or self.helped

    @property
    def as_it_should(self) -> bool:
        """Caught by the check that must catch it, and only with what that needs."""
        if self.skipped is not None:
            return True
        wanted = (self.alteration.check, self.alteration.what)
        found = self.alone if self.alteration.needs is None else self.helped
        unseen = self.alteration.needs is None or self.alone is None
        return unseen and found is not None and (found.check, found.what) == wanted


def try_all(bundle: Buffer) -> Iterator[Tried]:
    """Every alteration in turn.

    Raises:
        CannotForge: The bundle has no leaves to alter.
    """
    forger = Forger(bundle)
    for alteration in ALTERATIONS:
        yield _try(forger, alteration)


def _try(forger: Forger, alteration: Alteration) -> Tried:
    try:
        copy = alteration.make(forger)
    except CannotForge as error:
        return Tried(alteration=alteration, skipped=str(error))
    asked = Asked(key=forger.key.public)
    alone = _first(copy, asked, None)
    helped = None
    if alone is None and alteration.needs is not None:
        kept = Asked(key=forger.key.public, kept=(Kept("receipt", forger.receipt),))
        helped = _first(copy, kept, alteration.needs)
    return Tried(alteration=alteration, alone=alone, helped=helped)


def _first(copy: bytes, asked: Asked, needs: Needs | None) -> Failure | None:
    report = verify(copy, asked)
    if needs == "recomputation" and report.intact:
        replay_bundle(copy, report)
    return report.failures[0] if report.failures else None
