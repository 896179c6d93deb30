"""One exercise as the families of figures see it: the plan, the record, and its great moments.

Nothing a team does is judged before the first true signal that it could see, so the moments are
found here once, by one rule, for all figures.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from evidence import Event, Seq
from evidence.kinds import control, incident, procedure, world
from scenarios.plan import Plan
from scoring.reference import Reference, find_references
from scoring.timeline import Moment, Timeline, visible
from scoring.titles import ITEMS

LEADING_ROLES: Final = (
    "incident_commander",
    "incident_coordinator",
    "technical_lead",
    "security_lead",
)
"""Library roles whose acknowledgement counts as a response."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moments:
    """When the incident's great moments came; ``None`` for one that did not."""

    onset: Moment | None
    signal: Moment | None
    """The first true signal that reached a seat or came back from a query."""
    detected: Moment | None
    acknowledged: Moment | None
    led: Moment | None
    """The first acknowledgement by somebody who leads."""
    declared: Moment | None
    severity: Moment | None
    commanded: Moment | None
    mitigated: Moment | None
    restored: Moment | None
    resolved: Moment | None
    controlled: Moment | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What every family of figures is given."""

    plan: Plan
    timeline: Timeline
    moments: Moments
    contradicted: frozenset[Seq]
    """Claims of the team that the world contradicted."""
    references: tuple[Reference, ...]
    """The accepted levels, from which leaf on."""
    asked_within: dict[str, tuple[int, str]]
    """By metric key: the limit that a critical task sets, and the task."""


def open_case(plan: Plan, timeline: Timeline) -> Case:
    """Find the great moments of a record."""
    contradicted = frozenset(body.claim for _, body in timeline.of(incident.StateConflict))
    return Case(
        plan=plan,
        timeline=timeline,
        moments=_find_moments(timeline, contradicted),
        contradicted=contradicted,
        references=find_references(plan, timeline),
        asked_within={
            measure.metric: (measure.within, task.id)
            for objective in plan.scenario.objectives
            for capability in objective.capabilities
            for task in capability.tasks
            for measure in task.measures
            if measure.within is not None
        },
    )


def reference_at(case: Case, seq: Seq) -> Reference | None:
    """The reference severity in force when leaf *seq* was written; before all, the first."""
    found = None
    for reference in case.references:
        if reference.seq > seq and found is not None:
            break
        found = reference
    return found


def _find_moments(timeline: Timeline, contradicted: frozenset[Seq]) -> Moments:
    truths = _judgements(timeline)
    signal = _first_signal(timeline, truths)
    until = timeline.until.seq

    def first(events: Iterable[Event]) -> Moment | None:
        """The first of these once there was something to react to, until the close."""
        found = next((e for e in events if signal is not None and e.seq <= until), None)
        return Moment(found.seq, found.at) if found is not None else None

    acks = [
        event
        for event, body in timeline.of(incident.SignalAcknowledged)
        if signal is not None and event.seq > signal.seq and _ever_true(truths, body.signal)
    ]
    return Moments(
        onset=_onset(timeline),
        signal=signal,
        detected=first(event for event, _ in timeline.of(incident.IncidentDetected)),
        acknowledged=first(acks),
        led=first(
            event
            for event in acks
            if any(timeline.holds(timeline.seat_of(event), r, event.seq) for r in LEADING_ROLES)
        ),
        declared=first(
            event
            for event, body in timeline.of(incident.IncidentDeclared)
            if body.verdict == "incident"
        ),
        severity=first(event for event, _ in timeline.of(incident.SeverityCalled)),
        commanded=first(
            event
            for event, body in timeline.of(incident.RoleAssigned)
            if body.role == "incident_commander"
        ),
        mitigated=_mitigated(timeline),
        restored=_restored(timeline),
        resolved=_resolved(timeline),
        controlled=_controlled(timeline, contradicted),
    )


Judgements = dict[str, list[tuple[Seq, str]]]


def _judgements(timeline: Timeline) -> Judgements:
    found: Judgements = {}
    for event, body in timeline.of(world.SignalJudged):
        found.setdefault(body.signal, []).append((event.seq, body.verdict))
    return found


def _ever_true(truths: Judgements, signal: str) -> bool:
    return any(verdict == "true" for _, verdict in truths.get(signal, ()))


def _is_true(truths: Judgements, signal: str, seq: Seq) -> bool:
    """A signal may come several times; the judgement written nearest to this one is its own."""
    judged = truths.get(signal)
    return judged is not None and min(judged, key=lambda j: abs(j[0] - seq))[1] == "true"


def _first_signal(timeline: Timeline, truths: Judgements) -> Moment | None:
    seen: list[tuple[Event, tuple[str, ...]]] = [
        (event, (body.signal,)) for event, body in timeline.of(world.SignalRaised)
    ]
    seen += [(event, (body.inject,)) for event, body in timeline.of(control.InjectFired)]
    seen += [(event, body.found) for event, body in timeline.of(procedure.QueryReturned)]
    found = [
        Moment(event.seq, event.at)
        for event, names in seen
        if visible(event) and any(_is_true(truths, name, event.seq) for name in names)
    ]
    for _, body in timeline.of(incident.IncidentDetected):
        cited = timeline.at_seq(body.signal)
        if cited is not None and cited.seq not in timeline.marked_artificial:
            found.append(Moment(cited.seq, cited.at))
    return min(found, default=None)


def _onset(timeline: Timeline) -> Moment | None:
    starts = [
        timeline.first(world.OutageBegan),
        timeline.first(world.DataDamaged),
        timeline.first(world.IntrusionMoved),
    ]
    ailing = next((e for e, b in timeline.of(world.ServiceChanged) if b.health < 100), None)
    cut = next((e for e, b in timeline.of(world.ReplicaLagged) if b.lag_ms < 0), None)
    if cut is not None:
        starts.append(Moment(cut.seq, cut.at))
    if ailing is not None:
        starts.append(Moment(ailing.seq, ailing.at))
    return min((start for start in starts if start is not None), default=None)


def _mitigated(timeline: Timeline) -> Moment | None:
    """The moment from which on no service was out."""
    changes = [(event, body.service, True) for event, body in timeline.of(world.OutageBegan)]
    changes += [(event, body.service, False) for event, body in timeline.of(world.ServiceRestored)]
    out: set[str] = set()
    cleared = None
    for event, service, fell in sorted(changes, key=lambda change: change[0].seq):
        if fell:
            out.add(service)
            cleared = None
        elif service in out:
            out.discard(service)
            cleared = None if out else Moment(event.seq, event.at)
    return cleared


def _restored(timeline: Timeline) -> Moment | None:
    """The moment at which the last service that had been out had passed its validation."""
    fallen = {body.service for _, body in timeline.of(world.OutageBegan)}
    passed: dict[str, Moment] = {}
    for event, body in timeline.of(world.ServiceValidated):
        if body.passed and body.service in fallen:
            passed.setdefault(body.service, Moment(event.seq, event.at))
    return max(passed.values()) if fallen and set(passed) == fallen else None


def _resolved(timeline: Timeline) -> Moment | None:
    """The moment from which on nothing that the story broke was still broken."""
    broken: dict[str, Moment | None] = {}
    for event, body in timeline.of(world.ServiceChanged):
        if body.health < 100:
            broken[f"service {body.service}"] = None
        elif f"service {body.service}" in broken:
            broken[f"service {body.service}"] = Moment(event.seq, event.at)
    for _, damage in timeline.of(world.DataDamaged):
        broken[f"dataset {damage.dataset}"] = None
    for event, check in timeline.of(world.DataValidated):
        if check.passed and f"dataset {check.dataset}" in broken:
            broken[f"dataset {check.dataset}"] = Moment(event.seq, event.at)
    for _, moved in timeline.of(world.IntrusionMoved):
        broken[f"intrusion {moved.intrusion}"] = None
    for event, contained in timeline.of(world.IntrusionContained):
        broken[f"intrusion {contained.intrusion}"] = Moment(event.seq, event.at)
    mended = [moment for moment in broken.values() if moment is not None]
    return max(mended) if mended and len(mended) == len(broken) else None


def _controlled(timeline: Timeline, contradicted: frozenset[Seq]) -> Moment | None:
    """The moment at which all six items had been confirmed and none was contradicted."""
    done: dict[str, Moment] = {}
    for event, body in timeline.of(incident.ItemConfirmed):
        if event.seq not in contradicted:
            done.setdefault(body.item, Moment(event.seq, event.at))
    return max(done.values()) if len(done) == len(ITEMS) else None
