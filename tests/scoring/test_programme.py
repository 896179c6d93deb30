"""What became of actions, each worked by hand."""

from datetime import date

from scoring.programme import Action, measure_actions

YEAR = {"start": date(2026, 1, 1), "end": date(2026, 12, 31)}


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
