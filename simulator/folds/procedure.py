"""Runbooks, technical responses, proposed actions, queries, temporary changes."""

from evidence import Event
from evidence.kinds import procedure as p
from simulator.folds.registry import Topics, on
from simulator.state import State


@on(p.RunStarted)
def _run_started(state: State, event: Event, body: p.RunStarted) -> Topics:
    run = state.run(body.run)
    run.started, run.stopped = True, False
    return (f"run:{body.run}",)


@on(p.PreconditionChecked)
def _checked(state: State, event: Event, body: p.PreconditionChecked) -> Topics:
    state.run(body.run).checks[body.precondition] = body.passed
    return ()


@on(p.StepStarted)
def _step_started(state: State, event: Event, body: p.StepStarted) -> Topics:
    step = state.run(body.run).step(body.step)
    step.started_at, step.started_by = event.at, event.actor
    step.started_from = event.role
    step.done = step.failed = step.skipped = False
    step.validated = None
    return (f"step:{body.run}/{body.step}",)


@on(p.StepFinished)
def _step_finished(state: State, event: Event, body: p.StepFinished) -> Topics:
    step = state.run(body.run).step(body.step)
    step.done, step.done_at, step.done_from = True, event.at, event.role
    step.captured.update(body.evidence)
    return (f"step:{body.run}/{body.step}",)


@on(p.StepSkipped)
def _step_skipped(state: State, event: Event, body: p.StepSkipped) -> Topics:
    state.run(body.run).step(body.step).skipped = True
    return (f"step:{body.run}/{body.step}",)


@on(p.StepFailed)
def _step_failed(state: State, event: Event, body: p.StepFailed) -> Topics:
    step = state.run(body.run).step(body.step)
    step.failed, step.started_at = True, None
    return (f"step:{body.run}/{body.step}",)


@on(p.StepValidated)
def _step_validated(state: State, event: Event, body: p.StepValidated) -> Topics:
    state.run(body.run).step(body.step).validated = body.passed
    return (f"step:{body.run}/{body.step}",)


@on(p.StepApproved)
def _step_approved(state: State, event: Event, body: p.StepApproved) -> Topics:
    state.run(body.run).step(body.step).approved_by = event.actor
    return (f"step:{body.run}/{body.step}",)


@on(p.StepAssigned)
def _step_assigned(state: State, event: Event, body: p.StepAssigned) -> Topics:
    state.run(body.run).step(body.step).assigned_to = body.seat
    return ()


@on(p.StepReopened)
def _step_reopened(state: State, event: Event, body: p.StepReopened) -> Topics:
    step = state.run(body.run).step(body.step)
    step.done, step.validated, step.reopened = False, None, step.reopened + 1
    step.captured.clear()
    return (f"step:{body.run}/{body.step}",)


@on(p.EvidenceCaptured)
def _captured(state: State, event: Event, body: p.EvidenceCaptured) -> Topics:
    state.run(body.run).kept.add(body.item)
    return ()


@on(p.StopConditionMet)
def _stop_condition(state: State, event: Event, body: p.StopConditionMet) -> Topics:
    state.run(body.run).stop_conditions.add(body.condition)
    return ()


@on(p.RunStopped)
def _run_stopped(state: State, event: Event, body: p.RunStopped) -> Topics:
    run = state.run(body.run)
    run.stopped, run.stops = True, run.stops + 1
    return (f"run:{body.run}",)


@on(p.RunRolledBack)
def _rolled_back(state: State, event: Event, body: p.RunRolledBack) -> Topics:
    state.run(body.run).rolled_back = True
    return (f"run:{body.run}",)


@on(p.RunFinished)
def _run_finished(state: State, event: Event, body: p.RunFinished) -> Topics:
    state.run(body.run).finished = True
    return (f"run:{body.run}",)


@on(p.ResponseTaken)
def _response_taken(state: State, event: Event, body: p.ResponseTaken) -> Topics:
    state.responses[body.response] = "taken"
    state.response_counts[body.response] = state.response_counts.get(body.response, 0) + 1
    if body.run is not None and body.step is not None:
        state.run(body.run).step(body.step).response = body.response
    return (f"response:{body.response}",)


@on(p.ResponseEnded)
def _response_ended(state: State, event: Event, body: p.ResponseEnded) -> Topics:
    state.responses[body.response] = "worked" if body.worked else "failed"
    for run in state.runs.values():
        for step in run.steps.values():
            if step.response == body.response:
                step.response = None
    return (f"response:{body.response}",)


@on(p.ActionProposed)
def _proposed(state: State, event: Event, body: p.ActionProposed) -> Topics:
    state.actions[body.action] = "proposed"
    return ()


@on(p.ActionAdjudicated)
def _adjudicated(state: State, event: Event, body: p.ActionAdjudicated) -> Topics:
    state.actions[body.action] = body.ruling
    return ()


@on(p.QueryReturned)
def _returned(state: State, event: Event, body: p.QueryReturned) -> Topics:
    state.artefacts.update(body.found)
    return tuple(f"queried:{artefact}" for artefact in body.found)


@on(p.CopyFound)
def _copy_found(state: State, event: Event, body: p.CopyFound) -> Topics:
    state.copies.add(body.point)
    return (f"copy:{body.point}",)


@on(p.ChangeMade)
def _change_made(state: State, event: Event, body: p.ChangeMade) -> Topics:
    state.changes[body.change] = set()
    return (f"change:{body.change}",)


@on(p.ChangeHandled)
def _change_handled(state: State, event: Event, body: p.ChangeHandled) -> Topics:
    state.changes.setdefault(body.change, set()).add(body.how)
    return (f"change:{body.change}",)
