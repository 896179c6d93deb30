"""The simulation finds mistakes: each is put into the running code, and its checker names it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.simulation.failing import faults_of, judge, story
from tests.simulation.faults import Fault, fewest
from tests.simulation.planted import FOUND_BY, Plant, show_before_append

TRIES = 10
"""A mistake shows only when things go wrong at the right moment; another seed, another moment."""


@pytest.mark.parametrize(
    ("mistake", "faults", "promise"), FOUND_BY, ids=[mistake.__name__ for mistake, *_ in FOUND_BY]
)
def test_a_mistake_is_found_and_the_promise_that_it_breaks_is_named(
    mistake: Plant, faults: Sequence[Fault], promise: str
) -> None:
    def names(seed: int) -> set[str]:
        with mistake():
            return {sentence.partition(":")[0] for sentence in judge(seed, faults)}

    assert any(promise in names(seed) for seed in range(TRIES))


DAYS = tuple(dict.fromkeys(faults for _, faults, _ in FOUND_BY))


@pytest.mark.parametrize("faults", DAYS, ids=lambda some: "; ".join(one.kind for one in some))
def test_without_the_mistake_the_same_day_holds(faults: tuple[Fault, ...]) -> None:
    assert judge(0, faults) == ()


def test_a_failure_is_told_with_the_fewest_faults_and_the_command_that_repeats_it() -> None:
    seed = next(seed for seed in range(100) if len(faults_of(seed)) > 3)
    faults = faults_of(seed)

    few = fewest(faults, fails=lambda some: faults[1] in some)
    with show_before_append():
        told = story(seed, faults, few, judge(seed, few))

    assert few == (faults[1],)
    assert told.startswith(f"Seed {seed} fails at commit ")
    assert f".venv/bin/python -m tests.simulation --seed {seed} --faults 1\n" in told
    assert str(faults[1]) in told
    assert "shown_means_stored" in told
