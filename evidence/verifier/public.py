"""Checks 3 and 4 for the public profile, which shows the shape of a record and not its leaves.

In place of the leaves there are their hashes, so every head and every receipt can still be held
against the tree; and one line for each leaf with what may be shown.  That those lines tell the
truth is the signer's word alone, and the report says so.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import Final

from evidence.canonical import Json, NotCanonical, decode
from evidence.merkle import HASH_BYTES
from evidence.verifier.container import LEAVES, Buffer
from evidence.verifier.findings import Report
from evidence.verifier.heads import PROVEN
from evidence.verifier.leaves import Read
from evidence.verifier.openings import OPENINGS

HASHES: Final = "log/leaf-hashes.bin"
FACTS: Final = "log/facts.jsonl"

SHOWN: Final = frozenset({"at", "cause", "kind", "origin", "seq", "v"})
"""Members of a leaf that anybody may see: neither who nor when by the clock on the wall."""

NOT_SHOWN: Final = (LEAVES, OPENINGS, PROVEN)


def check_public(members: Mapping[str, Buffer], wanted: Container[int], report: Report) -> Read:
    """Grow the tree from the hashes, and count the facts against it."""
    read = Read()
    hashes = memoryview(members.get(HASHES, b""))
    if len(hashes) % HASH_BYTES or not hashes:
        report.fail(3, HASHES, "framing", "does not hold whole hashes of 32 bytes")
        read.whole = False
        return read
    for start in range(0, len(hashes), HASH_BYTES):
        read.tree.append(bytes(hashes[start : start + HASH_BYTES]))
        if read.tree.size in wanted:
            read.roots[read.tree.size] = read.tree.root()
    for name in NOT_SHOWN:
        if name in members:
            report.fail(3, name, "profile", "is not for a public bundle")
    _check_facts(members.get(FACTS, b""), read.tree.size, report)
    report.remarks.append(
        "The public profile holds hashes in place of leaves: heads and receipts can be checked, "
        f"what {FACTS} and the scorecard say is the signer's word."
    )
    return read


def _check_facts(data: Buffer, size: int, report: Report) -> None:
    lines = bytes(data).removesuffix(b"\n").split(b"\n")
    if len(lines) != size:
        report.fail(4, FACTS, "seq", f"has {len(lines)} facts for {size} leaves")
    for number, line in enumerate(lines):
        try:
            fact = decode(line)
        except NotCanonical as error:
            report.fail(3, f"{FACTS}, line {number + 1}", error.code, str(error))
            return
        if not _is_fact(fact, number):
            says = "is not what a public fact may hold, or not in its place"
            report.fail(3, f"{FACTS}, line {number + 1}", "shape", says)
            return


def _is_fact(fact: Json, number: int) -> bool:
    if not isinstance(fact, dict):
        return False
    return fact.keys() <= SHOWN and type(fact.get("seq")) is int and fact["seq"] == number
