"""The interface for programs: what it answers is what its description says, whatever is sent."""

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import Case, checks
from schemathesis.core.result import Ok
from schemathesis.schemas import BaseSchema

from tests.web.serving import Caller, Server, code_of, open_day

CHECKS = [
    checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
]
EXAMPLES = 12
"""For each operation: a bounded look each time, with other examples on another day."""


@pytest.fixture(scope="module")
def bot(server: Server, control: Caller) -> Caller:
    """A program that acts as a facilitator in one exercise."""
    exercise = open_day(control)[0]
    wanted = {"kind": "facilitator", "exercise": exercise, "label": "bot"}
    caller = Caller(server)
    token = control.http.post("/api/v1/tokens", json=wanted).json()["token"]
    caller.http.headers["authorization"] = f"Bearer {token}"
    return caller


@pytest.fixture
def interface(server: Server, bot: Caller) -> BaseSchema:
    described = bot.http.get("/api/v1/openapi.json").json()
    loaded = schemathesis.openapi.from_dict(described)
    loaded.config.update(base_url=f"{server.url}/api/v1")
    return loaded


def test_every_answer_is_as_described_and_nothing_breaks(
    interface: BaseSchema, bot: Caller
) -> None:
    """Operation after operation, with examples that its own description makes."""
    headers = {"authorization": bot.http.headers["authorization"]}
    tried = 0

    for operation in interface.get_all_operations():
        assert isinstance(operation, Ok)

        @given(case=operation.ok().as_strategy())
        @settings(
            max_examples=EXAMPLES,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        def answered(case: Case[Any]) -> None:
            case.call_and_validate(headers=headers, checks=CHECKS)

        answered()
        tried += 1

    assert tried >= 10


def test_a_bot_joins_with_a_code_and_acts_in_its_seat(
    server: Server, control: Caller, exercise: str
) -> None:
    control.start(exercise)
    wanted = {"code": code_of(control, exercise), "name": "bot", "seat": "duty-manager"}
    bot = Caller(server)
    del bot.http.headers["origin"]

    joined = bot.http.post("/api/v1/join", json=wanted).json()
    bot.http.headers["authorization"] = f"Bearer {joined['token']}"
    said = {"do": "log.enter", "cmd": "1", "words": "Seen by a program."}
    receipt = bot.http.post(f"/api/v1/exercises/{exercise}/commands", json=said).json()
    events = bot.http.get(f"/api/v1/exercises/{exercise}/events").json()["events"]

    assert receipt["ok"]
    assert "seq" not in receipt
    assert [one["number"] for one in events] == list(range(1, len(events) + 1))
    entry = next(one for one in events if one["kind"] == "log.enter")
    assert entry["words"] == {"words": "Seen by a program."}


def test_the_record_leaves_as_it_is_stored(control: Caller, exercise: str) -> None:
    control.start(exercise)

    answer = control.http.get(f"/api/v1/exercises/{exercise}/record")

    lines = answer.text.splitlines()
    assert '"kind":"exercise.opened"' in lines[0]
    assert any('"kind":"exercise.started"' in line for line in lines)


def test_the_list_of_commands_says_what_each_needs(control: Caller) -> None:
    listed = {one["do"]: one for one in control.http.get("/api/v1/commands").json()}

    assert listed["severity.call"]["members"]["required"] == ["level"]
    assert listed["log.enter"]["side"] == "team"
    assert listed["log.enter"]["members"]["properties"]["words"]["type"] == "string"
    assert "clock.marked" not in listed
