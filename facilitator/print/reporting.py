"""From a stored record to a report in one of its forms."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Final

from evidence import Opening
from facilitator.bundle.reading import is_bundle, read_bundle
from facilitator.print.html import render_html
from facilitator.print.markdown import render_markdown
from facilitator.print.pdf import render_pdf
from facilitator.print.workbook import render_workbook
from facilitator.record_files import Record, read_record
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


_OF_A_STORE: Final = (
    "Every entry names the hash of the one before it, and was recomputed before this report was "
    "made. No signature was checked; `drillroom bundle` and `verify` do."
)


def open_record(path: Path, *, exercise: str | None = None) -> tuple[Record, Provenance]:
    """A record out of a bundle, a store file or its folder, and what is known of where it lay.

    Raises:
        CannotRead: There is no such record, or it is not what was written.
        NotUnderstood: It is of another version, or has no entries.
    """
    if is_bundle(path):
        read = read_bundle(path)
        return read.record, provenance(
            read.record,
            source=f"a bundle, profile {read.profile}",
            verified=read.verified,
            profile=f"bundle ({read.profile})",
            head_words=read.head_words,
            outside=(read.outside,) if read.outside else (),
        )
    record = read_record(path, exercise=exercise)
    return record, provenance(record)


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


def report_of(record: Record, known: Provenance | None = None) -> Report:
    """The report of a record, with the words that are still open."""
    return write_report(
        record.plan,
        record.events,
        provenance=known or provenance(record),
        controls=library_controls(),
        words=opened_words(record.openings),
    )


def opened_words(openings: tuple[Opening, ...]) -> Words:
    """Opened texts by leaf and field."""
    return {(o.seq, o.field): o.value for o in openings if isinstance(o.value, str)}
