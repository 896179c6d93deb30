"""Checks 5, 6 and 7: the signed heads in the bundle, and the heads that others hand in.

What nobody can see from a bundle alone is an end cut off together with its heads, or a record
written anew by whoever holds the key.  A head kept elsewhere shows both; so check 6 is the one
that makes the rest worth something against the people who run the server.
"""

from __future__ import annotations

import base64
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from evidence.canonical import MAX_INTEGER, Json, NotCanonical, decode
from evidence.chain import leaf_hash
from evidence.notes import (
    BadNote,
    Checkpoint,
    Signed,
    VerifierKey,
    log_origin_of,
    open_note,
    origin_of,
    parse_checkpoint,
)
from evidence.proofs import check_proof, parse_proof
from evidence.receipts import Receipt
from evidence.verifier.container import Buffer
from evidence.verifier.findings import Report
from evidence.verifier.leaves import Read

HEADS: Final = "log/checkpoints/"
PROOF: Final = "log/instance.proof"
PROVEN: Final = "log/instance.leaf"
_LAST_SECOND: Final = 253_402_300_799
"""Of the year 9999: calendars show no later one."""


@dataclass(frozen=True, slots=True)
class HeadFile:
    """One file with a signed head; ``size`` is the one in its name, -1 if that is no size."""

    name: str
    note: bytes
    size: int


@dataclass(frozen=True, slots=True)
class Kept:
    """A receipt that somebody handed in, and the name of its file."""

    name: str
    receipt: Receipt


def head_files(members: Mapping[str, Buffer]) -> list[HeadFile]:
    """The heads in a bundle, by size; nothing in them is verified yet."""
    return [
        HeadFile(name, bytes(data), _size_in(name))
        for name, data in members.items()
        if name.startswith(HEADS)
    ]


def _size_in(name: str) -> int:
    digits = name.removeprefix(HEADS).removesuffix(".note")
    right = len(digits) == 12 and digits.isascii() and digits.isdigit()
    return int(digits) if right and name == f"{HEADS}{digits}.note" else -1


def sizes_wanted(files: Sequence[HeadFile], kept: Sequence[Kept]) -> Container[int]:
    """The sizes at which the root is needed: all, if a receipt does not tell its own."""
    sizes = {one.receipt.size for one in kept}
    if None in sizes:
        return range(MAX_INTEGER)
    return {file.size for file in files} | {size for size in sizes if size is not None}


def check_heads(
    files: Sequence[HeadFile],
    keys: Sequence[VerifierKey],
    origin: str,
    read: Read,
    report: Report,
) -> None:
    """Check 5: each head is over the leaves that are here, and the last one over all of them."""
    named = [key.named(origin) for key in keys]
    for file in files:
        try:
            head = _open(file, named, origin)
        except BadNote as error:
            report.fail(5, file.name, error.code, str(error))
            continue
        if head.size != file.size:
            report.fail(
                5, file.name, "size", f"is over {head.size} leaves; its name says otherwise"
            )
        elif head.size > read.tree.size:
            if read.whole:
                says = f"is over {head.size} leaves; the record here has {read.tree.size}"
                report.fail(5, file.name, "checkpoint_beyond_log", says)
        elif read.roots[head.size] != head.root:
            says = f"the first {head.size} leaves here have another root: one of them was changed"
            report.fail(5, file.name, "root", says)
    last = max((file.size for file in files), default=0)
    if last < read.tree.size:
        says = f"the last head is over {last} leaves; {read.tree.size - last} more are unsigned"
        report.fail(5, HEADS, "last_checkpoint", says)


def _open(file: HeadFile, keys: Sequence[VerifierKey], origin: str) -> Checkpoint:
    said = file.note.partition(b"\n")[0]
    if said != origin.encode():
        # Not verified, but a head of something else is of no use here whoever signed it.
        raise BadNote("origin", f"is a head of {ascii(said)[2:-1][:80]}, not of this record")
    text, _ = open_note(file.note, keys)
    return parse_checkpoint(text)


def check_receipts(kept: Sequence[Kept], origin: str, read: Read, report: Report) -> None:
    """Check 6: what others kept is a head of this very record.

    A browser keeps the receipts of every record that it saw in one file; where some are of this
    one, the others are passed over, and counted.
    """
    files = {one.name for one in kept if one.receipt.origin == origin}
    passed = [one for one in kept if one.name in files and one.receipt.origin != origin]
    kept = [one for one in kept if one not in passed]
    if passed:
        report.remarks.append(f"Receipts of other records, passed over: {len(passed)}.")
    size_of = {root: size for size, root in read.roots.items()}
    for one in kept:
        receipt = one.receipt
        size = size_of.get(receipt.root) if receipt.size is None else receipt.size
        if receipt.origin != origin:
            says = f"is about {ascii(receipt.origin)[1:-1][:80]}, not about this record"
            report.fail(6, one.name, "receipt_of_another_record", says)
        elif size is None:
            if read.whole:
                kept_root = base64.b64encode(receipt.root).decode()
                says = (
                    f"the record never had the root {kept_root} here: its end was cut off, or it "
                    "was written anew"
                )
                report.fail(6, one.name, "receipt_of_no_head", says)
        elif size > read.tree.size:
            if read.whole:
                says = (
                    f"the record had {size} leaves; here it has {read.tree.size}: "
                    "its end was cut off"
                )
                report.fail(6, one.name, "receipt_beyond_log", says)
        elif read.roots[size] != receipt.root:
            kept_root = base64.b64encode(receipt.root).decode()
            here = base64.b64encode(read.roots[size]).decode()
            says = (
                f"at {size} leaves somebody outside kept the root {kept_root}; here it is {here}: "
                "the record was written anew"
            )
            report.fail(6, one.name, "split_view", says)
        else:
            report.outside = max(report.outside or 0, size)


def check_instance(
    members: Mapping[str, Buffer],
    keys: Sequence[VerifierKey],
    exercise: str,
    read: Read,
    report: Report,
) -> None:
    """Check 6: the record's last head stands in the log of all exercises of its installation."""
    if PROOF not in members or PROVEN not in members:
        report.fail(
            6, PROOF, "instance_proof", "the proof of its place among all records is missing"
        )
        return
    leaf = bytes(members[PROVEN])
    origin = log_origin_of(keys[0].name) if keys else ""
    try:
        named = [key.named(origin) for key in keys]
        head = check_proof(parse_proof(bytes(members[PROOF])), leaf_hash(leaf), named)
        said = decode(leaf)
    except (BadNote, NotCanonical) as error:
        report.fail(6, PROOF, "instance_proof", str(error))
        return
    if head.origin != origin:
        report.fail(6, PROOF, "instance_proof", "it is not a proof in the log of the installation")
    elif read.whole and not _says(said, exercise, read):
        says = "the log of the installation says something else about this record"
        report.fail(6, PROVEN, "instance_proof", says)


def _says(leaf: Json, exercise: str, read: Read) -> bool:
    match leaf:
        case {"kind": "exercise.checkpointed", "body": dict(body)}:
            size, root = read.tree.size, read.tree.root().hex()
            return body == {"exercise": exercise, "size": size, "root": root}
    return False


def check_cosignatures(
    files: Sequence[HeadFile],
    witnesses: Sequence[VerifierKey],
    read: Read,
    report: Report,
    *,
    quorum: int,
) -> None:
    """Check 7: what witnesses signed.  Heads without a line of theirs are simply not cosigned.

    A head counts as seen outside once *quorum* of them have signed it.  The time in a line bounds
    what is under the head from above only: when the head was made the line does not say.
    """
    seen: dict[str, None] = {}
    for file in files:
        try:
            text, signed = open_note(file.note, witnesses)
            head = parse_checkpoint(text)
        except BadNote as error:
            if error.code == "signature":
                report.fail(7, file.name, "cosignature", str(error))
            continue
        if read.roots.get(head.size) != head.root or len(signed) < quorum:
            continue
        report.outside = max(report.outside or 0, head.size)
        seen |= dict.fromkeys(f"{one.key.name} at {one.time}" for one in signed)
        by = sorted(_time(one) for one in signed)[quorum - 1]
        says = f"Witnesses bear out that the first {head.size:,} leaves were written by"
        report.remarks.append(f"{says} {_instant(by)}.")
    if not seen and quorum > 1:
        says = f"no head here is cosigned by {quorum} of the {len(witnesses)} witnesses"
        report.fail(7, HEADS, "quorum", says)
    report.witnesses = list(seen)


def _time(signed: Signed) -> int:
    return signed.time or 0


def _instant(seconds: int) -> str:
    """An instant for people; a clock that is out of all bounds is shown as it is."""
    if seconds > _LAST_SECOND:
        return f"second {seconds} since 1970"
    return datetime.fromtimestamp(seconds, UTC).isoformat().replace("+00:00", "Z")


def origin_in(keys: Sequence[VerifierKey], exercise: str) -> str:
    """The origin that this record must have, from the key that was pinned."""
    return origin_of(keys[0].name, exercise) if keys else ""
