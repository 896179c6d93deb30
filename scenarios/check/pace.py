"""Whether people have time to react: what the authored pace leaves of a promised interval."""

from collections.abc import Iterator
from itertools import pairwise

from runbooks.authored import Problem, show_duration
from scenarios.check.reading import Known, ScenarioFile
from scenarios.organisation import Organisation
from scenarios.rubric import Rubric
from scenarios.scenario import Scenario


def check_pace(file: ScenarioFile, known: Known) -> Iterator[Problem]:
    """Phases out of order, and reactions that nobody can show before it ends."""
    scenario = file.model
    for place, (one, other) in enumerate(pairwise(scenario.phases), start=1):
        if other.from_ <= one.from_:
            wrong = f"phase `{other.id}` begins no later than `{one.id}` before it"
            right = "order the phases by `from`"
            yield file.problem(("phases", place, "from"), wrong, right)
            return
    for place, inject in enumerate(scenario.injects):
        if inject.at is None or inject.at > scenario.lasts:
            continue
        left = played_at(scenario, scenario.lasts) - played_at(scenario, inject.at)
        for inner, expectation in enumerate(inject.expects):
            if expectation.by > left:
                yield file.problem(
                    ("injects", place, "expects", inner, "by"),
                    f"expectation `{expectation.id}` gives {show_duration(expectation.by)}, "
                    f"and at this pace only {show_duration(left)} are left to play",
                    "shorten it, bring the inject forward, or slow the phase down",
                )
    rubric = known.rubrics.get(scenario.rubric)
    if rubric:
        yield from _patience(file, rubric)


def _patience(file: ScenarioFile, rubric: Rubric) -> Iterator[Problem]:
    least = rubric.least_played_for_cadence
    slowest = min((phase.pace for phase in file.model.phases), default=1)
    for place, stakeholder in enumerate(file.model.stakeholders):
        if stakeholder.patience // slowest < least:
            yield file.problem(
                ("stakeholders", place, "patience"),
                f"`{stakeholder.id}` waits {show_duration(stakeholder.patience)}, which leaves "
                f"{show_duration(stakeholder.patience // slowest)} to play at pace {slowest}",
                f"leave people at least {show_duration(least)}",
            )


def check_cadence(
    file: ScenarioFile, rubric: Rubric, organisation: Organisation
) -> Iterator[Problem]:
    """Promised rhythms that a phase plays too fast to be rated."""
    least = rubric.least_played_for_cadence
    rhythms = [(f"`{a.id}`", a.every) for a in organisation.communications.audiences]
    rhythms += [(level.name, level.update_every) for level in organisation.severity.levels]
    for place, phase in enumerate(file.model.phases):
        fast = [
            (who, every)
            for who, every in rhythms
            if every is not None and every < least * phase.pace
        ]
        if fast:
            shown = ", ".join(f"{who} every {show_duration(every)}" for who, every in fast)
            yield file.warning(
                ("phases", place, "pace"),
                f"at pace {phase.pace} these updates leave less than {show_duration(least)} "
                f"to play and are not rated: {shown}",
                "slow the phase down if they matter",
            )


def played_at(scenario: Scenario, at: int) -> int:
    """Played milliseconds at an instant of exercise time, at the authored paces."""
    played = 0
    starts = [0, *(phase.from_ for phase in scenario.phases)]
    paces = [1, *(phase.pace for phase in scenario.phases)]
    for start, end, pace in zip(starts, [*starts[1:], at], paces, strict=True):
        played += max(0, min(end, at) - start) // pace
    return played
