"""The PDF: tagged, titled, EXERCISE on every sheet, and the same bytes for the same report."""

import io
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pikepdf
import pytest

from facilitator.print import render_pdf
from facilitator.print.html import render_paper
from scoring.report import Report
from tests.print.reading import text_of


@pytest.fixture(scope="module")
def data(report: Report) -> bytes:
    return render_pdf(report)


@pytest.fixture(scope="module")
def pdf(data: bytes) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(data)) as opened:
        yield opened


def structure(pdf: pikepdf.Pdf) -> list[Any]:
    """The structure elements in reading order."""
    found: list[Any] = []

    def walk(element: Any) -> None:
        if isinstance(element, pikepdf.Array):
            for one in element:
                walk(one)
        elif isinstance(element, pikepdf.Dictionary):
            if "/S" in element:
                found.append(element)
            if "/K" in element:
                walk(element.K)

    walk(pdf.Root.StructTreeRoot)
    return found


def test_it_is_tagged_and_has_language_and_title(pdf: pikepdf.Pdf, report: Report) -> None:
    assert bool(pdf.Root.MarkInfo.Marked)
    assert str(pdf.Root.Lang) == "en"
    assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
    with pdf.open_metadata() as metadata:
        assert report.front.title in metadata["dc:title"]
        assert metadata["pdfuaid:part"] == "1"


def test_every_figure_has_its_alternative_text(pdf: pikepdf.Pdf) -> None:
    figures = [element for element in structure(pdf) if element.S == "/Figure"]

    assert len(figures) == 4
    assert all(len(str(figure.Alt)) > 30 for figure in figures)


def test_headings_are_in_order(pdf: pikepdf.Pdf) -> None:
    names = [str(element.S) for element in structure(pdf)]
    levels = [int(name[2]) for name in names if re.fullmatch("/H[1-6]", name)]

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_tables_have_heads_for_their_columns_and_rows(pdf: pikepdf.Pdf) -> None:
    names = [str(element.S) for element in structure(pdf)]

    assert names.count("/Table") >= 20
    assert names.count("/TH") > names.count("/Table")


def test_exercise_title_head_and_number_are_on_every_sheet(
    pdf: pikepdf.Pdf, report: Report
) -> None:
    pages = [text_of(page) for page in pdf.pages]

    assert len(pages) > 10
    for number, text in enumerate(pages, start=1):
        assert "EXERCISE" in text
        assert f"{report.front.title} · dry run · draft 1" in text
        assert f"Head {report.size}: {report.head[:32]}" in text
        assert f"Page {number} of {len(pages)}" in text


def test_the_same_report_gives_the_same_bytes(data: bytes, report: Report) -> None:
    assert render_pdf(report) == data


def test_the_head_of_the_record_is_in_the_file_itself(pdf: pikepdf.Pdf, report: Report) -> None:
    with pdf.open_metadata() as metadata:
        assert f"head {report.size} {report.head}" in metadata["pdf:Keywords"]


def test_every_entry_number_on_paper_leads_to_its_line(report: Report) -> None:
    paper = render_paper(report)

    cited = set(re.findall(r'href="#e(\d+)"', paper))
    listed = set(re.findall(r'id="e(\d+)"', paper))

    assert cited
    assert cited <= listed
    assert len(listed) < report.size / 2


def test_no_text_on_paper_ends_in_a_space_at_which_its_line_would_break_wrongly(
    report: Report,
) -> None:
    paper = render_paper(report)

    assert not re.search(r"\s</(td|th|p|li)>", paper)
    assert not re.search(r'\w\s+<a class="cite"', paper)
