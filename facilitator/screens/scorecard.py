"""The scorecard: what one exercise showed, every figure opening to its own explanation."""

from dataclasses import dataclass
from typing import Final

from evidence import Millis
from facilitator.screens.charts import SeverityChart, StepChart, severity_chart, step_chart
from facilitator.screens.figures import (
    FigureLine,
    ended,
    line_of,
    named,
    state_of,
    value_of,
    why_address,
)
from facilitator.screens.naming import Names
from facilitator.screens.page import Query
from facilitator.screens.saying import State, say_span
from facilitator.screens.seen import Seen
from facilitator.screens.steps import steps_of
from facilitator.screens.story import read_story
from scoring import ObjectiveRating, Scorecard, TaskRating, score
from scoring.explain import Cited, NoSuchFigure, explain
from scoring.titles import FAMILIES, TITLES

HEADLINES: Final = ("RTO", "RPO", "TTSev", "NOTIF-TIME", "SEV-ACC")
RATINGS: Final = {
    "P": ("performed", "good", True),
    "S": ("with some challenges", "warn", False),
    "M": ("with major challenges", "bad", False),
    "U": ("unable", "bad", True),
    "N/A": ("not observed", "idle", False),
}
"""Words, tone, and whether the letter is filled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """Figures about one thing; those that are told and not judged fold away."""

    title: str
    judged: tuple[FigureLine, ...]
    told: tuple[FigureLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rated:
    """A rating with its words."""

    letter: str
    words: str
    tone: str
    solid: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskLine:
    """A critical task."""

    title: str
    rated: Rated
    earned: str
    """What its measures earned together: the rating that it proposes, before caps."""
    by: str
    measures: tuple[tuple[str, str, str], ...]
    """Figure, what it says, and where it opens."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectiveLine:
    title: str
    threshold: str
    rated: Rated
    tasks: tuple[TaskLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedLine:
    """One leaf that a figure rests on."""

    place: int
    at: Millis
    words: str
    who: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """The explanation of one figure."""

    title: str
    meaning: str
    state: State
    shown: str
    target: str
    formula: str
    cites: tuple[CitedLine, ...]
    left_out: tuple[tuple[str, str, tuple[CitedLine, ...]], ...]
    what_if: tuple[str, ...]
    command: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScorecardPage:
    """The context of ``scorecard.html``."""

    team: str
    ended: bool
    at: Millis
    entries: int
    played: str
    headlines: tuple[FigureLine, ...]
    objectives: tuple[ObjectiveLine, ...]
    families: tuple[Family, ...]
    why: Why | None
    wrong: str
    improve: tuple[str, ...]
    findings: tuple[str, ...]
    severity: SeverityChart | None
    steps: StepChart | None
    rubric: str


def scorecard_page(seen: Seen, query: Query) -> ScorecardPage:
    """Fold the scorecard; ``why`` in the address opens one figure."""
    card, story = score(seen.plan, seen.events), read_story(seen)
    wanted = query.get("why", "")
    lines = [line_of(seen, metric, wanted) for metric in card.metrics]
    why, wrong = _why(seen, wanted)
    steps = None
    for run in story.runs.values():
        if run.run in seen.plan.books:
            steps = step_chart(seen, steps_of(seen, story, run))
    return ScorecardPage(
        team=seen.team.name,
        ended=story.ended_at is not None,
        at=story.ended_at or seen.clock.at,
        entries=len(seen.events),
        played=say_span(story.clock.played(story.ended_at or seen.clock.at)),
        headlines=_headlines(lines, card),
        objectives=tuple(_objective(Names(seen.plan), one) for one in card.objectives),
        families=_families(lines, card),
        why=why,
        wrong=wrong,
        improve=tuple(one.says for one in card.improve),
        findings=tuple(finding.says for finding in card.findings),
        severity=severity_chart(seen),
        steps=steps,
        rubric=f"{seen.plan.rubric.title} {seen.plan.rubric.version}",
    )


def _headlines(lines: list[FigureLine], card: Scorecard) -> tuple[FigureLine, ...]:
    found = []
    for key in HEADLINES:
        for line, metric in zip(lines, card.metrics, strict=True):
            if metric.key == key and metric.value is not None:
                found.append(line)
                break
    return tuple(found)


def _families(lines: list[FigureLine], card: Scorecard) -> tuple[Family, ...]:
    found = []
    for title, keys in FAMILIES.items():
        mine = [
            (line, metric.verdict == "info")
            for key in keys
            for line, metric in zip(lines, card.metrics, strict=True)
            if metric.key == key
        ]
        if mine:
            judged = tuple(line for line, told in mine if not told)
            told = tuple(line for line, told in mine if told)
            found.append(Family(title=title, judged=judged, told=told))
    return tuple(found)


def rated(letter: str) -> Rated:
    """A letter of the rating scale with its words."""
    words, tone, solid = RATINGS[letter]
    return Rated(letter=letter, words=words, tone=tone, solid=solid)


def _objective(names: Names, objective: ObjectiveRating) -> ObjectiveLine:
    return ObjectiveLine(
        title=objective.title,
        threshold=" ".join(objective.threshold.split()),
        rated=rated(objective.rating),
        tasks=tuple(_task(names, task) for task in objective.tasks),
    )


def _said(task: TaskRating) -> str:
    """Whose rating it is: what evaluators made of the proposal, if they said anything."""
    return "proposed" if task.evaluator is None else f"evaluators: {task.evaluator.says}"


def _task(names: Names, task: TaskRating) -> TaskLine:
    return TaskLine(
        title=task.title,
        rated=rated(task.rating),
        earned=f"{task.percent} %" if task.percent is not None else "none",
        by="; ".join((_said(task), *(f"capped, {cap}" for cap in task.caps))),
        measures=tuple(
            (TITLES[m.metric], names.spoken(m.says), why_address(m.metric, m.of))
            for m in task.measures
        ),
    )


def _why(seen: Seen, wanted: str) -> tuple[Why | None, str]:
    if not wanted:
        return None, ""
    try:
        found = explain(seen.plan, seen.events, wanted)
    except NoSuchFigure as wrong:
        return None, str(wrong)
    metric = found.metric

    def cited(lines: tuple[Cited, ...]) -> tuple[CitedLine, ...]:
        return tuple(
            CitedLine(place=seen.place(line.seq), at=Millis(line.at), words=line.says, who=line.who)
            for line in lines
            if seen.has(line.seq)
        )

    names = Names(seen.plan)
    of = named(names, seen, metric.of)
    title = TITLES[metric.key]
    return (
        Why(
            title=f"{title}: {of}" if of else title,
            meaning=found.meaning,
            state=state_of(metric, ended=ended(seen)),
            shown=value_of(metric),
            target=found.target or "",
            formula=names.spoken(metric.formula),
            cites=cited(found.rests_on),
            left_out=tuple(
                (names.spoken(one.what), one.why, cited(one.rests_on)) for one in found.left_out
            ),
            what_if=tuple(map(names.spoken, found.what_if)),
            command=f"drillroom explain RECORD {metric.name}",
        ),
        "",
    )
