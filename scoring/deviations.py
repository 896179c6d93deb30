"""Where a run left its runbook, as sentences for the report.

All deviations are told.  Only an unjustified one lowers a figure; one that was right tells the
runbook's owner what to mend.
"""

from collections.abc import Iterator

from evidence import Seq
from evidence.kinds import procedure
from scoring.figure import Finding
from scoring.runs import Performed, Run
from scoring.wording import instant


def find_deviations(run: Run) -> Iterator[Finding]:
    """What was done otherwise than written, whether it cost anything or not."""
    name = run.book.runbook
    ignored = run.ignored_stop()
    if ignored is not None:
        (met, condition), (started, step) = ignored
        yield Finding(
            code="stop-ignored",
            of=name,
            says=f"Step {step} of {name} was started after its stop condition {condition} was met.",
            cites=(met, started),
        )
    for step, did in run.steps.items():
        if did.skipped is not None:
            yield _skip_finding(name, step, did.skipped)
    for written, did in run.done():
        if written.major and written.validation is not None and not _ever_passed(did):
            assert did.finished is not None
            yield Finding(
                code="not-validated",
                of=f"{name}/{written.id}",
                says=f"Step {written.id} of {name} was finished at {instant(did.finished.at)} and "
                "never validated.",
                cites=(did.finished.seq,),
            )


def _ever_passed(did: Performed) -> bool:
    return any(passed for _, passed in did.validations)


def _skip_finding(name: str, step: str, skipped: tuple[Seq, procedure.StepSkipped]) -> Finding:
    seq, body = skipped
    kind = body.deviation or ("with-exception" if body.code else "unjustified")
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
        says=f"Step {step} of {name} was skipped {words}{reason}.",
        cites=(seq,),
    )
