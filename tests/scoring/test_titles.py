"""What figures are called."""

from scenarios.metrics import METRICS
from scoring.explain.meanings import MEANINGS
from scoring.titles import FAMILIES, TITLES


def test_every_figure_that_a_task_can_rest_on_has_a_title() -> None:
    assert METRICS.keys() <= TITLES.keys()


def test_every_figure_with_a_title_says_what_it_is() -> None:
    assert TITLES.keys() == MEANINGS.keys()


def test_no_figure_stands_in_two_families_and_no_two_have_one_title() -> None:
    keys = [key for family in FAMILIES.values() for key in family]

    assert len(keys) == len(set(keys))
    assert len(set(TITLES.values())) == len(TITLES)
