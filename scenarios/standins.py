"""Stand-ins: what plays a need that the organisation has nothing for."""

from collections.abc import Mapping

from runbooks.authored import Millis
from scenarios.fitting import Parts
from scenarios.organisation import Contract, Dataset, Seat, Service, Vendor
from scenarios.scenario import Need, StandIn

# Plain house values: a stand-in says nothing about the organisation's own promises.
DEFAULT_BACKUP = Millis(24 * 3_600_000)
DEFAULT_RESPONSE = Millis(4 * 3_600_000)


def stand_in(
    slot: str, need: Need, authored: StandIn | None, parts: Parts, slots: Mapping[str, str]
) -> str:
    """Add a stand-in for *slot* to *parts*; its id, the slot's name where that is free.

    Args:
        authored: What the scenario says about it; plain values where it says nothing.
        slots: What is bound so far; a service's stand-in needs what its slot rests on.
    """
    authored = authored or StandIn()
    name = slot if slot not in set(parts.all_ids()) else f"{slot}-stand-in"
    title = slot.replace("-", " ")
    match need.a:
        case "service":
            service = authored.service or Service(title=title, tags=need.tags)
            needed = tuple(slots.get(part, part) for part in service.needs)
            parts.services[name] = service.model_copy(update={"needs": needed})
            if on := slots.get(need.on.lstrip("$"), need.on) if need.on else None:
                parts.make_need(name, on)
        case "dataset":
            parts.datasets[name] = authored.dataset or Dataset(
                title=title, tags=need.tags, backup=DEFAULT_BACKUP
            )
        case "vendor":
            parts.vendors[name] = authored.vendor or Vendor(
                title=title, tags=need.tags, contract=Contract(respond=DEFAULT_RESPONSE)
            )
        case "role":
            parts.roles[name] = Seat(is_=(need.is_,) if need.is_ else (), title=title)
    return name


def wear(parts: Parts, seat: str, role: str) -> None:
    """Let a seat hold one library role more."""
    held = parts.roles[seat]
    if role not in held.is_:
        parts.roles[seat] = held.model_copy(update={"is_": (*held.is_, role)})
