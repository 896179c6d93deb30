"""The report as typed data: sections made of a few kinds of blocks, ready for any printer.

Printers (HTML, PDF, Markdown, JSON, XLSX) only set what stands here; none of them computes.
Every number comes from plan and record; the only words of people are those in ``Said``, which the
shell opened, and a printer marks them.
"""

from typing import Literal, TypeAlias

import msgspec

from evidence import Seq

Tone: TypeAlias = Literal["good", "warn", "bad", "news", "idle"]
"""Word, shape, colour: the word is in the text, a printer adds the other two."""
Rating: TypeAlias = Literal["P", "S", "M", "U", "N/A"]


class Cell(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What one place of a table says."""

    text: str
    tone: Tone | None = None
    rating: Rating | None = None
    cites: tuple[Seq, ...] = ()
    to: str | None = None
    """The anchor that the text leads to."""
    links: tuple["Cell", ...] = ()
    """Instead of one text: several, each with its own anchor and leaves."""
    strong: bool = False
    beneath: str = ""
    """A second line, smaller."""
    missing: tuple["Cell", ...] = ()
    """What is not there and would belong here."""


class Opened(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a figure opens to: its formula, the leaves it rests on, what was left out and why."""

    formula: str
    cites: tuple[Seq, ...] = ()
    excluded: tuple[Cell, ...] = ()


class Row(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    cells: tuple[Cell, ...]
    opens: Opened | None = None
    anchor: str | None = None
    slight: str = ""
    """What is said of it on paper, in one sentence with the others like it."""


class Column(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    title: str
    number: bool = False
    """Set to the right, digits under digits, no line break."""
    narrow: bool = False
    wide: bool = False


class Grid(msgspec.Struct, frozen=True, kw_only=True, tag="grid", omit_defaults=True):
    """A table; the first column names the row."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    quiet: bool = False
    """The caption is for readers who cannot see the heading right above it."""
    rest: str = ""
    """How the sentence of the slight rows begins."""
    flow: bool = False
    """On paper each row is a paragraph: a long list of which few read all."""
    anchor: str | None = None


class Prose(msgspec.Struct, frozen=True, kw_only=True, tag="prose", omit_defaults=True):
    text: str
    cites: tuple[Seq, ...] = ()
    small: bool = False


class Heading(msgspec.Struct, frozen=True, kw_only=True, tag="heading", omit_defaults=True):
    text: str
    anchor: str | None = None
    rating: Rating | None = None


class Pairs(msgspec.Struct, frozen=True, kw_only=True, tag="pairs", omit_defaults=True):
    """Names and what they are."""

    rows: tuple[tuple[str, Cell], ...]


class Point(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    lead: str
    text: str = ""
    cites: tuple[Seq, ...] = ()


class Points(msgspec.Struct, frozen=True, kw_only=True, tag="points", omit_defaults=True):
    items: tuple[Point, ...]


class Said(msgspec.Struct, frozen=True, kw_only=True, tag="said", omit_defaults=True):
    """Words that a person typed, as the shell opened them; ``None`` where it could not."""

    text: str | None
    state: Literal["open", "sealed", "redacted"]
    by: str
    cites: tuple[Seq, ...] = ()


class Note(msgspec.Struct, frozen=True, kw_only=True, tag="note", omit_defaults=True):
    """One sentence that must not be overlooked, or why something is not here."""

    text: str
    tone: Tone = "idle"
    cites: tuple[Seq, ...] = ()


class Mark(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Something at an instant, in a lane of a chart.  Instants are exercise milliseconds."""

    lane: str
    at: int
    until: int | None = None
    expected: int | None = None
    """How long it was expected to take."""
    says: str
    tone: Tone | None = None
    cites: tuple[Seq, ...] = ()


class Step(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """From ``at`` on the level is this; ``mildest`` makes it a band."""

    at: int
    level: int | None
    mildest: int | None = None


class Chart(msgspec.Struct, frozen=True, kw_only=True, tag="chart", omit_defaults=True):
    """What a picture shows; how it is drawn is the printer's.

    Attributes:
        kind: Which drawing: lanes, deadlines, severity or recovery.
        finding: What the picture shows, in a sentence: its alternative text.
        table: The same data as a table, always printed with it.
        marks: Lanes and bars.
        bands: The reference levels.
        steps: The called levels.
        jumped: Spans that control jumped.
        due: A line to hold the marks against, and what it is.
    """

    kind: Literal["lanes", "deadlines", "severity", "recovery"]
    title: str
    key: str
    finding: str
    table: Grid
    until: int
    always: bool = False
    """The table says more than the picture, so it is never folded away."""
    marks: tuple[Mark, ...] = ()
    bands: tuple[Step, ...] = ()
    steps: tuple[Step, ...] = ()
    jumped: tuple[tuple[int, int], ...] = ()
    due: tuple[int, str] | None = None


Block: TypeAlias = Prose | Heading | Pairs | Points | Grid | Said | Note | Chart


class Section(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One section of the report.  Without blocks, ``empty`` says why."""

    number: str
    """``0`` to ``15``, then ``A`` to ``F``: the numbers that auditors know."""
    title: str
    blocks: tuple[Block, ...] = ()
    empty: str | None = None

    @property
    def anchor(self) -> str:
        return f"s{self.number.lower()}"


class Entry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One leaf of the record, as the log annex lists it."""

    seq: Seq
    at: int
    kind: str
    who: str
    says: str
    tone: Tone | None = None
    late: bool = False
    """Written about an earlier instant: not contemporaneous."""


class Front(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Page 1: the page that tells it all."""

    title: str
    subtitle: str
    status: Literal["draft", "final"]
    version: int
    run: str
    """Kind of run, in words."""
    counts: bool
    """Only an exercise and a measured run count as coverage."""
    facts: Pairs
    conflicts: str
    summary: str
    objectives: Grid
    promises: Grid
    handling: str


class Report(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The whole report of one exercise."""

    exercise: str
    front: Front
    sections: tuple[Section, ...]
    log: tuple[Entry, ...]
    head: str
    """Hex root of the record that was read; a short form stands on every sheet."""
    size: int

    def section(self, number: str) -> Section:
        return next(section for section in self.sections if section.number == number)

    def to_json(self) -> dict[str, object]:
        """Plain data: no floats, nothing but what the printers set."""
        plain: dict[str, object] = msgspec.to_builtins(self)
        return plain
