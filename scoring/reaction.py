"""Detection and response: how long people took once there was something to see.

Reactions run on played time, what people really had, at face value.  The MTTR family follows the
story and runs on exercise time, with jumped parts printed beside.
"""

from collections.abc import Iterator

from evidence import Millis, Seq
from evidence.kinds.incident import SeverityCalled
from scenarios.plan import Plan
from scenarios.severity import Level
from scoring.case import Case, reference_at
from scoring.figure import Clock, Exclusion, Metric, Target, Verdict, house
from scoring.reference import Band
from scoring.timeline import Moment
from scoring.wording import instant, span


def measure_reactions(case: Case) -> Iterator[Metric]:
    """The timed reactions, in the order of an incident."""
    at = case.moments
    yield _timed(
        case, "TTD", at.onset, at.detected, "the first fault", "detection", house_target=False
    )
    yield _timed(case, "TTD-sig", at.signal, at.detected, "the first true signal", "detection")
    yield _timed(
        case, "TTA", at.signal, at.acknowledged, "the first true signal", "the acknowledgement"
    )
    yield _timed(
        case,
        "RESP",
        at.signal,
        at.led,
        "the first true signal",
        "the acknowledgement by a leading role",
        target=_response_target(case),
        house_target=False,
    )
    yield _timed(case, "TTDecl", at.detected, at.declared, "detection", "the declaration")
    yield _timed(case, "TTSev", at.declared, at.severity, "the declaration", "the first severity")
    yield _timed(
        case,
        "TTSev-ok",
        at.detected,
        accepted_severity(case),
        "detection",
        "a severity that experts accept",
    )
    yield _command(case)
    yield from _repairs(case)


def accepted_severity(case: Case) -> Moment | None:
    """When the called level first lay in the accepted band and was not left again.

    Leaving counts only while the reference is unchanged; a call may also become right because
    the reference moved to it.
    """
    called: int | None = None
    band: Band | None = None
    candidate: Moment | None = None
    changes: list[tuple[Seq, Millis, Band | int]] = [
        *((one.seq, one.at, one.band) for one in case.references),
        *((event.seq, event.at, body.level) for event, body in case.timeline.of(SeverityCalled)),
    ]
    for seq, at, change in sorted(changes, key=lambda one: one[0]):
        if seq > case.timeline.until.seq:
            break
        if isinstance(change, Band):
            if candidate is not None and change != band:
                return candidate
            band = change
        else:
            called = change
        fits = called is not None and band is not None and band.holds(called)
        if not fits:
            candidate = None
        elif candidate is None:
            candidate = Moment(seq, at)
    return candidate


def _command(case: Case) -> Metric:
    at = case.moments
    metric = _timed(
        case, "TTCmd", at.detected, at.commanded, "detection", "an incident commander in place"
    )
    seat = case.plan.organisation.seat_for("incident_commander")
    if at.detected is None or at.commanded is not None or seat is None:
        return metric
    return Metric(
        key="TTCmd",
        value=None,
        unit="ms",
        clock="played",
        target=metric.target,
        verdict="could-not-verify",
        formula=(
            f"nobody was assigned as incident commander; {seat} holds the role by default, and the "
            "record does not show who took it"
        ),
        cites=(at.detected.seq,),
        excluded=metric.excluded,
    )


def _repairs(case: Case) -> Iterator[Metric]:
    at = case.moments
    for key, stop, stops, target in (
        ("MTTR-MITIGATE", at.mitigated, "the end of the impact on users", None),
        ("MTTR-RESTORE", at.restored, "service restored and validated", None),
        ("MTTR-RESOLVE", at.resolved, "nothing broken any more", _resolution_target(case)),
        ("TTCS", at.controlled, "the last of the six items of a controlled state", None),
    ):
        yield _timed(
            case, key, at.detected, stop, "detection", stops, clock="exercise", target=target
        )


def _timed(
    case: Case,
    key: str,
    start: Moment | None,
    stop: Moment | None,
    starts: str,
    stops: str,
    *,
    clock: Clock = "played",
    target: Target | None = None,
    house_target: bool = True,
) -> Metric:
    """One span from *start* to *stop*, judged against its target if it has one."""
    timeline = case.timeline
    if target is None and house_target:
        target = _house_target(case, key)
    measure = timeline.played if clock == "played" else timeline.elapsed
    limit = int(target.value) if target is not None else None
    value: int | None = None
    verdict: Verdict = "not-observed"
    excluded: tuple[Exclusion, ...] = ()
    if start is None:
        formula = f"not observed: {starts} never came"
    elif stop is None:
        passed = measure(start.at, timeline.until.at)
        excluded = timeline.left_out(start, timeline.until)
        formula = f"not yet, {span(passed)} after {starts} ({instant(start.at)}): {stops}"
        verdict = _when_open(case, passed, limit)
    else:
        # What was already so when the clock started took no time.
        value = max(0, measure(start.at, stop.at))
        excluded = timeline.left_out(start, stop)
        formula = (
            f"from {starts} ({instant(start.at)}) to {stops} ({instant(stop.at)}): "
            f"{span(value)} of {clock} time"
        )
        verdict = "info" if limit is None else "met" if value <= limit else "not-met"
    return Metric(
        key=key,
        value=value,
        unit="ms",
        clock=clock,
        target=target,
        verdict=verdict,
        formula=formula,
        cites=tuple(sorted({moment.seq for moment in (start, stop) if moment is not None})),
        excluded=excluded,
    )


def _when_open(case: Case, passed: int, limit: int | None) -> Verdict:
    """What can be said of something that had not happened at the end."""
    if limit is not None and passed > limit:
        return "not-met"
    if case.timeline.ended is None:
        return "could-not-verify"
    return "not-due" if limit is not None else "not-observed"


def _house_target(case: Case, key: str) -> Target | None:
    """The rubric's target; where it has none, the one that a critical task sets."""
    within = case.plan.rubric.within.get(key)
    if within is not None:
        return Target(value=within, bound="at-most", named=house(case.plan.rubric))
    asked = case.asked_within.get(key)
    if asked is not None:
        return Target(value=asked[0], bound="at-most", named=f"critical task {asked[1]}")
    return None


def _expected_level(case: Case, moment: Moment | None) -> Level | None:
    """The level that experts would call at this moment; the mildest where they differ."""
    reference = reference_at(case, moment.seq) if moment is not None else None
    if reference is None:
        return None
    return case.plan.organisation.severity.level(reference.band.mildest)


def _response_target(case: Case) -> Target | None:
    level = _expected_level(case, case.moments.signal)
    if level is None:
        return _house_target(case, "RESP")
    if level.respond is None:
        return None
    named = f"severity policy, SEV{level.level} respond"
    return Target(value=level.respond, bound="at-most", named=named)


def _resolution_target(case: Case) -> Target | None:
    level, detected = _expected_level(case, case.moments.detected), case.moments.detected
    if level is None or detected is None:
        return None
    named = f"severity policy, SEV{level.level} resolve"
    if level.resolve is not None:
        return Target(value=level.resolve, bound="at-most", named=named)
    if not level.resolve_next_business_day:
        return None
    until = end_of_next_business_day(case.plan, detected.at)
    by_day = f"{named} by the end of the next business day"
    return Target(value=until - detected.at, bound="at-most", named=by_day)


def end_of_next_business_day(plan: Plan, at: int) -> int:
    """The instant of exercise time at which the next working day after *at* is over, local time.

    Days and clocks are those that the law's own counting uses, frozen in the plan.
    """
    local, starts = plan.place.local, plan.scenario.starts.utc_ms
    day = plan.working.next_open(local.date_of(starts + at))
    return local.day_end(day) + 1 - starts
