"""An intruder goes on, stage by stage, and carries data away until the right thing is done."""

from typing import Any

import pytest

from evidence.kinds.procedure import QueryReturned, RunQuery, TakeResponse
from evidence.kinds.world import DataExfiltrated, IntrusionContained, IntrusionMoved
from runbooks.authored import Fixed
from scenarios.effects import Intrude
from scenarios.injects import Inject
from scenarios.organisation import Dataset, Service
from scenarios.plan import Plan
from scenarios.story import Artefact, Intrusion, Response
from tests.builders import a_plan, an_organisation, hours, minutes
from tests.simulator.room import Room

TECH = "duty-engineer"


def a_response(name: str, **parts: Any) -> Response:
    return Response(id=name, title=name, takes=Fixed(fixed=minutes(10)), says="Done.", **parts)


def a_weekend(*, megabytes: int = 0) -> Plan:
    """In at once, a way out after an hour, the last stage after three; 8 megabits a second."""
    theft = Intrusion.model_validate(
        {
            "id": "theft",
            "stages": [
                {"stage": "inside", "dwell": {"fixed": "1h"}},
                {"stage": "way-out", "dwell": {"fixed": "2h"}, "reveals": ["flows"]},
                {"stage": "everything", "dwell": {"fixed": "90d"}, "does": [{"fail": "desk"}]},
            ],
            "exfiltrates": [{"data": "files", "megabits-per-second": 8, "from-stage": "way-out"}],
            "contained-by": ["cut-the-line"],
        }
    )
    flows = Artefact.model_validate(
        {"id": "flows", "in": "logs", "terms": ["traffic"], "text": "Out.", "hidden": True}
    )
    return a_plan(
        organisation=an_organisation(
            services={"desk": Service()},
            datasets={"files": Dataset(megabytes=megabytes, subjects=1_000)},
        ),
        injects=(Inject(id="night", at=0, does=(Intrude(intrude="theft"),)),),
        intrusions=(theft,),
        artefacts=(flows,),
        responses=(a_response("cut-the-line"), a_response("reset-passwords")),
        lasts=hours(12),
    )


def stages(room: Room) -> list[str]:
    return [body.stage for body in room.happened(IntrusionMoved)]


def test_left_alone_it_goes_through_its_stages_and_each_does_its_harm() -> None:
    room = Room(a_weekend())

    room.wait_until(hours(4))

    assert stages(room) == ["inside", "way-out", "everything"]
    assert room.exercise.state.service("desk").health == 0


def test_the_right_response_stops_it_and_any_other_does_not() -> None:
    room = Room(a_weekend())
    room.wait_until(minutes(70))

    room.does(TECH, TakeResponse(response="reset-passwords"))
    room.wait_until(minutes(90))
    meanwhile = room.happened(IntrusionContained)
    room.does(TECH, TakeResponse(response="cut-the-line"))
    room.wait_until(hours(10))

    assert meanwhile == []
    assert room.happened(IntrusionContained) == [
        IntrusionContained(intrusion="theft", by="cut-the-line")
    ]
    assert stages(room) == ["inside", "way-out"]
    assert room.exercise.state.service("desk").health == 100


@pytest.mark.parametrize(("cut_at", "megabytes"), [(90, 2_400), (110, 3_600)])
def test_data_leaves_at_its_rate_from_its_stage_on_until_it_is_contained(
    cut_at: int, megabytes: int
) -> None:
    room = Room(a_weekend(megabytes=36_000))
    room.wait_until(minutes(cut_at))

    room.does(TECH, TakeResponse(response="cut-the-line"))
    room.wait_until(hours(10))

    left = room.happened(DataExfiltrated)[-1]
    assert (left.megabytes, left.subjects) == (megabytes, megabytes * 1_000 // 36_000)


def test_no_more_leaves_than_there_is() -> None:
    room = Room(a_weekend(megabytes=100))
    room.wait_until(hours(3))

    left = room.happened(DataExfiltrated)[-1]
    assert (left.megabytes, left.subjects) == (100, 1_000)


def test_what_a_stage_leaves_behind_is_found_from_then_on() -> None:
    room = Room(a_weekend())
    look = RunQuery(source="logs", terms=("traffic",))

    for hour in (0, 2):
        room.wait_until(hours(hour) + 1)
        room.does(TECH, look)

    assert [answer.found for answer in room.happened(QueryReturned)] == [(), ("flows",)]


def test_nobody_in_the_room_is_told_what_the_intruder_does() -> None:
    room = Room(a_weekend())

    room.wait_until(hours(4))

    kinds = (IntrusionMoved, DataExfiltrated)
    assert {event.to for event in room.events if isinstance(event.body, kinds)} == {("control",)}
