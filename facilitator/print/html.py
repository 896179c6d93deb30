"""The report as one self-contained page: the accessible, primary form, and the PDF's source.

Jinja2 with autoescape; one stylesheet, one template, no script.  Every figure opens to its formula
and the entries it rests on; every entry number leads to the log at the end.
"""

import re
from functools import cache
from importlib.resources import files
from typing import Final, Literal

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from facilitator.print.extras import drawing
from facilitator.print.paper import MOST_CITES, printed, widths
from scoring.report import Report, clock

_LAST: Final = re.compile(r"\s+(</(?:td|th|p|li|h3)>|<br>)")
_BEFORE: Final = re.compile(r"(?<![>\s])\s+(<(?:a|code)\b[^>]*>)")

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
    return _tight(_render(report, paper=True, pictures=True))


def _tight(page: str) -> str:
    """The page without spaces at the end of a text: they go away, or into what follows.

    WeasyPrint breaks a line after its first word where only the space at its end does not fit.
    """
    return _BEFORE.sub(r"\1 ", _LAST.sub(r"\1", page))


def render_body(report: Report, *, pictures: bool = True) -> str:
    """The report without head and frame, for a page of the room to stand around it."""
    template = environment().get_template("_report.html")
    return template.render(_context(report, paper=False, pictures=pictures))


def _render(report: Report, *, paper: bool, pictures: bool) -> str:
    template = environment().get_template("report.html")
    return template.render(_context(report, paper=paper, pictures=pictures))


def _context(report: Report, *, paper: bool, pictures: bool) -> dict[str, object]:
    draw = drawing(dark=not paper) if pictures else None
    listed = printed(report) if paper else None
    log = [entry for entry in report.log if listed is None or entry.seq in listed]
    return {
        "report": report,
        "paper": paper,
        "style": Markup(stylesheet("paper" if paper else "report")),
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
    made.filters["several"] = lambda cites: cites[:MOST_CITES]
    made.filters["more"] = lambda cites: len(cites) - MOST_CITES
    made.filters["widths"] = widths
    made.filters["items_of"] = lambda points: points.items
    return made


@cache
def stylesheet(name: Literal["report", "paper"] = "report") -> str:
    return files("facilitator.print").joinpath(f"templates/{name}.css").read_text()


def coded(text: str) -> Markup:
    """Escaped text in which what stands between backticks is code."""
    return Markup(re.sub(r"`([^`\n]+)`", r"<code>\1</code>", str(escape(text))))
