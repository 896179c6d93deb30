"""No schema has a place for a figure about a person: not the score, the report, nor the record."""

import importlib
import pkgutil

import msgspec
import pytest

import scoring
from evidence import KINDS
from evidence.instance_log import ExerciseScored
from evidence.programme import Programme
from scoring.report import Report
from tests.scoring.test_people import PERSONAL, schemas

JUDGING = {"rating", "score", "credit", "percent", "verdict", "value"}


def structs_of_scoring() -> list[type[msgspec.Struct]]:
    for module in pkgutil.walk_packages(scoring.__path__, "scoring."):
        importlib.import_module(module.name)
    found: list[type[msgspec.Struct]] = []
    waiting = [msgspec.Struct]
    while waiting:
        for inner in waiting.pop().__subclasses__():
            waiting.append(inner)
            if inner.__module__.startswith("scoring."):
                found.append(inner)
    return found


@pytest.mark.parametrize("root", [Report, Programme, ExerciseScored])
def test_nothing_that_leaves_the_room_has_a_field_for_a_person(root: type) -> None:
    for schema in schemas(root, set()):
        assert PERSONAL.isdisjoint(schema.__struct_fields__), schema


def test_no_struct_of_scoring_joins_a_person_and_a_judgement() -> None:
    found = structs_of_scoring()

    assert len(found) > 30
    for struct in found:
        fields = set(struct.__struct_fields__)
        assert not (fields & PERSONAL and fields & JUDGING), struct


def test_no_leaf_that_carries_a_rating_names_whom_it_is_of() -> None:
    rated = [body for body in KINDS.values() if "rating" in body.__struct_fields__]

    assert len(rated) >= 4
    for body in rated:
        assert PERSONAL.isdisjoint(body.__struct_fields__), body
