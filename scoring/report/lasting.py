"""Sections 13 and 15: risks, and what became of earlier actions, from record and programme record.

The programme record outlives an exercise and lies beside it in the store.  A report out of a
bundle has none, and says so.
"""

from datetime import UTC, date, datetime
from typing import Final

from evidence.kinds import incident
from evidence.programme import Item, RiskEntered
from scoring.programme import actions_of, measure_actions
from scoring.report.document import Block, Cell, Column, Grid, Note, Prose, Row, Section, Tone
from scoring.report.reading import Reading, clock

_NOT_GIVEN: Final = "is kept in the programme record, which a bundle does not have."
TONES: Final[dict[str, Tone]] = {
    "validated": "good",
    "implemented": "news",
    "not-effective": "bad",
    "dropped": "warn",
}
"""Of the states of an item."""


def risks(r: Reading) -> Section:
    """13: risks accepted during play, then the register."""
    blocks = [*_accepted(r), *_register(r)]
    if blocks:
        return Section(number="13", title="Risks", blocks=tuple(blocks))
    register = (
        "The risk register (inherent and residual, mitigation, owner) " + _NOT_GIVEN
        if r.programme is None
        else "The programme record has no risk yet; `drillroom programme risk` enters one."
    )
    why = f"No risk was accepted during play. {register}"
    return Section(number="13", title="Risks", empty=why)


def _accepted(r: Reading) -> list[Block]:
    accepted = [
        (e, b) for e, b in r.all_of(incident.DecisionRecorded) if b.type == "risk-acceptance"
    ]
    if not accepted:
        return []
    columns = (
        Column(title="At", number=True),
        Column(title="Accepted", wide=True),
        Column(title="Owner"),
        Column(title="Reason"),
    )
    rows = tuple(
        Row(
            cells=(
                Cell(text=clock(event.at)),
                Cell(text=r.names.choice(body.decision, body.choice), cites=(event.seq,)),
                Cell(text=r.seat(body.owner) if body.owner else "nobody"),
                Cell(text=r.words_of(event.cause, "words") or ("reasoned" if body.reasoned else
                     "none given")),
            )
        )
        for event, body in accepted
    )  # fmt: skip
    found: list[Block] = [Grid(caption="Risks accepted during play", columns=columns, rows=rows)]
    if r.programme is None:
        found.append(Note(text="The risk register " + _NOT_GIVEN))
    return found


def _register(r: Reading) -> list[Block]:
    if r.programme is None or not r.programme.risks:
        return []
    columns = (
        Column(title="Risk"),
        Column(title="What may happen", wide=True),
        Column(title="Inherent"),
        Column(title="Residual"),
        Column(title="Mitigation", wide=True),
        Column(title="Owner"),
        Column(title="Level"),
        Column(title="State"),
    )
    rows = tuple(_risk(r, risk) for _, risk in r.programme.risks)
    grades = "Likelihood x impact, each from 1 to 5; residual is what mitigation leaves."
    return [Grid(caption="Risk register", columns=columns, rows=rows), Prose(text=grades)]


def _risk(r: Reading, risk: RiskEntered) -> Row:
    here = risk.exercise == r.opened.exercise
    return Row(
        cells=(
            Cell(text=risk.risk),
            Cell(text=risk.title, cites=risk.cites if here else (), beneath=_shown_in(r, risk)),
            Cell(text=f"{risk.likelihood} x {risk.impact}"),
            Cell(text=f"{risk.residual_likelihood} x {risk.residual_impact}"),
            Cell(text=risk.mitigation),
            Cell(text=risk.owner),
            Cell(text=risk.level),
            Cell(text=risk.state),
        )
    )


def _shown_in(r: Reading, risk: RiskEntered) -> str:
    if risk.exercise is None:
        return ""
    return "Shown here." if risk.exercise == r.opened.exercise else f"Shown in {risk.exercise}."


def prior_actions(r: Reading) -> Section:
    """15: what became of the actions of earlier exercises."""
    played = f"Earlier plays of this plan in this store: {r.opened.earlier_plays}."
    title = "Prior actions"
    if r.programme is None:
        why = f"What became of the actions of earlier exercises {_NOT_GIVEN} {played}"
        return Section(number="15", title=title, empty=why)
    prior = [one for one in r.programme.items if one.opened.exercise != r.opened.exercise]
    if not prior:
        why = f"The programme record has no action from elsewhere. {played}"
        return Section(number="15", title=title, empty=why)
    columns = (
        Column(title="Item"),
        Column(title="Issue", wide=True),
        Column(title="Corrective action", wide=True),
        Column(title="Point of contact"),
        Column(title="Due"),
        Column(title="State"),
        Column(title="Shown by", wide=True),
    )
    blocks: list[Block] = [
        Grid(
            caption="Actions of earlier exercises",
            columns=columns,
            rows=tuple(_item(r, one) for one in prior),
        ),
        *_counted(r, prior),
        Prose(text=played, small=True),
    ]
    return Section(number="15", title=title, blocks=tuple(blocks))


def _item(r: Reading, one: Item) -> Row:
    item = one.opened
    shown, retest = "nothing yet", ""
    if one.moves:
        _, day, move = one.moves[-1]
        shown = f"{day}: {move.because}"
        if move.retest is not None:
            here = "this exercise" if move.retest == r.opened.exercise else move.retest
            retest = f"Retested in {here}."
    return Row(
        cells=(
            Cell(text=item.item),
            Cell(text=item.issue, beneath=f"Found in {item.exercise}." if item.exercise else ""),
            Cell(text=item.action),
            Cell(text=item.contact, beneath=item.responsible),
            Cell(text=item.due),
            Cell(text=one.state.replace("-", " "), tone=TONES.get(one.state, "idle")),
            Cell(text=shown, beneath=retest),
        )
    )


def _counted(r: Reading, prior: list[Item]) -> list[Block]:
    """How many were done by their day: up to the day of this exercise, if it is known."""
    if r.provenance.wall is None:
        return []
    end = datetime.fromtimestamp(r.provenance.wall[1] / 1000, UTC).date()
    start = min(date.fromisoformat(one.opened.due) for one in prior)
    done, works = measure_actions(actions_of(prior), start=min(start, end), end=end)
    text = f"Up to {end}: {done.formula}. Over all: {works.formula}."
    return [Prose(text=text)]
