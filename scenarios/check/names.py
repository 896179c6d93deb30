"""Everything that a scenario names must be there: its own parts, slots, runbooks, roles."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import get_args

from evidence.kinds.incident import Item
from runbooks import LIBRARY_ROLES
from runbooks.authored import Problem, did_you_mean
from scenarios.check.reading import ADD_OR_NAME, Known, ScenarioFile
from scenarios.naming import SLOT_KINDS, Mention, mentions
from scenarios.organisation import Organisation
from scenarios.parts import parts, raised_flags
from scenarios.scenario import RunbookUse


def check_names(file: ScenarioFile, known: Known) -> Iterator[Problem]:
    """Unknown references, and ids that are written twice."""
    yield from _twice(file)
    look_up = _LookUp(file, known)
    for mention in mentions(file.model):
        yield from look_up.problems(mention)
    yield from _stop_conditions(file, known)


def _twice(file: ScenarioFile) -> Iterator[Problem]:
    first: dict[tuple[str, str], int] = {}
    for part, path in parts(file.model):
        kind, name = part
        if part in first:
            yield file.problem(
                path,
                f"`{name}` is the id of two {_plural(kind)}",
                f"rename this one or the one on line {first[part]}",
            )
        first.setdefault(part, file.authored.line(path))


def _plural(kind: str) -> str:
    return f"{kind[:-1]}ies" if kind.endswith("y") else f"{kind}s"


def _stop_conditions(file: ScenarioFile, known: Known) -> Iterator[Problem]:
    for place, use in enumerate(file.model.runbooks):
        book = known.runbooks.get(use.runbook)
        if book is None:
            continue
        conditions = [stop.id for stop in book.stop]
        for at, sign in enumerate(use.stops):
            if sign.condition not in conditions:
                yield file.problem(
                    ("runbooks", place, "stops", at, "condition"),
                    f"runbook `{use.runbook}` has no stop condition `{sign.condition}`",
                    did_you_mean(sign.condition, conditions) or ADD_OR_NAME,
                )


@dataclass
class _LookUp:
    """Finds out what a mention names, and says what is wrong where it names nothing."""

    file: ScenarioFile
    known: Known
    own: dict[str, set[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for (kind, name), _ in parts(self.file.model):
            self.own.setdefault(kind, set()).add(name)
        scenario = self.file.model
        self.own["flag"] = set(raised_flags(scenario))
        self.own["site"] = set(scenario.sites)
        self.own["cast member"] = set(scenario.cast)
        self.own["vendor slot"] = {s for s, need in scenario.needs.items() if need.a == "vendor"}
        self.own["library role"] = set(LIBRARY_ROLES)
        self.own["item"] = set(get_args(Item))

    def problems(self, mention: Mention) -> Iterator[Problem]:
        kinds, name = mention.kinds, mention.name
        if kinds in (("text",), ("line",), ("new flag",)):
            return
        if SLOT_KINDS & set(kinds):
            yield from self._slot(mention)
        elif kinds == ("step",):
            yield from self._step(mention)
        elif kinds == ("audience",):
            yield from self._audience(mention)
        elif kinds == ("exception",):
            organisation = self.known.organisation
            if organisation and name not in organisation.exceptions:
                yield self._unknown(mention, organisation.exceptions)
        elif isinstance(mention.owner, RunbookUse):
            if name not in self.known.runbooks:
                yield self._unknown(mention, self.known.runbooks)
        elif not any(name in self.own.get(kind, ()) for kind in kinds):
            if kinds == ("flag",):
                right = did_you_mean(name, self.own["flag"]) or f"write `raise: {name}` somewhere"
                yield self.file.problem(mention.path, f"nothing raises flag `{name}`", right)
            else:
                yield self._unknown(mention, self._of(kinds))

    def _of(self, kinds: tuple[str, ...]) -> set[str]:
        return {name for kind in kinds for name in self.own.get(kind, ())}

    def _unknown(self, mention: Mention, among: Collection[str]) -> Problem:
        what = " or ".join(mention.kinds)
        right = did_you_mean(mention.name, among) or ADD_OR_NAME
        return self.file.problem(mention.path, f"unknown {what} `{mention.name}`", right)

    def _slot(self, mention: Mention) -> Iterator[Problem]:
        name, kinds, needs = mention.name, mention.kinds, self.file.model.needs
        if name.startswith("$"):
            need = needs.get(name[1:])
            fitting = {f"${slot}" for slot, n in needs.items() if n.a in kinds}
            if need is None:
                right = did_you_mean(name, fitting) or f"add `{name[1:]}` to `needs`"
                yield self.file.problem(mention.path, f"`{name}` names no need", right)
            elif need.a not in kinds:
                wanted = " or ".join(k for k in kinds if k in SLOT_KINDS)
                wrong = f"`{name}` is a {need.a}, and a {wanted} belongs here"
                right = did_you_mean(name, fitting) or f"name a {wanted}"
                yield self.file.problem(mention.path, wrong, right)
        elif (name == "team" and "role" in kinds) or name in self._of(kinds):
            return
        elif name in needs:
            yield self.file.problem(
                mention.path, f"`{name}` is a need of this scenario", f"write `${name}`"
            )
        else:
            yield self._outright(mention)

    def _outright(self, mention: Mention) -> Problem:
        """A part of one organisation, named by its own id."""
        name = mention.name
        known = _ids(self.known.organisation, mention.kinds) if self.known.organisation else set()
        slots = {f"${slot}" for slot, n in self.file.model.needs.items() if n.a in mention.kinds}
        slots |= self._of(mention.kinds)
        if self.known.organisation and name not in known:
            what = " or ".join(mention.kinds)
            right = did_you_mean(name, known | slots) or "name a need with `$`"
            return self.file.problem(mention.path, f"unknown {what} `{name}`", right)
        right = did_you_mean(name, slots) or "name a need with `$`, so that any can play it"
        return self.file.warning(
            mention.path, f"`{name}` is a part of one organisation only", right
        )

    def _step(self, mention: Mention) -> Iterator[Problem]:
        book, slash, step = mention.name.partition("/")
        used = {use.runbook for use in self.file.model.runbooks}
        if not slash:
            wrong = f"`{mention.name}` names no step"
            yield self.file.problem(mention.path, wrong, "write `RUNBOOK/STEP`")
        elif book not in used:
            right = did_you_mean(book, used) or f"add `{book}` to `runbooks`"
            wrong = f"runbook `{book}` is not used by this scenario"
            yield self.file.problem(mention.path, wrong, right)
        elif (runbook := self.known.runbooks.get(book)) and not runbook.step(step):
            right = did_you_mean(step, [s.id for s in runbook.steps]) or ADD_OR_NAME
            yield self.file.problem(mention.path, f"runbook `{book}` has no step `{step}`", right)

    def _audience(self, mention: Mention) -> Iterator[Problem]:
        organisation = self.known.organisation
        if organisation:
            known = {audience.id for audience in organisation.communications.audiences}
            if mention.name not in known:
                yield self._unknown(mention, known)
        elif mention.name not in self.known.audiences:
            right = did_you_mean(mention.name, self.known.audiences) or ADD_OR_NAME
            wrong = f"no organisation at hand has an audience `{mention.name}`"
            yield self.file.warning(mention.path, wrong, right)


def _ids(organisation: Organisation, kinds: tuple[str, ...]) -> set[str]:
    by_kind: dict[str, Collection[str]] = {
        "service": organisation.services,
        "dataset": organisation.datasets,
        "vendor": organisation.vendors,
        "role": organisation.roles,
    }
    return {name for kind in kinds for name in by_kind.get(kind, ())}
