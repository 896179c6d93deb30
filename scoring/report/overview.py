"""Sections 0 to 2: handling, the HSEEP overview, and the summary for whoever reads no further."""

from collections.abc import Iterator

from evidence.kinds import exercise
from scoring.report.actions import items_of
from scoring.report.document import (
    Block,
    Cell,
    Heading,
    Note,
    Pairs,
    Point,
    Points,
    Prose,
    Section,
)
from scoring.report.front import HANDLING, kind_of_run, story_span, summary
from scoring.report.reading import Reading, lasted, listed_words
from scoring.report.review import draft_version, is_final, where_written
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
        ("Distribution", Cell(text=where_written(r, "0"))),
    )  # fmt: skip
    return Section(number="0", title="Cover and handling", blocks=(Pairs(rows=rows),))


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
        ("Sponsor", Cell(text=where_written(r, "1"))),
        ("Participating organisations", Cell(text=organisation.title)),
        ("Participants", Cell(text=_participants(r), to="sb")),
        ("Point of contact", Cell(text=where_written(r, "1"))),
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
