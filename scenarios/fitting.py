"""Which of an organisation's parts fit a need: by kind, tags, role, and what rests on what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from runbooks.authored import listed
from scenarios.organisation import Dataset, Organisation, Seat, Service, Vendor
from scenarios.scenario import Need


@dataclass(slots=True, kw_only=True)
class Parts:
    """An organisation's parts while stand-ins are being added to them."""

    services: dict[str, Service]
    datasets: dict[str, Dataset]
    vendors: dict[str, Vendor]
    roles: dict[str, Seat]

    @classmethod
    def of(cls, organisation: Organisation) -> Parts:
        return cls(
            services=dict(organisation.services),
            datasets=dict(organisation.datasets),
            vendors=dict(organisation.vendors),
            roles=dict(organisation.roles),
        )

    def into(self, organisation: Organisation) -> Organisation:
        """The organisation with these parts."""
        return organisation.model_copy(
            update={
                "services": self.services,
                "datasets": self.datasets,
                "vendors": self.vendors,
                "roles": self.roles,
            }
        )

    def of_kind(self, kind: str) -> dict[str, Any]:
        """All parts of a kind of need, by id, in file order."""
        by_kind: dict[str, dict[str, Any]] = {
            "service": self.services,
            "dataset": self.datasets,
            "vendor": self.vendors,
            "role": self.roles,
        }
        return by_kind[kind]

    def kind_of(self, part: str) -> str | None:
        """The kind of need that a part could fill."""
        kinds = ("service", "dataset", "vendor", "role")
        return next((kind for kind in kinds if part in self.of_kind(kind)), None)

    def all_ids(self) -> Iterator[str]:
        for parts in (self.services, self.datasets, self.vendors, self.roles):
            yield from parts

    def reached_from(self, service: str) -> frozenset[str]:
        """All services and datasets that a service needs, directly or through others."""
        seen: set[str] = set()
        waiting = [service]
        while waiting:
            found = self.services.get(waiting.pop())
            for needed in found.needs if found else ():
                if needed not in seen:
                    seen.add(needed)
                    waiting.append(needed)
        return frozenset(seen)

    def make_need(self, service: str, needed: str) -> None:
        """Let a service need one thing more."""
        found = self.services[service]
        if needed not in found.needs:
            needs = (*found.needs, needed)
            self.services[service] = found.model_copy(update={"needs": needs})


def fitting(need: Need, parts: Parts, *, on: str | None) -> tuple[str, ...]:
    """The parts that fit a need, in the organisation's order.

    Args:
        on: What a service must need, directly or through others; anything where ``None``.
    """
    if need.a == "role":
        return tuple(s for s, seat in parts.roles.items() if need.is_ in (None, *seat.is_))
    tagged = (
        name for name, part in parts.of_kind(need.a).items() if set(need.tags) <= set(part.tags)
    )
    if need.a == "service" and on is not None:
        return tuple(name for name in tagged if on in parts.reached_from(name))
    return tuple(tagged)


def narrowed(
    slot: str, fits: tuple[str, ...], needs: Mapping[str, Need], parts: Parts
) -> tuple[str, ...]:
    """Of the datasets that fit *slot*, those under a service that fits each need resting on it.

    Where no dataset has such services, all of them stay: the need above says what to do then.
    """
    above = [need for need in needs.values() if need.on == f"${slot}"]
    kept = tuple(fit for fit in fits if all(fitting(n, parts, on=fit) for n in above))
    return kept or fits


def what_fits(need: Need, slots: Mapping[str, str]) -> str:
    """What would fit a need, in words."""
    if need.a == "role":
        return f"a seat that is `{need.is_}`" if need.is_ else "a seat"
    words = f"a {need.a}"
    if need.tags:
        words += f" tagged {listed(need.tags)}"
    if need.on:
        words += f" that needs `{slots.get(need.on.lstrip('$'), need.on)}`"
    return words
