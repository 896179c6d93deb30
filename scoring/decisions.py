"""Decisions and their evidence.

A decision is judged by what was written down with it: the choice, its owner, an entitled
approver, when it was made, why, and at least one leaf it rests on.  A decision that was asked for
and never recorded scores nothing.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from evidence import Event, Seq
from evidence.kinds import control, exercise, incident, outside, world
from scenarios.choices import DecisionPoint
from scoring.case import Case
from scoring.figure import (
    Conclusion,
    Exclusion,
    Finding,
    Metric,
    Part,
    Target,
    counted,
    ratio,
    share,
    show_share,
)
from scoring.wording import count, instant, span


class _Artefacts(NamedTuple):
    """What a decision has of what it should have."""

    present: int
    required: int
    missing: tuple[str, ...]


def assess_decisions(case: Case) -> Iterator[Conclusion]:
    """DEC-COMP with LAG and HINDSIGHT."""
    recorded = case.timeline.of(incident.DecisionRecorded)
    yield from _completeness(case, recorded)
    yield _contemporaneous(case, recorded)
    yield _hindsight(case, recorded)
    yield from _truths(case)


def _completeness(
    case: Case, recorded: Sequence[tuple[Event, incident.DecisionRecorded]]
) -> Iterator[Conclusion]:
    scores: list[tuple[str, int]] = []
    told: list[str] = []
    cites: list[Seq] = []
    excluded: list[Exclusion] = []
    asked = _asked(case)
    for point in case.plan.scenario.decisions:
        found = [(event, body) for event, body in recorded if body.decision == point.id]
        if not found:
            if not point.required:
                continue
            if point.id in asked and asked[point.id] is None:
                why = "it was never asked in this exercise"
                excluded.append(Exclusion(what=f"decision {point.id}", why=why))
                continue
            scores.append((f"the decision `{point.id}`", 0))
            told.append(f"{point.id}: never recorded")
            continue
        event, body = found[-1]
        have = _artefacts(case, point, body)
        scores.append((f"the decision `{point.id}`", share(have.present, have.required)))
        cites.append(event.seq)
        without = f", without {', '.join(have.missing)}" if have.missing else ""
        told.append(f"{point.id}: {have.present} of {have.required}{without}")
        yield from _grade(point, event, body)
    for event, declined in case.timeline.of(outside.DutyDeclined):
        parts = {"owner": bool(declined.owner), "rationale": declined.reasoned,
                 "evidence": bool(declined.evidence)}  # fmt: skip
        present = 2 + sum(parts.values())
        scores.append((f"the decision not to notify `{declined.duty}`", share(present, 5)))
        cites.append(event.seq)
        lacks = ", ".join(name for name, there in parts.items() if not there)
        without = f", without {lacks}" if lacks else ""
        told.append(f"not to notify {declined.duty}: {present} of 5{without}")
    yield _mean(case, scores, told, cites, tuple(excluded))


def _mean(
    case: Case,
    scores: list[tuple[str, int]],
    told: list[str],
    cites: list[Seq],
    excluded: tuple[Exclusion, ...],
) -> Metric:
    rubric = case.plan.rubric
    if not scores:
        return counted("DEC-COMP", 0, 0, rubric=rubric, formula="", cites=(), excluded=excluded,
                       nothing="not observed: no decision was asked for")  # fmt: skip
    return ratio(
        "DEC-COMP",
        sum(value for _, value in scores) // len(scores),
        rubric=rubric,
        formula=f"mean over {count(len(scores), 'decision')} of artefacts present / required "
        f"({'; '.join(told)})",
        cites=cites or [case.timeline.end.seq],  # the end shows that nothing came
        excluded=excluded,
        parts=[
            Part(
                weight=1,
                value=value,
                whole=f"{name} written down whole",
                nothing=f"{name} never written down",
            )
            for name, value in scores
        ],
    )


def _asked(case: Case) -> dict[str, Seq | None]:
    """Decision points that an inject asks for, with the leaf that asked, if one did."""
    asks: dict[str, Seq | None] = {}
    fired = {body.inject: event.seq for event, body in case.timeline.of(control.InjectFired)}
    for inject in case.plan.scenario.injects:
        if inject.asks is not None:
            asks[inject.asks] = asks.get(inject.asks) or fired.get(inject.id)
    return asks


def _artefacts(case: Case, point: DecisionPoint, body: incident.DecisionRecorded) -> _Artefacts:
    valid = body.exception is not None and body.exception in case.plan.organisation.exceptions
    parts = {"owner": body.owner is not None, "rationale": body.reasoned,
             "evidence": bool(body.evidence)}  # fmt: skip
    if point.approver is not None:
        parts["entitled approver"] = body.approver_entitled and body.approver != body.owner
    required = 2 + len(parts)  # the choice and its instant are in every recorded decision
    if valid and body.reasoned:
        return _Artefacts(required, required, ())
    missing = tuple(name for name, there in parts.items() if not there)
    return _Artefacts(required - len(missing), required, missing)


def _grade(
    point: DecisionPoint, event: Event, body: incident.DecisionRecorded
) -> Iterator[Finding]:
    chosen = next((option for option in point.options if option.id == body.choice), None)
    if chosen is not None and chosen.grade == "wrong":
        because = f": {chosen.because}" if chosen.because else ""
        yield Finding(
            code="decided-wrongly",
            of=point.id,
            says=f'At {instant(event.at)} the team chose "{chosen.text}", which the reference '
            f"calls wrong{because}",
            cites=(event.seq,),
        )


def _contemporaneous(
    case: Case, recorded: Sequence[tuple[Event, incident.DecisionRecorded]]
) -> Metric:
    limit = case.plan.rubric.contemporaneous
    lags = [max(0, event.at - body.made_at) for event, body in recorded]
    late = sorted(
        (lag, body.decision or body.type)
        for lag, (_, body) in zip(lags, recorded, strict=True)
        if lag > limit
    )
    return counted(
        "LAG",
        sum(lag <= limit for lag in lags),
        len(lags),
        rubric=case.plan.rubric,
        clock="exercise",
        formula=f"decisions written down within {span(limit)} / {count(len(lags), 'decision')}; "
        f"longest {span(max(lags, default=0))}",
        nothing="not observed: no decision was recorded",
        cites=[event.seq for event, _ in recorded],
        missing=[f"{name} was written down {span(lag)} after it was made" for lag, name in late],
    )


def _hindsight(case: Case, recorded: Sequence[tuple[Event, incident.DecisionRecorded]]) -> Metric:
    """Decisions whose evidence is all later than the decision: it must be none."""
    whole = 0
    late: list[str] = []
    cites: list[Seq] = []
    for event, body in recorded:
        cited = [found for found in map(case.timeline.at_seq, body.evidence) if found is not None]
        if not cited:
            continue
        whole += 1
        if all(found.at > body.made_at for found in cited):
            late.append(body.decision or body.type)
        cites.append(event.seq)
    return Metric(
        key="HINDSIGHT",
        value=show_share(share(len(late), whole)) if whole else None,
        unit="ratio",
        target=Target(value=show_share(0), bound="at-most", named="good practice: none at all"),
        verdict="not-observed" if not whole else "not-met" if late else "met",
        formula=f"{len(late)} resting only on later evidence / {count(whole, 'decision')} with "
        "evidence" + (f": {', '.join(late)}" if late else ""),
        cites=tuple(cites),
        missing=tuple(late),
    )


def _called(case: Case, by: str) -> str:
    """What destroyed something, as the scenario calls it: an event or a response."""
    scenario = case.plan.scenario
    titles: dict[str, str | None] = {one.id: one.title for one in scenario.injects}
    titles |= {one.id: one.title for one in scenario.responses}
    title = titles.get(by)
    return f'"{title}"' if title else by.replace("-", " ")


def _truths(case: Case) -> Iterator[Finding]:
    """What the record shows plainly, whatever the figures say."""
    for event, body in case.timeline.of(world.ArtefactDestroyed):
        yield Finding(
            code="evidence-destroyed",
            of=body.artefact,
            says=f"{body.artefact.replace('-', ' ')} was destroyed at {instant(event.at)} by "
            f"{_called(case, body.by)}.",
            cites=(event.seq,),
        )
    ended = case.timeline.ended
    last = case.timeline.at_seq(ended.seq) if ended is not None else None
    if last is not None and isinstance(last.body, exercise.ExerciseEnded) and last.body.open_gates:
        gates = ", ".join(last.body.open_gates)
        says = f"At EndEx these gates of the incident were still open: {gates}."
        yield Finding(code="open-gates", says=says, cites=(last.seq,))
