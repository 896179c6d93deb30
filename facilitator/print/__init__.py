"""Printing: the report, the print pack and the workbook, from pure documents to files.

The heavy libraries are asked for where they are used, so that HTML, Markdown and JSON work
without the extra `reports`.
"""

from facilitator.print.extras import NotInstalled
from facilitator.print.html import render_body, render_html, stylesheet
from facilitator.print.markdown import render_markdown
from facilitator.print.pdf import render_pdf
from facilitator.print.reporting import FORMS, provenance, report_of
from facilitator.print.workbook import render_workbook

__all__ = [
    "FORMS",
    "NotInstalled",
    "provenance",
    "render_body",
    "render_html",
    "render_markdown",
    "render_pdf",
    "render_workbook",
    "report_of",
    "stylesheet",
]
