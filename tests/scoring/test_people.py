"""Teams, plans and controls are scored; people never."""

import types
from collections.abc import Iterator
from typing import Any, Union, get_args, get_origin, get_type_hints

import msgspec
import pytest

from evidence import Event
from scoring import Scorecard, for_report, score
from scoring.explain import Explanation
from tests.builders import a_plan, played
from tests.scoring.scored import figure, scorecard
from tests.scoring.test_coordination import COORDINATOR
from tests.scoring.test_scorecard import A_DAY, PLAN

RATED = A_DAY + "an evaluator observes notice\nan evaluator rates notice M, overriding, with reason"
PERSONAL = {"actor", "person", "people", "participant", "player", "name", "seat", "rater", "email"}


def schemas(of: Any, seen: set[Any]) -> Iterator[type[msgspec.Struct]]:
    """Every struct that *of* is made of."""
    for inner in get_args(of):
        yield from schemas(inner, seen)
    if get_origin(of) in (Union, types.UnionType) or not isinstance(of, type) or of in seen:
        return
    if issubclass(of, msgspec.Struct):
        seen.add(of)
        yield of
        for hint in get_type_hints(of).values():
            yield from schemas(hint, seen)


@pytest.mark.parametrize("root", [Scorecard, Explanation])
def test_no_schema_of_a_figure_or_rating_has_a_field_for_a_person(root: type) -> None:
    found = list(schemas(root, set()))

    assert len(found) > 5
    for schema in found:
        assert PERSONAL.isdisjoint(schema.__struct_fields__), schema


def renamed(record: tuple[Event, ...]) -> tuple[Event, ...]:
    """The same record with other people in the same seats."""
    return tuple(
        event
        if event.actor is None
        else msgspec.structs.replace(event, actor=f"x{event.actor[::-1]}")
        for event in record
    )


def test_the_score_is_the_same_whoever_sat_there() -> None:
    record = played(RATED)

    assert score(PLAN, renamed(record)) == score(PLAN, record)


def test_nobody_who_did_anything_is_named_in_the_scorecard() -> None:
    record = tuple(
        msgspec.structs.replace(event, actor=f"zzz-{event.actor}") if event.actor else event
        for event in played(RATED)
    )

    assert "zzz-" not in str(score(PLAN, record).to_json())


def test_a_figure_about_a_role_that_one_seat_held_stays_in_the_debrief() -> None:
    card = scorecard(COORDINATOR)

    assert figure(card, "COORD-SEP").debrief
    report = for_report(card)
    assert report.metric("COORD-SEP") is None
    assert report.findings[-1].says == (
        "Coordination kept apart from repair: for the debrief only: one seat alone held this role."
    )


def test_a_role_that_two_seats_held_is_no_single_person() -> None:
    card = scorecard(
        COORDINATOR.replace(
            "00:04", "00:03:30 cio takes incident_coordinator\n 00:03:40 cio logs x\n00:04"
        )
    )

    assert not figure(card, "COORD-SEP").debrief
    assert for_report(card) == card


def test_a_measure_that_rests_on_such_a_figure_keeps_its_credit_back() -> None:
    from scenarios.objectives import Task
    from tests.builders import an_objective, measure

    task = Task(id="act", title="Act", measures=(measure("COORD-SEP"), measure("TTD-sig")))
    card = scorecard(COORDINATOR, a_plan(objectives=(an_objective(task),)))

    before = card.objectives[0].tasks[0]
    after = for_report(card).objectives[0].tasks[0]

    assert before.measures[0].credit is not None
    assert (after.measures[0].credit, after.measures[0].cites) == (None, ())
    assert (after.rating, after.percent) == (before.rating, before.percent)
    assert all("COORD" not in one.says for one in for_report(card).improve)
