"""The one table of what each field names is complete, and the walk over it misses nothing."""

from collections.abc import Iterator
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

import pytest
from pydantic import BaseModel

from scenarios import answer_keys, choices, conditions, duties, effects, injects, objectives, story
from scenarios import scenario as whole
from scenarios.naming import NAMES, mentions, rewrite
from tests.scenarios.stories import scenario

OWN_IDS = {"id", "stage", "scenario"}
WORDS = {
    ("Branch", "group"),
    ("Absent", "for_"),
    ("BreachField", "breach_field"),
    ("BreakTool", "for_"),
    ("Decided", "as_"),
    ("Answered", "as_"),
    ("Duty", "regime"),
    ("Duty", "by"),
    ("Duty", "contains"),
    ("DutyTrigger", "as_"),
    ("KeyEntry", "field"),
    ("KeyEntry", "right"),
    ("Exfiltration", "from_stage"),
    ("HardFail", "when"),
    ("IntrusionIs", "is_"),
    ("Measure", "metric"),
    ("Need", "tags"),
    ("Need", "otherwise"),
    ("Need", "says"),
    ("Artefact", "terms"),
    ("Scenario", "version"),
    ("Scenario", "rehearses"),
    ("Scenario", "rubric"),
    ("StopSign", "condition"),
    ("Source", "title"),
    ("Source", "by"),
    ("Source", "date"),
    ("Source", "note"),
}
"""Texts that name nothing, or a word of a closed vocabulary that has a check of its own."""


def models() -> Iterator[type[BaseModel]]:
    for module in (
        whole,
        injects,
        story,
        choices,
        duties,
        answer_keys,
        objectives,
        conditions,
        effects,
    ):
        for found in vars(module).values():
            if getattr(found, "__module__", "") == module.__name__ and isinstance(found, type):
                assert issubclass(found, BaseModel)
                yield found


def leaves(annotation: Any) -> set[object]:
    """The types that values of a field are made of."""
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return leaves(inner[0])
    if origin in (Union, UnionType, tuple):
        return {leaf for one in inner if one is not Ellipsis for leaf in leaves(one)}
    return {origin or annotation}


def holds_text(annotation: Any) -> bool:
    """Whether a field is text, or several texts."""
    return leaves(annotation) - {NoneType} == {str}


@pytest.mark.parametrize("model", list(models()), ids=lambda model: model.__name__)
def test_every_text_of_a_model_is_in_the_table_or_known_to_name_nothing(
    model: type[BaseModel],
) -> None:
    texts = {f for f, info in model.model_fields.items() if holds_text(info.annotation)}

    unknown = texts - set(NAMES.get(model, {})) - OWN_IDS
    unknown -= {field for name, field in WORDS if name == model.__name__}

    assert unknown == set()


@pytest.mark.parametrize("model", list(NAMES), ids=lambda model: model.__name__)
def test_the_table_names_only_fields_that_exist(model: type[BaseModel]) -> None:
    assert set(NAMES[model]) <= set(model.model_fields)


def test_a_mention_knows_its_place_in_the_authors_keys() -> None:
    found = {mention.path: mention.name for mention in mentions(scenario())}

    assert found["injects", 2, "from"] == "host"
    assert found["injects", 3, "if", "flag"] == "damaged"
    assert found["needs", "app", "on"] == "$data"


def test_rewriting_nothing_gives_the_same_story() -> None:
    before = scenario()

    assert rewrite(before, lambda kinds, name: name) == before


def test_rewriting_asks_for_every_mention() -> None:
    asked: list[str] = []

    def note(kinds: tuple[str, ...], name: str) -> str:
        asked.append(name)
        return name

    rewrite(scenario(), note)

    assert sorted(asked) == sorted(mention.name for mention in mentions(scenario()))
