"""What the team and control have done so far: a fold of the events, and nothing else.

Because it is a fold, a record can be picked up by hand when the simulated world is gone, and
the same state answers conditions, refusals and screens.  Each change names its *topics*, so
that only conditions that could have changed are looked at again.
"""

from dataclasses import dataclass, field

from evidence import Millis
from evidence.kinds.exercise import ExerciseOpened


@dataclass(slots=True)
class StepState:
    started_at: Millis | None = None
    started_by: str | None = None
    """The actor; ``started_from`` is their seat."""
    started_from: str | None = None
    done_at: Millis | None = None
    done_from: str | None = None
    assigned_to: str | None = None
    """The seat that it was given to."""
    done: bool = False
    reopened: int = 0
    """How often a finish was taken back."""
    captured: set[str] = field(default_factory=set)
    """Evidence that its finish captured."""
    skipped: bool = False
    failed: bool = False
    validated: bool | None = None
    """Result of the last validation; ``None`` before any."""
    approved_by: str | None = None
    response: str | None = None
    """The technical response under way for this step."""


@dataclass(slots=True)
class RunState:
    started: bool = False
    finished: bool = False
    stopped: bool = False
    stops: int = 0
    """How often it was stopped; after a stop it may go on."""
    rolled_back: bool = False
    steps: dict[str, StepState] = field(default_factory=dict)
    checks: dict[str, bool] = field(default_factory=dict)
    kept: set[str] = field(default_factory=set)
    """Evidence captured by itself; a taken-back finish takes its own with it."""
    stop_conditions: set[str] = field(default_factory=set)

    @property
    def captured(self) -> set[str]:
        """All evidence captured in the run."""
        return self.kept.union(*(step.captured for step in self.steps.values()))

    def step(self, step: str) -> StepState:
        found = self.steps.get(step)
        if found is None:
            found = self.steps[step] = StepState()
        return found


@dataclass(slots=True)
class MessageState:
    audience: str
    channel: str
    version: int
    author: str
    """The actor who wrote the present version."""
    author_seat: str
    contains: tuple[str, ...]
    answers: str | None
    not_before: Millis | None = None
    delegates: tuple[str, ...] = ()
    """Seats that may approve it besides those of the policy."""
    reviewed: bool = False
    approved: bool = False
    sent_back: bool = False
    published: bool = False
    withdrawn: bool = False


@dataclass(slots=True)
class DutyState:
    state: str | None = None
    """As in ``duty.started``; ``None`` before any."""
    since: Millis | None = None
    due: Millis | None = None
    latest: Millis | None = None
    """The end of what can be argued; ``None`` where nothing is later than ``due``."""
    classify_by: Millis | None = None
    running: bool = False
    notified_at: Millis | None = None
    declined: bool = False
    expired: bool = False


@dataclass(slots=True)
class VendorState:
    opened_at: Millis | None = None
    answer_due: Millis | None = None
    acknowledged: bool = False
    helped: bool = False
    chased: int = 0
    rung: int = 0
    breached: bool = False
    fixed: bool = False


@dataclass(slots=True)
class ServiceState:
    health: int = 100
    down_since: Millis | None = None
    validated: bool = False
    ever_down: bool = False


@dataclass(slots=True)
class DatasetState:
    damaged_at: Millis | None = None
    newest_good: Millis | None = None
    how: str | None = None
    restoring: bool = False
    restored_from: str | None = None
    recovered_to: Millis | None = None
    validated: bool | None = None


@dataclass(slots=True)
class State:
    """Everything that conditions, refusals and simulated responders may ask about."""

    opened: ExerciseOpened | None = None
    started_at: Millis | None = None
    ended: bool = False
    held: bool = False
    by_hand: bool = False
    control: str | None = None
    """Who alone gives control's commands, once control has been handed over."""
    seats: dict[str, str] = field(default_factory=dict)
    """Seat to the actor who fills it."""
    reached: dict[str, str] = field(default_factory=dict)
    """Seat to whoever sat there and answered the comms check."""
    roles: dict[str, str] = field(default_factory=dict)
    """Library role to seat, where assigned in play."""
    away: dict[str, Millis | None] = field(default_factory=dict)
    tools_down: set[str] = field(default_factory=set)
    first_signal: tuple[int, Millis] | None = None
    """seq and instant of the first true signal that the team could see."""
    detected: bool = False
    declared: str | None = None
    level: int | None = None
    channel_open: bool = False
    closed: bool = False
    ending: str | None = None
    """The scenario's ending that has come true."""
    gates: set[str] = field(default_factory=set)
    items: set[str] = field(default_factory=set)
    aware: dict[str, Millis] = field(default_factory=dict)
    logged: dict[str, set[str]] = field(default_factory=dict)
    acknowledged: set[str] = field(default_factory=set)
    decisions: dict[str, str] = field(default_factory=dict)
    decision_types: set[str] = field(default_factory=set)
    decided: set[int] = field(default_factory=set)
    """The leaves of all decisions, the team's own too."""
    answers: dict[str, str] = field(default_factory=dict)
    exceptions: set[str] = field(default_factory=set)
    runs: dict[str, RunState] = field(default_factory=dict)
    responses: dict[str, str] = field(default_factory=dict)
    """Response to ``taken``, ``worked`` or ``failed``."""
    response_counts: dict[str, int] = field(default_factory=dict)
    actions: dict[str, str] = field(default_factory=dict)
    artefacts: set[str] = field(default_factory=set)
    """Found by the team."""
    gone: dict[str, str] = field(default_factory=dict)
    """Destroyed artefact to what destroyed it."""
    copies: set[str] = field(default_factory=set)
    """Recovery points the team knows of, by copy id."""
    changes: dict[str, set[str]] = field(default_factory=dict)
    """Temporary change to how it was handled so far."""
    messages: dict[str, MessageState] = field(default_factory=dict)
    published: dict[str, int] = field(default_factory=dict)
    last_word: dict[str, Millis] = field(default_factory=dict)
    """Audience to the instant of the last message published to it."""
    answered_injects: set[tuple[str, str]] = field(default_factory=set)
    promised: dict[str, Millis] = field(default_factory=dict)
    """Audience to the promised next update, while open."""
    duties: dict[str, DutyState] = field(default_factory=dict)
    breach_fields: set[str] = field(default_factory=set)
    vendors: dict[str, VendorState] = field(default_factory=dict)
    services: dict[str, ServiceState] = field(default_factory=dict)
    datasets: dict[str, DatasetState] = field(default_factory=dict)
    intrusions: dict[str, set[str]] = field(default_factory=dict)
    """Intrusion to the stages it has reached; ``contained`` among them once it is."""
    flags: set[str] = field(default_factory=set)
    fired: dict[str, Millis] = field(default_factory=dict)
    inject_states: dict[str, str] = field(default_factory=dict)
    judged: dict[str, str] = field(default_factory=dict)
    expectations: dict[str, str] = field(default_factory=dict)
    """Expectation to ``open``, ``met`` or ``missed``."""

    def run(self, run: str) -> RunState:
        found = self.runs.get(run)
        if found is None:
            found = self.runs[run] = RunState()
        return found

    def duty(self, duty: str) -> DutyState:
        found = self.duties.get(duty)
        if found is None:
            found = self.duties[duty] = DutyState()
        return found

    def vendor(self, vendor: str) -> VendorState:
        found = self.vendors.get(vendor)
        if found is None:
            found = self.vendors[vendor] = VendorState()
        return found

    def service(self, service: str) -> ServiceState:
        found = self.services.get(service)
        if found is None:
            found = self.services[service] = ServiceState()
        return found

    def dataset(self, dataset: str) -> DatasetState:
        found = self.datasets.get(dataset)
        if found is None:
            found = self.datasets[dataset] = DatasetState()
        return found
