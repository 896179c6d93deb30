"""Log and figures as a workbook, for auditors who sort and sample.

What people typed stays text: a cell that a spreadsheet would take for a formula is guarded.  The
same report gives the same bytes.  Needs the extra `reports`.
"""

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final

from facilitator.print.extras import need
from scoring.report import Cell, Chart, Grid, Report, clock

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""What makes a spreadsheet take a text for a formula.  Source: OWASP, CSV injection."""
_MOST_CHARS: Final = 32_767  # what a cell holds
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # the first instant that a zip file knows
_MODIFIED: Final = re.compile(rb"<dcterms:modified[^>]*>[^<]*</dcterms:modified>")
_SHEETS: Final = (
    ("4", "Ratings"),
    ("6", "Figures"),
    ("7", "MSEL"),
    ("8", "Decisions"),
    ("9", "Notices and messages"),
    ("13", "Risks"),
    ("14", "Controls"),
    ("15", "Prior actions"),
    ("A", "Improvement plan"),
)


def render_workbook(report: Report) -> bytes:
    """The bytes of the workbook.

    Raises:
        NotInstalled: The extra is not there.
    """
    need("xlsx")
    from openpyxl import Workbook

    book = Workbook()
    front = book.active
    assert front is not None
    front.title = "Report"
    _front(front, report)
    for number, title in _SHEETS:
        sheet = book.create_sheet(title)
        grids = _grids(report, number)
        for grid in grids:
            _grid(sheet, grid)
        if not grids:
            _line(sheet, (report.section(number).empty or "No table.",))
    log = book.create_sheet("Log")
    _line(log, ("Entry", "At (ms)", "At", "Who", "What", "Kind"))
    for entry in report.log:
        _line(log, (entry.seq, entry.at, clock(entry.at), entry.who, entry.says, entry.kind))
    log.freeze_panes = "A2"
    book.properties.created = datetime(*_EPOCH)  # noqa: DTZ001
    book.properties.title = f"EXERCISE: {report.front.title}"
    kept = io.BytesIO()
    book.save(kept)
    return _dateless(kept.getvalue())


def _front(sheet: "Worksheet", report: Report) -> None:
    _line(sheet, ("EXERCISE",))
    _line(sheet, (report.front.title,))
    _line(sheet, (report.front.subtitle,))
    _line(sheet, (f"{report.front.status} {report.front.version}", report.front.run))
    for name, cell in report.front.facts.rows:
        _line(sheet, (name, plain(cell)))
    _line(sheet, ("Conflicts of interest", report.front.conflicts))
    _line(sheet, ("Head", report.head))
    _line(sheet, ("In one paragraph", report.front.summary))


def _grids(report: Report, number: str) -> Sequence[Grid]:
    blocks = report.section(number).blocks
    found = [b.table if isinstance(b, Chart) else b for b in blocks]
    return [one for one in found if isinstance(one, Grid)]


def _grid(sheet: "Worksheet", grid: Grid) -> None:
    _line(sheet, (grid.caption,))
    _line(sheet, [*(column.title for column in grid.columns), "Formula", "Entries"])
    for row in grid.rows:
        cites = sorted({seq for cell in row.cells for seq in cell.cites})
        cites += [] if row.opens is None else row.opens.cites
        formula = row.opens.formula if row.opens else ""
        shown = ", ".join(str(seq) for seq in dict.fromkeys(cites))
        _line(sheet, [*(plain(cell) for cell in row.cells), formula, shown])
    _line(sheet, ())


def plain(cell: Cell) -> str:
    """A cell of the report as text."""
    parts = [cell.text if not cell.rating or cell.text == cell.rating else
             f"{cell.rating} {cell.text}"]  # fmt: skip
    parts += [link.text for link in cell.links]
    parts += [f"missing: {one.text}" for one in cell.missing]
    parts += [cell.beneath] if cell.beneath else []
    return "; ".join(part for part in parts if part)


def guarded(text: str) -> str:
    """A text that no spreadsheet takes for a formula, without characters that XML cannot hold."""
    clean = "".join(c for c in text if c in "\t\n\r" or c >= " ")[:_MOST_CHARS]
    return f"'{clean}"[:_MOST_CHARS] if clean.startswith(_FORMULA) else clean


def _line(sheet: "Worksheet", values: Sequence[str | int]) -> None:
    sheet.append([guarded(value) if isinstance(value, str) else value for value in values])


def _dateless(data: bytes) -> bytes:
    """The same workbook without any instant of writing: the same report is the same file."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as made, zipfile.ZipFile(kept, "w") as out:
        for item in made.infolist():
            info = zipfile.ZipInfo(item.filename, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            out.writestr(info, _MODIFIED.sub(b"", made.read(item.filename)))
    return kept.getvalue()
