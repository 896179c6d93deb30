"""Pictures: the same bytes for the same data, ids of their own, colours that survive a printer."""

import re

import pytest
from msgspec import structs

from facilitator.print.charts import DARK, draw
from scoring.report import Chart, Report


def charts(report: Report) -> dict[str, Chart]:
    blocks = [block for section in report.sections for block in section.blocks]
    return {block.kind: block for block in blocks if isinstance(block, Chart)}


@pytest.mark.parametrize("kind", ["lanes", "severity", "deadlines", "recovery"])
def test_the_same_data_gives_the_same_bytes_whatever_was_drawn_before(
    report: Report, kind: str
) -> None:
    chart = charts(report)[kind]

    first = draw(chart)
    for other in charts(report).values():
        draw(other)

    assert draw(chart) == first


@pytest.mark.parametrize("kind", ["lanes", "severity", "deadlines", "recovery"])
def test_every_colour_of_a_picture_has_its_dark_one(report: Report, kind: str) -> None:
    svg = draw(charts(report)[kind], dark=False)

    colours = set(re.findall(r'(?:fill|stroke)="(#[0-9a-f]+)"', svg))
    assert colours
    assert colours <= set(DARK)


def test_paper_gets_plain_attributes_and_no_rules(report: Report) -> None:
    svg = draw(charts(report)["recovery"], dark=False)

    assert "<style" not in svg
    assert "<style" in draw(charts(report)["recovery"])


def test_a_late_act_is_told_by_its_shape_as_well(report: Report) -> None:
    lanes = charts(report)["lanes"]

    assert any(mark.tone == "bad" for mark in lanes.marks)
    svg = draw(lanes)
    shapes = set(re.findall(r'<path aria-label="[^"]*" role="[^"]*" [^>]*d="(M[^"]{0,12})', svg))
    assert len(shapes) >= 2


@pytest.mark.parametrize("kind", ["deadlines", "recovery"])
def test_a_picture_keeps_room_for_its_texts_however_short_they_measured(
    report: Report, kind: str
) -> None:
    """Whoever shows it may have a wider font than was there when it was drawn."""
    chart = charts(report)[kind]
    short = structs.replace(
        chart, marks=tuple(structs.replace(mark, says="x") for mark in chart.marks)
    )

    assert width_of(draw(short)) == width_of(draw(chart)) >= 750


@pytest.mark.parametrize("kind", ["lanes", "severity", "recovery"])
def test_a_jump_that_goes_on_after_a_picture_has_ended_makes_it_no_wider(
    report: Report, kind: str
) -> None:
    chart = charts(report)[kind]
    middle, end = chart.until // 2, chart.until
    within = structs.replace(chart, jumped=((middle, end),))
    beyond = structs.replace(chart, jumped=((middle, 5 * end), (6 * end, 7 * end)))

    assert draw(beyond) == draw(within)


def test_the_name_of_a_jump_stands_where_no_level_is_drawn_over_it(report: Report) -> None:
    chart = charts(report)["severity"]
    svg = draw(structs.replace(chart, jumped=((chart.until // 2, chart.until),)))

    found = re.search(r'translate\([\d.]+,([\d.]+)\)"[^>]*>jumped<', svg)
    assert found, svg[-3000:]
    assert float(found[1]) > 38 * 3.5


def width_of(svg: str) -> float:
    found = re.search(r'<svg[^>]* width="([0-9.]+)"', svg)
    assert found
    return float(found[1])
