"""Reactions at the edges: at a target and past it, at the close, at a level left and found."""

import pytest

from evidence import Millis
from scenarios.plan import Plan
from scoring.case import open_case
from scoring.figure import Metric
from scoring.reaction import accepted_severity
from scoring.timeline import Moment, Timeline
from tests.builders import a_plan, an_objective, measure, minutes, played
from tests.scoring.scored import figure, scorecard

ALERT = "00:05 alert disk-full to duty-engineer\n"  # the leaves 2 and 3
SEEN = ALERT + "00:10 duty-engineer acknowledges disk-full\n"  # 4, and detected 5


def timed(key: str, told: str, plan: Plan | None = None) -> Metric:
    return figure(scorecard(told, plan), key)


@pytest.mark.parametrize(
    ("at", "verdict"),
    [("00:14:59.999", "met"), ("00:15", "met"), ("00:15:00.001", "not-met")],
)
def test_a_reaction_is_in_time_up_to_its_target(at: str, verdict: str) -> None:
    told = f"{ALERT}{at} duty-engineer acknowledges disk-full\n01:00 EndEx"

    assert timed("TTD-sig", told).verdict == verdict


@pytest.mark.parametrize(
    ("end", "verdict"),
    [
        ("00:15 EndEx", "not-due"),
        ("00:15:00.001 EndEx", "not-met"),
        ("00:15 hold", "could-not-verify"),
        ("00:15:00.001 hold", "not-met"),
    ],
)
def test_what_never_came_is_a_miss_once_it_was_due(end: str, verdict: str) -> None:
    found = timed("TTD-sig", ALERT + end)

    assert (found.value, found.verdict, found.cites) == (None, verdict, (2,))


def test_reactions_use_played_time_and_repairs_the_storys() -> None:
    told = "00:00 outage of payments-api begins\n" + SEEN + (
        "00:10 pace 2\n00:30 incident-manager declares\n"
        "00:30 payments-api is restored\npayments-api passes validation\n01:00 EndEx"
    )  # fmt: skip

    assert (timed("TTDecl", told).value, timed("TTDecl", told).clock) == (minutes(10), "played")
    assert timed("MTTR-RESTORE", told).value == minutes(20)
    assert timed("MTTR-RESTORE", told).clock == "exercise"


def test_the_onset_is_told_beside_and_has_no_target() -> None:
    told = "00:00 outage of payments-api begins\n" + SEEN + "01:00 EndEx"

    assert (timed("TTD", told).target, timed("TTD", told).verdict) == (None, "info")
    unseen = timed("TTD", "00:00 outage of payments-api begins\n" + ALERT + "02:00 EndEx")
    assert unseen.verdict == "not-observed"


def test_a_limit_that_only_a_critical_task_sets_is_named_by_it() -> None:
    plan = a_plan()
    task = plan.scenario.objectives[0].capabilities[0].tasks[0]
    within = task.model_copy(update={"measures": (measure("TTDecl", within=minutes(3)),)})
    free = plan.rubric.model_copy(update={"within": {}})
    asked = a_plan(objectives=(an_objective(within),), rubric=free)

    target = timed("TTDecl", SEEN + "01:00 EndEx", asked).target
    assert target is not None
    assert (target.value, target.named) == (minutes(3), "critical task notice")
    assert timed("TTSev", SEEN + "01:00 EndEx", asked).target is None


@pytest.mark.parametrize("key", ["TTD-sig", "TTDecl"])
def test_a_figure_rests_on_both_its_moments(key: str) -> None:
    told = SEEN + "00:12 incident-manager declares\n01:00 EndEx"

    assert timed(key, told).cites == {"TTD-sig": (2, 5), "TTDecl": (5, 6)}[key]


@pytest.mark.parametrize(
    ("told", "verdict"),
    [
        ("", "could-not-verify"),
        ("00:20 incident-manager takes incident_commander\n", "met"),
        ("00:20:00.001 incident-manager takes incident_commander\n", "not-met"),
    ],
)
def test_command_is_taken_in_time_or_nobody_knows(told: str, verdict: str) -> None:
    found = timed("TTCmd", SEEN + told + "01:00 EndEx")

    assert found.verdict == verdict
    assert found.cites[0] == 5
    assert found.target is not None


def test_before_detection_nobody_had_to_take_command() -> None:
    assert timed("TTCmd", ALERT + "01:00 EndEx").verdict == "not-observed"


# --- a severity that experts accept


def accepted(told: str) -> Moment | None:
    plan = a_plan()
    return accepted_severity(open_case(plan, Timeline(played(told), plan.organisation)))


BAND = "00:00 experts say SEV2 to SEV3\n"  # leaf 2


def calls(*called: tuple[str, int]) -> str:
    return "".join(f"{at} incident-manager calls SEV{level}\n" for at, level in called)


@pytest.mark.parametrize(
    ("told", "seq"),
    [
        (calls(("00:10", 1)), None),
        (calls(("00:10", 2)), 3),
        (calls(("00:10", 3)), 3),
        (calls(("00:10", 4)), None),
        (calls(("00:10", 2), ("00:20", 3)), 3),  # it stayed right all along
        (calls(("00:10", 2), ("00:20", 1), ("00:30", 3)), 5),
        (calls(("00:10", 2), ("00:20", 1)), None),
        (calls(("00:10", 1)) + "00:20 experts say SEV1\n", 4),  # the truth came to it
        (calls(("00:10", 2)) + "00:20 experts say SEV1\n", 3),  # it was right while it could be
        (calls(("00:10", 2)) + "00:20 experts say SEV2 to SEV3\n" + calls(("00:30", 1)), None),
        ("00:05 incident-manager closes\n" + calls(("00:10", 2)), None),
        ("", None),
    ],
)
def test_a_level_counts_from_when_it_was_right_and_stayed_so(told: str, seq: int | None) -> None:
    found = accepted(BAND + told + "01:00 EndEx")

    assert (found.seq if found is not None else None) == seq


def test_a_right_level_that_is_the_last_leaf_counts() -> None:
    assert accepted(BAND + "00:10 incident-manager calls SEV2") == Moment(3, Millis(minutes(10)))


def test_a_level_called_before_experts_spoke_is_right_once_they_agree() -> None:
    told = calls(("00:01", 2)) + "00:05 experts say SEV2\n01:00 EndEx"

    assert accepted(told) == Moment(3, Millis(minutes(5)))


# --- targets that follow the severity


@pytest.mark.parametrize(
    ("said", "respond", "resolve"),
    [
        ("SEV1", minutes(15), minutes(60)),
        ("SEV1 to SEV2", minutes(30), minutes(240)),  # the mildest that experts accept
        ("SEV3", minutes(240), None),
        ("SEV4", None, None),
    ],
)
def test_response_and_repair_are_held_against_the_level_that_was_right(
    said: str, respond: int | None, resolve: int | None
) -> None:
    card = scorecard(f"00:00 experts say {said}\n{SEEN}02:00 EndEx")

    response, repair = figure(card, "RESP").target, figure(card, "MTTR-RESOLVE").target
    assert (response.value if response is not None else None) == respond
    assert (repair.value if repair is not None else None) == resolve


def test_without_a_reference_the_house_says_how_fast_to_respond() -> None:
    target = timed("RESP", SEEN + "01:00 EndEx").target

    assert target is not None
    assert (target.value, target.named) == (minutes(15), "House rubric 1")
    assert timed("MTTR-RESOLVE", SEEN + "01:00 EndEx").target is None


def test_undetected_there_is_nothing_to_resolve_in_time() -> None:
    told = f"00:00 experts say SEV1\n{ALERT}02:00 EndEx"

    assert timed("MTTR-RESOLVE", told).target is None
