"""Legal tests on what the team was shown, beside when the team classified the incident."""

from scenarios.duties import DutyTrigger
from scenarios.plan import Plan
from scenarios.shelf import library_regimes
from tests.builders import a_plan
from tests.scoring.report.reports import a_report, column, grid
from tests.scoring.scored import findings, scorecard
from tests.scoring.test_duties import a_duty

CLASSIFIED = DutyTrigger(classified="classify", as_=("major",))
DOWN = DutyTrigger(aware_of="down")


def dora(*triggers: DutyTrigger) -> Plan:
    """A duty from each of *triggers*; without any, from the classification."""
    law = library_regimes().regime("eu-dora-19-major")
    assert law is not None
    duties = tuple(
        a_duty(id=f"notice-{number}", regime=law.id, stage="initial", from_=trigger)
        for number, trigger in enumerate(triggers or (CLASSIFIED,))
    )
    return a_plan(regimes=(law,), duties=duties)


GATE = "00:05  alert down to duty-engineer, telling LAW-critical-functions.yes\n"
SHARE = "00:20  alert reach to duty-engineer, telling LAW-clients-share.15\n"
LOST = "01:00  alert lost to duty-engineer, telling LAW-data-impact.yes\n"
ALL = GATE + SHARE + LOST
ENDS = "03:00  EndEx"


def told(text: str, plan: Plan | None = None) -> list[str]:
    card = scorecard(text + ENDS, plan or dora())
    return [one.says for one in card.findings if one.code.startswith("legal-test")]


def test_the_fact_that_tips_a_test_is_told_beside_when_the_team_said_so() -> None:
    assert told(ALL + "01:25  incident-manager decides classify: major\n") == [
        "What the team had been shown by E 01:00:00 made it a major incident (DORA): 2 thresholds "
        "are met. The team classified it so at E 01:25:00, 25:00 later."
    ]


def test_a_team_may_know_before_it_was_shown() -> None:
    early = GATE + "00:10  incident-manager decides classify: major\n" + SHARE + LOST

    assert told(early)[0].endswith("The team had classified it so at E 00:10:00.")


def test_a_team_that_never_said_so_is_told_so() -> None:
    assert told(ALL)[0].endswith("The team never classified it so.")
    assert told(ALL + "01:25  incident-manager decides classify: not-yet\n") == told(ALL)


def test_where_no_decision_classifies_nobody_is_asked_for_one() -> None:
    assert told(ALL, dora(DOWN))[0].endswith("2 thresholds are met.")


def test_one_duty_that_starts_with_the_classification_is_enough_to_be_asked_for_it() -> None:
    assert told(ALL, dora(DOWN, CLASSIFIED))[0].endswith("The team never classified it so.")


def test_a_test_that_was_not_met_names_what_is_not_known() -> None:
    (says,) = told(GATE + SHARE)

    assert says.startswith(
        "What the team was shown did not make it a major incident (DORA): 1 threshold met, 2 are "
        "needed; not known: "
    )


def test_a_classification_without_the_facts_is_told_and_costs_nothing() -> None:
    called = GATE + "00:10  incident-manager decides classify: major\n"

    assert told(called)[0].endswith("The team classified it so all the same, at E 00:10:00.")
    card = scorecard(called + ENDS, dora())
    assert findings(card, "legal-test-open")[0].cites


def test_the_latest_that_was_shown_holds_and_a_false_signal_shows_nothing() -> None:
    less = GATE + SHARE + "00:30  alert counted to duty-engineer, telling LAW-clients-share.5\n"
    false = GATE + "00:20  false alert reach to duty-engineer, telling LAW-clients-share.15\n"

    for record in (less + LOST, false + LOST):
        assert "1 threshold met, 2 are needed" in told(record)[0]


def test_where_nothing_was_shown_of_it_or_no_duty_rests_on_it_a_test_is_not_walked() -> None:
    assert told("00:05  alert down to duty-engineer\n") == []
    assert told(ALL, a_plan()) == []


def test_the_finding_rests_on_what_showed_the_facts_and_on_the_decision() -> None:
    card = scorecard(ALL + "01:25  incident-manager decides classify: major\n" + ENDS, dora())

    (found,) = findings(card, "legal-test-met")
    assert len(found.cites) == 4
    assert found.cites == tuple(sorted(found.cites))


def test_what_was_shown_of_other_laws_is_no_part_of_a_finding() -> None:
    other = "00:01  alert other to duty-engineer, telling LAW-cross-border.yes\n"

    (found,) = findings(scorecard(other + GATE + ENDS, dora()), "legal-test-open")
    (alone,) = findings(scorecard(GATE + ENDS, dora()), "legal-test-open")
    assert len(found.cites) == len(alone.cites) == 1


def test_the_report_prints_the_tree_with_what_was_shown() -> None:
    report = a_report(ALL + ENDS, plan=dora())

    tree = grid(report, "9", "Legal test: a major incident (DORA)")
    answers = dict(zip(column(tree, "What is asked"), column(tree, "As shown"), strict=True))
    assert answers["critical services are affected (Art. 6)"] == "yes"
    assert answers["more than 10 % of the service's clients: 15"] == "yes"
    assert answers["reputation (Art. 2, 9(2))"] == "not known"
