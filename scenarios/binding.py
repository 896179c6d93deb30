"""Bind a scenario's needs to an organisation's parts.

One part that fits is taken; of several the facilitator chooses; where nothing fits, the need says
what to do otherwise: supply a stand-in, leave out what names it, or let another slot's part wear
it.  Nothing is guessed: what cannot be bound is refused with a sentence.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from runbooks.authored import did_you_mean, listed
from scenarios.fitting import Parts, fitting, narrowed, what_fits
from scenarios.law import binding
from scenarios.leaving_out import leave_out
from scenarios.naming import SLOT_KINDS, Kinds, mentions, rewrite
from scenarios.needs import binding_loops, binding_order, other_slot, slot_of, unknown_slots
from scenarios.organisation import Organisation
from scenarios.plan import Binding
from scenarios.refusals import CannotPlan, Choice, Refusal
from scenarios.scenario import Need, Scenario
from scenarios.shelf import library_regimes
from scenarios.standins import stand_in, wear


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """A scenario whose slots are ids of *organisation*, which holds the stand-ins too.

    Texts still have their placeholders.
    """

    scenario: Scenario
    organisation: Organisation
    binding: Binding
    lines: tuple[str, ...]
    """The binding for people, one line for each slot."""


def bind(
    scenario: Scenario, organisation: Organisation, choices: Mapping[str, str]
) -> Bound | tuple[Choice, ...]:
    """Bind every need of *scenario*, or say which choices are left to make.

    Args:
        choices: Slot to the organisation's id, as the facilitator chose.

    Raises:
        CannotPlan: Something does not fit, and what to do about it.
    """
    binder = _Binder(scenario, organisation, choices)
    binder.run()
    if binder.refusals:
        raise CannotPlan(binder.refusals)
    return tuple(binder.choices) or binder.bound()


def regimes_of(organisation: Organisation) -> tuple[str, ...]:
    """The regimes that an organisation lists, or those that its description makes it subject to."""
    if organisation.regimes:
        return organisation.regimes
    found = binding(library_regimes().rules, organisation.profile, {})
    return tuple(one.regime for one in found if one.verdict != "no")


class _Binder:
    """One binding in the making."""

    def __init__(
        self, scenario: Scenario, organisation: Organisation, chosen: Mapping[str, str]
    ) -> None:
        self.scenario = scenario
        self.needs = scenario.needs
        self.organisation = organisation
        self.parts = Parts.of(organisation)
        self.chosen = chosen
        self.slots: dict[str, str] = {}
        self.supplied: list[str] = []
        self.dropped: list[str] = []
        self.worn: dict[str, str] = {}
        self.choices: list[Choice] = []
        self.refusals: list[Refusal] = []

    def run(self) -> None:
        for slot in sorted(self.chosen.keys() - self.needs.keys()):
            right = did_you_mean(slot, self.needs) or f"choose from {listed(self.needs)}"
            self._refuse(f"the scenario has no slot `{slot}`", right, slot)
        loops = tuple(binding_loops(self.needs))
        for loop in loops:
            wrong = f"the needs go in a circle: {' -> '.join(f'`{slot}`' for slot in loop)}"
            self._refuse(wrong, "change one `on` or `otherwise`", loop[0])
        self.refusals += unknown_slots(self.scenario)
        if not loops and not self.refusals:
            for slot in binding_order(self.needs):
                self._bind(slot, self.needs[slot])

    def _refuse(self, wrong: str, right: str, slot: str) -> None:
        self.refusals.append(Refusal(wrong=wrong, right=right, slot=slot))

    def _bind(self, slot: str, need: Need) -> None:
        target = slot_of(need.on)
        waiting = {s for s in (target, other_slot(need)) if s and s not in self.slots}
        waiting -= set(self.dropped)
        if slot in self.chosen:
            self._choose(slot, need, self.chosen[slot])
            return
        if target in waiting:
            return  # what it rests on is still to be chosen or was refused
        if target in self.dropped:
            self._otherwise(slot, need)
            return
        on = self._rests_on(need)
        fits = fitting(need, self.parts, on=on)
        if need.a == "dataset":
            fits = narrowed(slot, fits, self.needs, self.parts)
        if len(fits) == 1:
            self._take(slot, need, fits[0])
        elif fits:
            self.choices.append(Choice(slot=slot, among=fits, says=need.says))
        else:
            self._otherwise(slot, need)

    def _rests_on(self, need: Need) -> str | None:
        """The part that a service must need; nothing where that is a stand-in, tied on later."""
        target = slot_of(need.on)
        if target is None:
            return need.on
        return None if target in self.supplied else self.slots[target]

    def _take(self, slot: str, need: Need, part: str) -> None:
        self.slots[slot] = part
        target = slot_of(need.on)
        if target in self.supplied:
            self.parts.make_need(part, self.slots[target])

    def _choose(self, slot: str, need: Need, part: str) -> None:
        known = self.parts.of_kind(need.a)
        if part not in known:
            other = self.parts.kind_of(part)
            wrong = (
                f"`{part}` is a {other}, and `{slot}` needs a {need.a}"
                if other
                else f"the organisation has no {need.a} `{part}` for `{slot}`"
            )
            right = did_you_mean(part, known) or f"choose from {listed(known)}"
            self._refuse(wrong, right, slot)
            return
        target = slot_of(need.on)
        if target and target not in self.slots:
            if target in self.dropped:
                self.slots[slot] = part
            return
        on = self._rests_on(need)
        if on is not None and on not in self.parts.reached_from(part):
            able = [s for s in self.parts.services if on in self.parts.reached_from(s)]
            right = f"choose {listed(able)}" if able else f"make a service need `{on}`"
            self._refuse(f"`{part}` does not need `{on}`, on which `{slot}` rests", right, slot)
            return
        self._take(slot, need, part)
        if need.a == "role" and need.is_:
            wear(self.parts, part, need.is_)

    def _otherwise(self, slot: str, need: Need) -> None:
        other = other_slot(need)
        if need.otherwise == "supply":
            authored = self.scenario.stand_ins.get(slot)
            self.slots[slot] = stand_in(slot, need, authored, self.parts, self.slots)
            self.supplied.append(slot)
        elif need.otherwise == "drop" or other in self.dropped:
            self.dropped.append(slot)
        elif other:
            if other not in self.slots:
                return  # its own choice or refusal comes first
            self.slots[slot] = self.slots[other]
            self.worn[slot] = other
            if need.a == "role" and need.is_:
                wear(self.parts, self.slots[other], need.is_)
        else:
            wrong = (
                f"nothing of `{self.organisation.organisation}` fits `{slot}`: "
                f"{what_fits(need, self.slots)}"
            )
            known = self.parts.of_kind(need.a)
            right = (
                f"choose one of yours with --bind {slot}={next(iter(known))}"
                if known and need.on is None
                else f"add it to the organisation, or write `otherwise: supply` for `{slot}`"
            )
            self._refuse(wrong, right, slot)

    def bound(self) -> Bound:
        organisation = self.parts.into(self.organisation)
        organisation = organisation.model_copy(update={"regimes": regimes_of(organisation)})
        out_of_law = [d for d in self.scenario.duties if d.regime not in organisation.regimes]
        left = leave_out(
            self.scenario,
            [("slot", slot) for slot in self.dropped] + [("duty", d.id) for d in out_of_law],
        )
        if left.nothing_left:
            raise CannotPlan(
                [
                    Refusal(
                        wrong=f"without {listed(self.dropped)} no {left.nothing_left} are left",
                        right="give the organisation what the scenario needs",
                        slot=self.dropped[0],
                    )
                ]
            )
        needs = {slot: self._need(need) for slot, need in self.needs.items() if slot in self.slots}
        scenario = rewrite(left.scenario.model_copy(update={"needs": needs}), self._reference)
        _check_parts(scenario, self.parts)
        reasons = {f"duty {d.id}": f" ({d.regime} is not its regime)" for d in out_of_law}
        return Bound(
            scenario=scenario,
            organisation=organisation,
            binding=Binding(
                slots={slot: self.slots[slot] for slot in self.needs if slot in self.slots},
                supplied=tuple(self.supplied),
                dropped=tuple(self.dropped),
                left_out=tuple(line + reasons.get(line, "") for line in left.lines),
                uncovered=left.uncovered,
            ),
            lines=tuple(self._line(slot, organisation) for slot in self.needs),
        )

    def _need(self, need: Need) -> Need:
        gone = slot_of(need.on) in self.dropped
        return need.model_copy(update={"on": None}) if gone else need

    def _reference(self, kinds: Kinds, name: str) -> str:
        if name.startswith("$") and kinds not in (("text",), ("line",)):
            return self.slots.get(name[1:], name)
        if "vendor slot" in kinds and name not in self.scenario.cast:
            return self.slots.get(name, name)
        return name

    def _line(self, slot: str, organisation: Organisation) -> str:
        if slot in self.dropped:
            return f"{slot}: left out"
        part = self.slots[slot]
        title = organisation.title_of(part)
        if slot in self.supplied:
            return f"{slot}: {title}, a stand-in"
        worn = f", worn by {self.worn[slot]}" if slot in self.worn else ""
        return f"{slot}: {title} ({part}){worn}"


def _check_parts(scenario: Scenario, parts: Parts) -> None:
    """A scenario may name an organisation's parts outright; then they must be there."""
    known = set(parts.all_ids()) | {"team"} | {use.runbook for use in scenario.runbooks}
    known |= {duty.id for duty in scenario.duties} | set(scenario.sites)
    unknown = {
        m.name: m.kinds
        for m in mentions(scenario)
        if SLOT_KINDS & set(m.kinds) and m.name not in known
    }
    if unknown:
        raise CannotPlan(
            Refusal(
                wrong=f"the organisation has no {' or '.join(kinds)} `{name}`",
                right=did_you_mean(name, known) or "name a need with `$`",
            )
            for name, kinds in unknown.items()
        )
