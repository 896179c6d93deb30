"""Short ways to one figure or finding of a record told in words."""

from scenarios.plan import Plan
from scoring import Finding, Metric, Scorecard, score
from tests.builders import a_plan, played


def scorecard(text: str, plan: Plan | None = None) -> Scorecard:
    return score(plan or a_plan(), played(text))


def figure(card: Scorecard, key: str, of: str | None = None) -> Metric:
    metric = card.metric(key, of)
    assert metric is not None, f"no figure {key} of {of}"
    return metric


def findings(card: Scorecard, code: str) -> list[Finding]:
    return [finding for finding in card.findings if finding.code == code]
