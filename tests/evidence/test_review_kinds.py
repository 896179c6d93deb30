"""What can be said in the review, and what its facts may hold."""

from typing import get_type_hints

import pytest

from evidence import KINDS, Body, Command
from evidence.kinds import review
from evidence.kinds.review import LEAD, ReviewCommand, ReviewFact

SAID = sorted(kind for kind, body in KINDS.items() if issubclass(body, ReviewCommand))
FACTS = sorted(kind for kind, body in KINDS.items() if issubclass(body, ReviewFact))


def sealed_fields(body: type[Body]) -> set[str]:
    return {name for name, hint in get_type_hints(body).items() if "Sealed" in str(hint)}


def test_all_that_people_type_in_the_review_is_sealed() -> None:
    assert sealed_fields(review.ProposeImprovement) == {"words", "issue", "action"}
    assert sealed_fields(review.GiveFeedback) == {"words", "strengths", "improve"}
    assert sealed_fields(review.GiveSignOff) == {"words", "name"}
    assert all("words" in sealed_fields(KINDS[kind]) for kind in SAID)


@pytest.mark.parametrize("kind", FACTS)
def test_no_fact_of_the_review_holds_a_sealed_field(kind: str) -> None:
    assert sealed_fields(KINDS[kind]) == set()


@pytest.mark.parametrize("kind", SAID)
def test_every_review_command_leads_to_a_fact_of_its_area(kind: str) -> None:
    area = kind.split(".")[0]

    assert any(fact.split(".")[0] == area for fact in FACTS)


def test_only_an_evaluators_word_can_be_the_leads_alone() -> None:
    assert {command.side for command in LEAD if issubclass(command, Command)} == {"evaluator"}
