"""Find what an argument names: something of the library by its id, or a file by its path."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from facilitator.cli.failing import NOT_FINE, WRONG_USAGE, Failed
from runbooks import Runbook, load_runbook
from runbooks.authored import MAX_FILE_BYTES, AuthorError, did_you_mean, listed, load
from scenarios import (
    CannotPlan,
    FileKind,
    Organisation,
    Plan,
    Rubric,
    Scenario,
    kind_of,
    load_organisation,
    load_scenario,
    plan_from_library,
    shelf,
)
from scenarios.check.reading import Read
from scenarios.check.rubrics import check_rubric


def read_file(path: Path) -> bytes:
    """The bytes of a file that the user named, or so many that its reader finds it too large."""
    try:
        if path.is_dir():
            raise Failed(f"{path}: is a folder; give a file", code=WRONG_USAGE)
        with path.open("rb") as file:
            return file.read(MAX_FILE_BYTES + 1)  # a device may have no end
    except (OSError, ValueError) as error:
        raise _no_such(path, error) from None


def check_there(path: Path) -> None:
    """Refuse a path at which there is nothing."""
    try:
        path.stat()
    except (OSError, ValueError) as error:
        raise _no_such(path, error) from None


def _no_such(path: Path, error: OSError | ValueError) -> Failed:
    why = (getattr(error, "strerror", None) or str(error)).lower()
    return Failed(f"{path}: {why}; check the path", code=WRONG_USAGE)


def find(kind: FileKind, word: str) -> tuple[str, bytes]:
    """Name and bytes of what *word* stands for."""
    item = shelf().item(kind, word)
    if item is not None:
        return item.name, item.data
    path = Path(word)
    if path.suffix in (".yaml", ".yml") or "/" in word or path.exists():
        return word, read_file(path)
    known = [item.id for item in shelf().of(kind)]
    right = did_you_mean(word, known) or f"see `drillroom list`, or give the path of a {kind} file"
    raise Failed(f"there is no {kind} `{word}`; {right}", code=WRONG_USAGE)


def _find_as(kind: FileKind, word: str) -> tuple[str, bytes]:
    """As :func:`find`, and refuse in one line a file that says it is of another kind."""
    name, data = find(kind, word)
    found = kind_of(data)
    if found not in (None, kind):
        says = f"this is {_an(found)} file; give {_an(kind)} file"
        raise Failed(f"{name}:1: {says}", code=NOT_FINE)
    return name, data


def _an(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"


def find_scenario(word: str) -> Scenario:
    """The scenario that is named."""
    name, data = _find_as("scenario", word)
    return load_scenario(data, name)


def find_organisation(word: str | None) -> Organisation:
    """The organisation that is named; the library's payments company where none is."""
    chosen = word or shelf().default_organisation.id
    name, data = _find_as("organisation", chosen)
    return load_organisation(data, name)


def choices_of(bind: Sequence[str]) -> dict[str, str]:
    """What `--bind SLOT=ID` chose."""
    choices: dict[str, str] = {}
    for word in bind:
        slot, equals, part = word.partition("=")
        if not (slot and equals and part):
            wrong = f"--bind {word}: this is no choice; write for example --bind app=web-shop"
            raise Failed(wrong, code=WRONG_USAGE)
        if choices.get(slot, part) != part:
            wrong = f"--bind {word}: `{slot}` is bound to `{choices[slot]}` already"
            raise Failed(f"{wrong}; give one of the two", code=WRONG_USAGE)
        choices[slot] = part
    return choices


def find_rubric(word: str) -> Rubric:
    """The rubric that is named; one that is not fit to judge by is refused with its problems."""
    name, data = _find_as("rubric", word)
    rubric, authored = load(Rubric, data, name=name)
    problems = [found for found in check_rubric(Read(rubric, authored)) if not found.warning]
    if problems:
        raise AuthorError(problems)
    return rubric


def find_runbooks(paths: Sequence[Path]) -> tuple[Runbook, ...]:
    """Own runbooks: each path is a runbook's file, or a folder of which the runbooks count."""
    found: dict[str, tuple[str, Runbook]] = {}
    for path in paths:
        for name, data in _runbook_files(path):
            book = load_runbook(data, name)
            if book.runbook in found:
                wrong = f"{name}: runbook `{book.runbook}` is in {found[book.runbook][0]} already"
                raise Failed(f"{wrong}; give one of the two", code=WRONG_USAGE)
            found[book.runbook] = (name, book)
    return tuple(book for _, book in found.values())


def _runbook_files(path: Path) -> list[tuple[str, bytes]]:
    if not path.is_dir():
        return [_find_as("runbook", str(path))]
    files = sorted(file for file in path.rglob("*") if file.suffix in (".yaml", ".yml"))
    read = [(str(file), read_file(file)) for file in files]
    books = [(name, data) for name, data in read if kind_of(data) == "runbook"]
    if not books:
        raise Failed(f"{path}: holds no runbook; check the path", code=WRONG_USAGE)
    return books


def _check_used(scenario: Scenario, own: Sequence[Runbook], paths: Sequence[Path]) -> None:
    """Refuse own runbooks of which the scenario uses none: most likely an id is misspelt."""
    used = [use.runbook for use in scenario.runbooks]
    if own and not any(book.runbook in used for book in own):
        given = listed(book.runbook for book in own)
        wrong = f"--runbook {paths[0]}: `{scenario.scenario}` uses no {given}"
        raise Failed(f"{wrong}; it uses {listed(used)}", code=WRONG_USAGE)


def _bound_wrongly(error: CannotPlan, choices: Mapping[str, str]) -> Exception:
    """Name the arguments where they alone are to blame."""
    lines = [
        f"--bind {refusal.slot}={choices[refusal.slot]}: {refusal}"
        for refusal in error.refusals
        if refusal.slot is not None and refusal.slot in choices
    ]
    return Failed(*lines, code=WRONG_USAGE) if len(lines) == len(error.refusals) else error


def find_plan(
    scenario: str,
    organisation: str | None,
    bind: Sequence[str],
    *,
    runbooks: Sequence[Path] = (),
    rubric: str | None = None,
) -> Plan:
    """Freeze the plan that the arguments name.

    Own *runbooks* stand for the library's of the same id, *rubric* for the scenario's own.
    """
    choices = choices_of(bind)
    story, own = find_scenario(scenario), find_runbooks(runbooks)
    _check_used(story, own, runbooks)
    judged_by = find_rubric(rubric) if rubric is not None else None
    house = find_organisation(organisation)
    try:
        plan = plan_from_library(story, house, choices=choices, runbooks=own)
    except CannotPlan as error:
        raise _bound_wrongly(error, choices) from None
    return plan.model_copy(update={"rubric": judged_by}) if judged_by is not None else plan
