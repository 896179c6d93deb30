"""Check 9: what the first leaf pins, and what the manifest claims, is what is in the bundle."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Final

from evidence.canonical import encode
from evidence.verifier.container import Buffer
from evidence.verifier.findings import Report
from evidence.verifier.leaves import Read
from evidence.verifier.manifest import Claims

PLAN: Final = "plan.json"
ENGINE: Final = "engine.json"
BLOBS: Final = "blobs/"

ENGINE_FACTS: Final = ("engine", "self_check", "unicode")
"""Members of the opening that say which program wrote the record."""


def check_pinned(
    members: Mapping[str, Buffer], claims: Claims, origin: str, read: Read, report: Report
) -> None:
    """Tie every source file to the first leaf, so that a key holder cannot exchange one unseen."""
    opening = read.opening
    if hashlib.sha256(members.get(PLAN, b"")).hexdigest() != opening.get("plan"):
        report.fail(9, PLAN, "plan", "is not the plan with which the record was opened")
    facts = {name: opening.get(name) for name in ENGINE_FACTS}
    if bytes(members.get(ENGINE, b"")) != encode(facts):
        report.fail(9, ENGINE, "engine", "does not say what the first leaf says of the engine")
    for name, data in members.items():
        if name.startswith(BLOBS) and hashlib.sha256(data).hexdigest() != name[len(BLOBS) :]:
            report.fail(9, name, "blob", "is not the attachment that its name is the digest of")
    if claims.exercise != opening.get("exercise") or claims.origin != origin:
        report.fail(9, "MANIFEST.dsse.json", "origin", "names another record than is in here")
    if read.whole and claims.size != read.tree.size:
        says = f"says {claims.size} leaves; there are {read.tree.size}"
        report.fail(9, "MANIFEST.dsse.json", "size", says)
