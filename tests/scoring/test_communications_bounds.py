"""Messages at the edges: at a promise and a moment past it, at the record's end, at nothing."""

import pytest

from scenarios.organisation import Audience, CommsPolicy
from scenarios.plan import Plan
from scoring import Scorecard
from scoring.figure import Metric
from tests.builders import a_plan, an_organisation, minutes
from tests.scoring.scored import figure, findings, scorecard
from tests.scoring.test_communications import THE_WAY, updates


def audience(name: str, **parts: int | bool | None) -> Audience:
    return Audience.model_validate({"id": name, "title": name, "channels": ("email",), **parts})


def with_audiences(*audiences: Audience) -> Plan:
    policy = CommsPolicy(version="1", audiences=audiences)
    return a_plan(organisation=an_organisation(communications=policy))


def sent(at: str, message: str, to: str) -> str:
    return (
        f"{at} press-office drafts message {message} to {to} by email\n"
        f"press-office publishes message {message}\n"
    )


# --- the required way


def test_what_went_the_required_way_counts_every_transition_and_finds_nothing() -> None:
    card = scorecard(THE_WAY)

    assert figure(card, "COMMS-CONF").tally == (3, 3)
    assert not findings(card, "unapproved-notice")


def test_each_missing_transition_is_one_of_those_there_were() -> None:
    card = scorecard(THE_WAY.replace("00:02  legal reviews message status", ""))

    assert figure(card, "COMMS-CONF").tally == (2, 3)


def test_what_an_exception_code_halves_is_no_count_any_more() -> None:
    halved = THE_WAY.replace("00:02  legal reviews message status", "").replace(
        "publishes message status", "publishes message status under EX-URGENT"
    )

    assert figure(scorecard(halved), "COMMS-CONF").tally is None


def test_a_message_that_did_nothing_right_earns_nothing() -> None:
    card = scorecard(
        sent("00:01", "status", "customers").replace("email", "letter") + "01:00 EndEx"
    )

    assert figure(card, "COMMS-CONF").value == "0.0000"
    assert figure(card, "COMMS-CONF").tally == (0, 3)


def test_where_nothing_was_published_no_way_was_observed() -> None:
    found = figure(scorecard("01:00 EndEx"), "COMMS-CONF")

    assert (found.value, found.verdict, found.tally) == (None, "not-observed", None)


def test_an_audience_that_needs_no_approval_is_told_without_one() -> None:
    card = scorecard(sent("00:01", "m", "all") + "01:00 EndEx", with_audiences(audience("all")))

    assert figure(card, "COMMS-CONF").tally == (1, 1)
    assert not findings(card, "unapproved-notice")


def test_one_simulated_approval_takes_nothing_from_a_real_one() -> None:
    both = THE_WAY.replace("00:03", "00:02:30 simulated cio approves message status\n00:03")

    found = figure(scorecard(both), "COMMS-CONF")

    assert (found.tally, found.excluded) == ((3, 3), ())


# --- the promised rhythm


def cadence(told: str, plan: Plan | None = None) -> Metric:
    return figure(scorecard(told, plan), "UPD-CAD")


@pytest.mark.parametrize(
    ("second", "tally"),
    [
        ("00:39:59.999", (1, 1)),
        ("00:40", (1, 1)),  # thirty minutes were promised, and thirty they are
        ("00:40:00.001", (0, 1)),
    ],
)
def test_the_next_word_is_in_time_up_to_what_was_promised(
    second: str, tally: tuple[int, int]
) -> None:
    assert cadence(updates("00:10", second, until="00:50")).tally == tally


@pytest.mark.parametrize(
    ("end", "tally"), [("00:40", None), ("00:40:00.001", (0, 1)), ("00:10", None)]
)
def test_the_last_silence_counts_once_it_is_longer_than_promised(
    end: str, tally: tuple[int, int] | None
) -> None:
    assert cadence(updates("00:10", until=end)).tally == tally


def test_an_interval_rests_on_both_its_words_and_the_last_silence_on_the_end() -> None:
    # opened, started, drafted, published 3, drafted, published 5, EndEx 6
    assert cadence(updates("00:10", "00:40", until="02:00")).cites == (3, 5, 6)


@pytest.mark.parametrize(("pace", "tally"), [("6", (1, 1)), ("601/100", None)])
def test_five_minutes_of_played_time_are_enough_to_be_rated(
    pace: str, tally: tuple[int, int] | None
) -> None:
    # Thirty minutes of the story, six times as fast as people live.
    assert cadence(f"00:00 pace {pace}\n" + updates("00:10", "00:40", until="00:45")).tally == tally


def test_a_word_that_is_the_last_leaf_of_the_record_is_heard() -> None:
    cut_off = updates("00:10", "00:40").removesuffix("\n03:00 EndEx")

    assert cadence(cut_off).tally == (1, 1)


def test_what_lasted_shortest_past_its_promise_is_told_first() -> None:
    plan = with_audiences(
        audience("partners", every=minutes(10)), audience("customers", every=minutes(40))
    )
    told = "".join(
        [
            sent("00:01", "a", "partners"),
            sent("00:02", "b", "customers"),
            sent("00:16", "c", "partners"),
            sent("00:43", "d", "customers"),
        ]
    )

    assert cadence(told + "00:44 EndEx", plan).missing == (
        "customers waited 41:00, promised 40:00",
        "partners waited 15:00, promised 10:00",
        "partners waited 28:00, promised 10:00",
    )


def test_a_word_promised_for_an_instant_already_past_left_no_time_at_all() -> None:
    found = cadence(updates("00:10", "00:20", until="00:25", extra=", next word at 00:05"))

    assert {one.why for one in found.excluded} == {
        "not rated at this pace: it left people 0:00 of played time"
    }


# --- who was reached


def cited(card: Scorecard, key: str) -> tuple[int, ...]:
    return figure(card, key).cites


WAITING = with_audiences(
    audience("customers", first_within=minutes(20)), audience("partners", first_within=minutes(20))
)


def test_coverage_rests_on_the_first_word_to_each() -> None:
    told = (
        sent("00:01", "a", "partners")  # leaves 2 and 3
        + sent("00:02", "b", "customers")  # 4 and 5
        + sent("00:03", "c", "partners")
    )

    card = scorecard(told + "01:00 EndEx", WAITING)

    assert figure(card, "COVERAGE").tally == (2, 2)
    assert cited(card, "COVERAGE") == (3, 5)


def test_that_nobody_was_told_is_shown_by_the_end() -> None:
    card = scorecard(
        """
        00:01  alert disk-full to duty-engineer
        00:02  incident-manager declares
        01:00  EndEx
        """,
        WAITING,
    )

    assert figure(card, "COVERAGE").tally == (0, 2)
    assert cited(card, "COVERAGE") == (6,)


def test_without_an_incident_or_a_word_nobody_had_to_be_told() -> None:
    assert figure(scorecard("01:00 EndEx", WAITING), "COVERAGE").verdict == "not-observed"


def test_a_word_without_a_declaration_shows_who_else_had_to_hear() -> None:
    card = scorecard(sent("00:01", "a", "partners") + "01:00 EndEx", WAITING)

    assert figure(card, "COVERAGE").tally == (1, 2)


# --- the first word outside

DECLARED = """
    00:01  alert disk-full to duty-engineer
    00:10  incident-manager declares
"""


def test_a_first_word_that_is_the_last_leaf_of_the_record_is_heard() -> None:
    found = figure(scorecard(DECLARED + sent("00:30", "m", "customers")), "FIRST")

    assert (found.value, found.verdict) == (minutes(20), "met")


def test_a_first_word_once_the_incident_is_closed_comes_too_late_to_be_one() -> None:
    told = DECLARED + "00:20 incident-manager closes\n" + sent("00:30", "m", "customers")

    assert figure(scorecard(told + "01:00 EndEx"), "FIRST").value is None


@pytest.mark.parametrize(("end", "verdict"), [("01:10", "not-due"), ("01:10:00.001", "not-met")])
def test_silence_up_to_the_limit_is_no_miss(end: str, verdict: str) -> None:
    assert figure(scorecard(DECLARED + f"{end} EndEx"), "FIRST").verdict == verdict


def test_silence_in_a_record_that_stops_early_says_nothing() -> None:
    cut_off = DECLARED + "00:30 duty-engineer logs disk-full"

    assert figure(scorecard(cut_off), "FIRST").verdict == "could-not-verify"


def test_the_first_word_rests_on_the_declaration_and_the_message() -> None:
    # opened, started, alert, its judgement, declared 4, detected 5, drafted 6, published 7
    card = scorecard(DECLARED + sent("00:30", "m", "customers") + "01:00 EndEx")

    assert cited(card, "FIRST") == (4, 7)


def test_the_shortest_promise_to_anybody_outside_is_the_limit() -> None:
    plan = with_audiences(
        audience("partners", first_within=minutes(40)),
        audience("customers", first_within=minutes(20)),
        audience("staff", external=False, first_within=minutes(5)),
    )

    target = figure(scorecard(DECLARED + "01:00 EndEx", plan), "FIRST").target

    assert target is not None
    assert (target.value, target.named) == (minutes(20), "comms policy, customers")
