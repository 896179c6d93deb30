"""The world of a story: signals, data and its copies, responses, intrusions, vendors, onlookers.

Truth (``does``) and what people see (``text``, ``tells``) are written apart and stay apart.
"""

from typing import Literal, Self

from pydantic import Field, model_validator

from runbooks.authored import (
    AuthoredModel,
    Count,
    Distribution,
    Duration,
    Line,
    Several,
    Share,
    Switch,
    Text,
    Word,
    Wrong,
)
from scenarios.conditions import Condition
from scenarios.effects import Effect
from scenarios.facts import Telling
from scenarios.injects import Channel
from scenarios.references import Ref


class Monitor(Telling):
    """A signal that the world raises by itself when a service's health falls."""

    id: Word
    watches: Ref
    below: Share = 1_000_000
    source: Literal["alert", "user-report", "health-check", "synthetic", "third-party"]
    to: Several[Ref]
    after: Distribution | None = None
    missing: Share = 0
    text: Text


class Copy(AuthoredModel):
    """A recovery point, or a series of them: what people believe, and what is true."""

    id: Word
    title: Line
    age: Duration
    """How old the newest one is at StartEx."""
    every: Duration | None = None
    """A series: another one is taken each time this has passed."""
    kept: Count = 1
    """How many takings of a series are kept.  ``nightly~1`` is the one before the newest."""
    usable: Switch = True
    known: Switch = True
    """Listed in the inventory that the team starts with."""
    takes: Distribution | None = None
    """How long a restore takes, whatever the size ..."""
    per_gigabyte: Distribution | None = None
    """... and for each gigabyte of the dataset, so that a bigger house waits longer.  Without
    either, it takes what the organisation says of the dataset (``restore-takes``)."""
    passes: Share = 1_000_000
    """How likely its data passes validation, if usable and older than the damage."""
    says: Text | None = None
    """What the team sees when a restore from it fails."""

    @model_validator(mode="after")
    def _keeps_a_series(self) -> Self:
        if self.kept > 1 and self.every is None:
            wrong = f"copy `{self.id}` is taken once, and `kept` says {self.kept}"
            raise Wrong(wrong, "write `every`, or leave `kept` out", at=("kept",))
        if self.kept == 0:
            raise Wrong(f"of copy `{self.id}` nothing is kept", "write at least 1", at=("kept",))
        return self


class DatasetStory(AuthoredModel):
    """What the story adds to a dataset: its recovery points and replica."""

    data: Ref
    copies: tuple[Copy, ...] = ()
    replica: Switch = False
    writes_per_minute: Count = 0


class Response(AuthoredModel):
    """A technical response that the team can take."""

    id: Word
    title: Line
    by: Several[Ref] = ()
    """Seats that may take it; anybody where absent."""
    takes: Distribution
    needs: Condition | None = None
    refusal: Line | None = None
    """What the team reads when ``needs`` does not hold."""
    does: Several[Effect] = ()
    at_once: Several[Effect] = ()
    """Effects at the start rather than the end."""
    fails: Share = 0
    failure: Text | None = None
    then: Several[Effect] = ()
    """Effects when it fails."""
    says: Text
    destroys: Several[Word] = ()
    chooses: Ref | None = None
    """The dataset whose recovery point must be chosen."""
    repeatable: Switch = True


class Artefact(Telling):
    """What a query can find."""

    id: Word
    in_: Literal["logs", "metrics", "configuration", "changes"] = Field(alias="in")
    terms: tuple[Word, ...] = Field(min_length=1, max_length=20)
    text: Text
    when: Condition | None = None
    """There from StartEx where absent."""
    hidden: Switch = False
    """Only after an effect reveals it."""
    does: Several[Effect] = ()


class Stage(AuthoredModel):
    stage: Word
    dwell: Distribution
    """How long until the next stage, unless contained."""
    does: Several[Effect] = ()
    reveals: Several[Word] = ()


class Exfiltration(AuthoredModel):
    data: Ref
    megabits_per_second: Count
    from_stage: Word


class Intrusion(AuthoredModel):
    id: Word
    stages: tuple[Stage, ...] = Field(min_length=1)
    exfiltrates: tuple[Exfiltration, ...] = ()
    contained_by: Several[Word] = ()
    """Responses, any of which ends it."""


class VendorReply(Telling):
    text: Text
    does: Several[Effect] = ()


class VendorStory(AuthoredModel):
    """How a vendor behaves in this story."""

    vendor: Ref
    acknowledges: Distribution
    helps: Distribution
    """From the opening of the case to a useful answer, before delays and chasers."""
    chaser_halves: Switch = True
    """The first chaser halves what is left of the wait, once."""
    escalation_halves: Switch = True
    acknowledgement: VendorReply
    partial: VendorReply | None = None
    help: VendorReply
    to: Several[Ref]


class Stakeholder(AuthoredModel):
    """Somebody outside who writes when silence or impact lasts too long."""

    id: Word
    title: Line
    from_: Word | None = Field(default=None, alias="from")
    audience: Word
    """Silence is measured towards this audience of the comms policy."""
    patience: Duration
    """Exercise time of silence, from the outage or the last message published."""
    watches: Ref | None = None
    """The service whose outage starts their impatience; any outage where absent."""
    to: Several[Ref]
    by: Channel = "email"
    says: tuple[Text, ...] = Field(min_length=1)
    """What they write, one after the other."""


class TemporaryChange(AuthoredModel):
    """A fix or drift that must be captured and then removed or reconciled."""

    id: Word
    title: Line
    on: Ref | None = None
    temporary: Switch = True
    """``true``: to be removed; ``false``: to be reconciled into code."""
