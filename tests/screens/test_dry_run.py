"""The dry run: many plays of one plan, and what they have in common."""

from evidence import Millis
from facilitator.dry_run import forecast
from facilitator.forecast import Forecast, Met, Reached
from tests.simulator.playing import library_plan

PLAYS = 3


def test_a_dry_run_counts_in_how_many_plays_each_inject_is_reached() -> None:
    plan = library_plan()

    found = forecast(plan, plays=PLAYS)

    assert [one.inject for one in found.reached] == [i.id for i in plan.scenario.injects]
    assert all(0 <= one.plays <= PLAYS for one in found.reached)
    first = next(one for one in found.reached if one.inject == "replication-stopped")
    assert first.plays == PLAYS
    assert 0 < found.shortest <= found.middle <= found.longest


def test_a_dry_run_of_the_same_plan_says_the_same() -> None:
    plan = library_plan()

    assert forecast(plan, plays=PLAYS) == forecast(plan, plays=PLAYS)


def test_a_deadline_that_is_often_expected_and_never_met_in_time_is_impossible() -> None:
    def met(name: str, *, opened: int, in_time: int) -> Met:
        return Met(expectation=name, text=name, opened=opened, in_time=in_time, late=0)

    found = Forecast(
        plays=200,
        reached=(Reached(inject="a", title="A", plays=0),),
        expected=(
            met("never", opened=200, in_time=0),
            met("seldom-asked", opened=5, in_time=0),
            met("once", opened=200, in_time=1),
        ),
        shortest=Millis(1),
        middle=Millis(2),
        longest=Millis(3),
    )

    assert [one.expectation for one in found.impossible] == ["never"]
    assert [one.inject for one in found.never_reached] == ["a"]
