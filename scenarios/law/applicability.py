"""Which regimes bind an organisation, and which wait for a fact of the incident.

Nothing applies by default: every *yes* and every *no* says why, so that a lawyer can disagree with
one line of it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

from scenarios.law.classification import with_outcomes
from scenarios.law.regimes import Facts, Regime
from scenarios.law.trees import ANSWERS

_EU: Final = frozenset(
    (
        "AT", "BE", "BG", "HR", "CY", "CZ", "DK", "EE", "FI", "FR", "DE", "GR", "HU", "IE",
        "IT", "LV", "LT", "LU", "MT", "NL", "PL", "PT", "RO", "SK", "SI", "ES", "SE",
    )
)  # fmt: skip
_EEA: Final = frozenset(("IS", "LI", "NO"))
"""For these only what the EEA took over; the GDPR is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What a law asks about whoever has the incident."""

    jurisdictions: frozenset[str]
    entities: frozenset[str] = frozenset()
    sector: str | None = None
    positions: frozenset[str] = frozenset()
    """Positions in which it holds personal data."""
    agreements: frozenset[str] = frozenset()
    """Contractual regimes that it has signed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Binding:
    """Whether one regime binds: *waits* means that facts of the incident will tell."""

    regime: str
    verdict: Literal["yes", "no", "waits"]
    because: str


def binding(laws: Iterable[Regime], profile: Profile, facts: Facts) -> tuple[Binding, ...]:
    """Every regime with its verdict on this organisation and these facts."""
    rules, known = tuple(laws), with_outcomes(facts)
    bound = {law.id for law in rules if next(_against(law, profile), None) is None}
    return tuple(_binds(law, profile, known, bound) for law in rules)


def places(jurisdictions: Iterable[str]) -> frozenset[str]:
    """Jurisdictions with those that they belong to: `DE` is in the EU, `US-NY` in the US."""
    found: set[str] = set()
    for one in jurisdictions:
        found |= {one, one.partition("-")[0]}
    if found & (_EU | _EEA):
        found.add("EU")
    if found & {"UK", "GB"}:
        found |= {"UK", "GB"}
    return frozenset(found)


def _binds(law: Regime, profile: Profile, facts: Facts, bound: set[str]) -> Binding:
    """Whoever another law takes out of this one stays out, whatever the incident is."""
    against = next(_against(law, profile), None)
    if against is not None:
        return Binding(regime=law.id, verdict="no", because=against)
    displacing = next((other for other in law.applies.unless if other in bound), None)
    if displacing is not None:
        return Binding(regime=law.id, verdict="no", because=f"`{displacing}` takes its place")
    waits = []
    for fact, values in law.applies.once.items():
        given = facts.get(fact)
        if given is None or (ANSWERS.issuperset(values) and not ANSWERS & set(given)):
            waits.append(fact)
        elif not set(given) & set(values):
            says = f"{fact} is {', '.join(given)}"
            return Binding(regime=law.id, verdict="no", because=says)
    says = f"binds {law.who}{_not_yet(law)}"
    if waits:
        says += f"; waits for {', '.join(waits)}"
        return Binding(regime=law.id, verdict="waits", because=says)
    return Binding(regime=law.id, verdict="yes", because=says)


def _not_yet(law: Regime) -> str:
    """What is to be said of a law that did not bind yet when the data was compared."""
    since = law.status.since
    return f", from {since}" if since is not None and since > law.compared_on else ""


def _against(law: Regime, profile: Profile) -> Iterator[str]:
    """Why it does not bind, whatever the incident is."""
    asks = law.applies
    if law.status.is_ in ("legacy", "proposal", "not in force"):
        yield str(law.status)
    if law.status.is_ == "contractual" and law.id not in profile.agreements:
        yield "no contract of this organisation says so"
    if asks.where and not set(asks.where) & places(profile.jurisdictions):
        yield f"it is not in {', '.join(asks.where)}"
    if asks.entities and not set(asks.entities) & profile.entities:
        yield f"it is no {' or '.join(asks.entities)}"
    if asks.sectors and profile.sector not in asks.sectors:
        yield f"its sector is not {' or '.join(asks.sectors)}"
    if asks.positions and not set(asks.positions) & profile.positions:
        yield f"it holds no personal data as {' or '.join(asks.positions)}"
