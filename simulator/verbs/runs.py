"""A runbook as it is run: opened, its preconditions checked, evidence kept, and its three ends."""

from collections.abc import Callable
from typing import Any

from evidence import Command
from evidence.kinds.procedure import (
    CaptureEvidence,
    CheckPrecondition,
    EvidenceCaptured,
    FinishRun,
    PreconditionChecked,
    RollBackRun,
    RunFinished,
    RunRolledBack,
    RunStarted,
    RunStopped,
    StartRun,
    StopRun,
)
from runbooks.model import Runbook, Step
from simulator.scene import By, Refused, Scene
from simulator.state import RunState
from simulator.verbs.reading import known


def start_run(scene: Scene, command: StartRun, by: By) -> None:
    """Open a runbook, or go on with a run that was stopped, once what stopped it is dealt with."""
    book, run = book_of(scene, command.run)
    if run.started and (not run.stopped or run.rolled_back):
        raise Refused("run-before", f"The runbook `{command.run}` has been opened already.")
    again = run.started
    scene.tell(RunStarted(run=command.run, version=book.version, again=again), by)


def check_precondition(scene: Scene, command: CheckPrecondition, by: By) -> None:
    book, _ = open_run(scene, command.run)
    known(
        command.precondition,
        (precondition.id for precondition in book.preconditions),
        because="unknown-precondition",
        says=f"The runbook has no precondition `{command.precondition}`",
    )
    scene.tell(
        PreconditionChecked(
            run=command.run, precondition=command.precondition, passed=command.passed
        ),
        by,
    )


def capture(scene: Scene, command: CaptureEvidence, by: By) -> None:
    """Evidence may still be captured after the run is over."""
    book, run = book_of(scene, command.run)
    if not run.started:
        raise Refused("run-not-open", f"Open the runbook `{command.run}` first.")
    known_evidence(book, (command.item,))
    if command.item in run.captured:
        raise Refused("captured", f"`{command.item}` has been captured already.")
    scene.tell(EvidenceCaptured(run=command.run, item=command.item), by)


def stop_run(scene: Scene, command: StopRun, by: By) -> None:
    book, _ = open_run(scene, command.run)
    if command.condition is not None:
        known(
            command.condition,
            (condition.id for condition in book.stop),
            because="unknown-condition",
            says=f"The runbook has no stop condition `{command.condition}`",
        )
    scene.tell(RunStopped(run=command.run, condition=command.condition), by)


def roll_back(scene: Scene, command: RollBackRun, by: By) -> None:
    """Roll back, from the middle of a run, after a stop, or after the end."""
    _, run = book_of(scene, command.run)
    if not run.started:
        raise Refused("run-not-open", f"The runbook `{command.run}` was never opened.")
    if run.rolled_back:
        raise Refused("rolled-back", "This run has been rolled back already.")
    scene.tell(RunRolledBack(run=command.run), by)


def finish_run(scene: Scene, command: FinishRun, by: By) -> None:
    book, run = open_run(scene, command.run)
    for step in book.steps:
        _check_closed(run, step)
    scene.tell(RunFinished(run=command.run), by)


def _check_closed(run: RunState, step: Step) -> None:
    state = run.step(step.id)
    if state.skipped or (step.optional and state.started_at is None):
        return
    if not state.done:
        raise Refused("step-open", f"`{step.id}` is still open: finish it or skip it first.")
    if step.validation is not None and state.validated is not True:
        raise Refused("not-validated", f"Validate `{step.id}` first: the run rests on it.")


def book_of(scene: Scene, run: str) -> tuple[Runbook, RunState]:
    """The runbook of a run and what has been done in it."""
    books = scene.plan.books
    known(run, books, because="unknown-runbook", says=f"There is no runbook `{run}`")
    return books[run], scene.state.run(run)


def open_run(scene: Scene, run: str) -> tuple[Runbook, RunState]:
    """The same, of a run that goes on."""
    book, state = book_of(scene, run)
    if not state.started:
        raise Refused("run-not-open", f"Open the runbook `{run}` first.")
    if state.rolled_back:
        raise Refused("rolled-back", f"The run of `{run}` was rolled back.")
    if state.stopped:
        raise Refused("stopped", f"The run of `{run}` was stopped.")
    if state.finished:
        raise Refused("finished", f"The run of `{run}` is finished.")
    return book, state


def known_evidence(book: Runbook, items: tuple[str, ...]) -> None:
    """Refuse an evidence item that the runbook does not name."""
    for item in items:
        known(
            item,
            (evidence.id for evidence in book.evidence),
            because="unknown-evidence",
            says=f"The runbook names no evidence `{item}`",
        )


VERBS: dict[type[Command], Callable[[Scene, Any, By], None]] = {
    StartRun: start_run,
    CheckPrecondition: check_precondition,
    CaptureEvidence: capture,
    StopRun: stop_run,
    RollBackRun: roll_back,
    FinishRun: finish_run,
}

__all__ = ["VERBS", "book_of", "known_evidence", "open_run"]
