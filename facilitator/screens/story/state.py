"""The state that a view's events add up to.  Instants are exercise time."""

from dataclasses import dataclass, field
from typing import Literal

from evidence import Millis
from evidence.clocks import PlayedClock
from evidence.kinds.exercise import Mood
from evidence.kinds.incident import Sureness, Tag


@dataclass(slots=True)
class Incoming:
    """Something that reached the team."""

    key: str
    """The element that shows it: the same for every seat that reads it."""
    id: str
    """Inject, signal, stakeholder or vendor; what an answer names."""
    at: Millis
    channel: str
    sender: str | None
    text: str
    to: tuple[str, ...]
    """Seats; empty for the whole team."""
    question: str | None = None
    asks: bool = False
    signal: bool = False
    taken_by: str | None = None
    taken_at: Millis | None = None
    answered_at: Millis | None = None
    answered_by: str | None = None
    answer: str | None = None
    withdrawn: bool = False
    marked_up: bool = False
    """Written as Markdown: the text of an inject, as its author or control left it."""


@dataclass(slots=True)
class Entry:
    """One line of the team's log."""

    key: str
    place: int
    at: Millis
    sort: str
    """``entry``, ``decision``, ``severity``, ``role``, ``answer`` ..."""
    words: str
    seat: str | None
    tag: Tag | None = None
    reason: str | None = None
    instead_of: str | None = None
    """What else a decision considered."""
    review_at: Millis | None = None
    """When a decision is to be looked at again."""
    sure: Sureness | None = None
    about_at: Millis | None = None
    said_by: str | None = None
    lacks: tuple[str, ...] = ()
    """What a decision leaves out that an auditor looks for."""


@dataclass(slots=True)
class SeverityStory:
    at: Millis
    level: int
    seat: str | None
    tree_says: int | None
    words: str | None = None
    answers: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Asked:
    """A question or decision that was put to the team."""

    id: str
    incoming: str
    at: Millis
    to: tuple[str, ...]
    answered: str | None = None
    answered_at: Millis | None = None
    answered_by: str | None = None
    dissent: list[tuple[str | None, str]] = field(default_factory=list)
    """Who saw it differently, and how."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A decision that the team means to look at again, and has not yet."""

    key: str
    words: str
    owner: str | None
    due: Millis


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenBack:
    """Who took the finish of a step back, when and why."""

    at: Millis
    by: str | None
    why: str


@dataclass(slots=True)
class StepStory:
    started_at: Millis | None = None
    started_by: str | None = None
    started_actor: str | None = None
    finished_at: Millis | None = None
    finished_by: str | None = None
    stated_at: Millis | None = None
    """When it was done on paper, if it was entered later."""
    given_to: str | None = None
    """The seat that is to do it, where that is not left to the role."""
    taken_back: TakenBack | None = None
    """The last time that its finish was taken back."""
    skipped: str | None = None
    """The reason, if it was skipped."""
    failed_at: Millis | None = None
    validated: bool | None = None
    validated_at: Millis | None = None
    approved_by: str | None = None
    approved_actor: str | None = None
    approved_at: Millis | None = None
    simulated_approval: bool = False
    captured: set[str] = field(default_factory=set)
    """Evidence that its finish captured."""
    response: str | None = None
    response_runs: bool = False
    response_failed: bool = False


@dataclass(slots=True)
class RunStory:
    run: str
    started_at: Millis
    checks: dict[str, bool] = field(default_factory=dict)
    kept: set[str] = field(default_factory=set)
    """Evidence captured by itself."""
    steps: dict[str, StepStory] = field(default_factory=dict)
    stopped_at: Millis | None = None
    stopped_by: str | None = None
    condition: str | None = None
    rolled_back_at: Millis | None = None
    finished_at: Millis | None = None

    def step(self, step: str) -> StepStory:
        return self.steps.setdefault(step, StepStory())

    @property
    def captured(self) -> set[str]:
        return self.kept.union(*(step.captured for step in self.steps.values()))

    @property
    def open(self) -> bool:
        return self.stopped_at is None and self.rolled_back_at is None and self.finished_at is None


@dataclass(slots=True)
class Version:
    version: int
    at: Millis
    seat: str | None
    actor: str | None
    text: str | None
    contains: tuple[str, ...]


@dataclass(slots=True)
class MessageStory:
    message: str
    audience: str
    channel: str
    versions: list[Version] = field(default_factory=list)
    answers: str | None = None
    not_before: Millis | None = None
    """The embargo of the latest version."""
    delegates: list[str] = field(default_factory=list)
    """Seats that were given its approval."""
    reviewed_at: Millis | None = None
    reviewed_by: str | None = None
    approved_at: Millis | None = None
    approved_by: str | None = None
    published_at: Millis | None = None
    published_by: str | None = None
    published: list[tuple[Millis, int, str | None, Millis | None]] = field(default_factory=list)
    """At, version, text, next update: what went out."""
    withdrawn_at: Millis | None = None
    sent_back: str | None = None
    next_update_at: Millis | None = None
    missing: tuple[str, ...] = ()


@dataclass(slots=True)
class DutyStory:
    duty: str
    since: Millis
    due: Millis | None
    rule: str
    state: str
    notified_at: Millis | None = None
    notified_by: str | None = None
    late_by_ms: int = 0
    declined_at: Millis | None = None
    declined_by: str | None = None
    decline_reason: str | None = None
    expired: bool = False
    given: tuple[str, ...] = ()
    latest: Millis | None = None
    """The end of what can be argued, where that is later than ``due``."""
    classify_by: Millis | None = None


@dataclass(slots=True)
class BreachValue:
    at: Millis
    seat: str | None
    tag: Tag
    value: str | None
    low: int | None
    high: int | None
    given: bool
    words: str | None
    next_check_at: Millis | None
    values: tuple[str, ...] = ()
    from_at: Millis | None = None
    until_at: Millis | None = None
    owner: str | None = None


@dataclass(slots=True)
class VendorStory:
    vendor: str
    opened_at: Millis | None = None
    answer_due: Millis | None = None
    next_chase_at: Millis | None = None
    rung: int = 0
    breached: bool = False
    acknowledged: bool = False
    helped: bool = False
    turns: list[tuple[Millis, str, str]] = field(default_factory=list)
    """At, who (``us``, ``them``), words."""
    status: tuple[Millis, str, str] | None = None


@dataclass(slots=True)
class Story:
    place: int = 0
    clock: PlayedClock = field(default_factory=PlayedClock)
    started_at: Millis | None = None
    ended_at: Millis | None = None
    held_at: Millis | None = None
    held_because: str | None = None
    held_by: str | None = None
    away_ms: int = 0
    by_hand: bool = False
    mood: tuple[Mood, Millis, Literal["said", "seen"]] | None = None
    """How the team is doing, since when, and whether it said so or staff saw it."""
    incoming: list[Incoming] = field(default_factory=list)
    log: list[Entry] = field(default_factory=list)
    asked: dict[str, Asked] = field(default_factory=dict)
    reviews: dict[int, Review] = field(default_factory=dict)
    """By the leaf of the decision."""
    declared: str | None = None
    declared_at: Millis | None = None
    channel_open: bool = False
    severity: list[SeverityStory] = field(default_factory=list)
    severity_answers: dict[str, str] = field(default_factory=dict)
    roles: dict[str, str] = field(default_factory=dict)
    called: list[tuple[Millis, str, bool]] = field(default_factory=list)
    aware: dict[str, tuple[Millis, Millis, str | None, str | None]] = field(default_factory=dict)
    """Matter to (since, said at, seat, words)."""
    items: dict[str, Millis] = field(default_factory=dict)
    gates: dict[str, Millis] = field(default_factory=dict)
    closed_at: Millis | None = None
    runs: dict[str, RunStory] = field(default_factory=dict)
    responses: dict[str, str] = field(default_factory=dict)
    """Response to ``taken``, ``worked`` or ``failed``."""
    response_says: dict[str, tuple[Millis, str]] = field(default_factory=dict)
    response_at: dict[str, Millis] = field(default_factory=dict)
    actions: dict[str, list[str]] = field(default_factory=dict)
    """Proposed action to [words, state, what control said]."""
    actions_at: dict[str, tuple[Millis, str | None]] = field(default_factory=dict)
    queries: list[tuple[Millis, str | None, str, tuple[str, ...], str | None]] = field(
        default_factory=list
    )
    """At, seat, source, texts, why it is gone."""
    copies: dict[str, tuple[str, str, Millis, int]] = field(default_factory=dict)
    """Point to (dataset, title, found at, age)."""
    changes: dict[str, tuple[str, Millis, list[str]]] = field(default_factory=dict)
    messages: dict[str, MessageStory] = field(default_factory=dict)
    duties: dict[str, DutyStory] = field(default_factory=dict)
    breach: dict[str, list[BreachValue]] = field(default_factory=dict)
    vendors: dict[str, VendorStory] = field(default_factory=dict)
    exceptions: list[tuple[Millis, str, str, str | None]] = field(default_factory=list)
    seats_away: dict[str, Millis | None] = field(default_factory=dict)
    tools_down: set[str] = field(default_factory=set)
    refused: tuple[Millis, str, str | None] | None = None

    @property
    def level(self) -> int | None:
        return self.severity[-1].level if self.severity else None

    def vendor(self, vendor: str) -> VendorStory:
        return self.vendors.setdefault(vendor, VendorStory(vendor))
