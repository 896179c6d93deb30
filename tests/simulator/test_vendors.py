"""A vendor answers when it answers, whatever its contract says, and pressing it helps once."""

from typing import Any

import pytest

from evidence.kinds.outside import (
    ChaseVendor,
    EscalateVendor,
    OpenVendorCase,
    VendorBreached,
    VendorReplied,
)
from runbooks.authored import Fixed
from scenarios.effects import Delay
from scenarios.injects import Inject
from scenarios.organisation import Contract, Service, Vendor
from scenarios.plan import Plan
from scenarios.story import VendorStory
from tests.builders import a_plan, an_organisation, hours, minutes
from tests.simulator.room import Room

TECH = "duty-engineer"
HOST = "northcloud"


def a_day_with(*injects: Inject, **parts: Any) -> Plan:
    """Promised within an hour, answered after 40 minutes, helped after four hours."""
    fields = {
        "vendor": HOST, "to": [TECH],
        "acknowledges": Fixed(fixed=minutes(40)), "helps": Fixed(fixed=hours(4)),
        "acknowledgement": {"text": "We have your case."},
        "help": {"text": "It is mended.", "does": [{"recover": "payments-api"}]},
        **parts,
    }  # fmt: skip
    down = Inject.model_validate({"id": "down", "at": 0, "does": [{"fail": "payments-api"}]})
    return a_plan(
        organisation=an_organisation(
            services={"payments-api": Service()},
            vendors={
                HOST: Vendor(contract=Contract(respond=hours(1)), ladder=("desk", "director"))
            },
        ),
        injects=(down, *injects),
        vendors=(VendorStory.model_validate(fields),),
        lasts=hours(12),
    )


def opened(plan: Plan) -> Room:
    room = Room(plan)
    room.wait_until(minutes(1))
    room.does(TECH, OpenVendorCase(vendor=HOST))
    return room


def replies(room: Room) -> list[tuple[str, int]]:
    """What came, and how many minutes after the case was opened."""
    return [
        (event.body.reply, (event.at - minutes(1)) // minutes(1))
        for event in room.events
        if isinstance(event.body, VendorReplied)
    ]


def test_it_answers_and_helps_in_its_own_time_and_help_changes_the_world() -> None:
    room = opened(a_day_with())

    room.wait_until(hours(3))
    before = room.exercise.state.service("payments-api").health
    room.wait_until(hours(10))

    assert replies(room) == [("acknowledged", 40), ("useful", 240)]
    assert (before, room.exercise.state.service("payments-api").health) == (0, 100)


def test_without_a_case_nobody_answers() -> None:
    room = Room(a_day_with())

    room.wait_until(hours(10))

    assert replies(room) == []


def test_half_way_comes_a_partial_answer_where_the_story_has_one() -> None:
    room = opened(a_day_with(partial={"text": "We see something."}))

    room.wait_until(hours(10))

    assert replies(room) == [("acknowledged", 40), ("partial", 120), ("useful", 240)]


@pytest.mark.parametrize(
    ("press", "times"),
    [
        ((), 240), ((ChaseVendor(vendor=HOST),), 180),
        ((ChaseVendor(vendor=HOST), ChaseVendor(vendor=HOST)), 180),
        ((ChaseVendor(vendor=HOST), EscalateVendor(vendor=HOST, rung=1)), 150),
    ],
    ids=["left alone", "chased", "chased twice", "chased and escalated"],
)  # fmt: skip
def test_the_first_chaser_and_the_first_rung_halve_what_is_left_of_the_wait(
    press: tuple[ChaseVendor | EscalateVendor, ...], times: int
) -> None:
    room = opened(a_day_with())
    room.wait_until(minutes(121))

    room.does(TECH, *press)
    room.wait_until(hours(10))

    assert replies(room)[-1] == ("useful", times)


@pytest.mark.parametrize(("answers_after", "breached"), [(60, False), (61, True)])
def test_an_answer_later_than_the_contract_promises_is_a_breach_a_millisecond_later(
    answers_after: int, breached: bool
) -> None:
    room = opened(a_day_with(acknowledges=Fixed(fixed=minutes(answers_after))))

    room.wait_until(hours(10))

    found = [event for event in room.events if isinstance(event.body, VendorBreached)]
    assert [event.at for event in found] == ([minutes(61) + 1] if breached else [])


def test_a_delay_moves_what_has_not_come_yet() -> None:
    late = Inject(id="late", at=minutes(61), does=(Delay(delay=HOST, by=minutes(90)),))
    room = opened(a_day_with(late))

    room.wait_until(hours(10))

    assert replies(room) == [("acknowledged", 40), ("useful", 330)]
