"""What one responder has seen, and how it reads it."""

from dataclasses import dataclass, field

from evidence import Event, may_see
from evidence.kinds.control import InjectFired
from evidence.kinds.exercise import CommandRefused
from evidence.kinds.outside import VendorBreached, VendorReplied
from evidence.kinds.procedure import QueryReturned
from evidence.kinds.world import SignalRaised, StakeholderWrote
from scenarios.facts import FACTS
from scenarios.scenario import SIGNAL_CHANNELS, Option
from simulator.chance import Chance
from simulator.responders.profiles import Profile


@dataclass(slots=True)
class Mind:
    """One seat's memory.  Facts are as read, which is not always as shown."""

    seat: str
    profile: Profile
    chance: Chance
    facts: dict[str, str] = field(default_factory=dict)
    signals: list[str] = field(default_factory=list)
    read: list[str] = field(default_factory=list)
    """Injects and messages seen, in order."""
    asked: list[str] = field(default_factory=list)
    wanting: list[str] = field(default_factory=list)
    """Injects that asked for something, in order."""
    breached: list[str] = field(default_factory=list)
    done: set[str] = field(default_factory=set)
    tries: dict[str, int] = field(default_factory=dict)
    doing: str | None = None
    busy_until: int = 0
    """Played time."""

    def notice(self, event: Event) -> bool:
        """Take in an event if this seat sees it; whether there is something to think about."""
        if not may_see(event.to, seat=self.seat):
            return False
        body = event.body
        if body.kind.startswith("exercise."):
            return False  # the course of the exercise is nothing to act on
        match body:
            case SignalRaised():
                self.signals.append(body.signal)
                self._read(body.signal, body.tells)
            case InjectFired():
                self.read.append(body.inject)
                if body.channel in SIGNAL_CHANNELS:
                    self.signals.append(body.inject)
                if body.asks:
                    self.wanting.append(body.inject)
                if body.question is not None:
                    self.asked.append(body.question)
                self._read(body.inject, body.tells)
            case QueryReturned():
                self._read("+".join(body.found), body.tells)
            case VendorReplied():
                self._read(f"reply:{body.vendor}", body.tells)
            case VendorBreached():
                self.breached.append(body.vendor)
            case StakeholderWrote():
                self.read.append(body.stakeholder)
            case CommandRefused() if event.role == self.seat and self.doing is not None:
                self._was_refused(self.doing)
        return True

    def _was_refused(self, task: str) -> None:
        """Try again a few times: what was too early may be right later."""
        self.tries[task] = self.tries.get(task, 0) + 1
        if self.tries[task] < 12:
            self.done.discard(task)

    def _read(self, source: str, tells: dict[str, str]) -> None:
        for fact, shown in sorted(tells.items()):
            self.facts[fact] = self._as_read(source, fact, shown)

    def _as_read(self, source: str, fact: str, shown: str) -> str:
        """The value as this responder reads it: now and then the one beside it."""
        values = FACTS.get(fact, ())
        key = ("misread", self.seat, source, fact)
        if shown not in values or not self.chance.happens(self.profile.misreads_ppm, *key):
            return shown
        place = values.index(shown)
        step = 1 if self.chance.unit(*key, "which") > 0.5 else -1
        return values[max(0, min(len(values) - 1, place + step))]

    def keeps(self, practice: str) -> bool:
        """Whether this responder keeps a good practice that nobody enforces."""
        return self.chance.happens(self.profile.diligence_ppm, "diligence", self.seat, practice)

    def choose(self, options: tuple[Option, ...], about: str) -> Option:
        """The option that best fits the facts as read; a guess among equals, by luck."""
        scored = [(self._fit(option), option) for option in options]
        best = max(score for score, _ in scored)
        fitting = [option for score, option in scored if score == best]
        place = int(self.chance.unit("choose", self.seat, about) * len(fitting))
        return fitting[place]

    def _fit(self, option: Option) -> int:
        """+2 for each fact that fits, -3 for each that contradicts, 0 for what was not shown."""
        fit = 0
        for fact, values in option.fits.items():
            if fact in self.facts:
                fit += 2 if self.facts[fact] in values else -3
        return fit
