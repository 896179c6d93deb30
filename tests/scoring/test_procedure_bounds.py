"""What each figure of a run rests on: the leaves that show it, and no others."""

import pytest

from tests.scoring.scored import figure, scorecard
from tests.scoring.test_procedure import BY_THE_BOOK, RESTORE


@pytest.mark.parametrize(
    ("key", "tally", "cites"),
    [
        # opened 2, stop-writes 3 and 4, checked 5, approved 6, restore 7 and 8, validated 9,
        # open-again 10 and 11
        ("RB-COMPLETION", (3, 3), (4, 8, 11)),
        ("RB-ORDER", (3, 3), (4, 8, 11)),
        ("RB-VAL", (1, 1), (8, 9)),
        ("RB-GATE", (1, 1), (5, 6, 7)),
        ("RB-EVID", (1, 1), (8,)),
        ("RB-TIMING", (3, 3), (3, 4, 7, 8, 10, 11)),
        ("RB-STOP", None, (2,)),
    ],
)
def test_a_run_by_the_book_rests_on_its_own_leaves(
    key: str, tally: tuple[int, int] | None, cites: tuple[int, ...]
) -> None:
    found = figure(scorecard(BY_THE_BOOK, RESTORE), key, "restore-db")

    assert (found.tally, found.cites) == (tally, cites)


@pytest.mark.parametrize("key", ["RB-COMPLETION", "RB-EVID"])
def test_that_nothing_was_done_is_shown_by_the_opening(key: str) -> None:
    told = "00:00 duty-engineer opens runbook restore-db\n01:00 EndEx"

    assert figure(scorecard(told, RESTORE), key, "restore-db").cites == (2,)
