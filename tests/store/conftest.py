"""A store in a place of its own, with one exercise open: in a file, and on a server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from facilitator.store import Store
from tests.store.places import Place
from tests.store.records import EXERCISE

if TYPE_CHECKING:
    from tests.postgresql import Cluster


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "records.db"


@pytest.fixture
def on_server(tmp_path: Path, cluster: Cluster) -> Place:
    return Place.on_server(tmp_path, cluster)


@pytest.fixture(params=["file", "server"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    if request.param == "file":
        return Place.in_file(tmp_path)
    found: Place = request.getfixturevalue("on_server")
    return found


@pytest.fixture
def store(place: Place) -> Iterator[Store]:
    with place.open() as store:
        store.open_exercise(EXERCISE, plan=b'{"plan":1}', run="practice", wall=1)
        yield store
