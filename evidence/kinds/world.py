"""The simulated world: ground truth, and what reaches a team of it.

Truth and signal are different facts: a service fails (control sees it), an alert is delivered
(a seat sees it), and the second may be late, missing or false.
"""

from typing import ClassVar, Literal

from evidence.kinds.body import Fact, Millis, Seq

SignalSource = Literal["alert", "user-report", "health-check", "synthetic", "third-party"]


class ServiceChanged(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """Health in per cent, after propagation; ``users`` are those affected."""

    kind: ClassVar[str] = "service.changed"
    service: str
    health: int
    users: int = 0
    because: str


class OutageBegan(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """The user-facing outage of a service starts: health fell to 0, or its data is unusable."""

    kind: ClassVar[str] = "outage.began"
    service: str


class ServiceRestored(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """Up again.  Recovery time stops at ``service.validated``, not here."""

    kind: ClassVar[str] = "service.restored"
    service: str


class ServiceValidated(Fact, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "service.validated"
    service: str
    passed: bool


class SignalRaised(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """A signal reaches its audience."""

    kind: ClassVar[str] = "signal.raised"
    signal: str
    source: SignalSource
    text: str
    tells: dict[str, str] = {}


class SignalJudged(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """Ground truth about a signal: true, false, or one that never came."""

    kind: ClassVar[str] = "signal.judged"
    signal: str
    verdict: Literal["true", "false", "missing"]


class DataDamaged(Fact, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "data.damaged"
    dataset: str
    how: Literal["lost", "corrupt"]
    newest_good: Millis
    """Damage reaches back to here; negative is before StartEx."""


class BackupMade(Fact, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "backup.made"
    dataset: str
    copy: str
    taken_at: Millis
    usable: bool
    """Ground truth: a silent failure looks the same to the team."""


class RestoreBegan(Fact, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "restore.began"
    dataset: str
    point: str


class RestoreEnded(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """Data is back in place, not yet validated."""

    kind: ClassVar[str] = "restore.ended"
    dataset: str
    point: str
    recovered_to: Millis
    """The newest good datum that came back."""


class RestoreFailed(Fact, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "restore.failed"
    dataset: str
    point: str
    says: str


class DataValidated(Fact, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "data.validated"
    dataset: str
    passed: bool


class ReplicaLagged(Fact, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "replica.lagged"
    dataset: str
    lag_ms: int
    """-1: replication has stopped."""


class IntrusionMoved(Fact, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "intrusion.moved"
    intrusion: str
    stage: str


class DataExfiltrated(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """Running total, written when a stage or containment changes the rate."""

    kind: ClassVar[str] = "data.exfiltrated"
    intrusion: str
    dataset: str
    megabytes: int
    subjects: int


class IntrusionContained(Fact, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "intrusion.contained"
    intrusion: str
    by: str


class ArtefactDestroyed(Fact, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "artefact.destroyed"
    artefact: str
    by: str


class SeatUnavailable(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """A key person cannot be reached; their seat cannot act."""

    kind: ClassVar[str] = "seat.unavailable"
    seat: str
    until: Millis | None = None


class SeatAvailable(Fact, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "seat.available"
    seat: str


class ToolFailed(Fact, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "tool.failed"
    tool: Literal["chat", "monitoring", "email", "phone", "status-page"]


class ToolRestored(Fact, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "tool.restored"
    tool: Literal["chat", "monitoring", "email", "phone", "status-page"]


class StakeholderWrote(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """Somebody outside lost patience."""

    kind: ClassVar[str] = "stakeholder.wrote"
    stakeholder: str
    sender: str
    channel: str
    text: str
    because: Literal["silence", "impact", "authored"]


class PersonSpoke(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """Control spoke as a simulated person; the words are in the command."""

    kind: ClassVar[str] = "person.spoke"
    who: str
    channel: str
    said: Seq


class FlagSet(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """An authored truth flag was raised or lowered."""

    kind: ClassVar[str] = "flag.set"
    flag: str
    raised: bool


class WorldSet(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """Control set the world by hand."""

    kind: ClassVar[str] = "world.set"
    effects: tuple[dict[str, str], ...]


class EndingReached(Fact, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "ending.reached"
    ending: str
