"""Needs that can be bound: no circles, stand-ins of the right kind, runbooks whose parts exist."""

from collections.abc import Iterator

from runbooks.authored import Path, Problem, did_you_mean
from scenarios.check.reading import ADD_OR_NAME, Known, ScenarioFile
from scenarios.needs import binding_loops
from scenarios.scenario import Need


def check_needs(file: ScenarioFile, known: Known) -> Iterator[Problem]:
    """What is wrong with the needs themselves, whoever plays."""
    scenario = file.model
    for loop in binding_loops(scenario.needs):
        yield file.problem(
            ("needs", loop[0]),
            f"the needs go in a circle: {' -> '.join(f'`{slot}`' for slot in loop)}",
            "change one `on` or `otherwise`",
        )
    for slot, need in scenario.needs.items():
        yield from _need(file, slot, need)
    yield from _stand_ins(file)
    yield from _uses(file, known)
    for member in scenario.cast.keys() & scenario.needs.keys():
        yield file.problem(
            ("cast", member),
            f"`{member}` is a need and a member of the cast",
            "rename one, or `{placeholders}` are ambiguous",
        )


def _need(file: ScenarioFile, slot: str, need: Need) -> Iterator[Problem]:
    path: Path = ("needs", slot)
    needs = file.model.needs
    if need.a == "role" and (need.tags or need.on):
        key = "tags" if need.tags else "on"
        yield file.problem((*path, key), "a role has no " + f"`{key}`", "write `is: ROLE`")
    if need.a != "role" and need.is_:
        yield file.problem((*path, "is"), f"a {need.a} has no `is`", "write `tags: [...]`")
    if need.a != "service" and need.on and need.a != "role":
        wrong = f"only a service rests `on` something, and `{slot}` is a {need.a}"
        yield file.problem((*path, "on"), wrong, "remove `on`")
    other = need.otherwise
    if other in (None, "supply", "drop"):
        return
    same = [name for name, n in needs.items() if n.a == need.a and name != slot]
    if other not in needs:
        right = did_you_mean(other or "", [*same, "supply", "drop"])
        wrong = f"`otherwise: {other}` names no need"
        yield file.problem(
            (*path, "otherwise"), wrong, right or "write `supply`, `drop` or another need"
        )
    elif needs[other or ""].a != need.a:
        wrong = f"`{other}` is a {needs[other or ''].a} and cannot play a {need.a}"
        right = did_you_mean(other or "", same) or "write `supply` or `drop`"
        yield file.problem((*path, "otherwise"), wrong, right)


def _stand_ins(file: ScenarioFile) -> Iterator[Problem]:
    needs = file.model.needs
    for slot, authored in file.model.stand_ins.items():
        path: Path = ("stand-ins", slot)
        if slot not in needs:
            right = did_you_mean(slot, needs) or ADD_OR_NAME
            yield file.problem(path, f"stand-in `{slot}` is for no need", right)
            continue
        given = [k for k in ("service", "dataset", "vendor") if getattr(authored, k) is not None]
        if given != [needs[slot].a]:
            wrong = f"the stand-in for `{slot}` is not one {needs[slot].a}"
            yield file.problem(path, wrong, f"write `{needs[slot].a}: {{...}}` and nothing else")
        if needs[slot].otherwise != "supply":
            wrong = f"`{slot}` has a stand-in that nothing supplies"
            yield file.warning(path, wrong, f"write `otherwise: supply` for `{slot}`")


def _uses(file: ScenarioFile, known: Known) -> Iterator[Problem]:
    responses = [response.id for response in file.model.responses]
    for place, use in enumerate(file.model.runbooks):
        book = known.runbooks.get(use.runbook)
        for step in book.steps if book else ():
            check = step.validation.uses if step.validation else None
            for name in (step.uses, check):
                if name and name not in responses:
                    right = did_you_mean(name, responses) or f"add response `{name}`"
                    wrong = f"step `{step.id}` of `{use.runbook}` uses unknown response `{name}`"
                    yield file.problem(("runbooks", place, "runbook"), wrong, right)
