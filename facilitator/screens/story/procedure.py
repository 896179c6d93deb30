"""Runbooks, technical responses, proposals, queries and temporary changes."""

from evidence import Event
from evidence.kinds import procedure as p
from facilitator.screens.naming import Names
from facilitator.screens.seen import Seen
from facilitator.screens.story.feed import key_of
from facilitator.screens.story.incident import cause_words, write
from facilitator.screens.story.registry import on
from facilitator.screens.story.state import Incoming, RunStory, Story, TakenBack


@on(p.RunStarted)
def _run(story: Story, event: Event, body: p.RunStarted, seen: Seen) -> None:
    title = Names(seen.plan).runbook(body.run)
    if body.again:
        run = story.runs[body.run]
        run.stopped_at = run.stopped_by = run.condition = None
        write(story, event, "runbook", f"Went on with the runbook: {title}")
    else:
        story.runs[body.run] = RunStory(body.run, event.at)
        write(story, event, "runbook", f"Opened the runbook: {title}")


@on(p.PreconditionChecked)
def _checked(story: Story, event: Event, body: p.PreconditionChecked, seen: Seen) -> None:
    story.runs[body.run].checks[body.precondition] = body.passed


@on(p.StepStarted)
def _started(story: Story, event: Event, body: p.StepStarted, seen: Seen) -> None:
    step = story.runs[body.run].step(body.step)
    step.started_at, step.started_by, step.started_actor = event.at, event.role, event.actor
    step.finished_at = step.failed_at = step.skipped = step.validated = None


@on(p.StepFinished)
def _finished(story: Story, event: Event, body: p.StepFinished, seen: Seen) -> None:
    step = story.runs[body.run].step(body.step)
    step.finished_at, step.finished_by = event.at, body.said_by or event.role
    step.stated_at = body.about_at
    step.captured.update(body.evidence)
    write(story, event, "runbook", f"Done: {Names(seen.plan).step(body.run, body.step)}")


@on(p.StepSkipped)
def _skipped(story: Story, event: Event, body: p.StepSkipped, seen: Seen) -> None:
    reason = cause_words(event, seen) or body.code or "without a reason"
    story.runs[body.run].step(body.step).skipped = reason
    words = f"Skipped: {Names(seen.plan).step(body.run, body.step)}"
    write(story, event, "runbook", words, reason=reason)


@on(p.StepFailed)
def _failed(story: Story, event: Event, body: p.StepFailed, seen: Seen) -> None:
    step = story.runs[body.run].step(body.step)
    step.failed_at, step.started_at = event.at, None
    words = f"Could not do: {Names(seen.plan).step(body.run, body.step)}"
    write(story, event, "runbook", words, reason=cause_words(event, seen))


@on(p.StepAssigned)
def _given(story: Story, event: Event, body: p.StepAssigned, seen: Seen) -> None:
    names = Names(seen.plan)
    story.runs[body.run].step(body.step).given_to = body.seat
    write(
        story,
        event,
        "runbook",
        f"Given to {names.seat(body.seat)}: {names.step(body.run, body.step)}",
    )


@on(p.StepReopened)
def _taken_back(story: Story, event: Event, body: p.StepReopened, seen: Seen) -> None:
    step = story.runs[body.run].step(body.step)
    why = cause_words(event, seen) or ""
    step.finished_at = step.validated = None
    step.captured.clear()
    step.taken_back = TakenBack(at=event.at, by=event.role, why=why)
    words = f"Took the finish back: {Names(seen.plan).step(body.run, body.step)}"
    write(story, event, "runbook", words, reason=why)


@on(p.StepValidated)
def _validated(story: Story, event: Event, body: p.StepValidated, seen: Seen) -> None:
    step = story.runs[body.run].step(body.step)
    step.validated, step.validated_at = body.passed, event.at


@on(p.StepApproved)
def _approved(story: Story, event: Event, body: p.StepApproved, seen: Seen) -> None:
    step = story.runs[body.run].step(body.step)
    step.approved_by, step.approved_actor, step.approved_at = event.role, event.actor, event.at
    step.simulated_approval = body.simulated
    write(story, event, "decision", f"Approved: {Names(seen.plan).step(body.run, body.step)}")


@on(p.EvidenceCaptured)
def _captured(story: Story, event: Event, body: p.EvidenceCaptured, seen: Seen) -> None:
    story.runs[body.run].kept.add(body.item)


@on(p.RunStopped)
def _stopped(story: Story, event: Event, body: p.RunStopped, seen: Seen) -> None:
    run = story.runs[body.run]
    run.stopped_at, run.stopped_by, run.condition = event.at, event.role, body.condition
    write(story, event, "runbook", "Stopped the runbook", reason=cause_words(event, seen))


@on(p.RunRolledBack)
def _rolled_back(story: Story, event: Event, body: p.RunRolledBack, seen: Seen) -> None:
    story.runs[body.run].rolled_back_at = event.at
    write(story, event, "runbook", "Rolled the runbook back")


@on(p.RunFinished)
def _run_finished(story: Story, event: Event, body: p.RunFinished, seen: Seen) -> None:
    story.runs[body.run].finished_at = event.at
    write(story, event, "runbook", f"Finished the runbook: {Names(seen.plan).runbook(body.run)}")


@on(p.ResponseTaken)
def _taken(story: Story, event: Event, body: p.ResponseTaken, seen: Seen) -> None:
    story.responses[body.response] = "taken"
    story.response_at[body.response] = event.at
    if body.run is not None and body.step is not None:
        step = story.runs[body.run].step(body.step)
        step.response, step.response_runs, step.response_failed = body.response, True, False
    write(story, event, "system", f"Began: {Names(seen.plan).response(body.response)}")


@on(p.ResponseEnded)
def _response(story: Story, event: Event, body: p.ResponseEnded, seen: Seen) -> None:
    story.responses[body.response] = "worked" if body.worked else "failed"
    story.response_says[body.response] = (event.at, body.says)
    for run in story.runs.values():
        for step in run.steps.values():
            if step.response == body.response:
                step.response_runs, step.response_failed = False, not body.worked
    _tell(story, event, f"response-{body.response}", "dashboard", body.says, seen)


def _tell(story: Story, event: Event, id_: str, channel: str, text: str, seen: Seen) -> None:
    title = Names(seen.plan).response(id_.removeprefix("response-"))
    story.incoming.append(Incoming(key_of(id_, event), id_, event.at, channel, title, text, ()))


@on(p.ActionProposed)
def _proposed(story: Story, event: Event, body: p.ActionProposed, seen: Seen) -> None:
    words = cause_words(event, seen) or "A proposed action"
    story.actions[body.action] = [words, "proposed", ""]
    story.actions_at[body.action] = (event.at, event.role)
    write(story, event, "system", f"Proposed: {words}")


_RULED = {
    "works": "works",
    "partly": "works in part",
    "takes": "works, and takes its time",
    "fails": "does not work",
    "no-effect": "has no effect",
}


@on(p.ActionAdjudicated)
def _ruled(story: Story, event: Event, body: p.ActionAdjudicated, seen: Seen) -> None:
    found = story.actions.setdefault(body.action, ["A proposed action", "proposed", ""])
    found[1], found[2] = body.ruling, cause_words(event, seen) or ""
    if event.to and "control" not in event.to:
        text = f"{found[0]}: {_RULED[body.ruling]}."
        text += f" {found[2]}" if found[2] else ""
        story.incoming.append(
            Incoming(
                key_of(body.action, event), body.action, event.at, "spoken", "Control", text, ()
            )
        )


@on(p.QueryReturned)
def _query(story: Story, event: Event, body: p.QueryReturned, seen: Seen) -> None:
    story.queries.append((event.at, event.role, body.source, body.texts, body.because))


@on(p.CopyFound)
def _copy(story: Story, event: Event, body: p.CopyFound, seen: Seen) -> None:
    story.copies[body.point] = (body.dataset, body.title, event.at, body.age_ms)


@on(p.ChangeMade)
def _change(story: Story, event: Event, body: p.ChangeMade, seen: Seen) -> None:
    story.changes[body.change] = (body.title, event.at, [])


@on(p.ChangeHandled)
def _handled(story: Story, event: Event, body: p.ChangeHandled, seen: Seen) -> None:
    if body.change in story.changes:
        story.changes[body.change][2].append(body.how)
