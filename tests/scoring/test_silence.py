"""Keeping people told, in the library's scenarios: a team that tells nobody has not done it."""

import pytest

from evidence import Sealed
from evidence.kinds.exercise import EndExercise
from evidence.kinds.incident import DeclareIncident
from scoring import score
from scoring.credit import band
from tests.builders import hours, minutes
from tests.simulator.playing import library_plan
from tests.simulator.room import Room


@pytest.mark.parametrize(
    ("scenario", "organisation"),
    [
        ("restore", "northstrand-payments"),
        ("failover", "northstrand-payments"),
        ("breach", "northmere-health"),
    ],
)
def test_who_declares_and_tells_nobody_is_unable_whatever_else_was_done_as_expected(
    scenario: str, organisation: str
) -> None:
    plan = library_plan(scenario, organisation)
    room = Room(plan)
    room.wait_until(minutes(25))
    room.does(
        next(iter(plan.organisation.roles)),
        DeclareIncident(verdict="incident", words=Sealed("words")),
    )
    room.wait_until(hours(4))
    room.controls(EndExercise())

    (task,) = (
        task
        for objective in score(plan, tuple(room.events)).objectives
        for task in objective.tasks
        if any(measure.metric == "COVERAGE" for measure in task.measures)
    )
    counted = {m.metric: m.weight for m in task.measures if m.credit is not None}
    reached = next(m.credit for m in task.measures if m.metric == "COVERAGE")

    assert (task.rating, reached) == ("U", 0)
    best = 100 * (sum(counted.values()) - counted["COVERAGE"]) // sum(counted.values())
    assert band(best, plan.rubric) == "U"
