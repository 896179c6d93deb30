"""The steps of a run: given out, approved, started, finished, reopened, skipped, failed, validated.

A step waits for the steps before it, for their validations, for its preconditions and for
another person's approval.  The first thing that is missing is named, so that one knows what to
do next.
"""

from collections.abc import Callable
from typing import Any

from evidence import Command, Millis
from evidence.kinds.incident import StateConflict
from evidence.kinds.procedure import (
    ApproveStep,
    AssignStep,
    FailStep,
    FinishStep,
    ReopenStep,
    SkipStep,
    StartStep,
    StepApproved,
    StepAssigned,
    StepFailed,
    StepFinished,
    StepReopened,
    StepSkipped,
    StepStarted,
    StepValidated,
    ValidateStep,
)
from runbooks.model import Runbook, Step
from simulator.play import Play
from simulator.scene import By, Refused
from simulator.state import RunState, StepState
from simulator.verbs.reading import known, known_exception, known_seat, reasoned, role_title
from simulator.verbs.runs import known_evidence, open_run


def start_step(scene: Play, command: StartStep, by: By) -> None:
    book, run = open_run(scene, command.run)
    step = _step(book, command.step)
    _check_not_begun(scene, step, run.step(step.id))
    _check_predecessors(book, run, step)
    _check_preconditions(book, run, step)
    _check_gate(step, run.step(step.id), by)
    if step.uses is not None and _takes_response(scene, step.uses):
        scene.world.begin_response(step.uses, command.point, by, run=command.run, step=command.step)
    scene.tell(StepStarted(run=command.run, step=command.step), by)


def _check_not_begun(scene: Play, step: Step, state: StepState) -> None:
    if state.done and state.validated is not False:
        raise _done_before(scene, step, state)
    if state.started_at is not None and not state.done and not state.skipped:
        who = _who(scene, "started", state.started_from, state.started_at)
        raise Refused("step-started", f"`{step.id}` is under way already{who}.")


def _done_before(scene: Play, step: Step, state: StepState) -> Refused:
    who = _who(scene, "finished", state.done_from, state.done_at)
    return Refused("step-done", f"`{step.id}` is done{who}.")


def _who(scene: Play, did: str, seat: str | None, at: Millis | None) -> str:
    """Who was first and when, for whoever comes second."""
    if seat is None or at is None:
        return ""
    title = scene.plan.organisation.title_of(seat).partition(",")[0]
    return f": {title} {did} it at {scene.clock_text(at)}"


def _check_predecessors(book: Runbook, run: RunState, step: Step) -> None:
    before = book.predecessors(step.id)
    for earlier in book.steps:
        if earlier.id not in before or run.step(earlier.id).skipped:
            continue
        state = run.step(earlier.id)
        if not state.done:
            if earlier.id in step.after:
                raise Refused(
                    "predecessor-open", f"Finish `{earlier.id}` first: `{step.id}` comes after it."
                )
        elif earlier.validation is not None and state.validated is None:
            raise Refused(
                "not-validated", f"Validate `{earlier.id}` first: `{step.id}` builds on it."
            )
        elif earlier.validation is not None and not state.validated:
            raise Refused(
                "validation-failed",
                f"`{earlier.id}` did not pass its validation: do it again before `{step.id}`.",
            )


def _check_preconditions(book: Runbook, run: RunState, step: Step) -> None:
    for precondition in book.preconditions:
        if precondition.safety and run.checks.get(precondition.id) is False:
            raise Refused(
                "unsafe",
                f"The safety check `{precondition.id}` failed: stop the run, or check again.",
            )
    for needed in step.needs:
        if needed not in run.checks:
            raise Refused("not-checked", f"Check `{needed}` first: `{step.id}` needs it.")
        if not run.checks[needed]:
            raise Refused("check-failed", f"`{needed}` does not hold, and `{step.id}` needs it.")


def _check_gate(step: Step, state: StepState, by: By) -> None:
    if step.approved_by is None:
        return
    if state.approved_by is None:
        raise Refused(
            "not-approved",
            f"`{step.id}` waits for the approval of the {role_title(step.approved_by)}.",
        )
    if state.approved_by == by.actor:
        raise Refused("own-approval", "You approved this step; somebody else must start it.")


def _takes_response(scene: Play, response: str) -> bool:
    """Whether starting the step acts on systems: not where it was done before, or by hand."""
    story = scene.plan.responses.get(response)
    if story is None or scene.state.by_hand:
        return False
    return story.repeatable or scene.state.responses.get(response) != "worked"


def finish_step(scene: Play, command: FinishStep, by: By) -> None:
    book, run = open_run(scene, command.run)
    step = _step(book, command.step)
    state = run.step(step.id)
    _check_under_way(scene, step, state)
    _check_result(scene, step, state)
    known_evidence(book, command.evidence)
    scene.tell(
        StepFinished(
            run=command.run,
            step=command.step,
            evidence=command.evidence,
            said_by=command.said_by,
            about_at=command.about_at,
        ),
        by,
    )


def _check_result(scene: Play, step: Step, state: StepState) -> None:
    """Refuse while the step's response runs or when it failed; by hand, people know best."""
    if scene.state.by_hand:
        return
    if state.response is not None:
        raise Refused("running", f"`{step.id}` is still running; wait for its result.")
    if step.uses is not None and scene.state.responses.get(step.uses) == "failed":
        raise Refused("did-not-work", f"`{step.id}` did not work; say that it failed.")


def reopen_step(scene: Play, command: ReopenStep, by: By) -> None:
    """Take a finish back.  Steps that have begun on it since go on; what was expected of it and
    seen is expected again."""
    book, run = open_run(scene, command.run)
    step = _step(book, command.step)
    if not run.step(step.id).done:
        raise Refused("step-open", f"`{step.id}` is not finished, so nothing can be taken back.")
    if not reasoned(command):
        raise Refused("no-reason", "Say why: taking a finish back needs a reason.")
    seq = scene.tell(StepReopened(run=command.run, step=command.step), by)
    scene.msel.expected.expect_again(f"step:{command.run}/{command.step}", cause=seq)


def fail_step(scene: Play, command: FailStep, by: By) -> None:
    book, run = open_run(scene, command.run)
    step = _step(book, command.step)
    _check_under_way(scene, step, run.step(step.id))
    scene.tell(StepFailed(run=command.run, step=command.step), by)


def _check_under_way(scene: Play, step: Step, state: StepState) -> None:
    if state.done:
        raise _done_before(scene, step, state)
    if state.started_at is None or state.skipped:
        raise Refused("step-not-started", f"Start `{step.id}` first.")


def skip_step(scene: Play, command: SkipStep, by: By) -> None:
    """Leave a step out.  It is kept whether a reason was given; a major one needs a code."""
    book, run = open_run(scene, command.run)
    step = _step(book, command.step)
    state = run.step(step.id)
    known_exception(scene, command.code)
    if state.done:
        raise _done_before(scene, step, state)
    if state.skipped:
        raise Refused("step-skipped", f"`{step.id}` has been skipped already.")
    if state.response is not None and not scene.state.by_hand:
        raise Refused("running", f"`{step.id}` is still running; wait for its result.")
    if step.major and not step.optional and command.code is None:
        raise Refused("no-code", f"`{step.id}` is a major step: give an exception code to skip it.")
    scene.tell(
        StepSkipped(
            run=command.run,
            step=command.step,
            code=command.code,
            deviation=command.deviation,
            reasoned=reasoned(command),
        ),
        by,
    )


def validate_step(scene: Play, command: ValidateStep, by: By) -> None:
    """Record a validation; where a technical response makes the check, it must have ended."""
    book, run = open_run(scene, command.run)
    step = _step(book, command.step)
    if step.validation is None:
        raise Refused("no-validation", f"`{step.id}` has no validation.")
    if not run.step(step.id).done:
        raise Refused("step-open", f"Finish `{step.id}` first, then validate it.")
    uses = step.validation.uses
    result = _result(scene, uses, step)
    seq = scene.tell(StepValidated(run=command.run, step=command.step, passed=command.passed), by)
    if command.passed and result == "failed":
        scene.emit(StateConflict(claim=seq, because=f"`{uses}` had failed"), by=by)


def _result(scene: Play, uses: str | None, step: Step) -> str | None:
    if uses is None or uses not in scene.plan.responses or scene.state.by_hand:
        return None
    result = scene.state.responses.get(uses)
    if result not in ("worked", "failed"):
        title = scene.plan.responses[uses].title
        raise Refused(
            "no-result", f"Run the check first ({title}), then say whether `{step.id}` passed."
        )
    return result


def approve_step(scene: Play, command: ApproveStep, by: By) -> None:
    book, run = open_run(scene, command.run)
    step = _step(book, command.step)
    state = run.step(step.id)
    if step.approved_by is None:
        raise Refused("no-gate", f"`{step.id}` needs no approval.")
    if not scene.holds_role(by.seat, step.approved_by):
        raise Refused(
            "not-entitled", f"Only the {role_title(step.approved_by)} may approve `{step.id}`."
        )
    if state.started_by == by.actor:
        raise Refused("own-step", "You started this step; somebody else must approve it.")
    if state.approved_by is not None:
        raise Refused("approved", f"`{step.id}` has been approved already.")
    if state.started_at is not None or state.skipped:
        raise Refused("too-late", f"`{step.id}` is past its approval.")
    scene.tell(StepApproved(run=command.run, step=command.step, simulated=by.simulated), by)


def assign_step(scene: Play, command: AssignStep, by: By) -> None:
    book, run = open_run(scene, command.run)
    step = _step(book, command.step)
    state = run.step(step.id)
    known_seat(scene, command.seat)
    title = scene.plan.organisation.title_of(command.seat)
    if state.done:
        raise _done_before(scene, step, state)
    if state.assigned_to == command.seat:
        raise Refused("assigned", f"`{step.id}` is given to {title} already.")
    if command.seat in scene.state.away:
        raise Refused("away", f"{title} cannot be reached now; choose somebody else.")
    scene.tell(
        StepAssigned(
            run=command.run, step=command.step, seat=command.seat, from_seat=state.assigned_to
        ),
        by,
    )


def _step(book: Runbook, step: str) -> Step:
    known(
        step,
        (s.id for s in book.steps),
        because="unknown-step",
        says=f"The runbook has no step `{step}`",
    )
    found = book.step(step)
    assert found is not None
    return found


VERBS: dict[type[Command], Callable[[Play, Any, By], None]] = {
    AssignStep: assign_step,
    ApproveStep: approve_step,
    StartStep: start_step,
    FinishStep: finish_step,
    ReopenStep: reopen_step,
    SkipStep: skip_step,
    FailStep: fail_step,
    ValidateStep: validate_step,
}

__all__ = ["VERBS"]
