"""From a record to a report in one of its forms."""

import json
from collections.abc import Callable
from typing import Final

from evidence import Opening
from facilitator.print.html import render_html
from facilitator.print.markdown import render_markdown
from facilitator.print.pdf import render_pdf
from facilitator.print.workbook import render_workbook
from facilitator.record_files import Record
from facilitator.self_check import engine_version
from scenarios import library_controls
from scoring import Scorecard
from scoring.report import Provenance, Report, Words, write_report

Form = Callable[[Report], bytes]


def _json(report: Report) -> bytes:
    return (json.dumps(report.to_json(), ensure_ascii=False, indent=1) + "\n").encode()


FORMS: Final[dict[str, Form]] = {
    "html": lambda report: render_html(report).encode(),
    "pdf": render_pdf,
    "md": lambda report: render_markdown(report).encode(),
    "json": _json,
    "xlsx": render_workbook,
}
"""The forms by name.  Each is the same report; HTML is the accessible, primary one."""


_OF_A_STORE: Final = (
    "Every entry names the hash of the one before it, and was recomputed before this report was "
    "made. No signature was checked; `drillroom bundle` and `verify` do."
)


def provenance(
    record: Record,
    *,
    source: str = "the store that recorded it",
    verified: str = _OF_A_STORE,
    profile: str = "store",
    head_words: str | None = None,
    outside: tuple[str, ...] = (),
) -> Provenance:
    """What the shell knows of a record."""
    return Provenance(
        head=record.head,
        size=len(record.events),
        head_words=head_words,
        wall=record.wall,
        source=source,
        product=engine_version(),
        verified=verified,
        outside=outside,
        profile=profile,
    )


def report_of(
    record: Record, known: Provenance | None = None, *, scorecard: Scorecard | None = None
) -> Report:
    """The report of a record, with the words that are still open."""
    return write_report(
        record.plan,
        record.events,
        provenance=known or provenance(record),
        controls=library_controls(),
        words=opened_words(record.openings),
        scorecard=scorecard,
        programme=record.programme,
    )


def opened_words(openings: tuple[Opening, ...]) -> Words:
    """Opened texts by leaf and field."""
    return {(o.seq, o.field): o.value for o in openings if isinstance(o.value, str)}
