"""Third parties: was a case opened in time, watched, chased, escalated in order, and overseen.

VEND-ESC is the mean of the parts that applied; each part says what it rests on.  Vendor clocks
are promised instants and run on exercise time; opening a case is a reaction and runs on played.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from evidence import Event, Millis, Seq
from evidence.kinds import control, outside, procedure, world
from evidence.kinds.incident import DecisionRecorded
from scoring.case import Case
from scoring.figure import (
    WHOLE,
    Conclusion,
    Exclusion,
    Finding,
    Metric,
    Part,
    Ppm,
    Target,
    Verdict,
    house,
    ratio,
    ratio_target,
    read_share,
    share,
    show_share,
)
from scoring.timeline import Moment, visible
from scoring.wording import count, instant, span


@dataclass(slots=True)
class _Vendor:
    """What the record says about the dealings with one vendor."""

    name: str
    opened: tuple[Event, outside.VendorOpened] | None = None
    chases: list[tuple[Event, Millis | None]] = field(default_factory=list)
    """Chasers and escalations, with the next one planned."""
    rungs: list[tuple[Seq, bool]] = field(default_factory=list)
    helped: Moment | None = None
    breached: Moment | None = None
    notes: list[Seq] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    name: str
    value: Ppm
    says: str
    cites: tuple[Seq, ...]


_PARTS: Final[dict[str, tuple[str, str]]] = {
    "TTV": ("the case opened in time", "the case opened late"),
    "SLA-TRACK": ("a next chase planned", "no next chase planned"),
    "CHASE": ("every chaser on schedule", "no chaser on schedule"),
    "LADDER": ("every rung of the ladder in order", "no rung of the ladder in order"),
    "FAILDEC": ("how to go on decided in time", "how to go on not decided in time"),
    "OVERSIGHT": ("an oversight note", "no oversight note"),
}
"""How people say that a part was whole, or nothing."""


def assess_vendors(case: Case) -> Iterator[Conclusion]:
    """TTV and VEND-ESC for every vendor of the story, and VEND-ESC over all of them."""
    wholes: list[Metric] = []
    for vendor in _dealings(case):
        known = _known_involved(case, vendor.name)
        opening = _opening(case, vendor, known)
        yield opening
        whole = _whole(case, vendor, opening, known)
        wholes.append(whole)
        yield whole
        yield from _findings(vendor)
    if wholes:
        yield _overall(case, wholes)


def _dealings(case: Case) -> list[_Vendor]:
    timeline = case.timeline
    vendors = {story.vendor: _Vendor(story.vendor) for story in case.plan.scenario.vendors}
    for event, opened in timeline.of(outside.VendorOpened):
        vendor = vendors.setdefault(opened.vendor, _Vendor(opened.vendor))
        vendor.opened = vendor.opened or (event, opened)
    for event, chase in timeline.of(outside.VendorChased):
        if chase.vendor in vendors:
            vendors[chase.vendor].chases.append((event, chase.next_chase_at))
    for event, rung in timeline.of(outside.VendorEscalated):
        if rung.vendor in vendors:
            vendors[rung.vendor].chases.append((event, None))
            vendors[rung.vendor].rungs.append((event.seq, rung.in_order))
    for event, reply in timeline.of(outside.VendorReplied):
        if reply.vendor in vendors and reply.reply == "useful":
            vendor = vendors[reply.vendor]
            vendor.helped = vendor.helped or Moment(event.seq, event.at)
    for event, breach in timeline.of(outside.VendorBreached):
        if breach.vendor in vendors:
            vendors[breach.vendor].breached = Moment(event.seq, event.at)
    for event, note in timeline.of(outside.OversightNoted):
        if note.vendor in vendors:
            vendors[note.vendor].notes.append(event.seq)
    return list(vendors.values())


def _known_involved(case: Case, vendor: str) -> Moment | None:
    """When the team was first shown that this supplier may be involved.

    What another supplier says of its own part tells nothing about this one.
    """
    shown: list[tuple[Event, dict[str, str]]] = [
        *((e, b.tells) for e, b in case.timeline.of(world.SignalRaised)),
        *((e, b.tells) for e, b in case.timeline.of(control.InjectFired)),
        *((e, b.tells) for e, b in case.timeline.of(procedure.QueryReturned)),
    ]
    moments = [
        Moment(event.seq, event.at)
        for event, tells in shown
        if tells.get("supplier") in ("involved", "silent")
        and visible(event)
        and _speaks(case, event) in (None, vendor)
    ]
    return min(moments, default=None)


def _speaks(case: Case, event: Event) -> str | None:
    """The supplier who says this itself, if one does."""
    body = event.body
    inject = case.plan.injects.get(body.inject) if isinstance(body, control.InjectFired) else None
    sender = inject.from_ if inject is not None else None
    return sender if sender in case.plan.organisation.vendors else None


def _opening(case: Case, vendor: _Vendor, known: Moment | None) -> Metric:
    within, title = case.plan.rubric.within.get("TTV"), case.plan.organisation.title_of(vendor.name)
    target = None
    if within is not None:
        target = Target(value=within, bound="at-most", named=house(case.plan.rubric))
    opened = Moment(vendor.opened[0].seq, vendor.opened[0].at) if vendor.opened else None
    verdict: Verdict
    cites = tuple(sorted(m.seq for m in (known, opened) if m is not None))
    if opened is None:
        stop, formula = case.timeline.end, f"no case with {title} was opened"
    else:
        stop, formula = opened, f"case with {title} opened at {instant(opened.at)}"
    if known is None:
        formula += "; nothing shown said that it was involved"
        return Metric(key="TTV", of=vendor.name, value=None, unit="ms", clock="played",
                      target=target, verdict="not-observed", formula=formula,
                      cites=cites)  # fmt: skip
    took = max(0, case.timeline.played(known.at, stop.at))
    value = took if opened is not None else None
    formula += f", {span(took)} of played time after it was known to be involved "
    formula += f"({instant(known.at)})"
    if within is None:
        verdict = "info"
    elif opened is not None:
        verdict = "met" if took <= within else "not-met"
    elif took > within:
        verdict = "not-met"
    else:
        verdict = "not-due" if case.timeline.ended is not None else "could-not-verify"
    return Metric(
        key="TTV",
        of=vendor.name,
        value=value,
        unit="ms",
        clock="played",
        target=target,
        verdict=verdict,
        formula=formula,
        cites=cites,
        excluded=case.timeline.left_out(known, stop),
    )


def _whole(case: Case, vendor: _Vendor, opening: Metric, known: Moment | None) -> Metric:
    parts: list[_Part] = []
    excluded: list[Exclusion] = []
    if opening.verdict in ("met", "not-met"):
        value = WHOLE if opening.verdict == "met" else 0
        parts.append(_Part(name="TTV", value=value, says=opening.formula, cites=opening.cites))
    if vendor.opened is not None:
        parts += _watching(case, vendor, excluded)
    if not parts:
        return Metric(
            key="VEND-ESC",
            of=vendor.name,
            value=None,
            unit="ratio",
            clock="exercise",
            target=ratio_target("VEND-ESC", case.plan.rubric),
            verdict="not-observed" if known is None else opening.verdict,
            formula=f"not observed: {opening.formula}",
            cites=opening.cites,
            excluded=tuple(excluded),
        )
    values = ", ".join(f"{part.name} {show_share(part.value)}" for part in parts)
    short = [part.says for part in parts if part.value < WHOLE]
    return ratio(
        "VEND-ESC",
        sum(part.value for part in parts) // len(parts),
        rubric=case.plan.rubric,
        of=vendor.name,
        clock="exercise",
        formula="; ".join([f"mean of {values}", *short]),
        missing=short,
        cites=[seq for part in parts for seq in part.cites],
        excluded=tuple(excluded),
        parts=[
            Part(weight=1, value=p.value, whole=_PARTS[p.name][0], nothing=_PARTS[p.name][1])
            for p in parts
        ],
    )


def _watching(case: Case, vendor: _Vendor, excluded: list[Exclusion]) -> Iterator[_Part]:
    """What follows once a case is open."""
    assert vendor.opened is not None, "asked only about an open case"
    event, opened = vendor.opened
    planned = opened.next_chase_at is not None or any(at is not None for _, at in vendor.chases)
    says = "next chase planned" if planned else "no next chase was ever planned"
    yield _Part(name="SLA-TRACK", value=WHOLE if planned else 0, says=says, cites=(event.seq,))
    chasing = _chasing(case, vendor, excluded)
    if chasing is not None:
        yield chasing
    if vendor.rungs:
        good = sum(in_order for _, in_order in vendor.rungs)
        yield _Part(
            name="LADDER",
            value=share(good, len(vendor.rungs)),
            says=f"{good} of {count(len(vendor.rungs), 'rung')} in order",
            cites=tuple(seq for seq, _ in vendor.rungs),
        )
    if vendor.breached is not None:
        yield _going_on_without(case, vendor.breached)
    held = case.plan.organisation.vendors.get(vendor.name)
    if held is not None and held.critical:
        many = count(len(vendor.notes), "oversight note") if vendor.notes else "no oversight note"
        says = f"{many} for a critical vendor"
        value = WHOLE if vendor.notes else 0
        cites = tuple(vendor.notes) or (event.seq,)
        yield _Part(name="OVERSIGHT", value=value, says=says, cites=cites)


def _chasing(case: Case, vendor: _Vendor, excluded: list[Exclusion]) -> _Part | None:
    """Chasers sent by their planned instant plus the rubric's tolerance."""
    assert vendor.opened is not None
    tolerance = case.plan.rubric.chase_tolerance
    plans = [(vendor.opened[0], vendor.opened[1].next_chase_at), *sorted(
        vendor.chases, key=lambda chase: chase[0].seq)]  # fmt: skip
    kept = whole = 0
    cites: list[Seq] = []
    for event, planned in plans:
        if planned is None:
            continue
        limit = planned + tolerance
        following = next((e for e, _ in vendor.chases if e.seq > event.seq), None)
        helped = vendor.helped is not None and vendor.helped.at <= planned
        if helped or (following is None and limit >= case.timeline.end.at):
            continue  # help came first, or it was not due
        jump = case.timeline.jump_over(limit)
        if jump is not None and (following is None or following.at > limit):
            what = f"chaser planned for {instant(planned)}"
            excluded.append(Exclusion(what=what, why="jumped over", cites=jump.cites))
            continue
        whole += 1
        kept += following is not None and following.at <= limit
        cites += [event.seq, *([following.seq] if following is not None else [])]
    if not whole:
        return None
    says = f"{kept} of {count(whole, 'chaser')} due on schedule"
    return _Part(name="CHASE", value=share(kept, whole), says=says, cites=tuple(cites))


def _going_on_without(case: Case, breached: Moment) -> _Part:
    """Whether a decision on how to go on came before the breach plus the rubric's tolerance."""
    limit = breached.at + case.plan.rubric.failover_tolerance
    found = [
        event
        for event, body in case.timeline.of(DecisionRecorded)
        if body.type in ("third-party-escalation", "failover-or-shutdown")
    ]
    in_time = [event for event in found if event.at <= limit]
    says = f"decision how to go on {'recorded' if in_time else 'not recorded'} by {instant(limit)}"
    return _Part(
        name="FAILDEC",
        value=WHOLE if in_time else 0,
        says=says,
        cites=(breached.seq, *(event.seq for event in (in_time or found)[:1])),
    )


def _overall(case: Case, wholes: list[Metric]) -> Metric:
    shown = [metric for metric in wholes if isinstance(metric.value, str)]
    if not shown:
        return Metric(
            key="VEND-ESC",
            value=None,
            unit="ratio",
            clock="exercise",
            target=ratio_target("VEND-ESC", case.plan.rubric),
            verdict="not-observed",
            formula="not observed: no dealings with a vendor",
        )
    return ratio(
        "VEND-ESC",
        sum(read_share(str(metric.value)) for metric in shown) // len(shown),
        rubric=case.plan.rubric,
        clock="exercise",
        formula="mean over vendors: "
        + ", ".join(
            f"{case.plan.organisation.title_of(str(metric.of))} {metric.value}" for metric in shown
        ),
        cites=[seq for metric in shown for seq in metric.cites],
        excluded=tuple(
            Exclusion(what=str(metric.of), why=metric.formula, cites=metric.cites)
            for metric in wholes
            if metric.value is None
        ),
        parts=[
            Part(
                weight=1,
                value=read_share(str(metric.value)),
                whole=f"{title} handled without fault",
                nothing=f"nothing done about {title}",
            )
            for metric in shown
            for title in (case.plan.organisation.title_of(str(metric.of)),)
        ],
    )


def _findings(vendor: _Vendor) -> Iterator[Finding]:
    if vendor.breached is not None and not vendor.chases:
        yield Finding(
            code="breach-not-chased",
            of=vendor.name,
            says=f"{vendor.name} missed its contract's response time at "
            f"{instant(vendor.breached.at)}, and nobody chased it.",
            cites=(vendor.breached.seq,),
        )
