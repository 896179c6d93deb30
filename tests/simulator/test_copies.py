"""Which copy a team chooses, and which taking of it, is what comes back, and after how long."""

import pytest

from evidence import Event, Millis
from evidence.kinds.procedure import CopyFound, TakeResponse
from evidence.kinds.world import RestoreEnded, RestoreFailed
from runbooks.authored import Fixed
from scenarios.conditions import DatasetIs
from scenarios.effects import BreakCopies, Corrupt, Effect, Restore
from scenarios.injects import Inject
from scenarios.organisation import Dataset
from scenarios.plan import Plan
from scenarios.story import Copy, DatasetStory, Response
from simulator.conditions import holds
from tests.builders import a_plan, an_organisation, hours, minutes
from tests.simulator.room import Room

TECH = "duty-engineer"


def the_plan(*, megabytes: int = 0, damage: tuple[Effect, ...] = ()) -> Plan:
    nightly = Copy(
        id="nightly", title="The nightly dump", age=hours(2), every=hours(24), kept=3,
        takes=Fixed(fixed=minutes(10)), per_gigabyte=Fixed(fixed=Millis(6_000)),
    )  # fmt: skip
    tape = Copy(id="tape", title="The tape", age=hours(90), takes=Fixed(fixed=minutes(5)))
    restore = Response(
        id="restore", title="Restoring", takes=Fixed(fixed=0), does=(Restore(restore="ledger"),),
        chooses="ledger", says="Restored.",
    )  # fmt: skip
    alarm = Inject(id="alarm", at=0, by="alert", to=(TECH,), text="Errors.", does=damage)
    return a_plan(
        organisation=an_organisation(datasets={"ledger": Dataset(megabytes=megabytes)}),
        injects=(alarm,),
        datasets=(DatasetStory(data="ledger", copies=(nightly, tape)),),
        responses=(restore,),
    )


def restored(room: Room, point: str) -> Event:
    """What the restore from *point* came to."""
    room.wait_until(1)
    room.does(TECH, TakeResponse(response="restore", point=point))
    room.wait_until(hours(3))
    return next(e for e in room.events if isinstance(e.body, RestoreEnded | RestoreFailed))


@pytest.mark.parametrize(
    ("point", "taken"), [("nightly", -2), ("nightly~1", -26), ("nightly~2", -50), ("tape", -90)]
)
def test_the_taking_that_was_chosen_is_the_one_that_comes_back(point: str, taken: int) -> None:
    room = Room(the_plan())

    ended = restored(room, point).body

    assert isinstance(ended, RestoreEnded)
    assert ended.recovered_to == hours(taken)


def test_the_team_is_told_how_many_takings_of_a_copy_there_are() -> None:
    room = Room(the_plan())

    found = {body.point: (body.every_ms, body.kept) for body in room.happened(CopyFound)}

    assert found == {"nightly": (hours(24), 3), "tape": (None, 1)}


@pytest.mark.parametrize(
    ("point", "says"),
    [
        (
            "nightly~3",
            "There is no recovery point `nightly~3`; "
            "of `nightly` 3 are kept, the oldest is `nightly~2`.",
        ),
        (
            "tape~1",
            "There is no recovery point `tape~1`; of `tape` only the newest is kept.",
        ),
        ("nightly~0", "There is no recovery point `nightly~0`; known are: `nightly`, `tape`."),
        ("weekly~1", "There is no recovery point `weekly~1`; known are: `nightly`, `tape`."),
        (None, "Say which recovery point; known are: `nightly`, `tape`."),
    ],
)
def test_a_recovery_point_that_does_not_exist_is_refused_in_words(
    point: str | None, says: str
) -> None:
    room = Room(the_plan())
    room.wait_until(1)

    assert room.asks(TECH, TakeResponse(response="restore", point=point)) == says


def test_an_older_taking_survives_what_broke_the_newer_ones() -> None:
    broken = BreakCopies(break_copies="ledger", since=hours(24))
    newest, older = Room(the_plan(damage=(broken,))), Room(the_plan(damage=(broken,)))

    assert isinstance(restored(newest, "nightly").body, RestoreFailed)
    assert isinstance(restored(older, "nightly~1").body, RestoreEnded)


def test_damage_that_reaches_back_is_in_every_taking_made_since() -> None:
    spoilt = Corrupt(corrupt="ledger", reaching_back=hours(30))
    room = Room(the_plan(damage=(spoilt,)))

    ended = restored(room, "nightly~1").body

    assert isinstance(ended, RestoreEnded)
    assert ended.recovered_to == hours(-30)


def test_a_bigger_dataset_takes_longer_to_come_back() -> None:
    small = restored(Room(the_plan(megabytes=10_000)), "nightly")
    large = restored(Room(the_plan(megabytes=500_000)), "nightly")

    assert small.at == 1 + minutes(10) + 10 * 6_000
    assert large.at == 1 + minutes(10) + 500 * 6_000


def test_a_copy_that_says_nothing_takes_what_the_organisation_says_of_the_dataset() -> None:
    plan = the_plan()
    story = plan.scenario.datasets[0]
    silent = story.copies[1].model_copy(update={"takes": None})
    told = Dataset(restore_takes=Fixed(fixed=hours(1)))
    plan = plan.model_copy(
        update={
            "organisation": an_organisation(datasets={"ledger": told}),
            "scenario": plan.scenario.model_copy(
                update={"datasets": (story.model_copy(update={"copies": (silent,)}),)}
            ),
        }
    )

    assert restored(Room(plan), "tape").at == 1 + hours(1)


def test_a_condition_can_ask_which_copy_came_back() -> None:
    room = Room(the_plan())
    from_nightly = DatasetIs.model_validate(
        {"dataset": "ledger", "is": "restored", "from": "nightly"}
    )
    from_tape = DatasetIs.model_validate({"dataset": "ledger", "is": "restored", "from": ["tape"]})

    restored(room, "nightly~1")

    state, now = room.exercise.state, room.exercise.now
    assert holds(from_nightly, state, now)
    assert not holds(from_tape, state, now)
