"""Markdown, JSON and XLSX: the same report, and nothing that a program would take for more."""

import io
import json
import re

import msgspec
from openpyxl import load_workbook

from facilitator.print import FORMS, render_markdown, render_workbook
from facilitator.print.workbook import guarded
from scoring.report import Report
from tests.scoring.report.reports import a_report
from tests.scoring.report.test_document import PLAY


def with_words(report: Report, words: str) -> Report:
    log = tuple(msgspec.structs.replace(entry, says=words) for entry in report.log)
    return msgspec.structs.replace(report, log=log)


def test_markdown_has_every_section_and_tables_of_one_width(report: Report) -> None:
    text = render_markdown(report)

    assert text.startswith("**EXERCISE**")
    assert len(re.findall(r"(?m)^## [0-9A-F]+\. ", text)) == 22
    for table in re.findall(r"(?m)(?:^\|.*\|\n)+", text):
        lines = table.strip().splitlines()
        assert len({len(re.findall(r"(?<!\\)\|", line)) for line in lines}) == 1


def test_what_people_typed_is_no_markup_in_markdown() -> None:
    text = render_markdown(with_words(a_report(PLAY), "# no | <b>bold</b> [a](http://b)"))

    assert "\\# no \\| \\<b\\>bold\\</b\\> \\[a\\]" in text


def test_json_is_the_document_itself(report: Report) -> None:
    document = json.loads(FORMS["json"](report))

    assert document["exercise"] == report.exercise
    assert [s["number"] for s in document["sections"]] == [s.number for s in report.sections]
    assert document["log"][-1]["seq"] == report.log[-1].seq


def test_a_spreadsheet_takes_no_words_for_a_formula() -> None:
    words = '=HYPERLINK("http://b","click")'
    book = load_workbook(io.BytesIO(render_workbook(with_words(a_report(PLAY), words))))

    cells = [cell for sheet in book for line in sheet.iter_rows() for cell in line]
    assert [cell for cell in cells if cell.data_type == "f"] == []
    assert "'" + words in {cell.value for cell in cells}
    for start in ("=1", "+1", "-1", "@x", "\t=1", "\r=1"):
        assert guarded(start) == f"'{start}"
    assert guarded("plain\x07 words") == "plain words"


def test_the_workbook_has_the_log_and_the_figures_and_is_the_same_each_time(
    report: Report,
) -> None:
    data = render_workbook(report)

    book = load_workbook(io.BytesIO(data))
    assert render_workbook(report) == data
    assert book["Log"].max_row == len(report.log) + 1
    assert {"Report", "Figures", "MSEL", "Controls", "Log"} <= set(book.sheetnames)
