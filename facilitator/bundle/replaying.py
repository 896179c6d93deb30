"""Check 10: simulate a bundle's record again from its inputs, score it and write its report again.

This is the one check that needs the engine; it trusts this engine and says which one wrote the
record, and its outcome is never mixed with that of the others.
"""

from __future__ import annotations

from evidence.canonical import encode
from evidence.verifier import Report
from evidence.verifier.container import Buffer, read_container
from facilitator.bundle.derived import REPORT, SCORECARD, bundled_report
from facilitator.bundle.reading import record_in
from facilitator.record_files import NotUnderstood
from facilitator.replaying import replay
from facilitator.self_check import engine_version
from scoring import for_report, score


def replay_bundle(data: Buffer, report: Report) -> None:
    """Recompute, and enter the outcome in a report that has found the bundle intact."""
    members = read_container(data)
    try:
        record = record_in(members, exercise=report.exercise or "")
        wrote = record.opened.engine
    except NotUnderstood as error:
        report.replay = "engine not available"
        report.remarks.append(f"Not simulated again: {error}.")
        return
    if wrote != engine_version():
        report.remarks.append(f"{wrote} wrote the record; {engine_version()} simulated it again.")
    outcome = replay(record)
    if not outcome.reproduced:
        report.replay, report.diverged_at = "diverged", outcome.diverged_at
        says = "the engine makes something else of the same inputs"
        report.fail(10, f"leaf {outcome.diverged_at}", "diverged", says)
        return
    report.replay = "reproduced"
    scorecard = for_report(score(record.plan, record.events, head=record.head))
    if encode(scorecard.to_json()) != bytes(members.get(SCORECARD, b"")):
        says = "the score of this record comes out otherwise"
        report.fail(10, SCORECARD, "diverged_scorecard", says)
    if wrote == engine_version():
        made = bundled_report(record, scorecard, profile=report.profile or "full")
        if made != bytes(members.get(REPORT, b"")):
            says = "the report of this record comes out otherwise"
            report.fail(10, REPORT, "diverged_report", says)
