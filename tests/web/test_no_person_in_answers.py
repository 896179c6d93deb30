"""People are never scored: nothing that a program can ask for joins a person and a judgement."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.scoring.test_no_person_scored import JUDGING
from tests.scoring.test_people import PERSONAL
from tests.web.serving import Caller, Server, code_of, invited, participant

SEAT, NAME = "duty-manager", "Quillonia"
FIGURES = JUDGING | {"points", "grade", "rank", "marks", "level_of"}


@pytest.fixture(scope="module")
def played(server: Server, control: Caller) -> dict[str, Any]:
    """What the interface answers about an exercise in which one named person did everything."""
    from tests.web.serving import open_day

    exercise = open_day(control)[0]
    code = code_of(control, exercise)
    ana = participant(server, code, name=NAME, seat=SEAT)
    eve = invited(server, "evaluator", name="Eve")
    control.start(exercise)
    assert control.do(exercise, "inject.handle", inject="stuck-tool", how="fire")["ok"]
    for do, said in (
        ("log.enter", {"words": "Two services are slow."}),
        ("incident.declare", {}),
        ("severity.call", {"level": 2}),
    ):
        assert ana.do(exercise, do, **said)["ok"]
    assert eve.do(exercise, "evaluator.observe", words="They were quick.")["ok"]
    assert control.do(exercise, "exercise.end")["ok"]
    asked = ("", "/events?limit=500", "/scorecard")
    found = {path: eve.http.get(f"/api/v1/exercises/{exercise}{path}").json() for path in asked}
    found["actor"] = [
        seat["name"] for seat in found[""]["seats"] if seat["seat"] == SEAT and seat["name"]
    ]
    for one in (ana, eve):
        one.close()
    return found


def objects(value: Any) -> Iterator[dict[str, Any]]:
    """Every object in a JSON document."""
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value:
        if isinstance(inner, (dict, list)):
            yield from objects(inner)


def test_no_schema_of_the_interface_joins_a_person_and_a_judgement(control: Caller) -> None:
    described = control.http.get("/api/v1/openapi.json").json()
    schemas = described["components"]["schemas"]

    assert len(schemas) > 10
    for name, schema in schemas.items():
        fields = set(schema.get("properties", {}))
        assert not (fields & PERSONAL and fields & FIGURES), name
    for name, members in _members_of_commands(control):
        assert not (members & PERSONAL and members & FIGURES), name


def _members_of_commands(control: Caller) -> Iterator[tuple[str, set[str]]]:
    for one in control.http.get("/api/v1/commands").json():
        yield one["do"], set(one["members"].get("properties", {}))


def test_the_scorecard_knows_no_person(played: dict[str, Any]) -> None:
    scorecard = played["/scorecard"]

    assert played["actor"] == [NAME], "she is known where people sit"
    assert NAME not in str(scorecard)
    for one in objects(scorecard):
        fields = set(one)
        assert not (fields & (PERSONAL - {"seat"}) and fields & FIGURES), one


def test_no_event_that_judges_says_whom(played: dict[str, Any]) -> None:
    events = played["/events?limit=500"]["events"]
    judging = [one for one in events if set(one["body"]) & FIGURES]

    assert any(one["role"] == SEAT for one in events)
    for one in judging:
        assert not set(one["body"]) & PERSONAL, one
        assert one["role"] is None, one
    for seat in played[""]["seats"]:
        assert not set(seat) & FIGURES
