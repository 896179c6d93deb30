"""Effects as data: what an inject, a response or control's ruling does to the world.

Like a condition, an effect is a mapping whose verb key names its kind:
``{corrupt: $data, reaching-back: 3h}``.  Nobody sees an effect; signals, queries and injects
show what can be seen of it.
"""

from typing import Annotated, Literal

from pydantic import Field

from runbooks.authored import (
    AuthoredModel,
    Distribution,
    Duration,
    Line,
    Share,
    Word,
    one_key_union,
)
from scenarios.references import Ref


class Fail(AuthoredModel):
    """A service goes down; what needs it goes down too, after its propagation delay."""

    fail: Ref


class Degrade(AuthoredModel):
    degrade: Ref
    to: Share


class Recover(AuthoredModel):
    """A service's own fault ends.  It is up once everything it needs is up."""

    recover: Ref


class Corrupt(AuthoredModel):
    """Data is wrong; every copy taken inside the reach is wrong as well."""

    corrupt: Ref
    reaching_back: Duration = 0


class Lose(AuthoredModel):
    """Data is gone; the newest good datum is now, unless copies lag."""

    lose: Ref


class BreakCopies(AuthoredModel):
    """Copies stop being usable, silently, from this long ago."""

    break_copies: Ref
    copies: tuple[Word, ...] = ()
    """These copies only; all where absent."""
    since: Duration = 0


class StopReplica(AuthoredModel):
    stop_replica: Ref


class ResumeReplica(AuthoredModel):
    resume_replica: Ref


class FindCopy(AuthoredModel):
    """The team learns of a recovery point."""

    find_copy: Word


class Restore(AuthoredModel):
    """In a response: restore the dataset from the recovery point that the team chose."""

    restore: Ref
    from_: Word | None = Field(default=None, alias="from")
    """A fixed recovery point; the team chooses where absent."""


class Validate(AuthoredModel):
    """In a response: check a service or dataset; the world decides whether it passes."""

    validate_: Ref = Field(alias="validate")


class Delay(AuthoredModel):
    """The vendor's next answer comes later."""

    delay: Ref
    by: Duration


class VendorFixes(AuthoredModel):
    vendor_fixes: Ref


class StatusPage(AuthoredModel):
    """The vendor's public status page says this, true or not."""

    status_page: Ref
    says: Literal["operational", "degraded", "down"]
    text: Line


class Intrude(AuthoredModel):
    """An intrusion enters its first stage."""

    intrude: Word


class Contain(AuthoredModel):
    contain: Word


class Destroy(AuthoredModel):
    """An artefact is gone; later queries come back empty, with the reason."""

    destroy: Word


class Reveal(AuthoredModel):
    """An artefact can be found from now on."""

    reveal: Word


class Absent(AuthoredModel):
    """A seat cannot be reached."""

    absent: Ref
    for_: Distribution | None = Field(default=None, alias="for")


class Return(AuthoredModel):
    """An absent seat is back."""

    return_: Ref = Field(alias="return")


class BreakTool(AuthoredModel):
    break_tool: Literal["chat", "monitoring", "email", "phone", "status-page"]
    for_: Distribution | None = Field(default=None, alias="for")


class MendTool(AuthoredModel):
    mend_tool: Literal["chat", "monitoring", "email", "phone", "status-page"]


class MakeChange(AuthoredModel):
    """A temporary fix or drift now stands."""

    make_change: Word


class Raise(AuthoredModel):
    raise_: Word = Field(alias="raise")


class Lower(AuthoredModel):
    lower: Word


Effect = Annotated[
    Fail
    | Degrade
    | Recover
    | Corrupt
    | Lose
    | BreakCopies
    | StopReplica
    | ResumeReplica
    | FindCopy
    | Restore
    | Validate
    | Delay
    | VendorFixes
    | StatusPage
    | Intrude
    | Contain
    | Destroy
    | Reveal
    | Absent
    | Return
    | BreakTool
    | MendTool
    | MakeChange
    | Raise
    | Lower,
    one_key_union("effect"),
]
