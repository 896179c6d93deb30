"""What responders do to systems by the book: open runbooks, do and check steps, hold gates."""

from collections.abc import Iterator
from typing import Final, TypeAlias

from evidence.kinds import procedure as p
from runbooks.model import Runbook, Step
from scenarios.choices import Option
from scenarios.scenario import RunbookUse
from simulator.responders.mind import Mind, OwnStep
from simulator.responders.restoring import best_copy, data_that_failed, restore_again
from simulator.responders.tasks import Later, Task
from simulator.scene import Scene
from simulator.state import RunState, StepState

TALK_IT_THROUGH_MS: Final = 240_000
"""Played time that a team takes over a stop before it goes on (assumed)."""

StepEvent: TypeAlias = (
    p.StepFinished
    | p.StepReopened
    | p.StepSkipped
    | p.StepFailed
    | p.StepValidated
    | p.StepApproved
    | p.StepAssigned
)


def works_on_runs(scene: Scene, seat: str) -> bool:
    """Whether a seat opens runbooks, does or validates steps, or finishes runs."""
    if scene.seat_of("technical_lead") == seat or seat in leaders(scene, None):
        return True
    return any(
        seat in _seats(scene, book, step) for book in scene.plan.runbooks for step in book.steps
    )


def holds_gate(scene: Scene, seat: str) -> bool:
    """Whether some step waits for this seat's approval."""
    return any(
        step.approved_by is not None and scene.seat_of(step.approved_by) == seat
        for book in scene.plan.runbooks
        for step in book.steps
    )


def leaders(scene: Scene, _: object) -> Iterator[str | None]:
    """The seats that open runbooks."""
    for use in scene.plan.scenario.runbooks:
        yield use.run_by or scene.seat_of("technical_lead")


def workers_after(scene: Scene, body: StepEvent) -> Iterator[str | None]:
    """The seats that may go on after something happened to a step; its lead may finish the run."""
    book = scene.plan.books[body.run]
    step = book.step(body.step)
    assert step is not None
    for one in (step, *book.followers[step.id]):
        yield from _seats(scene, book, one)
    yield scene.seat_of("technical_lead")


def approvers_after(scene: Scene, body: StepEvent) -> Iterator[str | None]:
    """The seats whose approval the steps after this one wait for."""
    for step in scene.plan.books[body.run].followers[body.step]:
        if step.approved_by is not None:
            yield scene.seat_of(step.approved_by)


def users_of(scene: Scene, body: p.ResponseEnded) -> Iterator[str | None]:
    """The seats whose steps or checks use a technical response; a failure may stop a run."""
    if not body.worked:
        yield from leaders(scene, body)
    for book in scene.plan.runbooks:
        for step in book.steps:
            if step.uses == body.response:
                yield _doer(scene, book, step)
            if step.validation is not None and step.validation.uses == body.response:
                yield scene.seat_of(step.validation.role or step.role)


def _doer(scene: Scene, book: Runbook, step: Step) -> str | None:
    """The seat that a step was given to, else whoever holds its role."""
    run = scene.state.runs.get(book.runbook)
    given = run.steps.get(step.id) if run is not None else None
    return (given.assigned_to if given is not None else None) or scene.seat_of(step.role)


def _seats(scene: Scene, book: Runbook, step: Step) -> tuple[str | None, ...]:
    """Who does a step, and who validates it."""
    doer = _doer(scene, book, step)
    if step.validation is None:
        return (doer,)
    return (doer, scene.seat_of(step.validation.role or step.role))


def run(scene: Scene, mind: Mind) -> Iterator[Task | Later]:
    """Open the runbook that fits, and do one's own steps in order."""
    if scene.state.declared != "incident":
        return
    for use in scene.plan.scenario.runbooks:
        book = scene.plan.books.get(use.runbook)
        if book is None:
            continue
        state = scene.state.run(book.runbook)
        if not state.started:
            if _leads(scene, mind, use) and _fits(mind, use.fits):
                yield Task(
                    key=f"open:{book.runbook}",
                    command=p.StartRun(run=book.runbook, why="its first lines describe this"),
                )
        elif state.stopped and not state.rolled_back:
            yield from _go_on(scene, mind, use, state)
        elif not (state.finished or state.rolled_back):
            yield from _stop(scene, mind, use)
            yield from _steps(scene, mind, book, state)


def _leads(scene: Scene, mind: Mind, use: RunbookUse) -> bool:
    return (use.run_by or scene.seat_of("technical_lead")) == mind.seat


def _stop(scene: Scene, mind: Mind, use: RunbookUse) -> Iterator[Task]:
    """Say stop when what was shown meets a stop condition."""
    if not _leads(scene, mind, use):
        return
    for sign in use.stops:
        name = f"{use.runbook}/{sign.condition}"
        if mind.keeps(f"stop:{name}") and any(_is_shown(scene, mind, s) for s in sign.shown_by):
            yield Task(
                key=f"stop:{name}",
                command=p.StopRun(
                    run=use.runbook, condition=sign.condition, why="the runbook says stop"
                ),
                takes_ms=TALK_IT_THROUGH_MS,
            )


def _is_shown(scene: Scene, mind: Mind, sign: str) -> bool:
    if scene.state.responses.get(sign) == "failed":
        return True
    return sign in mind.read or sign in mind.signals or sign in scene.state.artefacts


def _go_on(scene: Scene, mind: Mind, use: RunbookUse, state: RunState) -> Iterator[Task]:
    """Go on once what stopped the run was talked through."""
    if _leads(scene, mind, use):
        yield Task(
            key=f"go-on:{use.runbook}:{state.stops}",
            command=p.StartRun(run=use.runbook, why="what stopped us is dealt with"),
        )


def _fits(mind: Mind, fits: dict[str, tuple[str, ...]]) -> bool:
    """Whether anything shown says that the runbook applies; one that names no fact always does."""
    return not fits or any(mind.facts.get(fact) in values for fact, values in fits.items())


def _steps(scene: Scene, mind: Mind, book: Runbook, state: RunState) -> Iterator[Task | Later]:
    for step, does, validates in _own_steps(scene, mind, book):
        if _is_over(step, state.step(step.id)):
            continue
        if does:
            yield from _own_step(scene, mind, book, step, state)
        if validates:
            yield from _validate(scene, mind, book, step, state)
    if scene.seat_of("technical_lead") == mind.seat and _is_complete(book, state):
        yield Task(
            key=f"finish:{book.runbook}",
            command=p.FinishRun(run=book.runbook, why="every step is done"),
        )


def _own_steps(scene: Scene, mind: Mind, book: Runbook) -> tuple[OwnStep, ...]:
    """Worked out once, and again after roles or steps have changed hands."""
    own = mind.steps.get(book.runbook)
    if own is None:
        every = (
            OwnStep(step, _doer(scene, book, step) == mind.seat, _validates(scene, mind, step))
            for step in book.steps
        )
        own = mind.steps[book.runbook] = tuple(one for one in every if one.does or one.validates)
    return own


def _validates(scene: Scene, mind: Mind, step: Step) -> bool:
    check = step.validation
    return check is not None and scene.seat_of(check.role or step.role) == mind.seat


def _own_step(
    scene: Scene, mind: Mind, book: Runbook, step: Step, state: RunState
) -> Iterator[Task | Later]:
    now = state.step(step.id)
    name = f"{book.runbook}/{step.id}"
    if now.skipped or (now.done and now.validated is not False):
        return
    if now.started_at is not None and not now.done:
        yield from _finish(scene, mind, book, step, state)
        return
    if not all(_is_clear(book, state, before) for before in step.after):
        return
    decided = _left_out_by(scene, name)
    if decided is not None:
        yield Task(
            key=f"skip:{name}",
            command=p.SkipStep(
                run=book.runbook,
                step=step.id,
                code="EX-NA",
                deviation="justified-adaptation",
                why=f"decided: {decided.text}",
            ),
        )
        return
    for check in step.needs:
        if state.checks.get(check) is None:
            yield Task(
                key=f"check:{book.runbook}/{check}",
                command=p.CheckPrecondition(
                    run=book.runbook, precondition=check, passed=True, why="looked at"
                ),
            )
    if step.approved_by is not None and now.approved_by is None:
        return
    response = scene.plan.responses.get(step.uses or "")
    if response is not None and (failed := data_that_failed(scene, response)) is not None:
        yield from restore_again(scene, mind, failed)
        return
    attempt = scene.state.response_counts.get(step.uses or "", 0)
    point = best_copy(scene, response.chooses, attempt) if response and response.chooses else None
    yield Task(
        key=f"start:{name}:{attempt}",
        command=p.StartStep(run=book.runbook, step=step.id, point=point, why="next in the runbook"),
        takes_ms=_work_on(scene, mind, step) if response is None else 0,
    )


def _work_on(scene: Scene, mind: Mind, step: Step) -> int:
    """Played time that a step's own work takes: it is the story's work, so the pace shortens it."""
    num, den = scene.clock.pace
    return step.expected * mind.profile.step_factor_percent * den // (100 * num)


def _left_out_by(scene: Scene, step: str) -> Option | None:
    """What the team decided that makes a step needless, if anything does."""
    for decision, choice in scene.state.decisions.items():
        point = scene.plan.decisions.get(decision)
        for option in point.options if point is not None else ():
            if option.id == choice and step in option.leaves_out:
                return option
    return None


def _finish(
    scene: Scene, mind: Mind, book: Runbook, step: Step, state: RunState
) -> Iterator[Task | Later]:
    now, name = state.step(step.id), f"{book.runbook}/{step.id}"
    if now.response is not None:
        return
    attempt = scene.state.response_counts.get(step.uses or "", 0) + now.reopened
    if step.uses is not None and scene.state.responses.get(step.uses) == "failed":
        yield Task(
            key=f"fail:{name}:{attempt}",
            command=p.FailStep(run=book.runbook, step=step.id, why="it did not work"),
        )
        return
    evidence = tuple(item for item in step.evidence if mind.keeps(f"capture:{name}:{item}"))
    yield Task(
        key=f"done:{name}:{attempt}",
        command=p.FinishStep(
            run=book.runbook, step=step.id, evidence=evidence, why="done as written"
        ),
    )


def _validate(
    scene: Scene, mind: Mind, book: Runbook, step: Step, state: RunState
) -> Iterator[Task | Later]:
    now, name = state.step(step.id), f"{book.runbook}/{step.id}"
    if not now.done or now.validated is True or step.validation is None:
        return
    uses = step.validation.uses
    if uses is None:
        yield Task(
            key=f"validate:{name}:{now.reopened}",
            command=p.ValidateStep(
                run=book.runbook, step=step.id, passed=True, why="checked as written"
            ),
        )
        return
    status = scene.state.responses.get(uses)
    count = scene.state.response_counts.get(uses, 0)
    if status in (None, "failed") and now.validated is None:
        yield Task(
            key=f"verify:{name}:{count}",
            command=p.TakeResponse(response=uses, why="the check of this step"),
        )
    elif status in ("worked", "failed"):
        yield Task(
            key=f"validate:{name}:{count + now.reopened}",
            command=p.ValidateStep(
                run=book.runbook, step=step.id, passed=status == "worked", why="as the check said"
            ),
        )


def _is_clear(book: Runbook, state: RunState, step: str) -> bool:
    written = book.step(step)
    return written is not None and _is_over(written, state.step(step))


def _is_over(step: Step, now: StepState) -> bool:
    """Skipped, or done and validated."""
    return now.skipped or (now.done and (step.validation is None or now.validated is True))


def _is_complete(book: Runbook, state: RunState) -> bool:
    """The last step first: as long as a run goes on, that one answers."""
    return all(
        _is_over(step, state.step(step.id)) for step in reversed(book.steps) if not step.optional
    )


def approve(scene: Scene, mind: Mind) -> Iterator[Task | Later]:
    """Approve gated steps that are about to start, in the roles that this seat holds."""
    for book in scene.plan.runbooks:
        state = scene.state.runs.get(book.runbook)
        if state is None or not state.started or state.finished or state.stopped:
            continue
        for step in book.steps:
            now = state.step(step.id)
            if step.approved_by is None or now.approved_by is not None or now.done:
                continue
            if scene.seat_of(step.approved_by) != mind.seat:
                continue
            if _left_out_by(scene, f"{book.runbook}/{step.id}") is not None:
                continue
            if all(_is_clear(book, state, before) for before in step.after):
                yield Task(
                    key=f"approve:{book.runbook}/{step.id}",
                    command=p.ApproveStep(
                        run=book.runbook, step=step.id, why="preconditions looked at"
                    ),
                )
