"""Kinds of entity that laws speak of, under one name each.

The names decide who is bound and who is excluded from relief, so an unknown one is refused: a
misspelt credit institution must not be granted a weekend.
"""

from collections.abc import Iterable
from typing import Final

from runbooks.authored import Wrong, did_you_mean

_FINANCIAL: Final = (
    "credit-institution",
    "payment-institution",
    "account-information-service-provider",
    "electronic-money-institution",
    "investment-firm",
    "crypto-asset-service-provider",
    "central-securities-depository",
    "central-counterparty",
    "trading-venue",
    "trade-repository",
    "fund-manager",
    "management-company",
    "data-reporting-service-provider",
    "insurance-undertaking",
    "reinsurance-undertaking",
    "insurance-intermediary",
    "pension-institution",
    "credit-rating-agency",
    "benchmark-administrator",
    "crowdfunding-service-provider",
    "securitisation-repository",
    "other-financial-entity",
)
"""Source: Reg. (EU) 2022/2554 Art. 2(1), without the providers of ICT services."""

_PAYING: Final = ("credit-institution", "payment-institution", "electronic-money-institution")

_OTHERS: Final = (
    "essential-entity",
    "important-entity",
    "critical-entity",
    "operator-of-essential-services",
    "digital-service-provider",
    "trust-service-provider",
    "qualified-trust-service-provider",
    "telecom-provider",
    "manufacturer",
    "ai-provider",
    "sec-registrant",
    "broker-dealer",
    "investment-company",
    "investment-adviser",
    "transfer-agent",
    "covered-entity",
    "business-associate",
    "health-record-vendor",
    "dfs-covered-entity",
    "us-bank",
    "us-credit-union",
    "us-nonbank-lender",
    "us-defence-contractor",
    "bank-service-provider",
    "card-acceptor",
    "state-organ",
    "small-agent",
    "microenterprise",
    "other",
)

_ALIASES: Final = {
    "bank": "credit-institution",
    "ccp": "central-counterparty",
    "trading-venue-operator": "trading-venue",
    "nis2-essential": "essential-entity",
    "nis2-essential-entity": "essential-entity",
    "nis2-important": "important-entity",
    "nis2-important-entity": "important-entity",
    "essential": "essential-entity",
    "important": "important-entity",
    "nis2-entity": "essential-entity",
    "insurer": "insurance-undertaking",
    "investment-fund-manager": "fund-manager",
    "csd": "central-securities-depository",
    "psp": "payment-institution",
    "qualified-trust-service": "qualified-trust-service-provider",
    "e-money-institution": "electronic-money-institution",
    "trust-service": "trust-service-provider",
    "small-processing-agent": "small-agent",
}

KINDS: Final = frozenset((*_FINANCIAL, *_OTHERS, "financial-entity", "payment-service-provider"))
"""Every name that a law of the data may use."""

_KNOWN: Final = tuple(sorted((*_FINANCIAL, *_OTHERS, *_ALIASES)))


def entity_kinds(words: Iterable[str]) -> tuple[str, ...]:
    """The kinds that *words* stand for, with the groups that they belong to.

    Raises:
        Wrong: A word names no kind of entity.
    """
    found: set[str] = set()
    for word in words:
        kind = _ALIASES.get(word, word)
        if kind not in KINDS:
            right = did_you_mean(word, _KNOWN) or "for example `credit-institution`"
            raise Wrong(f"there is no kind of entity `{word}`", right)
        found.add(kind)
        if kind in _FINANCIAL:
            found.add("financial-entity")
        if kind in _PAYING:
            found.add("payment-service-provider")
    return tuple(sorted(found))
