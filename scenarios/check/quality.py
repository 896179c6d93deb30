"""Warnings: what plays, and could be better."""

from collections.abc import Iterator
from itertools import pairwise

from runbooks import Runbook
from runbooks.authored import Problem, show_duration
from scenarios import conditions as c
from scenarios.check.pace import played_at
from scenarios.check.reading import Known, ScenarioFile
from scenarios.injects import Inject
from scenarios.naming import mentions, walk
from scenarios.scenario import Scenario

IDLE_MS = 30 * 60_000  # half an hour with nothing to do, and people look at their telephones


def check_quality(file: ScenarioFile, known: Known) -> Iterator[Problem]:
    """Red herrings that stay, roles that wait, responses that change nothing."""
    yield from _red_herrings(file)
    yield from _idle_roles(file, known)
    yield from _idle_responses(file, known)


def _red_herrings(file: ScenarioFile) -> Iterator[Problem]:
    for place, inject in enumerate(file.model.injects):
        if inject.red_herring and inject.resolved_by is None:
            yield file.warning(
                ("injects", place, "red-herring"),
                f"nothing resolves red herring `{inject.id}`",
                "name in `resolved-by` the inject or artefact that shows it for what it is",
            )


def _idle_roles(file: ScenarioFile, known: Known) -> Iterator[Problem]:
    scenario = file.model
    for slot, need in scenario.needs.items():
        if need.a != "role" or _has_steps(scenario, known, need.is_):
            continue
        if _has_mail(scenario, f"${slot}"):
            continue
        if not _is_asked(scenario, slot):
            yield file.warning(
                ("needs", slot), f"role `{slot}` has nothing to do", "address something to it"
            )
            continue
        start, gap = _longest_wait(scenario, slot)
        if gap > IDLE_MS:
            idle = show_duration(gap - gap % 60_000)
            yield file.warning(
                ("needs", slot),
                f"role `{slot}` may have nothing to do for {idle} of play "
                f"from {show_duration(start)} on",
                "address something to it in between",
            )


def _has_steps(scenario: Scenario, known: Known, role: str | None) -> bool:
    """Whether a runbook keeps this role busy, at hours that only the team decides."""
    books = (known.runbooks.get(use.runbook) for use in scenario.runbooks)
    return any(role in _roles_of(book) for book in books if book)


def _roles_of(runbook: Runbook) -> set[str | None]:
    return {role for step in runbook.steps for role in (step.role, step.approved_by)}


def _has_mail(scenario: Scenario, slot: str) -> bool:
    """Whether vendors or people outside write to this role, at hours that only play decides."""
    readers = {seat for vendor in scenario.vendors for seat in vendor.to}
    readers |= {seat for stakeholder in scenario.stakeholders for seat in stakeholder.to}
    return slot in readers or "team" in readers


def _is_asked(scenario: Scenario, slot: str) -> bool:
    return any(m.name == f"${slot}" and "role" in m.kinds for m in mentions(scenario))


def _longest_wait(scenario: Scenario, slot: str) -> tuple[int, int]:
    """The longest played time between two things for a role: exercise instant, milliseconds.

    Of what comes at no authored instant, nothing is known, so a scenario that leaves a role to
    such things alone is not blamed.
    """
    instants = _instants(scenario)
    busy = sorted(
        instants[inject.id]
        for inject in scenario.injects
        if inject.id in instants and _concerns(scenario, inject, f"${slot}")
    )
    if not busy:
        return 0, 0
    gaps = [
        (played_at(scenario, end) - played_at(scenario, start), start)
        for start, end in pairwise((0, *busy, scenario.lasts))
    ]
    gap, start = max(gaps)
    return start, gap


def _instants(scenario: Scenario) -> dict[str, int]:
    """When injects come that come by the clock, or usually, after one that does."""
    found = {i.id: i.at for i in scenario.injects if i.at is not None and i.at <= scenario.lasts}
    for _ in scenario.injects:
        later = {
            i.id: found[i.after] + (i.plus.quantile_ms(0.5) if i.plus else 0)
            for i in scenario.injects
            if i.after in found and i.id not in found
        }
        if not later:
            break
        found |= {name: min(at, scenario.lasts) for name, at in later.items()}
    return found


def _concerns(scenario: Scenario, inject: Inject, slot: str) -> bool:
    """Whether an inject gives a role something to read, to decide or to notify."""
    if "team" in inject.to or slot in inject.to:
        return True
    asked = (d for d in scenario.decisions if d.id == inject.asks)
    if any(slot in (decision.owner, decision.approver) for decision in asked):
        return True
    return any(d.from_.aware_of == inject.id and d.owner == slot for d in scenario.duties)


def _idle_responses(file: ScenarioFile, known: Known) -> Iterator[Problem]:
    scenario = file.model
    asked = {part.response for part, _ in walk(scenario) if isinstance(part, c.ResponseIs)}
    asked |= {name for intrusion in scenario.intrusions for name in intrusion.contained_by}
    for use in scenario.runbooks:
        book = known.runbooks.get(use.runbook)
        for step in book.steps if book else ():
            asked |= {step.uses or "", (step.validation and step.validation.uses) or ""}
    for place, response in enumerate(scenario.responses):
        changes = response.does or response.at_once or response.then or response.destroys
        if not changes and response.id not in asked:
            yield file.warning(
                ("responses", place, "id"),
                f"response `{response.id}` changes nothing and nothing asks for it",
                "give it an effect, or remove it",
            )
