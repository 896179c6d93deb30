"""Every library scenario, really played, comes to one ending, and to which depends on the team."""

from collections import Counter
from pathlib import Path

import pytest

from evidence.kinds.world import EndingReached
from facilitator.headless import play
from facilitator.opening import Opening
from facilitator.store import Store
from tests.simulator.playing import library_plan

SEEDS = range(10)
GOOD = {"restore": "six-hours-lost", "failover": "one-truth", "breach": "held"}


def endings(folder: Path, scenario: str, organisation: str, profile: str) -> Counter[str]:
    """How often each ending was reached, over all seeds."""
    plan = library_plan(scenario, organisation)
    found: Counter[str] = Counter()
    with Store.open(folder / f"{profile}.db") as store:
        for seed in SEEDS:
            responders = dict.fromkeys(plan.organisation.roles, profile)
            opening = Opening(seed=seed, responders=responders)
            events = [event.body for event in play(plan, opening=opening, store=store).events]
            reached = [body.ending for body in events if isinstance(body, EndingReached)]
            assert len(reached) == 1, f"seed {seed} came to {reached}"
            found.update(reached)
    return found


@pytest.mark.parametrize("organisation", ["northstrand-payments", "northmere-health"])
@pytest.mark.parametrize("scenario", GOOD)
def test_the_ending_depends_on_the_team(tmp_path: Path, scenario: str, organisation: str) -> None:
    good = GOOD[scenario]

    seasoned = endings(tmp_path, scenario, organisation, "seasoned")
    average = endings(tmp_path, scenario, organisation, "average")
    chaotic = endings(tmp_path, scenario, organisation, "chaotic")

    assert seasoned[good] >= 9
    assert average[good] > 0
    assert chaotic[good] <= 1
