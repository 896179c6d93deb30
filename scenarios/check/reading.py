"""What a check is given: files with their lines, and what is known beside them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeAlias, TypeVar

from runbooks import Runbook
from runbooks.authored import Authored, Path, Problem
from scenarios.law import Regimes
from scenarios.organisation import Organisation
from scenarios.rubric import Rubric
from scenarios.scenario import Scenario

M = TypeVar("M")

ADD_OR_NAME = "add it, or name one that is there"


@dataclass(frozen=True, slots=True)
class Read(Generic[M]):
    """One file as its model, with the lines its author wrote."""

    model: M
    authored: Authored

    def problem(self, path: Path, wrong: str, right: str) -> Problem:
        return self.authored.problem(path, wrong, right)

    def warning(self, path: Path, wrong: str, right: str) -> Problem:
        return self.authored.problem(path, wrong, right, warning=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a scenario may name that stands in other files."""

    runbooks: Mapping[str, Runbook]
    rubrics: Mapping[str, Rubric]
    regimes: Regimes
    organisation: Organisation | None = None
    """Whose parts, audiences and levels may be named; nobody in particular where ``None``."""
    audiences: frozenset[str] = field(default=frozenset())
    """Audiences of the organisations at hand, where no one is given."""


ScenarioFile: TypeAlias = Read[Scenario]
OrganisationFile: TypeAlias = Read[Organisation]
