"""Vendors answer by contract, by luck and by being chased; luck does not depend on chasing."""

from hypothesis import given, settings
from hypothesis import strategies as st

from evidence import Event, Millis
from evidence.kinds.outside import ChaseVendor, OpenVendorCase, VendorReplied
from simulator import Exercise
from tests.simulator.playing import library_plan, opened

HOUR = 3_600_000


def room(seed: int) -> tuple[Exercise, str, str]:
    plan = library_plan("restore")
    exercise, _ = opened(plan, seed=seed, profile=None)
    seat = plan.organisation.seat_for("vendor_owner")
    assert seat is not None
    return exercise, plan.scenario.vendors[0].vendor, seat


def replies(*, chasers: int, seed: int = 7) -> list[tuple[int, str]]:
    exercise, vendor, seat = room(seed)
    events: list[Event] = []
    commands = [OpenVendorCase(vendor=vendor), *[ChaseVendor(vendor=vendor)] * chasers]
    for command in commands:
        events += exercise.receive(command, at=exercise.now, actor="p1", seat=seat, origin="person")
    events += exercise.advance(to=Millis(8 * HOUR))
    return [(e.at, e.body.reply) for e in events if isinstance(e.body, VendorReplied)]


def test_the_first_chaser_brings_the_answer_forward() -> None:
    helped = {reply: at for at, reply in replies(chasers=0)}
    sooner = {reply: at for at, reply in replies(chasers=1)}

    assert sooner["useful"] < helped["useful"]


@settings(max_examples=10)
@given(chasers=st.integers(2, 6), seed=st.integers(0, 10_000))
def test_chasing_more_often_has_the_same_luck_as_chasing_once(chasers: int, seed: int) -> None:
    assert replies(chasers=chasers, seed=seed) == replies(chasers=1, seed=seed)
