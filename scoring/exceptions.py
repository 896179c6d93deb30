"""Exceptions: how often the normal way was left under a code, and whether anybody looks at it.

Leaving the normal way is no fault.  An exception that nobody is named to review is one, for then
it is only a habit.
"""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from evidence import Seq
from evidence.kinds import incident, outside, procedure
from scoring.case import Case
from scoring.figure import Exclusion, Metric, Target, Verdict, in_order, share, show_share
from scoring.runs import gather_runs
from scoring.wording import count


class _Use(NamedTuple):
    """One exception: raised by itself, or given with a step, a decision or a message."""

    code: str
    about: str
    seq: Seq
    reviewer: str | None


def assess_exceptions(case: Case) -> Iterator[Metric]:
    """EXC-RATE by code, and EXC-OPEN."""
    uses = _uses(case)
    artificial = tuple(
        Exclusion(what=f"EX-SIM about {use.about}", why="caused by the exercise", cites=(use.seq,))
        for use in uses
        if use.code == "EX-SIM"
    )
    real = [use for use in uses if use.code != "EX-SIM"]
    done = [
        did.ends
        for run in gather_runs(case.plan, case.timeline)
        for step, did in run.done()
        if step.approved_by is not None
    ]
    by_code = ", ".join(f"{code} {n}" for code, n in sorted(Counter(u.code for u in real).items()))
    yield Metric(
        key="EXC-RATE",
        value=show_share(share(len(real), len(done))) if done else None,
        unit="ratio",
        verdict="info" if done else "not-observed",
        formula=f"{count(len(real), 'exception')}{f' ({by_code})' if by_code else ''} / "
        f"{count(len(done), 'gated step')} done",
        cites=in_order([*(use.seq for use in real), *done]),
        excluded=artificial,
    )
    yield _unreviewed(real, artificial)


def _unreviewed(uses: list[_Use], excluded: tuple[Exclusion, ...]) -> Metric:
    unseen = [use for use in uses if use.reviewer is None]
    verdict: Verdict = "not-observed" if not uses else "not-met" if unseen else "met"
    names = ", ".join(f"{use.code} about {use.about}" for use in unseen)
    return Metric(
        key="EXC-OPEN",
        value=show_share(share(len(unseen), len(uses))) if uses else None,
        unit="ratio",
        target=Target(value=show_share(0), bound="at-most", named="good practice: all reviewed"),
        verdict=verdict,
        formula=f"{len(unseen)} without a reviewer / {count(len(uses), 'exception')}"
        + (f": {names}" if names else "")
        if uses
        else "not observed: no exception was raised",
        cites=in_order(use.seq for use in uses),
        excluded=excluded,
        missing=tuple(f"{use.code} about {use.about}" for use in unseen),
    )


def _uses(case: Case) -> list[_Use]:
    """Every exception once: one raised beside a step or a message is the same as the one on it."""
    timeline = case.timeline
    uses: dict[tuple[str, str], _Use] = {
        (body.code, body.about): _Use(body.code, body.about, event.seq, body.reviewer)
        for event, body in timeline.of(incident.ExceptionRaised)
    }

    def used(code: str | None, about: str, seq: Seq) -> None:
        if code is not None:
            uses.setdefault((code, about), _Use(code, about, seq, None))

    for event, skipped in timeline.of(procedure.StepSkipped):
        used(skipped.code, skipped.step, event.seq)
    for event, decided in timeline.of(incident.DecisionRecorded):
        used(decided.exception, decided.decision or decided.type, event.seq)
    for event, handled in timeline.of(outside.MessageHandled):
        used(handled.exception, handled.message, event.seq)
    return sorted(uses.values(), key=lambda use: use.seq)
