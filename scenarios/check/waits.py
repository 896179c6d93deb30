"""What can ever happen: which injects, responses and endings the story can reach.

Starts from what comes by the clock and by hand and adds what follows from it until nothing new
comes.  An answer of *can* may be too kind, because what people do is open; *cannot* is certain.
"""

from collections.abc import Iterator
from typing import TypeAlias

from runbooks.authored import show_duration
from scenarios import conditions as c
from scenarios import effects as e
from scenarios.conditions import Condition
from scenarios.injects import Inject
from scenarios.naming import walk
from scenarios.parts import parts, raised_flags
from scenarios.scenario import Scenario
from scenarios.story import Artefact, Intrusion, Response, Stage

_Part: TypeAlias = Inject | Response | Artefact | Intrusion


class Reach:
    """What the story of one scenario can reach."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.injects: set[str] = set()
        self.flags: set[str] = set()
        self.responses: set[str] = set()
        self.artefacts: set[str] = set()
        self.intrusions: set[str] = set()
        self._revealed: set[str] = set()
        self._known = {part for part, _ in parts(scenario)}
        self._known |= {("flag", flag) for flag in raised_flags(scenario)}
        self._expected_by = {x.id: i.id for i in scenario.injects for x in i.expects}
        self._note(scenario.vendors)
        waiting: list[_Part] = [
            *scenario.injects,
            *scenario.responses,
            *scenario.artefacts,
            *scenario.intrusions,
        ]
        while True:
            # From both ends in turn: a long chain against file order takes two passes, not many.
            rest = [part for part in reversed(waiting) if not self._reaches(part)]
            if len(rest) == len(waiting):
                break
            waiting = rest

    def _reaches(self, part: _Part) -> bool:
        """Whether a part is within reach by now; if so its effects are noted, once."""
        match part:
            case Inject():
                reached, into = self.comes(part), self.injects
            case Response():
                reached, into = self.can(part.needs), self.responses
            case Artefact():
                reached, into = self._findable(part), self.artefacts
            case Intrusion():
                reached, into = part.id in self.intrusions, self.intrusions
        if reached:
            into.add(part.id)
            self._note(part)
        return reached

    def _note(self, source: object) -> None:
        """Take note of what the effects in *source* bring about."""
        for part, _ in walk(source):
            match part:
                case e.Raise(raise_=flag):
                    self.flags.add(flag)
                case e.Intrude(intrude=name):
                    self.intrusions.add(name)
                case e.Reveal(reveal=name):
                    self._revealed.add(name)
                case Stage(reveals=names):
                    self._revealed.update(names)

    def _findable(self, artefact: Artefact) -> bool:
        return self.can(artefact.when) and (not artefact.hidden or artefact.id in self._revealed)

    def comes(self, inject: Inject) -> bool:
        """Whether an inject can come, from what is in reach so far."""
        if not self.can(inject.if_) or (inject.branch and inject.branch.weight == 0):
            return False
        if inject.at is not None:
            return inject.at <= self.scenario.lasts
        if inject.after is not None:
            return self._has("inject", inject.after, self.injects)
        if inject.missed is not None:
            awaited = self._expected_by.get(inject.missed)
            return awaited is None or awaited in self.injects
        return inject.by_hand or self.can(inject.when)

    def can(self, condition: Condition | None) -> bool:
        """Whether a condition can ever hold."""
        return condition is None or next(self.never(condition), None) is None

    def never(self, condition: Condition) -> Iterator[str]:
        """Why a condition can never hold, in the author's words; nothing where it can."""
        match condition:
            case c.All(all=inner):
                for one in inner:
                    yield from self.never(one)
            case c.Any(any=inner):
                whys = [next(self.never(one), None) for one in inner]
                if all(why is not None for why in whys):
                    yield from (why for why in whys if why is not None)
            case c.Elapsed(elapsed=elapsed) if elapsed > self.scenario.lasts:
                lasts = show_duration(self.scenario.lasts)
                yield f"{show_duration(elapsed)} have not elapsed when it ends after {lasts}"
            case _:
                yield from self._atom(condition)

    def _atom(self, condition: Condition) -> Iterator[str]:
        match condition:
            case c.Flag(flag=name) if not self._has("flag", name, self.flags):
                yield f"flag `{name}` is only raised by what never happens"
            case c.Fired(fired=name) | c.Aware(aware_of=name) if not self._has(
                "inject", name, self.injects
            ):
                yield f"inject `{name}` is never delivered"
            case c.ResponseIs(response=name) if not self._has("response", name, self.responses):
                yield f"response `{name}` can never be taken"
            case c.Queried(queried=name) if not self._has("artefact", name, self.artefacts):
                yield f"artefact `{name}` can never be found"
            case c.IntrusionIs(intrusion=name) if not self._has("intrusion", name, self.intrusions):
                yield f"intrusion `{name}` never begins"

    def _has(self, kind: str, name: str, reached: set[str]) -> bool:
        """Reached, or unknown: an unknown name has a problem of its own already."""
        return name in reached or (kind, name) not in self._known
