"""Problems name the place, the fault and the remedy; suggestions are words that exist."""

import pytest

from runbooks.authored import AuthorError, Problem, Wrong, did_you_mean, quoted


def test_a_problem_reads_as_place_fault_and_remedy() -> None:
    problem = Problem("day.yaml", 14, "unknown key `retun`", "did you mean `return`?")

    assert str(problem) == "day.yaml:14: unknown key `retun`; did you mean `return`?"


def test_a_warning_says_that_it_is_one() -> None:
    problem = Problem("day.yaml", 3, "nothing resolves `smoke`", "add an end", warning=True)

    assert str(problem) == "day.yaml:3: warning: nothing resolves `smoke`; add an end"


def test_an_error_lists_its_problems_by_line() -> None:
    later, sooner = Problem("a.yaml", 9, "x", "y"), Problem("a.yaml", 2, "v", "w")

    error = AuthorError([later, sooner])

    assert error.problems == (sooner, later)
    assert str(error) == "a.yaml:2: v; w\na.yaml:9: x; y"


@pytest.mark.parametrize(
    ("word", "known", "expected"),
    [
        ("retun", ["return", "steps"], "did you mean `return`?"),
        ("reaching_back", ["reaching-back", "by"], "did you mean `reaching-back`?"),
        ("TITLE", ["title"], "did you mean `title`?"),
        ("zebra", ["down", "up"], "known are `down`, `up`"),
        ("zebra", ["down"], "known is `down`"),
        ("zebra", [f"word-{n}" for n in range(8)], ""),
        ("zebra", [], ""),
    ],
)
def test_a_suggestion_is_the_closest_known_word(word: str, known: list[str], expected: str) -> None:
    assert did_you_mean(word, known) == expected


def test_a_pasted_page_is_compared_and_quoted_briefly() -> None:
    page = "words\n" * 5_000

    assert did_you_mean(page, ["down"]) == "known is `down`"
    assert quoted(page) == "`words words words words words words wor…`"


def test_what_is_wrong_carries_its_remedy() -> None:
    wrong = Wrong("`p95` is too short", "write `2h`", at=("p95",))

    assert (wrong.wrong, wrong.right, wrong.at) == ("`p95` is too short", "write `2h`", ("p95",))
    assert str(wrong) == "`p95` is too short; write `2h`"
