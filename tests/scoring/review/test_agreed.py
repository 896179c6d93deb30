"""Agreement between evaluators: per cent, the table of who met what, alpha from ten tasks on."""

from evidence.kinds import review as r
from scenarios.objectives import Task
from scenarios.plan import Plan
from scoring import Agreement
from tests.builders import a_plan, an_objective, measure
from tests.scoring.review.reviewing import Reviewing

REFERENCE = "PP- SSP MSS UUU SS- PPP MMS SPS PPP UM-"
"""Doctrine 2.13: three raters, ten units."""


def tasks(number: int) -> Plan:
    made = [Task(id=f"t{n}", title="T", measures=(measure("TTD-sig"),)) for n in range(number)]
    return a_plan(objectives=(an_objective(*made),))


def rated(units: str) -> Agreement:
    """The agreement over tasks rated as in ``PS MM``: one letter a rater, ``-`` for none."""
    each = units.split()
    room = Reviewing(tasks(len(each)))
    for place, ratings in enumerate(each):
        given = [(f"r{n}", rating) for n, rating in enumerate(ratings) if rating != "-"]
        raters = tuple(name for name, _ in given)
        assert room.evaluator(r.AssignRaters(task=f"t{place}", raters=raters)) is None
        for name, rating in given:
            assert room.rate(rating, name, f"t{place}") is None  # type: ignore[arg-type]
    agreement = room.review.scorecard().agreement
    assert agreement is not None
    return agreement


def test_the_reference_example_of_three_raters_is_met() -> None:
    agreement = rated(REFERENCE)

    assert agreement.tasks == 10
    assert agreement.alpha == "0.8178"


def test_below_ten_tasks_the_disagreements_are_shown_and_no_coefficient() -> None:
    # Four tasks, one pair each: PP and UU agree, SM and PS do not: 2 of 4.
    agreement = rated("PP UU SM PS")

    assert agreement.alpha is None
    assert agreement.agreeing == "0.5000"
    assert [(d.task, d.ratings) for d in agreement.disagreements] == [
        ("t2", ("S", "M")),
        ("t3", ("P", "S")),
    ]


def test_three_raters_are_three_pairs() -> None:
    # P with P agrees; P with S twice does not: 1 of 3.
    agreement = rated("PPS")

    assert agreement.agreeing == "0.3333"
    assert agreement.confusion["P-P"] == 1
    assert agreement.confusion["S-P"] == 2
    assert sum(agreement.confusion.values()) == 3


def test_raters_who_always_agree_have_an_alpha_of_one() -> None:
    agreement = rated("PP SS MM UU PP SS MM UU PP SS")

    assert (agreement.alpha, agreement.agreeing) == ("1.0000", "1.0000")


def test_where_nothing_could_differ_there_is_no_alpha() -> None:
    assert rated(" ".join(["PP"] * 10)).alpha is None


def test_raters_who_always_contradict_fall_below_chance() -> None:
    alpha = rated("PU UP PU UP PU UP PU UP PU UP").alpha

    # Ten of each rating, all pairs at the far ends: 1 - 19/10 = -0.9.
    assert alpha == "-0.9000"


def test_nobody_is_named_in_the_agreement() -> None:
    shown = str(rated("PS SM").to_json())

    assert "r0" not in shown
    assert "r1" not in shown
