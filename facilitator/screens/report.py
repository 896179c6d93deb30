"""The report's own page: what stands, its words section by section, who signed, and the files."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Final, get_args

from evidence import Event
from evidence.kinds.review import ReportEdited, Statement
from facilitator.screens.actions import Actions
from facilitator.screens.beside import BesideLine
from facilitator.screens.message import Piece, pieces
from facilitator.screens.seen import Words
from scoring import Scorecard
from scoring.report import EDITABLE, Grid, Report

FORMS: Final = (
    ("html", "Read it", "the accessible, primary form; it opens in this browser"),
    ("pdf", "PDF", "for paper and for the file; tagged"),
    ("xlsx", "Workbook", "tables to sort and filter"),
    ("md", "Markdown", "to paste elsewhere"),
    ("json", "JSON", "for programs"),
)
BUNDLES: Final = (
    ("auditor", "For an auditor", "contacts and names held back; verifies offline"),
    ("full", "Full", "everything that is still there"),
    ("public", "Public", "no typed words at all"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionLine:
    """One section of the report; ``words`` are the present version of what was added to it."""

    number: str
    title: str
    words: str
    version: int
    earlier: tuple[str, ...]
    """What stood before, the latest first."""
    pieces: tuple[Piece, ...]
    """What the present version changed of the one before it, word by word."""
    editable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementLine:
    """One of the five statements of the sign-off."""

    key: str
    who: str
    says: str
    state: str
    signed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedOver:
    """Hex digests of what a signature is about: what stood when the page was drawn.

    ``head`` is the record's last leaf, ``scorecard`` its scorecard's canonical bytes, ``report``
    the report's JSON form, as ``drillroom report --format json`` writes it.
    """

    head: str
    scorecard: str
    report: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPage:
    """The context of ``report.html``.  Before EndEx there is no ``report`` and nothing to sign."""

    ended: bool
    status: str = ""
    version: int = 0
    summary: str = ""
    over: SignedOver | None = None
    sections: tuple[SectionLine, ...] = ()
    statements: tuple[StatementLine, ...] = ()
    tasks: tuple[tuple[str, str], ...] = ()
    """Critical tasks, id and title: a signer may disagree with the rating of some."""
    forms: tuple[tuple[str, str, str], ...] = FORMS
    bundles: tuple[tuple[str, str, str], ...] = BUNDLES
    actions: Actions = field(default_factory=Actions)
    beside: tuple[BesideLine, ...] | None = None
    """The team's recovery beside simulated teams', once somebody asked for it."""
    plays: int = 0
    """How many simulated plays stand beside it."""
    may_write: bool = False


def report_page(
    report: Report,
    card: Scorecard,
    *,
    events: tuple[Event, ...],
    words: Words,
    over: SignedOver,
    actions: Actions,
    may_write: bool,
) -> ReportPage:
    """Lay out a report, and the scorecard it rests on, for whoever edits and signs it."""
    edits: dict[str, list[str]] = defaultdict(list)
    for event in events:
        if isinstance(event.body, ReportEdited) and event.cause is not None:
            said = words.get((event.cause, "body.words"), "(removed)")
            edits[event.body.section].insert(0, said)

    def line(number: str, title: str) -> SectionLine:
        latest, *earlier = edits[number] or [""]
        return SectionLine(
            number=number,
            title=title,
            words=latest,
            version=len(edits[number]),
            earlier=tuple(earlier),
            pieces=pieces(earlier[0], latest) if earlier else (),
            editable=number in EDITABLE,
        )

    return ReportPage(
        ended=True,
        status=report.front.status,
        version=report.front.version,
        summary=report.front.summary,
        over=over,
        sections=tuple(line(one.number, one.title) for one in report.sections),
        statements=_statements(report),
        tasks=tuple((task.id, task.title) for one in card.objectives for task in one.tasks),
        actions=actions,
        may_write=may_write,
    )


def _statements(report: Report) -> tuple[StatementLine, ...]:
    """The rows of section F, each with the word that its form sends."""
    grid = next(block for block in report.section("F").blocks if isinstance(block, Grid))
    return tuple(
        StatementLine(
            key=key, who=who.text, says=says.text, state=state.text, signed=bool(state.cites)
        )
        for key, (who, says, state, _) in zip(
            get_args(Statement), (row.cells for row in grid.rows), strict=True
        )
    )
