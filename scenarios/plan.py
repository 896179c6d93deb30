"""The plan: scenario, organisation, binding, runbooks and rules, frozen at StartEx.

After StartEx no library and no calendar is asked: the zone's offsets, the closed days and every
invented name are in the plan.  Its canonical bytes have a digest, which the first leaf pins.
"""

import hashlib
from datetime import date
from functools import cached_property
from typing import Any

from pydantic import BaseModel, ConfigDict

from evidence.canonical import encode
from evidence.kinds.procedure import Source
from runbooks.model import Runbook
from scenarios.choices import DecisionPoint, Question
from scenarios.duties import Duty
from scenarios.injects import Inject
from scenarios.law import LocalTime, Place, Regime, WorkingDays
from scenarios.organisation import Organisation
from scenarios.rubric import Rubric
from scenarios.scenario import Scenario
from scenarios.story import Response


class Binding(BaseModel):
    """Which of the organisation's parts fill the scenario's needs, and what became of the rest."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    slots: dict[str, str]
    """Slot to the organisation's id, stand-ins included."""
    supplied: tuple[str, ...] = ()
    """Slots played by a stand-in."""
    dropped: tuple[str, ...] = ()
    """Slots with nothing: what names them was left out."""
    left_out: tuple[str, ...] = ()
    """What was left out, one plain line each: ``inject slow-vendor``."""
    uncovered: tuple[str, ...] = ()
    """Objectives that lost cover, one plain line each."""


class FrozenDays(BaseModel):
    """The days that are not worked in one calendar, ISO dates in order."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    closed: tuple[str, ...]
    optional: tuple[str, ...] = ()
    """Days on which closing is a choice."""


class FrozenZone(BaseModel):
    """The offsets of one zone, as in ``Plan.offsets``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    zone: str
    offsets: tuple[tuple[int, int], ...]


class Plan(BaseModel):
    """Everything that one exercise is played from.

    ``scenario`` is bound: every ``$slot`` is an id of ``organisation``, every placeholder in its
    texts is filled.  ``organisation`` includes the stand-ins.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    scenario: Scenario
    organisation: Organisation
    binding: Binding
    runbooks: tuple[Runbook, ...]
    rubric: Rubric
    regimes: tuple[Regime, ...]
    cast: dict[str, str]
    """Cast id to the name drawn for it."""
    offsets: tuple[tuple[int, int], ...]
    """Zone offsets for the span of play: (from UTC ms, minutes east of UTC), in order."""
    closed_days: tuple[str, ...] = ()
    """Dates on which the organisation does not work, ISO, for the span of play."""
    calendar: str | None = None
    """The organisation's own calendar, as its notices are counted: ``DE-BE``."""
    calendars: dict[str, FrozenDays] = {}
    """Every calendar that a regime in use asks for, the organisation's own included."""
    zones: tuple[FrozenZone, ...] = ()
    """Offsets of the offices that regimes in use name."""
    counted_from: str = "1970-01-01"
    counted_until: str = "9999-12-31"
    """The span that offsets and calendars cover, ISO dates."""

    def to_json(self) -> dict[str, Any]:
        dumped: dict[str, Any] = self.model_dump(mode="json", by_alias=True, exclude_none=True)
        return dumped

    @cached_property
    def canonical(self) -> bytes:
        """The plan's canonical bytes, as they are kept beside every record of it."""
        return encode(self.to_json())

    @cached_property
    def digest(self) -> str:
        """Hex SHA-256 of the canonical bytes."""
        return hashlib.sha256(self.canonical).hexdigest()

    @cached_property
    def injects(self) -> dict[str, Inject]:
        return {inject.id: inject for inject in self.scenario.injects}

    @cached_property
    def responses(self) -> dict[str, Response]:
        return {response.id: response for response in self.scenario.responses}

    @cached_property
    def duties(self) -> dict[str, Duty]:
        return {duty.id: duty for duty in self.scenario.duties}

    @cached_property
    def questions(self) -> dict[str, Question]:
        return {question.id: question for question in self.scenario.questions}

    @cached_property
    def decisions(self) -> dict[str, DecisionPoint]:
        return {decision.id: decision for decision in self.scenario.decisions}

    @cached_property
    def offered_terms(self) -> dict[Source, tuple[str, ...]]:
        """Source to the terms that its query page offers, hidden artefacts' included."""
        terms: dict[Source, set[str]] = {
            "logs": set(), "metrics": set(), "configuration": set(), "changes": set(),
        }  # fmt: skip
        for artefact in self.scenario.artefacts:
            terms[artefact.in_].update(artefact.terms)
        return {source: tuple(sorted(found)) for source, found in terms.items() if found}

    @cached_property
    def books(self) -> dict[str, Runbook]:
        return {book.runbook: book for book in self.runbooks}

    @cached_property
    def laws(self) -> dict[str, Regime]:
        return {regime.id: regime for regime in self.regimes}

    @cached_property
    def place(self) -> Place:
        """Where this plan's notices are counted."""
        return Place(
            local=LocalTime(self.scenario.starts.zone, self.offsets),
            calendar=self.calendar,
            working={name: self._days(name, days) for name, days in self.calendars.items()},
            zones={one.zone: LocalTime(one.zone, one.offsets) for one in self.zones},
        )

    @cached_property
    def working(self) -> WorkingDays:
        """The days on which the organisation itself works."""
        return self._days(self.calendar or "", FrozenDays(closed=self.closed_days))

    def _days(self, name: str, days: FrozenDays) -> WorkingDays:
        return WorkingDays(
            calendar=name,
            first=date.fromisoformat(self.counted_from),
            last=date.fromisoformat(self.counted_until),
            closed=frozenset(date.fromisoformat(day) for day in days.closed),
            optional=frozenset(date.fromisoformat(day) for day in days.optional),
        )
