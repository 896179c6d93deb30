"""Find what an argument names: something of the library by its id, or a file by its path."""

from collections.abc import Sequence
from pathlib import Path

from facilitator.cli.failing import NOT_FINE, WRONG_USAGE, Failed
from runbooks.authored import AuthorError, did_you_mean, load
from scenarios import (
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

MAX_FILE_BYTES = 4 * 1024 * 1024  # the reader refuses far smaller files; this bounds the reading


def read_file(path: Path) -> bytes:
    """The bytes of a file that the user named."""
    try:
        if path.is_dir():
            raise Failed(f"{path}: is a folder; give a file", code=WRONG_USAGE)
        if path.stat().st_size > MAX_FILE_BYTES:
            raise Failed(f"{path}: is larger than any file we read; check the path", code=NOT_FINE)
        return path.read_bytes()
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
    if path.suffix in (".yaml", ".yml") or "/" in word or path.is_file():
        return word, read_file(path)
    known = [item.id for item in shelf().of(kind)]
    right = did_you_mean(word, known) or f"see `drillroom list`, or give the path of a {kind} file"
    raise Failed(f"there is no {kind} `{word}`; {right}", code=WRONG_USAGE)


def _find_as(kind: FileKind, word: str) -> tuple[str, bytes]:
    """As :func:`find`, and refuse in one line a file that says it is of another kind."""
    name, data = find(kind, word)
    found = kind_of(data)
    if found not in (None, kind):
        raise Failed(f"{name}:1: this is a {found} file; give a {kind} file", code=NOT_FINE)
    return name, data


def find_scenario(word: str) -> Scenario:
    """The scenario that is named."""
    name, data = _find_as("scenario", word)
    return load_scenario(data, name)


def find_organisation(word: str | None) -> Organisation:
    """The organisation that is named; the library's payments company where none is."""
    chosen = word or default_organisation()
    name, data = _find_as("organisation", chosen)
    return load_organisation(data, name)


def default_organisation() -> str:
    """The library's payments organisation."""
    organisations = shelf().organisations
    return next(one.id for one in organisations if one.name.endswith("/payments.yaml"))


def choices_of(bind: Sequence[str]) -> dict[str, str]:
    """What `--bind SLOT=ID` chose."""
    choices = {}
    for word in bind:
        slot, equals, part = word.partition("=")
        if not (slot and equals and part):
            wrong = f"--bind {word}: this is no choice; write for example --bind app=web-shop"
            raise Failed(wrong, code=WRONG_USAGE)
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


def find_plan(
    scenario: str, organisation: str | None, bind: Sequence[str], *, rubric: str | None = None
) -> Plan:
    """Freeze the plan that the arguments name; *rubric* instead of the scenario's own."""
    choices = choices_of(bind)
    judged_by = find_rubric(rubric) if rubric is not None else None
    plan = plan_from_library(
        find_scenario(scenario), find_organisation(organisation), choices=choices
    )
    return plan.model_copy(update={"rubric": judged_by}) if judged_by is not None else plan
