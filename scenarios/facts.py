"""The closed vocabulary of facts that injects, signals and query results can show.

A scenario says what a message *tells*; an organisation's severity tree says which fact each of
its questions *reads*.  So a scenario from the library walks any organisation's tree, and a
simulated responder reads what it was shown and nothing else.
"""

from collections.abc import Mapping
from typing import Final

from runbooks.authored import AuthoredModel, Line, Word
from scenarios.references import Ref

Facts = dict[Word, Word]
"""Fact to value."""

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


_LAW: Final = "LAW-"
"""No fact of the story, and no site, has capitals in its name."""


class Telling(AuthoredModel):
    """What something shows to whoever reads it.

    Facts are about the incident as a whole, unless ``about`` names a service, dataset or vendor,
    or a site of the story.  What legal tests ask always stands for the whole.
    """

    tells: Facts = {}
    about: Ref | None = None
    law: dict[Word, Line] = {}
    """What it answers of legal tests, as `drillroom classify` asks: ``{clients-share: 15}``."""

    @property
    def shown(self) -> dict[str, str]:
        """Everything it shows, by the names under which it is remembered."""
        told = {fact_about(fact, self.about): value for fact, value in self.tells.items()}
        return told | {f"{_LAW}{fact}": value for fact, value in self.law.items()}


def legal_facts(shown: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Of everything shown, what legal tests ask."""
    return {
        name.removeprefix(_LAW): (value,) for name, value in shown.items() if name.startswith(_LAW)
    }


def fact_about(fact: str, about: str | None) -> str:
    """The name under which a fact is remembered: ``satellite.data`` for one about a site."""
    return fact if about is None else f"{about}.{fact}"


def bare_fact(name: str) -> str:
    """The fact itself, without what it is about."""
    return name.rpartition(".")[2]
