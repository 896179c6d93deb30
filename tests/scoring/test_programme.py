"""What became of actions, each worked by hand."""

from datetime import date

import pytest

from evidence.programme import Item, ItemMoved, ItemOpened, ItemState
from scoring.programme import Action, actions_of, measure_actions

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


def test_a_period_has_both_its_days_and_nothing_is_overdue_on_its_last() -> None:
    first, last = YEAR["start"], YEAR["end"]
    done, _ = measure_actions(
        [
            Action(due=first, closed=first),
            Action(due=last),
            Action(due=date(2026, 6, 1), closed=last),
        ],
        **YEAR,
    )

    assert done.formula == "1 closed by their day / 3 actions due"


def test_an_action_closed_after_the_period_was_overdue_in_it() -> None:
    late = Action(due=date(2026, 12, 30), closed=date(2027, 1, 1))

    done, _ = measure_actions([late], **YEAR)

    assert done.formula.endswith("; 1 overdue, the oldest by 1 day")


OPENED = ItemOpened(
    item="alarm", issue="No alarm.", action="Add one.", element="equipment",
    responsible="Platform", contact="platform lead", start="2026-02-01", due="2026-03-01",
)  # fmt: skip


@pytest.mark.parametrize(
    ("state", "counted"),
    [
        (None, (False, None)),
        ("started", (False, None)),
        ("implemented", (True, None)),
        ("validated", (True, True)),
        ("not-effective", (True, False)),
        ("dropped", None),
    ],
)
def test_how_far_an_item_of_the_programme_has_come(
    state: ItemState | None, counted: tuple[bool, bool | None] | None
) -> None:
    moved = () if state is None else (ItemMoved(item="alarm", state=state, because="It is so."),)
    moves = tuple((8, date(2026, 2, 20), move) for move in moved)

    found = actions_of([Item(opened=OPENED, seq=7, moves=moves)])

    assert [(one.implemented, one.effective) for one in found] == ([counted] if counted else [])
