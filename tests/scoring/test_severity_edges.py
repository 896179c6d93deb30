"""Severity at the edges: of a band, of the time that counts, of nothing to measure."""

from fractions import Fraction

import pytest

from evidence import Millis
from scenarios.plan import Plan
from scenarios.rubric import SeverityLoss
from scoring import Scorecard
from scoring.case import Case, open_case
from scoring.figure import WHOLE
from scoring.reference import Band
from scoring.severity import (
    Piece,
    Stretch,
    accuracy,
    accuracy_if_called,
    costliest_stretch,
    loss,
    losses,
    shares,
    spent,
    to_spare,
    worst_loss,
)
from scoring.timeline import Timeline
from tests.builders import a_plan, minutes, played
from tests.scoring.scored import figure, scorecard

WEIGHTS = SeverityLoss(under=3, over=2)
MIDDLE = Band(2, 3)
LEVELS = (1, 2, 3, 4, 5)


def piece(ms: int, called: int | None, band: Band) -> Piece:
    return Piece(ms, called, band, since=0)


@pytest.mark.parametrize(
    ("called", "costs"), [(1, 2), (2, 0), (3, 0), (4, 3), (5, 6)]
)  # fmt: skip
def test_each_level_outside_the_band_costs_its_distance(called: int, costs: int) -> None:
    assert loss(called, MIDDLE, weights=WEIGHTS) == costs


def test_the_worst_that_can_be_called_is_what_no_call_costs() -> None:
    assert worst_loss(MIDDLE, LEVELS, weights=WEIGHTS) == 6
    assert losses([piece(10, None, MIDDLE)], LEVELS, weights=WEIGHTS) == (60, 60)
    assert losses([piece(10, 1, MIDDLE), piece(5, 4, MIDDLE)], LEVELS, weights=WEIGHTS) == (35, 90)


def test_where_nothing_can_be_lost_there_is_no_accuracy() -> None:
    assert accuracy([piece(10, 1, Band(1, 2))], (1, 2), weights=WEIGHTS) is None
    assert accuracy([piece(1, 1, Band(1, 1))], (1, 2), weights=WEIGHTS) == WHOLE


@pytest.mark.parametrize(
    ("called", "found"),  # exact, within one, too mild, too severe, without a level
    [
        (None, (0, 0, 0, 0, 7)),
        (1, (0, 0, 0, 7, 0)),
        (2, (0, 7, 0, 7, 0)),
        (3, (7, 7, 0, 0, 0)),
        (4, (7, 7, 0, 0, 0)),
        (5, (0, 7, 7, 0, 0)),
        (6, (0, 0, 7, 0, 0)),
    ],
)
def test_time_is_right_near_too_mild_or_too_severe(
    called: int | None, found: tuple[int, ...]
) -> None:
    assert spent([piece(7, called, Band(3, 4))]) == found


def test_shares_are_of_all_the_time_there_was() -> None:
    pieces = [piece(1, None, MIDDLE), piece(1, 2, MIDDLE), piece(2, 4, MIDDLE), piece(4, 1, MIDDLE)]

    assert shares(pieces) == (125_000, 875_000, 250_000, 500_000, 125_000)
    assert shares([]) is None


# --- the time that counts

SEEN = """
    00:05  alert disk-full to duty-engineer
    00:10  duty-engineer acknowledges disk-full
"""  # alert and its judgement, acknowledgement, detected
HOUSE = "00:00 experts say SEV2\n"  # leaf 2; the alert is 3, detected 6


def accurate(told: str) -> tuple[str, tuple[int, ...]]:
    found = figure(scorecard(told), "SEV-ACC")
    return str(found.value), found.cites


@pytest.mark.parametrize(
    ("told", "value", "cites"),
    [
        # A level of two off the reference costs all, one costs half; the span is 00:10 to 01:10.
        ("00:10 incident-manager calls SEV2\n01:10 EndEx", "1.0000", (2, 6, 7)),
        ("00:40 incident-manager calls SEV2\n01:10 EndEx", "0.5000", (2, 6, 7)),
        ("00:40 incident-manager calls SEV3\n01:10 EndEx", "0.2500", (2, 6, 7)),
        ("00:40 incident-manager calls SEV2\n01:10 incident-manager closes\n02:00 EndEx",
         "0.5000", (2, 6, 7)),
        ("00:40 incident-manager calls SEV2\n01:10 incident-manager closes\n"
         "01:10 incident-manager calls SEV4\n02:00 EndEx", "0.5000", (2, 6, 7)),
        ("00:10 incident-manager calls SEV2\n00:40 experts say SEV4\n01:10 EndEx",
         "0.7143", (2, 6, 7, 8)),  # nothing of 30 times 4, then 30 times 2 of 30 times 3
    ],
)  # fmt: skip
def test_accuracy_runs_from_detection_to_the_close(
    told: str, value: str, cites: tuple[int, ...]
) -> None:
    assert accurate(HOUSE + SEEN + told) == (value, cites)


def test_a_call_before_detection_holds_from_detection_on() -> None:
    told = HOUSE + "00:01 incident-manager calls SEV3\n00:02 incident-manager calls SEV2\n"

    # the experts 2, the calls 3 and 4, detected 8: only the last of each holds
    assert accurate(told + SEEN + "01:10 EndEx") == ("1.0000", (2, 4, 8))


def test_the_reference_may_come_after_detection_and_nothing_counts_before() -> None:
    told = SEEN + "00:20 incident-manager calls SEV2\n00:40 experts say SEV2\n01:10 EndEx"

    assert accurate(told)[0] == "1.0000"


def test_without_a_reference_before_the_close_nothing_is_measured() -> None:
    card = scorecard(SEEN + "00:20 incident-manager closes\n00:40 experts say SEV2\n01:10 EndEx")

    assert figure(card, "SEV-ACC").verdict == "not-observed"
    assert card.metric("SEV-CHANGES") is None


def test_where_every_level_is_accepted_nothing_is_measured() -> None:
    card = scorecard("00:00 experts say SEV1 to SEV4\n" + SEEN + "01:10 EndEx")

    found = figure(card, "SEV-ACC")
    assert found.verdict == "not-observed"
    assert "experts would have accepted every level throughout" in found.formula


def rates(card: Scorecard) -> list[str]:
    return [
        figure(card, key).formula
        for key in ("SEV-EXACT", "SEV-WITHIN-ONE", "SEV-UNDER", "SEV-OVER")
    ]


def test_each_rate_tells_its_time_and_the_time_without_a_level() -> None:
    told = HOUSE + SEEN + "00:20 incident-manager calls SEV2\n00:50 incident-manager calls SEV4\n"
    told += "01:00 incident-manager calls SEV1\n01:10 EndEx"

    card = scorecard(told)
    assert rates(card) == [
        "30:00 with an accepted level / 1:00:00; without any level 10:00",
        "40:00 at most one level from an accepted one / 1:00:00; without any level 10:00",
        "10:00 with a level too mild / 1:00:00; without any level 10:00",
        "10:00 with a level too severe / 1:00:00; without any level 10:00",
    ]
    assert figure(card, "SEV-EXACT").cites == (2, 6, 7, 8, 9)


@pytest.mark.parametrize(
    ("levels", "changes", "says"),
    [
        ("", 0, "levels called: none; raised 0 times, lowered 0 times"),
        ("2", 0, "levels called: SEV2; raised 0 times, lowered 0 times"),
        ("22", 0, "levels called: SEV2 -> SEV2; raised 0 times, lowered 0 times"),
        ("21", 1, "levels called: SEV2 -> SEV1; raised 1 time, lowered 0 times"),
        ("2334", 2, "levels called: SEV2 -> SEV3 -> SEV3 -> SEV4; raised 0 times, lowered 2 times"),
    ],
)
def test_changes_are_counted_by_direction(levels: str, changes: int, says: str) -> None:
    calls = "".join(f"00:20 incident-manager calls SEV{level}\n" for level in levels)

    found = figure(scorecard(HOUSE + SEEN + calls + "01:10 EndEx"), "SEV-CHANGES")
    assert (found.value, found.formula) == (changes, says)
    assert found.cites == tuple(range(7, 7 + len(levels)))


def test_a_call_once_the_incident_is_closed_is_no_change() -> None:
    told = HOUSE + SEEN + "00:20 incident-manager calls SEV2\n00:30 incident-manager closes\n"

    card = scorecard(told + "00:40 incident-manager calls SEV1\n01:10 EndEx")
    assert figure(card, "SEV-CHANGES").value == 0


def test_a_call_that_is_the_last_leaf_of_the_record_is_counted() -> None:
    cut_off = HOUSE + SEEN + "00:20 incident-manager calls SEV2\n00:30 incident-manager calls SEV1"

    assert figure(scorecard(cut_off), "SEV-CHANGES").value == 1


# --- what a debrief asks: what if


def a_case(told: str, plan: Plan | None = None) -> Case:
    plan = plan or a_plan()
    return open_case(plan, Timeline(played(told), plan.organisation))


LATE = HOUSE + SEEN + "00:40 incident-manager calls SEV2\n01:10 EndEx"
"""Thirty of sixty minutes without a level, which cost two each."""


@pytest.mark.parametrize(
    ("earlier", "share"),
    [(0, Fraction(1, 2)), (minutes(15), Fraction(3, 4)), (minutes(30), 1), (minutes(39), 1)],
)
def test_an_earlier_call_gains_its_time_down_to_the_detection(
    earlier: int, share: Fraction
) -> None:
    case = a_case(LATE)

    assert accuracy_if_called(case, earlier=earlier) == WHOLE * share


def test_a_call_before_the_detection_cannot_come_to_help_later() -> None:
    told = HOUSE + "00:01 incident-manager calls SEV2\n" + SEEN + "01:10 EndEx"

    assert accuracy_if_called(a_case(told), earlier=minutes(5)) == WHOLE


def test_without_any_call_nothing_could_come_earlier() -> None:
    case = a_case(HOUSE + SEEN + "01:10 EndEx")

    assert accuracy_if_called(case, earlier=minutes(5)) == 0


def test_the_costliest_stretch_is_all_time_with_the_same_wrong_level() -> None:
    told = HOUSE + SEEN + (
        "00:10 incident-manager calls SEV3\n"  # 12 minutes at two, in two stretches
        "00:20 incident-manager calls SEV1\n"  # 20 minutes at one
        "00:40 incident-manager calls SEV3\n"
        "00:42 incident-manager calls SEV2\n"
        "01:10 EndEx"
    )  # fmt: skip

    found = costliest_stretch(a_case(told))

    # 240 minutes could be lost; 44 are, and without the stretch 20.
    assert found == Stretch(minutes(12), minutes(10), 3, Band(2, 2), 916_667)


def test_of_two_stretches_that_cost_the_same_the_first_is_told() -> None:
    told = HOUSE + SEEN + (
        "00:10 incident-manager calls SEV3\n00:20 incident-manager calls SEV1\n"
        "00:40 incident-manager calls SEV2\n01:10 EndEx"
    )  # fmt: skip

    found = costliest_stretch(a_case(told))

    assert found is not None
    assert found.called == 3


def test_where_nothing_was_lost_no_stretch_cost_anything() -> None:
    told = HOUSE + SEEN + "00:10 incident-manager calls SEV2\n01:10 EndEx"

    assert costliest_stretch(a_case(told)) is None


@pytest.mark.parametrize(
    ("bound", "ms"),
    [
        # Sixty minutes at most four each; thirty right, and each of them one too mild costs two.
        (WHOLE * 3 // 4, None),
        (WHOLE // 2, 1),
        (WHOLE * 2 // 5, minutes(12) + 1),
        (WHOLE // 4, None),  # a millisecond more than there was
        (WHOLE // 4 + 1, 1_799_993),
        (0, None),
    ],
)
def test_what_there_was_to_spare_ends_just_below_the_bound(bound: int, ms: int | None) -> None:
    found = to_spare(a_case(LATE), bound)

    assert found == ms


def test_all_the_time_there_was_can_be_spare() -> None:
    told = HOUSE + SEEN + "00:10:00.001 incident-manager calls SEV2\n00:10:00.002 EndEx"

    assert to_spare(a_case(told), WHOLE // 2) == 1


def test_time_at_a_level_beside_the_right_one_cannot_be_spared() -> None:
    told = (
        HOUSE
        + SEEN
        + ("00:10 incident-manager calls SEV1\n01:00 incident-manager calls SEV2\n01:10 EndEx")
    )

    # 50 of 240 are lost; 35 minutes too mild would cost the 70 up to a half, and 10 are right.
    assert to_spare(a_case(told), WHOLE // 2) is None


def test_a_stretch_of_a_millisecond_is_one() -> None:
    told = (
        HOUSE
        + SEEN
        + (
            "00:10 incident-manager calls SEV2\n00:20 incident-manager calls SEV1\n"
            "00:20:00.001 incident-manager calls SEV2\n01:10 EndEx"
        )
    )

    found = costliest_stretch(a_case(told))

    assert found is not None
    assert (found.ms, found.called) == (1, 1)


def test_called_levels_change_nothing_where_too_mild_costs_nothing() -> None:
    plan = a_plan()
    free = plan.rubric.model_copy(update={"severity_loss": SeverityLoss(under=0, over=1)})

    assert to_spare(a_case(LATE, a_plan(rubric=free)), WHOLE // 2) is None


def test_each_piece_knows_when_it_began() -> None:
    told = SEEN + "00:20 experts say SEV2\n00:40 incident-manager calls SEV1\n01:10 EndEx"

    found = costliest_stretch(a_case(told))

    assert found is not None
    assert (found.ms, found.since, found.called) == (minutes(20), Millis(minutes(20)), None)
