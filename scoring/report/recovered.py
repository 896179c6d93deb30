"""Section 10: what came back, when, from which copy, and whether it was left in order.

An estimate from a simulated world and a measurement on real systems never share a column.
"""

from collections.abc import Iterator

from evidence.kinds import incident, procedure, world
from scoring.figure import Metric
from scoring.report.charts import recovery
from scoring.report.document import Block, Cell, Column, Grid, Heading, Note, Prose, Row, Section
from scoring.report.reading import (
    Reading,
    clock,
    lasted,
    opened_figure,
    target_of,
    value_of,
    verdict_of,
)
from scoring.runs import gather_runs
from scoring.titles import ITEMS, TITLES


def recovered(r: Reading) -> Section:
    """10: figures, copies, runbook runs, return to a controlled state."""
    blocks: list[Block] = [*_figures(r)]
    chart = recovery(r)
    if chart is not None:
        blocks.append(chart)
    blocks += _copies(r)
    blocks += _runs(r)
    blocks += _controlled(r)
    return Section(number="10", title="Recovery", blocks=tuple(blocks))


def _figures(r: Reading) -> Iterator[Block]:
    found = [m for m in r.scorecard.metrics if m.key in ("RTO", "RPO", "RPO-LOSS")]
    if not found:
        yield Note(text="The scenario names no recovery to be held against a target.")
        return
    columns = (
        Column(title="Figure", wide=True),
        Column(title="Target", number=True),
        Column(title="Whose target"),
        Column(title="Estimated, simulated", number=True),
        Column(title="Measured", number=True),
        Column(title="Verdict"),
    )
    rows = tuple(_figure(r, metric) for metric in found)
    yield Grid(caption="Recovery time and recovery point", columns=columns, rows=rows)
    if r.opened.run == "measured":
        yield Prose(text="Measured on real systems at pace 1; a hold stopped people, not systems.")
    else:
        yield Prose(
            text="Estimated: the times of restores, checks and suppliers were drawn from the "
            "scenario's distributions. Nothing here shows that a real restore works."
        )


def _figure(r: Reading, metric: Metric) -> Row:
    measured = r.opened.run == "measured"
    shown, other = Cell(text=value_of(metric)), Cell(text="not measured", tone="idle")
    target = metric.target
    return Row(
        cells=(
            Cell(text=f"{TITLES[metric.key]}, {r.names.title(metric.of or '')}", strong=True),
            Cell(text=target_of(metric, whose=False)),
            Cell(text=target.named if target else ""),
            Cell(text="not estimated", tone="idle") if measured else shown,
            shown if measured else other,
            verdict_of(metric),
        ),
        opens=opened_figure(metric),
    )


def _copies(r: Reading) -> Iterator[Block]:
    """What the team knew of copies, and what came of each restore."""
    found = r.all_of(procedure.CopyFound)
    restores = r.all_of(world.RestoreEnded)
    failed = r.all_of(world.RestoreFailed)
    if not found and not restores and not failed:
        return
    yield Heading(text="Copies and restores")
    used = {(b.dataset, b.point): (e, b.recovered_to) for e, b in restores}
    broken = {(b.dataset, b.point): (e, b.says) for e, b in failed}
    rows = []
    for event, body in found:
        key = (body.dataset, body.point)
        came, went = used.get(key), broken.get(key)
        if came:
            what = Cell(text=f"restored, good up to {clock(came[1])}", tone="good",
                        cites=(came[0].seq,))  # fmt: skip
        elif went:
            what = Cell(text=f"restore failed: {' '.join(went[1].split())}", tone="bad",
                        cites=(went[0].seq,))  # fmt: skip
        else:
            what = Cell(text="not used", tone="idle")
        rows.append(
            Row(
                cells=(
                    Cell(text=body.title, strong=True, cites=(event.seq,)),
                    Cell(text=r.names.title(body.dataset)),
                    Cell(text=clock(event.at)),
                    Cell(text=lasted(body.age_ms)),
                    what,
                )
            )
        )
    columns = (
        Column(title="Copy", wide=True),
        Column(title="Of"),
        Column(title="Known from", number=True),
        Column(title="Age then", number=True),
        Column(title="What came of it", wide=True),
    )
    yield Grid(caption="Copies", columns=columns, rows=tuple(rows), quiet=True)


def _runs(r: Reading) -> Iterator[Block]:
    yield Heading(text="Runbooks")
    if not r.plan.runbooks:
        yield Note(text="The scenario rehearses no runbook.")
        return
    rows = []
    for run in gather_runs(r.plan, r.timeline):
        name = run.book.runbook
        figures = {
            key: m for key in ("RB-ADH", "RB-COMPLETION", "RB-VAL", "RB-GATE")
            if (m := r.scorecard.metric(key, name)) is not None
        }  # fmt: skip
        rows.append(
            Row(
                cells=(
                    Cell(
                        text=f"{run.book.title}, version {run.book.version}",
                        strong=True,
                        cites=(run.opened.seq,) if run.opened else (),
                    ),
                    Cell(text=clock(run.opened.at) if run.opened else "never opened"),
                    Cell(text=f"{len(run.done())} of {len(run.book.steps)}"),
                    *(
                        Cell(text=value_of(figures[key])) if key in figures else Cell(text="–")
                        for key in ("RB-ADH", "RB-COMPLETION", "RB-VAL", "RB-GATE")
                    ),
                    Cell(text=run.book.last_tested),
                )
            )
        )
    columns = (
        Column(title="Runbook", wide=True),
        Column(title="Opened", number=True),
        Column(title="Steps done", number=True),
        Column(title="Adherence", number=True),
        Column(title="Required", number=True),
        Column(title="Validated", number=True),
        Column(title="Gates", number=True),
        Column(title="Last tested before"),
    )
    yield Grid(caption="Runs of runbooks", columns=columns, rows=tuple(rows), quiet=True)
    deviations = [f for f in r.scorecard.findings if f.of and f.of.split("/")[0] in r.plan.books]
    for finding in deviations:
        yield Note(text=finding.says, tone="warn", cites=finding.cites)


def _controlled(r: Reading) -> Iterator[Block]:
    """The six items of a controlled state, and what the world said of each claim."""
    yield Heading(text="Return to a controlled state")
    claims = {body.item: (event, body) for event, body in r.all_of(incident.ItemConfirmed)}
    wrong = {body.claim: (event, body) for event, body in r.all_of(incident.StateConflict)}
    rows = []
    for item, says in ITEMS.items():
        claim = claims.get(item)
        if claim is None:
            state = Cell(text="not confirmed", tone="idle")
        elif claim[0].seq in wrong:
            against, conflict = wrong[claim[0].seq]
            state = Cell(text=f"confirmed, and not so: {conflict.because}", tone="bad",
                         cites=(claim[0].seq, against.seq))  # fmt: skip
        else:
            shown = bool(claim[1].evidence)
            state = Cell(
                text="confirmed, with evidence" if shown else "confirmed, without evidence",
                tone="good" if shown else "warn",
                cites=(claim[0].seq, *claim[1].evidence[:3]),
            )
        at = clock(claim[0].at) if claim else "–"
        rows.append(Row(cells=(Cell(text=says, strong=True), Cell(text=at), state)))
    columns = (
        Column(title="Item", wide=True),
        Column(title="At", number=True),
        Column(title="State", wide=True),
    )
    yield Grid(caption="Controlled state", columns=columns, rows=tuple(rows), quiet=True)
