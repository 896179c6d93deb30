"""Check 10: simulate a bundle's record again from its inputs, and score it again.

This is the one check that needs the engine; it trusts this engine and says which one wrote the
record, and its outcome is never mixed with that of the others.
"""

from __future__ import annotations

from typing import Final

from evidence import decode_leaf
from evidence.canonical import encode
from evidence.chain import head_of
from evidence.verifier import Report
from evidence.verifier.container import LEAVES, Buffer, read_container
from evidence.verifier.pinned import PLAN
from facilitator.bundle.making import events_of
from facilitator.record_files import NotUnderstood, Record, read_plan
from facilitator.replaying import replay
from facilitator.self_check import engine_version
from scoring import score

SCORECARD: Final = "scorecard.json"


def replay_bundle(data: Buffer, report: Report) -> None:
    """Recompute, and enter the outcome in a report that has found the bundle intact."""
    members = read_container(data)
    if LEAVES not in members:
        report.replay = "engine not available"
        report.remarks.append("A public bundle has no leaves to simulate again.")
        return
    raw = split(bytes(members[LEAVES]))
    leaves = [decode_leaf(leaf) for leaf in raw]
    try:
        events = events_of(leaves)
        plan = read_plan(bytes(members[PLAN]))
        name, head = report.exercise or "", head_of(raw[-1])
        record = Record(exercise=name, plan=plan, events=events, head=head)
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
    if encode(score(plan, events, head=head).to_json()) != bytes(members.get(SCORECARD, b"")):
        says = "the score of this record comes out otherwise"
        report.fail(10, SCORECARD, "diverged_scorecard", says)


def split(data: bytes) -> list[bytes]:
    """The leaves of a ``log/leaves.bin`` that has been verified."""
    leaves, at = [], 0
    while at < len(data):
        start = at + 4
        at = start + int.from_bytes(data[at:start], "big")
        leaves.append(data[start:at])
    return leaves
