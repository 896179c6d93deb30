"""What holds for every test.

Properties are never timed: on a busy machine a slow example is no failure.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from tests.postgresql import Cluster

settings.register_profile("untimed", settings(), deadline=None)
settings.load_profile("untimed")


@pytest.hookimpl(optionalhook=True)  # mutants are tried without xdist
def pytest_xdist_auto_num_workers() -> int:
    """Two for each core: a test of a page or a server waits for half of its time."""
    return 2 * len(os.sched_getaffinity(0))


def pytest_collection_finish() -> None:
    """What is loaded and collected stays, and is not looked through for garbage in every test."""
    gc.freeze()


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL server, started by the first test that needs it."""
    from tests.postgresql import a_cluster  # its driver is an extra

    with a_cluster() as cluster:
        yield cluster
