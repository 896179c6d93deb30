"""A team contests a figure; the lead evaluator rules; the scorecard says both."""

from evidence.kinds import review as r
from tests.scoring.review.reviewing import WORDS, Reviewing
from tests.scoring.scored import figure


def contested() -> Reviewing:
    room = Reviewing()
    assert room.team(r.ContestFigure(figure="TTD-sig", words=WORDS)) is None
    return room


def test_an_open_contest_changes_no_figure_and_is_shown() -> None:
    card = contested().review.scorecard()

    assert figure(card, "TTD-sig").verdict == "met"
    assert [(one.figure, one.ruling) for one in card.contests] == [("TTD-sig", None)]


def test_a_figure_set_aside_counts_in_no_rating_and_says_why() -> None:
    room = contested()

    assert room.evaluator(r.RuleOnFigure(figure="TTD-sig", ruling="set-aside", words=WORDS)) is None

    card = room.review.scorecard()
    metric = figure(card, "TTD-sig")
    assert metric.verdict == "not-rated"
    assert metric.value is not None, "what was measured stays"
    assert metric.excluded[-1].what == "TTD-sig, which was met"
    assert metric.excluded[-1].why == "contested, and set aside by the lead evaluator"
    assert card.objectives[0].rating == "N/A"


def test_a_figure_that_stands_stays_as_it_was() -> None:
    room = contested()

    room.evaluator(r.RuleOnFigure(figure="TTD-sig", ruling="stands", words=WORDS))

    card = room.review.scorecard()
    assert figure(card, "TTD-sig").verdict == "met"
    assert card.contests[0].ruling == "stands"


def test_contesting_again_after_the_ruling_opens_the_question_again() -> None:
    room = contested()
    room.evaluator(r.RuleOnFigure(figure="TTD-sig", ruling="set-aside", words=WORDS))

    room.team(r.ContestFigure(figure="TTD-sig", words=WORDS))

    card = room.review.scorecard()
    assert card.contests[0].ruling is None
    assert figure(card, "TTD-sig").verdict == "met"


def test_a_figure_that_does_not_exist_cannot_be_contested() -> None:
    room = Reviewing()

    refused = room.team(r.ContestFigure(figure="TTD-sg", words=WORDS))

    assert refused == "The scorecard has no figure `TTD-sg`; did you mean `TTD-sig`?"


def test_there_is_no_ruling_without_a_contest() -> None:
    room = Reviewing()

    refused = room.evaluator(r.RuleOnFigure(figure="TTD-sig", ruling="stands", words=WORDS))

    assert refused == "Nobody contests `TTD-sig`."


def test_a_ruling_needs_a_reason() -> None:
    assert contested().evaluator(r.RuleOnFigure(figure="TTD-sig", ruling="stands")) == "Say why."
