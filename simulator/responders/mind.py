"""What one responder has seen, and how it reads it."""

from dataclasses import dataclass, field
from typing import Final, NamedTuple

from evidence import TEAM, Event, Millis
from evidence.kinds.control import InjectFired
from evidence.kinds.outside import VendorBreached, VendorReplied
from evidence.kinds.procedure import QueryReturned
from evidence.kinds.world import SignalRaised, StakeholderWrote
from runbooks.model import Step
from scenarios.choices import DecisionPoint, Option, Question
from scenarios.facts import FACTS, bare_fact, fact_about
from scenarios.injects import SIGNAL_CHANNELS
from simulator.chance import Chance
from simulator.responders.profiles import Profile

MAX_TRIES: Final = 12
"""How often a responder gives a refused command before letting it be."""

MEMORABLE: Final = (
    SignalRaised, InjectFired, QueryReturned, VendorReplied, VendorBreached, StakeholderWrote,
)  # fmt: skip
"""What a responder keeps in mind; everything else it reads off the boards of the room."""


@dataclass(frozen=True, slots=True)
class LastLook:
    """When a source of queries was looked into last, and what came of it."""

    at: Millis
    pages: int
    """How many pages had come to this seat by then."""
    fruitless: int
    """How many looks in a row have found nothing that was not known."""


class OwnStep(NamedTuple):
    """A step of a runbook that this seat does, validates, or both."""

    step: Step
    does: bool
    validates: bool


@dataclass(slots=True)
class Mind:
    """One seat's memory, and what it may have to look at next."""

    seat: str
    profile: Profile
    chance: Chance
    open: int = 0
    """Sources (`simulator.responders.sources`) that may have work, as bits."""
    steps: dict[str, tuple[OwnStep, ...]] = field(default_factory=dict)
    """Runbook to the steps that this seat does or validates."""
    concerning: int = 0
    """Sources that can have work for this seat at all."""
    reminders: dict[int, Millis] = field(default_factory=dict)
    """Source to when it is looked at again without an event."""
    signals: list[str] = field(default_factory=list)
    read: list[str] = field(default_factory=list)
    """Injects and messages seen, in order."""
    told_at: int = 0
    """When the latest inject came to this seat."""
    asked: list[str] = field(default_factory=list)
    wanting: list[str] = field(default_factory=list)
    """Injects that asked for something, in order."""
    breached: list[str] = field(default_factory=list)
    to_log: dict[str, bool] = field(default_factory=dict)
    """Injects that the log should name, in order, and whether they came to the whole team."""
    found: set[str] = field(default_factory=set)
    """Artefacts that a query has shown."""
    looked: dict[str, LastLook] = field(default_factory=dict)
    """By source of a query."""
    done: set[str] = field(default_factory=set)
    tries: dict[str, int] = field(default_factory=dict)
    _facts: dict[str, str] = field(default_factory=dict)
    _shown: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Facts not read yet: from which source, and as shown."""
    _kept: dict[str, bool] = field(default_factory=dict)
    doing: str | None = None
    busy_until: int = 0
    """Played time."""

    def notice(self, event: Event) -> None:
        """Take in an event that this seat sees."""
        body = event.body
        match body:
            case SignalRaised():
                self.signals.append(body.signal)
                self._show(body.signal, body.tells)
            case InjectFired():
                self.told_at = event.at
                self._notice_inject(body, to_all=TEAM in event.to)
            case QueryReturned():
                self._show("+".join(body.found), body.tells)
                self._notice_answer(body, event.at)
            case VendorReplied():
                self._show(f"reply:{body.vendor}", body.tells)
            case VendorBreached():
                self.breached.append(body.vendor)
            case StakeholderWrote():
                self.read.append(body.stakeholder)

    def _notice_inject(self, body: InjectFired, *, to_all: bool) -> None:
        self.read.append(body.inject)
        self.to_log.setdefault(body.inject, to_all)
        if body.channel in SIGNAL_CHANNELS:
            self.signals.append(body.inject)
        if body.asks:
            self.wanting.append(body.inject)
        if body.question is not None:
            self.asked.append(body.question)
        self._show(body.inject, body.tells)

    def _notice_answer(self, body: QueryReturned, at: Millis) -> None:
        before = self.looked.get(body.source)
        known = self.found.issuperset(body.found)
        fruitless = before.fruitless + 1 if before is not None and known else 0
        self.looked[body.source] = LastLook(at, len(self.signals), fruitless)
        self.found.update(body.found)

    def was_refused(self, task: str) -> None:
        """Try again a few times: what was too early may be right later."""
        self.tries[task] = self.tries.get(task, 0) + 1
        if self.tries[task] < MAX_TRIES:
            self.done.discard(task)

    @property
    def facts(self) -> dict[str, str]:
        """Facts as this responder reads them, which is not always as they were shown."""
        if self._shown:
            for fact, (source, value) in self._shown.items():
                self._facts[fact] = self._as_read(source, fact, value)
            self._shown.clear()
        return self._facts

    def _show(self, source: str, tells: dict[str, str]) -> None:
        """Read later, if at all: most of what is shown to all matters to few."""
        for fact, value in tells.items():
            self._shown[fact] = (source, value)

    def _as_read(self, source: str, fact: str, shown: str) -> str:
        """The value as this responder reads it: now and then the one beside it."""
        values = FACTS.get(bare_fact(fact), ())
        key = ("misread", self.seat, source, fact)
        if shown not in values or not self.chance.happens(self.profile.misreads_ppm, *key):
            return shown
        place = values.index(shown)
        step = 1 if self.chance.unit(*key, "which") > 0.5 else -1
        return values[max(0, min(len(values) - 1, place + step))]

    def keeps(self, practice: str) -> bool:
        """Whether this responder keeps a good practice that nobody enforces."""
        kept = self._kept.get(practice)
        if kept is None:
            share = self.profile.diligence_ppm
            kept = self.chance.happens(share, "diligence", self.seat, practice)
            self._kept[practice] = kept
        return kept

    def choose(self, asked: Question | DecisionPoint) -> Option:
        """The option that best fits the facts as read; a guess among equals, by luck."""
        scored = [(self._fit(option, asked.about), option) for option in asked.options]
        best = max(score for score, _ in scored)
        fitting = [option for score, option in scored if score == best]
        place = int(self.chance.unit("choose", self.seat, asked.id) * len(fitting))
        return fitting[place]

    def _fit(self, option: Option, about: str | None) -> int:
        """+2 for each fact that fits, -3 for each that contradicts, 0 for what was not shown."""
        fit = 0
        for fact, values in option.fits.items():
            read = self.facts.get(fact_about(fact, about))
            if read is not None:
                fit += 2 if read in values else -3
        return fit
