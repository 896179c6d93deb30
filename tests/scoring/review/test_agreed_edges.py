"""Agreement at the edges: who rated alone, what is no rating, from how many tasks on."""

import pytest

from evidence.kinds import review as r
from evidence.kinds.control import Rating
from scenarios.objectives import HardFail, Task
from scoring.review.agreed import measure_agreement, show_alpha
from scoring.review.raters import Rated, TaskRatings, evaluators_word, gather_ratings, rate_twice
from tests.builders import a_plan, an_objective, measure
from tests.scoring.review.reviewing import Reviewing
from tests.scoring.review.test_agreed import rated


def given(*ratings: tuple[str, Rating], opened: bool = True, seen: str = "") -> TaskRatings:
    """What raters gave in this order; those named in *seen* had seen the others' first."""
    each = [
        Rated(seq=seq, rater=rater, rating=rating, override=True, reasoned=True, about=(3,),
              alone=rater not in seen)
        for seq, (rater, rating) in enumerate(ratings, 10)
    ]  # fmt: skip
    return TaskRatings(asked=("a", "b"), given=each, opened=opened)


def test_what_is_not_open_yet_counts_in_no_agreement() -> None:
    assert measure_agreement({"t": given(("a", "P"), ("b", "S"), opened=False)}) is None
    assert measure_agreement({"t": given(("a", "P"), ("b", "S"))}) is not None


@pytest.mark.parametrize(
    "ratings",
    [
        given(("a", "P")),
        given(("a", "P"), ("a", "S")),  # one rater twice is one
        given(("a", "P"), ("b", "N/A")),
        given(("a", "P"), ("b", "S"), seen="b"),
        given(),
    ],
)
def test_one_rating_alone_agrees_with_nobody(ratings: TaskRatings) -> None:
    assert measure_agreement({"t": ratings}) is None


def test_the_first_rating_of_each_counts_for_the_agreement() -> None:
    found = measure_agreement({"t": given(("a", "P"), ("b", "P"), ("a", "S"))})

    assert found is not None
    assert (found.agreeing, found.disagreements) == ("1.0000", ())


def test_the_table_names_each_pair_once_the_worse_first() -> None:
    found = rated("PU SM MS PP")

    assert list(found.confusion) == [
        "U-U", "U-M", "U-S", "U-P", "M-M", "M-S", "M-P", "S-S", "S-P", "P-P",
    ]  # fmt: skip
    assert {pair: n for pair, n in found.confusion.items() if n} == {"U-P": 1, "M-S": 2, "P-P": 1}


@pytest.mark.parametrize(("tasks", "alpha"), [(9, False), (10, True), (11, True)])
def test_a_coefficient_is_shown_from_ten_tasks_on(tasks: int, alpha: bool) -> None:
    assert (rated(" ".join(["PP", "UU"] * 5 + ["PP"])[: 3 * tasks]).alpha is not None) is alpha


def test_alpha_is_printed_with_its_sign() -> None:
    assert show_alpha([[0, 3], [3, 0], [0, 3]]) == "-0.6667"
    assert show_alpha([[0, 0], [3, 3]]) == "1.0000"
    assert show_alpha([[1, 1]]) is None


# --- what stands of what was said


def word(
    ratings: TaskRatings | None, proposed: Rating = "P", observed: int = 3
) -> tuple[str, bool]:
    found = evaluators_word(ratings, proposed, observations=frozenset({observed}))
    return (found.rating, found.counts) if found is not None else ("nothing", False)


@pytest.mark.parametrize(
    ("ratings", "stands"),
    [
        (None, ("nothing", False)),
        (given(), ("nothing", False)),
        (given(("a", "S"), ("b", "S"), opened=False), ("nothing", False)),
        (given(("a", "S"), ("b", "S")), ("S", True)),
        (given(("a", "S"), ("b", "M")), ("M", False)),
        (given(("a", "M"), ("b", "S"), ("a", "S")), ("S", True)),  # the last word of each
        (given(("a", "P")), ("P", True)),
    ],
)
def test_what_evaluators_said_stands_where_they_agree(
    ratings: TaskRatings | None, stands: tuple[str, bool]
) -> None:
    assert word(ratings) == stands


def test_several_alike_are_told_and_one_is_not() -> None:
    for ratings, says in (
        (given(("a", "P")), "confirms the proposal"),
        (given(("a", "P"), ("b", "P")), "confirms the proposal, 2 evaluators alike"),
    ):
        found = evaluators_word(ratings, "P", observations=frozenset())
        assert found is not None
        assert (found.says, found.counts) == (says, True)
        assert found.cites == (9 + len(ratings.given), 3)


def test_an_override_rests_on_an_observation() -> None:
    assert word(given(("a", "S")), observed=4) == ("S", False)
    assert word(given(("a", "S")), observed=3) == ("S", True)


def test_settled_without_any_rating_is_settled() -> None:
    settled = TaskRatings(
        settled=(9, r.RatingSettled(task="t", rating="M", about=(3,), given=True))
    )

    found = evaluators_word(settled, "P", observations=frozenset())
    assert found is not None
    assert (found.rating, found.counts, found.cites) == ("M", True, (9, 3))


def test_a_rating_given_once_the_others_are_open_was_not_given_alone() -> None:
    room = Reviewing()
    room.evaluator(r.AssignRaters(task="notice", raters=("ana", "bo")))
    room.rate("M", "ana")
    room.rate("S", "bo")
    room.rate("S", "ana")

    ratings = room.review.ratings("notice")
    assert [one.alone for one in ratings.given] == [True, True, False]
    assert (ratings.waiting, ratings.closed) == ((), False)
    assert [one.rating for one in ratings.last()] == ["S", "S"]
    assert gather_ratings([]) == {}


# --- who should rate twice


@pytest.mark.parametrize(
    ("plain", "hard", "twice"),
    [
        (1, 0, ("p0",)),
        (5, 0, ("p0",)),
        (6, 0, ("p0", "p1")),
        (4, 1, ("h0",)),
        (5, 1, ("h0", "p0")),
        (1, 3, ("h0", "h1", "h2")),
    ],
)
def test_a_fifth_of_the_tasks_and_all_with_hard_fails_are_rated_twice(
    plain: int, hard: int, twice: tuple[str, ...]
) -> None:
    fails = (HardFail(when="evidence-destroyed", caps_at="M"),)
    made = [Task(id=f"p{n}", title="P", measures=(measure("TTD-sig"),)) for n in range(plain)]
    made += [
        Task(id=f"h{n}", title="H", measures=(measure("TTD-sig"),), hard_fails=fails)
        for n in range(hard)
    ]

    assert rate_twice(a_plan(objectives=(an_objective(*made),))) == twice
