"""Closed vocabularies and small references: facts, metrics, options, stages, placeholders."""

from collections.abc import Iterator

from runbooks.authored import Path, Problem, Wrong, did_you_mean
from scenarios import conditions as c
from scenarios.check.reading import ADD_OR_NAME, Known, ScenarioFile
from scenarios.duties import DutyTrigger
from scenarios.facts import FACTS, Telling
from scenarios.law import check_answer
from scenarios.metrics import HARD_FAILS, METRICS
from scenarios.naming import walk
from scenarios.objectives import HardFail, Measure
from scenarios.scenario import SeverityReference
from scenarios.story import Intrusion
from scenarios.texts import known_placeholders, unknown_placeholders


def check_words(file: ScenarioFile, known: Known) -> Iterator[Problem]:
    """Words from vocabularies that a scenario shares with organisations, rubrics and laws."""
    yield from _facts(file)
    yield from _legal_facts(file)
    yield from _options(file)
    yield from _stages(file)
    yield from _measures(file)
    yield from _levels(file, known)
    yield from _placeholders(file)
    if file.model.rubric not in known.rubrics:
        right = did_you_mean(file.model.rubric, known.rubrics) or ADD_OR_NAME
        yield file.problem(("rubric",), f"unknown rubric `{file.model.rubric}`", right)


def _facts(file: ScenarioFile) -> Iterator[Problem]:
    for part, path in walk(file.model):
        for key in ("tells", "fits"):
            for fact, told in getattr(part, key, {}).items():
                here: Path = (*path, key, fact)
                if fact not in FACTS:
                    right = did_you_mean(fact, FACTS) or "see the list of facts"
                    yield file.problem(here, f"unknown fact `{fact}`", right)
                    continue
                for value in (told,) if isinstance(told, str) else told:
                    if value not in FACTS[fact]:
                        right = did_you_mean(value, FACTS[fact])
                        yield file.problem(here, f"fact `{fact}` is never `{value}`", right)


def _legal_facts(file: ScenarioFile) -> Iterator[Problem]:
    for part, path in walk(file.model):
        for fact, value in part.law.items() if isinstance(part, Telling) else ():
            try:
                check_answer(fact, value)
            except Wrong as error:
                yield file.problem((*path, "law", fact), error.wrong, error.right)


def _options(file: ScenarioFile) -> Iterator[Problem]:
    scenario = file.model
    options = {d.id: [o.id for o in d.options] for d in scenario.decisions}
    answers = {q.id: [o.id for o in q.options] for q in scenario.questions}
    for part, path in walk(scenario):
        match part:
            case c.Decided(decided=of, as_=named):
                known = options.get(of)
            case DutyTrigger(classified=str(of), as_=named):
                known = options.get(of)
            case c.Answered(answered=of, as_=named):
                known = answers.get(of)
            case _:
                continue
        for place, name in enumerate(named):
            if known is not None and name not in known:
                right = did_you_mean(name, known) or ADD_OR_NAME
                yield file.problem((*path, "as", place), f"`{of}` has no option `{name}`", right)


def _stages(file: ScenarioFile) -> Iterator[Problem]:
    stages = {i.id: [stage.stage for stage in i.stages] for i in file.model.intrusions}
    for part, path in walk(file.model):
        if isinstance(part, c.IntrusionIs) and part.intrusion in stages:
            known = ["active", "contained", *stages[part.intrusion]]
            if part.is_ not in known:
                right = did_you_mean(part.is_, known) or ADD_OR_NAME
                wrong = f"intrusion `{part.intrusion}` is never `{part.is_}`"
                yield file.problem((*path, "is"), wrong, right)
        if isinstance(part, Intrusion):
            for place, taken in enumerate(part.exfiltrates):
                if taken.from_stage not in stages[part.id]:
                    right = did_you_mean(taken.from_stage, stages[part.id]) or ADD_OR_NAME
                    where = (*path, "exfiltrates", place, "from-stage")
                    wrong = f"intrusion `{part.id}` has no stage `{taken.from_stage}`"
                    yield file.problem(where, wrong, right)


def _measures(file: ScenarioFile) -> Iterator[Problem]:
    for part, path in walk(file.model):
        if isinstance(part, Measure):
            yield from _measure(file, part, path)
        if isinstance(part, HardFail) and part.when not in HARD_FAILS:
            right = did_you_mean(part.when, HARD_FAILS) or ADD_OR_NAME
            yield file.problem((*path, "when"), f"unknown finding `{part.when}`", right)


def _measure(file: ScenarioFile, measure: Measure, path: Path) -> Iterator[Problem]:
    fitting = METRICS.get(measure.metric)
    if fitting is None:
        right = did_you_mean(measure.metric, METRICS) or "see the list of metrics"
        yield file.problem((*path, "metric"), f"unknown metric `{measure.metric}`", right)
    elif fitting == "within" and measure.at_least is not None:
        wrong = f"`{measure.metric}` is a time, not a share"
        yield file.problem((*path, "at-least"), wrong, "write `within: 15m`")
    elif fitting == "at-least" and measure.within is not None:
        wrong = f"`{measure.metric}` is a share, not a time"
        yield file.problem((*path, "within"), wrong, "write `at-least: 80%`")


def _levels(file: ScenarioFile, known: Known) -> Iterator[Problem]:
    if known.organisation is None:
        return
    levels = [level.level for level in known.organisation.severity.levels]
    shown = ", ".join(map(str, levels))
    for part, path in walk(file.model):
        match part:
            case SeverityReference(level=named):
                key = "level"
            case c.Called(severity=one):
                key, named = "severity", (one,)
            case _:
                continue
        for level in named:
            if level not in levels:
                wrong = f"`{known.organisation.organisation}` has no severity level {level}"
                yield file.problem((*path, key), wrong, f"its levels are {shown}")


def _placeholders(file: ScenarioFile) -> Iterator[Problem]:
    known = known_placeholders(file.model)
    for path, written, name in unknown_placeholders(file.model):
        lower = name.lower().replace("_", "-")
        right = f"write `{{{lower}}}`" if lower in known else did_you_mean(name, known)
        yield file.problem(
            path, f"`{written}` stands for nothing", right or "name a slot or a cast member"
        )
