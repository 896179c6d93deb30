"""What control does with an inject shows when its time comes."""

import pytest

from evidence import Command, Millis
from evidence.kinds import control as c
from evidence.kinds import procedure as p
from tests.builders import minutes
from tests.simulator.room import WORDS, Room
from tests.simulator.small_incident import the_plan
from tests.simulator.verb_words import CONTROL, PROPOSED, inject, say


def delivered(*commands: Command) -> list[c.InjectFired]:
    """What of `late`, planned for 40 minutes, was delivered by 45 minutes."""
    room = Room(the_plan())
    room.wait_until(minutes(5))
    say(room, [(CONTROL, command) for command in commands])
    room.wait_until(minutes(45))
    return [fired for fired in room.happened(c.InjectFired) if fired.inject == "late"]


def test_an_inject_that_is_left_alone_comes_as_planned() -> None:
    (fired,) = delivered()

    assert (fired.text, fired.by_hand) == ("Any news?", False)


@pytest.mark.parametrize(
    "command",
    [inject("skip"), inject("hold-back"), c.ShiftInject(inject="late", to=Millis(minutes(50)))],
)
def test_an_inject_that_is_skipped_held_back_or_shifted_does_not_come(command: Command) -> None:
    assert delivered(command) == []


def test_an_inject_that_is_held_back_and_released_comes_as_planned() -> None:
    assert len(delivered(inject("hold-back"), inject("release"))) == 1


def test_an_inject_that_is_fired_by_hand_does_not_come_again() -> None:
    (fired,) = delivered(inject("fire"))

    assert fired.by_hand


def test_an_edited_inject_comes_with_the_words_of_control() -> None:
    (fired,) = delivered(c.EditInject(inject="late", text=WORDS))

    assert (fired.text, fired.text_in) == (None, 9)


def test_a_shifted_inject_comes_at_its_new_instant() -> None:
    room = Room(the_plan())
    room.controls(c.ShiftInject(inject="late", to=Millis(minutes(50))))

    room.wait_until(minutes(50))

    (at,) = [
        event.at
        for event in room.events
        if isinstance(event.body, c.InjectFired) and event.body.inject == "late"
    ]
    assert at == minutes(50)


def test_an_inject_can_be_withdrawn_for_ten_seconds() -> None:
    room = Room(the_plan())
    room.controls(inject("fire"))

    room.wait_until(10_001)

    assert room.asks_control(inject("withdraw")) == (
        "An inject can be withdrawn within ten seconds of delivery."
    )


def test_what_control_sent_ad_hoc_is_taken_back_from_those_who_got_it_and_no_others() -> None:
    room = Room(the_plan())
    room.controls(c.AddInject(inject="oops", channel="chat", text=WORDS, to_seats=("cio",)))

    room.controls(c.HandleInject(inject="oops", how="withdraw"))

    (told,) = (e for e in room.events if isinstance(e.body, c.InjectSet))
    assert told.to == ("seat:cio",)
    assert told.body == c.InjectSet(inject="oops", state="withdrawn")


def test_what_was_taken_back_is_expected_of_nobody_until_it_comes_again() -> None:
    room = Room(the_plan())
    room.wait_until(minutes(4))
    room.controls(c.HandleInject(inject="alarm", how="withdraw"))

    room.wait_until(minutes(20))
    missed_meanwhile = room.happened(c.ExpectationMissed)
    room.controls(c.HandleInject(inject="alarm", how="fire"))
    room.wait_until(minutes(30))

    assert missed_meanwhile == []
    assert len(room.happened(c.ExpectationOpened)) == 2
    assert len(room.happened(c.ExpectationMissed)) == 1


def test_an_action_that_was_ruled_to_take_a_while_ends_then() -> None:
    room = Room(the_plan())
    room.wait_until(minutes(5))
    say(room, [PROPOSED])
    room.controls(p.Adjudicate(action="pull-plug", ruling="takes", takes_ms=minutes(3)))

    room.wait_until(minutes(8) - 1)
    before = room.happened(p.ActionEnded)
    room.wait_until(minutes(8))

    assert before == []
    assert room.happened(p.ActionEnded) == [p.ActionEnded(action="pull-plug", worked=True)]
