"""All checks on one bundle, in their order.

A check that fails does not stop those after it, where they can still be made: an auditor wants to
know that a file was changed *and* which leaf in it.  The first failure is the one that counts.
"""

from __future__ import annotations

import mmap
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from evidence.notes import VerifierKey
from evidence.verifier.container import LEAVES, BadContainer, Buffer, read_container
from evidence.verifier.findings import Report
from evidence.verifier.heads import (
    Kept,
    check_cosignatures,
    check_heads,
    check_instance,
    check_receipts,
    head_files,
    origin_in,
    sizes_wanted,
)
from evidence.verifier.leaves import check_leaves
from evidence.verifier.manifest import check_manifest, known_keys
from evidence.verifier.openings import OPENINGS, check_openings
from evidence.verifier.pinned import check_pinned
from evidence.verifier.public import check_public

ANCHORS: Final = "anchors/"
"""Time stamps (RFC 3161) and entries of public logs: signed for as files, and not looked into."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the caller brings from outside the bundle; without it nobody's word is checked.

    Attributes:
        key: The verifier key of the installation, had from somewhere else than the bundle.
        kept: Receipts.
        witnesses: Verifier keys of those who may have cosigned.
        quorum: How many of them must have signed a head for it to count as seen outside.
    """

    key: VerifierKey | None = None
    kept: tuple[Kept, ...] = ()
    witnesses: tuple[VerifierKey, ...] = ()
    quorum: int = 1


def verify_file(path: Path, asked: Asked) -> Report:
    """Verify a bundle on a disk; it is mapped, not read into memory.

    Raises:
        OSError: The file cannot be read.
    """
    with path.open("rb") as file:
        if not path.stat().st_size:
            return verify(b"", asked)
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            view = memoryview(data)
            try:
                return verify(view, asked)
            finally:
                view.release()


def verify(data: Buffer, asked: Asked) -> Report:
    """Verify a bundle.  Whatever the bytes, the answer is a report and never an exception."""
    report = Report()
    try:
        members = read_container(data)
    except BadContainer as error:
        report.fail(1, error.where, error.what, str(error))
        return report
    keys = known_keys(members, asked.key)
    claims = check_manifest(members, keys, report)
    if claims is None:
        return report  # without a signed list nobody says what the files are
    report.pinned = asked.key is not None
    origin = origin_in(keys, claims.exercise)
    files = head_files(members)
    wanted = sizes_wanted(files, asked.kept)
    if claims.profile == "public":
        read = check_public(members, wanted, report)
    else:
        read = check_leaves(members.get(LEAVES, b""), wanted, report)
        check_openings(members.get(OPENINGS, b""), claims.profile, claims.withheld, read, report)
        check_pinned(members, claims, origin, read, report)
    check_heads(files, keys, origin, read, report)
    check_receipts(asked.kept, origin, read, report)
    if claims.profile != "public":  # the leaf of the log has a wall time, which is not shown
        check_instance(members, keys, claims.exercise, read, report)
    check_cosignatures(files, asked.witnesses, read, report, quorum=asked.quorum)
    report.remarks += [
        f"{name} is of a kind that is not checked here; it counts for nothing."
        for name in members
        if name.startswith(ANCHORS)
    ]
    report.size, report.root = read.tree.size, read.tree.root()
    return report
