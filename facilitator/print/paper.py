"""What only the paper form needs: which entries it prints, and how wide a column is.

Setting paper is slow where the setter has to find out the widths of a table by itself, so they are
worked out here, from how much each cell says.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from evidence import Seq
from scoring.report import Block, Cell, Chart, Grid, Pairs, Points, Report

MOST_CITES: Final = 8
"""Entry numbers that one place prints; of more it says how many."""

_ROOM: Final = 104  # characters of the table's letters across a sheet of A4
_SHORT: Final = 18  # a cell of so few is not broken
_LONGEST_CELL: Final = 56
_GAP: Final = 3  # padding, and letters wider than others


def printed(report: Report) -> frozenset[Seq]:
    """Every entry whose number stands on the paper, and the first and the last."""
    found = {report.log[0].seq, report.log[-1].seq} if report.log else set()
    blocks: list[Block] = [report.front.facts, report.front.objectives, report.front.promises]
    blocks += [block for section in report.sections for block in section.blocks]
    for block in blocks:
        for cites in _cites(block):
            found |= set(cites[:MOST_CITES])
    return frozenset(found)


def _cites(block: Block) -> Iterable[Sequence[Seq]]:
    match block:
        case Grid(rows=rows):
            cells = [cell for row in rows if not row.slight for cell in row.cells]
            return [*(cell.cites for cell in cells), *(r.opens.cites for r in rows if r.opens)]
        case Pairs(rows=pairs):
            return [cell.cites for _, cell in pairs]
        case Points(items=items):
            return [item.cites for item in items]
        case Chart(table=table):
            return _cites(table)
        case _:
            return [getattr(block, "cites", ())]


def widths(grid: Grid) -> tuple[int, ...]:
    """The share of each column in percent, as a setter of tables would divide them.

    Every column gets its longest word, and a short cell whole; what is left goes to those whose
    cells say more.
    """
    rows = [row for row in grid.rows if not row.slight]
    least, most = [], []
    for number, column in enumerate(grid.columns):
        told = [_told(row.cells[number]) for row in rows]
        short = [text for text in told if len(text) <= _SHORT]
        words = [word for text in (column.title, *told) for word in text.split()]
        word = min(max(map(len, (*words, *short)), default=1), _SHORT)
        cell = min(max(map(len, told), default=1), _LONGEST_CELL)
        whole = max(word, cell) if column.number else word
        least.append(whole + _GAP)
        most.append(max(whole, cell) + _GAP)
    spare, wanted = max(0, _ROOM - sum(least)), sum(most) - sum(least)
    shares = [
        low + (spare * (high - low) / wanted if wanted else spare / len(least))
        for low, high in zip(least, most, strict=True)
    ]
    return tuple(int(100 * share / sum(shares)) for share in shares)


def _told(cell: Cell) -> str:
    """About what a cell prints, in its length."""
    sign = cell.rating or ("●" if cell.tone else "")
    said = " ".join((sign, cell.text, *(link.text for link in cell.links)))
    shown = cell.cites[:MOST_CITES]
    return f"{said} {' '.join(map(str, shown))}".strip()
