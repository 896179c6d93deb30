"""Pages speak of things by their titles: no id of a scenario stands where a person reads."""

import re
from html.parser import HTMLParser

import pytest

from facilitator.screens.seen import ViewerKind
from scenarios import Plan
from tests.screens.looking import LOOKED_AT, draw, look, played
from tests.screens.test_pages import GAMES, SEATS, TEAM

RAW = {"evidence"}
"""The auditor's page quotes entries as they were digested."""
HOUR = 3_600_000
SPOKEN = ("title", "aria-label", "placeholder")


class Spoken(HTMLParser):
    """The words of a page that people read or hear."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self._quiet = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._quiet = tag in ("script", "style", "code")
        self.words += [value for name, value in attrs if name in SPOKEN and value]

    def handle_endtag(self, tag: str) -> None:
        self._quiet = False

    def handle_data(self, data: str) -> None:
        if not self._quiet:
            self.words.append(data)


@pytest.mark.parametrize("scenario", ["restore", "failover", "breach"])
@pytest.mark.parametrize("name", ["scorecard", "evaluate", "report", "replay", "evidence"])
def test_an_instant_in_a_sentence_of_the_score_is_told_as_on_the_rest_of_the_page(
    name: str, scenario: str
) -> None:
    page = draw(name, look(played(scenario), at=900 * HOUR, kind="evaluator"))

    assert not re.search(r"\bE -?\d\d:\d\d", " ".join(Spoken(page).words))


def ids_of(plan: Plan) -> set[str]:
    """Every id of a plan that cannot be mistaken for a word: it has a hyphen in it."""
    scenario = plan.scenario
    found = {*plan.binding.slots, *plan.duties, *plan.responses, *plan.organisation.roles}
    for run, book in plan.books.items():
        found |= {run, *(step.id for step in book.steps)}
    for inject in scenario.injects:
        found |= {inject.id, *(expected.id for expected in inject.expects)}
    for decision in scenario.decisions:
        found |= {decision.id, *(option.id for option in decision.options)}
    for question in scenario.questions:
        found |= {question.id, *(option.id for option in question.options)}
    found |= {audience.id for audience in plan.organisation.communications.audiences}
    return {one for one in found if "-" in one}


@pytest.mark.parametrize("name", [name for name in LOOKED_AT if name not in RAW])
@pytest.mark.parametrize(("scenario", "organisation"), GAMES)
def test_no_id_of_a_scenario_and_no_name_of_a_field_stands_where_people_read(
    name: str, scenario: str, organisation: str
) -> None:
    game = played(scenario, organisation)
    ids = re.compile(
        rf"(?<![\w/.-])({'|'.join(sorted(map(re.escape, ids_of(game.plan))))})(?![\w/-])"
    )
    seat = SEATS[scenario][0] if name in TEAM else None
    kind: ViewerKind = "participant" if seat else "facilitator"
    for minute in (0, 60, 241):
        words = " ".join(
            Spoken(draw(name, look(game, at=minute * 60_000, seat=seat, kind=kind))).words
        )

        assert ids.findall(words) == [], minute
        assert re.findall(r"(?<![\w/.-])[a-z]+_[a-z_]+", words) == [], minute


@pytest.mark.parametrize(("scenario", "organisation"), GAMES)
@pytest.mark.parametrize("figure", ["DEC-COMP", "NOTIF-TIME"])
def test_an_opened_figure_names_decisions_and_duties_as_people_do(
    figure: str, scenario: str, organisation: str
) -> None:
    game = played(scenario, organisation)
    ids = "|".join(sorted(map(re.escape, ids_of(game.plan))))
    seen = look(game, at=241 * 60_000, kind="facilitator")

    words = " ".join(Spoken(draw("scorecard", seen, {"why": figure})).words)

    assert re.findall(rf"(?<![\w/.-])({ids})(?![\w/-])", words) == []


@pytest.mark.parametrize("name", [name for name in LOOKED_AT if name != "report"])
@pytest.mark.parametrize(("scenario", "organisation"), GAMES)
def test_no_two_choices_of_one_question_read_the_same(
    name: str, scenario: str, organisation: str
) -> None:
    game = played(scenario, organisation)
    seat = SEATS[scenario][0] if name in TEAM else None
    for minute in (0, 60, 170):
        seen = look(
            game, at=minute * 60_000, seat=seat, kind="participant" if seat else "facilitator"
        )
        html = draw(name, seen)
        for form in re.findall(r"<form.*?</form>", html, re.S):
            found = re.findall(
                r'<input type="radio" name="([^"]+)"[^>]*>\s*<span>(.*?)</span></label>', form, re.S
            )
            assert len(found) == len(set(found)), found
