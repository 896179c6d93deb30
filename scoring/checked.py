"""Whether a team checked before it went on: major steps validated, gated steps approved.

An approval by a simulated responder is never an approval: such gates are left out and listed.
"""

from evidence import Seq
from runbooks.model import Step
from scoring.case import Case
from scoring.figure import Exclusion, Metric, counted
from scoring.runs import Run
from scoring.wording import count


def measure_validation(case: Case, run: Run, before: dict[str, frozenset[str]]) -> Metric:
    """RB-VAL.  *before* holds, for each step, what it builds on."""
    held = whole = 0
    cites: list[Seq] = []
    missing: list[str] = []
    for step, did in run.ever_done():
        if not step.major or step.validation is None:
            continue
        whole += 1
        dependants = [
            other.began
            for name, other in run.steps.items()
            if step.id in before.get(name, frozenset()) and other.began is not None
        ]
        limit = min(dependants, default=None)
        passed = [seq for seq, ok in did.validations if ok and (limit is None or seq < limit)]
        if passed or run.excused(step.id):
            held += 1
        else:
            missing.append(run.called(step.id))
        cites += passed[:1] or ([limit] if limit is not None else [])
        cites.append(did.ends)
    return counted(
        "RB-VAL",
        held,
        whole,
        rubric=case.plan.rubric,
        of=run.book.runbook,
        formula=f"{held} validated before any step that builds on them / "
        f"{count(whole, 'major step')} done",
        nothing="not observed: no major step was done",
        cites=cites,
        missing=missing,
    )


def measure_gates(case: Case, run: Run) -> Metric:
    """RB-GATE."""
    held = whole = 0
    cites: list[Seq] = []
    excluded: list[Exclusion] = []
    missing: list[str] = []
    for step, did in run.ever_done():
        if step.approved_by is None or did.began is None:
            continue
        given = [approval for approval in did.approvals if approval[0] < did.began]
        if given and all(simulated for _, _, simulated in given):
            why = "approved by a simulated responder; that is not an approval"
            simulations = tuple(seq for seq, _, _ in given)
            what = f"gate of {run.called(step.id)}"
            excluded.append(Exclusion(what=what, why=why, cites=simulations))
            continue
        whole += 1
        approved = [
            seq
            for seq, seat, simulated in given
            if not simulated
            and seat != did.started_by
            and case.timeline.holds(seat, step.approved_by, seq)
        ]
        checks = _checks_before(run, step, did.began)
        if approved and checks is not None:
            held += 1
        else:
            missing.append(run.called(step.id))
        cites += [*approved[:1], *(checks or ()), did.began]
    return counted(
        "RB-GATE",
        held,
        whole,
        rubric=case.plan.rubric,
        of=run.book.runbook,
        formula=f"{held} with preconditions passed and another, entitled person's approval before "
        f"the start / {count(whole, 'gated step')} done",
        nothing="not observed: no gated step was done",
        cites=cites,
        excluded=tuple(excluded),
        missing=missing,
    )


def _checks_before(run: Run, step: Step, began: Seq) -> tuple[Seq, ...] | None:
    """The last checks of the step's preconditions, or ``None`` if one was not passed."""
    found: list[Seq] = []
    for needed in step.needs:
        checks = [(seq, ok) for seq, name, ok in run.checks if name == needed and seq < began]
        if not checks or not checks[-1][1]:
            return None
        found.append(checks[-1][0])
    return tuple(found)
