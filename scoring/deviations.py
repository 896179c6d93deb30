"""Where a run left its runbook: what each deviation was, and what it says about whom.

All deviations are told.  One where the text was wrong tells the runbook's owner what to mend; one
that was right under the circumstances tells them what to add; only an unjustified one lowers a
figure.  The team says which it was when it skips a step; an evaluator's word goes before theirs.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from evidence import Seq
from evidence.kinds import procedure
from scoring.case import Case
from scoring.figure import Conclusion, Finding, Metric, in_order
from scoring.runs import JUSTIFIED, Performed, Run
from scoring.wording import count, instant

Kind = Literal["document-wrong", "justified-adaptation", "with-exception", "unjustified"]

_WORDS: Final[dict[Kind, str]] = {
    "document-wrong": "the document is wrong",
    "justified-adaptation": "justified",
    "with-exception": "under an exception code",
    "unjustified": "unjustified",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Deviation:
    """One place where the run left the text."""

    step: str
    what: str
    kind: Kind
    cites: tuple[Seq, ...]


def may_skip(case: Case, run: Run, step: str) -> bool:
    """Whether skipping costs nothing: with a reason, and a valid code or a good deviation."""
    did = run.steps.get(step)
    if step in run.classified:
        return run.excused(step)
    if did is None or did.skipped is None or not did.skipped[1].reasoned:
        return False
    code = did.skipped[1].code
    valid = code is not None and code in case.plan.organisation.exceptions
    return valid or run.excused(step)


def assess_deviations(
    case: Case, run: Run, before: dict[str, frozenset[str]]
) -> Iterator[Conclusion]:
    """RB-DEV: how often the text was left, by kind; and a finding for each that says something."""
    found = [*_skipped(case, run), *_out_of_order(run, before), *_unchecked(run)]
    kinds = {kind: sum(one.kind == kind for one in found) for kind in _WORDS}
    told = ", ".join(f"{number} {_WORDS[kind]}" for kind, number in kinds.items() if number)
    yield Metric(
        key="RB-DEV",
        of=run.book.runbook,
        value=kinds["unjustified"],
        unit="count",
        verdict="info",
        formula=f"{count(len(found), 'deviation')}{f': {told}' if told else ''}; only unjustified "
        "ones count",
        cites=in_order(seq for one in found for seq in one.cites)
        or ((run.opened.seq,) if run.opened is not None else ()),
    )
    yield from _findings(run)


def _skipped(case: Case, run: Run) -> Iterator[Deviation]:
    for step, did in run.steps.items():
        if did.skipped is None or did.finished is not None or did.skipped[1].code == "EX-SIM":
            continue
        kind: Kind
        if run.excused(step):
            kind = "document-wrong" if run.deviation(step) == "document-wrong" else (
                "justified-adaptation")  # fmt: skip
        else:
            kind = "with-exception" if may_skip(case, run, step) else "unjustified"
        yield Deviation(step=step, what="skipped", kind=kind, cites=_cites(run, step, did))


def _out_of_order(run: Run, before: dict[str, frozenset[str]]) -> Iterator[Deviation]:
    done = {step.id: did for step, did in run.ever_done()}
    for later, did in done.items():
        firsts = [done[earlier] for earlier in before[later] if earlier in done]
        if did.began is not None and not all(first.done_before(did.began) for first in firsts):
            yield Deviation(
                step=later, what="out of order", kind=_kind(run, later), cites=(did.began,)
            )


def _unchecked(run: Run) -> Iterator[Deviation]:
    for written, did in run.ever_done():
        if written.major and written.validation is not None and not _ever_passed(did):
            yield Deviation(
                step=written.id,
                what="not validated",
                kind=_kind(run, written.id),
                cites=(did.ends,),
            )


def _kind(run: Run, step: str) -> Kind:
    called = run.deviation(step)
    return called if called in JUSTIFIED else "unjustified"


def _cites(run: Run, step: str, did: Performed) -> tuple[Seq, ...]:
    assert did.skipped is not None, "it was skipped"
    said = (run.classified[step][0],) if step in run.classified else ()
    return (did.skipped[0], *said)


def _findings(run: Run) -> Iterator[Finding]:
    """What was done otherwise than written, whether it cost anything or not."""
    name, title = run.book.runbook, run.book.title
    ignored = run.ignored_stop()
    if ignored is not None:
        (met, condition), (started, step) = ignored
        yield Finding(
            code="stop-ignored",
            of=name,
            says=f"{title}: {run.called(step)} was started after a stop condition was met: "
            f"{run.book.stops_when(condition)}.",
            cites=(met, started),
        )
    for step, did in run.steps.items():
        if did.skipped is not None:
            yield _skip_finding(run, step, did.skipped)
        if did.reopened:
            yield _reopened_finding(run, step, did)
    for deviation in _unchecked(run):
        did = run.steps[deviation.step]
        if deviation.kind == "unjustified" and did.finished is not None:
            yield Finding(
                code="not-validated",
                of=f"{name}/{deviation.step}",
                says=f"{title}: {run.called(deviation.step)} was finished at "
                f"{instant(did.finished.at)} and never validated.",
                cites=deviation.cites,
            )
    for step, (seq, called) in run.classified.items():
        if called == "document-wrong":
            yield Finding(
                code="document-wrong",
                of=f"{name}/{step}",
                says=f"{title}: an evaluator found the text of {run.called(step)} wrong: mend "
                "the runbook.",
                cites=(seq,),
            )


def _ever_passed(did: Performed) -> bool:
    return any(passed for _, passed in did.validations)


def _reopened_finding(run: Run, step: str, did: Performed) -> Finding:
    times = "" if len(did.reopened) == 1 else f" {len(did.reopened)} times"
    now = "and not finished again"
    if did.finished is not None:
        now = f"and finished again at {instant(did.finished.at)}, which is what counts"
    elif did.skipped is not None:
        now = "and skipped then"
    return Finding(
        code="step-taken-back",
        of=f"{run.book.runbook}/{step}",
        says=f"{run.book.title}: the finish of {run.called(step)} was taken back{times} {now}.",
        cites=(*did.reopened, *((did.finished.seq,) if did.finished is not None else ())),
    )


def _skip_finding(run: Run, step: str, skipped: tuple[Seq, procedure.StepSkipped]) -> Finding:
    name = run.book.runbook
    seq, body = skipped
    called = run.classified.get(step)
    kind = body.deviation or ("with-exception" if body.code else "unjustified")
    if called is not None:
        kind = called[1]
    words = {
        "document-wrong": "because the document is wrong: mend the runbook",
        "justified-adaptation": "as a justified adaptation",
        "with-exception": f"under {body.code}",
        "unjustified": "without a valid reason",
    }[kind]
    reason = "" if body.reasoned else "; no reason was written down"
    return Finding(
        code=f"step-skipped-{kind}",
        of=f"{name}/{step}",
        says=f"{run.book.title}: {run.called(step)} was skipped {words}{reason}.",
        cites=(seq,) if called is None else (seq, called[0]),
    )
