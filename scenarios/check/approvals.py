"""Approvals that nobody may give: no seat holds the role, or only the seat that needs it."""

from collections.abc import Iterator

from runbooks import LIBRARY_ROLES, Runbook, Step
from runbooks.authored import Path, Problem, did_you_mean, listed
from scenarios.check.reading import OrganisationFile, ScenarioFile
from scenarios.organisation import Organisation


def check_seats(file: OrganisationFile) -> Iterator[Problem]:
    """Roles that are none, and messages that nobody may review or approve."""
    organisation = file.model
    for seat, held in organisation.roles.items():
        for place, role in enumerate(held.is_):
            if role not in LIBRARY_ROLES:
                right = did_you_mean(role, LIBRARY_ROLES) or "see the list of library roles"
                wrong = f"unknown library role `{role}`"
                yield file.problem(("roles", seat, "is", place), wrong, right)
    for place, audience in enumerate(organisation.communications.audiences):
        path: Path = ("communications", "audiences", place)
        if audience.approved_by and not seats_of(organisation, *audience.approved_by):
            yield file.problem(
                (*path, "approved-by"),
                f"nobody may approve a message to `{audience.id}`: "
                f"no seat is {' or '.join(f'`{r}`' for r in audience.approved_by)}",
                "let a seat hold it, or name another role",
            )
        if audience.reviewed_by and not seats_of(organisation, audience.reviewed_by):
            yield file.problem(
                (*path, "reviewed-by"),
                f"nobody may review a message to `{audience.id}`: "
                f"no seat is `{audience.reviewed_by}`",
                "let a seat hold it, or name another role",
            )
    for place, level in enumerate(organisation.severity.levels):
        for inner, role in enumerate(level.escalate_to):
            if not seats_of(organisation, role):
                yield file.warning(
                    ("severity", "levels", place, "escalate-to", inner),
                    f"{level.name} is escalated to `{role}`, which no seat is",
                    "let a seat hold it",
                )


def check_owners(file: ScenarioFile) -> Iterator[Problem]:
    """Decisions whose owner approves them."""
    for place, decision in enumerate(file.model.decisions):
        if decision.approver is not None and decision.approver == decision.owner:
            yield file.problem(
                ("decisions", place, "approver"),
                f"`{decision.owner}` owns decision `{decision.id}` and approves it",
                "name another approver; nobody approves their own",
            )


def check_gates(
    file: ScenarioFile, runbook: Runbook, path: Path, organisation: Organisation
) -> Iterator[Problem]:
    """Steps of a runbook that nobody in *organisation* may do or approve."""
    for step in runbook.steps:
        for problem in _gate(runbook, step, organisation):
            yield file.problem(path, *problem)


def _gate(runbook: Runbook, step: Step, organisation: Organisation) -> Iterator[tuple[str, str]]:
    what = f"step `{step.id}` of `{runbook.runbook}`"
    doing = seats_of(organisation, step.role)
    if not doing:
        yield f"nobody may do {what}: no seat is `{step.role}`", "let a seat hold it"
    if step.approved_by is None:
        return
    approving = seats_of(organisation, step.approved_by)
    if not approving:
        wrong = f"nobody may approve {what}: no seat is `{step.approved_by}`"
        yield wrong, "let a seat hold it"
    elif doing and len(doing | approving) == 1:
        wrong = f"nobody may approve {what}: {listed(approving)} does it and is its only approver"
        yield wrong, f"let another seat be `{step.approved_by}`"


def seats_of(organisation: Organisation, *roles: str) -> set[str]:
    """The seats that hold any of these library roles."""
    return {
        seat for seat, held in organisation.roles.items() if any(role in held.is_ for role in roles)
    }
