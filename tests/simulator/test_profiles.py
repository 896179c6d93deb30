"""Every library scenario plays with every organisation, and better responders score better."""

from fractions import Fraction

import pytest

from scoring import score
from tests.simulator.playing import library_plan, play

SCENARIOS = ("restore", "failover", "breach")
ORGANISATIONS = ("northstrand-payments", "northmere-health")
SEEDS = range(30)


def mean_percent(scenario: str, organisation: str, profile: str) -> Fraction:
    """Mean of all rated objectives over all seeds."""
    plan = library_plan(scenario, organisation)
    found = [
        Fraction(objective["percent"])
        for seed in SEEDS
        for objective in score(
            plan, play(plan, seed=seed, profile=profile, until=plan.scenario.lasts)
        ).to_json()["objectives"]
        if objective["percent"] is not None
    ]
    return Fraction(sum(found), len(found))


@pytest.mark.parametrize("organisation", ORGANISATIONS)
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_seasoned_scores_above_average_above_chaotic(scenario: str, organisation: str) -> None:
    seasoned, average, chaotic = (
        mean_percent(scenario, organisation, profile)
        for profile in ("seasoned", "average", "chaotic")
    )

    assert seasoned > average > chaotic


@pytest.mark.parametrize("organisation", ORGANISATIONS)
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_an_absent_team_gives_no_command_and_the_play_goes_to_its_end(
    scenario: str, organisation: str
) -> None:
    plan = library_plan(scenario, organisation)

    events = play(plan, profile="absent", until=plan.scenario.lasts)

    assert not [event for event in events if event.origin == "responder"]
    assert events[-1].kind == "exercise.ended"
