"""From figures to ratings: credit, bands, caps, and the evaluator's word."""

import pytest

from scenarios.objectives import HardFail, Task
from scenarios.plan import Plan
from scoring import Scorecard, TaskRating
from scoring.credit import band, fall_off
from scoring.figure import WHOLE
from tests.builders import HOUSE, a_plan, an_objective, measure, minutes
from tests.scoring.scored import figure, scorecard
from tests.scoring.test_duties import with_duty

NOTICED = """
    00:05  alert disk-full to duty-engineer
    {}  duty-engineer acknowledges disk-full
    01:00  EndEx
    {}
"""
NOTICE = a_plan()


def the_task(card: Scorecard) -> TaskRating:
    return card.objectives[0].tasks[0]


@pytest.mark.parametrize(
    ("percent", "rating"),
    [(100, "P"), (80, "P"), (79, "S"), (66, "S"), (65, "M"), (50, "M"), (49, "U"), (0, "U")],
)
def test_the_bands_of_the_house(percent: int, rating: str) -> None:
    assert band(percent, HOUSE) == rating


@pytest.mark.parametrize(
    ("took", "credit"), [(5, WHOLE), (10, WHOLE), (15, 500_000), (20, 0), (30, 0)]
)
def test_a_timed_figure_loses_its_credit_evenly(took: int, credit: int) -> None:
    found = fall_off(minutes(took), minutes(10), worth_nothing_after=HOUSE.worth_nothing_after)

    assert found == credit


@pytest.mark.parametrize(
    ("noticed", "rating", "percent"), [("00:15", "P", 100), ("00:18", "S", 70), ("00:30", "U", 0)]
)
def test_a_task_is_rated_by_what_its_measures_earned(
    noticed: str, rating: str, percent: int
) -> None:
    task = the_task(scorecard(NOTICED.format(noticed, "")))

    assert (task.rating, task.percent) == (rating, percent)


def a_task(*keys: str, hard: tuple[HardFail, ...] = (), expects: str = "") -> Plan:
    task = Task(
        id="act",
        title="Act",
        measures=tuple(measure(key) for key in keys),
        expectations=tuple(expects.split()),
        hard_fails=hard,
    )
    return a_plan(objectives=(an_objective(task),))


def test_weights_are_proportions() -> None:
    task = Task(
        id="act", title="Act", measures=(measure("TTD-sig", weight=3), measure("TTDecl", weight=1))
    )

    card = scorecard(NOTICED.format("00:10", ""), a_plan(objectives=(an_objective(task),)))

    assert the_task(card).percent == 75


def test_nothing_observed_is_not_rated() -> None:
    card = scorecard("01:00 EndEx")

    assert the_task(card).rating == "N/A"
    assert card.objectives[0].rating == "N/A"
    assert card.objectives[0].percent is None


def test_what_was_not_observed_leaves_its_weight_to_the_others() -> None:
    card = scorecard(NOTICED.format("00:10", ""), a_task("TTD-sig", "DEC-COMP"))

    assert the_task(card).percent == 100


def test_what_could_not_be_verified_earns_nothing() -> None:
    card = scorecard(NOTICED.format("00:10", ""), a_task("TTD-sig", "TTCmd"))

    assert figure(card, "TTCmd").verdict == "could-not-verify"
    assert the_task(card).percent == 50


def test_expected_actions_are_a_measure_of_their_task() -> None:
    card = scorecard(
        """
        00:10  expected isolate
        00:10  expected snapshot
        00:10  expected report
        00:12  isolate is seen
        00:15  snapshot is missed
        01:00  EndEx
        """,
        a_task(expects="isolate snapshot report"),
    )

    assert the_task(card).percent == 50
    assert figure(card, "EXPECT").value == "0.5000"
    assert [exclusion.what for exclusion in figure(card, "EXPECT").excluded] == ["report"]


def test_an_evaluators_tick_counts_where_no_command_shows_it() -> None:
    card = scorecard("""
        00:10  expected isolate
        00:15  isolate is missed
        01:00  EndEx
               an evaluator ticks isolate
    """)

    assert figure(card, "EXPECT").value == "1.0000"


def test_a_late_action_is_told_and_not_counted() -> None:
    card = scorecard("00:10 expected isolate\n00:15 isolate is seen late\n01:00 EndEx")

    assert figure(card, "EXPECT").value == "0.0000"
    assert figure(card, "EXPECT").formula == "0 seen in time / 1 expected action; 1 came late"


def test_a_hard_fail_caps_whatever_the_mean_says() -> None:
    hard = (HardFail(when="evidence-destroyed", caps_at="M"),)

    card = scorecard(
        "00:01 evidence image is destroyed by wipe\n" + NOTICED.format("00:10", ""),
        a_task("TTD-sig", hard=hard),
    )

    assert the_task(card).percent == 100
    assert the_task(card).rating == "M"
    assert the_task(card).caps == ("no better than M: image was destroyed at E 00:01:00 by wipe.",)


def test_an_override_with_a_reason_stands_and_the_proposal_is_shown_beside() -> None:
    said = "an evaluator observes notice\nan evaluator rates notice M, overriding, with reason"
    card = scorecard(NOTICED.format("00:10", said))

    task = the_task(card)
    assert (task.rating, task.proposed) == ("M", "P")
    assert task.evaluator is not None
    assert task.evaluator.says == "overrides the proposal P, with a reason"
    assert card.objectives[0].rating == "M"


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ("an evaluator rates notice M, overriding",
         "an override needs a reason, and none was given"),
        ("an evaluator rates notice M", "differs from the proposal, without overriding it"),
        ("an evaluator rates notice M, overriding, with reason",
         "an override needs an observation to rest on, and cites none"),
    ],
)  # fmt: skip
def test_without_override_reason_and_observation_the_proposal_stands(said: str, says: str) -> None:
    task = the_task(scorecard(NOTICED.format("00:10", said)))

    assert task.rating == "P"
    assert task.evaluator is not None
    assert (task.evaluator.counts, task.evaluator.says) == (False, says)


def test_with_one_task_unable_nothing_above_it_is_better_than_m() -> None:
    good = [
        Task(id=f"good-{number}", title="Good", measures=(measure("TTD-sig"),))
        for number in range(9)
    ]
    bad = Task(id="bad", title="Bad", measures=(measure("TTDecl"),))

    card = scorecard(NOTICED.format("00:10", ""), a_plan(objectives=(an_objective(*good, bad),)))

    assert card.objectives[0].percent == 90
    assert card.objectives[0].rating == "M"
    assert card.objectives[0].capabilities[0].rating == "M"


def test_a_task_may_set_its_own_limit() -> None:
    task = Task(id="act", title="Act", measures=(measure("MTTR-RESTORE", within=minutes(10)),))

    card = scorecard(NOTICED.format("00:10", ""), a_plan(objectives=(an_objective(task),)))

    assert figure(card, "MTTR-RESTORE").verdict == "not-met"
    assert the_task(card).rating == "U"


def test_a_share_above_the_asked_for_part_earns_all() -> None:
    task = Task(id="act", title="Act", measures=(measure("NOTIF-TIME", at_least=500_000),))
    plan = with_duty().model_copy(
        update={"scenario": with_duty().scenario.model_copy(
            update={"objectives": (an_objective(task),)})}
    )  # fmt: skip

    card = scorecard(
        """
        00:00  duty ico runs since 00:00, due 01:00
        01:30  privacy-lead notifies ico
        02:00  EndEx
        """,
        plan,
    )

    assert figure(card, "NOTIF-TIME").value == "0.5000"
    assert the_task(card).percent == 100
