"""Ratings at the edges: what earns nothing, what is left out or caps, what the lead may do."""

from typing import Any

import pytest

from evidence.kinds import control as c
from evidence.kinds import review as r
from scenarios.objectives import Capability, HardFail, Objective, Task
from scenarios.plan import Plan
from scoring.credit import credit, fall_off, no_better, rank
from scoring.figure import WHOLE, Metric, Target, Verdict
from scoring.ratings import MeasureRating, TaskRating, weigh
from tests.builders import (
    HOUSE,
    a_plan,
    a_runbook,
    a_step,
    an_objective,
    measure,
    minutes,
)
from tests.scoring.review.reviewing import WORDS, Reviewing
from tests.scoring.scored import scorecard
from tests.scoring.test_duties import a_duty, with_duty

SEEN = """
    00:05  alert disk-full to duty-engineer
    00:10  duty-engineer acknowledges disk-full
    01:00  EndEx
"""
"""TTD-sig is met; nobody declared, so TTDecl is missed."""


def a_metric(value: int | str | None, verdict: Verdict = "info", **parts: Any) -> Metric:
    unit = "ratio" if isinstance(value, str) else "ms"
    fields = {"key": "X", "unit": unit, "formula": "", **parts}
    return Metric(value=value, verdict=verdict, **fields)


TEN = Target(value=minutes(10), bound="at-most", named="house")


@pytest.mark.parametrize(
    ("metric", "worth"),
    [
        (a_metric("0.4000"), 400_000),
        (a_metric("1.2000"), WHOLE),  # more than all is all
        (a_metric(None, "not-due"), None),
        (a_metric(None, "not-rated"), None),
        (a_metric(None, "not-observed"), None),
        (a_metric(None, "not-met"), 0),
        (a_metric(None, "could-not-verify"), 0),
        (a_metric(minutes(10), "met", target=TEN), WHOLE),
        (a_metric(minutes(15), "not-met", target=TEN), 500_000),
        (a_metric(minutes(15)), None),  # nothing to hold it against
        (a_metric(3, unit="count", target=TEN), None),
        (a_metric(minutes(15), target=Target(value=1, bound="at-least", named="house")), None),
    ],
)
def test_what_a_figure_is_worth(metric: Metric, worth: int | None) -> None:
    assert credit(metric, HOUSE) == worth


def test_a_tasks_own_limit_goes_before_the_figures() -> None:
    assert credit(a_metric(minutes(15), target=TEN), HOUSE, within=minutes(20)) == WHOLE
    assert credit(a_metric(minutes(3), target=TEN), HOUSE, within=minutes(2)) == 500_000


def test_what_could_not_be_verified_is_left_out_of_a_record_that_stops_early() -> None:
    assert credit(a_metric(None, "could-not-verify"), HOUSE, ended=False) is None
    assert credit(a_metric(None, "not-met"), HOUSE, ended=False) == 0


@pytest.mark.parametrize(
    ("value", "after", "worth"),
    [
        (100, 500_000, WHOLE),
        (101, 500_000, 980_000),
        (149, 500_000, 20_000),
        (150, 500_000, 0),
        (151, 500_000, 0),
        (100, 0, WHOLE),
        (101, 0, 0),  # no room at all past the target
        (101, 10_000, 0),
        (200, 2 * WHOLE, 500_000),
    ],
)
def test_credit_falls_off_over_the_rubrics_share(value: int, after: int, worth: int) -> None:
    assert fall_off(value, 100, worth_nothing_after=after) == worth


def measured(*earned: tuple[int, int | None]) -> list[MeasureRating]:
    return [
        MeasureRating(metric="X", of=None, weight=weight, credit=worth, says="", cites=())
        for weight, worth in earned
    ]


def test_the_mean_is_weighed_rounded_down_and_over_what_counts() -> None:
    assert weigh(measured((1, WHOLE), (2, 0))) == 33
    assert weigh(measured((1, WHOLE), (2, None))) == 100
    assert weigh(measured((3, 500_000), (1, 0))) == 37
    assert weigh(measured((1, None))) is None
    assert weigh([]) is None


def test_ratings_are_in_order_and_nothing_caps_what_was_not_observed() -> None:
    ordered: list[c.Rating] = ["N/A", "U", "M", "S", "P"]

    assert [rank(rating) for rating in ordered] == [-1, 0, 1, 2, 3]
    assert no_better("P", "M") == no_better("M", "P") == no_better("M", "M") == "M"
    assert no_better("N/A", "U") == "N/A"
    assert no_better("U", "N/A") == "U"


# --- a task


def a_task(*measures: Any, **parts: Any) -> Task:
    return Task(id="act", title="Act", measures=measures, **parts)


def rated(task: Task, told: str = SEEN, **parts: Any) -> TaskRating:
    plan = a_plan(objectives=(an_objective(task),), **parts)
    return scorecard(told, plan).objectives[0].tasks[0]


def test_a_figure_that_is_not_there_is_left_out_and_said_so() -> None:
    task = rated(a_task(measure("RTO", of="nowhere"), measure("TTD-sig")))

    assert task.percent == 100
    assert task.measures[0].credit is None
    assert task.measures[0].says == "no such figure in this exercise"
    assert task.measures[1].cites == (2, 5)


TWO_CASES = """
    00:05  duty-engineer opens case with northcloud, chase 00:30
    00:06  duty-engineer notes oversight of northcloud
    00:07  duty-engineer opens case with southcloud
    00:20  EndEx
"""


@pytest.mark.parametrize(
    ("of", "earned"), [("northcloud", WHOLE), ("southcloud", 0), (None, 500_000)]
)
def test_a_measure_is_of_one_thing_or_of_all_together(of: str | None, earned: int) -> None:
    task = rated(a_task(measure("VEND-ESC", of=of)), TWO_CASES)

    assert task.measures[0].credit == earned
    assert task.measures[0].of == of


def test_a_measure_rests_on_the_whole_where_there_is_one_and_else_on_the_mean() -> None:
    duties = with_duty(a_duty(id="late", weight=3), weight=1)
    told = """
        00:00  duty ico runs since 00:00, due 72:00
        00:00  duty late runs since 00:00, due 72:00
        60:00  privacy-lead notifies ico
        144:00  privacy-lead notifies late
        200:00  EndEx
    """
    books = tuple(a_runbook(a_step("one"), runbook=name) for name in ("first", "second"))
    opened = """
        00:00  duty-engineer opens runbook first
               duty-engineer opens runbook second
        00:01  duty-engineer does first/one
        00:20  EndEx
    """

    weighed = rated(a_task(measure("NOTIF-TIME")), told, duties=duties.scenario.duties,
                    regimes=duties.regimes)  # fmt: skip
    mean = rated(a_task(measure("RB-COMPLETION")), opened, runbooks=books)

    assert weighed.measures[0].credit == 250_000  # one of four parts; the plain mean is a half
    assert mean.measures[0].credit == 500_000


def test_a_task_shows_what_each_measure_earned() -> None:
    task = rated(a_task(measure("TTD-sig"), measure("RTO", of="nowhere")))

    assert [one.to_json()["credit"] for one in task.measures] == ["1.0000", None]


def test_a_part_asked_for_makes_more_of_a_share_though_never_more_than_all() -> None:
    for asked, worth in ((250_000, WHOLE), (500_000, WHOLE), (WHOLE, 500_000)):
        task = rated(a_task(measure("VEND-ESC", at_least=asked)), TWO_CASES)
        assert task.measures[0].credit == worth


@pytest.mark.parametrize(
    ("said", "earned", "says"),
    [
        ("a is seen\nb is seen", WHOLE, "2 of 2"),
        ("a is seen\nb is seen late", 500_000, "1 of 2"),
        ("a is missed\nb is missed", 0, "0 of 2"),
    ],
)
def test_expected_actions_earn_the_share_seen_in_time(said: str, earned: int, says: str) -> None:
    told = f"00:01 expected a\nexpected b\nexpected other\n00:02 {said}\nother is missed\n"

    (found,) = rated(a_task(expectations=("a", "b")), told + "01:00 EndEx").measures
    assert (found.metric, found.weight, found.credit) == ("EXPECT", 1, earned)
    assert found.says.startswith(f"{says} expected actions seen in time")
    assert ("not in time: " in found.says) is (earned < WHOLE)
    assert ("b" in found.says.partition("not in time: ")[2]) is (earned < WHOLE)


def test_of_two_findings_of_a_kind_one_caps() -> None:
    hard = (HardFail(when="evidence-destroyed", caps_at="M"),
            HardFail(when="breach-not-chased", caps_at="U"))  # fmt: skip
    told = "00:01 evidence a is destroyed by wipe\nevidence b is destroyed by wipe\n" + SEEN

    task = rated(a_task(measure("TTD-sig"), hard_fails=hard), told)
    assert task.caps == ("no better than M: a was destroyed at E 00:01:00 by wipe.",)
    assert (task.rating, task.proposed) == ("M", "M")


# --- tasks together, and the lead evaluator's word


def capability(name: str, *tasks: Task) -> Capability:
    return Capability(id=name, title=name, tasks=tasks)


def noticed(name: str) -> Task:
    return Task(id=name, title=name, measures=(measure("TTD-sig"),))


def undeclared(name: str) -> Task:
    return Task(id=name, title=name, measures=(measure("TTDecl"),))


def unseen(name: str) -> Task:
    return Task(id=name, title=name, measures=(measure("RTO"),))


def in_two(*capabilities: Capability) -> Plan:
    objective = Objective(id="o", title="O", threshold="Done.", capabilities=capabilities)
    return a_plan(objectives=(objective,))


def test_what_was_not_observed_leaves_its_place_to_the_others() -> None:
    plan = in_two(capability("x", noticed("a"), unseen("b")), capability("y", unseen("d")))

    found = scorecard(SEEN, plan).objectives[0]
    assert (found.rating, found.percent) == ("P", 100)
    assert [(one.rating, one.percent, one.spread) for one in found.capabilities] == [
        ("P", 100, ("P", "N/A")),
        ("N/A", None, ("N/A",)),
    ]
    assert [task.capability for task in found.tasks] == ["x", "x", "y"]


def test_one_task_unable_caps_only_what_holds_it() -> None:
    plan = in_two(
        capability("x", *(noticed(f"a{n}") for n in range(9))), capability("y", undeclared("b"))
    )

    found = scorecard(SEEN, plan).objectives[0]
    assert (found.rating, found.percent) == ("M", 90)
    assert [one.rating for one in found.capabilities] == ["P", "U"]


@pytest.mark.parametrize(
    ("rating", "middle"), [("U", 25), ("M", 58), ("S", 73), ("P", 100)]
)  # fmt: skip
def test_a_task_rated_against_its_figures_counts_with_the_middle_of_its_band(
    rating: c.Rating, middle: int
) -> None:
    room = Reviewing()
    assert room.rate(rating, "ana") is None

    found = room.review.scorecard().objectives[0]
    assert (found.tasks[0].percent, found.percent) == (100, middle)


@pytest.mark.parametrize(("rating", "middle"), [("U", 25), ("P", 95)])
def test_the_middle_of_a_band_lies_between_its_edges(rating: c.Rating, middle: int) -> None:
    bands = HOUSE.bands.model_copy(update={"m": 51, "p": 91})
    task = undeclared("notice") if rating == "P" else noticed("notice")
    objective = Objective(
        id="o", title="O", threshold="Done.", capabilities=(capability("capability", task),)
    )
    plan = a_plan(objectives=(objective,), rubric=HOUSE.model_copy(update={"bands": bands}))
    room = Reviewing(plan)
    assert room.rate(rating, "ana") is None

    assert room.review.scorecard().objectives[0].percent == middle


def test_the_lead_may_judge_by_the_best_of_several_tasks() -> None:
    plan = in_two(capability("capability", undeclared("bad"), noticed("notice")))
    room = Reviewing(plan)
    lead_rates(room, "P")

    found = room.review.scorecard().objectives[0].capabilities[0]
    assert found.lead is not None
    assert (found.rating, found.lead.counts) == ("P", True)


@pytest.mark.parametrize("rating", ["U", "S", "P"])
def test_the_lead_may_judge_up_to_the_best_of_the_tasks(rating: c.Rating) -> None:
    room = Reviewing()
    lead_rates(room, rating)

    found = room.review.scorecard().objectives[0].capabilities[0]
    assert found.lead is not None
    assert (found.rating, found.lead.counts) == (rating, True)
    assert "does not count" not in found.lead.says


def test_a_judgement_of_the_lead_falls_with_the_best_of_the_tasks() -> None:
    room = Reviewing()
    lead_rates(room, "S")
    assert room.rate("M", "ana") is None

    found = room.review.scorecard().objectives[0].capabilities[0]
    assert found.lead is not None
    assert (found.rating, found.lead.counts) == ("M", False)
    assert found.lead.says == "above its tasks, the best of which is M: it does not count"


def lead_rates(room: Reviewing, rating: c.Rating) -> None:
    said = r.RateCapability(capability="capability", rating=rating, about=(3,), words=WORDS)
    assert room.evaluator(said, "lead") is None
