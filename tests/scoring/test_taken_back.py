"""A finish that was taken back: what the figures make of it, and that it never pays."""

from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring import Scorecard
from scoring.figure import Ppm, read_share
from tests.builders import a_plan, a_runbook
from tests.scoring.scored import figure, findings, scorecard
from tests.scoring.test_procedure import BY_THE_BOOK, part, run

PARTS: Final = (
    "RB-COMPLETION", "RB-ORDER", "RB-VAL", "RB-GATE", "RB-EVID", "RB-TIMING", "RB-STOP", "RB-ADH",
)  # fmt: skip
PLAN = a_plan(runbooks=(a_runbook(),))


def with_lines(*lines: str, text: str = BY_THE_BOOK) -> Scorecard:
    """A run by the book with these lines put in, each where its time says."""
    written = [line.strip() for line in (*text.splitlines(), *lines) if line.strip()]
    return run("\n".join(sorted(written)))


def test_a_slip_that_is_put_right_at_once_costs_nothing() -> None:
    card = with_lines(
        "00:02  duty-engineer finishes restore-db/stop-writes",
        "00:03  duty-engineer takes back restore-db/stop-writes",
    )

    assert [part(card, key) for key in PARTS] == ["1.0000"] * len(PARTS)
    assert findings(card, "step-taken-back")[0].says == (
        "Restore the database: the finish of “stop-writes” was taken back and finished again at "
        "E 00:09:00, which is what counts."
    )
    assert findings(card, "step-taken-back")[0].cites == (5, 6)


def test_a_step_that_was_taken_back_and_left_is_not_done() -> None:
    card = with_lines("00:30  duty-engineer takes back restore-db/open-again")

    assert part(card, "RB-COMPLETION") == part(card, "RB-TIMING") == "0.6667"
    assert figure(card, "RB-TIMING", "restore-db").formula.endswith(
        "“open-again” was taken back and not finished again"
    )
    assert findings(card, "step-taken-back")[0].says.endswith("taken back and not finished again.")


def test_the_time_of_the_first_finish_is_not_kept() -> None:
    card = with_lines(
        "00:23  duty-engineer takes back restore-db/restore",
        "00:40  duty-engineer finishes restore-db/restore",
    )

    assert "“restore” took 28:00" in figure(card, "RB-TIMING", "restore-db").formula


def test_what_began_on_it_began_too_early() -> None:
    card = with_lines(
        "00:15  duty-engineer takes back restore-db/stop-writes",
        "00:16  duty-engineer finishes restore-db/stop-writes",
    )

    assert "“restore” before “stop-writes”" in figure(card, "RB-ORDER", "restore-db").formula


def test_a_check_of_what_was_taken_back_is_none() -> None:
    card = with_lines(
        "00:30  duty-engineer takes back restore-db/restore",
        "00:31  duty-engineer finishes restore-db/restore",
    )

    assert part(card, "RB-VAL") == "0.0000"


def test_what_the_finish_captured_is_captured_no_more() -> None:
    card = with_lines(
        "00:30  duty-engineer takes back restore-db/restore",
        "00:31  duty-engineer finishes restore-db/restore",
    )

    assert part(card, "RB-EVID") == "0.0000"


@pytest.mark.parametrize("key", ["RB-GATE", "RB-VAL", "RB-ORDER", "RB-TIMING"])
def test_taking_a_step_back_does_not_take_it_out_of_a_figure_that_it_spoilt(key: str) -> None:
    spoilt = BY_THE_BOOK.replace("00:11  cio approves restore-db/restore", "")
    spoilt = spoilt.replace("00:12  duty", "00:05  duty").replace("00:23  duty", "00:25  duty")

    card = with_lines("00:30  duty-engineer takes back restore-db/restore", text=spoilt)

    assert str(part(card, key)) <= str(part(with_lines(text=spoilt), key)) < "1.0000"


def test_a_skip_before_a_finish_that_was_taken_back_counts_no_more() -> None:
    card = run("""
        00:00  duty-engineer opens runbook restore-db
        00:01  duty-engineer skips restore-db/stop-writes under EX-NA, with reason
        00:02  duty-engineer does restore-db/stop-writes
        00:03  duty-engineer takes back restore-db/stop-writes
        01:00  EndEx
    """)

    assert part(card, "RB-COMPLETION") == "0.0000"


def test_a_time_that_is_stated_later_from_paper_moves_no_figure() -> None:
    entered = BY_THE_BOOK
    for early, late in (("00:22", "00:40"), ("00:23", "00:41"), ("00:24", "00:42")):
        entered = entered.replace(early, late)

    stated = entered.replace("capturing row-counts", "capturing row-counts, on paper 00:22")

    assert stated != entered
    assert [part(run(stated), key) for key in PARTS] == [part(run(entered), key) for key in PARTS]
    assert part(run(stated), "RB-TIMING") == "0.6667"


STEPS = st.sampled_from(["stop-writes", "restore", "open-again"])
ACTS = st.sampled_from(
    [
        "starts {}", "starts {}", "finishes {}", "finishes {}, capturing row-counts",
        "validates {}", "validates {}, failed", "approves {}", "skips {} under EX-NA, with reason",
        "skips {}",
    ]
)  # fmt: skip


def values(acts: list[str]) -> dict[str, Ppm | None]:
    """Each figure of a run in which these things happen, in this order."""
    lines = ["00:00  duty-engineer opens runbook restore-db"]
    lines += [f"00:{minute:02}  {act}" for minute, act in enumerate(acts, start=1) if act]
    card = scorecard("\n".join([*lines, "00:59  EndEx"]), PLAN)
    found = {key: part(card, key) for key in PARTS}
    return {k: read_share(v) if isinstance(v, str) else None for k, v in found.items()}


@given(
    acts=st.lists(
        st.tuples(st.sampled_from(["duty-engineer", "cio"]), ACTS, STEPS), min_size=4, max_size=30
    ),
    step=STEPS,
    back=st.integers(0, 60),
    again=st.none() | st.integers(1, 20),
)
def test_taking_a_finish_back_never_raises_a_figure(
    acts: list[tuple[str, str, str]], step: str, back: int, again: int | None
) -> None:
    said = [f"{seat} {act.format(f'restore-db/{name}')}" for seat, act, name in acts]
    finished = [place for place, one in enumerate(said) if f"finishes restore-db/{step}" in one]
    if not finished:
        return
    at = finished[back % len(finished)] + 1
    without = [*said[:at], "", *said[at:], ""]
    with_it = [*without]
    with_it[at] = f"duty-engineer takes back restore-db/{step}"
    if again is not None:
        place = min(at + again, len(with_it))
        without.insert(place, "")
        with_it.insert(place, f"duty-engineer finishes restore-db/{step}")

    before, after = values(without), values(with_it)

    for key in PARTS:
        assert (after[key] is None) == (before[key] is None), key
        assert (after[key] or 0) <= (before[key] or 0), (key, with_it)
