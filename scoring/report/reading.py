"""What every section of the report reads from: plan, record, scorecard, and what the shell knows.

The shell hands in what a pure fold cannot know (the head, where the record lay, opened words);
nothing here opens a seal or asks a clock.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final, TypeVar

from evidence import Body, Event, Seq
from evidence.kinds.exercise import ExerciseOpened, FieldRedacted
from evidence.programme import Programme
from scenarios import Controls, Plan
from scoring.case import Case, open_case
from scoring.figure import Metric, Verdict
from scoring.report.document import Cell, Opened, Said, Tone
from scoring.report.names import Names
from scoring.scorecard import Scorecard
from scoring.timeline import Timeline
from scoring.wording import instant, show_span, show_value, span

B = TypeVar("B", bound=Body)

Words = Mapping[tuple[Seq, str], str]
"""Opened words by leaf and field (``body.words``).  What is not here is *given, sealed*."""

RUNS: Final = {
    "dry-run": "Dry run",
    "practice": "Practice",
    "exercise": "Exercise",
    "measured": "Measured run",
}
COUNTS: Final = frozenset({"exercise", "measured"})
"""Kinds of run that count as coverage."""

_DAY_MS: Final = 86_400_000

VERDICTS: Final[dict[Verdict, tuple[str, Tone]]] = {
    "met": ("met", "good"),
    "not-met": ("missed", "bad"),
    "late": ("late", "bad"),
    "arguable": ("arguable", "warn"),
    "not-due": ("not due", "idle"),
    "not-rated": ("not rated", "idle"),
    "not-observed": ("not observed", "idle"),
    "could-not-verify": ("could not verify", "bad"),
    "info": ("for information", "idle"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """What the shell knows of a record that the record itself does not say.

    Attributes:
        head: Hex head of the record as it was read.
        size: How many leaves it has.
        head_words: The head as words to be read aloud, where they exist.
        wall: UTC milliseconds of the first and the last leaf; ``None`` where wall time was dropped.
        source: Where the record came from, in words.
        product: Name and version of what wrote the report.
        verified: What was checked before reading, in words.
        outside: Heads that others hold, one line each; none is said so.
        profile: ``full``, ``auditor`` or ``public`` for a bundle, ``store`` for a store.
    """

    head: str
    size: int
    head_words: str | None = None
    wall: tuple[int, int] | None = None
    source: str
    product: str
    verified: str
    outside: tuple[str, ...] = ()
    profile: str = "store"


@dataclass(frozen=True)
class Reading:
    """One record, ready to be asked by every section."""

    plan: Plan
    record: Sequence[Event]
    scorecard: Scorecard
    provenance: Provenance
    controls: Controls
    words: Words = field(default_factory=dict)
    programme: Programme | None = None

    @cached_property
    def names(self) -> Names:
        return Names(self.plan)

    @cached_property
    def timeline(self) -> Timeline:
        return Timeline(self.record, self.plan.organisation)

    @cached_property
    def case(self) -> Case:
        return open_case(self.plan, self.timeline)

    @cached_property
    def opened(self) -> ExerciseOpened:
        body = self.record[0].body
        assert isinstance(body, ExerciseOpened), "a record begins with its opening"
        return body

    @cached_property
    def redacted(self) -> frozenset[tuple[Seq, str]]:
        return frozenset((b.seq, b.field) for _, b in self.all_of(FieldRedacted))

    @cached_property
    def seats(self) -> frozenset[str]:
        return frozenset(self.plan.organisation.roles)

    @property
    def counts(self) -> bool:
        """Whether this kind of run counts as coverage."""
        return self.opened.run in COUNTS

    @cached_property
    def _by_kind(self) -> dict[type[Body], list[tuple[Event, Any]]]:
        found: dict[type[Body], list[tuple[Event, Any]]] = {}
        for event in self.record:
            found.setdefault(type(event.body), []).append((event, event.body))
        return found

    def all_of(self, kind: type[B]) -> Sequence[tuple[Event, B]]:
        """Every fact of one kind, what was marked as artificial and the review included."""
        return self._by_kind.get(kind, [])

    def spoken(self, fact: Event, field_: str = "body.words", *, by: str | None = None) -> Said:
        """The words that came with a fact: they stand in the command that led to it."""
        command = self.timeline.at_seq(fact.cause) if fact.cause is not None else None
        return self.said(command or fact, field_, by=by)

    def said(self, event: Event, field_: str = "body.words", *, by: str | None = None) -> Said:
        """What a person typed into this leaf, if the shell opened it."""
        key = (event.seq, field_)
        who = by or self.who(event)
        if key in self.words:
            return Said(text=self.words[key], state="open", by=who, cites=(event.seq,))
        if key in self.redacted:
            return Said(text=None, state="redacted", by=who, cites=(event.seq,))
        return Said(text=None, state="sealed", by=who, cites=(event.seq,))

    def words_of(self, seq: Seq | None, *fields: str) -> str:
        """Opened words of a leaf as one line; ``given, sealed`` or ``redacted`` where not opened.

        Nothing where the leaf has no such field.
        """
        event = self.timeline.at_seq(seq) if seq is not None else None
        for name in fields or ("words", "text"):
            if event is None or getattr(event.body, name, None) is None:
                continue
            said = self.said(event, f"body.{name}")
            if said.text is not None:
                return " ".join(said.text.split())
            return "redacted" if said.state == "redacted" else "given, sealed"
        return ""

    def who(self, event: Event) -> str:
        """The seat, or who else, in words."""
        seat = self.timeline.seat_of(event)
        if seat is not None:
            return self.names.title(seat)
        return {"control": "Control", "shell": "The server", "world": "The world"}.get(
            event.origin, event.actor or "–"
        )

    def seat(self, seat: str) -> str:
        return self.names.title(seat)

    def role(self, role: str) -> str:
        return self.names.words(role)

    def cited(self, text: str, *events: Event | None, tone: Tone | None = None) -> Cell:
        """A text with the leaves of some events."""
        return Cell(text=text, tone=tone, cites=tuple(e.seq for e in events if e is not None))


def clock(at: int) -> str:
    """An instant of exercise time, ``0:58:20``; before StartEx it has a minus."""
    return instant(at).removeprefix("E ").removeprefix("0") if at >= 0 else f"−{clock(-at)}"


def lasted(ms: int) -> str:
    """A duration: ``9:00``, ``2:40:00``, from a day on ``71 h 32 min``."""
    return show_span(ms) if abs(ms) >= _DAY_MS else span(ms).replace("-", "−")


def value_of(metric: Metric) -> str:
    """The figure as it is printed."""
    if metric.value is None:
        return "–"
    return lasted(int(metric.value)) if metric.unit == "ms" else show_value(
        metric.value, metric.unit
    )  # fmt: skip


def target_of(metric: Metric, *, whose: bool = True) -> str:
    """What it is held against, and whose that is."""
    target = metric.target
    if target is None:
        return "none"
    if target.bound == "by":
        return f"by {clock(int(target.value))}"
    shown = (
        lasted(int(target.value)) if metric.unit == "ms" else show_value(target.value, metric.unit)
    )
    bound = "≤" if target.bound == "at-most" else "≥"
    return f"{bound} {shown}" + (f", {target.named}" if whose else "")


def verdict_of(metric: Metric) -> Cell:
    """The verdict with its margin where there is one: ``missed by 1:46:20``."""
    words, tone = VERDICTS[metric.verdict]
    target = metric.target
    if (
        metric.verdict in ("not-met", "late")
        and metric.unit == "ms"
        and metric.value is not None
        and target is not None
        and target.bound == "at-most"
    ):
        words = f"missed by {lasted(int(metric.value) - int(target.value))}"
    return Cell(text=words, tone=tone)


def opened_figure(metric: Metric) -> Opened:
    """What a figure opens to."""
    excluded = tuple(Cell(text=f"{x.what}: {x.why}", cites=x.cites) for x in metric.excluded)
    return Opened(formula=metric.formula, cites=metric.cites, excluded=excluded)


def listed_words(items: Iterable[str]) -> str:
    """``a, b and c``."""
    *most, last = list(items) or [""]
    return f"{', '.join(most)} and {last}" if most else last
