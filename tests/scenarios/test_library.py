"""What comes with the product plays as it is: no problem, and with every organisation."""

from itertools import product

import pytest

from runbooks.authored import load
from scenarios import (
    Plan,
    check_sources,
    effects,
    load_organisation,
    load_scenario,
    plan_from_library,
)
from scenarios.load import MODELS
from scenarios.naming import walk
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


def test_the_library_has_neither_problems_nor_warnings() -> None:
    found = check_sources([(item.name, item.data) for item in ITEMS])

    assert [str(problem) for problem in found.problems] == []


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


# --- what every scenario has to offer


@pytest.fixture(params=shelf().scenarios, ids=named)
def story(request: pytest.FixtureRequest) -> Plan:
    item: Item = request.param
    bank = shelf().default_organisation
    return plan_from_library(
        load_scenario(item.data, item.name), load_organisation(bank.data, bank.name), choices={}
    )


def test_every_scenario_has_a_dozen_injects_three_objectives_and_two_endings(story: Plan) -> None:
    scenario = story.scenario

    assert len(scenario.injects) >= 12
    assert len(scenario.objectives) >= 3
    assert len(scenario.endings) >= 2


def test_every_scenario_has_a_runbook_of_ten_steps(story: Plan) -> None:
    assert max(len(book.steps) for book in story.runbooks) >= 10


def test_every_scenario_misleads_and_shows_later_what_was_true(story: Plan) -> None:
    misleading = [inject for inject in story.scenario.injects if inject.red_herring]

    assert misleading
    assert all(inject.resolved_by for inject in misleading)


def test_in_every_scenario_something_fails_that_nobody_is_told(story: Plan) -> None:
    silent = (effects.Lose, effects.Corrupt, effects.BreakCopies, effects.Intrude)

    assert any(
        isinstance(effect, silent)
        for inject in story.scenario.injects
        if not inject.to
        for effect in inject.does
    )


def test_in_every_scenario_a_vendor_is_late(story: Plan) -> None:
    late = {part.delay for part, _ in walk(story.scenario) if isinstance(part, effects.Delay)}

    assert late
    assert late <= story.organisation.vendors.keys()


def test_in_every_scenario_somebody_who_matters_cannot_be_reached(story: Plan) -> None:
    gone = {part.absent for part, _ in walk(story.scenario) if isinstance(part, effects.Absent)}

    assert gone & story.organisation.roles.keys()


def test_every_scenario_cites_the_incidents_that_it_is_drawn_from(story: Plan) -> None:
    cited = story.scenario.inspired_by

    assert cited
    assert any("https://" in (one.note or "") for one in cited)
