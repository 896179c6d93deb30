"""The rubric: how figures become ratings, as versioned data that an organisation may change.

Nothing here is law or measurement.  It is what the house agreed to call good: targets for
reactions, weights inside a weighted figure, bands of the four ratings.  So every scorecard names
the rubric and its version.  Weights are parts of a whole; only their proportions matter.
"""

from typing import Literal

from pydantic import Field

from runbooks.authored import AuthoredModel, Count, Duration, Line, Share, Word


class Bands(AuthoredModel):
    """From which per cent a task is rated P, S and M; below M it is U."""

    p: Count = 80
    s: Count = 66
    m: Count = 50


class AdherenceWeights(AuthoredModel):
    """What counts how much in runbook adherence, and how high it gets past a met stop condition."""

    completion: Count = 30
    order: Count = 20
    validation: Count = 20
    gates: Count = 15
    evidence: Count = 10
    timing: Count = 5
    stop_ignored_cap: Share = 490_000


class NoticeWeights(AuthoredModel):
    """What a notice in time is worth by itself, and what content and channel add to it."""

    sent: Count = 50
    content: Count = 30
    channel: Count = 20


class SeverityLoss(AuthoredModel):
    """The cost of one level of error per unit of time: a late alarm costs more than a loud one."""

    under: Count = 2
    over: Count = 1


class Rubric(AuthoredModel):
    """One version of the house's judgement."""

    rubric: Word
    version: Line
    title: Line
    bands: Bands = Bands()
    within: dict[Line, Duration] = Field(default={})
    """By metric key: the longest that is still good."""
    at_least: dict[Line, Share] = Field(default={})
    """By metric key: the smallest share that is still good."""
    worth_nothing_after: Share = 1_000_000
    """A late figure loses its credit evenly; none is left once it exceeds its target by this share
    of the target."""
    unable_caps_at: Literal["P", "S", "M", "U"] = "M"
    """The best that a capability or an objective can get while one of its tasks is rated U."""
    adherence: AdherenceWeights = AdherenceWeights()
    notice: NoticeWeights = NoticeWeights()
    severity_loss: SeverityLoss = SeverityLoss()
    exception_keeps: Share = 500_000
    """What a bypassed step keeps when a valid exception code was given."""
    contemporaneous: Duration = 600_000
    """A decision written down later than this after it was made is not contemporaneous."""
    chase_tolerance: Duration = 600_000
    """How long after its planned instant a chaser still counts as sent on schedule."""
    failover_tolerance: Duration = 1_800_000
    """How long after a vendor's missed deadline a decision to go on without it is still in time."""
    least_played_for_cadence: Duration = Field(default=300_000)
    """A promised interval that leaves people less played time than this is not rated."""
