"""The recovery point and the controlled state at the edges: how old is old, and what proves it."""

import pytest

from scoring.titles import ITEMS
from tests.builders import minutes
from tests.scoring.scored import figure, findings, scorecard
from tests.scoring.test_recovery_edges import LEDGER, back, promising

LOST = "00:05 data ledger is lost back to 00:04\n"  # leaf 2
DOWN = LOST + "01:00 outage of payments-api begins\n"  # 3 and 4


def restored(up_to: str) -> str:
    """The leaves 5 and 6."""
    ends = f"01:30 restore of ledger from nightly ends, data up to {up_to}\n"
    return ends + "data ledger passes validation\n"


@pytest.mark.parametrize(
    ("up_to", "behind", "verdict"),
    [
        ("00:30", minutes(30), "met"),
        ("00:30:00.001", minutes(30) - 1, "met"),
        ("00:29:59.999", minutes(30) + 1, "not-met"),
        ("01:10", 0, "met"),  # later than the outage is not less than nothing
    ],
)
def test_data_may_be_as_old_as_was_promised(up_to: str, behind: int, verdict: str) -> None:
    card = scorecard(DOWN + restored(up_to) + "02:00 EndEx", LEDGER)

    found = figure(card, "RPO", "ledger")
    assert (found.value, found.verdict, found.cites) == (behind, verdict, (2, 4, 5, 6))
    assert figure(card, "RPO-LOSS", "ledger").value == 0


@pytest.mark.parametrize(("up_to", "lost"), [("00:03", minutes(1)), ("00:04:00.001", 0)])
def test_the_loss_is_what_the_damage_had_not_taken(up_to: str, lost: int) -> None:
    card = scorecard(DOWN + restored(up_to) + "02:00 EndEx", LEDGER)

    assert figure(card, "RPO-LOSS", "ledger").value == lost


def test_of_two_damages_the_deeper_one_says_what_was_still_good() -> None:
    told = DOWN + "01:10 data ledger is corrupt back to 00:02\n" + restored("00:01")

    found = figure(scorecard(told + "02:00 EndEx", LEDGER), "RPO-LOSS", "ledger")
    assert found.value == minutes(1)
    assert found.cites == (2, 4, 5, 6, 7)


def test_what_happens_to_other_data_is_not_this_ones() -> None:
    told = (
        "00:01 data archive is lost back to -05:00\n"
        + DOWN
        + restored("00:50")
        + "01:40 restore of archive from tape ends, data up to -09:00\n"
        + "data archive passes validation\n"
    )

    card = scorecard(told + "02:00 EndEx", LEDGER)
    assert figure(card, "RPO", "ledger").value == minutes(10)
    assert figure(card, "RPO-LOSS", "ledger").value == 0


def test_data_lost_without_an_outage_counts_from_its_damage() -> None:
    card = scorecard(LOST + restored("00:03") + "02:00 EndEx", LEDGER)

    found = figure(card, "RPO", "ledger")
    assert (found.value, found.cites) == (minutes(2), (2, 3, 4))


def test_the_restore_that_was_checked_counts_not_one_that_came_after() -> None:
    told = DOWN + restored("00:50")
    told += "01:40 restore of ledger from tape ends, data up to 00:01\n"

    assert figure(scorecard(told + "02:00 EndEx", LEDGER), "RPO", "ledger").value == minutes(10)


def test_of_two_restores_before_the_check_the_last_counts() -> None:
    told = DOWN + "01:20 restore of ledger from tape ends, data up to 00:01\n" + restored("00:50")

    assert figure(scorecard(told + "02:00 EndEx", LEDGER), "RPO", "ledger").value == minutes(10)


def test_a_service_that_passed_on_its_data_proves_the_data() -> None:
    told = DOWN + "01:30 restore of ledger from nightly ends, data up to 00:50\n" + back("01:40")
    card = scorecard(told + "02:00 EndEx", LEDGER)

    assert figure(card, "RPO", "ledger").verdict == "met"
    assert figure(card, "RPO-LOSS", "ledger").verdict == "info"


@pytest.mark.parametrize(
    ("up_to", "verdict"), [("00:30", "could-not-verify"), ("00:29", "not-met")]
)
def test_unchecked_data_that_is_too_old_missed_all_the_same(up_to: str, verdict: str) -> None:
    told = f"{DOWN}01:30 restore of ledger from nightly ends, data up to {up_to}\n02:00 EndEx"

    card = scorecard(told, LEDGER)
    assert figure(card, "RPO", "ledger").verdict == verdict
    assert figure(card, "RPO-LOSS", "ledger").verdict == "could-not-verify"
    assert figure(card, "RPO", "ledger").formula.endswith("; the data was never validated")
    assert figure(card, "RPO", "ledger").cites == (2, 4, 5)


@pytest.mark.parametrize(
    ("told", "verdict"),
    [
        ("03:00 EndEx", "not-due"),  # two hours after the outage the service is due
        ("03:00:00.001 EndEx", "not-met"),
        ("04:00 hold", "not-observed"),  # the record stops early
        ("01:30 data ledger passes validation\n04:00 EndEx", "could-not-verify"),
    ],
)
def test_data_that_did_not_come_back(told: str, verdict: str) -> None:
    card = scorecard(DOWN + told, LEDGER)

    assert figure(card, "RPO", "ledger").verdict == verdict
    assert figure(card, "RPO-LOSS", "ledger").verdict == "not-observed"


@pytest.mark.parametrize(("rpo", "verdict"), [(None, "info"), (minutes(5), "not-met")])
def test_data_without_any_promise_is_told_and_not_judged(rpo: int | None, verdict: str) -> None:
    came = scorecard(DOWN + restored("00:30") + "02:00 EndEx", promising(None, rpo))
    never = scorecard(DOWN + "02:00 EndEx", promising(None, rpo))

    assert figure(came, "RPO", "ledger").verdict == verdict
    assert figure(never, "RPO", "ledger").verdict == verdict


def test_undamaged_data_is_held_against_nothing_that_was_lost() -> None:
    card = scorecard("01:00 EndEx", LEDGER)

    point, loss = figure(card, "RPO", "ledger"), figure(card, "RPO-LOSS", "ledger")
    assert point.target is not None
    assert point.target.value == minutes(30)
    assert (loss.target, loss.verdict) == (None, "not-observed")


def test_a_check_of_other_data_proves_nothing_of_this() -> None:
    told = DOWN + "01:30 restore of ledger from nightly ends, data up to 00:50\n"
    card = scorecard(told + "01:40 data archive passes validation\n02:00 EndEx", LEDGER)

    assert figure(card, "RPO", "ledger").verdict == "could-not-verify"


# --- the controlled state


def test_without_an_incident_nothing_had_to_be_controlled() -> None:
    assert scorecard("01:00 EndEx").metric("RECOV") is None


def test_an_item_counts_without_a_detection_once_it_is_confirmed() -> None:
    card = scorecard("00:30 incident-manager confirms monitoring with evidence\n01:00 EndEx")

    assert (figure(card, "RECOV").tally, figure(card, "RECOV").cites) == ((1, 6), (2,))


def test_that_nothing_was_confirmed_is_shown_by_the_end() -> None:
    told = "00:01 alert disk-full to duty-engineer\nduty-engineer acknowledges disk-full\n"
    found = figure(scorecard(told + "01:00 EndEx"), "RECOV")  # opened 0 to detected 5, EndEx 6

    assert (found.tally, found.cites) == ((0, 6), (6,))
    assert len(found.missing) == 6


def test_an_item_shown_in_the_end_is_not_held_against_anybody() -> None:
    card = scorecard(
        """
        00:30  incident-manager confirms monitoring
        00:31  incident-manager confirms monitoring
        00:32  incident-manager confirms reconciled
        00:40  incident-manager confirms monitoring with evidence
        00:50  incident-manager confirms monitoring with evidence
        01:00  EndEx
        """
    )

    found = figure(card, "RECOV")
    assert (found.tally, found.cites) == ((1, 6), (5,))
    assert [(one.what, one.cites) for one in found.excluded] == [(ITEMS["reconciled"], (4,))]
    assert ITEMS["monitoring"] not in found.missing
    assert ITEMS["reconciled"] in found.missing
    assert not findings(card, "confirmed-but-not-so")
