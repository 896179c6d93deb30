"""The report as one self-contained page: the accessible, primary form, and the PDF's source.

Jinja2 with autoescape; one stylesheet, one template, no script.  Every figure opens to its formula
and the entries it rests on; every entry number leads to the log at the end.
"""

import re
from functools import cache
from importlib.resources import files
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from evidence import Seq
from facilitator.print.extras import drawing
from scoring.report import Block, Chart, Grid, Pairs, Points, Report, clock

CHAPTER: Final = 250
"""Entries of the log in one table: a PDF makes one table of each page of a long one."""


def render_html(report: Report, *, pictures: bool = True) -> str:
    """The whole page.  Without *pictures* the tables stand alone.

    Raises:
        NotInstalled: Pictures are asked for and the extra is not there.
    """
    return _render(report, paper=False, pictures=pictures)


def render_paper(report: Report) -> str:
    """The page that the PDF is set from: everything opened, and only cited entries in the log."""
    return _render(report, paper=True, pictures=True)


def render_body(report: Report, *, pictures: bool = True) -> str:
    """The report without head and frame, for a page of the room to stand around it."""
    template = environment().get_template("_report.html")
    return template.render(_context(report, paper=False, pictures=pictures))


def _render(report: Report, *, paper: bool, pictures: bool) -> str:
    template = environment().get_template("report.html")
    return template.render(_context(report, paper=paper, pictures=pictures))


def _context(report: Report, *, paper: bool, pictures: bool) -> dict[str, object]:
    draw = drawing(dark=not paper) if pictures else None
    listed = cited(report) if paper else None
    log = [entry for entry in report.log if listed is None or entry.seq in listed]
    return {
        "report": report,
        "paper": paper,
        "style": Markup(stylesheet()),
        "draw": draw,
        "log": [log[start : start + CHAPTER] for start in range(0, len(log), CHAPTER)],
        "left_out": len(report.log) - len(log),
    }


@cache
def environment() -> Environment:
    """The templates of everything that is printed."""
    loader = PackageLoader("facilitator.print", "templates")
    made = Environment(
        loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True,
        undefined=StrictUndefined,
    )  # fmt: skip
    made.filters["coded"] = coded
    made.filters["clock"] = clock
    made.filters["several"] = lambda cites: cites if len(cites) <= 12 else cites[:12]
    made.filters["items_of"] = lambda points: points.items
    return made


@cache
def stylesheet() -> str:
    return files("facilitator.print").joinpath("templates/report.css").read_text()


def coded(text: str) -> Markup:
    """Escaped text in which what stands between backticks is code."""
    return Markup(re.sub(r"`([^`\n]+)`", r"<code>\1</code>", str(escape(text))))


def cited(report: Report) -> frozenset[Seq]:
    """Every entry that the report leads to, and the first and the last."""
    found = {report.log[0].seq, report.log[-1].seq} if report.log else set()
    blocks: list[Block] = [report.front.facts, report.front.objectives, report.front.promises]
    blocks += [block for section in report.sections for block in section.blocks]
    for block in blocks:
        found |= set(_cites(block))
    return frozenset(found)


def _cites(block: Block) -> list[Seq]:
    match block:
        case Grid(rows=rows):
            cells = [cell for row in rows for cell in row.cells]
            cells += [link for cell in cells for link in cell.links]
            opened = [seq for row in rows if row.opens for seq in row.opens.cites]
            return [seq for cell in cells for seq in cell.cites] + opened
        case Pairs(rows=pairs):
            return [seq for _, cell in pairs for seq in cell.cites]
        case Points(items=items):
            return [seq for item in items for seq in item.cites]
        case Chart(table=table):
            return _cites(table)
        case _:
            return list(getattr(block, "cites", ()))
