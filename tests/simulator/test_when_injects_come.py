"""When an inject comes: by the clock, after another, on a condition, missed, branched, repeated."""

from collections import Counter
from typing import Any

import pytest

from evidence import Event
from evidence.kinds.control import InjectFired
from evidence.kinds.incident import Acknowledge, DeclareIncident, EnterLog
from runbooks.authored import Fixed
from scenarios.injects import Inject
from scenarios.plan import Plan
from tests.builders import a_plan, hours, minutes
from tests.simulator.room import Room

TECH, LEAD = "duty-engineer", "incident-manager"


def an_inject(name: str, **when: Any) -> Inject:
    fields = {"id": name, "by": "chat", "to": [TECH], "text": name, **when}
    return Inject.model_validate(fields)


ALARM = an_inject("alarm", at=minutes(1))


def fired(room: Room) -> dict[str, int]:
    """When each inject came first."""
    found: dict[str, int] = {}
    for event in room.events:
        if isinstance(event.body, InjectFired):
            found.setdefault(event.body.inject, event.at)
    return found


def repeats(room: Room, inject: str) -> list[int]:
    return [
        e.at for e in room.events if isinstance(e.body, InjectFired) and e.body.inject == inject
    ]


def test_after_another_one_comes_so_long_after_it_as_it_says() -> None:
    room = Room(a_plan(injects=(ALARM, an_inject("news", after="alarm", plus=Fixed(fixed=90_000)))))

    room.wait_until(hours(1))

    assert fired(room) == {"alarm": minutes(1), "news": minutes(1) + 90_000}


def test_on_a_condition_it_comes_once_what_the_team_did_makes_it_true() -> None:
    declared = an_inject("helpers", when={"declared": "incident"}, plus=Fixed(fixed=minutes(2)))
    room = Room(a_plan(injects=(ALARM, declared)))
    room.wait_until(minutes(10))

    before = fired(room)
    room.does(LEAD, DeclareIncident())
    room.wait_until(hours(1))

    assert "helpers" not in before
    assert fired(room)["helpers"] == minutes(12)


@pytest.mark.parametrize("logged", [True, False])
def test_a_condition_is_looked_at_again_when_it_is_due(logged: bool) -> None:
    unless = an_inject("reminder", at=minutes(10), **{"if": {"not": {"logged": "alarm"}}})
    room = Room(a_plan(injects=(ALARM, unless)))
    room.wait_until(minutes(2))

    if logged:
        room.does(TECH, EnterLog(tag="fact", about="alarm"))
    room.wait_until(hours(1))

    assert ("reminder" in fired(room)) is not logged


def with_contingency() -> Plan:
    expected = {
        "id": "alarm", "at": minutes(1), "by": "alert", "to": [TECH], "text": "Errors.",
        "expects": [
            {"id": "taken", "text": "Takes it.", "seen": {"acknowledged": "alarm"}, "by": "5m"}
        ],
    }  # fmt: skip
    nudge = an_inject("nudge", missed="taken", plus=Fixed(fixed=minutes(1)))
    return a_plan(injects=(Inject.model_validate(expected), nudge))


def test_a_contingency_comes_when_what_was_expected_was_not_seen_by_its_deadline() -> None:
    room = Room(with_contingency())

    room.wait_until(hours(1))

    assert fired(room)["nudge"] == minutes(7) + 1


def test_a_contingency_stays_away_when_the_team_did_what_was_expected() -> None:
    room = Room(with_contingency())
    room.wait_until(minutes(4))

    room.does(TECH, Acknowledge(signal="alarm"))
    room.wait_until(hours(1))

    assert "nudge" not in fired(room)


def a_fork(*, heads: int, tails: int) -> Plan:
    return a_plan(
        injects=(
            an_inject("heads", at=minutes(1), branch={"group": "coin", "weight": heads}),
            an_inject("tails", at=minutes(1), branch={"group": "coin", "weight": tails}),
        )
    )


def which(plan: Plan, seed: int) -> list[str]:
    room = Room(plan, seed=seed)
    room.wait_until(hours(1))
    return sorted(fired(room))


def test_of_a_branch_exactly_one_comes_and_luck_goes_by_weight() -> None:
    plan = a_fork(heads=3, tails=1)

    came = Counter(tuple(which(plan, seed)) for seed in range(80))

    assert set(came) == {("heads",), ("tails",)}
    assert came["heads",] > 2 * came["tails",]


def test_of_a_branch_only_what_is_possible_is_drawn() -> None:
    possible = an_inject("possible", at=minutes(1), branch={"group": "coin"})
    never = an_inject(
        "never", at=minutes(1), branch={"group": "coin", "weight": 99},
        **{"if": {"declared": "incident"}},
    )  # fmt: skip
    plan = a_plan(injects=(possible, never))

    assert all(which(plan, seed) == ["possible"] for seed in range(20))


def test_a_repeating_inject_comes_so_often_or_until_it_is_heard() -> None:
    every = {"every": "10m", "times": 4, "until": {"declared": "incident"}}
    plan = a_plan(injects=(an_inject("any-news", at=minutes(5), repeat=every),))
    unheard, heard = Room(plan), Room(plan)

    unheard.wait_until(hours(2))
    heard.wait_until(minutes(16))
    heard.does(LEAD, DeclareIncident())
    heard.wait_until(hours(2))

    assert repeats(unheard, "any-news") == [minutes(5), minutes(15), minutes(25), minutes(35)]
    assert repeats(heard, "any-news") == [minutes(5), minutes(15)]


def test_one_that_comes_by_hand_waits_for_control() -> None:
    room = Room(a_plan(injects=(ALARM, an_inject("by-hand", **{"by-hand": True}))))

    room.wait_until(hours(2))

    assert "by-hand" not in fired(room)


def test_a_fault_without_readers_is_for_control_alone() -> None:
    truth = Inject.model_validate({"id": "truth", "at": 0, "does": [{"fail": "payments-api"}]})
    room = Room(a_plan(injects=(truth,)))

    room.wait_until(minutes(1))

    seen: list[Event] = [event for event in room.events if isinstance(event.body, InjectFired)]
    assert [event.to for event in seen] == [("control",)]
