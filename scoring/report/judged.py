"""Sections 4 to 6: ratings, the analysis of each objective, and every figure."""

from collections.abc import Iterator, Sequence
from typing import get_args

import msgspec

from evidence import Event, Seq
from evidence.kinds import control, review
from scoring.figure import WHOLE, Metric
from scoring.ratings import MeasureRating, ObjectiveRating, TaskRating
from scoring.report.document import (
    Block,
    Cell,
    Column,
    Grid,
    Heading,
    Note,
    Point,
    Points,
    Prose,
    Rating,
    Row,
    Section,
)
from scoring.report.front import FIGURE_COLUMNS, RATINGS, figure_row
from scoring.report.reading import Reading, clock
from scoring.titles import FAMILIES, TITLES

_DEFINITIONS = {
    "P": "Tasks were completed so that the objective was met, without harm to other activities.",
    "S": "As P, with room to be more effective or more efficient.",
    "M": "The objective was met, but completing it hurt other activities, added risk, or broke "
    "plan, policy or law.",
    "U": "The objective was not met.",
    "N/A": "Nothing was observed on which to rate.",
}


def ratings(r: Reading) -> Section:
    """4: objective by capability, in HSEEP's columns, with the definitions."""
    letters: tuple[Rating, ...] = get_args(Rating)
    rows = []
    for objective in r.scorecard.objectives:
        for capability in objective.capabilities:
            marks = [
                Cell(text=RATINGS[letter], rating=letter) if letter == capability.rating
                else Cell(text="")
                for letter in letters
            ]  # fmt: skip
            first = Cell(text=objective.title, strong=True)
            rows.append(Row(cells=(first, Cell(text=capability.title), *marks)))
    columns = (
        Column(title="Objective", wide=True),
        Column(title="Core capability"),
        *(Column(title=letter, narrow=True) for letter in letters),
    )
    blocks: list[Block] = [
        Grid(caption="Ratings", columns=columns, rows=tuple(rows), quiet=True),
        _tasks(r),
        Heading(text="What the letters mean"),
        Points(
            items=tuple(
                Point(lead=f"{letter}, {RATINGS[letter]}.", text=says)
                for letter, says in _DEFINITIONS.items()
            )
        ),
    ]
    return Section(number="4", title="Ratings", blocks=tuple(blocks))


def _tasks(r: Reading) -> Grid:
    """Every critical task: the proposal, the evaluator's word, and what stands."""
    rows = []
    for objective in r.scorecard.objectives:
        for task in objective.tasks:
            word = task.evaluator
            rows.append(
                Row(
                    cells=(
                        Cell(text=task.title),
                        Cell(text="–" if task.percent is None else f"{task.percent} %"),
                        Cell(text=RATINGS[task.proposed], rating=task.proposed),
                        Cell(text=f"{word.rating}: {word.says}", cites=word.cites[:4])
                        if word
                        else Cell(text="has not rated", tone="idle"),
                        Cell(text=RATINGS[task.rating], rating=task.rating),
                    )
                )
            )
    columns = (
        Column(title="Critical task", wide=True),
        Column(title="Figures", number=True),
        Column(title="Proposed by rule"),
        Column(title="Evaluator"),
        Column(title="Stands"),
    )
    return Grid(caption="Critical tasks", columns=columns, rows=tuple(rows))


def analysis(r: Reading) -> Section:
    """5: for each objective its strengths, then observation, reference and analysis."""
    blocks: list[Block] = []
    for place, objective in enumerate(r.scorecard.objectives, start=1):
        blocks += _objective(r, objective, f"objective-{place}")
    blocks += _noted(r)
    blocks += _post_mortem(r)
    return Section(number="5", title="Analysis of each objective", blocks=tuple(blocks))


def _objective(r: Reading, objective: ObjectiveRating, anchor: str) -> Iterator[Block]:
    yield Heading(text=objective.title, anchor=anchor, rating=objective.rating)
    yield Prose(text=f"Reached when: {' '.join(objective.threshold.split())}", small=True)
    strong = [task for task in objective.tasks if task.rating == "P"]
    if strong:
        yield Points(items=tuple(_strength(task) for task in strong))
    rows = [row for task in objective.tasks for row in _gaps(r, task)]
    if rows:
        columns = (
            Column(title="Observation", wide=True),
            Column(title="Reference"),
            Column(title="Analysis", wide=True),
        )
        yield Grid(
            caption=f"Areas for improvement: {objective.title}",
            columns=columns,
            rows=tuple(rows),
        )
    elif not strong:
        yield Note(text="Nothing of this objective was observed.")
    observed = [
        (event, body)
        for event, body in r.all_of(control.ObservationRecorded)
        if body.task in {task.id for task in objective.tasks}
    ]
    for event, _ in observed:
        yield r.spoken(event)


def _noted(r: Reading) -> Iterator[Block]:
    """Control's notes and observations of no task, each with what it is tied to."""
    notes: list[tuple[Event, control.WriteNote | control.ObservationRecorded]] = [
        *r.all_of(control.WriteNote),
        *((e, body) for e, body in r.all_of(control.ObservationRecorded) if body.task is None),
    ]
    if notes:
        yield Heading(text="What else control and evaluators noted")
    for event, body in sorted(notes, key=lambda one: one[0].seq):
        if isinstance(body, control.ObservationRecorded):
            said = r.spoken(event, by=f"An evaluator, {clock(event.at)}")
        else:
            on = f', on "{r.names.inject(body.inject)}"' if body.inject else ""
            said = r.said(event, by=f"Control, {clock(event.at)}{on}")
        yield msgspec.structs.replace(said, cites=(*said.cites, *body.about))


def _post_mortem(r: Reading) -> Iterator[Block]:
    """The team's own account, in the seven sections that it must have; the latest words of each."""
    written = r.all_of(review.PostMortemWritten)
    replaced = {body.replaces for _, body in written}
    if written:
        yield Heading(text="Post-mortem, as the team wrote it")
    for section in get_args(review.Section):
        for event, body in written:
            if body.section == section and event.seq not in replaced:
                where = f"{section.replace('-', ' ')}{f', {body.lens}' if body.lens else ''}"
                yield r.spoken(event, by=f"{r.who(event)}, {where}")


def _strength(task: TaskRating) -> Point:
    full = [m for m in task.measures if m.credit == WHOLE] or list(task.measures)
    return Point(
        lead=f"Strength: {task.title}.",
        text="; ".join(m.says for m in full[:2]) + "." if full else "",
        cites=_first(m.cites for m in full),
    )


def _gaps(r: Reading, task: TaskRating) -> Iterator[Row]:
    """What took credit from a task, the most first."""
    short = [m for m in task.measures if m.credit is not None and m.credit < WHOLE]
    short.sort(key=lambda m: (m.credit or 0) - WHOLE)
    for measure in short:
        yield Row(
            cells=(
                Cell(
                    text=f"{task.title}: {TITLES[measure.metric].lower()}, "
                    f"{_per_cent(measure)} of its credit",
                    strong=True,
                    cites=measure.cites[:8],
                ),
                Cell(text=_reference(r, measure)),
                Cell(text=f"{measure.says}. {_held_down(task)}".strip()),
            )
        )


def _held_down(task: TaskRating) -> str:
    return f"Capped: {'; '.join(task.caps)}" if task.caps else ""


def _per_cent(measure: MeasureRating) -> str:
    return f"{(measure.credit or 0) * 100 // WHOLE} %"


def _reference(r: Reading, measure: MeasureRating) -> str:
    found = r.scorecard.metric(measure.metric, measure.of)
    if found is not None and found.target is not None:
        return found.target.named
    if measure.metric == "EXPECT":
        return "the scenario's expected actions"
    if measure.metric.startswith("RB-"):
        return f"runbook {measure.of}" if measure.of else "the runbook"
    return f"{r.plan.rubric.title} {r.plan.rubric.version}"


def _first(cites: "Iterator[tuple[Seq, ...]] | Sequence[tuple[Seq, ...]]") -> tuple[Seq, ...]:
    return tuple(sorted({seq for some in cites for seq in some}))[:8]


def metrics(r: Reading) -> Section:
    """6: every figure by family; each opens to formula, leaves and exclusions."""
    blocks: list[Block] = []
    blocks.append(
        Prose(
            text="Each figure opens to its formula with the numbers put in, the entries it rests "
            "on, and what was left out and why.",
            small=True,
        )
    )
    for family, keys in FAMILIES.items():
        blocks += _family(
            r, family, [m for key in keys for m in r.scorecard.metrics if m.key == key]
        )
    weighted = {"RB-ADH", "NOTIF-TIME", "VEND-ESC"} & {m.key for m in r.scorecard.metrics}
    if weighted:
        rubric = f"{r.plan.rubric.title} {r.plan.rubric.version}"
        blocks.append(
            Note(
                text=f"Weighted figures ({', '.join(TITLES[k] for k in sorted(weighted))}) take "
                f"their weights from the {rubric}; they are secondary to what they are made of."
            )
        )
    blocks += [Note(text=f.says) for f in r.scorecard.findings if f.code == "debrief-only"]
    return Section(number="6", title="Metrics", blocks=tuple(blocks))


def _family(r: Reading, family: str, mine: Sequence[Metric]) -> Iterator[Block]:
    if mine:
        rows = tuple(
            figure_row(m, f"{TITLES[m.key]}{f', {_part(r, m.of)}' if m.of else ''}") for m in mine
        )
        yield Grid(caption=family, columns=FIGURE_COLUMNS, rows=rows)


def _part(r: Reading, of: str) -> str:
    """A part of the organisation, a duty or a runbook in words."""
    if of in r.plan.duties:
        return r.names.duty(of)
    if of in r.plan.books:
        return r.names.runbook(of)
    return r.names.title(of)
