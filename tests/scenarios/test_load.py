"""What a file is, and what comes of it."""

import pytest

from runbooks import load_runbook
from runbooks.authored import AuthorError
from scenarios import (
    kind_of,
    load_contacts,
    load_organisation,
    load_regimes,
    load_rubric,
    load_scenario,
    schema_for,
)
from scenarios.load import FILE_KINDS, FileKind
from tests.scenarios.stories import ORGANISATION, RUNBOOK, SCENARIO


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (SCENARIO, "scenario"),
        (ORGANISATION, "organisation"),
        (RUNBOOK, "runbook"),
        ("contacts: harbour-bank\n", "contacts"),
        ("rubric: house\n", "rubric"),
        ("regimes: house\n", "regimes"),
        ("# a note: with a colon\n\n---\nscenario: x\n", "scenario"),
        ('"scenario": x\n', "scenario"),
        ("\ufeffscenario: x\n", "scenario"),
        ("title: x\nscenario: y\n", None),
        ("scenarios: x\n", None),
        ("- scenario: x\n", None),
        ("", None),
    ],
)
def test_a_file_says_what_it_is_by_its_first_key(text: str, kind: FileKind | None) -> None:
    assert kind_of(text.encode()) == kind


def test_bytes_that_are_no_text_are_no_kind_of_file() -> None:
    assert kind_of(b"\xff\xfe\x00scenario") is None


@pytest.mark.parametrize(
    "load",
    [
        load_scenario,
        load_organisation,
        load_contacts,
        load_rubric,
        load_regimes,
        load_runbook,
    ],
)
def test_every_problem_of_a_file_comes_at_once(load: object) -> None:
    assert callable(load)
    with pytest.raises(AuthorError) as error:
        load(b"one: 1\ntwo: 2\n", "odd.yaml")

    lines = str(error.value).splitlines()
    assert sum(line.startswith("odd.yaml:1: unknown key `one`") for line in lines) == 1
    assert sum(line.startswith("odd.yaml:2: unknown key `two`") for line in lines) == 1


def test_a_scenario_is_read_as_it_was_written() -> None:
    story = load_scenario(SCENARIO.encode(), "story.yaml")

    assert story.scenario == "small-fire"
    assert story.needs["app"].on == "$data"


@pytest.mark.parametrize("kind", FILE_KINDS)
def test_a_schema_is_of_the_draft_that_editors_know(kind: FileKind) -> None:
    schema = schema_for(kind)

    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["title"] == f"Drillroom {kind} file"


def test_a_schema_names_the_keys_of_a_file() -> None:
    properties = schema_for("scenario")["properties"]

    assert isinstance(properties, dict)
    assert {"scenario", "needs", "stand-ins", "injects"} <= properties.keys()
