"""Properties are never timed: on a busy machine a slow example is no failure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from tests.postgresql import Cluster

settings.register_profile("untimed", settings(), deadline=None)
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL server, started by the first test that needs it."""
    from tests.postgresql import a_cluster  # its driver is an extra

    with a_cluster() as cluster:
        yield cluster
