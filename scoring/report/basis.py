"""Sections 0 to 3: handling, the HSEEP overview, the summary, and on what the report rests."""

from collections.abc import Iterator

from evidence.kinds import control, exercise, review
from scoring.figure import house
from scoring.report.actions import items_of
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
from scoring.report.front import HANDLING, kind_of_run, story_span, summary
from scoring.report.people import evaluators
from scoring.report.reading import RUNS, Reading, clock, lasted, listed_words
from scoring.report.review import draft_version, is_final, words_for
from scoring.wording import count

_LAPSES = ("unapproved-notice", "stop-ignored", "evidence-destroyed", "deadline-missed")


def cover(r: Reading) -> Section:
    """0: what this paper is and who may have it."""
    status = "Final" if is_final(r) else "Draft"
    rows = (
        ("Report on", Cell(text=f"{r.plan.scenario.title}, {r.plan.organisation.title}")),
        ("Exercise", Cell(text=r.opened.exercise, cites=(r.record[0].seq,))),
        ("State", Cell(text=f"{status}, version {draft_version(r)}")),
        ("Simulated data", Cell(text=_simulated(r))),
        ("Made from", Cell(text=f"{r.provenance.source} (profile: {r.provenance.profile})")),
        ("Head of the record", Cell(text=r.provenance.head)),
        ("Plan", Cell(text=r.plan.digest)),
        ("Classification", Cell(text=HANDLING)),
        ("Distribution", Cell(text=_written(r, "0"))),
    )  # fmt: skip
    return Section(number="0", title="Cover and handling", blocks=(Pairs(rows=rows),))


def _written(r: Reading, number: str) -> str:
    """Where to find what no plan knows: people write it, as words of the section."""
    if words_for(r, number):
        return "As written above."
    return f"Not written yet: add it as words of section {number}."


def _simulated(r: Reading) -> str:
    if r.opened.run == "measured":
        return "Injects and outside parties are simulated; systems are real and were measured."
    return "Everything in this report is an exercise: no system, person or authority was touched."


def overview(r: Reading) -> Section:
    """1: the HSEEP overview."""
    scenario, organisation = r.plan.scenario, r.plan.organisation
    capabilities = [c.title for o in scenario.objectives for c in o.capabilities]
    played = r.timeline.clock.played(r.timeline.end.at)
    rows = (
        ("Exercise name", Cell(text=f"{scenario.title} ({r.opened.exercise})")),
        ("Dates", Cell(text=f"Story: {story_span(r)}")),
        ("Length", Cell(text=f"{lasted(r.timeline.end.at)} of exercise time; {lasted(played)} "
                        "of played time", cites=(r.timeline.end.seq,))),
        ("Kind of run", Cell(text=kind_of_run(r), cites=(r.record[0].seq,))),
        ("Scope", Cell(text=f"{listed_words(r.names.words(w) for w in scenario.rehearses)}, "
                       f"with {listed_words(b.title for b in r.plan.runbooks) or 'no runbook'}")),
        ("Phases", Cell(text="Response and recovery")),
        ("Core capabilities", Cell(text="; ".join(capabilities))),
        ("Objectives", Cell(text="; ".join(o.title for o in scenario.objectives))),
        ("Threat or hazard", Cell(text=" ".join(scenario.summary.split()))),
        ("Drawn from", Cell(text="; ".join(f"{s.title}, {s.by}, {s.date}"
                                           for s in scenario.inspired_by) or "no public incident")),
        ("Sponsor", Cell(text=_written(r, "1"))),
        ("Participating organisations", Cell(text=organisation.title)),
        ("Participants", Cell(text=_participants(r), to="sb")),
        ("Point of contact", Cell(text=_written(r, "1"))),
    )  # fmt: skip
    return Section(number="1", title="Exercise overview", blocks=(Pairs(rows=rows),))


def _participants(r: Reading) -> str:
    people = len({b.seat for _, b in r.all_of(exercise.PersonJoined)})
    simulated = len(r.opened.responders)
    return f"{count(people, 'person', 'people')}, {count(simulated, 'simulated responder')}"


def executive_summary(r: Reading) -> Section:
    """2: the paragraph, strengths, gaps, lapses, and what is asked of management."""
    blocks: list[Block] = [Prose(text=summary(r))]
    strong = _strengths(r)
    blocks.append(Heading(text="Strengths"))
    blocks.append(Points(items=strong) if strong else Note(text="No task was rated P."))
    blocks.append(Heading(text="Gaps"))
    gaps = tuple(Point(lead=i.says, cites=i.cites[:8]) for i in r.scorecard.improve)
    blocks.append(Points(items=gaps) if gaps else Note(text="No figure fell short."))
    blocks.append(Heading(text="Critical lapses"))
    lapses = tuple(Point(lead=f.says, cites=f.cites) for f in r.scorecard.findings
                   if f.code in _LAPSES)  # fmt: skip
    blocks.append(
        Points(items=lapses)
        if lapses
        else Note(
            text="None: no notice unapproved, no stop condition ignored, no evidence destroyed, "
            "no deadline missed without a decision.",
            tone="good",
        )
    )
    blocks.append(Heading(text="Asked of management"))
    blocks.append(Points(items=tuple(_asked(r))))
    return Section(number="2", title="Executive summary", blocks=tuple(blocks))


def _strengths(r: Reading) -> tuple[Point, ...]:
    best = [t for o in r.scorecard.objectives for t in o.tasks if t.rating == "P"]
    best.sort(key=lambda task: -(task.percent or 0))
    return tuple(
        Point(
            lead=f"{task.title}.",
            text="; ".join(m.says for m in task.measures[:2]) + ".",
            cites=tuple(sorted({seq for m in task.measures for seq in m.cites}))[:8],
        )
        for task in best[:3]
    )


def _asked(r: Reading) -> Iterator[Point]:
    items = items_of(r)
    if items:
        yield Point(
            lead="See the improvement plan through.",
            text=f"Annex A has {count(len(items), 'action')} with an owner and a day.",
        )
    else:
        yield Point(
            lead="Agree the improvement plan.",
            text=f"{count(len(r.scorecard.improve), 'proposal')} stand in annex A, and need an "
            "owner and a day.",
        )
    broken = [m for m in r.scorecard.metrics if m.key in ("RTO", "RPO") and m.verdict == "not-met"]
    for metric in broken:
        yield Point(
            lead=f"Decide on {r.names.title(metric.of or '')}.",
            text=f"Its {'recovery time' if metric.key == 'RTO' else 'recovery point'} was not kept "
            "here: invest, or promise less.",
            cites=metric.cites,
        )
    if not r.counts:
        yield Point(lead="Hold it as an exercise.", text="This run does not count as coverage.")


def basis(r: Reading) -> Section:
    """3: versions, clocks, independence, limits."""
    plan = r.plan
    rows = [
        ("Plan", Cell(text=f"digest {plan.digest}, pinned by the first entry",
                      cites=(r.record[0].seq,))),
        ("Approval of the plan", Cell(text=_written(r, "3"))),
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
