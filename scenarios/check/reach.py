"""Injects, responses, artefacts and endings that the story can never reach."""

from collections.abc import Iterator

from runbooks.authored import Path, Problem, show_duration
from scenarios.check.reading import Known, ScenarioFile
from scenarios.check.waits import Reach
from scenarios.injects import Inject


def check_reach(file: ScenarioFile, known: Known) -> Iterator[Problem]:
    """What can never come, with the reason."""
    del known  # the story alone decides
    reach = Reach(file.model)
    told: set[str] = set()
    for place, inject in enumerate(file.model.injects):
        if inject.id not in reach.injects:
            yield from _unreachable(file, reach, ("injects", place), inject, told)
        for inner, expectation in enumerate(inject.expects):
            if expectation.seen and inject.id in reach.injects:
                for why in list(reach.never(expectation.seen))[:1]:
                    yield file.problem(
                        ("injects", place, "expects", inner, "seen"),
                        f"expectation `{expectation.id}` can never be met: {why}",
                        "ask for something that can happen",
                    )
    yield from _others(file, reach)


def _unreachable(
    file: ScenarioFile, reach: Reach, path: Path, inject: Inject, told: set[str]
) -> Iterator[Problem]:
    lasts = file.model.lasts
    if inject.at is not None and inject.at > lasts:
        yield file.problem(
            (*path, "at"),
            f"inject `{inject.id}` comes at {show_duration(inject.at)}, after the end",
            f"let it come by {show_duration(lasts)}, or let `lasts` be longer",
        )
    elif inject.after is not None and inject.after not in reach.injects:
        circle = _circle(file, inject)
        if circle and told & set(circle):
            return
        told.update(circle)
        wrong = (
            f"the injects go in a circle: {' after '.join(f'`{i}`' for i in circle)}"
            if circle
            else f"inject `{inject.id}` comes after `{inject.after}`, which is never delivered"
        )
        yield file.problem((*path, "after"), wrong, "let it come after something that happens")
    elif inject.missed is not None and reach.can(inject.if_):
        wrong = f"inject `{inject.id}` waits for `{inject.missed}` of an inject that never comes"
        right = "name an expectation of an inject that is delivered"
        yield file.problem((*path, "missed"), wrong, right)
    else:
        for key, condition in (("when", inject.when), ("if", inject.if_)):
            for why in list(reach.never(condition))[:1] if condition else ():
                yield file.problem(
                    (*path, key),
                    f"inject `{inject.id}` is never delivered: {why}",
                    "let it wait for something that can happen",
                )


def _circle(file: ScenarioFile, inject: Inject) -> list[str]:
    """The circle of ``after`` through an inject, which stands at both ends; else empty."""
    by_id = {other.id: other for other in file.model.injects}
    way = [inject.id]
    while (before := by_id.get(way[-1])) and before.after is not None:
        way.append(before.after)
        if before.after == inject.id:
            return way
        if before.after in way[:-1]:
            return []
    return []


def _others(file: ScenarioFile, reach: Reach) -> Iterator[Problem]:
    for place, response in enumerate(file.model.responses):
        for why in list(reach.never(response.needs))[:1] if response.needs else ():
            wrong = f"response `{response.id}` can never be taken: {why}"
            yield file.problem(
                ("responses", place, "needs"), wrong, "ask for something that can happen"
            )
    for place, artefact in enumerate(file.model.artefacts):
        if artefact.id in reach.artefacts:
            continue
        if artefact.hidden and reach.can(artefact.when):
            wrong = f"nothing reveals hidden artefact `{artefact.id}`"
            right = f"write `reveal: {artefact.id}` somewhere, or remove `hidden`"
            yield file.problem(("artefacts", place, "hidden"), wrong, right)
        else:
            wrong = f"artefact `{artefact.id}` can never be found"
            right = "let its `when` ask for something that can happen"
            yield file.problem(("artefacts", place, "when"), wrong, right)
    for place, intrusion in enumerate(file.model.intrusions):
        if intrusion.id not in reach.intrusions:
            wrong = f"intrusion `{intrusion.id}` never begins"
            right = f"write `does: {{intrude: {intrusion.id}}}` in an inject"
            yield file.problem(("intrusions", place, "id"), wrong, right)
    for place, ending in enumerate(file.model.endings):
        for why in list(reach.never(ending.when))[:1]:
            wrong = f"ending `{ending.id}` can never come: {why}"
            yield file.problem(
                ("endings", place, "when"), wrong, "ask for something that can happen"
            )
