"""Ground truth, as control and conditions see it."""

from evidence import Event
from evidence.kinds import world as w
from simulator.folds.registry import Topics, on
from simulator.state import State


@on(w.ServiceChanged)
def _service(state: State, event: Event, body: w.ServiceChanged) -> Topics:
    state.service(body.service).health = body.health
    return (f"service:{body.service}",)


@on(w.OutageBegan)
def _outage(state: State, event: Event, body: w.OutageBegan) -> Topics:
    service = state.service(body.service)
    service.down_since, service.validated, service.ever_down = event.at, False, True
    return (f"service:{body.service}",)


@on(w.ServiceRestored)
def _restored(state: State, event: Event, body: w.ServiceRestored) -> Topics:
    state.service(body.service).down_since = None
    return (f"service:{body.service}",)


@on(w.ServiceValidated)
def _service_validated(state: State, event: Event, body: w.ServiceValidated) -> Topics:
    state.service(body.service).validated = body.passed
    return (f"service:{body.service}",)


@on(w.SignalJudged)
def _judged(state: State, event: Event, body: w.SignalJudged) -> Topics:
    state.judged[body.signal] = body.verdict
    if body.verdict == "true" and state.first_signal is None and event.cause is not None:
        state.first_signal = (event.cause, event.at)
    return ()


@on(w.DataDamaged)
def _damaged(state: State, event: Event, body: w.DataDamaged) -> Topics:
    dataset = state.dataset(body.dataset)
    dataset.damaged_at, dataset.how = event.at, body.how
    dataset.newest_good = body.newest_good
    dataset.restored_from = dataset.validated = None
    return (f"dataset:{body.dataset}",)


@on(w.RestoreBegan)
def _restore_began(state: State, event: Event, body: w.RestoreBegan) -> Topics:
    state.dataset(body.dataset).restoring = True
    return (f"dataset:{body.dataset}",)


@on(w.RestoreEnded)
def _restore_ended(state: State, event: Event, body: w.RestoreEnded) -> Topics:
    dataset = state.dataset(body.dataset)
    dataset.restoring, dataset.restored_from = False, body.point
    dataset.recovered_to, dataset.validated = body.recovered_to, None
    return (f"dataset:{body.dataset}",)


@on(w.RestoreFailed)
def _restore_failed(state: State, event: Event, body: w.RestoreFailed) -> Topics:
    state.dataset(body.dataset).restoring = False
    return (f"dataset:{body.dataset}",)


@on(w.DataValidated)
def _data_validated(state: State, event: Event, body: w.DataValidated) -> Topics:
    state.dataset(body.dataset).validated = body.passed
    return (f"dataset:{body.dataset}",)


@on(w.IntrusionMoved)
def _intrusion(state: State, event: Event, body: w.IntrusionMoved) -> Topics:
    state.intrusions.setdefault(body.intrusion, set()).add(body.stage)
    return (f"intrusion:{body.intrusion}",)


@on(w.IntrusionContained)
def _contained(state: State, event: Event, body: w.IntrusionContained) -> Topics:
    state.intrusions.setdefault(body.intrusion, set()).add("contained")
    return (f"intrusion:{body.intrusion}",)


@on(w.ArtefactDestroyed)
def _destroyed(state: State, event: Event, body: w.ArtefactDestroyed) -> Topics:
    state.gone[body.artefact] = body.by
    return ()


@on(w.SeatUnavailable)
def _away(state: State, event: Event, body: w.SeatUnavailable) -> Topics:
    state.away[body.seat] = body.until
    return ()


@on(w.SeatAvailable)
def _back(state: State, event: Event, body: w.SeatAvailable) -> Topics:
    state.away.pop(body.seat, None)
    return ()


@on(w.ToolFailed)
def _tool_failed(state: State, event: Event, body: w.ToolFailed) -> Topics:
    state.tools_down.add(body.tool)
    return ()


@on(w.ToolRestored)
def _tool_restored(state: State, event: Event, body: w.ToolRestored) -> Topics:
    state.tools_down.discard(body.tool)
    return ()


@on(w.FlagSet)
def _flag(state: State, event: Event, body: w.FlagSet) -> Topics:
    (state.flags.add if body.raised else state.flags.discard)(body.flag)
    return (f"flag:{body.flag}",)


@on(w.EndingReached)
def _ending(state: State, event: Event, body: w.EndingReached) -> Topics:
    state.ending = body.ending
    return ()
