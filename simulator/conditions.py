"""What a condition means on the state, and which topics can change its answer."""

from collections.abc import Callable, Iterator
from typing import Any

from evidence import Millis
from scenarios import conditions as q
from scenarios.conditions import Condition
from simulator.state import State

Meaning = Callable[[Any, State, Millis], bool]


def holds(condition: Condition, state: State, now: Millis) -> bool:
    """Whether *condition* holds now."""
    return _MEANINGS[type(condition)](condition, state, now)


def topics_of(condition: Condition) -> frozenset[str]:
    """The topics (`simulator.folds`) that can change whether *condition* holds."""
    return frozenset(_topics(condition))


def _topics(condition: Condition) -> Iterator[str]:
    match condition:
        case q.All(all=parts) | q.Any(any=parts):
            for part in parts:
                yield from _topics(part)
        case q.Not(not_=part):
            yield from _topics(part)
        case q.Elapsed(elapsed=elapsed):
            yield f"elapsed:{elapsed}"
        case q.Detected():
            yield "detected"
        case q.Declared():
            yield "declared"
        case q.Called():
            yield "severity"
        case q.ChannelOpen():
            yield "channel"
        case q.Closed():
            yield "closed"
        case _:
            area, name = _NAMED[type(condition)]
            yield f"{area}:{getattr(condition, name)}"


_NAMED: dict[type, tuple[str, str]] = {
    q.Fired: ("fired", "fired"),
    q.Flag: ("flag", "flag"),
    q.ServiceIs: ("service", "service"),
    q.DatasetIs: ("dataset", "dataset"),
    q.CopyFound: ("copy", "copy_"),
    q.IntrusionIs: ("intrusion", "intrusion"),
    q.VendorIs: ("vendor", "vendor"),
    q.RoleHeld: ("role", "role"),
    q.RunIs: ("run", "run"),
    q.StepIs: ("step", "step"),
    q.ResponseIs: ("response", "response"),
    q.Decided: ("decided", "decided"),
    q.Answered: ("answered", "answered"),
    q.Published: ("published", "published"),
    q.Drafted: ("drafted", "drafted"),
    q.Notified: ("notified", "notified"),
    q.Declined: ("declined", "declined"),
    q.Aware: ("aware", "aware_of"),
    q.Logged: ("logged", "logged"),
    q.Acknowledged: ("acknowledged", "acknowledged"),
    q.Queried: ("queried", "queried"),
    q.BreachField: ("breach", "breach_field"),
    q.ExceptionRaised: ("exception", "exception"),
    q.ChangeIs: ("change", "change"),
    q.ItemConfirmed: ("confirmed", "confirmed"),
}


def _service(condition: q.ServiceIs, state: State, now: Millis) -> bool:
    service = state.service(condition.service)
    match condition.is_:
        case "up":
            return service.health == 100
        case "degraded":
            return 0 < service.health < 100
        case "down":
            return service.health == 0
        case "validated":
            return service.validated


def copy_of(point: str | None) -> str | None:
    """The copy that a recovery point is a taking of: ``nightly`` for ``nightly~1``."""
    return None if point is None else point.partition("~")[0]


def _dataset(condition: q.DatasetIs, state: State, now: Millis) -> bool:
    dataset = state.dataset(condition.dataset)
    if condition.from_ and copy_of(dataset.restored_from) not in condition.from_:
        return False
    match condition.is_:
        case "intact":
            return dataset.damaged_at is None
        case "damaged":
            return dataset.damaged_at is not None and dataset.restored_from is None
        case "restoring":
            return dataset.restoring
        case "restored":
            return dataset.restored_from is not None
        case "validated":
            return dataset.validated is True


def _intrusion(condition: q.IntrusionIs, state: State, now: Millis) -> bool:
    stages = state.intrusions.get(condition.intrusion, set())
    if condition.is_ == "active":
        return bool(stages) and "contained" not in stages
    return condition.is_ in stages


def _vendor(condition: q.VendorIs, state: State, now: Millis) -> bool:
    vendor = state.vendor(condition.vendor)
    match condition.is_:
        case "unopened":
            return vendor.opened_at is None
        case "opened":
            return vendor.opened_at is not None
        case "chased":
            return vendor.chased > 0
        case "escalated":
            return vendor.rung > 0
        case "acknowledged":
            return vendor.acknowledged
        case "helped":
            return vendor.helped
        case "breached":
            return vendor.breached
        case "fixed":
            return vendor.fixed


def _run(condition: q.RunIs, state: State, now: Millis) -> bool:
    run = state.run(condition.run)
    match condition.is_:
        case "started":
            return run.started
        case "finished":
            return run.finished
        case "stopped":
            return run.stopped
        case "rolled-back":
            return run.rolled_back


def _step(condition: q.StepIs, state: State, now: Millis) -> bool:
    run, _, name = condition.step.partition("/")
    step = state.run(run).step(name)
    match condition.is_:
        case "started":
            return step.started_at is not None
        case "done":
            return step.done
        case "validated":
            return step.validated is True
        case "skipped":
            return step.skipped
        case "failed":
            return step.failed
        case "approved":
            return step.approved_by is not None


def _response(condition: q.ResponseIs, state: State, now: Millis) -> bool:
    status = state.responses.get(condition.response)
    return status is not None if condition.is_ == "taken" else status == condition.is_


def _chosen(made: str | None, wanted: tuple[str, ...]) -> bool:
    return made is not None and (not wanted or made in wanted)


def _change(condition: q.ChangeIs, state: State, now: Millis) -> bool:
    handled = state.changes.get(condition.change)
    if handled is None:
        return False
    match condition.is_:
        case "present":
            return not handled & {"remove", "reconcile"}
        case "captured":
            return "capture" in handled
        case "removed":
            return "remove" in handled
        case "reconciled":
            return "reconcile" in handled


def _published(condition: q.Published, state: State, now: Millis) -> bool:
    if condition.answers is not None:
        return (condition.published, condition.answers) in state.answered_injects
    return state.published.get(condition.published, 0) >= condition.times


def _called(condition: q.Called, state: State, now: Millis) -> bool:
    if state.level is None:
        return False
    if condition.exactly:
        return state.level == condition.severity
    return state.level <= condition.severity


def _logged(condition: q.Logged, state: State, now: Millis) -> bool:
    tags = state.logged.get(condition.logged, set())
    return bool(tags) if condition.tag is None else condition.tag in tags


_MEANINGS: dict[type, Meaning] = {
    q.All: lambda c, s, now: all(holds(part, s, now) for part in c.all),
    q.Any: lambda c, s, now: any(holds(part, s, now) for part in c.any),
    q.Not: lambda c, s, now: not holds(c.not_, s, now),
    q.Fired: lambda c, s, now: c.fired in s.fired,
    q.Flag: lambda c, s, now: c.flag in s.flags,
    q.Elapsed: lambda c, s, now: now >= c.elapsed,
    q.ServiceIs: _service,
    q.DatasetIs: _dataset,
    q.CopyFound: lambda c, s, now: c.copy_ in s.copies,
    q.IntrusionIs: _intrusion,
    q.VendorIs: _vendor,
    q.Detected: lambda c, s, now: s.detected is c.detected,
    q.Declared: lambda c, s, now: s.declared == c.declared,
    q.Called: _called,
    q.RoleHeld: lambda c, s, now: c.role in s.roles,
    q.ChannelOpen: lambda c, s, now: s.channel_open is c.channel_open,
    q.RunIs: _run,
    q.StepIs: _step,
    q.ResponseIs: _response,
    q.Decided: lambda c, s, now: _chosen(s.decisions.get(c.decided), c.as_),
    q.Answered: lambda c, s, now: _chosen(s.answers.get(c.answered), c.as_),
    q.Published: _published,
    q.Drafted: lambda c, s, now: any(m.audience == c.drafted for m in s.messages.values()),
    q.Notified: lambda c, s, now: s.duty(c.notified).notified_at is not None,
    q.Declined: lambda c, s, now: s.duty(c.declined).declined,
    q.Aware: lambda c, s, now: c.aware_of in s.aware,
    q.Logged: _logged,
    q.Acknowledged: lambda c, s, now: c.acknowledged in s.acknowledged,
    q.Queried: lambda c, s, now: c.queried in s.artefacts,
    q.BreachField: lambda c, s, now: c.breach_field in s.breach_fields,
    q.ExceptionRaised: lambda c, s, now: c.exception in s.exceptions,
    q.ChangeIs: _change,
    q.ItemConfirmed: lambda c, s, now: c.confirmed in s.items,
    q.Closed: lambda c, s, now: s.closed is c.closed,
}
