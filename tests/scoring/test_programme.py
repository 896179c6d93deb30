"""Figures over several exercises, each worked by hand."""

from datetime import date

import pytest

from scoring.programme import (
    Action,
    measure_actions,
    measure_cover,
    measure_drift,
    measure_recurrence,
    spread_of,
)
from tests.builders import minutes

YEAR = {"start": date(2026, 1, 1), "end": date(2026, 12, 31)}


@pytest.mark.parametrize(
    ("times", "mean", "median", "p90"),
    [
        ((4,), 4, 4, 4),
        ((1, 2, 3, 4), 3, 3, 4),  # 2.5 rounds up, twice
        ((1, 1, 1, 1, 1, 1, 1, 1, 1, 91), 10, 1, 1),  # one bad night moves the mean alone
        (range(1, 21), 11, 11, 18),
    ],
)
def test_a_mean_never_stands_alone(times: range, mean: int, median: int, p90: int) -> None:
    found = spread_of(times)

    assert found is not None
    assert (found.mean, found.median, found.p90) == (mean, median, p90)
    assert found.says_little == (len(tuple(times)) < 5)


def test_nothing_has_no_spread() -> None:
    assert spread_of(()) is None


@pytest.mark.parametrize(
    ("before", "now", "material", "says"),
    [
        (100, 110, False, "1 h 40 min before, 1 h 50 min now: no material change"),
        (100, 111, True, "1 h 40 min before, 1 h 51 min now: materially worse"),
        (10, 14, False, "10 min 00 s before, 14 min 00 s now: no material change"),  # the floor
        (10, 16, True, "10 min 00 s before, 16 min 00 s now: materially worse"),
        (118, 121, True, "1 h 58 min before, 2 h 01 min now: it crossed its target"),
        (100, 60, False, "1 h 40 min before, 1 h 00 min now: no material change"),
    ],
)
def test_a_worsening_is_material_past_a_tenth_and_the_floor_or_across_the_target(
    before: int, now: int, material: bool, says: str
) -> None:
    found = measure_drift(
        minutes(before), minutes(now), floor_ms=minutes(5), target_ms=minutes(120),
        contractual=True,
    )  # fmt: skip

    assert (found.material, found.says) == (material, says)
    assert found.escalates == ("crossed" in says)


def test_actions_count_by_their_day_and_by_what_their_check_found() -> None:
    done, valid = measure_actions(
        [
            Action(due=date(2026, 3, 1), closed=date(2026, 3, 1), implemented=True, effective=True),
            Action(due=date(2026, 3, 1), closed=date(2026, 4, 1), implemented=True,
                   effective=False),
            Action(due=date(2026, 12, 1)),
            Action(due=date(2027, 1, 1)),
        ],
        **YEAR,
    )  # fmt: skip

    assert (done.value, done.formula) == (
        "0.3333",
        "1 closed by their day / 3 actions due; 1 overdue, the oldest by 30 days",
    )
    assert (valid.value, valid.tally) == ("0.5000", (1, 2))


def test_without_actions_there_is_nothing_to_count() -> None:
    done, valid = measure_actions([], **YEAR)

    assert (done.verdict, valid.verdict) == ("not-observed", "not-observed")


def test_a_cause_comes_back_when_it_was_seen_in_the_twelve_months_before() -> None:
    causes = [
        (date(2025, 2, 1), "capacity"),
        (date(2026, 2, 1), "capacity"),  # a year to the day: again
        (date(2026, 2, 2), "change"),
        (date(2026, 9, 1), "change"),  # again
        (date(2026, 9, 2), "access"),
    ]

    found = measure_recurrence(causes, taxonomy="2", **YEAR)

    assert (found.value, found.tally) == ("0.5000", (2, 4))
    assert found.formula.endswith("(classes 2)")


def test_cover_counts_kinds_of_rehearsal_and_names_the_functions() -> None:
    found = measure_cover(held=9, rehearsals=12, exercised=3, functions=5)

    assert found.value == "0.7500"
    assert found.formula == (
        "9 held in the cycle / 12 kinds of rehearsal; 3 of 5 critical functions exercised"
    )
