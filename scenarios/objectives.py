"""Objectives, capabilities and critical tasks: what is rated, and on which figures it rests."""

from typing import Literal

from pydantic import Field

from runbooks.authored import AuthoredModel, Count, Duration, Line, Share, Text, Word
from scenarios.references import Ref


class Recovery(AuthoredModel):
    """What is measured against RTO and RPO."""

    service: Ref
    data: Ref | None = None


class Measure(AuthoredModel):
    """One metric that a critical task rests on."""

    metric: Line
    """A key of doctrine section 2.3."""
    of: Ref | None = None
    weight: Count = 1
    at_least: Share | None = None
    within: Duration | None = None


class HardFail(AuthoredModel):
    when: Line
    """A finding's code: ``unapproved-notice``, ``stop-ignored``, ``evidence-destroyed``,
    ``deadline-missed``."""
    caps_at: Literal["M", "U"] = "M"


class Task(AuthoredModel):
    """A critical task: what is rated."""

    id: Word
    title: Line
    measures: tuple[Measure, ...] = ()
    expectations: tuple[Word, ...] = ()
    hard_fails: tuple[HardFail, ...] = ()


class Capability(AuthoredModel):
    id: Word
    title: Line
    tasks: tuple[Task, ...] = Field(min_length=1)


class Objective(AuthoredModel):
    id: Word
    title: Line
    threshold: Text
    """What would count as reached."""
    capabilities: tuple[Capability, ...] = Field(min_length=1)
