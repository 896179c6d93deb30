"""A legal test in the team room: questions with what is known, and the tree with its answers."""

import pytest

from facilitator.screens import PAGES
from facilitator.screens.classify import ClassifyPage, classify_page
from scenarios.law import legal_tests_of
from tests.screens.looking import draw, look, played


def walked(**answers: str) -> ClassifyPage:
    return classify_page(look(payments, at=10 * MINUTE, seat="duty-manager"), answers)


MINUTE = 60_000
payments = played("breach", "northstrand-payments")


def test_a_payments_company_is_offered_the_major_incident_test() -> None:
    page = walked()

    assert "dora-major" in legal_tests_of(payments.plan.regimes)
    assert (page.test, page.title) == ("dora-major", "Is it a major incident (DORA)?")
    assert page.outcome is not None
    assert page.outcome.may_turn
    assert {branch.reply for branch in page.tree} == {"open", "yes"}


def test_what_is_known_turns_the_tree_and_the_rest_stays_open() -> None:
    page = walked(**{
        "test": "dora-major", "critical-functions": "yes", "clients": "120000", "costs": "250000",
        "media": "no", "duration": "30m",
    })  # fmt: skip

    assert page.outcome is not None
    said = {field.fact: field.given for field in page.fields if field.given}
    assert said["clients"] == "120000"
    assert (page.wrong, page.outcome.verdict) == ("", "yes")


@pytest.mark.parametrize(("fact", "value"), [("clients", "many"), ("media", "perhaps")])
def test_an_answer_that_is_none_is_said_and_the_others_stay(fact: str, value: str) -> None:
    page = walked(**{"critical-functions": "yes", fact: value})

    assert page.outcome is None
    assert value in page.wrong
    assert {field.given for field in page.fields} >= {"yes", value}


def test_the_page_shows_every_branch_in_words_and_records_nothing() -> None:
    html = draw(
        "classify",
        look(payments, at=10 * MINUTE, seat="duty-manager"),
        {"critical-functions": "yes"},
    )

    assert "Not so far" in html
    assert 'method="get"' in html
    assert "Open" in html


def test_a_law_without_a_test_offers_none() -> None:
    game = played("restore", "northmere-health")
    asked = legal_tests_of(game.plan.regimes)

    seen = look(game, at=10 * MINUTE, seat="incident-manager")

    page = classify_page(seen, {"test": "dora-major"})

    assert page.test == (asked[0] if asked else None)
    assert "classify" in PAGES


def test_the_form_begins_with_what_the_team_was_shown() -> None:
    early = classify_page(look(payments, at=10 * MINUTE, seat="duty-manager"), {})
    late = classify_page(look(payments, at=100 * MINUTE, seat="duty-manager"), {})

    assert {f.fact: f.given for f in early.fields if f.given} == {"critical-functions": "yes"}
    assert late.outcome is not None
    assert (late.outcome.verdict, late.outcome.because) == (
        "yes", "malicious access that may lose data: Art. 9(5)(b)",
    )  # fmt: skip
    assert "you were shown: yes" in draw(
        "classify", look(payments, at=100 * MINUTE, seat="duty-manager"), {}
    )


def test_whoever_walks_it_may_answer_otherwise() -> None:
    seen = look(payments, at=100 * MINUTE, seat="duty-manager")
    page = classify_page(seen, {"critical-functions": "no", "malicious-access": ""})

    field = {field.fact: field for field in page.fields}
    assert (field["critical-functions"].given, field["critical-functions"].shown) == ("no", "yes")
    assert (field["malicious-access"].given, field["malicious-access"].shown) == ("", "yes")


def test_nobody_is_shown_a_fact_that_only_another_seat_was_told() -> None:
    page = classify_page(look(payments, at=100 * MINUTE, seat="communications"), {})

    assert {field.fact: field.shown for field in page.fields if field.shown} == {"media": "yes"}
