"""How each kind of event changes the state, and which topics it touches.

One small function for each kind, found by its body's type.  A topic is ``area:id``; a condition
names the topics it depends on (`simulator.conditions`), so only those are looked at again.
"""

from collections.abc import Callable
from typing import Any

from evidence import Body, Event
from evidence.kinds import control as c
from evidence.kinds import exercise as x
from evidence.kinds import incident as i
from evidence.kinds import outside as o
from evidence.kinds import procedure as p
from evidence.kinds import world as w
from simulator.state import MessageState, State

Topics = tuple[str, ...]
Fold = Callable[[State, Event, Any], Topics]
_FOLDS: dict[type[Body], Fold] = {}


def apply(state: State, event: Event) -> Topics:
    """Take one event into *state*; the topics it touched."""
    fold = _FOLDS.get(type(event.body))
    return fold(state, event, event.body) if fold else ()


def _on(body: type[Body]) -> Callable[[Fold], Fold]:
    def register(fold: Fold) -> Fold:
        _FOLDS[body] = fold
        return fold

    return register


# The course of the exercise


@_on(x.ExerciseOpened)
def _opened(state: State, event: Event, body: x.ExerciseOpened) -> Topics:
    state.opened = body
    for seat in sorted(body.responders):
        state.seats[seat] = f"sim:{seat}"
    return ()


@_on(x.ExerciseStarted)
def _started(state: State, event: Event, body: x.ExerciseStarted) -> Topics:
    state.started_at = event.at
    return ()


@_on(x.ExerciseEnded)
def _ended(state: State, event: Event, body: x.ExerciseEnded) -> Topics:
    state.ended = True
    return ()


@_on(x.ExerciseHeld)
def _held(state: State, event: Event, body: x.ExerciseHeld) -> Topics:
    state.held = True
    return ()


@_on(x.ExerciseResumed)
def _resumed(state: State, event: Event, body: x.ExerciseResumed) -> Topics:
    state.held = False
    return ()


@_on(x.WentByHand)
def _by_hand(state: State, event: Event, body: x.WentByHand) -> Topics:
    state.by_hand = True
    return ()


@_on(x.SeatTaken)
def _seat_taken(state: State, event: Event, body: x.SeatTaken) -> Topics:
    state.seats[body.seat] = body.by
    return ()


@_on(x.SeatEmptied)
def _seat_emptied(state: State, event: Event, body: x.SeatEmptied) -> Topics:
    state.seats.pop(body.seat, None)
    return ()


# The incident


@_on(i.LogEntered)
def _logged(state: State, event: Event, body: i.LogEntered) -> Topics:
    if body.about is None:
        return ()
    state.logged.setdefault(body.about, set()).add(body.tag)
    return (f"logged:{body.about}",)


@_on(i.SignalAcknowledged)
def _acknowledged(state: State, event: Event, body: i.SignalAcknowledged) -> Topics:
    state.acknowledged.add(body.signal)
    return (f"acknowledged:{body.signal}",)


@_on(i.IncidentDetected)
def _detected(state: State, event: Event, body: i.IncidentDetected) -> Topics:
    state.detected = True
    return ("detected",)


@_on(i.IncidentDeclared)
def _declared(state: State, event: Event, body: i.IncidentDeclared) -> Topics:
    state.declared = body.verdict
    return ("declared",)


@_on(i.SeverityCalled)
def _severity(state: State, event: Event, body: i.SeverityCalled) -> Topics:
    state.level = body.level
    return ("severity",)


@_on(i.AwarenessClaimed)
def _aware(state: State, event: Event, body: i.AwarenessClaimed) -> Topics:
    if body.governs:
        state.aware[body.of] = body.since
    return (f"aware:{body.of}",)


@_on(i.RoleAssigned)
def _role(state: State, event: Event, body: i.RoleAssigned) -> Topics:
    state.roles[body.role] = body.seat
    return (f"role:{body.role}",)


@_on(i.ChannelOpened)
def _channel(state: State, event: Event, body: i.ChannelOpened) -> Topics:
    state.channel_open = True
    return ("channel",)


@_on(i.DecisionRecorded)
def _decided(state: State, event: Event, body: i.DecisionRecorded) -> Topics:
    state.decision_types.add(body.type)
    if body.decision is None:
        return ()
    state.decisions[body.decision] = body.choice
    return (f"decided:{body.decision}",)


@_on(i.ExceptionRaised)
def _exception(state: State, event: Event, body: i.ExceptionRaised) -> Topics:
    state.exceptions.add(body.code)
    return (f"exception:{body.code}",)


@_on(i.QuestionAnswered)
def _answered(state: State, event: Event, body: i.QuestionAnswered) -> Topics:
    state.answers[body.question] = body.option
    return (f"answered:{body.question}",)


@_on(i.ItemConfirmed)
def _item(state: State, event: Event, body: i.ItemConfirmed) -> Topics:
    state.items.add(body.item)
    return (f"confirmed:{body.item}",)


@_on(i.GatePassed)
def _gate(state: State, event: Event, body: i.GatePassed) -> Topics:
    state.gates.add(body.gate)
    return ()


@_on(i.IncidentClosed)
def _closed(state: State, event: Event, body: i.IncidentClosed) -> Topics:
    state.closed = True
    return ("closed",)


# Runbooks, responses, queries


@_on(p.RunStarted)
def _run_started(state: State, event: Event, body: p.RunStarted) -> Topics:
    state.run(body.run).started = True
    return (f"run:{body.run}",)


@_on(p.PreconditionChecked)
def _checked(state: State, event: Event, body: p.PreconditionChecked) -> Topics:
    state.run(body.run).checks[body.precondition] = body.passed
    return ()


@_on(p.StepStarted)
def _step_started(state: State, event: Event, body: p.StepStarted) -> Topics:
    step = state.run(body.run).step(body.step)
    step.started_at, step.started_by = event.at, event.actor
    step.done = step.failed = step.skipped = False
    return (f"step:{body.run}/{body.step}",)


@_on(p.StepFinished)
def _step_finished(state: State, event: Event, body: p.StepFinished) -> Topics:
    run = state.run(body.run)
    run.step(body.step).done = True
    run.captured.update(body.evidence)
    return (f"step:{body.run}/{body.step}",)


@_on(p.StepSkipped)
def _step_skipped(state: State, event: Event, body: p.StepSkipped) -> Topics:
    state.run(body.run).step(body.step).skipped = True
    return (f"step:{body.run}/{body.step}",)


@_on(p.StepFailed)
def _step_failed(state: State, event: Event, body: p.StepFailed) -> Topics:
    step = state.run(body.run).step(body.step)
    step.failed, step.started_at = True, None
    return (f"step:{body.run}/{body.step}",)


@_on(p.StepValidated)
def _step_validated(state: State, event: Event, body: p.StepValidated) -> Topics:
    state.run(body.run).step(body.step).validated = body.passed
    return (f"step:{body.run}/{body.step}",)


@_on(p.StepApproved)
def _step_approved(state: State, event: Event, body: p.StepApproved) -> Topics:
    state.run(body.run).step(body.step).approved_by = event.actor
    return (f"step:{body.run}/{body.step}",)


@_on(p.EvidenceCaptured)
def _captured(state: State, event: Event, body: p.EvidenceCaptured) -> Topics:
    state.run(body.run).captured.add(body.item)
    return ()


@_on(p.StopConditionMet)
def _stop_condition(state: State, event: Event, body: p.StopConditionMet) -> Topics:
    state.run(body.run).stop_conditions.add(body.condition)
    return ()


@_on(p.RunStopped)
def _run_stopped(state: State, event: Event, body: p.RunStopped) -> Topics:
    state.run(body.run).stopped = True
    return (f"run:{body.run}",)


@_on(p.RunRolledBack)
def _rolled_back(state: State, event: Event, body: p.RunRolledBack) -> Topics:
    state.run(body.run).rolled_back = True
    return (f"run:{body.run}",)


@_on(p.RunFinished)
def _run_finished(state: State, event: Event, body: p.RunFinished) -> Topics:
    state.run(body.run).finished = True
    return (f"run:{body.run}",)


@_on(p.ResponseTaken)
def _response_taken(state: State, event: Event, body: p.ResponseTaken) -> Topics:
    state.responses[body.response] = "taken"
    state.response_counts[body.response] = state.response_counts.get(body.response, 0) + 1
    if body.run is not None and body.step is not None:
        state.run(body.run).step(body.step).response = body.response
    return (f"response:{body.response}",)


@_on(p.ResponseEnded)
def _response_ended(state: State, event: Event, body: p.ResponseEnded) -> Topics:
    state.responses[body.response] = "worked" if body.worked else "failed"
    for run in state.runs.values():
        for step in run.steps.values():
            if step.response == body.response:
                step.response = None
    return (f"response:{body.response}",)


@_on(p.ActionProposed)
def _proposed(state: State, event: Event, body: p.ActionProposed) -> Topics:
    state.actions[body.action] = "proposed"
    return ()


@_on(p.ActionAdjudicated)
def _adjudicated(state: State, event: Event, body: p.ActionAdjudicated) -> Topics:
    state.actions[body.action] = body.ruling
    return ()


@_on(p.QueryReturned)
def _returned(state: State, event: Event, body: p.QueryReturned) -> Topics:
    state.artefacts.update(body.found)
    return tuple(f"queried:{artefact}" for artefact in body.found)


@_on(p.CopyFound)
def _copy_found(state: State, event: Event, body: p.CopyFound) -> Topics:
    state.copies.add(body.point)
    return (f"copy:{body.point}",)


@_on(p.ChangeMade)
def _change_made(state: State, event: Event, body: p.ChangeMade) -> Topics:
    state.changes[body.change] = set()
    return (f"change:{body.change}",)


@_on(p.ChangeHandled)
def _change_handled(state: State, event: Event, body: p.ChangeHandled) -> Topics:
    state.changes.setdefault(body.change, set()).add(body.how)
    return (f"change:{body.change}",)


# What leaves the team


@_on(o.MessageDrafted)
def _drafted(state: State, event: Event, body: o.MessageDrafted) -> Topics:
    state.messages[body.message] = MessageState(
        audience=body.audience,
        channel=body.channel,
        version=body.version,
        author=event.actor or "",
        author_seat=event.role or "",
        contains=body.contains,
        answers=body.answers,
    )
    return (f"drafted:{body.audience}",)


@_on(o.MessageHandled)
def _handled(state: State, event: Event, body: o.MessageHandled) -> Topics:
    message = state.messages[body.message]
    match body.how:
        case "review":
            message.reviewed = True
        case "send-back":
            message.reviewed = message.approved = False
        case "approve":
            message.approved = True
        case "withdraw":
            message.withdrawn = True
        case "publish":
            return _published(state, event, body, message)
    return ()


def _published(state: State, event: Event, body: o.MessageHandled, message: MessageState) -> Topics:
    message.published = True
    audience = body.audience
    state.published[audience] = state.published.get(audience, 0) + 1
    state.last_word[audience] = event.at
    state.promised.pop(audience, None)
    if body.next_update_at is not None:
        state.promised[audience] = body.next_update_at
    if body.answers is not None:
        state.answered_injects.add((audience, body.answers))
    return (f"published:{audience}",)


@_on(o.DutyStarted)
def _duty_started(state: State, event: Event, body: o.DutyStarted) -> Topics:
    duty = state.duty(body.duty)
    duty.state, duty.since = body.state, body.since
    duty.due, duty.running = body.due, body.state == "running"
    return ()


@_on(o.DutyNotified)
def _duty_notified(state: State, event: Event, body: o.DutyNotified) -> Topics:
    duty = state.duty(body.duty)
    if duty.notified_at is None:
        duty.notified_at = event.at
    return (f"notified:{body.duty}",)


@_on(o.DutyDeclined)
def _duty_declined(state: State, event: Event, body: o.DutyDeclined) -> Topics:
    state.duty(body.duty).declined = True
    return (f"declined:{body.duty}",)


@_on(o.DutyExpired)
def _duty_expired(state: State, event: Event, body: o.DutyExpired) -> Topics:
    state.duty(body.duty).expired = True
    return ()


@_on(o.BreachRecordUpdated)
def _breach(state: State, event: Event, body: o.BreachRecordUpdated) -> Topics:
    state.breach_fields.add(body.field)
    return (f"breach:{body.field}",)


@_on(o.VendorOpened)
def _vendor_opened(state: State, event: Event, body: o.VendorOpened) -> Topics:
    vendor = state.vendor(body.vendor)
    vendor.opened_at, vendor.answer_due = event.at, body.answer_due
    return (f"vendor:{body.vendor}",)


@_on(o.VendorChased)
def _vendor_chased(state: State, event: Event, body: o.VendorChased) -> Topics:
    state.vendor(body.vendor).chased += 1
    return (f"vendor:{body.vendor}",)


@_on(o.VendorEscalated)
def _vendor_escalated(state: State, event: Event, body: o.VendorEscalated) -> Topics:
    state.vendor(body.vendor).rung = body.rung
    return (f"vendor:{body.vendor}",)


@_on(o.VendorReplied)
def _vendor_replied(state: State, event: Event, body: o.VendorReplied) -> Topics:
    vendor = state.vendor(body.vendor)
    vendor.acknowledged = True
    vendor.helped = vendor.helped or body.reply == "useful"
    return (f"vendor:{body.vendor}",)


@_on(o.VendorBreached)
def _vendor_breached(state: State, event: Event, body: o.VendorBreached) -> Topics:
    state.vendor(body.vendor).breached = True
    return (f"vendor:{body.vendor}",)


@_on(o.VendorFixed)
def _vendor_fixed(state: State, event: Event, body: o.VendorFixed) -> Topics:
    state.vendor(body.vendor).fixed = True
    return (f"vendor:{body.vendor}",)


# The world


@_on(w.ServiceChanged)
def _service(state: State, event: Event, body: w.ServiceChanged) -> Topics:
    state.service(body.service).health = body.health
    return (f"service:{body.service}",)


@_on(w.OutageBegan)
def _outage(state: State, event: Event, body: w.OutageBegan) -> Topics:
    service = state.service(body.service)
    service.down_since, service.validated, service.ever_down = event.at, False, True
    return (f"service:{body.service}",)


@_on(w.ServiceRestored)
def _restored(state: State, event: Event, body: w.ServiceRestored) -> Topics:
    state.service(body.service).down_since = None
    return (f"service:{body.service}",)


@_on(w.ServiceValidated)
def _service_validated(state: State, event: Event, body: w.ServiceValidated) -> Topics:
    state.service(body.service).validated = body.passed
    return (f"service:{body.service}",)


@_on(w.SignalJudged)
def _judged(state: State, event: Event, body: w.SignalJudged) -> Topics:
    state.judged[body.signal] = body.verdict
    if body.verdict == "true" and state.first_signal is None and event.cause is not None:
        state.first_signal = (event.cause, event.at)
    return ()


@_on(w.DataDamaged)
def _damaged(state: State, event: Event, body: w.DataDamaged) -> Topics:
    dataset = state.dataset(body.dataset)
    dataset.damaged_at, dataset.how = event.at, body.how
    dataset.newest_good = body.newest_good
    dataset.restored_from = dataset.validated = None
    return (f"dataset:{body.dataset}",)


@_on(w.RestoreBegan)
def _restore_began(state: State, event: Event, body: w.RestoreBegan) -> Topics:
    state.dataset(body.dataset).restoring = True
    return (f"dataset:{body.dataset}",)


@_on(w.RestoreEnded)
def _restore_ended(state: State, event: Event, body: w.RestoreEnded) -> Topics:
    dataset = state.dataset(body.dataset)
    dataset.restoring, dataset.restored_from = False, body.point
    dataset.recovered_to, dataset.validated = body.recovered_to, None
    return (f"dataset:{body.dataset}",)


@_on(w.RestoreFailed)
def _restore_failed(state: State, event: Event, body: w.RestoreFailed) -> Topics:
    state.dataset(body.dataset).restoring = False
    return (f"dataset:{body.dataset}",)


@_on(w.DataValidated)
def _data_validated(state: State, event: Event, body: w.DataValidated) -> Topics:
    state.dataset(body.dataset).validated = body.passed
    return (f"dataset:{body.dataset}",)


@_on(w.IntrusionMoved)
def _intrusion(state: State, event: Event, body: w.IntrusionMoved) -> Topics:
    state.intrusions.setdefault(body.intrusion, set()).add(body.stage)
    return (f"intrusion:{body.intrusion}",)


@_on(w.IntrusionContained)
def _contained(state: State, event: Event, body: w.IntrusionContained) -> Topics:
    state.intrusions.setdefault(body.intrusion, set()).add("contained")
    return (f"intrusion:{body.intrusion}",)


@_on(w.ArtefactDestroyed)
def _destroyed(state: State, event: Event, body: w.ArtefactDestroyed) -> Topics:
    state.gone[body.artefact] = body.by
    return ()


@_on(w.SeatUnavailable)
def _away(state: State, event: Event, body: w.SeatUnavailable) -> Topics:
    state.away[body.seat] = body.until
    return ()


@_on(w.SeatAvailable)
def _back(state: State, event: Event, body: w.SeatAvailable) -> Topics:
    state.away.pop(body.seat, None)
    return ()


@_on(w.ToolFailed)
def _tool_failed(state: State, event: Event, body: w.ToolFailed) -> Topics:
    state.tools_down.add(body.tool)
    return ()


@_on(w.ToolRestored)
def _tool_restored(state: State, event: Event, body: w.ToolRestored) -> Topics:
    state.tools_down.discard(body.tool)
    return ()


@_on(w.FlagSet)
def _flag(state: State, event: Event, body: w.FlagSet) -> Topics:
    (state.flags.add if body.raised else state.flags.discard)(body.flag)
    return (f"flag:{body.flag}",)


# The MSEL


@_on(c.InjectFired)
def _fired(state: State, event: Event, body: c.InjectFired) -> Topics:
    state.fired.setdefault(body.inject, event.at)
    state.inject_states[body.inject] = "fired"
    return (f"fired:{body.inject}",)


@_on(c.InjectSet)
def _inject_set(state: State, event: Event, body: c.InjectSet) -> Topics:
    state.inject_states[body.inject] = body.state
    return ()


@_on(c.ExpectationOpened)
def _expectation_opened(state: State, event: Event, body: c.ExpectationOpened) -> Topics:
    state.expectations[body.expectation] = "open"
    return ()


@_on(c.ExpectationMet)
def _expectation_met(state: State, event: Event, body: c.ExpectationMet) -> Topics:
    state.expectations[body.expectation] = "met"
    return ()


@_on(c.ExpectationMissed)
def _expectation_missed(state: State, event: Event, body: c.ExpectationMissed) -> Topics:
    state.expectations[body.expectation] = "missed"
    return (f"missed:{body.expectation}",)
