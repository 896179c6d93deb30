"""Annex A: the improvement plan, from the review and the items of the programme record."""

from collections.abc import Iterator
from typing import Final

from evidence import Event
from evidence.kinds import review
from evidence.programme import Item
from scoring.improve import Improvement
from scoring.report.document import Block, Cell, Column, Grid, Note, Prose, Row, Section
from scoring.report.lasting import TONES
from scoring.report.reading import Reading

_COLUMNS: Final = (
    Column(title="No.", narrow=True),
    Column(title="Core capability"),
    Column(title="Issue or area for improvement", wide=True),
    Column(title="Corrective action", wide=True),
    Column(title="Capability element"),
    Column(title="Primary responsible"),
    Column(title="Point of contact"),
    Column(title="Start"),
    Column(title="Completion"),
    Column(title="Shown by"),
)
"""HSEEP's columns, and how it will be shown that the action works."""

_ELSEWHERE: Final = (
    "Actions that were taken up or moved on after the review are not in this report, for it was "
    "made from the record alone. A record taken away is the same bytes on every day; actions go "
    "on. They stand in the programme record of the installation, in the same signed log as the "
    "head of this record: `drillroom programme show` lists them there, and a report made there "
    "has them in this annex."
)
"""Why a bundle has none of them, and where whoever looks for them has to go."""
_OPEN: Final = Cell(text="to be agreed", tone="idle")


def improvement_plan(r: Reading) -> Section:
    """A: what was agreed in the review or afterwards; before that, the rubric's proposals.

    Where the programme record is not at hand, as for a bundle, it says what may be missing and
    where that is.  An item that was opened for a proposal of the review is its owner and day, not
    a second line.
    """
    blocks: list[Block] = []
    rows = [*_agreed(r), *(_opened(r, one) for one in _added(r))]
    if rows:
        blocks.append(Grid(caption="Improvement plan", columns=_COLUMNS, rows=tuple(rows)))
    elif r.scorecard.improve:
        blocks.append(
            Prose(
                text="Nobody has agreed an action yet. These are the proposals that follow from "
                "the figures; an owner and a day make an action of each."
            )
        )
        rows = [_proposal(r, n, one) for n, one in enumerate(r.scorecard.improve, start=1)]
        blocks.append(
            Grid(caption="Improvement plan, proposed", columns=_COLUMNS, rows=tuple(rows))
        )
    else:
        nothing = "No figure fell short and nobody proposed an improvement."
        empty = f"{nothing} {_ELSEWHERE}" if r.programme is None else nothing
        return Section(number="A", title="Improvement plan", empty=empty)
    blocks.append(
        Note(text="To aim for: plan agreed by day 60 after the exercise, filed by day 90.")
    )
    if r.programme is None:
        blocks.append(Note(text=_ELSEWHERE))
    return Section(number="A", title="Improvement plan", blocks=tuple(blocks))


def _proposal(r: Reading, number: int, one: Improvement) -> Row:
    action, _, issue = one.says.partition(": ")
    capability = next(
        (
            c.title
            for o in r.scorecard.objectives
            for t in o.tasks
            for c in o.capabilities
            if c.id == t.capability and any(set(m.cites) & set(one.cites) for m in t.measures)
            and t.rating != "P"
        ),
        "–",
    )  # fmt: skip
    return Row(
        cells=(
            Cell(text=str(number)),
            Cell(text=capability),
            Cell(text=_sentence(issue or one.says), cites=one.cites[:6]),
            Cell(text=action if issue else "Close what was found open."),
            _OPEN,
            Cell(text=r.plan.organisation.title),
            _OPEN,
            _OPEN,
            _OPEN,
            _OPEN,
        )
    )


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _agreed(r: Reading) -> Iterator[Row]:
    """The latest version of each improvement, with who answers for it by when."""
    latest: dict[str, tuple[Event, review.ImprovementProposed]] = {}
    for event, body in r.all_of(review.ImprovementProposed):
        latest[body.improvement] = (event, body)
    agreed = {b.improvement: (e, b) for e, b in r.all_of(review.ImprovementAgreed)}
    items = {one.opened.finding: one for one in items_of(r)}
    dropped = {b.improvement: e for e, b in r.all_of(review.ImprovementDropped)}
    titles = {c.id: c.title for o in r.plan.scenario.objectives for c in o.capabilities}
    for number, (name, (event, body)) in enumerate(latest.items(), start=1):
        answer = agreed.get(name)
        if name in items and name not in dropped:
            yield _opened(r, items[name], cites=(event.seq, *body.about[:4]))
            continue
        if name in dropped:
            end = Cell(text="dropped, with a reason", tone="warn", cites=(dropped[name].seq,))
        else:
            end = Cell(text=answer[1].due, cites=(answer[0].seq,)) if answer else _OPEN
        yield Row(
            cells=(
                Cell(text=str(number)),
                Cell(text=titles.get(body.capability or "", body.capability or "–")),
                Cell(text=r.words_of(event.cause, "issue") or name.replace("-", " "),
                     cites=(event.seq, *body.about[:4])),
                Cell(text=r.words_of(event.cause, "action") or "not written down"),
                Cell(text=body.element),
                Cell(text=answer[1].owner) if answer else _OPEN,
                Cell(text=r.words_of(answer[0].cause, "contact") or "–") if answer else _OPEN,
                Cell(text="when agreed" if answer else "–"),
                end,
                Cell(text=answer[1].validation) if answer else _OPEN,
            )
        )  # fmt: skip


def items_of(r: Reading) -> list[Item]:
    """What the programme record holds of this exercise."""
    items = r.programme.items if r.programme is not None else ()
    return [one for one in items if one.opened.exercise == r.opened.exercise]


def _added(r: Reading) -> list[Item]:
    """Items that stand in no line of the review: they answer no proposal, or one that was dropped
    after them, or the same one as a later item."""
    dropped = {body.improvement for _, body in r.all_of(review.ImprovementDropped)}
    proposed = {body.improvement for _, body in r.all_of(review.ImprovementProposed)} - dropped
    lines = {one.opened.finding: one.opened.item for one in items_of(r)}
    return [
        one
        for one in items_of(r)
        if one.opened.finding not in proposed or lines[one.opened.finding] != one.opened.item
    ]


def _opened(r: Reading, one: Item, cites: tuple[int, ...] = ()) -> Row:
    item = one.opened
    shown = f"{one.moves[-1][1]}: {one.moves[-1][2].because}" if one.moves else ""
    return Row(
        cells=(
            Cell(text=item.item, beneath=f"{item.priority} priority"),
            Cell(text=item.capability or "–"),
            Cell(text=item.issue, cites=cites or item.cites[:5]),
            Cell(text=item.action, beneath=item.tracker or ""),
            Cell(text=item.element),
            Cell(text=item.responsible),
            Cell(text=item.contact),
            Cell(text=item.start),
            Cell(text=item.due, beneath=one.state.replace("-", " "), tone=TONES.get(one.state)),
            Cell(text=item.validation, beneath=shown),
        )
    )
