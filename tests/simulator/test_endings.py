"""How a story ends: once, and for a team that is done early as for one that is not."""

from typing import get_args

from evidence.kinds.exercise import EndExercise, ExerciseEnded
from evidence.kinds.incident import (
    CloseIncident,
    ConfirmItem,
    DeclareIncident,
    Gate,
    Item,
    OpenChannel,
    PassGate,
)
from evidence.kinds.world import EndingReached
from scenarios.conditions import All, ChannelOpen, Declared, Elapsed, Not
from scenarios.scenario import Ending
from tests.builders import a_plan, hours, minutes
from tests.simulator.room import Room

LEAD = "incident-manager"
LATE = Elapsed(elapsed=hours(3) - minutes(1))
SAID = Declared(declared="incident")
ENDINGS = (
    Ending(id="told", title="Told", when=All(all=(SAID, LATE)), text="It was said."),
    Ending(
        id="untold",
        title="Untold",
        when=All(all=(Not.model_validate({"not": SAID}), LATE)),
        text="Nobody said it.",
    ),
    Ending(id="talked", title="Talked", when=ChannelOpen(channel_open=True), text="They did."),
)


def a_room() -> Room:
    """A story of three hours, at whose last minute its author looks."""
    return Room(a_plan(endings=ENDINGS, lasts=hours(3)))


def ended(room: Room) -> list[str | None]:
    """The endings reached on the way, and the one that EndEx says."""
    room.controls(EndExercise())
    reached: list[str | None] = [body.ending for body in room.happened(EndingReached)]
    return [*reached, *(body.ending for body in room.happened(ExerciseEnded))]


def close(room: Room) -> None:
    room.does(LEAD, *(ConfirmItem(item=item) for item in get_args(Item)))
    room.does(LEAD, *(PassGate(gate=gate) for gate in get_args(Gate)), CloseIncident())


def test_the_ending_that_holds_at_the_hour_of_its_author_is_reached() -> None:
    room = a_room()

    room.wait_until(hours(3))

    assert ended(room) == ["untold", "untold"]


def test_a_story_ends_once() -> None:
    room = a_room()
    room.does(LEAD, OpenChannel())

    room.wait_until(hours(3))

    assert ended(room) == ["talked", "talked"]


def test_a_team_that_closes_early_has_the_ending_that_holds_then() -> None:
    room = a_room()
    room.wait_until(hours(1))
    room.does(LEAD, DeclareIncident())
    close(room)

    assert ended(room) == ["told", "told"]


def test_an_exercise_that_is_broken_off_has_no_ending() -> None:
    room = a_room()
    room.wait_until(hours(1))

    assert ended(room) == [None]
