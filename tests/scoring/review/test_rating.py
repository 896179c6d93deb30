"""Evaluators rate with a reason and an observation, alone where two rate the same task."""

from evidence import CONTROL
from evidence.kinds import control as c
from evidence.kinds import review as r
from scenarios.objectives import HardFail, Task
from scoring import TaskRating, rate_twice
from tests.builders import a_plan, an_objective, measure
from tests.scoring.review.reviewing import WORDS, Reviewing


def notice(room: Reviewing) -> TaskRating:
    return room.review.scorecard().objectives[0].tasks[0]


def test_an_override_with_reason_and_observation_stands() -> None:
    room = Reviewing()

    assert room.rate("M", "ana") is None

    assert (notice(room).rating, notice(room).proposed) == ("M", "P")
    assert notice(room).evaluator is not None


def test_a_rating_needs_a_reason() -> None:
    room = Reviewing()
    seen = room.observe()

    assert room.evaluator(c.RateTask(task="notice", rating="P", about=(seen,))) == (
        "Say why: a rating needs a reason."
    )
    assert notice(room).evaluator is None


def test_a_rating_needs_an_observation_of_its_task() -> None:
    room = Reviewing()

    refused = room.evaluator(c.RateTask(task="notice", rating="P", about=(3,), words=WORDS))

    assert refused == "Cite at least one observation of `notice`."


def test_only_play_can_be_cited() -> None:
    room = Reviewing()
    seen = room.observe()

    refused = room.evaluator(c.Observe(task="notice", about=(seen,), words=WORDS))

    assert refused == f"Entry {seen} is not part of play; only play can be cited."


def test_a_misspelt_task_is_met_with_the_right_one() -> None:
    room = Reviewing()

    refused = room.evaluator(c.Observe(task="notise", words=WORDS))

    assert refused == "There is no critical task `notise`; did you mean `notice`?"


def test_the_second_rater_does_not_see_the_first_until_both_are_in() -> None:
    room = Reviewing()
    room.evaluator(r.AssignRaters(task="notice", raters=("ana", "bo")))

    room.rate("M", "ana")

    assert all(CONTROL not in e.to for e in room.said), "the leaves themselves would betray it"
    assert room.review.ratings("notice").shown_to("bo") == ()
    assert [one.rating for one in room.review.ratings("notice").shown_to("ana")] == ["M"]
    assert notice(room).evaluator is None, "the scorecard would betray it"

    room.rate("S", "bo")

    assert isinstance(room.fact(), r.RatingsOpened)
    assert [one.rating for one in room.review.ratings("notice").shown_to("bo")] == ["M", "S"]


def test_where_raters_differ_the_proposal_stands_until_the_lead_settles_it() -> None:
    room = Reviewing()
    room.evaluator(r.AssignRaters(task="notice", raters=("ana", "bo")))
    room.rate("M", "ana")
    room.rate("S", "bo")
    task = notice(room)
    assert task.rating == "P"
    assert task.evaluator is not None
    assert task.evaluator.says == ("2 evaluators rated M, S; the lead evaluator has not settled it")
    seen = room.observe()

    settled = r.SettleRating(task="notice", rating="S", about=(seen,), words=WORDS)

    assert room.evaluator(settled, "lead") is None
    assert notice(room).rating == "S"
    kept = [one.rating for one in room.review.ratings("notice").alone().values()]
    assert kept == ["M", "S"]


def test_the_lead_cannot_settle_what_is_not_yet_in() -> None:
    room = Reviewing()
    room.evaluator(r.AssignRaters(task="notice", raters=("ana", "bo")))
    room.rate("M", "ana")

    refused = room.evaluator(r.SettleRating(task="notice", rating="S", words=WORDS), "lead")

    assert refused == "1 of 2 ratings are still to come."


def test_nobody_else_rates_a_task_that_was_given_to_two() -> None:
    room = Reviewing()
    room.evaluator(r.AssignRaters(task="notice", raters=("ana", "bo")))

    assert room.rate("M", "cy") == "Others were asked to rate `notice`."


def test_a_task_that_was_rated_openly_can_no_longer_be_rated_blind() -> None:
    room = Reviewing()
    room.rate("M", "ana")

    refused = room.evaluator(r.AssignRaters(task="notice", raters=("ana", "bo")))

    assert refused == "`notice` has been rated already, so nobody rates blind."


def test_two_raters_are_two_people() -> None:
    room = Reviewing()

    assert room.evaluator(r.AssignRaters(task="notice", raters=("ana", "ana"))) == (
        "Name at least two different evaluators."
    )


def test_a_capability_never_stands_above_its_tasks() -> None:
    room = Reviewing()
    room.rate("M", "ana")
    capability = room.review.scorecard().objectives[0].capabilities[0].id

    refused = room.evaluator(r.RateCapability(capability=capability, rating="S", words=WORDS))
    taken = room.evaluator(r.RateCapability(capability=capability, rating="U", words=WORDS))

    assert refused == "The best of its tasks is M; a capability cannot stand above them."
    assert taken is None
    rated = room.review.scorecard().objectives[0].capabilities[0]
    assert (rated.rating, rated.spread) == ("U", ("M",))


def test_tasks_with_hard_fails_and_a_fifth_of_all_should_be_rated_twice() -> None:
    tasks = [Task(id=f"t{n}", title="T", measures=(measure("TTD-sig"),)) for n in range(6)]
    hard = tasks[4].model_copy(update={"hard_fails": (HardFail(when="stop-ignored", caps_at="M"),)})
    objective = an_objective(*tasks[:4], hard, tasks[5])

    assert rate_twice(a_plan(objectives=(objective,))) == ("t4", "t0")
