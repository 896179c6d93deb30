"""Checking many files: what each is, what stands twice, who is bound."""

import pytest

from scenarios.check import check_sources
from tests.scenarios.stories import ORGANISATION, RUNBOOK, SCENARIO


def test_whole_files_have_no_problem_and_bind() -> None:
    sources = [("s", SCENARIO.encode()), ("b", ORGANISATION.encode()), ("r", RUNBOOK.encode())]

    found = check_sources(sources, organisation="b")

    assert found.problems == ()
    assert found.files == 3
    assert found.fine
    assert [(r.scenario, r.organisation) for r in found.bindings] == [
        ("small-fire", "harbour-bank")
    ]


def test_a_file_with_a_problem_is_not_fine_and_one_with_a_warning_is() -> None:
    warned = check_sources([("a.yaml", CONTACTS.encode())])
    broken = check_sources([("a.yaml", b"")])

    assert warned.fine
    assert not broken.fine


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("scenaro: x\n", "x.yaml:1: the file begins with `scenaro`; did you mean `scenario`?"),
        ("", "x.yaml:1: the file does not say what it is; begin with `scenario: ID`, "
             "`organisation: ID`, `contacts: ID` or `runbook: ID`"),
        ("- a\n", "x.yaml:1: the file does not say what it is; begin with `scenario: ID`, "
                  "`organisation: ID`, `contacts: ID` or `runbook: ID`"),
    ],
)  # fmt: skip
def test_a_file_that_is_nothing_we_know_is_told(text: str, line: str) -> None:
    found = check_sources([("x.yaml", text.encode())])

    assert [str(p) for p in found.problems] == [line]


def test_bytes_that_are_no_text_are_told_and_not_printed() -> None:
    checked = check_sources([("x.yaml", b"\x1b[2J\xff: 1\n")])

    assert [str(found) for found in checked.problems] == [
        "x.yaml:1: the file is not UTF-8; save it as UTF-8"
    ]


def test_an_organisation_that_is_something_else_is_told() -> None:
    found = check_sources([("x.yaml", SCENARIO.encode())], organisation="x.yaml")

    assert "x.yaml:1: this is a scenario file; give an organisation's file" in map(
        str, found.problems
    )


def test_two_files_of_one_id_are_told() -> None:
    found = check_sources([("a.yaml", ORGANISATION.encode()), ("b.yaml", ORGANISATION.encode())])

    assert [str(p) for p in found.problems] == [
        "b.yaml:1: a.yaml is organisation `harbour-bank` as well; rename one of the two"
    ]


def test_a_file_that_cannot_be_read_does_not_hide_the_others() -> None:
    spoilt_bank = ORGANISATION.replace("level: 3}", "level: 4}", 1)

    found = check_sources([("a.yaml", b"scenario: [\n"), ("b.yaml", spoilt_bank.encode())])

    assert {p.file for p in found.problems} == {"a.yaml", "b.yaml"}


CONTACTS = """\
contacts: harbour-bank
people:
  - {seat: incident-manger, name: Whoever is on call, reach: ["phone 1"]}
"""


def test_contacts_for_a_seat_that_is_not_there_are_told() -> None:
    found = check_sources([("a.yaml", CONTACTS.encode()), ("b.yaml", ORGANISATION.encode())])

    assert [str(p) for p in found.problems] == [
        "a.yaml:3: unknown seat `incident-manger`; did you mean `incident-manager`?"
    ]


def test_contacts_of_nobody_we_know_are_a_warning() -> None:
    found = check_sources([("a.yaml", CONTACTS.encode())])

    assert [p.warning for p in found.problems] == [True]
