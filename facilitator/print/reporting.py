"""From a stored record to a report in one of its forms."""

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


def report_of(record: Record) -> Report:
    """The report of a stored record, with the words that are still open."""
    return write_report(
        record.plan,
        record.events,
        provenance=Provenance(
            head=record.head,
            size=len(record.events),
            wall=record.wall,
            source="the store that recorded it",
            product=engine_version(),
            verified="Every entry names the hash of the one before it, and was recomputed before "
            "this report was made. No signature was checked: a store has none.",
        ),
        controls=library_controls(),
        words=opened_words(record.openings),
    )


def opened_words(openings: tuple[Opening, ...]) -> Words:
    """Opened texts by leaf and field."""
    return {(o.seq, o.field): o.value for o in openings if isinstance(o.value, str)}
