"""Recovery time and point: what binds, what could not be verified, what a jump does."""

import pytest

from scenarios.objectives import Recovery
from scenarios.organisation import Dataset, Service
from tests.builders import a_plan, an_organisation, hours, minutes
from tests.scoring.scored import figure, findings, scorecard

LEDGER = a_plan(recovery=(Recovery(service="payments-api", data="ledger"),))


def test_the_strictest_promise_binds_and_is_named() -> None:
    card = scorecard(
        """
        00:10  outage of payments-api begins
        03:00  payments-api is restored
        03:10  payments-api passes validation
        04:00  EndEx
        """,
        LEDGER,
    )

    metric = figure(card, "RTO", "payments-api")
    assert metric.value == hours(3)
    assert metric.verdict == "not-met"
    assert metric.target is not None
    assert (metric.target.value, metric.target.named) == (hours(2), "support promise")
    assert "contract 4:00:00 kept, support promise 2:00:00 broken" in metric.formula


def test_a_bare_duration_is_a_contracts() -> None:
    bare = an_organisation(services={"payments-api": Service(rto=hours(1))})

    card = scorecard(
        """
        00:00  outage of payments-api begins
        00:50  payments-api is restored
        01:00  payments-api passes validation
        02:00  EndEx
        """,
        a_plan(organisation=bare, recovery=(Recovery(service="payments-api"),)),
    )

    metric = figure(card, "RTO", "payments-api")
    assert metric.verdict == "met"
    assert metric.target is not None
    assert metric.target.named == "contract"


def test_restored_and_never_validated_could_not_be_verified() -> None:
    card = scorecard(
        """
        00:10  outage of payments-api begins
        01:00  payments-api is restored
        04:00  EndEx
        """,
        LEDGER,
    )

    metric = figure(card, "RTO", "payments-api")
    assert metric.verdict == "could-not-verify"
    assert metric.value is None


def test_a_validation_while_the_service_is_down_stops_nothing() -> None:
    card = scorecard(
        """
        00:10  outage of payments-api begins
        00:20  payments-api passes validation
        00:30  payments-api is restored
        00:40  payments-api passes validation
        01:00  EndEx
        """,
        LEDGER,
    )

    assert figure(card, "RTO", "payments-api").value == minutes(30)


def test_a_service_that_fell_again_before_its_validation_was_out_all_along() -> None:
    card = scorecard(
        """
        00:10  outage of payments-api begins
        00:20  payments-api is restored
        00:25  outage of payments-api begins
        00:40  payments-api is restored
        00:50  payments-api passes validation
        01:00  EndEx
        """,
        LEDGER,
    )

    assert figure(card, "RTO", "payments-api").value == minutes(40)


@pytest.mark.parametrize(
    ("end", "verdict"), [("01:00  EndEx", "not-due"), ("03:00  EndEx", "not-met"),
                         ("01:00  hold", "could-not-verify")]
)  # fmt: skip
def test_a_service_still_out_at_the_end(end: str, verdict: str) -> None:
    card = scorecard(f"00:10 outage of payments-api begins\n{end}", LEDGER)

    assert figure(card, "RTO", "payments-api").verdict == verdict


def test_no_outage_means_nothing_to_recover() -> None:
    card = scorecard("01:00 EndEx", LEDGER)

    assert figure(card, "RTO", "payments-api").verdict == "not-observed"
    assert figure(card, "RPO", "ledger").verdict == "not-observed"


def test_the_recovery_point_is_printed_against_outage_and_against_damage() -> None:
    card = scorecard(
        """
        02:00  data ledger is corrupt back to 01:40
        02:10  outage of payments-api begins
        03:00  restore of ledger from nightly ends, data up to 01:30
        03:05  payments-api is restored
        03:10  data ledger passes validation
               payments-api passes validation
        04:00  EndEx
        """,
        LEDGER,
    )

    point, loss = figure(card, "RPO", "ledger"), figure(card, "RPO-LOSS", "ledger")
    assert point.value == minutes(40)
    assert point.verdict == "not-met"
    assert point.clock == "data"
    assert point.target is not None
    assert point.target.value == minutes(30)
    assert loss.value == minutes(10)
    assert loss.verdict == "info"


def test_a_point_before_the_exercise_counts_back_past_its_start() -> None:
    organisation = an_organisation(datasets={"ledger": Dataset(rpo=hours(6))})

    card = scorecard(
        """
        00:10  data ledger is lost back to 00:10
               outage of payments-api begins
        03:00  restore of ledger from nightly ends, data up to -05:30
               data ledger passes validation
        04:00  EndEx
        """,
        a_plan(
            organisation=organisation, recovery=(Recovery(service="payments-api", data="ledger"),)
        ),
    )

    assert figure(card, "RPO", "ledger").value == hours(5) + minutes(40)
    assert figure(card, "RPO", "ledger").verdict == "met"


def test_data_that_was_never_validated_could_not_be_verified() -> None:
    card = scorecard(
        """
        00:10  data ledger is lost back to 00:10
               outage of payments-api begins
        00:50  restore of ledger from replica ends, data up to 00:09
        04:00  EndEx
        """,
        LEDGER,
    )

    assert figure(card, "RPO", "ledger").value == minutes(1)
    assert figure(card, "RPO", "ledger").verdict == "could-not-verify"


def test_data_that_never_came_back_is_a_miss() -> None:
    card = scorecard("00:10 data ledger is lost back to 00:10\n04:00 EndEx", LEDGER)

    assert figure(card, "RPO", "ledger").verdict == "not-met"
    assert figure(card, "RPO", "ledger").value is None


def test_data_was_not_due_back_before_its_service_was() -> None:
    card = scorecard(
        """
        00:10  data ledger is lost back to 00:10
               outage of payments-api begins
        02:00  EndEx
        """,
        LEDGER,
    )

    assert figure(card, "RTO", "payments-api").verdict == "not-due"
    assert figure(card, "RPO", "ledger").verdict == "not-due"


def test_what_was_not_restored_before_going_on_by_hand_could_not_be_verified() -> None:
    card = scorecard(
        """
        00:10  outage of payments-api begins
        00:20  go on by hand
        04:00  EndEx
        """,
        LEDGER,
    )

    metric = figure(card, "RTO", "payments-api")
    assert metric.verdict == "could-not-verify"
    assert [exclusion.what for exclusion in metric.excluded] == ["went on by hand"]
    assert findings(card, "by-hand")


def test_a_controlled_state_needs_all_six_items_with_evidence() -> None:
    card = scorecard("""
        00:05  alert disk-full to duty-engineer
        00:05  duty-engineer acknowledges disk-full
        01:00  incident-manager confirms fixes-removed with evidence
        01:01  incident-manager confirms changes-captured with evidence
        01:02  incident-manager confirms reconciled with evidence
        01:03  incident-manager confirms monitoring
        01:04  incident-manager confirms integrity with evidence, wrongly
        01:05  incident-manager confirms follow-up with evidence
        02:00  EndEx
    """)

    metric = figure(card, "RECOV")
    assert metric.value == "0.6667"
    assert [exclusion.what for exclusion in metric.excluded] == ["Monitoring works and is watched"]
    assert findings(card, "confirmed-but-not-so")[0].of == "integrity"
    assert figure(card, "TTCS").value is None
