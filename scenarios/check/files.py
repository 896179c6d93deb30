"""Check many files at once: read each as what it is, then against one another and the library.

A file says by its first key what it is.  What stands among the files checked is preferred to what
the library has under the same id, so an author checks their own copy.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from runbooks import Runbook, check_runbook
from runbooks.authored import AuthorError, Problem, did_you_mean, load, quoted, read_source
from scenarios.check.approvals import check_owners, check_seats
from scenarios.check.bound import BindingReport, check_binding
from scenarios.check.branches import check_branches
from scenarios.check.duties import check_duties
from scenarios.check.keys import check_keys
from scenarios.check.names import check_names
from scenarios.check.needs import check_needs
from scenarios.check.objectives import check_objectives
from scenarios.check.organisations import check_contacts, check_parts
from scenarios.check.pace import check_pace
from scenarios.check.promises import check_promises
from scenarios.check.quality import check_quality
from scenarios.check.reach import check_reach
from scenarios.check.reading import Known, OrganisationFile, Read, ScenarioFile
from scenarios.check.rubrics import check_rubric
from scenarios.check.tree import check_tree
from scenarios.check.words import check_words
from scenarios.law import Regimes
from scenarios.load import FILE_KINDS, MODELS, FileKind, first_key, kind_of
from scenarios.organisation import Organisation
from scenarios.rubric import Rubric
from scenarios.shelf import library_regimes, shelf

SCENARIO_CHECKS = (
    check_needs,
    check_names,
    check_words,
    check_reach,
    check_branches,
    check_duties,
    check_keys,
    check_objectives,
    check_pace,
    check_quality,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """Everything that a check found, by file and line, and how the scenarios bind."""

    problems: tuple[Problem, ...]
    bindings: tuple[BindingReport, ...] = ()
    files: int = 0

    @property
    def fine(self) -> bool:
        """No problem but warnings."""
        return all(problem.warning for problem in self.problems)


@dataclass(slots=True)
class _Desk:
    """The files as far as they could be read."""

    read: dict[FileKind, list[Read[Any]]] = field(
        default_factory=lambda: {kind: [] for kind in FILE_KINDS}
    )
    problems: list[Problem] = field(default_factory=list)

    def take(self, name: str, data: bytes) -> FileKind | None:
        """Read one file; its kind, or nothing where it cannot be used."""
        kind = kind_of(data)
        if kind is None:
            self.problems.extend(_strange(name, data))
            return None
        try:
            model, authored = load(MODELS[kind], data, name=name)
        except AuthorError as error:
            self.problems.extend(error.problems)
            return None
        self.read[kind].append(Read(model, authored))
        return kind

    def models(self, kind: FileKind) -> list[Any]:
        return [read.model for read in self.read[kind]]


def check_sources(
    sources: Iterable[tuple[str, bytes]],
    *,
    organisation: str | None = None,
    choices: Mapping[str, str] | None = None,
) -> Checked:
    """Check the bytes of files, each with the name that its problems carry.

    Args:
        organisation: The name of the source whose organisation every scenario is bound to.
        choices: Slot to the organisation's id, where the facilitator chose.
    """
    desk = _Desk()
    names = dict(sources)
    for name, data in names.items():
        kind = desk.take(name, data)
        if name == organisation and kind not in (None, "organisation"):
            wrong = f"this is a {kind} file"
            desk.problems.append(Problem(name, 1, wrong, "give an organisation's file"))
    host = next((r for r in desk.read["organisation"] if r.authored.name == organisation), None)
    known = _known(desk, host.model if host else None)
    problems = [*desk.problems, *_each(desk, known)]
    reports = []
    for file in desk.read["scenario"]:
        if host:
            report, found = check_binding(file, known, host.model, choices or {})
            reports.append(report)
            problems.extend(found)
    return Checked(
        problems=tuple(sorted(set(problems), key=lambda p: (p.file, p.line, p.warning, p.wrong))),
        bindings=tuple(reports),
        files=len(names),
    )


def _strange(name: str, data: bytes) -> tuple[Problem, ...]:
    source = read_source(data, name)
    if not source.readable:
        return source.problems
    key = first_key(data)
    wrong = f"the file begins with {quoted(key)}" if key else "the file does not say what it is"
    right = did_you_mean(key, FILE_KINDS) if key else ""
    if not right.startswith("did"):
        right = "begin with `scenario: ID`, `organisation: ID`, `contacts: ID` or `runbook: ID`"
    return (Problem(name, 1, wrong, right),)


def _each(desk: _Desk, known: Known) -> Iterator[Problem]:
    for kind in FILE_KINDS:
        yield from _same_ids(kind, desk.read[kind])
    for runbook in desk.read["runbook"]:
        yield from check_runbook(runbook.model, runbook.authored)
    for organisation in desk.read["organisation"]:
        yield from check_organisation(organisation, known.regimes)
    for rubric in desk.read["rubric"]:
        yield from check_rubric(rubric)
    for contacts in desk.read["contacts"]:
        yield from check_contacts(contacts, _by_id("organisation", desk))
    for scenario in desk.read["scenario"]:
        yield from check_scenario(scenario, known)


def check_scenario(file: ScenarioFile, known: Known) -> Iterator[Problem]:
    """Every problem of one scenario, whoever plays it."""
    yield from check_owners(file)
    for check in SCENARIO_CHECKS:
        yield from check(file, known)


def check_organisation(file: OrganisationFile, regimes: Regimes) -> Iterator[Problem]:
    """Every problem of one organisation, whatever it plays."""
    yield from check_parts(file, regimes)
    yield from check_tree(file)
    yield from check_promises(file)
    yield from check_seats(file)


def _same_ids(kind: FileKind, files: list[Read[Any]]) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for file in files:
        id_ = getattr(file.model, kind)
        if id_ in first and kind != "contacts":
            wrong = f"{first[id_]} is {kind} `{id_}` as well"
            yield file.problem((kind,), wrong, "rename one of the two")
        first.setdefault(id_, file.authored.name)


def _known(desk: _Desk, organisation: Organisation | None) -> Known:
    regimes: Iterable[Regimes] = desk.models("regimes")
    organisations: Mapping[str, Organisation] = _by_id("organisation", desk)
    runbooks: Mapping[str, Runbook] = _by_id("runbook", desk)
    rubrics: Mapping[str, Rubric] = _by_id("rubric", desk)
    return Known(
        runbooks=runbooks,
        rubrics=rubrics,
        regimes=Regimes.together((*regimes, library_regimes())),
        organisation=organisation,
        audiences=frozenset(
            audience.id
            for known in organisations.values()
            for audience in known.communications.audiences
        ),
    )


def _by_id(kind: FileKind, desk: _Desk) -> dict[str, Any]:
    """Models of a kind: the library's, and over them those at hand."""
    return {**_library(kind), **{getattr(model, kind): model for model in desk.models(kind)}}


@cache
def _library(kind: FileKind) -> Mapping[str, Any]:
    """The library's models of a kind; a broken file is told when it is itself checked."""
    found = {}
    for item in shelf().of(kind):
        with suppress(AuthorError):
            found[item.id] = load(MODELS[kind], item.data, name=item.name)[0]
    return found
