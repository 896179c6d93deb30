"""What each field of a scenario names, and a walk over everything that is named.

A field of an authored model names an inject, a response, a slot of the organisation, or it is
text with placeholders.  This one table says which, and binding, leaving out, planning and
checking all stand on it: a new field is added here once.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from pydantic import BaseModel

from runbooks.authored import Path
from scenarios import conditions as c
from scenarios import effects as e
from scenarios.answer_keys import Awareness, KeyEntry
from scenarios.choices import DecisionPoint, Option, Question
from scenarios.duties import Duty, DutyTrigger
from scenarios.injects import Expectation, Inject
from scenarios.objectives import Capability, Measure, Objective, Recovery, Task
from scenarios.scenario import (
    CastMember,
    Ending,
    Need,
    Phase,
    RunbookUse,
    Scenario,
    SeverityReference,
    StopSign,
)
from scenarios.story import (
    Artefact,
    Copy,
    DatasetStory,
    Exfiltration,
    Intrusion,
    Monitor,
    Response,
    Stage,
    Stakeholder,
    TemporaryChange,
    VendorReply,
    VendorStory,
)

M = TypeVar("M", bound=BaseModel)
Kinds = tuple[str, ...]

TEXT: Final[Kinds] = ("text",)
LINE: Final[Kinds] = ("line",)
SEAT: Final[Kinds] = ("role",)
SERVICE: Final[Kinds] = ("service",)
DATASET: Final[Kinds] = ("dataset",)
VENDOR: Final[Kinds] = ("vendor",)
ABOUT: Final[Kinds] = ("service", "dataset", "vendor", "site")
STORE: Final[Kinds] = ("service", "dataset")
SPEAKER: Final[Kinds] = ("cast member", "vendor slot")
INJECT: Final[Kinds] = ("inject",)
ARTEFACT: Final[Kinds] = ("artefact",)
RESPONSE: Final[Kinds] = ("response",)
INTRUSION: Final[Kinds] = ("intrusion",)
DECISION: Final[Kinds] = ("decision",)
QUESTION: Final[Kinds] = ("question",)
EXPECTATION: Final[Kinds] = ("expectation",)
DUTY: Final[Kinds] = ("duty",)
COPY: Final[Kinds] = ("copy",)
CHANGE: Final[Kinds] = ("change",)
FLAG: Final[Kinds] = ("flag",)
RUNBOOK: Final[Kinds] = ("runbook",)
STEP: Final[Kinds] = ("step",)
AUDIENCE: Final[Kinds] = ("audience",)

SLOT_KINDS: Final = frozenset({"service", "dataset", "vendor", "role"})
"""Kinds that a ``$slot`` stands for."""

NAMES: Final[dict[type[BaseModel], dict[str, Kinds]]] = {
    Phase: {"title": LINE},
    Need: {"is_": ("library role",), "on": STORE},
    CastMember: {"is_": LINE},
    Expectation: {"text": LINE, "step": STEP},
    Inject: {
        "title": LINE,
        "after": INJECT,
        "missed": EXPECTATION,
        "to": SEAT,
        "from_": SPEAKER,
        "text": TEXT,
        "about": ABOUT,
        "asks": ("question", "decision"),
        "resolved_by": ("inject", "artefact"),
        "good_answer": TEXT,
    },
    Monitor: {"watches": SERVICE, "to": SEAT, "text": TEXT, "about": ABOUT},
    Option: {"text": LINE, "because": TEXT, "leaves_out": STEP},
    Question: {"ask": TEXT, "about": ABOUT},
    DecisionPoint: {"ask": TEXT, "about": ABOUT, "owner": SEAT, "approver": SEAT},
    Copy: {"title": LINE, "says": TEXT},
    DatasetStory: {"data": DATASET},
    Response: {
        "title": LINE,
        "by": SEAT,
        "refusal": LINE,
        "failure": TEXT,
        "says": TEXT,
        "destroys": ARTEFACT,
        "chooses": DATASET,
    },
    Artefact: {"text": TEXT, "about": ABOUT},
    Stage: {"reveals": ARTEFACT},
    Exfiltration: {"data": DATASET},
    Intrusion: {"contained_by": RESPONSE},
    VendorReply: {"text": TEXT, "about": ABOUT},
    VendorStory: {"vendor": VENDOR, "to": SEAT},
    Stakeholder: {
        "title": LINE,
        "from_": SPEAKER,
        "audience": AUDIENCE,
        "watches": SERVICE,
        "to": SEAT,
        "says": TEXT,
    },
    TemporaryChange: {"title": LINE, "on": STORE},
    DutyTrigger: {"aware_of": INJECT, "classified": DECISION, "submitted": DUTY},
    Duty: {"title": LINE, "owner": SEAT, "whom": LINE, "because": TEXT},
    Awareness: {"of": INJECT, "known_from": INJECT, "known_by": INJECT, "because": LINE},
    KeyEntry: {
        "is_": ("service", "dataset", "vendor", "role", "site"),
        "known_from": INJECT,
        "because": TEXT,
    },
    SeverityReference: {"because": LINE},
    Recovery: {"service": SERVICE, "data": DATASET},
    Measure: {"of": ("service", "dataset", "vendor", "role", "runbook", "duty")},
    Task: {"title": LINE, "expectations": EXPECTATION},
    Capability: {"title": LINE},
    Objective: {"title": LINE, "threshold": TEXT},
    StopSign: {"shown_by": ("inject", "monitor", "artefact", "response")},
    RunbookUse: {"runbook": RUNBOOK, "run_by": SEAT},
    Ending: {"title": LINE, "text": TEXT},
    Scenario: {"title": LINE, "summary": TEXT, "debrief": TEXT},
    c.Fired: {"fired": INJECT},
    c.Flag: {"flag": FLAG},
    c.ServiceIs: {"service": SERVICE},
    c.DatasetIs: {"dataset": DATASET, "from_": COPY},
    c.CopyFound: {"copy_": COPY},
    c.IntrusionIs: {"intrusion": INTRUSION},
    c.VendorIs: {"vendor": VENDOR},
    c.RoleHeld: {"role": ("library role",)},
    c.RunIs: {"run": RUNBOOK},
    c.StepIs: {"step": STEP},
    c.ResponseIs: {"response": RESPONSE},
    c.Decided: {"decided": DECISION},
    c.Answered: {"answered": QUESTION},
    c.Published: {"published": AUDIENCE, "answers": INJECT},
    c.Drafted: {"drafted": AUDIENCE},
    c.Notified: {"notified": DUTY},
    c.Declined: {"declined": DUTY},
    c.Aware: {"aware_of": INJECT},
    c.Logged: {"logged": ("inject", "artefact", "monitor")},
    c.Acknowledged: {"acknowledged": ("inject", "monitor")},
    c.Queried: {"queried": ARTEFACT},
    c.ExceptionRaised: {"exception": ("exception",)},
    c.ChangeIs: {"change": CHANGE},
    c.ItemConfirmed: {"confirmed": ("item",)},
    e.Fail: {"fail": SERVICE},
    e.Degrade: {"degrade": SERVICE},
    e.Recover: {"recover": SERVICE},
    e.Corrupt: {"corrupt": DATASET},
    e.Lose: {"lose": DATASET},
    e.BreakCopies: {"break_copies": DATASET, "copies": COPY},
    e.StopReplica: {"stop_replica": DATASET},
    e.ResumeReplica: {"resume_replica": DATASET},
    e.FindCopy: {"find_copy": COPY},
    e.Restore: {"restore": DATASET, "from_": COPY},
    e.Validate: {"validate_": STORE},
    e.Delay: {"delay": VENDOR},
    e.VendorFixes: {"vendor_fixes": VENDOR},
    e.StatusPage: {"status_page": VENDOR, "text": LINE},
    e.Intrude: {"intrude": INTRUSION},
    e.Contain: {"contain": INTRUSION},
    e.Destroy: {"destroy": ARTEFACT},
    e.Reveal: {"reveal": ARTEFACT},
    e.Absent: {"absent": SEAT},
    e.Return: {"return_": SEAT},
    e.MakeChange: {"make_change": CHANGE},
    e.Raise: {"raise_": ("new flag",)},
    e.Lower: {"lower": FLAG},
}


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where a model names something, or holds text with placeholders."""

    path: Path
    kinds: Kinds
    name: str
    owner: BaseModel


def mentions(model: BaseModel, path: Path = ()) -> Iterator[Mention]:
    """Everything that *model* and what it holds names, in the order of its fields."""
    for part, where in walk(model, path):
        for field, kinds in NAMES.get(type(part), {}).items():
            value = getattr(part, field)
            here = (*where, key_of(part, field))
            if isinstance(value, str):
                yield Mention(here, kinds, value, part)
            elif value is not None:
                for place, name in enumerate(value):
                    yield Mention((*here, place), kinds, name, part)


def walk(node: object, path: Path = ()) -> Iterator[tuple[BaseModel, Path]]:
    """Every model in *node*, itself first, with the path in the keys that an author writes."""
    if isinstance(node, BaseModel):
        yield node, path
        for field in type(node).model_fields:
            yield from walk(getattr(node, field), (*path, key_of(node, field)))
    elif isinstance(node, tuple):
        for place, item in enumerate(node):
            yield from walk(item, (*path, place))
    elif isinstance(node, Mapping):
        for key, item in node.items():
            yield from walk(item, (*path, key))


def key_of(model: BaseModel, field: str) -> str:
    """The key that an author writes for a field."""
    return type(model).model_fields[field].alias or field


def rewrite(model: M, change: Callable[[Kinds, str], str]) -> M:
    """A copy in which *change* was asked for every name and text."""
    named = NAMES.get(type(model), {})
    update: dict[str, Any] = {}
    for field in type(model).model_fields:
        value = getattr(model, field)
        changed = _rewritten(value, named.get(field), change)
        if changed is not value:
            update[field] = changed
    return model.model_copy(update=update) if update else model


def _rewritten(value: Any, kinds: Kinds | None, change: Callable[[Kinds, str], str]) -> Any:
    if isinstance(value, str):
        return change(kinds, value) if kinds else value
    if isinstance(value, BaseModel):
        return rewrite(value, change)
    if isinstance(value, tuple):
        items = tuple(_rewritten(item, kinds, change) for item in value)
        return items if any(a is not b for a, b in zip(items, value, strict=True)) else value
    if isinstance(value, Mapping):
        return {key: _rewritten(item, kinds, change) for key, item in value.items()}
    return value
