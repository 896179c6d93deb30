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
    needs = scenario.needs
    named = dict.fromkeys(
        m.name for m in mentions(scenario) if m.name.startswith("$") and SLOT_KINDS & set(m.kinds)
    )
    found = [_no_need(f"`{name}`", name[1:], needs) for name in named if name[1:] not in needs]
    for slot, need in needs.items():
        other = other_slot(need)
        if other is not None and other not in needs:
            found.append(_no_need(f"`otherwise: {other}`", other, needs))
        elif other is not None and needs[other].a != need.a:
            wrong = f"`{other}` is a {needs[other].a} and cannot play `{slot}`, a {need.a}"
            found.append(Refusal(wrong=wrong, right="write `supply`, `drop` or one of its kind"))
    return tuple(found)


def _no_need(written: str, name: str, needs: Mapping[str, Need]) -> Refusal:
    right = did_you_mean(name, needs) or f"add `{name}` to `needs`"
    return Refusal(wrong=f"{written} names no need", right=right)


def _before(needs: Mapping[str, Need], slot: str) -> tuple[str, ...]:
    need = needs[slot]
    return tuple(s for s in (slot_of(need.on), other_slot(need)) if s is not None and s in needs)


def slot_of(reference: str | None) -> str | None:
    return reference[1:] if reference and reference.startswith("$") else None


def other_slot(need: Need) -> str | None:
    return need.otherwise if need.otherwise not in (None, "supply", "drop") else None
