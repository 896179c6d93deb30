"""Notification regimes as versioned data: who must tell whom, from when, by which text.

Facts with citations for rehearsals, not legal advice.  Ids and start events are those of the
public texts' usual names (``aware``, ``classified_major``).
"""

from typing import Literal

from pydantic import Field

from runbooks.authored import AuthoredModel, Duration, Line, Text, Word


class Bound(AuthoredModel):
    """A second limit: no later than this after another event."""

    starts: Line
    within: Duration


class Stage(AuthoredModel):
    id: Word
    starts: Line
    within: Duration | None = None
    """Elapsed hours; absent where the law names no number."""
    no_later: Bound | None = None
    rule: Line


class Regime(AuthoredModel):
    id: Word
    title: Line
    jurisdiction: Line
    status: Line
    whom: Line
    citation: Text
    confidence: Literal["text seen", "known, not seen here", "unsure"]
    stages: tuple[Stage, ...] = Field(min_length=1)

    def stage(self, stage: str | None) -> Stage | None:
        """The stage with this id; the first where *stage* is ``None``."""
        if stage is None:
            return self.stages[0]
        return next((s for s in self.stages if s.id == stage), None)


class Regimes(AuthoredModel):
    """The file of all regimes, with the date on which its facts were last compared."""

    regimes: Word
    version: Line
    verified_on: Line
    rules: tuple[Regime, ...]

    def regime(self, regime: str) -> Regime | None:
        return next((r for r in self.rules if r.id == regime), None)
