"""A coordinator coordinates, does all eight duties, and is not everybody at once."""

from scenarios.organisation import Seat
from tests.builders import a_plan, an_organisation
from tests.scoring.scored import figure, scorecard

COORDINATOR = """
    00:01  incident-manager logs disk-full
    00:02  incident-manager calls SEV1
    00:03  incident-manager decides own: own
    00:04  incident-manager starts restore-db/restore
    01:00  EndEx
"""

DETECTED = """
    00:05  alert disk-full to duty-engineer
    00:10  duty-engineer acknowledges disk-full
"""


# --- separation


def test_a_coordinator_who_repairs_is_not_coordinating() -> None:
    # Three of four acts coordinate: 1 - 1/4.
    card = scorecard(COORDINATOR)

    assert figure(card, "COORD-SEP").value == "0.7500"
    assert figure(card, "COORD-SEP").verdict == "not-met"
    assert figure(card, "COORD-SEP").tally == (3, 4)


def test_in_a_small_organisation_separation_is_advice() -> None:
    small = an_organisation(
        roles={"incident-manager": Seat(is_=("incident_coordinator", "technical_lead"))}
    )

    card = scorecard(COORDINATOR, a_plan(organisation=small))

    assert figure(card, "COORD-SEP").verdict == "info"


def test_after_handing_the_role_over_one_may_repair() -> None:
    card = scorecard(COORDINATOR.replace("00:04", "00:03:30 cio takes incident_coordinator\n00:04"))

    assert figure(card, "COORD-SEP").value == "1.0000"


# --- the eight duties


def test_what_was_done_shows_the_duties() -> None:
    card = scorecard(
        DETECTED
        + """
        00:11  incident-manager opens the channel
        00:12  incident-manager takes incident_coordinator
        00:13  incident-manager logs disk-full
        00:14  incident-manager assumes disk-full
        00:15  incident-manager calls up cio
        01:00  EndEx
        """
    )

    # Channel, actions, decisions, call-ups; nobody confirmed roles, communicated, or kept
    # evidence.  The eighth, focus, nobody marked: 4 of 7.
    duties = figure(card, "DUTIES")
    assert (duties.value, duties.tally) == ("0.5714", (4, 7))
    assert [one.what for one in duties.excluded] == ["duty focus"]


def test_a_duty_that_somebody_else_did_is_done_and_that_is_told() -> None:
    card = scorecard(DETECTED + "00:11 duty-engineer opens the channel\n01:00 EndEx")

    assert figure(card, "DUTIES").tally == (1, 7)
    assert "by others than the coordinator: channel" in figure(card, "DUTIES").formula


def test_an_evaluators_word_goes_before_the_record() -> None:
    card = scorecard(
        DETECTED
        + """
        00:11  incident-manager opens the channel
        01:00  EndEx
               an evaluator did not see the duty channel
               an evaluator saw the duty focus
        """
    )

    assert figure(card, "DUTIES").tally == (1, 8)
    assert figure(card, "DUTIES").excluded == ()


def test_with_nothing_to_coordinate_no_duty_is_missed() -> None:
    assert figure(scorecard("01:00 EndEx"), "DUTIES").verdict == "not-observed"


# --- three roles on three seats

TOGETHER = DETECTED + "00:35 duty-engineer takes comms_owner\n01:00 EndEx"
"""From 00:10 to 00:35 three seats hold the three roles; from 00:35 to 01:00 two do."""


def test_three_seats_are_distinct_for_as_long_as_they_are_three() -> None:
    # Twenty-five of fifty minutes.
    card = scorecard(TOGETHER)

    assert figure(card, "DISTINCT").value == "0.5000"
    assert figure(card, "DISTINCT").verdict == "not-met"


def test_three_seats_all_the_time_are_whole() -> None:
    card = scorecard(DETECTED + "01:00 EndEx")

    assert figure(card, "DISTINCT").value == "1.0000"


def test_an_overlap_that_was_forced_and_says_so_costs_nothing() -> None:
    # Fifteen minutes of overlap before the exception count, ten after it do not: 25 of 40.
    card = scorecard(TOGETHER.replace("01:00", "00:50 cio raises EX-UNAVAIL about roles\n01:00"))

    assert figure(card, "DISTINCT").value == "0.6250"
    assert [one.what for one in figure(card, "DISTINCT").excluded] == ["overlap of 10:00"]


def test_a_jump_is_nobodys_overlap() -> None:
    # 00:40 to 00:55 is jumped: 25 of 35 minutes.
    card = scorecard(TOGETHER.replace("01:00", "00:40 jump to 00:55\n01:00"))

    assert figure(card, "DISTINCT").value == "0.7143"


def test_without_a_seat_for_a_role_there_is_nothing_to_keep_apart() -> None:
    two = an_organisation(
        roles={
            "incident-manager": Seat(is_=("incident_commander", "incident_coordinator")),
            "duty-engineer": Seat(is_=("technical_lead", "responder")),
        }
    )

    card = scorecard(DETECTED + "01:00 EndEx", a_plan(organisation=two))

    assert figure(card, "DISTINCT").formula == "not observed: nobody could be comms owner"
