"""Recovery time and recovery point, held against the strictest of what was promised.

Recovery time runs from the outage to the first passed validation with the service up, on exercise
time.  Recovery point is data time: how much older than the outage the newest good datum is that
came back; against the damage it says what was lost beyond what the damage had already taken.
Restored and never validated is *could not verify*, which is never a pass.
"""

from collections.abc import Iterator
from typing import NamedTuple

from evidence import Event
from evidence.kinds import world
from scenarios.objectives import Recovery
from scenarios.organisation import Targets
from scoring.case import Case
from scoring.figure import Conclusion, Exclusion, Metric, Target, Verdict
from scoring.timeline import Moment
from scoring.wording import instant, span


def measure_recovery(case: Case) -> Iterator[Conclusion]:
    """RTO and RPO of every recovery entry."""
    for entry in case.plan.scenario.recovery:
        yield _recovery_time(case, entry)
        if entry.data is not None:
            yield from _recovery_points(case, entry, entry.data)


class _Promises(NamedTuple):
    target: Target | None
    each: tuple[tuple[str, int], ...]

    def judged(self, value: int) -> str:
        """Each promise with its own outcome, for the formula."""
        found = [
            f"{name} {span(ms)} {'kept' if value <= ms else 'broken'}" for name, ms in self.each
        ]
        return f"; {', '.join(found)}" if found else ""


def _promises(promised: int | Targets | None) -> _Promises:
    """A bare duration is a contract's; the strictest of several binds."""
    if promised is None:
        return _Promises(None, ())
    targets = Targets(contract=promised) if isinstance(promised, int) else promised
    strictest = targets.strictest()
    if strictest is None:
        return _Promises(None, ())
    given = (
        ("contract", targets.contract),
        ("support promise", targets.support_promise),
        ("customer expectation", targets.customer_expectation),
    )
    return _Promises(
        Target(value=strictest[1], bound="at-most", named=strictest[0]),
        tuple((name, ms) for name, ms in given if ms is not None),
    )


class _Downtime(NamedTuple):
    """The first outage of a service and what ended it."""

    began: Moment | None
    restored: Moment | None
    validated: Moment | None


def _downtime(case: Case, service: str) -> _Downtime:
    facts: list[
        tuple[Event, world.OutageBegan | world.ServiceRestored | world.ServiceValidated]
    ] = [
        *((event, body) for event, body in case.timeline.of(world.OutageBegan)),
        *((event, body) for event, body in case.timeline.of(world.ServiceRestored)),
        *((event, body) for event, body in case.timeline.of(world.ServiceValidated)),
    ]
    began: Moment | None = None
    restored: Moment | None = None
    for event, body in sorted(facts, key=lambda fact: fact[0].seq):
        if body.service != service:
            continue
        here = Moment(event.seq, event.at)
        if isinstance(body, world.OutageBegan):
            began, restored = began or here, None
        elif isinstance(body, world.ServiceRestored):
            restored = restored or here
        elif body.passed and began is not None and restored is not None:
            return _Downtime(began, restored, here)
    return _Downtime(began, restored, None)


def _recovery_time(case: Case, entry: Recovery) -> Metric:
    timeline = case.timeline
    service = case.plan.organisation.services.get(entry.service)
    promises = _promises(service.rto if service is not None else None)
    limit = int(promises.target.value) if promises.target is not None else None
    began, restored, validated = _downtime(case, entry.service)
    if began is None:
        return _time_figure(entry.service, None, promises.target, "not-observed",
                            f"not observed: {entry.service} had no outage", (), ())  # fmt: skip
    stop = validated or timeline.end
    took = timeline.elapsed(began.at, stop.at)
    jumped = timeline.jumped(began.at, stop.at)
    excluded = timeline.left_out(began, stop) + _by_hand(case, stop)
    cites = tuple(sorted(m.seq for m in (began, restored, validated) if m is not None))
    beside = f" ({span(jumped)} of it jumped)" if jumped else ""
    if validated is not None:
        formula = (
            f"from the outage ({instant(began.at)}) to restored and validated "
            f"({instant(validated.at)}): {span(took)} of exercise time{beside}"
            f"{promises.judged(took)}{_since_declaration(case, validated)}"
        )
        verdict = _verdict(took, limit)
        blamed_on_jump = limit is not None and took > limit >= took - jumped
        if blamed_on_jump and _jumped_while_open(case, began, validated):
            verdict = "not-rated"
            formula += "; not rated (jumped): people had "
            formula += f"{span(timeline.played(began.at, validated.at))} of played time"
        return _time_figure(entry.service, took, promises.target, verdict, formula, cites, excluded)
    return _unfinished(case, entry, promises, _Downtime(began, restored, None), excluded)


def _jumped_while_open(case: Case, began: Moment, validated: Moment) -> bool:
    """Whether a jump left out a part of the outage; one that ends after it is a card.

    An outage can also begin in the jumped span: then nobody was there when it did.
    """
    return any(began.at < j.end <= validated.at for j in case.timeline.jumps)


def _unfinished(
    case: Case,
    entry: Recovery,
    promises: _Promises,
    down: _Downtime,
    excluded: tuple[Exclusion, ...],
) -> Metric:
    """An outage that no passed validation ended."""
    assert down.began is not None, "asked only about an outage"
    timeline = case.timeline
    limit = int(promises.target.value) if promises.target is not None else None
    cites = tuple(sorted(m.seq for m in (down.began, down.restored) if m is not None))
    if down.restored is not None:
        took = timeline.elapsed(down.began.at, down.restored.at)
        jumped = timeline.jumped(down.began.at, down.restored.at)
        missed = limit is not None and took - jumped > limit
        return _time_figure(
            entry.service,
            None,
            promises.target,
            "not-met" if missed else "could-not-verify",
            f"restored at {instant(down.restored.at)}, {span(took)} after the outage, and never "
            "validated: nobody knows whether it really worked",
            cites,
            excluded,
        )
    open_for = timeline.elapsed(down.began.at, timeline.end.at)
    jumped = timeline.jumped(down.began.at, timeline.end.at)
    verdict: Verdict
    if limit is not None and open_for - jumped > limit:
        verdict = "could-not-verify" if timeline.by_hand is not None else "not-met"
    elif limit is not None and open_for > limit:
        verdict = "not-rated"
    else:
        verdict = "not-due" if timeline.ended is not None else "could-not-verify"
    formula = f"still out {span(open_for)} after the outage began ({instant(down.began.at)})"
    return _time_figure(entry.service, None, promises.target, verdict, formula, cites, excluded)


def _time_figure(
    service: str,
    value: int | None,
    target: Target | None,
    verdict: Verdict,
    formula: str,
    cites: tuple[int, ...],
    excluded: tuple[Exclusion, ...],
) -> Metric:
    return Metric(
        key="RTO",
        of=service,
        value=value,
        unit="ms",
        clock="exercise",
        target=target,
        verdict=verdict,
        formula=formula,
        cites=cites,
        excluded=excluded,
    )


def _since_declaration(case: Case, validated: Moment) -> str:
    """Some contracts count from the declaration, so that figure stands beside."""
    declared = case.moments.declared
    if declared is None or declared.at > validated.at:
        return ""
    return f"; {span(case.timeline.elapsed(declared.at, validated.at))} from the declaration"


def _by_hand(case: Case, stop: Moment) -> tuple[Exclusion, ...]:
    by_hand = case.timeline.by_hand
    if by_hand is None or by_hand.seq > stop.seq:
        return ()
    why = "the simulated world was out of play; control stated what happened"
    return (Exclusion(what="went on by hand", why=why, cites=(by_hand.seq,)),)


def _verdict(value: int, limit: int | None) -> Verdict:
    if limit is None:
        return "info"
    return "met" if value <= limit else "not-met"


def _recovery_points(case: Case, entry: Recovery, dataset: str) -> Iterator[Metric]:
    """Against the outage (held against the promise), and against the damage (the loss)."""
    found = case.plan.organisation.datasets.get(dataset)
    promises = _promises(found.rpo if found is not None else None)
    damages = [(e, b) for e, b in case.timeline.of(world.DataDamaged) if b.dataset == dataset]
    if not damages:
        for key in ("RPO", "RPO-LOSS"):
            target = promises.target if key == "RPO" else None
            formula = f"not observed: {dataset} was never damaged"
            yield _point(key, dataset, None, target, "not-observed", formula, ())
        return
    event, damage = damages[0]
    newest_good = min(body.newest_good for _, body in damages)
    began = _downtime(case, entry.service).began or Moment(event.seq, event.at)
    restores = [(e, b) for e, b in case.timeline.of(world.RestoreEnded) if b.dataset == dataset]
    cites = [began.seq, *(e.seq for e, _ in damages)]
    validated = _data_validated(case, entry, dataset)
    if validated is not None:
        restores = [(e, b) for e, b in restores if e.seq < validated.seq] or restores
    if not restores:
        verdict: Verdict = "could-not-verify" if validated is not None else "not-observed"
        formula = f"no data came back into {dataset}: no restore ended"
        if verdict == "not-observed" and case.timeline.ended is not None:
            verdict = _nothing_came_back(case, entry, began, promises)
        yield _point("RPO", dataset, None, promises.target, verdict, formula, tuple(sorted(cites)))
        yield _point("RPO-LOSS", dataset, None, None, "not-observed", formula, tuple(sorted(cites)))
        return
    restored, body = restores[-1]
    behind = max(0, began.at - body.recovered_to)
    lost = max(0, newest_good - body.recovered_to)
    cites += [restored.seq, *([validated.seq] if validated is not None else [])]
    cited = tuple(sorted(set(cites)))
    limit = int(promises.target.value) if promises.target is not None else None
    judged = _verdict(behind, limit)
    unproved = "" if validated is not None else "; the data was never validated"
    if validated is None and judged != "not-met":
        judged = "could-not-verify"
    yield _point(
        "RPO",
        dataset,
        behind,
        promises.target,
        judged,
        f"outage ({instant(began.at)}) - newest good data that came back "
        f"({instant(body.recovered_to)}, from {body.point}): {span(behind)} of data time"
        f"{promises.judged(behind)}{unproved}",
        cited,
    )
    yield _point(
        "RPO-LOSS",
        dataset,
        lost,
        None,
        "info" if validated is not None else "could-not-verify",
        f"newest good data before the damage ({instant(newest_good)}) - newest good data that came "
        f"back ({instant(body.recovered_to)}): {span(lost)} lost that the damage ({damage.how}) "
        f"had not taken{unproved}",
        cited,
    )


def _nothing_came_back(case: Case, entry: Recovery, began: Moment, promises: _Promises) -> Verdict:
    """Data may still come back as long as the service was not due back."""
    service = case.plan.organisation.services.get(entry.service)
    back_by = _promises(service.rto if service is not None else None).target
    waited = case.timeline.elapsed(began.at, case.timeline.end.at)
    if back_by is not None and waited <= int(back_by.value):
        return "not-due"
    return "not-met" if promises.target is not None else "info"


def _data_validated(case: Case, entry: Recovery, dataset: str) -> Moment | None:
    """The last passed check of the data; a passed check of the service on it counts as well."""
    passed = [
        Moment(e.seq, e.at)
        for e, b in case.timeline.of(world.DataValidated)
        if b.dataset == dataset and b.passed
    ]
    service = _downtime(case, entry.service).validated
    return passed[-1] if passed else service


def _point(
    key: str,
    dataset: str,
    value: int | None,
    target: Target | None,
    verdict: Verdict,
    formula: str,
    cites: tuple[int, ...],
) -> Metric:
    return Metric(
        key=key,
        of=dataset,
        value=value,
        unit="ms",
        clock="data",
        target=target,
        verdict=verdict,
        formula=formula,
        cites=cites,
    )
