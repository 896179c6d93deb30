"""The report as a tagged PDF that is the same, byte for byte, for the same report.

WeasyPrint sets the paper form of the page: EXERCISE, title, head and page number on every sheet.
The file is tagged and aimed at PDF/UA-1; no conformance checker was at hand, so that is not
claimed.  Needs the extra `reports`.
"""

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from facilitator.print.extras import need
from facilitator.print.html import render_paper
from scoring.report import Report

_EPOCH: Final = "SOURCE_DATE_EPOCH"


def render_pdf(report: Report) -> bytes:
    """The bytes of the file.

    Raises:
        NotInstalled: The extra is not there.
    """
    return set_page(render_paper(report))


def set_page(html: str) -> bytes:
    """Set one self-contained page of ours, without any identifier that chance would make.

    Raises:
        NotInstalled: The extra is not there.
    """
    need("pdf")
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher

    only_inside = URLFetcher(allowed_protocols=["data"])  # pictures are in the page itself

    with _no_date(), _no_collector():
        made: bytes = HTML(string=html, url_fetcher=only_inside).write_pdf(pdf_variant="pdf/ua-1")
    return made


@contextmanager
def _no_date() -> Iterator[None]:
    """Fonts are stamped with the time of day unless this says otherwise."""
    before = os.environ.get(_EPOCH)
    os.environ[_EPOCH] = "0"
    try:
        yield
    finally:
        if before is None:
            del os.environ[_EPOCH]
        else:
            os.environ[_EPOCH] = before


@contextmanager
def _no_collector() -> Iterator[None]:
    """Setting makes some million boxes and drops none; searching them for rubbish costs a fifth."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
