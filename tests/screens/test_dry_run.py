"""The dry run: many plays of one plan, and what they have in common."""

from evidence import Millis
from facilitator.dry_run import forecast
from facilitator.forecast import Forecast, Met, Reached, Recovery
from facilitator.screens.beside import beside
from facilitator.screens.saying import say_span
from scoring import score
from tests.screens.looking import played
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


def test_a_dry_run_says_how_much_comes_to_each_seat_and_how_soon_it_was_recovered() -> None:
    plan = library_plan("failover")

    found = forecast(plan, plays=PLAYS)

    assert [one.seat for one in found.loads] == list(plan.organisation.roles)
    assert all(one.busiest > 0 for one in found.loads if one.messages)
    (console,) = found.recovered
    assert console.title == "Merchant Console"
    assert len(console.spans) == PLAYS
    assert list(console.spans) == sorted(console.spans)


def test_a_share_of_all_plays_is_counted_and_not_of_those_that_recovered() -> None:
    once = Recovery(part="a", title="A", spans=(Millis(10), Millis(20)))

    assert once.within(0.5, plays=4) == 20
    assert once.within(0.25, plays=4) == 10
    assert once.within(0.9, plays=4) is None


def test_a_team_stands_among_simulated_ones_by_its_recovery() -> None:
    card = score(played("failover").plan, played("failover").events)
    mine = next(one.value for one in card.metrics if one.key == "RTO")
    assert isinstance(mine, int)
    spans = (Millis(mine - 1), Millis(mine), Millis(mine + 1))
    found = Forecast(
        plays=4, reached=(), expected=(), shortest=Millis(1), middle=Millis(1), longest=Millis(1),
        recovered=(Recovery(part="merchant-console", title="the console", spans=spans),),
    )  # fmt: skip

    (line,) = beside(found, card)

    assert line.title == "The console"
    assert line.ours == say_span(mine)
    assert (line.came, line.sooner) == (3, 2), "one later, one never"
    assert line.most == "never so many"


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
