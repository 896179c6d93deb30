"""The report as Markdown: for a repository, a wiki, a mail.  Words and tables, no pictures."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from evidence import Seq
from scoring.report import (
    Block,
    Cell,
    Chart,
    Grid,
    Heading,
    Note,
    Pairs,
    Points,
    Prose,
    Report,
    Said,
    clock,
)

_SPECIAL: Final = str.maketrans({c: f"\\{c}" for c in "\\*_[]<>|#"} | {"\n": " ", "&": "&amp;"})
_MOST_CITES: Final = 8


def render_markdown(report: Report) -> str:
    """The whole report; what people typed cannot become markup."""
    return "\n\n".join(_parts(report)) + "\n"


def _parts(report: Report) -> Iterator[str]:
    front = report.front
    yield f"**EXERCISE** · {_safe(front.status)} {front.version} · after-action report"
    yield f"# {_safe(front.title)}"
    yield _safe(front.subtitle)
    yield from _block(front.facts)
    yield f"**Conflicts of interest.** {_safe(front.conflicts)}"
    yield "## In one paragraph"
    yield _safe(front.summary)
    yield "## Objectives"
    yield from _block(front.objectives)
    yield "## Met and missed"
    yield from _block(front.promises)
    yield _safe(front.handling)
    for section in report.sections:
        yield f"## {section.number}. {_safe(section.title)}"
        if section.empty:
            yield f"*{_safe(section.empty)}*"
        for block in section.blocks:
            yield from _block(block)
    yield "## Log of entries"
    yield "\n".join(
        f"* {e.seq}, {clock(e.at)}, {_safe(e.who)}: {_safe(e.says)}" for e in report.log
    )
    yield f"Head {report.size}: {report.head}"


def _block(block: Block) -> Iterator[str]:
    match block:
        case Prose(text=text, cites=cites):
            yield _safe(text) + _cites(cites)
        case Heading(text=text, rating=rating):
            yield f"### {_safe(text)}" + (f" ({rating})" if rating else "")
        case Note(text=text, cites=cites):
            yield f"> {_safe(text)}{_cites(cites)}"
        case Pairs(rows=rows):
            yield "\n".join(f"* **{_safe(name)}:** {_cell(cell)}" for name, cell in rows)
        case Points(items=items):
            yield "\n".join(
                f"* **{_safe(i.lead)}** {_safe(i.text)}".rstrip() + _cites(i.cites) for i in items
            )
        case Said(text=text, state=state, by=by):
            words = _safe(text) if text is not None else f"({_sealed(state)})"
            yield f"> {words}\n>\n> – {_safe(by)}"
        case Grid():
            yield from _grid(block)
        case Chart(title=title, finding=finding, table=table):
            yield f"### {_safe(title)}"
            yield _safe(finding)
            yield from _grid(table)


def _sealed(state: str) -> str:
    return "given, sealed" if state == "sealed" else state


def _grid(grid: Grid) -> Iterator[str]:
    if not grid.quiet:
        yield f"**{_safe(grid.caption)}**"
    head = [_safe(column.title) for column in grid.columns]
    rule = ["---:" if column.number else "---" for column in grid.columns]
    lines = [_row(head), _row(rule)]
    lines += [_row(_cell(cell) for cell in row.cells) for row in grid.rows]
    yield "\n".join(lines)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(cell: Cell) -> str:
    text = _safe(cell.text)
    if cell.rating:
        text = f"{cell.rating} {text}" if cell.text != cell.rating else cell.rating
    if cell.strong and text:
        text = f"**{text}**"
    text += _cites(cell.cites)
    text += ", ".join(_cell(link) for link in cell.links)
    if cell.missing:
        text += f" Missing: {', '.join(_safe(one.text) for one in cell.missing)}"
    return f"{text} {_safe(cell.beneath)}".strip() if cell.beneath else text


def _cites(cites: Sequence[Seq]) -> str:
    if not cites:
        return ""
    shown = ", ".join(str(seq) for seq in cites[:_MOST_CITES])
    more = f" and {len(cites) - _MOST_CITES} more" if len(cites) > _MOST_CITES else ""
    return f" ({'entry' if len(cites) == 1 else 'entries'} {shown}{more})"


def _safe(text: str) -> str:
    return text.translate(_SPECIAL)
