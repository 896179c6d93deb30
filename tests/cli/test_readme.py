"""The README is true: its commands exist, with these options, and its pictures are there."""

import re
import shlex
import shutil
from pathlib import Path

import pytest
from typer.main import get_command

from facilitator.cli.app import app
from tests.cli.running import Shell

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"^```\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
LINES = [line.partition(" #")[0].strip() for block in BLOCKS for line in block.splitlines()]
SPOKEN = re.findall(r"`(drillroom [^`]+|make [^`]+)`", README)
COMMANDS = sorted({line for line in [*LINES, *SPOKEN] if line.startswith("drillroom ")})
TARGETS = sorted({line for line in [*LINES, *SPOKEN] if line.startswith("make ")})


@pytest.mark.parametrize("line", COMMANDS)
def test_every_command_of_the_readme_exists_with_these_options(line: str) -> None:
    name, *words = shlex.split(line)[1:]

    command = get_command(app).commands[name]  # type: ignore[attr-defined]  # a group has commands
    if words and words[0] in getattr(command, "commands", ()):
        command = command.commands[words[0]]
    options = {option for parameter in command.params for option in parameter.opts}

    assert {word for word in words if word.startswith("--")} <= options


@pytest.mark.parametrize("line", TARGETS)
def test_every_target_of_the_readme_exists(line: str) -> None:
    target = shlex.split(line)[1]

    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)


def test_every_picture_of_the_readme_is_there() -> None:
    pictures = re.findall(r"!\[[^]]+\]\(([^)]+)\)", README)

    assert pictures
    assert [picture for picture in pictures if not (ROOT / picture).is_file()] == []


def test_the_auditors_steps_work_as_printed(
    shell: Shell, played: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(played, tmp_path / "out")
    monkeypatch.chdir(tmp_path)
    steps = [
        line for line in LINES if re.match(r"drillroom (bundle|verify|explain|population) ", line)
    ]

    done = [(step, shell(*shlex.split(_unpinned(step))[1:])) for step in steps]

    assert [step.split()[1] for step, _ in done] == ["bundle", "verify", "explain", "population"]
    assert [(step, one.err) for step, one in done if one.code != _expected(step)] == []


def _unpinned(step: str) -> str:
    """Without the key that the reader has from elsewhere."""
    return step.replace(" --key my-key.vkey", "")


def _expected(step: str) -> int:
    """Without a pinned key, a bundle's origin is not established: 3."""
    return 3 if " verify " in step else 0
