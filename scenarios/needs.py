"""What a scenario's needs say about one another: which comes first, and what goes in a circle."""

from collections.abc import Mapping

from runbooks.authored import did_you_mean
from scenarios.naming import SLOT_KINDS, mentions
from scenarios.refusals import Refusal
from scenarios.scenario import Need, Scenario


def binding_order(needs: Mapping[str, Need]) -> tuple[str, ...]:
    """Slots so that each comes after the one it rests on and the one that may wear it."""
    order: dict[str, None] = {}

    def add(slot: str) -> None:
        for before in _before(needs, slot):
            if before not in order:
                add(before)
        order[slot] = None

    for slot in needs:
        if slot not in order:
            add(slot)
    return tuple(order)


def binding_loops(needs: Mapping[str, Need]) -> tuple[tuple[str, ...], ...]:
    """Circles of ``on`` and ``otherwise``, each once, with its first slot at both ends."""
    found: list[tuple[str, ...]] = []
    told: set[str] = set()
    for slot in needs:
        waiting: list[tuple[str, ...]] = [(slot,)]
        seen: set[str] = set()
        while waiting:
            way = waiting.pop()
            for before in _before(needs, way[-1]):
                if before == slot and not told & set(way):
                    found.append((*way, slot))
                    told |= set(way)
                elif before not in seen:
                    seen.add(before)
                    waiting.append((*way, before))
    return tuple(found)


def unknown_slots(scenario: Scenario) -> tuple[Refusal, ...]:
    """``$slots`` and ``otherwise`` that name no need, or one of another kind."""
    known = scenario.needs
    unknown = dict.fromkeys(
        m.name for m in mentions(scenario) if m.name.startswith("$") and SLOT_KINDS & set(m.kinds)
    )
    found = [(name[1:], f"`{name}` names no need") for name in unknown if name[1:] not in known]
    for slot, need in scenario.needs.items():
        if need.otherwise not in (None, "supply", "drop", *known):
            found.append((need.otherwise or "", f"`otherwise` of `{slot}` names no need"))
        elif (other := known.get(other_slot(need) or "")) and other.a != need.a:
            wrong = f"`{need.otherwise}` is a {other.a} and cannot play `{slot}`, a {need.a}"
            found.append((need.otherwise or "", wrong))
    return tuple(
        Refusal(wrong=wrong, right=did_you_mean(name, known) or f"add `{name}` to `needs`")
        for name, wrong in found
    )


def _before(needs: Mapping[str, Need], slot: str) -> tuple[str, ...]:
    need = needs[slot]
    return tuple(s for s in (slot_of(need.on), other_slot(need)) if s is not None and s in needs)


def slot_of(reference: str | None) -> str | None:
    return reference[1:] if reference and reference.startswith("$") else None


def other_slot(need: Need) -> str | None:
    return need.otherwise if need.otherwise not in (None, "supply", "drop") else None
