"""Legal tests on facts: what meets a threshold, what only just does not, and what is still open."""

import re

import pytest

from runbooks.authored import Wrong
from scenarios.law import ASKS, TESTS, Outcome, read_facts, with_outcomes

CRITICAL = "critical_functions=yes "


def asked(test: str, facts: str) -> Outcome:
    return TESTS[test](read_facts(dict(fact.split("=", 1) for fact in facts.split())))


@pytest.mark.parametrize(
    ("facts", "verdict", "because"),
    [
        (CRITICAL + "downtime=2h1m member_states=2", "yes", "2 thresholds are met"),
        (CRITICAL + "downtime=2h member_states=2", "no", "1 threshold met"),
        ("malicious_access=yes data_may_be_lost=yes", "yes", "Art. 9(5)(b)"),
        ("critical_functions=no supervised_services=no malicious_access=no duration=30h "
         "costs=150000", "no", "no critical service"),
        (CRITICAL + "clients_share=10.0% clients=9000 media=yes", "no", "1 threshold met"),
        (CRITICAL + "clients=100001 media=yes", "yes", "2 thresholds are met"),
        (CRITICAL + "clients=100000 media=yes", "no", "1 threshold met"),
        (CRITICAL + "duration=24h media=yes", "no", "1 threshold met"),
        (CRITICAL + "duration=24h1s media=yes", "yes", "2 thresholds are met"),
        (CRITICAL + "costs=100000 media=yes", "no", "1 threshold met"),
        (CRITICAL + "costs=100001 media=yes", "yes", "2 thresholds are met"),
        (CRITICAL + "member_states=1 media=yes", "no", "1 threshold met"),
        (CRITICAL + "media=yes complaints=yes", "no", "1 threshold met"),
        (CRITICAL + "media=yes recurring=yes", "yes", "Art. 8(2)"),
        (CRITICAL + "media=yes recurring=yes entity=microenterprise", "no", "1 threshold met"),
        (CRITICAL + "data_impact=yes clients_lost=yes", "yes", "2 thresholds are met"),
        (CRITICAL + "transactions_share=10.1 counterparts_share=30 costs=1", "no", "1 threshold"),
        ("malicious_access=yes", "no", "no thresholds met"),
    ],
)  # fmt: skip
def test_an_ict_incident_is_major_by_the_tree_of_article_8(
    facts: str, verdict: str, because: str
) -> None:
    outcome = asked("dora-major", facts)

    assert outcome.verdict == verdict
    assert because in outcome.because


def test_the_tree_carries_every_answer_and_what_is_still_open() -> None:
    outcome = asked("dora-major", CRITICAL + "downtime=3h media=no complaints=no")

    others = outcome.tree[2]
    assert [node.reply for node in outcome.tree[:3]] == ["yes", "open", "open"]
    assert {part.ask.split(" ")[0]: part.reply for part in others.parts}["duration"] == "yes"
    assert "member-states" in outcome.open_facts
    assert "downtime" not in outcome.open_facts


@pytest.mark.parametrize(
    ("facts", "verdict"),
    [
        ("severe_disruption=yes", "yes"),
        ("severe_disruption=no financial_loss=no considerable_damage=no", "no"),
        ("severe_disruption=yes planned_maintenance=yes", "no"),
        ("provider=cloud downtime=30m", "no"),
        ("provider=cloud downtime=31m", "yes"),
        ("provider=cloud limited_for=61m users_share=5.1", "yes"),
        ("provider=cloud limited_for=60m users_share=5.1", "no"),
        ("provider=cloud limited_for=2h users=1000001", "yes"),
        ("provider=cloud limited_for=2h users=1000000 users_share=5", "no"),
        ("provider=trust downtime=21m", "yes"),
        ("provider=trust data_users=100 data_users_share=0.1", "no"),
        ("provider=trust data_users=101", "yes"),
        ("provider=tld slow_answers=61m", "yes"),
        ("provider=digital loss=500000", "no"),
        ("provider=digital loss=500001", "yes"),
        ("provider=digital loss=60000 turnover=1000000", "yes"),
        ("provider=digital loss=50000 turnover=1000000", "no"),
        ("provider=digital loss=600000 turnover=1000000000", "yes"),
        ("provider=digital death=yes", "yes"),
    ],
)
def test_an_incident_is_significant_by_numbers_where_there_are_some(
    facts: str, verdict: str
) -> None:
    assert asked("nis2-significant", facts).verdict == verdict


@pytest.mark.parametrize(
    ("facts", "level"),
    [
        ("people=1000000", "general"),
        ("people=1000001", "relatively major"),
        ("loss_rmb=20000001", "major"),
        ("people=100000001", "particularly major"),
    ],
)
def test_china_reports_from_relatively_major(facts: str, level: str) -> None:
    outcome = asked("cn-reportable", facts)

    assert outcome.because == level
    assert outcome.verdict == ("no" if level == "general" else "yes")


def test_a_no_that_another_fact_could_turn_is_not_yet_a_fact() -> None:
    assert "dora-major" not in with_outcomes({"media": ("yes",)})
    assert with_outcomes(read_facts({"malicious-access": "yes", "data-may-be-lost": "yes"}))[
        "dora-major"
    ] == ("yes",)


@pytest.mark.parametrize("answer", ["unknown", "possible", "suspected", "not-known"])
def test_an_answer_that_is_neither_yes_nor_no_leaves_the_question_open(answer: str) -> None:
    outcome = asked("dora-major", CRITICAL + f"media={answer} downtime=3h")

    reputation = next(node for node in outcome.tree[2].parts if node.ask.startswith("reputation"))
    media = next(node for node in reputation.parts if node.ask == "media")
    assert (media.reply, media.because) == ("open", "reflected in the media: not known")
    assert outcome.may_turn
    assert "dora-major" not in with_outcomes(read_facts({"critical-functions": answer}))


@pytest.mark.parametrize("number", ["unknown", "not-yet"])
def test_a_number_that_is_unknown_leaves_its_threshold_open(number: str) -> None:
    assert "clients" in asked("dora-major", CRITICAL + f"clients={number}").open_facts


@pytest.mark.parametrize(
    ("test", "facts", "says"),
    [
        ("dora-major", "critical=yes", "did you mean `critical-functions`?"),
        ("dora-major", "weather=bad", "does not ask the fact `weather`; it asks `clients`, "),
        ("dora-major", "media=maybe", "`maybe` is no answer to `media`; known are `no`, `yes`"),
        ("nis2-significant", "provider=cluod", "did you mean `cloud`?"),
        ("cn-reportable", "peeple=1", "did you mean `people`?"),
    ],
)
def test_a_fact_that_a_test_would_not_hear_is_refused(test: str, facts: str, says: str) -> None:
    with pytest.raises(Wrong, match=re.escape(says)):
        ASKS[test].check(test, read_facts(dict([facts.split("=", 1)])))


def test_every_fact_that_a_test_leaves_open_can_be_given_to_it() -> None:
    for facts in ("", CRITICAL, "provider=cloud", "provider=tld", "provider=trust", "loss=1 "
                  "provider=digital", "malicious_access=yes"):  # fmt: skip
        for test, asks in ASKS.items():
            left_open = asked(test, facts).open_facts
            assert asks.known.issuperset(left_open)
            for fact in left_open:
                number = fact in asks.numbers or any(
                    q.fact == fact and q.over for q in asks.questions
                )
                asks.check(test, {fact: ("1" if number else "yes",)})


def test_a_gate_that_nobody_answered_is_not_said_to_be_closed() -> None:
    assert asked("dora-major", "media=yes").because == "no critical service is known to be affected"
