"""A scenario with one organisation: how it binds, what falls away, and what nobody could do."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from runbooks.authored import Path, Problem
from scenarios.binding import Bound, bind
from scenarios.check.approvals import check_gates
from scenarios.check.pace import check_cadence
from scenarios.check.promises import strictest
from scenarios.check.reading import Known, ScenarioFile
from scenarios.organisation import Organisation
from scenarios.refusals import CannotPlan, Choice, Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class BindingReport:
    """How one scenario binds to one organisation, for printing."""

    scenario: str
    organisation: str
    lines: tuple[str, ...] = ()
    """One line for each slot; empty where something is still to be chosen or does not fit."""
    supplied: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    uncovered: tuple[str, ...] = ()
    """Objectives that lose cover."""
    choices: tuple[Choice, ...] = ()


def check_binding(
    file: ScenarioFile, known: Known, organisation: Organisation, choices: Mapping[str, str]
) -> tuple[BindingReport, tuple[Problem, ...]]:
    """Bind, and check what depends on who plays."""
    scenario = file.model
    who, host = scenario.scenario, organisation.organisation
    try:
        bound = bind(scenario, organisation, choices)
    except CannotPlan as cannot:
        report = BindingReport(scenario=who, organisation=host)
        return report, tuple(_refused(file, cannot.refusals))
    if not isinstance(bound, Bound):
        report = BindingReport(scenario=who, organisation=host, choices=bound)
        return report, tuple(_refused(file, [choice.refusal() for choice in bound], warning=True))
    report = BindingReport(
        scenario=who,
        organisation=host,
        lines=bound.lines,
        supplied=bound.binding.supplied,
        dropped=bound.binding.dropped,
        left_out=bound.binding.left_out,
        uncovered=bound.binding.uncovered,
    )
    return report, tuple(_bound(file, known, bound))


def _refused(
    file: ScenarioFile,
    refusals: Iterable[Refusal],
    *,
    warning: bool = False,
) -> Iterator[Problem]:
    for refusal in refusals:
        if refusal.slot is not None:  # without a slot it is a name, told where it is written
            path: Path = ("needs", refusal.slot)
            yield file.authored.problem(path, refusal.wrong, refusal.right, warning=warning)


def _bound(file: ScenarioFile, known: Known, bound: Bound) -> Iterator[Problem]:
    scenario = file.model
    for place, use in enumerate(scenario.runbooks):
        if book := known.runbooks.get(use.runbook):
            where: Path = ("runbooks", place, "runbook")
            yield from check_gates(file, book, where, bound.organisation)
    if rubric := known.rubrics.get(scenario.rubric):
        yield from check_cadence(file, rubric, bound.organisation)
    yield from _same_seat(file, bound)
    yield from _unpromised(file, bound)
    yield from _unmeasured(file, bound)


def _same_seat(file: ScenarioFile, bound: Bound) -> Iterator[Problem]:
    kept = {decision.id: decision for decision in bound.scenario.decisions}
    for place, written in enumerate(file.model.decisions):
        decision = kept.get(written.id)
        if decision and decision.approver == decision.owner and written.approver != written.owner:
            yield file.warning(
                ("decisions", place, "approver"),
                f"`{decision.owner}` owns decision `{decision.id}` and is its only approver",
                "let another seat hold one of the two roles",
            )


def _unpromised(file: ScenarioFile, bound: Bound) -> Iterator[Problem]:
    """A recovery that is measured against nothing."""
    organisation = bound.organisation
    for place, recovery in enumerate(bound.scenario.recovery):
        service = organisation.services[recovery.service]
        if strictest(service.rto) is None:
            yield file.warning(
                ("recovery", place, "service"),
                f"`{recovery.service}` has no `rto`, so its recovery is measured against nothing",
                "write what was promised",
            )
        data = organisation.datasets.get(recovery.data or "")
        if data and strictest(data.rpo) is None:
            yield file.warning(
                ("recovery", place, "data"),
                f"`{recovery.data}` has no `rpo`, so its loss is measured against nothing",
                "write what was promised",
            )


def _unmeasured(file: ScenarioFile, bound: Bound) -> Iterator[Problem]:
    """A restore whose time rests on what the organisation does not say."""
    slots = {f"${slot}": part for slot, part in bound.binding.slots.items()}
    for place, story in enumerate(file.model.datasets):
        name = slots.get(story.data, story.data)
        data = bound.organisation.datasets.get(name)
        if data is None:
            continue
        for at, copy in enumerate(story.copies):
            path: Path = ("datasets", place, "copies", at)
            if copy.per_gigabyte is not None and not data.megabytes:
                wrong = f"`{name}` has no `megabytes`, so a restore of `{copy.id}` knows no size"
                yield file.warning((*path, "per-gigabyte"), wrong, "write how big it is")
            elif copy.per_gigabyte is copy.takes is data.restore_takes is None:
                wrong = f"nobody says how long a restore of `{copy.id}` takes"
                right = f"write `takes` here, or `restore-takes` at `{name}`"
                yield file.warning((*path, "id"), wrong, right)
