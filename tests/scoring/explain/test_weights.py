"""With a weight moved by a third, would the rating be another?"""

from scenarios.objectives import Task
from scoring.explain import Trial, explain
from tests.builders import a_plan, a_runbook, an_objective, measure, played

RECORD = """
    00:05  alert disk-full to duty-engineer
    00:10  duty-engineer acknowledges disk-full
    00:34  incident-manager declares
    01:00  EndEx
"""


def trials(figure: str, *measures: str) -> tuple[Trial, ...]:
    task = Task(id="act", title="Act", measures=tuple(measure(key) for key in measures))
    plan = a_plan(objectives=(an_objective(task),), runbooks=(a_runbook(),))
    return explain(plan, played(RECORD), figure).weights


def test_a_rating_at_the_edge_of_its_band_flips() -> None:
    # TTD-sig earns 1, TTDecl (24 of 10 minutes) nothing: 50 %, which is just M.
    # A third less for TTD-sig: 2 of 5 is 40 %, U.  A third more: 4 of 7 is 57 %, M.
    lighter, heavier = trials("TTD-sig", "TTD-sig", "TTDecl")

    assert (lighter.now, lighter.then) == ("M", "U")
    assert (heavier.now, heavier.then) == ("M", "M")
    assert lighter.changes
    assert not heavier.changes


def test_the_only_measure_of_a_task_can_weigh_what_it_likes() -> None:
    assert not any(trial.changes for trial in trials("TTD-sig", "TTD-sig"))


def test_a_figure_that_no_task_rests_on_has_no_weight_to_move() -> None:
    assert trials("TTCmd", "TTD-sig") == ()


def test_the_weights_inside_a_weighted_figure_are_moved_one_at_a_time() -> None:
    found = trials("RB-ADH:restore-db", "TTD-sig")

    assert [(one.weight, one.moved) for one in found[:2]] == [
        ("completion in the rubric's adherence", "a third lighter"),
        ("completion in the rubric's adherence", "a third heavier"),
    ]
    assert len(found) == 12
