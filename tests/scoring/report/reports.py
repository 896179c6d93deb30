"""Reports for tests: written from a told record, with as little around it as will do."""

from collections.abc import Iterator, Sequence
from typing import Any

from evidence import Event
from scenarios import Plan, library_controls
from scoring.report import (
    Block,
    Cell,
    Chart,
    Grid,
    Pairs,
    Points,
    Provenance,
    Report,
    Row,
    Said,
    write_report,
)
from tests.builders import a_plan, played

PROVENANCE = Provenance(
    head="ab" * 32, size=1, source="a test", product="drillroom test", verified="nothing"
)


def a_report(play: str | Sequence[Event] = "", *, plan: Plan | None = None, **more: Any) -> Report:
    """The report of a told record (or of events)."""
    record = played(play) if isinstance(play, str) else play
    return write_report(
        plan or a_plan(),
        record,
        provenance=more.pop("provenance", PROVENANCE),
        controls=library_controls(),
        **more,
    )


def all_blocks(report: Report) -> list[Block]:
    front = report.front
    inside = [block for section in report.sections for block in section.blocks]
    return [front.facts, front.objectives, front.promises, *inside]


def grids(report: Report, number: str) -> list[Grid]:
    """The tables of one section, those under pictures too."""
    blocks = report.section(number).blocks
    found = [b.table if isinstance(b, Chart) else b for b in blocks]
    return [one for one in found if isinstance(one, Grid)]


def grid(report: Report, number: str, caption: str) -> Grid:
    return next(g for g in grids(report, number) if g.caption == caption)


def column(grid: Grid, title: str) -> list[str]:
    place = [c.title for c in grid.columns].index(title)
    return [row.cells[place].text for row in grid.rows]


def row(grid: Grid, first: str) -> Row:
    return next(r for r in grid.rows if r.cells[0].text == first)


def fact(report: Report, number: str, name: str) -> str:
    """What a section says of one thing in its list of names and what they are."""
    rows = [one for b in report.section(number).blocks if isinstance(b, Pairs) for one in b.rows]
    return next(cell.text for says, cell in rows if says == name)


def said(report: Report, number: str) -> list[Said]:
    return [b for b in report.section(number).blocks if isinstance(b, Said)]


def cells(report: Report) -> Iterator[Cell]:
    """Every cell of every table and list of pairs, with what is inside it."""
    for block in all_blocks(report):
        inside = block.table if isinstance(block, Chart) else block
        if isinstance(inside, Grid):
            for one in inside.rows:
                for cell in one.cells:
                    yield from (cell, *cell.links, *cell.missing)
        elif isinstance(inside, Pairs):
            yield from (cell for _, cell in inside.rows)


def cited(report: Report) -> set[int]:
    found = {seq for cell in cells(report) for seq in cell.cites}
    for block in all_blocks(report):
        if isinstance(block, Points):
            found |= {seq for item in block.items for seq in item.cites}
        elif isinstance(block, Grid):
            found |= {seq for r in block.rows if r.opens for seq in r.opens.cites}
    return found
