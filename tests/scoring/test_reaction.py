"""Reactions are timed from the first true signal, on played time, and say what they left out."""

import pytest

from scenarios.organisation import Seat
from tests.builders import HOUSE, a_plan, a_severity_policy, an_organisation, minutes
from tests.scoring.scored import figure, scorecard

AN_INCIDENT = """
    00:00  experts say SEV1
    00:02  outage of payments-api begins
    00:05  alert disk-full to duty-engineer
    00:09  duty-engineer acknowledges disk-full
    00:15  incident-manager declares
    00:18  incident-manager calls SEV2
    00:20  incident-manager takes incident_commander
    00:29  incident-manager calls SEV1
    01:00  payments-api is restored
    01:05  payments-api passes validation
    02:00  EndEx
"""


def test_detection_is_scored_from_the_signal_and_told_from_the_onset() -> None:
    card = scorecard(AN_INCIDENT)

    assert figure(card, "TTD").value == minutes(7)
    assert figure(card, "TTD").verdict == "info"
    assert figure(card, "TTD-sig").value == minutes(4)
    assert figure(card, "TTD-sig").verdict == "met"


def test_each_reaction_runs_from_the_moment_before_it() -> None:
    card = scorecard(AN_INCIDENT)

    assert figure(card, "TTA").value == minutes(4)
    assert figure(card, "TTDecl").value == minutes(6)
    assert figure(card, "TTSev").value == minutes(3)
    assert figure(card, "TTSev-ok").value == minutes(20)
    assert figure(card, "TTCmd").value == minutes(11)
    assert figure(card, "TTCmd").verdict == "not-met"


def test_repairs_run_on_exercise_time_from_detection() -> None:
    card = scorecard(AN_INCIDENT)

    assert figure(card, "MTTR-MITIGATE").value == minutes(51)
    assert figure(card, "MTTR-RESTORE").value == minutes(56)
    assert figure(card, "MTTR-RESOLVE").value == minutes(51)
    assert figure(card, "MTTR-RESOLVE").clock == "exercise"
    target = figure(card, "MTTR-RESOLVE").target
    assert target is not None
    assert (target.value, target.named) == (minutes(60), "severity policy, SEV1 resolve")


def test_a_figure_opens_to_its_formula_and_its_leaves() -> None:
    metric = figure(scorecard(AN_INCIDENT), "TTD-sig")

    assert metric.formula == (
        "from the first true signal (E 00:05:00) to detection (E 00:09:00): 4:00 of played time"
    )
    assert metric.cites == (5, 8)


def test_a_false_alarm_starts_no_clock() -> None:
    card = scorecard("""
        00:01  false alert noise to duty-engineer
        00:20  alert disk-full to duty-engineer
        00:24  duty-engineer acknowledges disk-full
        01:00  EndEx
    """)

    assert figure(card, "TTA").value == minutes(4)


def test_acknowledging_a_false_alarm_is_no_response_to_the_true_one() -> None:
    card = scorecard("""
        00:01  false alert noise to duty-engineer
        00:05  alert disk-full to duty-engineer
        00:06  duty-engineer acknowledges noise
        00:12  duty-engineer acknowledges disk-full
        01:00  EndEx
    """)

    assert figure(card, "TTA").value == minutes(7)


def test_what_a_query_returns_is_a_signal_too() -> None:
    card = scorecard("""
        00:10  query by duty-engineer finds odd-logins
        00:13  duty-engineer logs odd-logins
        01:00  EndEx
    """)

    assert figure(card, "TTD-sig").value == minutes(3)


def test_nothing_is_judged_before_anything_could_be_seen() -> None:
    card = scorecard("""
        00:01  outage of payments-api begins
        01:00  EndEx
    """)

    assert figure(card, "TTD-sig").verdict == "not-observed"
    assert figure(card, "TTD-sig").formula == "not observed: the first true signal never came"
    assert figure(card, "TTDecl").verdict == "not-observed"


def test_a_signal_that_nobody_noticed_in_time_is_a_miss() -> None:
    card = scorecard("""
        00:05  alert disk-full to duty-engineer
        01:00  EndEx
    """)

    assert figure(card, "TTD-sig").verdict == "not-met"
    assert figure(card, "TTD-sig").value is None
    assert figure(card, "TTD-sig").formula == (
        "not yet, 55:00 after the first true signal (E 00:05:00): detection"
    )


def test_a_signal_just_before_the_end_was_not_due() -> None:
    card = scorecard("""
        00:55  alert disk-full to duty-engineer
        01:00  EndEx
    """)

    assert figure(card, "TTD-sig").verdict == "not-due"


def test_a_record_that_stops_midway_verifies_nothing_that_was_open() -> None:
    card = scorecard("""
        00:55  alert disk-full to duty-engineer
        00:57  outage of payments-api begins
    """)

    assert figure(card, "TTD-sig").verdict == "could-not-verify"


def test_only_a_leading_role_responds() -> None:
    card = scorecard("""
        00:00  experts say SEV1
        00:05  alert disk-full to press-office
        00:06  press-office acknowledges disk-full
        00:30  incident-manager acknowledges disk-full
        01:00  EndEx
    """)

    assert figure(card, "TTA").value == minutes(1)
    assert figure(card, "RESP").value == minutes(25)
    assert figure(card, "RESP").verdict == "not-met"


def test_a_role_handed_over_takes_the_response_with_it() -> None:
    card = scorecard("""
        00:00  experts say SEV1
        00:01  press-office takes technical_lead
        00:05  alert disk-full to press-office
        00:06  press-office acknowledges disk-full
        01:00  EndEx
    """)

    assert figure(card, "RESP").value == minutes(1)


def test_a_level_without_targets_is_timed_and_not_judged() -> None:
    card = scorecard("""
        00:00  experts say SEV4
        00:05  alert disk-full to duty-engineer
        00:45  duty-engineer acknowledges disk-full
        01:00  EndEx
    """)

    assert figure(card, "RESP").value == minutes(40)
    assert figure(card, "RESP").verdict == "info"


def test_a_right_level_that_was_left_again_does_not_count() -> None:
    card = scorecard("""
        00:00  experts say SEV1
        00:05  alert disk-full to duty-engineer
        00:05  duty-engineer acknowledges disk-full
        00:10  incident-manager calls SEV1
        00:15  incident-manager calls SEV3
        00:35  incident-manager calls SEV1
        01:00  EndEx
    """)

    assert figure(card, "TTSev-ok").value == minutes(30)


def test_a_right_level_stays_right_when_the_facts_change_later() -> None:
    card = scorecard("""
        00:00  experts say SEV2
        00:05  alert disk-full to duty-engineer
        00:05  duty-engineer acknowledges disk-full
        00:10  incident-manager calls SEV2
        00:15  experts say SEV1
        00:20  incident-manager calls SEV1
        01:00  EndEx
    """)

    assert figure(card, "TTSev-ok").value == minutes(5)


def test_nobody_assigned_as_commander_could_not_be_verified() -> None:
    card = scorecard("""
        00:05  alert disk-full to duty-engineer
        00:05  duty-engineer acknowledges disk-full
        01:00  EndEx
    """)

    assert figure(card, "TTCmd").verdict == "could-not-verify"


def test_without_any_seat_for_a_commander_nobody_took_command_in_time() -> None:
    leaderless = an_organisation(roles={"duty-engineer": Seat(is_=("technical_lead",))})

    card = scorecard(
        """
        00:05  alert disk-full to duty-engineer
        00:05  duty-engineer acknowledges disk-full
        01:00  EndEx
        """,
        a_plan(organisation=leaderless),
    )

    assert figure(card, "TTCmd").verdict == "not-met"


def test_an_excused_span_is_taken_out_and_told() -> None:
    card = scorecard("""
        00:05  alert disk-full to duty-engineer
        00:10  excuse 00:06 to 00:09
        00:12  duty-engineer acknowledges disk-full
        01:00  EndEx
    """)

    metric = figure(card, "TTA")
    assert metric.value == minutes(4)
    assert [exclusion.what for exclusion in metric.excluded] == ["excused 3:00"]


def test_an_artificial_leaf_and_what_followed_from_it_count_nowhere() -> None:
    told = """
        00:05  alert drill-glitch to duty-engineer
        00:30  alert disk-full to duty-engineer
        00:33  duty-engineer acknowledges disk-full
        01:00  EndEx
        {}
    """

    before = scorecard(told.format(""))
    after = scorecard(told.format("an evaluator marks leaf 2 as artificial"))

    assert figure(before, "TTA").value == minutes(28)
    assert figure(after, "TTA").value == minutes(28 - 25)
    assert [finding.code for finding in after.findings if finding.code == "artificial"]


def test_what_happens_after_the_close_changes_no_reaction() -> None:
    closed = """
        00:05  alert disk-full to duty-engineer
        00:09  duty-engineer acknowledges disk-full
        00:30  incident-manager closes
        {}
        01:00  EndEx
    """
    late = "00:40 incident-manager calls SEV1\n 00:41 incident-manager declares"

    quiet = scorecard(closed.format(""))
    busy = scorecard(closed.format(late))

    for key in ("TTD-sig", "TTA", "TTDecl", "TTSev", "TTSev-ok", "TTCmd"):
        assert figure(quiet, key).value == figure(busy, key).value
        assert figure(quiet, key).verdict == figure(busy, key).verdict


def test_what_was_already_so_took_no_time() -> None:
    card = scorecard("""
        00:01  incident-manager declares
        00:05  alert disk-full to duty-engineer
        00:09  duty-engineer acknowledges disk-full
        01:00  EndEx
    """)

    assert figure(card, "TTDecl").value == 0


SEV3_ON = """
    00:00  experts say SEV3
    00:05  alert disk-full to duty-engineer
    00:10  duty-engineer acknowledges disk-full
    01:00  EndEx
"""


@pytest.mark.parametrize(
    ("offsets", "closed", "hours_to_go"),
    [
        # Friday 20 November 16:50 in London.  Monday ends after 7:10 and three whole days.
        (((0, 0),), ("2026-11-21", "2026-11-22"), 79),
        # Without weekends Saturday is the next day.
        (((0, 0),), (), 31),
        # One hour east it is 17:50 there, and the day ends an hour sooner.
        (((0, 60),), (), 30),
        # Clocks go back by one hour on Saturday noon: that day is an hour longer.
        (((0, 0), (1_795_262_400_000, -60)), (), 32),
    ],
)
def test_the_next_business_day_ends_at_midnight_where_the_organisation_is(
    offsets: tuple[tuple[int, int], ...], closed: tuple[str, ...], hours_to_go: int
) -> None:
    policy = a_severity_policy()
    levels = [
        level.model_copy(update={"resolve_next_business_day": level.level == 3})
        for level in policy.levels
    ]
    organisation = an_organisation(severity=policy.model_copy(update={"levels": tuple(levels)}))
    plan = a_plan(organisation=organisation).model_copy(
        update={"offsets": offsets, "closed_days": closed}
    )

    target = figure(scorecard(SEV3_ON, plan), "MTTR-RESOLVE").target

    assert target is not None
    assert int(target.value) == hours_to_go * 3_600_000 + minutes(10)
    assert target.named == "severity policy, SEV3 resolve by the end of the next business day"


def test_the_next_business_day_follows_the_day_of_detection() -> None:
    policy = a_severity_policy()
    levels = [
        level.model_copy(update={"resolve_next_business_day": True}) for level in policy.levels
    ]
    organisation = an_organisation(severity=policy.model_copy(update={"levels": tuple(levels)}))
    told = """
        00:00  experts say SEV3
        07:30  alert disk-full to duty-engineer
               duty-engineer acknowledges disk-full
        09:00  EndEx
    """

    target = figure(scorecard(told, a_plan(organisation=organisation)), "MTTR-RESOLVE").target

    # Detected on Saturday at 00:10 in London: Sunday ends after 47 h 50 min.
    assert target is not None
    assert int(target.value) == 47 * 3_600_000 + minutes(50)


def test_time_to_detection_is_for_information_and_has_no_target() -> None:
    told = SEV3_ON.replace("00:05", "00:02  outage of payments-api begins\n    00:05")

    strict = HOUSE.model_copy(update={"within": {**HOUSE.within, "TTD": minutes(1)}})

    found = figure(scorecard(told, a_plan(rubric=strict)), "TTD")

    assert (found.target, found.verdict) == (None, "info")


def test_of_two_things_at_one_instant_the_record_tells_which_came_first() -> None:
    told = """
        00:00  experts say SEV1
        00:05  alert disk-full to duty-engineer
               duty-engineer acknowledges disk-full
        00:10  incident-manager calls SEV1
               experts say SEV3
        01:00  EndEx
    """

    assert figure(scorecard(told), "TTSev-ok").value == minutes(5)
