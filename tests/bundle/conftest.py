"""One played exercise in which people typed, its store, and its bundle."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from facilitator.bundle import make_bundle
from facilitator.cli.app import run
from facilitator.store import Store
from facilitator.tamper import Forger
from tests.bundle.checking import GOLDEN
from tests.bundle.playing import SCRIPT, Exercise
from tests.cli.running import Shell


@pytest.fixture
def shell(capsys: pytest.CaptureFixture[str]) -> Shell:
    return Shell(capsys)


@pytest.fixture(scope="session")
def exercise(tmp_path_factory: pytest.TempPathFactory) -> Exercise:
    """Played once; tests only read it."""
    folder = tmp_path_factory.mktemp("evidence")
    script = folder / "evening.yaml"
    script.write_text(SCRIPT)
    words = ["play", "restore", "--seed", "5", "--commands", script, "--out", folder, "--json"]
    assert run([str(word) for word in words]) == 0
    return Exercise(folder)


@pytest.fixture(scope="session")
def bundle(exercise: Exercise) -> bytes:
    """The full bundle of that exercise, at the seal of play."""
    with Store.open(exercise.store) as store:
        return make_bundle(store, exercise.id(store), at="play", wall=0).data


@pytest.fixture
def bundle_file(bundle: bytes, tmp_path: Path) -> Path:
    file = tmp_path / "bundle.zip"
    file.write_bytes(bundle)
    return file


@pytest.fixture
def folder(exercise: Exercise, tmp_path: Path) -> Path:
    """A copy of its records, to do with as a test likes."""
    shutil.copytree(exercise.folder, tmp_path / "copy")
    return tmp_path / "copy"


@pytest.fixture
def store(folder: Path) -> Iterator[Store]:
    with Store.open(folder / "records.db") as store:
        yield store


@pytest.fixture
def name(store: Store, exercise: Exercise) -> str:
    return exercise.id(store)


@pytest.fixture
def forger() -> Forger:
    """Holds the golden bundle and a key to sign it anew."""
    return Forger(GOLDEN)
