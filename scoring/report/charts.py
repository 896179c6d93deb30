"""The four pictures as data: lanes, deadlines, severity against reference, recovery.

Each carries its finding as a sentence (what a reader who cannot see it is told) and the same data
as a table.  How they are drawn is the printer's affair.
"""

from collections.abc import Sequence
from typing import Final

from evidence import Body
from evidence.kinds import control, incident, outside, procedure, world
from scoring.figure import Metric
from scoring.report.document import Cell, Chart, Column, Grid, Mark, Row, Step, Tone
from scoring.report.reading import Reading, clock, lasted
from scoring.report.telling import tell
from scoring.runs import Run, gather_runs
from scoring.timeline import visible
from scoring.wording import count

_LANES: Final[tuple[tuple[str, tuple[type[Body], ...]], ...]] = (
    ("World", (world.OutageBegan, world.DataDamaged, world.IntrusionMoved, world.ServiceRestored,
               world.ServiceValidated, world.IntrusionContained)),
    ("Injects", (control.InjectFired,)),
    ("Decisions", (incident.IncidentDeclared, incident.SeverityCalled, incident.DecisionRecorded,
                   incident.GatePassed, incident.IncidentClosed)),
    ("Runbook", (procedure.StepFinished, procedure.StepFailed, procedure.StepSkipped)),
    ("Messages", (outside.MessageHandled,)),
    ("Notices", (outside.DutyNotified, outside.DutyDeclined, outside.DutyExpired)),
    ("Suppliers", (outside.VendorOpened, outside.VendorReplied, outside.VendorEscalated,
                   outside.VendorBreached)),
)  # fmt: skip
"""What stands in which lane, from the truth down to the outside."""

_LATE_KINDS: Final = (outside.DutyExpired, outside.VendorBreached, procedure.StepFailed)


def lanes(r: Reading) -> Chart:
    """What happened when, in one picture."""
    marks = tuple(
        mark for lane, kinds in _LANES for kind in kinds for mark in _marks(r, lane, kind)
    )
    rows = []
    for lane, _ in _LANES:
        mine = [mark for mark in marks if mark.lane == lane]
        if mine:
            first, last = min(m.at for m in mine), max(m.at for m in mine)
            rows.append(
                Row(
                    cells=(
                        Cell(text=lane, strong=True),
                        Cell(text=str(len(mine))),
                        Cell(text=clock(first)),
                        Cell(text=clock(last)),
                    )
                )
            )
    columns = (
        Column(title="Lane", wide=True),
        Column(title="Marks", number=True),
        Column(title="First", number=True),
        Column(title="Last", number=True),
    )
    return Chart(
        kind="lanes",
        title="The exercise at a glance",
        key="Each mark is an entry of the log. Triangle: late, failed or broken.",
        finding=_lanes_finding(r, marks),
        table=Grid(caption="The lanes in numbers", columns=columns, rows=tuple(rows)),
        until=_until(r, marks),
        marks=marks,
        jumped=_jumped(r),
    )


def _lanes_finding(r: Reading, marks: Sequence[Mark]) -> str:
    early = sum(mark.at <= r.timeline.end.at // 4 for mark in marks)
    return (
        f"{count(len(marks), 'mark')} from StartEx to {clock(r.timeline.end.at)}, "
        f"{early} of them in the first quarter of the time."
    )


def _marks(r: Reading, lane: str, kind: type[Body]) -> list[Mark]:
    found = []
    for event, body in r.timeline.of(kind):
        if isinstance(body, outside.MessageHandled) and body.how != "publish":
            continue
        if isinstance(body, control.InjectFired) and not visible(event):
            continue
        sentence = tell(r.names, event)
        if sentence is not None:
            late = isinstance(body, _LATE_KINDS) or getattr(body, "late_by_ms", 0) > 0
            bad = sentence.tone == "bad" and lane == "World"
            tone: Tone | None = (
                "bad" if late or bad else "good" if sentence.tone == "good" else None
            )
            says = sentence.words
            found.append(Mark(lane=lane, at=event.at, says=says, tone=tone, cites=(event.seq,)))
    return found


def _until(r: Reading, marks: Sequence[Mark]) -> int:
    """A picture ends with what it shows: the last act is often long before EndEx."""
    last = max((mark.until or mark.at for mark in marks), default=r.timeline.end.at)
    return max(1, min(r.timeline.end.at, last + (last // 20)))


def _jumped(r: Reading) -> tuple[tuple[int, int], ...]:
    return tuple((jump.start, jump.end) for jump in r.timeline.jumps)


def severity(r: Reading) -> Chart | None:
    """The called level against the level that experts would call."""
    references = r.timeline.of(incident.SeverityReferenceSet)
    calls = r.timeline.of(incident.SeverityCalled)
    if not references:
        return None
    bands = tuple(Step(at=e.at, level=b.worst, mildest=b.mildest) for e, b in references)
    steps = tuple(Step(at=e.at, level=b.level) for e, b in calls)
    rows = [(e.seq, e.at, "reference", _band(b.worst, b.mildest), b.because) for e, b in references]
    rows += [(e.seq, e.at, "called", f"SEV{b.level}", r.who(e)) for e, b in calls]
    columns = (
        Column(title="At", number=True),
        Column(title="What"),
        Column(title="Level"),
        Column(title="Because, or by whom", wide=True),
    )
    table = Grid(
        caption="Severity, called and reference",
        columns=columns,
        rows=tuple(
            Row(
                cells=(
                    Cell(text=clock(at)),
                    Cell(text=what),
                    Cell(text=level, strong=what == "called", cites=(seq,)),
                    Cell(text=why),
                )
            )
            for seq, at, what, level, why in sorted(rows)
        ),
    )
    last = max([e.at for e, _ in references] + [e.at for e, _ in calls])
    return Chart(
        kind="severity",
        title="Severity over time",
        key="Grey: the levels that experts would call. Line: what the team called.",
        finding=_severity_finding(r, calls),
        table=table,
        until=max(1, min(r.timeline.until.at, last + max(last // 4, 1_800_000))),
        bands=bands,
        steps=steps,
        jumped=_jumped(r),
    )


def _band(worst: int, mildest: int) -> str:
    return f"SEV{worst}" if worst == mildest else f"SEV{worst} to SEV{mildest}"


def _severity_finding(r: Reading, calls: Sequence[object]) -> str:
    exact, under, over = (r.scorecard.metric(key) for key in ("SEV-EXACT", "SEV-UNDER", "SEV-OVER"))
    if not calls or exact is None or exact.value is None:
        return "The team called no severity."

    def share(metric: Metric | None) -> str:
        return f"{round_share(metric)} %" if metric is not None else "–"

    return (
        f"Of the time from detection to the close, {share(exact)} was at an accepted level, "
        f"{share(under)} too mild and {share(over)} too severe."
    )


def round_share(metric: Metric) -> int:
    """Whole per cent of a ratio of four places."""
    whole, _, rest = str(metric.value).partition(".")
    return (int(whole) * 10_000 + int(f"{rest:0<4}"[:4]) + 50) // 100


def deadlines(r: Reading, *, table: Grid) -> Chart | None:
    """Legal and contractual instants: when they were due and when they were kept."""
    starts = {b.duty: (e, b) for e, b in r.timeline.of(outside.DutyStarted)}
    sent = {b.duty: e for e, b in reversed(r.timeline.of(outside.DutyNotified))}
    declined = {b.duty: e for e, b in reversed(r.timeline.of(outside.DutyDeclined))}
    end = r.timeline.end.at
    marks = []
    for duty in r.plan.scenario.duties:
        started = starts.get(duty.id)
        if started is None or started[1].due is None:
            continue
        due = started[1].due
        done = sent.get(duty.id) or declined.get(duty.id)
        metric = r.scorecard.metric("NOTIF-TIME", duty.id)
        says, tone = _kept(due, done.at if done else None, end, metric)
        at = done.at if done else end
        cites = (started[0].seq, *((done.seq,) if done else ()))
        marks.append(Mark(lane=duty.title, at=at, until=due, says=says, tone=tone, cites=cites))
    if not marks:
        return None
    good = sum(mark.tone == "good" for mark in marks)
    return Chart(
        kind="deadlines",
        title="Deadlines",
        key="Bar: due. Dot: in time. Triangle: late. Dots that lead out of the picture: due later.",
        finding=f"{good} of {count(len(marks), 'deadline')} with an instant were kept.",
        table=table,
        always=True,
        until=max(max(m.at for m in marks), min(end, max(m.until or 0 for m in marks))),
        marks=tuple(marks),
    )


def _kept(due: int, done: int | None, end: int, metric: Metric | None) -> tuple[str, Tone]:
    if metric is not None and metric.verdict == "arguable":
        return "arguable", "warn"
    if done is None:
        return ("not due before the end", "idle") if due > end else ("missed", "bad")
    if done <= due:
        return f"{lasted(due - done)} to spare", "good"
    return f"late by {lasted(done - due)}", "bad"


def recovery(r: Reading) -> Chart | None:
    """The waterfall of the runbook that recovery rested on: taken against expected."""
    runs = [run for run in gather_runs(r.plan, r.timeline) if run.opened and run.done()]
    if not runs:
        return None
    run = max(runs, key=lambda one: len(one.done()))
    marks, rows = _waterfall(run)
    columns = (
        Column(title="Step", wide=True),
        Column(title="From", number=True),
        Column(title="To", number=True),
        Column(title="Took", number=True),
        Column(title="Expected", number=True),
    )
    slow = [m for m in marks if m.tone == "warn"]
    finding = f"{len(marks)} steps of {run.book.title} were done, "
    finding += f"{len(slow)} of them beyond expected time and tolerance."
    return Chart(
        kind="recovery",
        title="Recovery, step by step",
        key="Upper bar: taken. Lower bar: expected.",
        finding=finding,
        table=Grid(caption=f"Steps of {run.book.title}", columns=columns, rows=tuple(rows)),
        until=max((m.until or m.at for m in marks), default=1),
        marks=tuple(marks),
        due=_target(r),
        jumped=_jumped(r),
    )


def _target(r: Reading) -> tuple[int, str] | None:
    """The instant by which the service should have been back."""
    rto = next((m for m in r.scorecard.metrics if m.key == "RTO" and m.target is not None), None)
    outage = r.timeline.first(world.OutageBegan)
    if rto is None or rto.target is None or outage is None:
        return None
    at = outage.at + int(rto.target.value)
    return at, f"recovery due {clock(at)}"


def _waterfall(run: Run) -> tuple[list[Mark], list[Row]]:
    marks, rows = [], []
    done = [(s, d) for s, d in run.done() if d.started is not None]
    done.sort(key=lambda pair: pair[1].started or (0, 0))
    for step, did in done:
        assert did.started is not None
        assert did.finished is not None
        took = did.finished.at - did.started.at
        allowed = step.expected * (100 + run.book.tolerance) // 100
        tone: Tone | None = "warn" if took > allowed else None
        title = step.id.replace("-", " ").capitalize()
        cites = (did.started.seq, did.finished.seq)
        marks.append(
            Mark(lane=title, at=did.started.at, until=did.finished.at, expected=step.expected,
                 says=lasted(took), tone=tone, cites=cites)
        )  # fmt: skip
        rows.append(
            Row(
                cells=(
                    Cell(text=title, strong=True, cites=cites),
                    Cell(text=clock(did.started.at)),
                    Cell(text=clock(did.finished.at)),
                    Cell(text=lasted(took), tone=tone),
                    Cell(text=lasted(step.expected)),
                )
            )
        )
    return marks, rows
