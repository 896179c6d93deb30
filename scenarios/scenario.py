"""The authored story: what a scenario file may say, complete.

A scenario declares needs instead of naming systems, so the same file plays with any
organisation.  Truth (``does``) and what people see (``text``, signals, artefacts) are written
apart and stay apart.
"""

from typing import Literal, Self

from pydantic import Field, model_validator

from runbooks.authored import (
    AuthoredModel,
    Count,
    Duration,
    Line,
    LocalInstant,
    Several,
    Text,
    Word,
    Wrong,
)
from runbooks.roles import RoleName
from scenarios.answer_keys import Awareness, KeyEntry
from scenarios.choices import DecisionPoint, Question
from scenarios.conditions import Condition
from scenarios.duties import Duty
from scenarios.injects import Inject
from scenarios.objectives import Objective, Recovery
from scenarios.organisation import Dataset, Service, Vendor
from scenarios.references import Ref
from scenarios.story import (
    Artefact,
    DatasetStory,
    Intrusion,
    Monitor,
    Response,
    Stakeholder,
    TemporaryChange,
    VendorStory,
)


class Source(AuthoredModel):
    """Where a fact of the story comes from."""

    title: Line
    by: Line
    date: Line
    note: Text | None = None


class Phase(AuthoredModel):
    """From this instant of exercise time the clock runs at ``pace`` (exercise : played)."""

    id: Word
    title: Line
    from_: Duration = Field(alias="from")
    pace: Count = 1

    @model_validator(mode="after")
    def _moves(self) -> Self:
        if self.pace == 0:
            raise Wrong("a pace of 0 stands still", "write at least 1", at=("pace",))
        return self


class Need(AuthoredModel):
    """A named slot that the organisation fills."""

    a: Literal["service", "dataset", "vendor", "role"]
    tags: Several[Word] = ()
    is_: RoleName | None = Field(default=None, alias="is")
    """For a role: the library role."""
    on: Ref | None = None
    """For a service: the dataset or service that it must need."""
    otherwise: Word | None = None
    """``supply`` a stand-in, ``drop`` what names it, or another role's slot."""
    says: Line | None = None
    """What the facilitator reads when they must choose."""


class StandIn(AuthoredModel):
    """What plays a need that the organisation has nothing for."""

    service: Service | None = None
    dataset: Dataset | None = None
    vendor: Vendor | None = None


class CastMember(AuthoredModel):
    """A simulated person.  The name is drawn once, when the plan is made."""

    is_: Line = Field(alias="is")
    """What they are: ``database engineer``."""


class SeverityReference(AuthoredModel):
    """The level that experts would call from here on, as a band."""

    when: Condition | None = None
    """From StartEx where absent."""
    level: Several[Count]
    because: Line


class StopSign(AuthoredModel):
    """What meets one of a runbook's stop conditions in this story, and what lets people see it.

    ``{condition: source-changed, when: {flag: copy-gone}, shown-by: refresh-ran}``
    """

    condition: Word
    """A stop condition of the runbook, by its id."""
    when: Condition
    """The truth that meets it while the run is open."""
    shown_by: Several[Word]
    """Injects, monitors, artefacts, or responses that fail: any of them shows it to the team."""


class RunbookUse(AuthoredModel):
    """A runbook that this scenario rehearses."""

    runbook: Word
    opens_when: Condition | None = None
    """When a careful team opens it."""
    fits: dict[Word, Several[Word]] = {}
    """The shown facts on which a reader recognises that it applies."""
    run_by: Ref | None = None
    stops: tuple[StopSign, ...] = ()
    """Stop conditions that this story can meet.  The others are for people to see."""


class Ending(AuthoredModel):
    id: Word
    title: Line
    when: Condition
    text: Text


class Scenario(AuthoredModel):
    """One scenario file."""

    scenario: Word
    title: Line
    version: Line
    rehearses: Several[Word]
    """Rehearsal types: restore, failover, breach ..."""
    summary: Text
    inspired_by: tuple[Source, ...] = ()
    starts: LocalInstant
    lasts: Duration
    """Exercise time after which control usually ends it."""
    rubric: Word = "house"
    phases: tuple[Phase, ...] = ()
    needs: dict[Word, Need] = Field(max_length=40)
    stand_ins: dict[Word, StandIn] = {}
    cast: dict[Word, CastMember] = {}
    sites: dict[Word, Line] = Field(default={}, max_length=20)
    """Places with a fate of their own, so that their facts are kept apart: id to title."""
    runbooks: tuple[RunbookUse, ...] = ()
    injects: tuple[Inject, ...] = Field(min_length=1, max_length=400)
    monitors: tuple[Monitor, ...] = ()
    datasets: tuple[DatasetStory, ...] = ()
    responses: tuple[Response, ...] = ()
    artefacts: tuple[Artefact, ...] = ()
    intrusions: tuple[Intrusion, ...] = ()
    vendors: tuple[VendorStory, ...] = ()
    stakeholders: tuple[Stakeholder, ...] = ()
    changes: tuple[TemporaryChange, ...] = ()
    questions: tuple[Question, ...] = ()
    decisions: tuple[DecisionPoint, ...] = ()
    duties: tuple[Duty, ...] = ()
    awareness: tuple[Awareness, ...] = ()
    breach_record: tuple[KeyEntry, ...] = ()
    """The key to the breach record: what could be known of a field, and from when."""
    severity: tuple[SeverityReference, ...] = Field(min_length=1)
    recovery: tuple[Recovery, ...] = ()
    objectives: tuple[Objective, ...] = Field(min_length=1)
    endings: tuple[Ending, ...] = ()
    debrief: Text | None = None
