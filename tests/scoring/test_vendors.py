"""Third parties: the parts of VEND-ESC, each by hand."""

from scenarios.organisation import Contract, Vendor
from scenarios.plan import Plan
from tests.builders import a_plan, an_organisation, minutes
from tests.scoring.scored import figure, findings, scorecard

KNOWN = "00:10  alert api-errors to duty-engineer, supplier involved\n"


def uncritical() -> Plan:
    plain = Vendor(contract=Contract(respond=minutes(60)))
    return a_plan(organisation=an_organisation(vendors={"northcloud": plain}))


def test_the_case_is_timed_from_when_a_supplier_was_known_to_be_involved() -> None:
    card = scorecard(
        KNOWN + "00:25 duty-engineer opens case with northcloud, answer due 01:25\n02:00 EndEx"
    )

    assert figure(card, "TTV", "northcloud").value == minutes(15)
    assert figure(card, "TTV", "northcloud").verdict == "met"


def test_the_whole_is_the_mean_of_the_parts_that_applied() -> None:
    card = scorecard(
        KNOWN
        + """
        00:25  duty-engineer opens case with northcloud, answer due 01:25, chase 00:55
        01:00  duty-engineer chases northcloud, chase 01:20
        01:40  duty-engineer escalates northcloud to rung 2, out of order
        02:00  northcloud helps
        02:30  EndEx
        """,
        uncritical(),
    )

    metric = figure(card, "VEND-ESC", "northcloud")
    # TTV 1, SLA-TRACK 1, CHASE 1 of 2, LADDER 0 of 1
    assert metric.value == "0.6250"
    assert metric.formula == (
        "mean of TTV 1.0000, SLA-TRACK 1.0000, CHASE 0.5000, LADDER 0.0000; "
        "1 of 2 chasers due on schedule; 0 of 1 rung in order"
    )


def test_a_missed_answer_asks_for_a_decision_how_to_go_on() -> None:
    told = """
        00:25  duty-engineer opens case with northcloud, answer due 01:25, chase 02:50
        01:25:00.001  northcloud misses its answer
        {}
        03:00  EndEx
    """

    idle = scorecard(told.format(""), uncritical())
    going = scorecard(
        told.format("01:40 incident-manager decides how to go on without a vendor"), uncritical()
    )

    assert "FAILDEC 0.0000" in figure(idle, "VEND-ESC", "northcloud").formula
    assert "FAILDEC 1.0000" in figure(going, "VEND-ESC", "northcloud").formula
    assert findings(idle, "breach-not-chased")


def test_a_critical_vendor_needs_an_oversight_note() -> None:
    told = "00:25 duty-engineer opens case with northcloud, chase 00:55\n{}\n00:30 EndEx"

    without = figure(scorecard(told.format("")), "VEND-ESC", "northcloud")
    noted = figure(
        scorecard(told.format("00:26 duty-engineer notes oversight of northcloud")),
        "VEND-ESC",
        "northcloud",
    )

    assert without.value == "0.5000"
    assert noted.value == "1.0000"


def test_help_that_came_first_needs_no_chaser() -> None:
    card = scorecard(
        """
        00:25  duty-engineer opens case with northcloud, chase 00:55
        00:50  northcloud helps
        03:00  EndEx
        """,
        uncritical(),
    )

    assert "CHASE" not in figure(card, "VEND-ESC", "northcloud").formula


def test_a_chaser_that_a_jump_went_over_is_left_out() -> None:
    card = scorecard(
        """
        00:25  duty-engineer opens case with northcloud, chase 00:55
        00:30  jump to 09:00
        10:00  EndEx
        """,
        uncritical(),
    )

    metric = figure(card, "VEND-ESC", "northcloud")
    assert "CHASE" not in metric.formula
    assert [exclusion.why for exclusion in metric.excluded] == ["jumped over"]
