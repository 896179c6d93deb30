"""The reference at the edges: of a band, of what was shown and to whom, of ten minutes."""

import pytest

from scoring.case import open_case, reference_at
from scoring.figure import Finding
from scoring.reference import Band, Reference, show_band
from scoring.timeline import Timeline
from tests.builders import a_plan, played
from tests.scoring.scored import findings, scorecard


def references(told: str) -> tuple[Reference, ...]:
    plan = a_plan()
    return open_case(plan, Timeline(played(told), plan.organisation)).references


@pytest.mark.parametrize(
    ("level", "held"), [(1, False), (2, True), (3, True), (4, False)]
)  # fmt: skip
def test_a_band_holds_both_its_ends(level: int, held: bool) -> None:
    assert Band(2, 3).holds(level) is held


@pytest.mark.parametrize(
    ("level", "spans"),
    [(None, (2, 3)), (1, (1, 3)), (2, (2, 3)), (3, (2, 3)), (4, (2, 4))],
)
def test_a_band_spans_the_level_of_the_policy_too(
    level: int | None, spans: tuple[int, int]
) -> None:
    assert Band(2, 3).with_level(level) == spans


def test_a_band_is_shown_by_its_ends_or_as_one_level() -> None:
    assert (show_band(Band(2, 2)), show_band(Band(1, 3))) == ("SEV2", "SEV1 to SEV3")


@pytest.mark.parametrize(
    ("shown", "policy"),
    [
        ("alert a to duty-engineer, telling function.down", 1),
        ("alert a to duty-engineer, telling function.works", 4),
        ("alert a to duty-engineer, telling colour.red", None),
        ("alert a to duty-engineer", None),
        ("false alert a to duty-engineer, telling function.down", None),
        # a true one of the same name makes what it told true as well
        ("false alert a to duty-engineer, telling function.down\nalert a to duty-engineer", 1),
    ],
)
def test_the_tree_is_walked_on_what_true_signals_told(shown: str, policy: int | None) -> None:
    told = f"00:00 experts say SEV2\n00:05 {shown}\n01:00 EndEx"

    assert references(told)[-1].policy == policy


def test_what_was_shown_before_the_experts_spoke_is_known_when_they_do() -> None:
    told = "00:01 alert a to duty-engineer, telling function.down\n00:05 experts say SEV2\n"

    # opened, started, alert, its judgement, the experts
    assert [(one.seq, one.band) for one in references(told + "01:00 EndEx")] == [(4, Band(1, 2))]


def test_without_experts_there_is_no_reference() -> None:
    assert references("00:01 alert a to duty-engineer, telling function.down\n01:00 EndEx") == ()


def test_only_a_change_makes_a_new_reference() -> None:
    told = (
        "00:00 experts say SEV2\n"  # leaf 2
        "00:01 experts say SEV2\n"
        "00:02 alert a to duty-engineer, telling function.degraded\n"  # 4: the tree has a level
        "00:03 alert b to duty-engineer, telling function.degraded\n"
        "00:04 experts say SEV1\n"  # 8
        "01:00 EndEx"
    )

    found = references(told)
    assert [(one.seq, one.experts, one.policy) for one in found] == [
        (2, Band(2, 2), None),
        (4, Band(2, 2), 2),
        (8, Band(1, 1), 2),
    ]


def test_a_reference_holds_from_its_own_leaf_to_the_next() -> None:
    plan = a_plan()
    told = "00:05 experts say SEV2\n00:10 experts say SEV1\n01:00 EndEx"  # the leaves 2 and 3
    case = open_case(plan, Timeline(played(told), plan.organisation))

    held = [reference_at(case, seq) for seq in (1, 2, 3, 4)]
    assert [one.experts.worst if one is not None else None for one in held] == [2, 2, 1, 1]


# --- where the tree and the experts differ


def gaps(told: str) -> list[Finding]:
    return findings(scorecard("00:00 experts say SEV1\n" + told), "policy-differs")


SLOW = "00:05 alert slow to duty-engineer, telling function.degraded\n"
SLOW += "duty-engineer acknowledges slow\n"  # the leaves 3 to 6


@pytest.mark.parametrize(
    ("end", "told"), [("00:14:59.999", False), ("00:15", True), ("00:15:00.001", True)]
)
def test_a_gap_is_told_from_ten_minutes_on(end: str, told: bool) -> None:
    assert bool(gaps(f"{SLOW}{end} EndEx")) is told


def test_the_close_ends_a_gap() -> None:
    assert not gaps(f"{SLOW}00:10 incident-manager closes\n02:00 EndEx")


def test_of_several_gaps_the_longest_is_told() -> None:
    found = gaps(
        SLOW  # fifteen minutes of SEV2
        + "00:20 alert fine to duty-engineer, telling function.works\n"  # forty of SEV4
        + "01:00 alert slow to duty-engineer, telling function.degraded\n"  # eleven of SEV2
        + "01:11 alert down to duty-engineer, telling function.down\n02:00 EndEx"
    )

    assert [(one.of, one.cites) for one in found] == [("SEV4", (7,))]
    assert found[0].says.startswith("From E 00:20:00 to E 01:00:00 ")


def test_a_tree_that_agrees_or_says_nothing_leaves_no_gap() -> None:
    assert not gaps(SLOW.replace("degraded", "down") + "02:00 EndEx")
    assert not gaps(SLOW.replace("function.degraded", "colour.red") + "02:00 EndEx")
