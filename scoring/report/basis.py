"""Section 3: on what the report rests: versions, clocks, independence, limits."""

from collections.abc import Iterator

from evidence.kinds import control, exercise, review
from scoring.figure import house
from scoring.report.document import (
    Block,
    Cell,
    Column,
    Grid,
    Heading,
    Note,
    Pairs,
    Point,
    Points,
    Prose,
    Row,
    Section,
)
from scoring.report.people import evaluators
from scoring.report.reading import RUNS, Reading, clock, lasted
from scoring.report.review import where_written
from scoring.wording import count


def basis(r: Reading) -> Section:
    """3: versions, clocks, independence, limits."""
    plan = r.plan
    rows = [
        ("Plan", Cell(text=f"digest {plan.digest}, pinned by the first entry",
                      cites=(r.record[0].seq,))),
        ("Approval of the plan", Cell(text=where_written(r, "3"))),
        ("Scenario", Cell(text=f"{plan.scenario.scenario}, version {plan.scenario.version}")),
        ("Runbooks", Cell(text="; ".join(f"{b.runbook}, version {b.version}"
                                         for b in plan.runbooks) or "none")),
        ("Rubric", Cell(text=f"{house(plan.rubric)}: P from {plan.rubric.bands.p} %, S from "
                        f"{plan.rubric.bands.s} %, M from {plan.rubric.bands.m} %")),
        ("Severity and comms policy", Cell(text=f"versions {plan.organisation.severity.version} "
                                           f"and {plan.organisation.communications.version}")),
        ("Notification rules", Cell(text="; ".join(x.citation for x in plan.regimes) or "none")),
        ("Controls", Cell(text=f"mapping {r.controls.version}, compared {r.controls.verified_on}")),
        ("Luck", Cell(text=f"seed {r.opened.seed}; earlier plays of this plan in this store: "
                      f"{r.opened.earlier_plays}")),
        ("Engine", Cell(text=f"{r.opened.engine}; files against the wheel: "
                        f"{r.opened.self_check}")),
    ]  # fmt: skip
    blocks: list[Block] = [
        Pairs(rows=tuple(rows)),
        Heading(text="Kind of run"),
        Prose(text=_meaning(r)),
        Heading(text="Clocks"),
        Prose(
            text="Exercise time is the story's, in whole milliseconds since StartEx: services, "
            "suppliers and law run on it. Played time is what people had, without holds, jumps "
            "and pace: reactions are scored on it. A jump never turns a promise into a miss; "
            "where only the jumped part exceeds a target, the figure is not rated. In formulas "
            "an E stands before an instant of exercise time: E 01:30:00 is 1:30:00 after StartEx, "
            "a minus before it lies that long before."
        ),
        *_preflight(r),
        *_course(r),
        Heading(text="Evaluators and independence"),
        *evaluators(r),
        Heading(text="Fitting of the scenario to the organisation"),
        _binding(r),
        *_losses(r),
        Heading(text="Limits and artificialities"),
        Points(items=tuple(_limits(r))),
    ]
    return Section(number="3", title="Basis and method", blocks=tuple(blocks))


def _meaning(r: Reading) -> str:
    run = RUNS[r.opened.run]
    if r.counts:
        return f"{run}: it counts as coverage of the controls in section 14."
    return (
        f"{run}: it is shown in full, and counts for no control in section 14. Only an exercise "
        "and a measured run count."
    )


def _preflight(r: Reading) -> Iterator[Block]:
    """Points of the pre-flight that were amber, and why play began all the same."""
    rows = tuple(
        Row(
            cells=(
                Cell(text=r.names.words(", ".join(body.points)), cites=(event.seq,)),
                Cell(text=r.words_of(event.cause, "words") or "none given"),
            )
        )
        for event, body in r.all_of(exercise.PointsAccepted)
    )
    if rows:
        columns = (
            Column(title="Amber at the start"),
            Column(title="Why it was accepted", wide=True),
        )
        yield Grid(caption="Accepted before StartEx", columns=columns, rows=rows)


def _course(r: Reading) -> Iterator[Block]:
    """Holds, jumps, paces and outages: what the exercise did to its own clock."""
    rows = []
    for kind, says in (
        (exercise.ExerciseHeld, "hold"),
        (exercise.ExerciseResumed, "resumed"),
        (exercise.PaceSet, "pace"),
        (exercise.ExerciseJumped, "jump"),
        (exercise.OutageEnded, "outage of the server"),
        (exercise.WentByHand, "went by hand"),
        (control.SpanExcused, "span excused"),
    ):
        for event, body in r.all_of(kind):
            rows.append((event.seq, event, says, body))
    if not rows:
        yield Note(text="The clock ran from StartEx to EndEx without hold, jump or change of pace.")
        return
    columns = (
        Column(title="At", number=True),
        Column(title="What"),
        Column(title="Detail", wide=True),
        Column(title="By"),
    )
    yield Grid(
        caption="What was done to the clock",
        columns=columns,
        rows=tuple(
            Row(
                cells=(
                    Cell(text=clock(event.at)),
                    Cell(text=says, cites=(event.seq,)),
                    Cell(text=_detail(body)),
                    Cell(text=r.who(event)),
                )
            )
            for _, event, says, body in sorted(rows, key=lambda row: row[0])
        ),
    )


def _detail(body: object) -> str:
    match body:
        case exercise.ExerciseHeld(because=because):
            return f"because of {because.replace('-', ' ')}"
        case exercise.PaceSet(num=num, den=den, phase=phase):
            return f"{num}:{den}" + (f", phase {phase.replace('-', ' ')}" if phase else "")
        case exercise.ExerciseJumped(to=to, crosses=crosses):
            crossed = f"; crossed {', '.join(crosses)}" if crosses else "; crossed no open deadline"
            return f"to {clock(to)}{crossed}"
        case exercise.OutageEnded(away_ms=away):
            return f"away for {lasted(away)}"
        case control.SpanExcused(from_at=start, until_at=end, code=code):
            return f"{clock(start)} to {clock(end)}, {code}"
        case _:
            return ""


def _binding(r: Reading) -> Block:
    binding = r.plan.binding
    rows = []
    for slot, need in r.plan.scenario.needs.items():
        part = binding.slots.get(slot)
        how = "left out" if part is None else "stand-in" if slot in binding.supplied else "own"
        rows.append(
            Row(
                cells=(
                    Cell(text=slot, strong=True),
                    Cell(text=need.a),
                    Cell(text=r.names.title(part) if part else "nothing"),
                    Cell(text=how, tone=None if how == "own" else "warn"),
                )
            )
        )
    columns = (
        Column(title="Slot"),
        Column(title="Needs a"),
        Column(title="Filled by", wide=True),
        Column(title="How"),
    )
    return Grid(caption="Binding", columns=columns, rows=tuple(rows), quiet=True)


def _losses(r: Reading) -> Iterator[Block]:
    lost = (*r.plan.binding.left_out, *r.plan.binding.uncovered)
    if lost:
        yield Points(items=tuple(Point(lead="Left out or uncovered:", text=f"{x}.") for x in lost))
    else:
        yield Note(text="Nothing of the scenario was left out.")


def _limits(r: Reading) -> Iterator[Point]:
    if r.opened.run != "measured":
        yield Point(
            lead="Systems, suppliers and outside people are simulated.",
            text="Recovery figures are estimates and stand apart from measured ones.",
        )
    if r.opened.responders:
        yield Point(
            lead=f"{count(len(r.opened.responders), 'seat')} were filled by simulated responders.",
            text="Their approvals are left out of every figure about approval.",
        )
    if r.opened.wall_clock == "simulated":
        yield Point(lead="Nobody waited: wall time was worked out, not read from a clock.")
    marked = r.all_of(control.ArtificialMarked)
    if marked:
        yield Point(
            lead=f"{count(len(marked), 'mark')} of artificiality by evaluators.",
            text="What they name, and what followed from it, counts nowhere.",
            cites=tuple(event.seq for event, _ in marked),
        )
    else:
        yield Point(lead="No evaluator marked anything as artificial.")
    if r.timeline.by_hand is not None:
        yield Point(lead="The simulated world was taken out of play; control said what happened.",
                    cites=(r.timeline.by_hand.seq,))  # fmt: skip
    if r.timeline.ended is None:
        yield Point(lead="The record stops before EndEx; what was open then is not judged.")
    if not r.all_of(review.RatersAssigned):
        yield Point(lead="No task was rated by two evaluators.", text="Agreement is not shown.")
