"""Which regimes bind whom: from what an organisation is, and from facts as they become known."""

import pytest

from scenarios import library_regimes, load_organisation, shelf
from scenarios.binding import regimes_of
from scenarios.law import Profile, binding, read_facts
from scenarios.organisation import Organisation


def library(name: str) -> Organisation:
    item = next(item for item in shelf().organisations if item.name.endswith(f"/{name}.yaml"))
    return load_organisation(item.data, item.name)


def verdicts(profile: Profile, **facts: str) -> dict[str, str]:
    found = binding(library_regimes().rules, profile, read_facts(facts))
    return {one.regime: one.verdict for one in found if one.verdict != "no"}


def test_the_payments_company_is_under_dora_and_the_gdpr() -> None:
    assert verdicts(library("payments").profile) == {
        "eu-gdpr-33-authority": "waits",
        "eu-gdpr-33-processor": "waits",
        "eu-gdpr-34-subjects": "waits",
        "eu-dora-19-major": "waits",
        "contract-dpa-24h": "waits",
    }


def test_the_health_service_is_under_the_gdpr_and_nis2() -> None:
    assert verdicts(library("health").profile) == {
        "eu-gdpr-33-authority": "waits",
        "eu-gdpr-33-processor": "waits",
        "eu-gdpr-34-subjects": "waits",
        "eu-nis2-23": "waits",
        "contract-dpa-24h": "waits",
    }


def test_a_fact_that_becomes_known_turns_waiting_into_yes_or_no() -> None:
    profile = library("payments").profile

    breach = verdicts(profile, **{"personal-data-breach": "yes", "risk": "unlikely"})
    major = verdicts(profile, critical_functions="yes", clients="100001", media="yes")

    assert breach["eu-gdpr-33-authority"] == "yes"
    assert "eu-gdpr-34-subjects" not in breach
    assert major["eu-dora-19-major"] == "yes"


@pytest.mark.parametrize("answer", ["unknown", "possible", "suspected"])
def test_a_fact_that_is_not_known_for_certain_keeps_a_regime_waiting(answer: str) -> None:
    profile = library("payments").profile

    found = verdicts(profile, **{"personal-data-breach": answer, "dora-major": answer})

    assert found["eu-gdpr-33-authority"] == "waits"
    assert found["eu-dora-19-major"] == "waits"


@pytest.mark.parametrize("facts", [{}, {"dora-major": "no"}])
def test_a_bank_that_is_essential_as_well_reports_under_dora_alone(facts: dict[str, str]) -> None:
    bank = Profile(
        jurisdictions=frozenset({"DE"}),
        entities=frozenset({"credit-institution", "financial-entity", "essential-entity"}),
    )

    assert "eu-nis2-23" not in verdicts(bank, **facts)


def test_a_rule_that_is_not_in_force_binds_nobody() -> None:
    everywhere = Profile(jurisdictions=frozenset({"US"}))

    assert "us-circia" not in verdicts(everywhere)


def test_a_state_of_the_us_brings_federal_rules_with_it() -> None:
    profile = Profile(
        jurisdictions=frozenset({"US-NY"}), entities=frozenset({"dfs-covered-entity", "us-bank"})
    )

    assert {"us-nydfs-72", "us-bank-36h"} <= set(verdicts(profile))


def test_an_organisation_that_lists_no_regimes_gets_those_that_bind_it() -> None:
    listed = library("health")
    silent = listed.model_copy(update={"regimes": ()})

    assert set(regimes_of(silent)) == set(listed.regimes) - {"contract-dpa-24h"}


def test_a_rule_that_binds_only_later_says_from_when() -> None:
    bank = Profile(jurisdictions=frozenset({"UK"}), entities=frozenset({"financial-entity"}))
    found = {b.regime: b for b in binding(library_regimes().rules, bank, {})}

    assert found["uk-fca-sup15-18"].because == (
        "binds the firm that the FCA or the PRA regulates, from 2027-03-18"
    )
    assert "from" not in found["uk-gdpr-33"].because
