"""A small scenario, organisation and runbook, whole and without problems, to be spoilt in tests."""

from pathlib import Path

from scenarios.check import Checked, check_sources
from scenarios.load import load_organisation, load_scenario
from scenarios.organisation import Organisation
from scenarios.scenario import Scenario

HERE = Path(__file__).parent
SCENARIO = (HERE / "story.yaml").read_text()
ORGANISATION = (HERE / "bank.yaml").read_text()
RUNBOOK = (HERE / "book.yaml").read_text()


def spoilt(text: str, *changes: tuple[str, str]) -> str:
    """The text with each first thing replaced by its second, which must be there."""
    for old, new in changes:
        assert old in text, f"{old!r} is not there to be spoilt"
        text = text.replace(old, new)
    return text


def checked(
    scenario: str | None = None,
    organisation: str | None = None,
    runbook: str = RUNBOOK,
    *,
    choices: dict[str, str] | None = None,
) -> Checked:
    """Check these files together; the scenario is bound where an organisation is given."""
    sources = [("book.yaml", runbook.encode())]
    if scenario is not None:
        sources.append(("story.yaml", scenario.encode()))
    if organisation is not None:
        sources.append(("bank.yaml", organisation.encode()))
    host = "bank.yaml" if organisation is not None and scenario is not None else None
    return check_sources(sources, organisation=host, choices=choices)


def said(found: Checked) -> list[str]:
    """What was found, one line each, as it is printed."""
    return [str(problem) for problem in found.problems]


def of_scenario(*changes: tuple[str, str]) -> list[str]:
    """What a check says of the scenario, spoilt so."""
    return said(checked(spoilt(SCENARIO, *changes)))


def of_organisation(*changes: tuple[str, str]) -> list[str]:
    """What a check says of the organisation, spoilt so."""
    return said(checked(None, spoilt(ORGANISATION, *changes)))


def scenario(*changes: tuple[str, str]) -> Scenario:
    return load_scenario(spoilt(SCENARIO, *changes).encode(), "story.yaml")


def organisation(*changes: tuple[str, str]) -> Organisation:
    return load_organisation(spoilt(ORGANISATION, *changes).encode(), "bank.yaml")
