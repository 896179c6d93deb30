"""A shell to type into, and one exercise that was played before."""

from pathlib import Path

import pytest

from facilitator.cli.app import run
from tests.cli.running import Shell


@pytest.fixture
def shell(capsys: pytest.CaptureFixture[str]) -> Shell:
    return Shell(capsys)


@pytest.fixture(scope="session")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a played exercise; tests only read it."""
    folder = tmp_path_factory.mktemp("played")
    assert run(["play", "restore", "--seed", "3", "--out", str(folder), "--json"]) == 0
    return folder
