"""What a verification found: failures in the order of the checks, and four plain verdicts.

======  =====================================================================================
check   what is looked at
======  =====================================================================================
1       the container: one ZIP, laid out without gaps, nothing hidden in it
2       the manifest: signed by the pinned key; every file listed, none unlisted, none changed
3       each leaf: its length, its spelling, its members
4       order and chain: ``seq``, ``prev``, exercise time, command ids, nothing after the close
5       the tree: the root at every signed head; the last head covers the whole record
6       heads from elsewhere: receipts, and the place in the instance log
7       cosignatures of witnesses
8       openings fit their commitments; every missing one is explained
9       what the first leaf pins: plan, engine; attachments by their digest
10      recomputation, which needs the engine and is never done here
======  =====================================================================================
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, Literal

from evidence.canonical import Json

CHECKS: Final = (
    "",
    "container",
    "manifest and files",
    "leaf bytes",
    "order and chain",
    "tree and heads",
    "heads from outside",
    "cosignatures",
    "openings and redactions",
    "what the first leaf pins",
    "recomputation",
)
MAX_FAILURES: Final = 100  # a bundle of rubbish need not be listed to its end

UNCHECKABLE: Final = frozenset({"unknown_version", "receipt_of_another_record", "quorum"})
"""Findings that show nothing wrong, only that something could not be looked at."""

FINE, BROKEN, COULD_NOT_CHECK = 0, 1, 3

Replay = Literal["reproduced", "not tried", "diverged", "engine not available"]


@dataclass(frozen=True, slots=True)
class Failure:
    """One thing that is not as it must be.  ``where`` is a member, or a leaf of the record."""

    check: int
    where: str
    what: str
    says: str

    def to_json(self) -> dict[str, Json]:
        return {"check": self.check, "where": self.where, "what": self.what, "says": self.says}


@dataclass(slots=True, kw_only=True)
class Report:
    """What is known about one bundle, filled in check by check."""

    exercise: str | None = None
    profile: str | None = None
    size: int | None = None
    root: bytes | None = None
    signed_by: str | None = None
    pinned: bool = False
    outside: int | None = None
    """The largest size at which somebody outside saw this very record."""
    witnesses: list[str] = field(default_factory=list)
    replay: Replay = "not tried"
    diverged_at: int | None = None
    failures: list[Failure] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def fail(self, check: int, where: str, what: str, says: str) -> None:
        """Note a failure, in the order of the checks."""
        if len(self.failures) < MAX_FAILURES:
            self.failures.append(Failure(check, where, what, says))
            self.failures.sort(key=lambda failure: failure.check)

    @property
    def intact(self) -> bool:
        """Nothing was found that is not as it was written."""
        return all(one.what in ("receipt_of_another_record", "quorum") for one in self.failures)

    @property
    def exit_code(self) -> int:
        """0 all that was asked holds; 1 broken; 3 nobody pinned the key, or not checkable."""
        if any(failure.what not in UNCHECKABLE for failure in self.failures):
            return BROKEN
        if self.failures or not self.pinned:
            return COULD_NOT_CHECK
        return FINE

    def to_json(self) -> dict[str, Json]:
        """The document that ``--json`` prints."""
        return {
            "intact": self.intact,
            "signature": {"key": self.signed_by, "pinned": self.pinned},
            "outside": {"size": self.outside, "witnesses": list(self.witnesses)},
            "replay": {"outcome": self.replay, "at": self.diverged_at},
            "failures": [failure.to_json() for failure in self.failures],
        }

    def lines(self) -> Iterator[str]:
        """The four verdicts in words, then what is behind them."""
        if self.exercise is not None:
            size = "" if self.size is None else f", {self.size:,} leaves"
            yield f"Record     {self.exercise}{size}, profile {self.profile or 'unknown'}"
        yield f"Intact     {'yes' if self.intact else 'NO'}"
        yield f"Signature  {self._signature()}"
        yield f"Outside    {self._outside()}"
        yield f"Replay     {self._replay()}"
        for failure in self.failures:
            yield ""
            yield f"Check {failure.check} ({CHECKS[failure.check]}) failed: {failure.what}"
            yield f"  {failure.where}: {failure.says}"
        if self.remarks:
            yield ""
            yield from (f"Remark: {remark}" for remark in self.remarks)

    def _signature(self) -> str:
        if self.signed_by is None:
            return "none by a known key"
        whom = "pinned by you" if self.pinned else "pinned by nobody: its origin is not established"
        return f"by {self.signed_by}, {whom}"

    def _outside(self) -> str:
        if self.outside is None:
            return (
                "seen by nobody: an end cut off, or a record written anew by whoever holds the "
                "key, cannot be excluded"
            )
        by = f" and cosigned by {', '.join(self.witnesses)}" if self.witnesses else ""
        if self.size is not None and self.outside < self.size:
            return (
                f"seen at size {self.outside:,}{by}; what came after it could have been cut off "
                "or written anew by whoever holds the key"
            )
        return f"seen at size {self.outside:,}{by}"

    def _replay(self) -> str:
        return f"diverged at leaf {self.diverged_at}" if self.replay == "diverged" else self.replay
