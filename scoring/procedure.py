"""Runbook adherence: completion, order, validation, gates, timing, evidence, stop conditions.

A deviation is not always an error.  A step left out because the document was wrong, or adapted
for a stated reason, costs nothing and goes to the report; only an unjustified one lowers a figure.
"""

from collections.abc import Iterator

from evidence import Seq
from scoring.case import Case
from scoring.checked import measure_gates, measure_validation
from scoring.deviations import assess_deviations, may_skip
from scoring.figure import (
    WHOLE,
    Conclusion,
    Exclusion,
    Metric,
    Part,
    Ppm,
    counted,
    ratio,
    ratio_target,
    read_share,
)
from scoring.runs import Run, closure, gather_runs
from scoring.wording import count, some, span


def measure_procedure(case: Case) -> Iterator[Conclusion]:
    """The figures of every runbook in the plan; one that was never opened completed nothing."""
    for run in gather_runs(case.plan, case.timeline):
        if run.opened is None and not run.steps:
            yield from _never_opened(case, run)
            continue
        before = closure(run.book)
        parts = {
            "RB-COMPLETION": _completion(case, run),
            "RB-ORDER": _order(case, run, before),
            "RB-VAL": measure_validation(case, run, before),
            "RB-GATE": measure_gates(case, run),
            "RB-EVID": _evidence(case, run),
            "RB-TIMING": _timing(case, run),
            "RB-STOP": _stop(case, run),
        }
        yield from parts.values()
        yield _adherence(case, run, parts)
        yield from assess_deviations(case, run, before)


def _never_opened(case: Case, run: Run) -> Iterator[Conclusion]:
    for key in ("RB-COMPLETION", "RB-ADH"):
        if case.timeline.ended is not None:
            yield ratio(
                key,
                0,
                rubric=case.plan.rubric,
                of=run.book.runbook,
                formula="the runbook was never opened: 0 steps done",
                cites=(case.timeline.ended.seq,),
            )
        else:
            yield Metric(
                key=key,
                of=run.book.runbook,
                value=None,
                unit="ratio",
                target=ratio_target(key, case.plan.rubric),
                verdict="could-not-verify",
                formula="the record stops before EndEx, and the runbook was not opened until then",
            )


def _completion(case: Case, run: Run) -> Metric:
    required = done = allowed = 0
    cites: list[Seq] = []
    excluded: list[Exclusion] = []
    missing: list[str] = []
    for step in run.book.steps:
        if step.optional:
            continue
        did = run.steps.get(step.id)
        skipped = did.skipped if did is not None else None
        if did is not None and did.finished is not None:
            done += 1
            cites.append(did.finished.seq)
        elif skipped is not None:
            cites.append(skipped[0])
            if skipped[1].code == "EX-SIM":
                why = "the exercise itself made it impossible (EX-SIM)"
                what = f"step {run.called(step.id)}"
                excluded.append(Exclusion(what=what, why=why, cites=(skipped[0],)))
                continue
            if may_skip(case, run, step.id):
                allowed += 1
            else:
                missing.append(run.called(step.id))
        elif run.excused(step.id):
            allowed += 1
            cites.append(run.classified[step.id][0])
        else:
            missing.append(run.called(step.id))
        required += 1
    return counted(
        "RB-COMPLETION",
        done + allowed,
        required,
        rubric=case.plan.rubric,
        of=run.book.runbook,
        formula=f"({done} done + {allowed} skipped with a valid reason) / "
        f"{count(required, 'required step')}",
        nothing="the runbook has no required step",
        cites=cites or _opening(run),
        excluded=tuple(excluded),
        missing=missing,
    )


def _order(case: Case, run: Run, before: dict[str, frozenset[str]]) -> Metric:
    """A pair is violated when the later step began before the earlier one was finished (for the
    last time, if a finish was taken back)."""
    done = {step.id: did for step, did in run.ever_done()}
    comparable = violated = 0
    cites: list[Seq] = []
    wrong: list[str] = []
    for later, did in done.items():
        for earlier in sorted(before[later]):
            first = done.get(earlier)
            if first is None or did.began is None:
                continue
            comparable += 1
            if not first.done_before(did.began) and not run.excused(later):
                violated += 1
                cites += (did.began, first.ends)
                wrong.append(f"{run.called(later)} before {run.called(earlier)}")
    told = f" ({some(wrong)})" if wrong else ""
    return counted(
        "RB-ORDER",
        comparable - violated,
        comparable,
        rubric=case.plan.rubric,
        of=run.book.runbook,
        formula=f"1 - {violated} violated{told} / {count(comparable, 'comparable pair')} of steps",
        nothing="not observed: no two steps with an order between them were done",
        cites=cites or _finishes(run),
        missing=wrong,
    )


def _evidence(case: Case, run: Run) -> Metric:
    required = {item.id for item in run.book.evidence}
    captured = {item: seq for item, seq in run.captured.items() if item in required}
    missing = [item.replace("-", " ") for item in sorted(required - set(captured))]
    return counted(
        "RB-EVID",
        len(captured),
        len(required),
        rubric=case.plan.rubric,
        of=run.book.runbook,
        formula=f"{len(captured)} captured / {count(len(required), 'evidence item')} required"
        + (f"; missing: {', '.join(missing)}" if missing else ""),
        nothing="the runbook asks for no evidence",
        cites=captured.values() or _opening(run),
        missing=missing,
    )


def _timing(case: Case, run: Run) -> Metric:
    """People's steps on played time; a step that a technical response carries out takes as long
    as the story says, so it runs on exercise time.  A step that was taken back runs to its last
    finish."""
    timeline = case.timeline
    good = whole = 0
    cites: list[Seq] = []
    excluded: list[Exclusion] = []
    late: list[tuple[int, str]] = []
    for step, did in run.ever_done():
        if did.started is None:
            continue
        if did.finished is None:
            whole += 1
            late.append((0, f"{run.called(step.id)} was taken back and not finished again"))
            cites += (did.started.seq, did.ends)
            continue
        limit = step.expected * (100 + run.book.tolerance) // 100
        span_of = timeline.elapsed if step.uses else timeline.played
        took = span_of(did.started.at, did.finished.at)
        jumped = timeline.jumped(did.started.at, did.finished.at) if step.uses else 0
        if took > limit >= took - jumped:
            what = f"timing of {run.called(step.id)}"
            jumps = timeline.left_out(did.started, did.finished)
            cited = tuple(seq for jump in jumps for seq in jump.cites)
            excluded.append(
                Exclusion(what=what, why=f"{span(jumped)} of it was jumped", cites=cited)
            )
            continue
        whole += 1
        good += took <= limit
        if took > limit:
            says = f"{run.called(step.id)} took {span(took)}, allowed {span(limit)}"
            late.append((took - limit, says))
        cites += (did.started.seq, did.finished.seq)
    return counted(
        "RB-TIMING",
        good,
        whole,
        rubric=case.plan.rubric,
        of=run.book.runbook,
        clock="played",
        formula=f"{good} within expected time plus {run.book.tolerance} % / "
        f"{count(whole, 'timed step')}" + (f"; {some([says for _, says in late])}" if late else ""),
        nothing="not observed: no step was both started and finished",
        cites=cites,
        excluded=tuple(excluded),
        missing=[says for _, says in sorted(late)],
    )


def _stop(case: Case, run: Run) -> Metric:
    ignored = run.ignored_stop()
    if ignored is not None:
        (met, condition), (started, step) = ignored
        when = run.book.stops_when(condition)
        formula = f"0: {run.called(step)} started after a stop condition was met: {when}"
        cites: tuple[Seq, ...] = (met, started)
    elif run.stop_met:
        formula = "1: no step started between a met stop condition and the stop"
        cites = tuple(seq for seq, _ in run.stop_met)
    else:
        formula = "1: no stop condition was met"
        cites = (run.opened.seq,) if run.opened is not None else ()
    return ratio(
        "RB-STOP",
        0 if ignored is not None else WHOLE,
        rubric=case.plan.rubric,
        of=run.book.runbook,
        formula=formula,
        cites=cites,
        excluded=tuple(
            Exclusion(
                what=f"stop condition: {run.book.stops_when(condition)}",
                why="it was met, and nothing showed it to anybody",
                cites=(seq,),
            )
            for seq, condition in run.unseen
        ),
    )


def _adherence(case: Case, run: Run, parts: dict[str, Metric]) -> Metric:
    """The weighted whole; a part without a figure leaves its weight to the others."""
    rubric = case.plan.rubric
    weights = {
        "RB-COMPLETION": rubric.adherence.completion,
        "RB-ORDER": rubric.adherence.order,
        "RB-VAL": rubric.adherence.validation,
        "RB-GATE": rubric.adherence.gates,
        "RB-EVID": rubric.adherence.evidence,
        "RB-TIMING": rubric.adherence.timing,
    }
    shown = {key: part.value for key, part in parts.items() if key in weights}
    values = {key: read_share(value) for key, value in shown.items() if isinstance(value, str)}
    whole = sum(weights[key] for key in values)
    total: Ppm = sum(weights[key] * value for key, value in values.items()) // whole if whole else 0
    sums = " + ".join(f"{weights[key]} x {shown[key]}" for key in values)
    formula = f"({sums}) / {whole} ({', '.join(key.removeprefix('RB-') for key in values)})"
    if parts["RB-STOP"].value == "0.0000" and total > rubric.adherence.stop_ignored_cap:
        total = rubric.adherence.stop_ignored_cap
        formula += f", capped at {total * 100 // WHOLE} % because a stop condition was ignored"
    absent = tuple(
        Exclusion(what=key, why=parts[key].formula) for key in weights if key not in values
    )
    return ratio(
        "RB-ADH",
        total,
        rubric=rubric,
        of=run.book.runbook,
        formula=formula,
        cites=[seq for part in parts.values() for seq in part.cites],
        excluded=absent,
        parts=[
            Part(weight=weights[key], value=value, whole=f"{key} complete", nothing=f"{key} at 0 %")
            for key, value in values.items()
        ],
    )


def _opening(run: Run) -> list[Seq]:
    """What shows an absence: the run was opened, and nothing followed."""
    return [run.opened.seq] if run.opened is not None else []


def _finishes(run: Run) -> list[Seq]:
    return [did.ends for _, did in run.ever_done()]
