"""The closed vocabulary of facts that injects, signals and query results can show.

A scenario says what a message *tells*; an organisation's severity tree says which fact each of
its questions *reads*.  So a scenario from the library walks any organisation's tree, and a
simulated responder reads what it was shown and nothing else.
"""

from collections.abc import Mapping
from typing import Final

from runbooks.authored import Word

Facts = dict[Word, Word]
"""What a message shows: fact to value.  Facts are about the incident as a whole, unless what
shows them says what they are ``about``: a service, dataset or vendor, or a site of the story."""

FACTS: Final[dict[str, tuple[str, ...]]] = {
    "users": ("none", "some", "many", "all"),
    "function": ("works", "degraded", "down"),
    "data": ("safe", "at-risk", "lost", "exposed"),
    "personal-data": ("no", "possible", "yes"),
    "redundancy": ("whole", "lost"),
    "spreading": ("no", "suspected", "yes"),
    "harm": ("no", "possible", "yes"),
    "workaround": ("yes", "no"),
    "cause": ("unknown", "suspected", "known", "fixed"),
    "signal": ("true", "doubtful"),
    "supplier": ("not-involved", "involved", "silent"),
    "recovery": ("not-started", "under-way", "validated"),
}
"""Each fact and its values, mildest first where there is an order."""


def fact_about(fact: str, about: str | None) -> str:
    """The name under which a fact is remembered: ``satellite.data`` for one about a site."""
    return fact if about is None else f"{about}.{fact}"


def facts_about(tells: Mapping[str, str], about: str | None) -> dict[str, str]:
    """What is shown, by the names under which it is remembered."""
    return {fact_about(fact, about): value for fact, value in tells.items()}


def bare_fact(name: str) -> str:
    """The fact itself, without what it is about."""
    return name.rpartition(".")[2]
