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
    Distribution,
    Duration,
    Line,
    LocalInstant,
    Several,
    Share,
    Switch,
    Text,
    Word,
    Wrong,
    listed,
)
from runbooks.roles import RoleName
from scenarios.conditions import Condition
from scenarios.effects import Effect
from scenarios.organisation import Dataset, Service, Vendor
from scenarios.references import Ref

Grade = Literal["right", "acceptable", "wrong"]
Facts = dict[Word, Word]
Channel = Literal[
    "alert", "page", "user-report", "health-check", "synthetic", "third-party",
    "chat", "email", "phone", "ticket", "letter", "status-feed", "social", "press",
    "vendor-portal", "dashboard", "audit-log", "ci-pipeline", "regulator-portal", "spoken",
]  # fmt: skip
SIGNAL_CHANNELS = ("alert", "page", "user-report", "health-check", "synthetic", "third-party")
"""An inject by one of these is a signal; its detection counts."""


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


class Expectation(AuthoredModel):
    """An action that a good team takes after an inject."""

    id: Word
    text: Line
    seen: Condition | None = None
    """How the record shows it; an evaluator ticks it where absent."""
    by: Duration
    """Played time from delivery."""
    step: Line | None = None


class Branch(AuthoredModel):
    """At most one inject of a group is delivered, drawn by weight among those possible."""

    group: Word
    weight: Count = 1


class Repeat(AuthoredModel):
    every: Duration
    times: Count
    until: Condition | None = None


class SignalNature(AuthoredModel):
    """For an inject that is a signal: whether it is true, how late, and whether it comes."""

    true: Switch = True
    delay: Distribution | None = None
    missing: Share = 0


class Inject(AuthoredModel):
    """One planned message or fault.

    Exactly one of ``at``, ``after``, ``when``, ``missed`` and ``by-hand`` says when.
    """

    id: Word
    title: Line | None = None
    at: Duration | None = None
    after: Word | None = None
    plus: Distribution | None = None
    """With ``after``, ``when`` or ``missed``: how long after."""
    when: Condition | None = None
    missed: Word | None = None
    """Contingency: an expectation that was not met by its deadline."""
    by_hand: Switch = False
    if_: Condition | None = Field(default=None, alias="if")
    """Checked when it is due; not delivered if it does not hold."""
    branch: Branch | None = None
    repeat: Repeat | None = None
    to: Several[Ref] = ()
    """Role slots or seats, or ``team``.  Nobody for a pure fault."""
    by: Channel | None = None
    from_: Word | None = Field(default=None, alias="from")
    """A member of the cast, or a vendor's slot; the channel alone where absent."""
    signal: SignalNature | None = None
    text: Text | None = None
    tells: Facts = {}
    does: Several[Effect] = ()
    asks: Word | None = None
    """A question or decision of the scenario."""
    expects: tuple[Expectation, ...] = ()
    red_herring: Switch = False
    resolved_by: Word | None = None
    """For a red herring: the inject or artefact that shows it for what it is."""
    good_answer: Text | None = None
    """For the facilitator and the debrief."""
    assumed: Switch = False

    @model_validator(mode="after")
    def _comes_once(self) -> Self:
        said = [key for key in ("at", "after", "when", "missed") if getattr(self, key) is not None]
        said += ["by-hand"] if self.by_hand else []
        if not said:
            raise Wrong(
                f"inject `{self.id}` does not say when it comes",
                "write one of `at`, `after`, `when`, `missed` and `by-hand`",
            )
        if len(said) > 1:
            wrong = f"inject `{self.id}` says when it comes by {listed(said)}"
            raise Wrong(wrong, "keep one", at=(said[-1],))
        if self.plus is not None and said[0] in ("at", "by-hand"):
            wrong = f"`plus` goes with `after`, `when` or `missed`, not with `{said[0]}`"
            raise Wrong(wrong, "remove it", at=("plus",))
        return self


class Monitor(AuthoredModel):
    """A signal that the world raises by itself when a service's health falls."""

    id: Word
    watches: Ref
    below: Share = 1_000_000
    source: Literal["alert", "user-report", "health-check", "synthetic", "third-party"]
    to: Several[Ref]
    after: Distribution | None = None
    missing: Share = 0
    text: Text
    tells: Facts = {}


class Option(AuthoredModel):
    """One answer or choice.  ``fits`` says on which shown facts a careful reader takes it."""

    id: Word
    text: Line
    grade: Grade
    fits: dict[Word, Several[Word]] = {}
    because: Text | None = None


class Question(AuthoredModel):
    id: Word
    ask: Text
    options: tuple[Option, ...] = Field(min_length=2, max_length=8)


class DecisionPoint(AuthoredModel):
    """A decision the team must take and own.  Its choices are the reference answers."""

    id: Word
    ask: Text
    type: Literal[
        "confirm-or-false-positive", "severity", "external-comms", "failover-or-shutdown",
        "third-party-escalation", "risk-acceptance", "close", "no-notify", "other",
    ]  # fmt: skip
    owner: Ref
    approver: Ref | None = None
    required: Switch = True
    by: Duration | None = None
    options: tuple[Option, ...] = Field(min_length=2, max_length=8)


class Copy(AuthoredModel):
    """A recovery point, or a series of them: what people believe, and what is true."""

    id: Word
    title: Line
    age: Duration
    """How old the newest one is at StartEx."""
    every: Duration | None = None
    usable: Switch = True
    known: Switch = True
    """Listed in the inventory that the team starts with."""
    takes: Distribution
    passes: Share = 1_000_000
    """How likely its data passes validation, if usable and older than the damage."""
    says: Text | None = None
    """What the team sees when a restore from it fails."""


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


class Artefact(AuthoredModel):
    """What a query can find."""

    id: Word
    in_: Literal["logs", "metrics", "configuration", "changes"] = Field(alias="in")
    terms: tuple[Word, ...] = Field(min_length=1, max_length=20)
    text: Text
    tells: Facts = {}
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


class VendorReply(AuthoredModel):
    text: Text
    tells: Facts = {}
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


class SeverityReference(AuthoredModel):
    """The level that experts would call from here on, as a band."""

    when: Condition | None = None
    """From StartEx where absent."""
    level: Several[Count]
    because: Line


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


class RunbookUse(AuthoredModel):
    """A runbook that this scenario rehearses."""

    runbook: Word
    opens_when: Condition | None = None
    """When a careful team opens it."""
    fits: dict[Word, Several[Word]] = {}
    """The shown facts on which a reader recognises that it applies."""
    run_by: Ref | None = None


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
    severity: tuple[SeverityReference, ...] = Field(min_length=1)
    recovery: tuple[Recovery, ...] = ()
    objectives: tuple[Objective, ...] = Field(min_length=1)
    endings: tuple[Ending, ...] = ()
    debrief: Text | None = None
