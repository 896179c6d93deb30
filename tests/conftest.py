"""Properties are never timed: on a busy machine a slow example is no failure."""

from collections.abc import Iterator

import pytest
from hypothesis import settings

from tests.postgresql import Cluster, a_cluster

settings.register_profile("untimed", settings(), deadline=None)
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL server, started by the first test that needs it."""
    with a_cluster() as cluster:
        yield cluster
