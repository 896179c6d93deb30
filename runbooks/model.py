"""A runbook: the ten things a good one says, and who keeps it.

The ten fields are: when to use it, who approves, preconditions and safety checks, steps,
expected timings, a validation check after each major step, communication points, stop and
rollback conditions, evidence to capture, and how to return to a controlled state.
"""

from functools import cached_property
from typing import Final

from pydantic import Field

from runbooks.authored import AuthoredModel, Count, Duration, Line, Switch, Text, Word
from runbooks.roles import RoleName

MAX_CALLED: Final = 70
"""A step's first sentence is its name, unless it is a paragraph."""


class Precondition(AuthoredModel):
    """Something that must hold before the first step that needs it."""

    id: Word
    check: Text
    safety: Switch = False
    """A safety check: failing it stops the run."""


class Validation(AuthoredModel):
    """How one knows that a major step did what it should."""

    check: Text
    uses: Word | None = None
    """The technical response that carries the check out, by the scenario's id."""
    role: RoleName | None = None
    """Who validates; the step's own role where absent."""


class Step(AuthoredModel):
    """One step of the precedence graph."""

    id: Word
    do: Text
    role: RoleName
    expected: Duration
    after: tuple[Word, ...] = ()
    """Steps that come first.  A step with none may start at once."""
    major: Switch = False
    optional: Switch = False
    needs: tuple[Word, ...] = ()
    """Preconditions checked before this step."""
    approved_by: RoleName | None = None
    """Library role whose holder, another person, approves before the start."""
    validation: Validation | None = None
    stops: tuple[Word, ...] = ()
    """Stop conditions to watch during this step."""
    evidence: tuple[Word, ...] = ()
    uses: Word | None = None
    """The technical response that this step carries out, by the scenario's id."""


class CommunicationPoint(AuthoredModel):
    after: Word
    audience: Word
    say: Text


class StopCondition(AuthoredModel):
    id: Word
    when: Text
    then: Text
    """What to do instead."""


class EvidenceItem(AuthoredModel):
    id: Word
    capture: Text


class ReturnItem(AuthoredModel):
    """One thing to put back before the system is in a controlled state."""

    id: Word
    do: Text


class Timings(AuthoredModel):
    """How long the whole takes: usually, and at worst."""

    usual: Duration
    worst: Duration


class Runbook(AuthoredModel):
    """A runbook as an author writes it.  Ids are unique inside the runbook."""

    runbook: Word
    title: Line
    version: Line
    owner: RoleName
    """The library role that keeps it."""
    last_reviewed: Line
    """A date, ``2026-10-01``, or ``never``."""
    last_tested: Line
    source: tuple[Line, ...] = ()
    when: Text
    approvers: tuple[RoleName, ...] = Field(min_length=1)
    preconditions: tuple[Precondition, ...] = Field(min_length=1)
    steps: tuple[Step, ...] = Field(min_length=1, max_length=100)
    communication: tuple[CommunicationPoint, ...] = Field(min_length=1)
    stop: tuple[StopCondition, ...] = Field(min_length=1)
    rollback: tuple[Text, ...] = Field(min_length=1)
    evidence: tuple[EvidenceItem, ...] = Field(min_length=1)
    return_to_control: tuple[ReturnItem, ...] = Field(min_length=1)
    timings: Timings
    tolerance: Count = 25
    """Per cent by which a step may exceed its expected duration and still be on time."""

    def step(self, step: str) -> Step | None:
        """The step with this id, or ``None``."""
        return self._by_id.get(step)

    def called(self, step: str) -> str:
        """What the step says to do, if one short sentence says it; else its id as words."""
        found = self.step(step)
        first = " ".join(found.do.split()).split(". ")[0].rstrip(".") if found else ""
        words = step.replace("-", " ")
        return first if 0 < len(first) <= MAX_CALLED else words[:1].upper() + words[1:]

    def stops_when(self, condition: str) -> str:
        """What a stop condition watches for, as its author says it; else its id as words."""
        found = next((stop for stop in self.stop if stop.id == condition), None)
        return found.when.strip().rstrip(".") if found else condition.replace("-", " ")

    @cached_property
    def _by_id(self) -> dict[str, Step]:
        return {step.id: step for step in self.steps}

    @cached_property
    def followers(self) -> dict[str, tuple[Step, ...]]:
        """Step to the steps that wait for it directly."""
        return {
            before.id: tuple(step for step in self.steps if before.id in step.after)
            for before in self.steps
        }

    def predecessors(self, step: str) -> frozenset[str]:
        """All steps that come before *step*, by the transitive closure of ``after``."""
        seen: set[str] = set()
        waiting = [step]
        while waiting:
            found = self.step(waiting.pop())
            for before in found.after if found else ():
                if before not in seen:
                    seen.add(before)
                    waiting.append(before)
        return frozenset(seen)
