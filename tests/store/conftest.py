"""A store in a folder of its own, with one exercise open."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from facilitator.store import Store
from tests.store.records import EXERCISE


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "records.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with Store.open(path) as store:
        store.open_exercise(EXERCISE, plan=b'{"plan":1}', run="practice", wall=1)
        yield store
