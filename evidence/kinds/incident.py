"""The incident as the team runs it: log, declaration, severity, roles, decisions, gates."""

from typing import ClassVar, Literal

from evidence.kinds.body import Command, Fact, Millis, Seq
from evidence.sealed import Sealed

Tag = Literal["fact", "assumption", "unknown"]
Sureness = Literal["guess", "fairly-sure", "sure"]
"""How sure whoever answers or decides says that the team is.  It counts in no figure."""
Gate = Literal["understood", "controlled", "risk"]
Item = Literal[
    "fixes-removed", "changes-captured", "reconciled", "monitoring", "integrity", "follow-up"
]
"""The six items of a controlled state."""
DecisionType = Literal[
    "confirm-or-false-positive",
    "severity",
    "external-comms",
    "failover-or-shutdown",
    "third-party-escalation",
    "risk-acceptance",
    "close",
    "no-notify",
    "other",
]
ExceptionCode = Literal[
    "EX-URGENT", "EX-UNAVAIL", "EX-TOOL", "EX-SAFETY", "EX-LEGAL", "EX-NA", "EX-VENDOR", "EX-SIM"
]


class TeamCommand(Command, frozen=True, kw_only=True, omit_defaults=True):
    """Anything a team does.

    ``said_by`` is the role that spoke when a scribe writes for the room; ``about_at`` the
    instant it was said, if that is not now.  ``why`` is a simulated responder's reason: open
    text, for nobody typed it.
    """

    said_by: str | None = None
    about_at: Millis | None = None
    words: Sealed[str] | None = None
    why: str | None = None


class EnterLog(TeamCommand, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "log.enter"
    tag: Tag = "fact"
    about: str | None = None
    """An inject, signal, artefact or vendor case."""


class LogEntered(Fact, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "log.entered"
    tag: Tag
    about: str | None = None
    said_by: str | None = None
    about_at: Millis | None = None
    """An entry about the past is kept, and marked as not contemporaneous."""


class Acknowledge(TeamCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Accept a page or ticket: "I have it"."""

    kind: ClassVar[str] = "signal.acknowledge"
    signal: str


class SignalAcknowledged(Fact, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "signal.acknowledged"
    signal: str


class IncidentDetected(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """The first entry or acknowledgement after a true signal became visible."""

    kind: ClassVar[str] = "incident.detected"
    signal: Seq


class DeclareIncident(TeamCommand, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "incident.declare"
    verdict: Literal["incident", "false-positive"] = "incident"


class IncidentDeclared(Fact, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "incident.declared"
    verdict: Literal["incident", "false-positive"] = "incident"


class CallSeverity(TeamCommand, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "severity.call"
    level: int
    answers: dict[str, str] = {}
    """Question to answer, along the path walked through the tree."""


class SeverityCalled(Fact, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "severity.called"
    level: int
    tree_says: int | None = None
    """The level that the given answers lead to; ``None`` without a complete path."""


class SeverityReferenceSet(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """Ground truth: the level that experts would call from now on, as a band."""

    kind: ClassVar[str] = "severity.reference-set"
    worst: int
    mildest: int
    because: str


class ClaimAwareness(TeamCommand, frozen=True, kw_only=True, omit_defaults=True):
    """ "We are aware since ``about_at``" (now, if absent) of what ``of`` names."""

    kind: ClassVar[str] = "awareness.claim"
    of: str


class AwarenessClaimed(Fact, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "awareness.claimed"
    of: str
    since: Millis
    lag_ms: int
    governs: bool
    """False for a later claim: the earliest governs, both are kept."""


class AssignRole(TeamCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Give a library role to a seat, or hand it over from another."""

    kind: ClassVar[str] = "role.assign"
    role: str
    seat: str


class RoleAssigned(Fact, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "role.assigned"
    role: str
    seat: str
    from_seat: str | None = None


class OpenChannel(TeamCommand, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "channel.open"


class ChannelOpened(Fact, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "channel.opened"


class CallUp(TeamCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Bring in a further person: a seat of the organisation, or a simulated person."""

    kind: ClassVar[str] = "person.call-up"
    who: str


class CalledUp(Fact, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "person.called-up"
    who: str
    reached: bool


class RecordDecision(TeamCommand, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "decision.record"
    type: DecisionType
    choice: str
    """An authored choice id, or ``own`` for one that only the words describe."""
    decision: str | None = None
    """The scenario's decision point, if it answers one."""
    owner: str | None = None
    approver: str | None = None
    evidence: tuple[Seq, ...] = ()
    exception: ExceptionCode | None = None
    instead_of: Sealed[str] | None = None
    """What else was considered, in words; the options of a decision point are known anyway."""
    review_at: Millis | None = None
    """When the team means to look at it again."""
    reviews: tuple[Seq, ...] = ()
    """Earlier decisions that this one looks at again."""
    sure: Sureness | None = None


class DecisionRecorded(Fact, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "decision.recorded"
    type: DecisionType
    choice: str
    decision: str | None = None
    owner: str | None = None
    approver: str | None = None
    approver_entitled: bool = False
    made_at: Millis
    reasoned: bool
    evidence: tuple[Seq, ...] = ()
    exception: ExceptionCode | None = None
    weighed: bool = False
    """Whether it says in words what else was considered."""
    review_at: Millis | None = None
    reviews: tuple[Seq, ...] = ()
    sure: Sureness | None = None


class RaiseException(TeamCommand, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "exception.raise"
    code: ExceptionCode
    about: str
    reviewer: str | None = None


class ExceptionRaised(Fact, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "exception.raised"
    code: ExceptionCode
    about: str
    reviewer: str | None = None
    reasoned: bool


class AnswerQuestion(TeamCommand, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "question.answer"
    question: str
    option: str
    dissent: tuple[str, ...] = ()
    """Seats that held another view: kept as evidence."""
    sure: Sureness | None = None


class QuestionAnswered(Fact, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "question.answered"
    question: str
    option: str
    dissent: tuple[str, ...] = ()
    sure: Sureness | None = None


class EnterDissent(TeamCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Hold another view of a decision or answer that the team has given; the words say which."""

    kind: ClassVar[str] = "dissent.enter"
    about: str


class DissentEntered(Fact, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "dissent.entered"
    about: str
    """The question or decision point."""
    answer: str
    """What stood at that moment."""


class ConfirmItem(TeamCommand, frozen=True, kw_only=True, omit_defaults=True):
    """One of the six items of a controlled state is done, with evidence."""

    kind: ClassVar[str] = "recovery.confirm"
    item: Item
    evidence: tuple[Seq, ...] = ()


class ItemConfirmed(Fact, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "recovery.confirmed"
    item: Item
    evidence: tuple[Seq, ...] = ()


class PassGate(TeamCommand, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "gate.pass"
    gate: Gate


class GatePassed(Fact, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "gate.passed"
    gate: Gate


class CloseIncident(TeamCommand, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "incident.close"


class IncidentClosed(Fact, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "incident.closed"


class StateConflict(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """Ground truth: what the team confirmed was not so (for example an item still open)."""

    kind: ClassVar[str] = "truth.contradicted"
    claim: Seq
    because: str
