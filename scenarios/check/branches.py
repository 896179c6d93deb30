"""Branches that can never or both be taken, as far as their form alone decides it."""

import json
from collections.abc import Iterator
from itertools import combinations

from runbooks.authored import Path, Problem
from scenarios import conditions as c
from scenarios.check.reading import Known, ScenarioFile
from scenarios.conditions import Condition
from scenarios.injects import Inject
from scenarios.naming import walk

MAX_COMBINED = 4
"""Conditions nested deeper than this are not readable, and a plan's canonical form ends there."""


def check_branches(file: ScenarioFile, known: Known) -> Iterator[Problem]:
    """Contradictions, groups that are none, and branches that shut each other out or do not."""
    del known  # the story alone decides
    yield from _contradictions(file)
    yield from _groups(file)
    yield from _both(file)
    yield from _endings(file)


def _contradictions(file: ScenarioFile) -> Iterator[Problem]:
    for part, path in walk(file.model):
        if isinstance(part, c.All) and (clash := _clash(part.all)):
            yield file.problem(
                path,
                f"this can never hold: it asks for {clash[0]} and for {clash[1]}",
                "keep one of them, or write `any`",
            )
        if isinstance(part, c.All | c.Any | c.Not) and _combined_above(path) == MAX_COMBINED:
            yield file.problem(
                path,
                f"`all`, `any` and `not` are nested deeper than {MAX_COMBINED}",
                "flatten it, or raise a flag and ask for that",
            )


def _combined_above(path: Path) -> int:
    """How many combining keys a condition at *path* stands in, within its own field."""
    count = 0
    for key in reversed(path):
        if key in ("all", "any", "not"):
            count += 1
        elif isinstance(key, str):
            break
    return count


def _clash(conditions: tuple[Condition, ...]) -> tuple[str, str] | None:
    for one, other in combinations(conditions, 2):
        if _opposite(one, other) or _excludes(one, other):
            return show(one), show(other)
    return None


def _opposite(one: Condition, other: Condition) -> bool:
    if isinstance(one, c.Not) and one.not_ == other:
        return True
    return isinstance(other, c.Not) and other.not_ == one


def _excludes(one: Condition, other: Condition) -> bool:
    match one, other:
        case c.ServiceIs(), c.ServiceIs():
            values = {one.is_, other.is_}
            return one.service == other.service and len(values - {"validated"}) == 2
        case c.Declared(), c.Declared():
            return one.declared != other.declared
    return False


def _groups(file: ScenarioFile) -> Iterator[Problem]:
    groups: dict[str, list[tuple[Path, Inject]]] = {}
    for place, inject in enumerate(file.model.injects):
        if inject.branch:
            path: Path = ("injects", place, "branch")
            groups.setdefault(inject.branch.group, []).append((path, inject))
            if inject.branch.weight == 0:
                wrong = f"branch `{inject.id}` has weight 0 and is never drawn"
                yield file.problem((*path, "weight"), wrong, "write at least 1")
    for group, members in groups.items():
        if len(members) == 1:
            path, inject = members[0]
            wrong = f"`{inject.id}` is the only branch of group `{group}`"
            yield file.problem(path, wrong, "add another inject to the group, or remove `branch`")
        for (_, one), (path, other) in combinations(sorted(members, key=_when), 2):
            if _always_before(one, other):
                yield file.problem(
                    path,
                    f"branch `{other.id}` is never taken: `{one.id}` always comes first",
                    "let both come at the same time, or give the first an `if`",
                )


def _when(member: tuple[Path, Inject]) -> int:
    return member[1].at if member[1].at is not None else -1


def _always_before(one: Inject, other: Inject) -> bool:
    both_timed = one.at is not None and other.at is not None
    return both_timed and one.if_ is None and (one.at or 0) < (other.at or 0)


def _both(file: ScenarioFile) -> Iterator[Problem]:
    """Opposite ``if``s after one trigger shut each other out only at one and the same instant."""
    members = list(enumerate(file.model.injects))
    for (_, one), (place, other) in combinations(members, 2):
        if one.if_ is None or other.if_ is None or not _opposite(one.if_, other.if_):
            continue
        grouped = one.branch and other.branch and one.branch.group == other.branch.group
        same = _trigger(one) is not None and _trigger(one) == _trigger(other)
        if not grouped and same and (one.plus != other.plus or _is_drawn(one)):
            yield file.problem(
                ("injects", place, "if"),
                f"`{one.id}` and `{other.id}` can both be delivered: their opposite `if`s "
                "are asked at different times",
                "give both the same fixed `plus`, or one branch group",
            )


def _trigger(inject: Inject) -> object:
    return inject.when or inject.after or inject.missed


def _is_drawn(inject: Inject) -> bool:
    return inject.plus is not None and "fixed" not in type(inject.plus).model_fields


def _endings(file: ScenarioFile) -> Iterator[Problem]:
    for (_, one), (place, other) in combinations(enumerate(file.model.endings), 2):
        if one.when == other.when:
            yield file.problem(
                ("endings", place, "when"),
                f"endings `{one.id}` and `{other.id}` always come together",
                "let each ask for something else",
            )


def show(condition: Condition) -> str:
    """A condition on one line, as it would be written in braces."""
    written = json.dumps(condition.model_dump(mode="json", by_alias=True, exclude_defaults=True))
    return f"`{written.replace(chr(34), '')}`"
