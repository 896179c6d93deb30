"""Duties: a known rule, a trigger that can come, and a period that its text may name."""

from collections.abc import Iterator

from runbooks.authored import Path, Problem, did_you_mean, listed
from scenarios.check.reading import Known, ScenarioFile
from scenarios.check.waits import Reach
from scenarios.duties import Duty
from scenarios.law import Stage


def check_duties(file: ScenarioFile, known: Known) -> Iterator[Problem]:
    """What is wrong with whom to tell, by which rule, from when."""
    reach = Reach(file.model)
    for place, duty in enumerate(file.model.duties):
        path: Path = ("duties", place)
        yield from _rule(file, known, path, duty)
        yield from _trigger(file, reach, path, duty)
    yield from _circles(file)


def _rule(file: ScenarioFile, known: Known, path: Path, duty: Duty) -> Iterator[Problem]:
    regime = known.regimes.regime(duty.regime)
    if regime is None:
        rules = [rule.id for rule in known.regimes.rules]
        right = did_you_mean(duty.regime, rules) or "see the list of regimes"
        yield file.problem((*path, "regime"), f"unknown regime `{duty.regime}`", right)
        return
    stage = regime.stage(duty.stage)
    if stage is None:
        stages = [s.id for s in regime.stages]
        right = did_you_mean(duty.stage or "", stages) or f"its stages are {listed(stages)}"
        yield file.problem(
            (*path, "stage"), f"regime `{regime.id}` has no stage `{duty.stage}`", right
        )
        return
    if duty.within is not None and regime.jurisdiction != "contract":
        wrong = f"the period of `{regime.id}` is the law's and is not written here"
        yield file.problem((*path, "within"), wrong, "remove `within`")
    yield from _start(file, path, duty, stage)


def _start(file: ScenarioFile, path: Path, duty: Duty, stage: Stage) -> Iterator[Problem]:
    trigger, starts = duty.from_, stage.starts
    where = (*path, "from")
    if starts.endswith("_submitted") and not trigger.submitted:
        wrong = f"the clock of `{stage.id}` starts with `{starts}`, and no notice starts this duty"
        yield file.problem(where, wrong, "write `submitted: DUTY`")
    elif starts.startswith("classified") and not trigger.classified:
        wrong = f"the clock of `{stage.id}` starts with `{starts}`, and nothing classifies here"
        yield file.problem(where, wrong, "write `classified: DECISION` with `as`")
    elif stage.no_later and not trigger.aware_of:
        second = stage.no_later.starts
        wrong = f"`{stage.id}` also has a limit from `{second}`, which nothing starts"
        yield file.warning(where, wrong, "write `aware-of: INJECT` beside it")


def _trigger(file: ScenarioFile, reach: Reach, path: Path, duty: Duty) -> Iterator[Problem]:
    aware_of = duty.from_.aware_of
    injects = {inject.id for inject in file.model.injects}
    if aware_of in injects and aware_of not in reach.injects:
        yield file.problem(
            (*path, "from", "aware-of"),
            f"duty `{duty.id}` waits for inject `{aware_of}`, which is never delivered",
            "name an inject that comes",
        )


def _circles(file: ScenarioFile) -> Iterator[Problem]:
    by_id = {duty.id: duty for duty in file.model.duties}
    told: set[str] = set()
    for place, duty in enumerate(file.model.duties):
        way = [duty.id]
        while (before := by_id.get(way[-1])) and before.from_.submitted:
            way.append(before.from_.submitted)
            if way[-1] in way[:-1]:
                break
        if len(way) > 1 and way[0] == way[-1] and not told & set(way):
            told.update(way)
            yield file.problem(
                ("duties", place, "from", "submitted"),
                f"the duties go in a circle: {' after '.join(f'`{d}`' for d in way)}",
                "let one of them start with awareness or a decision",
            )
