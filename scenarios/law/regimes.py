"""Notification regimes as versioned data: who must tell whom, from when, by which text.

Facts with citations for rehearsals, not legal advice.  Ids, stages and start events carry the
names by which the texts are usually spoken of (``aware``, ``classified_major``).
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final, Literal, Self, TypeAlias

from pydantic import Field, model_validator

from runbooks.authored import (
    AuthoredModel,
    Line,
    LocalInstant,
    Several,
    Switch,
    Text,
    Word,
    Wrong,
    did_you_mean,
)
from scenarios.law.days import ClockTime, Day, YearDay
from scenarios.law.period import Period

Facts: TypeAlias = Mapping[str, tuple[str, ...]]
"""What is known of an incident and of who has it: key to values, ``entity: (insurer,)``."""

Confidence: TypeAlias = Literal["text seen", "known, not seen here", "unsure"]
"""Whether the official text was read when the row was written."""

ANY_RULE_ASKS: Final = frozenset({"entity", "calendar", "relief", "also-closed", "open-after-all"})
"""Facts about whoever notifies."""

SCALES: Final[Mapping[str, tuple[str, ...]]] = {"risk": ("unlikely", "likely", "high")}
"""Facts that are a step of a scale, mildest first."""

CountsFrom: TypeAlias = Literal["instant", "day", "first-day", "year-end"]
"""What a period in days runs from: the instant; the day of it; that day as day one; the end of
the calendar year of it."""

ReadingKind: TypeAlias = Literal[
    "first-hour",
    "two-working-days",
    "last-hour",
    "next-working-day",
    "day-after",
    "longest",
    "optional-days",
]
"""Ways in which the same words are arguably counted to a later instant; see ``readings.py``."""


class Status(AuthoredModel):
    """Whether a rule binds, and since when.  One that does not can be rehearsed, and says so."""

    is_: Literal[
        "in force", "contractual", "legacy", "proposal", "not in force", "unclear"
    ] = Field(alias="is")  # fmt: skip
    since: Day | None = None
    until: Day | None = None
    """The first day on which it no longer binds."""
    says: Line | None = None

    def binds_on(self, day: date) -> bool:
        """Whether it binds then; what is legacy did until it was replaced."""
        if self.is_ == "legacy":
            return self.until is not None and day < self.until
        return self.is_ in ("in force", "contractual") and (self.since is None or self.since <= day)

    def __str__(self) -> str:
        from_then = f" from {self.since}" if self.since else ""
        from_then += f" since {self.until}" if self.until else ""
        return f"{self.is_}{from_then}" + (f": {self.says}" if self.says else "")


class When(AuthoredModel):
    """A fact with one of these values."""

    fact: Line
    is_: Several[Line] = Field(alias="is")

    def holds(self, facts: Facts) -> bool:
        return bool(set(facts.get(self.fact, ())) & set(self.is_))


class Variant(When):
    """Another period, where a fact calls for it."""

    within: Period
    rule: Line


class Former(AuthoredModel):
    """What the text said to clocks that started before it was changed."""

    before: LocalInstant
    within: Period
    rule: Line


class NotOwed(When):
    """A fact under which there is nothing to notify, and what is still to be done."""

    says: Line


class Bound(AuthoredModel):
    """A second limit from another event; ``lapses``: not where the clock starts after it."""

    starts: Line
    within: Period
    lapses: Switch = False
    of_start: Switch = False
    """The limit is for the start event itself (a classification), not for the notice."""


class Relief(AuthoredModel):
    """A limit on a closed day moves to this time of the next working day, with exclusions."""

    until: ClockTime
    not_for: Several[Word] = ()
    """Entities that must keep the limit."""
    says: Line


class Closing(AuthoredModel):
    """The time of day at which the last day closes, on the clocks of the office that receives."""

    at: ClockTime
    zone: Line


class Stage(AuthoredModel):
    id: Word
    starts: Line
    """The event that starts the clock."""
    starts_anew: bool = False
    """Whether the latest such event counts: each update of a report starts the clock again."""
    within: Period | None = None
    """Absent where the law names no number."""
    counts_from: CountsFrom = "instant"
    no_later: Bound | None = None
    relief: Relief | None = None
    closes: Closing | None = None
    variants: tuple[Variant, ...] = ()
    formerly: tuple[Former, ...] = ()
    """Earlier versions of the text, oldest first."""
    readings: dict[ReadingKind, Line] | None = None
    """Those of the regime, unless the stage has its own."""
    submitted: Line | None = None
    """The event of this stage's own notice; ``<id>_submitted`` unless given."""
    rule: Line
    note: Line | None = None

    @property
    def ends(self) -> str:
        return self.submitted or f"{self.id.replace('-', '_')}_submitted"

    def under(self, facts: Facts, start: int | None) -> tuple[Period | None, str]:
        """Period and rule, once the start (UTC) has chosen the version and facts the variant."""
        for former in self.formerly:
            if start is not None and start < former.before.utc_ms:
                return former.within, former.rule
        for variant in self.variants:
            if variant.holds(facts):
                return variant.within, variant.rule
        return self.within, self.rule


class Applies(AuthoredModel):
    """Whom a regime binds.  Every line that is given must hold; within one, any value will do."""

    where: Several[Line] = ()
    """Jurisdictions: ``EU`` stands for every member state."""
    entities: Several[Word] = ()
    sectors: Several[Word] = ()
    positions: Several[Literal["controller", "processor"]] = ()
    """For personal data: in which position the organisation holds it."""
    unless: Several[Word] = ()
    """Regimes that displace this one."""
    once: dict[Line, Several[Line]] = {}
    """Facts of the incident that must become known: fact to the values that call for it."""


class Regime(AuthoredModel):
    id: Word
    title: Line
    jurisdiction: Line
    status: Status
    who: Line
    whom: Line
    applies: Applies = Applies()
    threshold: Text | None = None
    not_owed: NotOwed | None = None
    content: Text | None = None
    record: Text | None = None
    counting: Text | None = None
    """How weekends, holidays and days are counted, in words."""
    calendar: Line | None = None
    """The calendar that the rule itself names; otherwise that of whoever notifies."""
    closed_yearly: tuple[YearDay, ...] = ()
    """``12-29``: days of every year on which the office is closed, for the last day only."""
    reckoned_by: Word | None = None
    """A law of time that several regimes share; the file says how it reads."""
    readings: dict[ReadingKind, Line] = {}
    """Its own, beside those of the law of time."""
    citation: Text
    confidence: Confidence
    not_seen: tuple[Line, ...] = ()
    """Figures of this row whose text was not seen."""
    notes: Text | None = None
    stages: tuple[Stage, ...] = Field(min_length=1)
    also_knows: tuple[Line, ...] = ()
    """Events that start nothing here, and are still worth telling."""
    version: Line = ""
    """Of the data; taken from the file."""
    verified_on: Line = ""

    @property
    def compared_on(self) -> date:
        """When its facts were last compared; for a rule out of no file, long ago."""
        return date.fromisoformat(self.verified_on) if self.verified_on else date.min

    def stage(self, stage: str | None) -> Stage | None:
        """The stage with this id; the first where *stage* is ``None``."""
        if stage is None:
            return self.stages[0]
        return next((s for s in self.stages if s.id == stage), None)

    def readings_of(self, stage: Stage) -> dict[ReadingKind, str]:
        return dict(self.readings if stage.readings is None else stage.readings)

    @property
    def facts(self) -> frozenset[str]:
        """The facts that its clocks ask for."""
        whens = [variant for stage in self.stages for variant in stage.variants]
        found = {when.fact for when in whens} | set(self.applies.once)
        return frozenset(found | ({self.not_owed.fact} if self.not_owed else set()))

    @property
    def asks_what_it_is(self) -> bool:
        """Whether a due instant here depends on the kind of entity."""
        return any(
            (stage.relief is not None and stage.relief.not_for)
            or any(variant.fact == "entity" for variant in stage.variants)
            for stage in self.stages
        )

    @property
    def asks_for_working_days(self) -> bool:
        """Whether a due instant here, and not just another reading, depends on holidays."""
        periods = [s.within for s in self.stages] + [
            v.within for s in self.stages for v in s.variants
        ]
        return any(s.relief for s in self.stages) or any(
            period is not None and period.unit == "business days" for period in periods
        )

    @property
    def offices(self) -> frozenset[str]:
        """The zones in which a last day closes."""
        return frozenset(s.closes.zone for s in self.stages if s.closes is not None)

    @property
    def events(self) -> frozenset[str]:
        """Every event that one of its clocks, or its reader, can be told of."""
        found = set(self.also_knows)
        for stage in self.stages:
            found |= {stage.starts, stage.ends}
            if stage.no_later is not None:
                found.add(stage.no_later.starts)
        return frozenset(found)


class Regimes(AuthoredModel):
    """One file of regimes, with the date on which its facts were last compared."""

    regimes: Word
    version: Line
    verified_on: Day
    reckonings: dict[Word, dict[ReadingKind, Line]] = {}
    """Laws of time: how else the words of a period can be counted under each."""
    rules: tuple[Regime, ...]

    @model_validator(mode="after")
    def _each_rule_stands_alone(self) -> Self:
        """A plan freezes single rules, so each carries the file's version and its law of time."""
        rules = tuple(
            rule if rule.version else self._alone(rule, place)
            for place, rule in enumerate(self.rules)
        )
        object.__setattr__(self, "rules", rules)  # frozen for everybody else
        return self

    def _alone(self, rule: Regime, place: int) -> Regime:
        shared: dict[ReadingKind, str] = {}
        if rule.reckoned_by is not None:
            if rule.reckoned_by not in self.reckonings:
                raise Wrong(
                    f"there is no reckoning `{rule.reckoned_by}`",
                    did_you_mean(rule.reckoned_by, self.reckonings) or "write one",
                    at=("rules", place, "reckoned-by"),
                )
            shared = self.reckonings[rule.reckoned_by]
        told = {"version": self.version, "verified_on": str(self.verified_on)}
        return rule.model_copy(update={**told, "readings": {**shared, **rule.readings}})

    @classmethod
    def together(cls, files: Iterable["Regimes"]) -> "Regimes":
        """Several files as one; of two rules with one id the first stands."""
        found = tuple(files)
        rules = {rule.id: rule for file in reversed(found) for rule in reversed(file.rules)}
        return cls(
            regimes="together",
            version=max(file.version for file in found),
            verified_on=min(file.verified_on for file in found),
            rules=tuple(reversed(rules.values())),
        )

    def regime(self, regime: str) -> Regime | None:
        return next((r for r in self.rules if r.id == regime), None)

    @property
    def events(self) -> frozenset[str]:
        return frozenset().union(*(rule.events for rule in self.rules))
