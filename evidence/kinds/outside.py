"""What leaves the team: messages, legal notices, the breach record, vendor cases."""

from typing import ClassVar, Literal

from evidence.kinds.body import Fact, Millis, Seq
from evidence.kinds.incident import ExceptionCode, Tag, TeamCommand
from evidence.sealed import Sealed

MessageHow = Literal["review", "send-back", "approve", "publish", "withdraw"]
"""What somebody does with a version of a message."""


class DraftMessage(TeamCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Write a message, or (same id) a new version of it.  The text is committed once, here."""

    kind: ClassVar[str] = "message.draft"
    message: str
    audience: str
    channel: str
    text: Sealed[str] | None = None
    contains: tuple[str, ...] = ()
    """Content points covered, by the ids of the comms policy."""
    answers: str | None = None
    """The inject it answers, if any."""
    not_before: Millis | None = None
    """An embargo: this version must not go out before this instant."""


class HandleMessage(TeamCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Review, approve, publish or withdraw one version of a message."""

    kind: ClassVar[str] = "message.handle"
    message: str
    version: int
    how: MessageHow
    exception: ExceptionCode | None = None
    next_update_at: Millis | None = None
    """With ``publish``: when the next word was promised."""


class DelegateApproval(TeamCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Let another seat approve a message, where nobody who may is there or did not write it.

    It holds for every version of that message to that audience, and for nobody's own.
    """

    kind: ClassVar[str] = "message.delegate"
    message: str
    seat: str


class MessageDrafted(Fact, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "message.drafted"
    message: str
    version: int
    audience: str
    channel: str
    contains: tuple[str, ...] = ()
    answers: str | None = None
    not_before: Millis | None = None


class ApprovalDelegated(Fact, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "message.delegated"
    message: str
    seat: str
    instead_of: tuple[str, ...]
    """The seats that may approve by the policy, and could not."""


class MessageHandled(Fact, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "message.handled"
    message: str
    version: int
    audience: str
    channel: str
    how: MessageHow
    author: str
    """The seat that wrote this version."""
    simulated: bool = False
    entitled: bool = True
    """The handler's role may do this by the comms policy."""
    missing: tuple[str, ...] = ()
    """With ``publish``: required transitions that did not happen."""
    exception: ExceptionCode | None = None
    contains: tuple[str, ...] = ()
    answers: str | None = None
    next_update_at: Millis | None = None


class NotifyAuthority(TeamCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Send the notice that a duty asks for."""

    kind: ClassVar[str] = "duty.notify"
    duty: str
    recipient: str
    channel: str
    fields: tuple[str, ...] = ()
    """Ids of the content fields given; a field given as *unknown, more by* counts."""
    delay_reasons: bool = False


class DeclineDuty(TeamCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Decide not to notify.  A recorded, owned, reasoned decision is evidence."""

    kind: ClassVar[str] = "duty.decline"
    duty: str
    owner: str | None = None
    evidence: tuple[Seq, ...] = ()


class DutyStarted(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """A duty's clock runs (or was moved by an earlier claim)."""

    kind: ClassVar[str] = "duty.started"
    duty: str
    since: Millis
    due: Millis | None = None
    rule: str
    state: Literal["provisional", "running", "no-instant"]
    without_relief: Millis | None = None
    """Where relief moved the due instant: the stricter one."""
    latest: Millis | None = None
    """The end of what can be argued, where another reading of the law is later than ``due``."""
    classify_by: Millis | None = None
    """While it waits for a classification: by when that is due."""


class DutyNotified(Fact, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "duty.notified"
    duty: str
    recipient: str
    channel: str
    fields: tuple[str, ...] = ()
    late_by_ms: int = 0
    delay_reasons: bool = False


class DutyDeclined(Fact, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "duty.declined"
    duty: str
    owner: str
    reasoned: bool
    evidence: tuple[Seq, ...] = ()


class DutyExpired(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """The deadline has passed, one millisecond ago, without notice or decision."""

    kind: ClassVar[str] = "duty.expired"
    duty: str
    due: Millis


class UpdateBreachRecord(TeamCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Set one of the 24 fields; the words are sealed, the state and typed values open."""

    kind: ClassVar[str] = "breach.update"
    field: str
    tag: Tag
    value: str | None = None
    """A value of the field's closed vocabulary, where it has one."""
    values: tuple[str, ...] = ()
    """Where several may stand together, or where the field names parts of the organisation."""
    low: int | None = None
    high: int | None = None
    from_at: Millis | None = None
    """An instant, or with ``until_at`` a span, of exercise time; it may lie before StartEx."""
    until_at: Millis | None = None
    owner: str | None = None
    """Of a decision: the seat that owns it; whoever speaks if left out."""
    evidence: tuple[Seq, ...] = ()
    next_check_at: Millis | None = None


class BreachRecordUpdated(Fact, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "breach.updated"
    field: str
    tag: Tag
    value: str | None = None
    values: tuple[str, ...] = ()
    low: int | None = None
    high: int | None = None
    from_at: Millis | None = None
    until_at: Millis | None = None
    owner: str | None = None
    made_at: Millis | None = None
    """Of a decision: when it was made."""
    evidence: tuple[Seq, ...] = ()
    given: bool
    next_check_at: Millis | None = None


class OpenVendorCase(TeamCommand, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "vendor.open"
    vendor: str
    next_chase_at: Millis | None = None


class ChaseVendor(TeamCommand, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "vendor.chase"
    vendor: str
    next_chase_at: Millis | None = None


class EscalateVendor(TeamCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Go one rung up the vendor's escalation ladder."""

    kind: ClassVar[str] = "vendor.escalate"
    vendor: str
    rung: int


class NoteOversight(TeamCommand, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "vendor.note"
    vendor: str


class VendorOpened(Fact, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "vendor.opened"
    vendor: str
    answer_due: Millis | None = None
    """By contract; ``None`` when the contract promises nothing."""
    next_chase_at: Millis | None = None


class VendorChased(Fact, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "vendor.chased"
    vendor: str
    next_chase_at: Millis | None = None


class VendorEscalated(Fact, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "vendor.escalated"
    vendor: str
    rung: int
    in_order: bool


class OversightNoted(Fact, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "vendor.noted"
    vendor: str


class VendorReplied(Fact, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "vendor.replied"
    vendor: str
    reply: Literal["acknowledged", "partial", "useful", "denial"]
    text: str
    tells: dict[str, str] = {}


class VendorBreached(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """The contract's response time has passed, one millisecond ago, without an answer."""

    kind: ClassVar[str] = "vendor.breached"
    vendor: str
    due: Millis


class VendorStatusShown(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """What the vendor's public status page says.  It can lie, and it lags."""

    kind: ClassVar[str] = "vendor.status-shown"
    vendor: str
    says: Literal["operational", "degraded", "down"]
    text: str


class VendorFixed(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """Ground truth: the vendor's part works again."""

    kind: ClassVar[str] = "vendor.fixed"
    vendor: str
