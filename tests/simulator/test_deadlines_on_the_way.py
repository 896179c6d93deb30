"""Deadlines that open in a jumped span and pass in it, though nobody is there."""

import pytest

from evidence import Body, Event, Millis
from evidence.kinds.world import OutageBegan, ServiceRestored
from scenarios.organisation import Service
from simulator import may_pass_on_the_way, passed_on_the_way
from tests.builders import a_plan, an_organisation, hours, minutes

PLAN = a_plan(
    organisation=an_organisation(
        services={"payments-api": Service(rto=hours(2)), "intranet": Service()}
    )
)


def happened(*said: tuple[int, Body]) -> list[Event]:
    return [
        Event(seq=place, at=Millis(at), origin="world", body=body)
        for place, (at, body) in enumerate(said)
    ]


def passed(*said: tuple[int, Body], to: int = hours(9)) -> list[tuple[str, int, int]]:
    found = passed_on_the_way(PLAN, happened(*said), Millis(to))
    return [(deadline.id, at, deadline.due) for deadline, at in found.items()]


OUT = (minutes(10), OutageBegan(service="payments-api"))
DUE = minutes(10) + hours(2)


def test_the_recovery_of_a_service_that_goes_down_on_the_way_is_due_from_then_on() -> None:
    assert passed(OUT) == [("rto:payments-api", minutes(10), DUE)]


@pytest.mark.parametrize(("to", "how_many"), [(DUE, 1), (DUE - 1, 0)])
def test_a_jump_that_ends_before_it_is_due_passes_nothing(to: int, how_many: int) -> None:
    assert len(passed(OUT, to=to)) == how_many


@pytest.mark.parametrize(("length", "may"), [(hours(2), True), (hours(2) - 1, False)])
def test_a_jump_shorter_than_every_recovery_target_can_pass_nothing_on_its_way(
    length: int, may: bool
) -> None:
    assert may_pass_on_the_way(PLAN, length) is may
    assert (len(passed((0, OUT[1]), to=length)) == 1) is may


@pytest.mark.parametrize(("back", "how_many"), [(DUE, 0), (DUE + 1, 1)])
def test_a_service_that_comes_back_by_itself_in_time_passes_nothing(
    back: int, how_many: int
) -> None:
    assert len(passed(OUT, (back, ServiceRestored(service="payments-api")))) == how_many


def test_a_service_without_a_target_is_due_at_no_time() -> None:
    assert passed((minutes(10), OutageBegan(service="intranet"))) == []


def test_a_second_outage_takes_nothing_from_the_first_which_came_back_too_late() -> None:
    back, again = ServiceRestored(service="payments-api"), DUE + minutes(10)

    found = passed(
        OUT, (DUE + 1, back), (again, OUT[1]), (again + minutes(1), back), to=again + hours(3)
    )

    assert found == [("rto:payments-api", minutes(10), DUE)]
