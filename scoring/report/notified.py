"""Of section 9: notices with their clocks, and the legal tests that they rest on."""

from collections.abc import Iterator
from typing import Final, TypeVar

from evidence import Event
from evidence.kinds import outside
from scenarios.law import NAMES, Node
from scoring.legal import walk_legal_tests
from scoring.report.charts import deadlines
from scoring.report.document import Block, Cell, Column, Grid, Heading, Note, Prose, Row
from scoring.report.reading import Reading, clock, verdict_of

_REPLIES: Final = {"yes": "yes", "no": "no", "open": "not known"}


def notices(r: Reading) -> Iterator[Block]:
    """The notices as a table, with the picture above it where a deadline had an instant; then the
    legal tests that they rest on."""
    if not r.plan.scenario.duties:
        yield Note(text="The scenario and the organisation's regimes ask for no notice.")
        return
    chart = deadlines(r, table=_duties(r))
    yield chart if chart is not None else _duties(r)
    yield from _legal_tests(r)


def _legal_tests(r: Reading) -> Iterator[Block]:
    """Each legal test that notices rest on, as a tree with the answers that the team was shown."""
    for found in walk_legal_tests(r.case):
        name = NAMES[found.test]
        yield Heading(text=f"Legal test: {name}")
        yield Prose(text=found.says, cites=found.cited)
        yield Grid(
            caption=f"Legal test: {name}",
            columns=(Column(title="What is asked", wide=True), Column(title="As shown")),
            rows=tuple(row for node in found.outcome.tree for row in _branches(node)),
            quiet=True,
        )
        rule = f"{found.outcome.citation} ({found.outcome.confidence})"
        yield Prose(text=f"By {rule}.", small=True)


def _branches(node: Node) -> Iterator[Row]:
    """A question and its parts; of those that nobody answered only the whole."""
    says = f"{node.ask} ({node.because})" if node.parts and node.because else node.ask
    yield Row(cells=(Cell(text=says, strong=bool(node.parts)), Cell(text=_REPLIES[node.reply])))
    for part in node.parts:
        if part.parts:
            yield from _branches(part)
        elif part.reply != "open":
            yield Row(cells=(Cell(text=part.because), Cell(text=_REPLIES[part.reply])))


def _duties(r: Reading) -> Grid:
    columns = (
        Column(title="Duty and rule", wide=True),
        Column(title="Whom"),
        Column(title="Clock from", number=True),
        Column(title="Due", number=True),
        Column(title="Sent", number=True),
        Column(title="Outcome"),
    )
    return Grid(
        caption="Notices",
        columns=columns,
        quiet=True,
        rows=tuple(_duty(r, duty.id) for duty in r.plan.scenario.duties),
    )


def _duty(r: Reading, duty_id: str) -> Row:
    duty = r.plan.duties[duty_id]
    started = next(reversed(_of_duty(r, outside.DutyStarted, duty_id)), None)
    sent = next(iter(_of_duty(r, outside.DutyNotified, duty_id)), None)
    declined = next(iter(_of_duty(r, outside.DutyDeclined, duty_id)), None)
    metric = r.scorecard.metric("NOTIF-TIME", duty_id)
    rule = started[1].rule if started else "Its clock never started."
    act = Cell(text="–")
    if sent:
        act = Cell(text=clock(sent[0].at), cites=(sent[0].seq,))
    elif declined:
        owner = r.seat(declined[1].owner)
        act = Cell(text=f"decided not to, {clock(declined[0].at)}, {owner}",
                   cites=(declined[0].seq,))  # fmt: skip
    due = "no instant" if started else "–"
    if started and started[1].due is not None:
        due = clock(started[1].due)
    return Row(
        cells=(
            Cell(text=f"{duty.title}. {rule}", cites=(started[0].seq,) if started else ()),
            Cell(text=duty.whom),
            Cell(text=clock(started[1].since) if started else "–"),
            Cell(text=due),
            act,
            verdict_of(metric) if metric else Cell(text="no figure", tone="idle"),
        )
    )


_D = TypeVar("_D", outside.DutyStarted, outside.DutyNotified, outside.DutyDeclined)


def _of_duty(r: Reading, kind: type[_D], duty: str) -> list[tuple[Event, _D]]:
    return [(event, body) for event, body in r.all_of(kind) if body.duty == duty]
