"""Leave out of a scenario what names something that the organisation has not got.

A slot that nothing fills takes with it every inject, response, duty or measure that names it, and
those take what names them, until nothing names a thing that is not there.  Conditions are folded
by one rule: what is not there never happens, so it is false and its opposite is true.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeVar, assert_never

from pydantic import BaseModel

from scenarios import conditions as c
from scenarios.answer_keys import Awareness, KeyEntry
from scenarios.choices import DecisionPoint, Option, Question
from scenarios.duties import Duty, DutyTrigger
from scenarios.injects import Expectation, Inject, Repeat
from scenarios.losses import lost_cover, lost_parts
from scenarios.naming import NAMES, SLOT_KINDS, Kinds
from scenarios.objectives import Capability, Objective, Recovery, Task
from scenarios.parts import Part, parts, raised_flags
from scenarios.scenario import Ending, Phase, RunbookUse, Scenario, SeverityReference, StopSign
from scenarios.story import Artefact, Intrusion, Response, Stage

M = TypeVar("M", bound=BaseModel)

PLACEHOLDER: Final = re.compile(r"\{([a-z0-9][a-z0-9-]{0,63})\}")

_Outcome = Literal["gone", "absent", "always"]

_FOLDED: Final[dict[tuple[type[BaseModel], str], tuple[_Outcome, _Outcome]]] = {
    (Inject, "when"): ("always", "gone"),
    (Inject, "if_"): ("absent", "gone"),
    (Repeat, "until"): ("absent", "absent"),
    (Expectation, "seen"): ("gone", "gone"),
    (Response, "needs"): ("absent", "gone"),
    (Artefact, "when"): ("absent", "gone"),
    (SeverityReference, "when"): ("always", "gone"),
    (RunbookUse, "opens_when"): ("absent", "absent"),
    (StopSign, "when"): ("always", "gone"),
    (Ending, "when"): ("always", "gone"),
}
"""What becomes of a field whose condition is now surely true, and surely false."""

_SOFT: Final = {
    (Inject, "asks"),
    (Inject, "resolved_by"),
    (Expectation, "step"),
    (DecisionPoint, "approver"),
    (Response, "destroys"),
    (Stage, "reveals"),
    (Intrusion, "contained_by"),
    (DutyTrigger, "aware_of"),
    (DutyTrigger, "classified"),
    (DutyTrigger, "submitted"),
    (Recovery, "data"),
    (Task, "expectations"),
    (StopSign, "shown_by"),
    (RunbookUse, "run_by"),
    (Scenario, "title"),
    (Scenario, "summary"),
    (Scenario, "debrief"),
    (Inject, "title"),
    (Inject, "good_answer"),
    (Option, "because"),
    (Duty, "because"),
    (SeverityReference, "because"),
    (Awareness, "because"),
    (KeyEntry, "because"),
    (Phase, "title"),
    (Task, "title"),
    (Capability, "title"),
    (Objective, "title"),
    (Objective, "threshold"),
}
"""Fields that may lose what they name without taking their owner along.

A text among them keeps the slot's own words: no team member reads it during play.
"""

_NEEDED: Final = {
    (Capability, "tasks"),
    (Objective, "capabilities"),
    (Intrusion, "stages"),
    (StopSign, "shown_by"),
}
"""Lists without which their owner is nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """What remains of a scenario, and what was left out of it, in plain lines."""

    scenario: Scenario
    lines: tuple[str, ...] = ()
    uncovered: tuple[str, ...] = ()
    nothing_left: str | None = None
    """What the scenario cannot do without and has lost entirely, such as ``objectives``."""


def leave_out(scenario: Scenario, gone: Iterable[Part]) -> LeftOut:
    """Leave *gone* out of *scenario*, and all that falls with it.

    Args:
        scenario: With its ``$slots`` still unbound.
        gone: Parts, and slots as ``("slot", name)``.
    """
    first = frozenset(gone)
    if not first:
        return LeftOut(scenario=scenario)
    before = _everything(scenario)
    missing, left = first, scenario
    while True:
        left = _Leaver(missing).scenario(scenario)
        now = first | (before - _everything(left))
        if now == missing:
            break
        missing = now
    empty = next((k for k in ("injects", "severity", "objectives") if not getattr(left, k)), None)
    return LeftOut(
        scenario=left,
        lines=tuple(lost_parts(scenario, left)),
        uncovered=tuple(lost_cover(scenario, left)),
        nothing_left=empty,
    )


def _everything(scenario: Scenario) -> frozenset[Part]:
    flags = {("flag", flag) for flag in raised_flags(scenario)}
    return frozenset({part for part, _ in parts(scenario)} | flags)


class _Leaver:
    """One pass over a scenario with a fixed set of what is not there."""

    def __init__(self, missing: frozenset[Part]) -> None:
        self.missing = missing

    def scenario(self, scenario: Scenario) -> Scenario:
        kept = self._kept(scenario)
        assert kept is not None, "nothing in a scenario's own fields takes it along"
        return kept

    def _kept(self, model: M) -> M | None:
        """The model without what is missing; ``None`` if it goes as a whole."""
        kind = type(model)
        if _own_part(model) & self.missing:
            return None
        update: dict[str, Any] = {}
        for field in kind.model_fields:
            value = getattr(model, field)
            place = (kind, field)
            if place in _FOLDED and value is not None:
                new = self._folded(value, *_FOLDED[place])
            elif field in NAMES.get(kind, {}):
                new = self._named(value, NAMES[kind][field], soft=place in _SOFT)
            else:
                new = self._inside(value)
                if new is _GONE and kind.model_fields[field].default is None:
                    new = None  # an inner mapping that may be absent, such as a partial answer
            if new is _GONE or (value and new == () and place in _NEEDED):
                return None
            if new is not value:
                update[field] = new
        kept = model.model_copy(update=update) if update else model
        return kept if _is_whole(kept, model) else None

    def _inside(self, value: Any) -> Any:
        if isinstance(value, BaseModel):
            kept = self._kept(value)
            return _GONE if kept is None else kept
        if isinstance(value, tuple):
            kept_items = [self._inside(item) for item in value]
            items = tuple(item for item in kept_items if item is not _GONE)
            same = len(items) == len(value) and all(
                a is b for a, b in zip(items, value, strict=True)
            )
            return value if same else items
        return value

    def _named(self, value: Any, kinds: Kinds, *, soft: bool) -> Any:
        if isinstance(value, str):
            if not self._lost(kinds, value) or (soft and _is_text(kinds)):
                return value
            return None if soft else _GONE
        if isinstance(value, tuple):
            items = tuple(item for item in value if not self._lost(kinds, item))
            if value and not items and not soft:
                return _GONE
            return value if len(items) == len(value) else items
        return value

    def _lost(self, kinds: Kinds, name: str) -> bool:
        if _is_text(kinds):
            return any(("slot", found) in self.missing for found in PLACEHOLDER.findall(name))
        if name.startswith("$"):
            return ("slot", name[1:]) in self.missing
        if "vendor slot" in kinds:
            return ("slot", name) in self.missing
        if kinds == ("step",):
            return ("runbook", name.partition("/")[0]) in self.missing
        return any((kind, name) in self.missing for kind in kinds if kind not in SLOT_KINDS)

    def _folded(self, condition: c.Condition, if_true: _Outcome, if_false: _Outcome) -> Any:
        folded = self.fold(condition)
        if not isinstance(folded, bool):
            return folded
        outcome = if_true if folded else if_false
        match outcome:
            case "gone":
                return _GONE
            case "absent":
                return None
            case "always":
                return c.Elapsed(elapsed=0)
            case _:
                assert_never(outcome)

    def fold(self, condition: c.Condition) -> "c.Condition | bool":
        """The condition without what is missing, or what it surely is."""
        match condition:
            case c.All(all=inner):
                return self._combined(condition, inner, decided_by=False)
            case c.Any(any=inner):
                return self._combined(condition, inner, decided_by=True)
            case c.Not(not_=one):
                folded = self.fold(one)
                if isinstance(folded, bool):
                    return not folded
                return condition if folded is one else c.Not(not_=folded)
            case _:
                return condition if self._kept(condition) is not None else False

    def _combined(
        self, whole: c.All | c.Any, inner: tuple[c.Condition, ...], *, decided_by: bool
    ) -> "c.Condition | bool":
        folded = [self.fold(one) for one in inner]
        if decided_by in folded:
            return decided_by
        rest = tuple(one for one in folded if not isinstance(one, bool))
        if not rest:
            return not decided_by
        if all(a is b for a, b in zip(rest, inner, strict=False)) and len(rest) == len(inner):
            return whole
        return c.Any(any=rest) if decided_by else c.All(all=rest)


class _Gone:
    """The mark of a value that takes its owner along."""


_GONE: Final = _Gone()


def _own_part(model: BaseModel) -> set[Part]:
    """The part that a model itself is, where parts may be asked for by name."""
    match model:
        case Duty(id=id_):
            return {("duty", id_)}
        case RunbookUse(runbook=id_):
            return {("runbook", id_)}
    return set()


def _is_text(kinds: Kinds) -> bool:
    return kinds in (("text",), ("line",))


def _is_whole(kept: BaseModel, before: BaseModel) -> bool:
    """Whether what remains of a model still says something."""
    match kept, before:
        case Inject(), Inject():
            return bool(kept.text or kept.does or not before.does)
        case Question() | DecisionPoint(), _:
            grades = [option.grade for option in kept.options]
            return len(grades) >= 2 and (kept is before or "right" in grades)
        case Task(), Task():
            return bool(kept.measures or kept.expectations) or kept is before
        case DutyTrigger(), _:
            return bool(kept.aware_of or kept.classified or kept.submitted) or kept is before
    return True
