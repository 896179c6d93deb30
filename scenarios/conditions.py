"""Conditions as data: what may be asked about the world and the team.

A condition is a mapping whose one verb key names the kind: ``{service: $app, is: down}``.
``all``, ``any`` and ``not`` combine.  Nothing here is evaluated text.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from runbooks.authored import (
    AuthoredModel,
    Count,
    Duration,
    Line,
    Several,
    Switch,
    Word,
    Wrong,
    one_key_union,
)
from runbooks.roles import RoleName
from scenarios.references import Ref, StepRef


class All(AuthoredModel):
    all: tuple[Condition, ...] = Field(min_length=1, max_length=20)


class Any(AuthoredModel):
    any: tuple[Condition, ...] = Field(min_length=1, max_length=20)


class Not(AuthoredModel):
    not_: Condition = Field(alias="not")


class Fired(AuthoredModel):
    """An inject was delivered."""

    fired: Word


class Flag(AuthoredModel):
    """An authored truth flag is raised."""

    flag: Word


class Elapsed(AuthoredModel):
    """This much exercise time has passed since StartEx."""

    elapsed: Duration


class ServiceIs(AuthoredModel):
    service: Ref
    is_: Literal["up", "degraded", "down", "validated"] = Field(alias="is")


class DatasetIs(AuthoredModel):
    dataset: Ref
    is_: Literal["intact", "damaged", "restoring", "restored", "validated"] = Field(alias="is")
    from_: Several[Word] = Field(default=(), alias="from")
    """With ``restored`` or ``validated``: only from one of these copies."""

    @model_validator(mode="after")
    def _came_back(self) -> Self:
        if self.from_ and self.is_ not in ("restored", "validated"):
            wrong = f"`from` says which copy came back, and `{self.is_}` is before that"
            raise Wrong(wrong, "write it with `restored` or `validated`", at=("from",))
        return self


class CopyFound(AuthoredModel):
    """The team knows of a recovery point."""

    copy_: Word = Field(alias="copy")


class IntrusionIs(AuthoredModel):
    intrusion: Word
    is_: Line = Field(alias="is")
    """``active``, ``contained``, or a stage it has reached."""


class VendorIs(AuthoredModel):
    vendor: Ref
    is_: Literal[
        "unopened", "opened", "chased", "escalated", "acknowledged", "helped", "breached", "fixed"
    ] = Field(alias="is")


class Detected(AuthoredModel):
    detected: Switch


class Declared(AuthoredModel):
    """``incident`` or ``false-positive``."""

    declared: Literal["incident", "false-positive"]


class Called(AuthoredModel):
    """The severity in force is this level or worse (``exactly: true`` for this one alone)."""

    severity: Count
    exactly: Switch = False


class RoleHeld(AuthoredModel):
    """Somebody holds this library role for the incident."""

    role: RoleName


class ChannelOpen(AuthoredModel):
    channel_open: Switch


class RunIs(AuthoredModel):
    run: Word
    is_: Literal["started", "finished", "stopped", "rolled-back"] = Field(alias="is")


class StepIs(AuthoredModel):
    """``step: RUNBOOK/STEP``"""

    step: StepRef
    is_: Literal["started", "done", "validated", "skipped", "failed", "approved"] = Field(
        alias="is"
    )


class ResponseIs(AuthoredModel):
    response: Word
    is_: Literal["taken", "worked", "failed"] = Field(alias="is")


class Decided(AuthoredModel):
    decided: Word
    as_: tuple[Word, ...] = Field(default=(), alias="as")
    """Any of these choices; any at all where absent."""


class Answered(AuthoredModel):
    answered: Word
    as_: tuple[Word, ...] = Field(default=(), alias="as")


class Published(AuthoredModel):
    """A message to this audience was published (at least so often)."""

    published: Word
    times: Count = 1
    answers: Word | None = None
    """Only one that answers this inject."""


class Drafted(AuthoredModel):
    drafted: Word


class Notified(AuthoredModel):
    notified: Word


class Declined(AuthoredModel):
    declined: Word


class Aware(AuthoredModel):
    """Awareness of what this inject revealed was claimed."""

    aware_of: Word


class Logged(AuthoredModel):
    """A log entry about this inject, signal or artefact exists."""

    logged: Word
    tag: Literal["fact", "assumption", "unknown"] | None = None


class Acknowledged(AuthoredModel):
    acknowledged: Word


class Queried(AuthoredModel):
    """The team found this artefact."""

    queried: Word


class BreachField(AuthoredModel):
    breach_field: Word


class ExceptionRaised(AuthoredModel):
    exception: Line


class ChangeIs(AuthoredModel):
    change: Word
    is_: Literal["present", "captured", "removed", "reconciled"] = Field(alias="is")


class ItemConfirmed(AuthoredModel):
    """One of the six items of a controlled state."""

    confirmed: Word


class Closed(AuthoredModel):
    closed: Switch


Condition = Annotated[
    All
    | Any
    | Not
    | Fired
    | Flag
    | Elapsed
    | ServiceIs
    | DatasetIs
    | CopyFound
    | IntrusionIs
    | VendorIs
    | Detected
    | Declared
    | Called
    | RoleHeld
    | ChannelOpen
    | RunIs
    | StepIs
    | ResponseIs
    | Decided
    | Answered
    | Published
    | Drafted
    | Notified
    | Declined
    | Aware
    | Logged
    | Acknowledged
    | Queried
    | BreachField
    | ExceptionRaised
    | ChangeIs
    | ItemConfirmed
    | Closed,
    one_key_union("condition"),
]

for _combined in (All, Any, Not):
    _combined.model_rebuild()
