"""The coordinator's work: apart from repairing, all eight duties, three roles on three seats.

A small organisation cannot keep three roles apart, so below a head count of its own choosing that
is advice; and an overlap that was forced, and says so with an exception code, costs nothing.
"""

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any, Final, NamedTuple, get_args

import msgspec

from evidence import Event, Fact, Millis, Seq
from evidence.kinds import incident, outside, procedure, review
from evidence.kinds.review import CoordinatorDuty
from scoring.case import Case
from scoring.figure import (
    DEBRIEF_ONLY,
    Conclusion,
    Exclusion,
    Metric,
    counted,
    ratio,
    share,
)
from scoring.wording import count, instant, span

ROLES: Final = ("incident_coordinator", "technical_lead", "comms_owner")
"""Three roles that belong to three people."""

CONFIRMED: Final = ("incident_commander", "technical_lead", "comms_owner")
"""Roles that a coordinator confirms."""

OVERLAP: Final = "roles"
"""What an exception is about that excuses their overlap; one of the roles itself does too."""

_TALKING: Final = (
    outside.MessageDrafted,
    outside.MessageHandled,
    outside.VendorOpened,
    outside.VendorChased,
    outside.VendorEscalated,
)
_COORDINATING: Final[tuple[type[Fact], ...]] = (
    incident.LogEntered,
    incident.SeverityCalled,
    incident.RoleAssigned,
    incident.ChannelOpened,
    incident.CalledUp,
    incident.DecisionRecorded,
    outside.MessageHandled,
    outside.MessageDrafted,
    outside.VendorChased,
    outside.VendorEscalated,
)
_TECHNICAL: Final[tuple[type[Fact], ...]] = (
    procedure.StepStarted,
    procedure.StepFinished,
    procedure.ResponseTaken,
    procedure.ChangeHandled,
)

_SHOWN_BY: Final[dict[CoordinatorDuty, tuple[tuple[type[Fact], ...], Callable[[Any], bool]]]] = {
    "channel": ((incident.ChannelOpened,), lambda body: True),
    "roles": ((incident.RoleAssigned,), lambda body: body.role in CONFIRMED),
    "actions": ((incident.LogEntered,), lambda body: body.tag == "fact"),
    "decisions": (
        (incident.DecisionRecorded, incident.LogEntered),
        lambda body: isinstance(body, incident.DecisionRecorded) or body.tag == "assumption",
    ),
    "communications": (_TALKING, lambda body: True),
    "call-ups": ((incident.CalledUp,), lambda body: True),
    "evidence": (
        (procedure.EvidenceCaptured, incident.DecisionRecorded, incident.ItemConfirmed),
        lambda body: isinstance(body, procedure.EvidenceCaptured) or bool(body.evidence),
    ),
}
"""What the record shows of each duty.  Keeping people from doing the same twice (``focus``) only
a person in the room can see."""


def assess_coordination(case: Case) -> Iterator[Conclusion]:
    """COORD-SEP, DUTIES and DISTINCT."""
    yield _separation(case)
    yield _duties(case)
    yield _distinct(case)


def _separation(case: Case) -> Metric:
    technical, coordinating = _acts(case, _TECHNICAL), _acts(case, _COORDINATING)
    both = len(technical) + len(coordinating)
    metric = counted(
        "COORD-SEP",
        len(coordinating),
        both,
        rubric=case.plan.rubric,
        formula=f"1 - {len(technical)} technical / {count(both, 'action')} by whoever held the "
        "coordination",
        nothing="not observed: the coordinator did nothing that the record shows",
        cites=[event.seq for event in (*technical, *coordinating)],
    )
    seats = {case.timeline.seat_of(event) for event in (*technical, *coordinating)}
    if len(seats) == 1:
        formula = f"{metric.formula}; {DEBRIEF_ONLY}"
        metric = msgspec.structs.replace(metric, debrief=True, formula=formula)
    return _as_advice(case, metric)


def _acts(case: Case, kinds: tuple[type[Fact], ...]) -> list[Event]:
    """What the coordinator did of these kinds while holding the role."""
    found = []
    for kind in kinds:
        for event, body in case.timeline.of(kind):
            if isinstance(body, procedure.ResponseTaken) and body.step is not None:
                continue  # counted with its step
            if _by_coordinator(case, event):
                found.append(event)
    return sorted(found, key=lambda event: event.seq)


def _by_coordinator(case: Case, event: Event) -> bool:
    seat = case.timeline.seat_of(event)
    return seat is not None and case.timeline.holder("incident_coordinator", event.seq) == seat


def _duties(case: Case) -> Metric:
    """Whether each was done, by whomever: a duty done by another is done, and that is told.

    An evaluator's word goes before what the record shows.
    """
    marks = {body.duty: (e.seq, body) for e, body in case.timeline.of(review.CoordinationMarked)}
    seen: dict[str, Seq] = {}
    unseen: list[str] = []
    others: list[str] = []
    excluded: list[Exclusion] = []
    for duty in get_args(CoordinatorDuty):
        marked = marks.get(duty)
        if marked is None and duty not in _SHOWN_BY:
            why = "only a person in the room can see it, and no evaluator marked it"
            excluded.append(Exclusion(what=f"duty {duty}", why=why))
            continue
        shown = _shown(case, duty) if duty in _SHOWN_BY else []
        own = [event for event in shown if _by_coordinator(case, event)]
        if marked is not None and marked[1].seen:
            seen[duty] = marked[0]
        elif marked is None and shown:
            seen[duty] = (own or shown)[0].seq
            others += [] if own else [duty]
        else:
            unseen.append(duty)
    return counted(
        "DUTIES",
        len(seen),
        len(seen) + len(unseen) if case.moments.detected is not None else 0,
        rubric=case.plan.rubric,
        formula=f"{len(seen)} seen / {count(len(seen) + len(unseen), 'duty', 'duties')}"
        + (f"; by others than the coordinator: {', '.join(others)}" if others else "")
        + (f"; not seen: {', '.join(unseen)}" if unseen else ""),
        nothing="not observed: there was nothing to coordinate",
        cites=[*seen.values(), *(seq for seq, _ in marks.values())] or [case.timeline.end.seq],
        missing=unseen,
        excluded=tuple(excluded) if case.moments.detected is not None else (),
    )


def _shown(case: Case, duty: CoordinatorDuty) -> list[Event]:
    """What the record shows of a duty, in order."""
    kinds, fits = _SHOWN_BY[duty]
    found = [event for kind in kinds for event, body in case.timeline.of(kind) if fits(body)]
    return sorted(found, key=lambda event: event.seq)


def _distinct(case: Case) -> Metric:
    """The share of the time, from detection to the close, with three seats in the three roles."""
    timeline, detected = case.timeline, case.moments.detected
    spells = _spells(case)
    if detected is None or spells is None:
        nobody = [r for r in ROLES if timeline.holder(r, timeline.until.seq) is None]
        why = "there was nothing to coordinate"
        if detected is not None:
            why = f"nobody could be {nobody[0].replace('_', ' ')}"
        return counted("DISTINCT", 0, 0, rubric=case.plan.rubric, formula="",
                       nothing=f"not observed: {why}")  # fmt: skip
    excluded = timeline.left_out(detected, timeline.until)
    excuse = _excuse(case)
    if spells.excused and excuse is not None:
        why = "an exception code says that it was forced"
        note = Exclusion(what=f"overlap of {span(spells.excused)}", why=why, cites=(excuse[0],))
        excluded = (*excluded, note)
    if not spells.whole:
        return counted("DISTINCT", 0, 0, rubric=case.plan.rubric, formula="", excluded=excluded,
                       nothing="not observed: no time passed")  # fmt: skip
    metric = ratio(
        "DISTINCT",
        share(spells.apart, spells.whole),
        rubric=case.plan.rubric,
        clock="exercise",
        formula=f"{span(spells.apart)} with three seats as coordinator, technical lead and "
        f"communications owner / {span(spells.whole)} from {instant(detected.at)}",
        cites=spells.cites,
        excluded=excluded,
    )
    return _as_advice(case, metric)


class _Spells(NamedTuple):
    """Milliseconds with three seats in the three roles, in all, and with an overlap excused."""

    apart: int
    whole: int
    excused: int
    cites: tuple[Seq, ...]


def time_apart(case: Case) -> tuple[int, int] | None:
    """Milliseconds with three seats in the three roles, and in all; ``None`` without any."""
    spells = _spells(case)
    return (spells.apart, spells.whole) if spells is not None else None


def _spells(case: Case) -> _Spells | None:
    timeline, detected = case.timeline, case.moments.detected
    if detected is None or any(timeline.holder(r, timeline.until.seq) is None for r in ROLES):
        return None
    changes = [
        (event.seq, event.at)
        for event, body in timeline.of(incident.RoleAssigned)
        if body.role in ROLES and detected.seq < event.seq <= timeline.until.seq
    ]
    excuse = _excuse(case)
    if excuse is not None and detected.seq < excuse[0] <= timeline.until.seq:
        changes.append(excuse)
    points = sorted([(detected.seq, detected.at), *changes])
    points.append((timeline.until.seq, timeline.until.at))
    apart = whole = excused = 0
    for (seq, start), (_, end) in pairwise(points):
        ms = timeline.counted(start, end)
        three = len({timeline.holder(role, seq + 1) for role in ROLES}) == len(ROLES)
        if not three and excuse is not None and seq >= excuse[0]:
            excused += ms
            continue
        whole += ms
        apart += ms if three else 0
    return _Spells(apart, whole, excused, tuple(seq for seq, _ in points))


def _excuse(case: Case) -> tuple[Seq, Millis] | None:
    """When an exception first said that roles had to overlap."""
    known = case.plan.organisation.exceptions
    return next(
        (
            (event.seq, event.at)
            for event, body in case.timeline.of(incident.ExceptionRaised)
            if body.code in known and body.about in (OVERLAP, *ROLES)
        ),
        None,
    )


def _as_advice(case: Case, metric: Metric) -> Metric:
    """In a small organisation the figure is told and not judged."""
    least = case.plan.organisation.distinct_roles_from
    if metric.value is None or len(case.plan.organisation.roles) >= least:
        return metric
    formula = f"{metric.formula}; advice only: fewer seats than {least}"
    return msgspec.structs.replace(metric, verdict="info", target=None, formula=formula)
