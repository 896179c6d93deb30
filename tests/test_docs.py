"""What is there is written down: every kind of the record, and every command of the shell."""

import re
from pathlib import Path

import pytest
import typer.main

from evidence import KINDS, Command
from facilitator.cli.app import app

ROOT = Path(__file__).parent.parent
VOCABULARY = (ROOT / "evidence/kinds/README.md").read_text()
SHELL = (ROOT / "facilitator/README.md").read_text()
ROW = re.compile(
    r"^\| `(?P<kind>[a-z.-]+)` \| (?P<who>[a-z*]+) \| (?P<says>\S.*) \|$", re.MULTILINE
)
ROWS = {row["kind"]: row["who"] for row in ROW.finditer(VOCABULARY)}
COMMANDS = sorted(typer.main.get_group(app).commands)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_of_the_record_is_documented_with_whose_it_is(kind: str) -> None:
    body = KINDS[kind]
    who = body.side if issubclass(body, Command) else "*fact*"

    assert ROWS.get(kind) == who, f"add a row for `{kind}` to evidence/kinds/README.md"


def test_no_kind_is_documented_that_is_not_there() -> None:
    assert sorted(ROWS) == sorted(KINDS)
    assert len(ROW.findall(VOCABULARY)) == len(ROWS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_of_the_shell_is_documented(command: str) -> None:
    assert f"| `drillroom {command}" in SHELL, f"add a row for `{command}` to facilitator/README.md"


def test_no_command_is_documented_that_is_not_there() -> None:
    documented = re.findall(r"^\| `drillroom ([a-z-]+)", SHELL, re.MULTILINE)

    assert sorted(documented) == COMMANDS


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_says_in_its_help_what_it_does(command: str) -> None:
    said = typer.main.get_group(app).commands[command].help

    assert said is not None
    assert said.strip().split("\n")[0].endswith(".")
