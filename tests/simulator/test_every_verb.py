"""Every verb of team, control and evaluator: what follows from it when it makes sense.

What it says when it makes none is in ``test_refusal_wording``.  The last test holds this table
against the engine, so that no verb comes without a line here.
"""

from collections.abc import Sequence

import pytest

from evidence import Body
from evidence.kinds import exercise as x
from simulator.verbs import VERBS
from tests.builders import minutes
from tests.simulator.room import Room
from tests.simulator.small_incident import the_plan
from tests.simulator.staff_verbs import BEFORE_START, CONTROLS, EVALUATORS
from tests.simulator.team_verbs import OUTSIDE, RUNBOOK, TEAM
from tests.simulator.verb_words import LEAD, Said, say

CASES = [*TEAM, *RUNBOOK, *OUTSIDE, *CONTROLS, *EVALUATORS]


@pytest.mark.parametrize(
    ("before", "said", "follows"), CASES, ids=[case[1][1].kind for case in CASES]
)
def test_what_follows_from_a_verb(
    before: Sequence[Said | None], said: Said, follows: list[Body]
) -> None:
    room = Room(the_plan())
    room.wait_until(minutes(5))
    say(room, before)
    so_far = len(room.events)

    say(room, [said])

    spoken, *facts = room.events[so_far:]
    assert spoken.body == said[1]
    assert [event.body for event in facts] == follows


def test_the_comms_check_and_the_pre_flight_come_before_startex() -> None:
    room = Room(the_plan(), started=False)

    say(room, BEFORE_START)

    assert room.happened(x.CommsCheckAnswered) == [
        x.CommsCheckAnswered(seat=LEAD, by=f"person-on-{LEAD}")
    ]
    assert room.happened(x.PointsAccepted) == [x.PointsAccepted(points=("seats",))]


def test_every_verb_has_its_line_in_this_table() -> None:
    here = {type(said[1]) for _, said, _ in CASES} | {type(said[1]) for said in BEFORE_START}
    from_people = {verb for verb in VERBS if verb.side != "shell"}

    assert here | {x.StartExercise} == from_people  # every room here has started
