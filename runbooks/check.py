"""What a runbook's file cannot say by its form: that its parts fit together.

The form of the file is the model's business.  Here the precedence graph is walked, every id is
looked up, and what is written but never used is named, all problems at once.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from runbooks.authored import Authored, Path, Problem, did_you_mean
from runbooks.model import Runbook, Step
from runbooks.roles import LIBRARY_ROLES


def check_runbook(runbook: Runbook, authored: Authored) -> tuple[Problem, ...]:
    """Every problem of one runbook, by line; *authored* is the file it was read from."""
    checks = (_ids, _order, _loops, _parts, _roles, _majors, _communication, _unused, _care)
    found = [problem for check in checks for problem in check(runbook, authored)]
    return tuple(sorted(found, key=lambda problem: problem.line))


def _ids(runbook: Runbook, authored: Authored) -> Iterator[Problem]:
    for part in ("preconditions", "steps", "stop", "evidence", "return_to_control"):
        key = part.replace("_", "-")
        first: dict[str, int] = {}
        for place, item in enumerate(getattr(runbook, part)):
            path: Path = (key, place, "id")
            if item.id in first:
                yield authored.problem(
                    path,
                    f"`{item.id}` is an id twice in `{key}`",
                    f"rename this one or the one on line {first[item.id]}",
                )
            first.setdefault(item.id, authored.line(path))


def _order(runbook: Runbook, authored: Authored) -> Iterator[Problem]:
    known = [step.id for step in runbook.steps]
    for path, step in _steps(runbook):
        for place, before in enumerate(step.after):
            if before not in known:
                yield _unknown(authored, (*path, "after", place), "step", before, known)


def _loops(runbook: Runbook, authored: Authored) -> Iterator[Problem]:
    reported: set[str] = set()
    for path, step in _steps(runbook):
        loop = _loop_from(runbook, step.id)
        if loop and not reported & set(loop):
            reported |= set(loop)
            yield authored.problem(
                (*path, "after"),
                f"the steps go in a circle: {' after '.join(f'`{s}`' for s in loop)}",
                "take one `after` out",
            )


def _loop_from(runbook: Runbook, start: str) -> list[str]:
    """The steps of a circle through *start*, which stands at both ends; empty if there is none."""
    waiting = [[start]]
    seen: set[str] = set()
    while waiting:
        way = waiting.pop()
        step = runbook.step(way[-1])
        for before in step.after if step else ():
            if before == start:
                return [*way, start]
            if before not in seen:
                seen.add(before)
                waiting.append([*way, before])
    return []


def _parts(runbook: Runbook, authored: Authored) -> Iterator[Problem]:
    preconditions = [p.id for p in runbook.preconditions]
    conditions = [s.id for s in runbook.stop]
    items = [e.id for e in runbook.evidence]
    for path, step in _steps(runbook):
        for key, what, known in (
            ("needs", "precondition", preconditions),
            ("stops", "stop condition", conditions),
            ("evidence", "evidence item", items),
        ):
            for place, name in enumerate(getattr(step, key)):
                if name not in known:
                    yield _unknown(authored, (*path, key, place), what, name, known)


def _roles(runbook: Runbook, authored: Authored) -> Iterator[Problem]:
    for path, role in _role_mentions(runbook):
        if role not in LIBRARY_ROLES:
            yield _unknown(authored, path, "library role", role, LIBRARY_ROLES)
    for path, step in _steps(runbook):
        if step.approved_by == step.role:
            yield authored.problem(
                (*path, "approved-by"),
                f"`{step.role}` does step `{step.id}` and approves it",
                "name another role; nobody approves their own step",
            )
        elif step.approved_by and step.approved_by not in runbook.approvers:
            yield authored.problem(
                (*path, "approved-by"),
                f"`{step.approved_by}` approves step `{step.id}` but is no approver of the runbook",
                "add it to `approvers`",
            )


def _role_mentions(runbook: Runbook) -> Iterator[tuple[Path, str]]:
    yield ("owner",), runbook.owner
    for place, role in enumerate(runbook.approvers):
        yield ("approvers", place), role
    for path, step in _steps(runbook):
        yield (*path, "role"), step.role
        if step.approved_by:
            yield (*path, "approved-by"), step.approved_by
        if step.validation and step.validation.role:
            yield (*path, "validation", "role"), step.validation.role


def _majors(runbook: Runbook, authored: Authored) -> Iterator[Problem]:
    for path, step in _steps(runbook):
        if step.major and step.validation is None:
            yield authored.problem(
                (*path, "major"),
                f"major step `{step.id}` has no validation",
                "add `validation: {check: ...}`",
            )


def _communication(runbook: Runbook, authored: Authored) -> Iterator[Problem]:
    known = [step.id for step in runbook.steps]
    for place, point in enumerate(runbook.communication):
        if point.after not in known:
            yield _unknown(authored, ("communication", place, "after"), "step", point.after, known)


def _unused(runbook: Runbook, authored: Authored) -> Iterator[Problem]:
    captured = {item for step in runbook.steps for item in step.evidence}
    for place, item in enumerate(runbook.evidence):
        if item.id not in captured:
            yield authored.problem(
                ("evidence", place, "id"),
                f"no step captures evidence `{item.id}`",
                "name it under `evidence` of the step that produces it",
            )
    watched = {stop for step in runbook.steps for stop in step.stops}
    for place, stop in enumerate(runbook.stop):
        if stop.id not in watched:
            yield authored.problem(
                ("stop", place, "id"),
                f"no step watches stop condition `{stop.id}`",
                "name it under `stops` of the step during which it can occur",
            )
    needed = {need for step in runbook.steps for need in step.needs}
    for place, precondition in enumerate(runbook.preconditions):
        if precondition.id not in needed:
            yield authored.problem(
                ("preconditions", place, "id"),
                f"no step needs precondition `{precondition.id}`",
                "name it under `needs` of the first step that rests on it",
                warning=True,
            )


def _care(runbook: Runbook, authored: Authored) -> Iterator[Problem]:
    for key, written in (
        ("last-reviewed", runbook.last_reviewed),
        ("last-tested", runbook.last_tested),
    ):
        if written == "never":
            yield authored.problem(
                (key,),
                f"this runbook was never {key.removeprefix('last-')}",
                "rehearse it and write the date"
                if key == "last-tested"
                else "review it and write the date",
                warning=True,
            )
        elif not _is_date(written):
            yield authored.problem(
                (key,), f"`{written}` is no date", "write `2026-10-01`, or `never`"
            )
    if runbook.timings.usual > runbook.timings.worst:
        yield authored.problem(
            ("timings", "usual"), "`usual` is longer than `worst`", "exchange them"
        )


def _is_date(written: str) -> bool:
    try:
        date.fromisoformat(written)
    except ValueError:
        return False
    return True


def _steps(runbook: Runbook) -> Iterator[tuple[Path, Step]]:
    for place, step in enumerate(runbook.steps):
        yield ("steps", place), step


def _unknown(authored: Authored, path: Path, what: str, name: str, known: Iterable[str]) -> Problem:
    right = did_you_mean(name, known) or f"name one that the runbook has, or add `{name}`"
    return authored.problem(path, f"unknown {what} `{name}`", right)
