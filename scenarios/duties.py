"""Duties: whom to tell, by which rule, from which trigger."""

from typing import Literal, Self

from pydantic import Field, model_validator

from runbooks.authored import (
    AuthoredModel,
    Count,
    Duration,
    Line,
    Several,
    Switch,
    Text,
    Word,
    Wrong,
)
from scenarios.references import Ref


class DutyTrigger(AuthoredModel):
    """What starts a duty's clock: at least one of these."""

    aware_of: Word | None = None
    """An inject: the truth that the team becomes aware of."""
    classified: Word | None = None
    """A decision point by which the team classifies the incident as reportable."""
    as_: tuple[Word, ...] = Field(default=(), alias="as")
    """The choices of that decision that classify."""
    submitted: Word | None = None
    """Another duty, whose notice starts this one."""

    @model_validator(mode="after")
    def _has_a_trigger(self) -> Self:
        if not (self.aware_of or self.classified or self.submitted):
            raise Wrong(
                "this duty has no trigger",
                "write `aware-of: INJECT`, `classified: DECISION` or `submitted: DUTY`",
            )
        return self


class Duty(AuthoredModel):
    """Whom to tell, by which rule, from which trigger."""

    id: Word
    title: Line
    regime: Word
    stage: Word | None = None
    within: Duration | None = None
    """For a contract: its own period.  A law's period is never written here."""
    from_: DutyTrigger = Field(alias="from")
    owner: Ref
    whom: Line
    by: Several[Word] = ()
    """Channels that count."""
    contains: tuple[Word, ...] = ()
    reference: Literal["notify", "do-not-notify", "either"] = "notify"
    decline_allowed: Switch = False
    """A reasoned decision not to notify earns full credit."""
    weight: Count = 1
    because: Text | None = None
