"""The incident as the team runs it."""

from evidence import Event
from evidence.kinds import incident as i
from simulator.folds.registry import Topics, on
from simulator.state import State


@on(i.LogEntered)
def _logged(state: State, event: Event, body: i.LogEntered) -> Topics:
    if body.about is None:
        return ()
    state.logged.setdefault(body.about, set()).add(body.tag)
    return (f"logged:{body.about}",)


@on(i.SignalAcknowledged)
def _acknowledged(state: State, event: Event, body: i.SignalAcknowledged) -> Topics:
    state.acknowledged.add(body.signal)
    return (f"acknowledged:{body.signal}",)


@on(i.IncidentDetected)
def _detected(state: State, event: Event, body: i.IncidentDetected) -> Topics:
    state.detected = True
    return ("detected",)


@on(i.IncidentDeclared)
def _declared(state: State, event: Event, body: i.IncidentDeclared) -> Topics:
    state.declared = body.verdict
    return ("declared",)


@on(i.SeverityCalled)
def _severity(state: State, event: Event, body: i.SeverityCalled) -> Topics:
    state.level = body.level
    return ("severity",)


@on(i.AwarenessClaimed)
def _aware(state: State, event: Event, body: i.AwarenessClaimed) -> Topics:
    if body.governs:
        state.aware[body.of] = body.since
    return (f"aware:{body.of}",)


@on(i.RoleAssigned)
def _role(state: State, event: Event, body: i.RoleAssigned) -> Topics:
    state.roles[body.role] = body.seat
    return (f"role:{body.role}",)


@on(i.ChannelOpened)
def _channel(state: State, event: Event, body: i.ChannelOpened) -> Topics:
    state.channel_open = True
    return ("channel",)


@on(i.DecisionRecorded)
def _decided(state: State, event: Event, body: i.DecisionRecorded) -> Topics:
    state.decision_types.add(body.type)
    state.decided.add(event.seq)
    if body.decision is None:
        return ()
    state.decisions[body.decision] = body.choice
    return (f"decided:{body.decision}",)


@on(i.ExceptionRaised)
def _exception(state: State, event: Event, body: i.ExceptionRaised) -> Topics:
    state.exceptions.add(body.code)
    return (f"exception:{body.code}",)


@on(i.QuestionAnswered)
def _answered(state: State, event: Event, body: i.QuestionAnswered) -> Topics:
    state.answers[body.question] = body.option
    return (f"answered:{body.question}",)


@on(i.ItemConfirmed)
def _item(state: State, event: Event, body: i.ItemConfirmed) -> Topics:
    state.items.add(body.item)
    return (f"confirmed:{body.item}",)


@on(i.GatePassed)
def _gate(state: State, event: Event, body: i.GatePassed) -> Topics:
    state.gates.add(body.gate)
    return ()


@on(i.IncidentClosed)
def _closed(state: State, event: Event, body: i.IncidentClosed) -> Topics:
    state.closed = True
    return ("closed",)
