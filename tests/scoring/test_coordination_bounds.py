"""The coordinator's work at its edges: what shows a duty, when a role is held, who is told."""

import pytest

from scenarios.organisation import Seat
from scoring.figure import DEBRIEF_ONLY, Metric
from tests.builders import a_plan, an_organisation
from tests.scoring.scored import figure, scorecard
from tests.scoring.test_coordination import DETECTED, TOGETHER


def duties(*lines: str, end: str = "01:00  EndEx") -> Metric:
    return figure(scorecard("\n".join([DETECTED, *lines, end])), "DUTIES")


SHOWN = {
    "channel": ("incident-manager opens the channel",),
    "roles": (
        "duty-engineer takes technical_lead",
        "press-office takes comms_owner",
        "cio takes incident_commander",
    ),
    "actions": ("incident-manager logs disk-full",),
    "decisions": (
        "incident-manager assumes disk-full",
        "incident-manager decides own: own",
    ),
    "communications": (
        "incident-manager drafts message m to staff by chat",
        "incident-manager opens case with northcloud",
        "incident-manager chases northcloud",
        "incident-manager escalates northcloud to rung 1",
    ),
    "call-ups": ("incident-manager calls up cio",),
    "evidence": (
        "incident-manager confirms monitoring with evidence",
        "incident-manager decides own: own, evidence 2",
    ),
}


@pytest.mark.parametrize(
    ("duty", "line"), [(duty, line) for duty, lines in SHOWN.items() for line in lines]
)
def test_each_thing_done_shows_its_duty(duty: str, line: str) -> None:
    assert duty not in duties(f"00:11 {line}").missing


@pytest.mark.parametrize(
    ("duty", "line"),
    [
        ("roles", "legal takes legal_compliance_reviewer"),  # not one that a coordinator confirms
        ("actions", "incident-manager assumes disk-full"),
        ("decisions", "incident-manager logs disk-full"),
        ("evidence", "incident-manager confirms monitoring"),  # on nothing but their word
        ("evidence", "incident-manager decides own: own"),
    ],
)
def test_what_only_resembles_a_duty_does_not_show_it(duty: str, line: str) -> None:
    assert duty in duties(f"00:11 {line}").missing


def test_a_duty_rests_on_the_coordinators_own_doing_before_that_of_others() -> None:
    # opened, started, alert, its judgement, acknowledged, detected 5; channels at 6 and 7
    found = duties("00:11 legal opens the channel", "00:12 incident-manager opens the channel")

    assert found.cites == (7,)
    assert "by others" not in found.formula


def test_that_no_duty_was_done_is_shown_by_the_end() -> None:
    found = duties()

    assert (found.tally, found.cites) == ((0, 7), (6,))


def test_an_evaluators_mark_is_what_the_duty_rests_on() -> None:
    found = duties(
        "00:11 incident-manager opens the channel",
        "01:00 EndEx",
        end="an evaluator saw the duty channel",
    )

    assert found.cites == (8,)


def test_where_there_was_nothing_to_coordinate_no_duty_is_left_out_either() -> None:
    found = figure(scorecard("01:00 EndEx"), "DUTIES")

    assert (found.verdict, found.excluded) == ("not-observed", ())


# --- separation


def separation(*lines: str) -> Metric:
    return figure(scorecard("\n".join([*lines, "01:00 EndEx"])), "COORD-SEP")


def test_a_response_counts_once_with_its_step_or_for_itself() -> None:
    with_step = separation(
        "00:04 incident-manager starts restore-db/restore",
        "incident-manager responds by failover as restore-db/restore",
    )
    alone = separation(
        "00:04 incident-manager logs disk", "00:05 incident-manager responds by failover"
    )

    assert with_step.tally == (0, 1)
    assert alone.tally == (1, 2)


def test_what_one_seat_alone_did_is_for_the_debrief() -> None:
    one = separation("00:01 incident-manager logs disk")
    two = separation(
        "00:01 incident-manager logs disk", "00:02 cio takes incident_coordinator", "cio logs disk"
    )

    assert one.debrief
    assert one.formula.endswith(DEBRIEF_ONLY)
    assert not two.debrief


def test_a_role_is_held_from_the_leaf_after_its_taking() -> None:
    # Until then the incident manager holds it, by default; the taking itself is nobody's.
    assert separation("00:01 cio takes incident_coordinator", "cio logs disk").tally == (1, 1)


# --- three roles on three seats


def distinct(told: str) -> Metric:
    return figure(scorecard(told), "DISTINCT")


def test_of_two_roles_taken_one_after_another_each_counts_from_its_own_time() -> None:
    # Three seats from 00:10 to 00:20 and from 00:40 to 01:00: 30 of 50 minutes.
    found = distinct(
        DETECTED
        + """
        00:20  duty-engineer takes comms_owner
        00:40  press-office takes comms_owner
        01:00  EndEx
        """
    )

    assert found.value == "0.6000"
    assert found.cites == (5, 6, 7, 8)


def test_roles_taken_before_the_detection_hold_from_it_on() -> None:
    found = distinct("00:01 duty-engineer takes comms_owner" + DETECTED + "01:00 EndEx")

    assert (found.value, found.cites) == ("0.0000", (6, 7))


def test_what_happens_once_the_incident_is_closed_overlaps_nothing() -> None:
    found = distinct(
        DETECTED
        + """
        00:30  incident-manager closes
        00:40  duty-engineer takes comms_owner
        01:00  EndEx
        """
    )

    assert (found.value, found.cites) == ("1.0000", (5, 6))


def test_an_overlap_said_to_be_forced_before_the_detection_costs_nothing_from_it_on() -> None:
    # Two seats until 00:35, for a reason; three from then on.
    found = distinct(
        "00:01 cio raises EX-UNAVAIL about roles\n00:02 duty-engineer takes comms_owner"
        + DETECTED
        + "00:35 press-office takes comms_owner\n01:00 EndEx"
    )

    assert found.value == "1.0000"
    assert [one.what for one in found.excluded] == ["overlap of 25:00"]
    assert found.cites == (7, 8, 9)


@pytest.mark.parametrize("about", ["incident_coordinator", "technical_lead", "comms_owner"])
def test_an_exception_about_one_of_the_roles_excuses_their_overlap(about: str) -> None:
    told = TOGETHER.replace("01:00", f"00:50 cio raises EX-UNAVAIL about {about}\n01:00")

    assert distinct(told).value == "0.6250"


@pytest.mark.parametrize("line", ["EX-UNAVAIL about chat", "EX-WHATEVER about roles"])
def test_another_exception_or_an_unknown_code_excuses_no_overlap(line: str) -> None:
    assert distinct(TOGETHER.replace("01:00", f"00:50 cio raises {line}\n01:00")).value == "0.5000"


def test_an_exception_excuses_no_time_with_three_seats() -> None:
    found = distinct(DETECTED + "00:30 cio raises EX-UNAVAIL about roles\n01:00 EndEx")

    assert (found.value, found.excluded) == ("1.0000", ())


def test_overlap_that_was_forced_all_the_time_is_not_rated() -> None:
    found = distinct(
        "00:01 cio raises EX-UNAVAIL about roles\n00:02 duty-engineer takes comms_owner"
        + DETECTED
        + "01:00 EndEx"
    )

    assert (found.value, found.verdict) == (None, "not-rated")


def test_an_incident_that_ends_as_it_is_detected_has_no_time_to_share() -> None:
    found = distinct(DETECTED + "00:10 EndEx")

    assert (found.verdict, found.formula) == ("not-observed", "not observed: no time passed")


def test_without_an_incident_there_was_nothing_to_keep_apart() -> None:
    assert distinct("01:00 EndEx").formula == "not observed: there was nothing to coordinate"


@pytest.mark.parametrize(("least", "verdict"), [(2, "met"), (3, "met"), (4, "info")])
def test_as_many_seats_as_the_organisation_asks_for_are_judged(least: int, verdict: str) -> None:
    three = {
        "incident-manager": Seat(is_=("incident_commander", "incident_coordinator")),
        "duty-engineer": Seat(is_=("technical_lead", "responder")),
        "press-office": Seat(is_=("comms_owner",)),
    }
    organisation = an_organisation(roles=three, distinct_roles_from=least)

    card = scorecard(DETECTED + "01:00 EndEx", a_plan(organisation=organisation))

    assert figure(card, "DISTINCT").verdict == verdict


def test_a_forced_overlap_names_the_exception_that_says_so() -> None:
    # opened, started, alert, its judgement, acknowledged, detected, taken, raised 7
    found = distinct(TOGETHER.replace("01:00", "00:50 cio raises EX-UNAVAIL about roles\n01:00"))

    assert [one.cites for one in found.excluded] == [(7,)]


def test_of_one_millisecond_with_an_overlap_none_was_apart() -> None:
    told = "00:02 duty-engineer takes comms_owner" + DETECTED + "00:10:00.001 EndEx"

    assert distinct(told).value == "0.0000"
