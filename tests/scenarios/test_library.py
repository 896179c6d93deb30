"""What comes with the product plays as it is: no problem, and with every organisation."""

from itertools import product

import pytest

from runbooks.authored import load
from scenarios import Plan, check_sources, load_organisation, load_scenario, plan_from_library
from scenarios.load import MODELS
from scenarios.shelf import Item, shelf

ITEMS = shelf().items


def named(item: Item) -> str:
    return item.id


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.name)
def test_the_shelf_knows_ids_and_titles_as_the_files_say(item: Item) -> None:
    model = load(MODELS[item.kind], item.data, name=item.name)[0]

    assert item.id == getattr(model, item.kind)
    assert item.title == getattr(model, "title", item.id)


def test_ids_are_unique_by_kind() -> None:
    ids = [(item.kind, item.id) for item in ITEMS]

    assert sorted(set(ids)) == sorted(ids)


def test_the_library_has_no_problem() -> None:
    found = check_sources([(item.name, item.data) for item in ITEMS])

    assert [str(p) for p in found.problems if not p.warning] == []


@pytest.mark.parametrize("bank", shelf().organisations, ids=named)
def test_the_library_has_no_problem_with_any_of_its_organisations(bank: Item) -> None:
    found = check_sources([(item.name, item.data) for item in ITEMS], organisation=bank.name)

    assert [str(p) for p in found.problems if not p.warning] == []
    assert not any(report.choices for report in found.bindings)
    assert not any(report.uncovered for report in found.bindings)


@pytest.mark.parametrize(
    ("story", "bank"), list(product(shelf().scenarios, shelf().organisations)), ids=named
)
def test_any_scenario_plays_with_any_organisation(story: Item, bank: Item) -> None:
    plan = plan_from_library(
        load_scenario(story.data, story.name),
        load_organisation(bank.data, bank.name),
        choices={},
    )

    assert "$" not in "".join(m for m in plan.binding.slots.values())
    assert Plan.model_validate(plan.to_json()) == plan
