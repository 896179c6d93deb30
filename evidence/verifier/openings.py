"""Check 8: openings fit what was committed to, and every one that is missing is explained.

A field may be closed for two reasons only: a redaction in the record, made by two people, or the
profile of the bundle, which says how many fields of which name it holds back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from evidence.canonical import Json, NotCanonical, decode
from evidence.commitments import SALT_BYTES, commit
from evidence.notes import decode_base64
from evidence.verifier.container import MAX_MEMBER_BYTES, Buffer
from evidence.verifier.findings import Report
from evidence.verifier.leaves import Read, Redaction

OPENINGS: Final = "openings.jsonl"

WHO: Final = frozenset({"body.name", "body.contact"})
"""Fields that say who somebody is; the auditor's profile holds them back."""

MAY_REDACT: Final = frozenset({"control", "shell"})
"""Origins of a redaction: nobody who plays may take words out of the record."""

APPROVERS: Final = 1  # beside whoever asks for it: two people in all


@dataclass(frozen=True, slots=True)
class _Line:
    seq: int
    field: str
    salt: bytes
    value: Json


def held_back(profile: str, field: str) -> bool:
    """Whether a bundle of this profile closes this field."""
    return profile == "public" or (profile == "auditor" and field in WHO)


def check_openings(
    data: Buffer, profile: str, withheld: Mapping[str, int], read: Read, report: Report
) -> None:
    """Hold every line against its leaf, and look for what should be there and is not."""
    redacted = _redacted(read, report)
    _check_reuse(read, report)
    opened: set[tuple[int, str]] = set()
    last = (-1, "")
    for number, line in enumerate(_lines(data), start=1):
        where = f"{OPENINGS}, line {number}"
        found = _parse(line)
        if found is None:
            report.fail(8, where, "opening", "is not an opening in canonical form")
            continue
        place = (found.seq, found.field)
        where = f"{OPENINGS}, leaf {found.seq}, {found.field}"
        if place <= last:
            report.fail(8, where, "opening", "stands out of order, or twice")
        last = max(last, place)
        opened.add(place)
        if found.seq >= read.tree.size and not read.whole:
            continue  # its leaf could not be read
        committed = commit(found.field, found.value, found.salt).digest
        if read.commitments.get(place) != committed:
            report.fail(8, where, "opening", "does not fit what was committed to: it was changed")
        elif place in redacted:
            report.fail(8, where, "opening_of_redacted", "was redacted, and is still here")
    if read.whole:
        _check_missing(read.commitments.keys() - opened - redacted, profile, withheld, report)


def _check_missing(
    missing: set[tuple[int, str]], profile: str, withheld: Mapping[str, int], report: Report
) -> None:
    counted = Counter(field for _, field in missing if held_back(profile, field))
    for seq, field in sorted(missing):
        if not held_back(profile, field):
            says = "its opening is missing, and no redaction says why"
            report.fail(8, f"leaf {seq}, {field}", "unexplained_redaction", says)
    if counted != Counter(withheld):
        says = "the manifest says that other fields are held back than are"
        report.fail(8, OPENINGS, "withheld", says)


def _redacted(read: Read, report: Report) -> set[tuple[int, str]]:
    found: set[tuple[int, str]] = set()
    for redaction in read.redactions:
        place = _place(redaction)
        where = f"leaf {redaction.seq}"
        if place is None or place not in read.commitments or place[0] >= redaction.seq:
            report.fail(8, where, "redaction_target", "redacts a field that was never sealed")
            continue
        if not _has_authority(redaction):
            says = "a redaction needs somebody of control, and another person who approves"
            report.fail(8, where, "redaction_authority", says)
        found.add(place)
    return found


def _place(redaction: Redaction) -> tuple[int, str] | None:
    body = redaction.leaf["body"]
    seq, field = body.get("seq"), body.get("field")
    return (seq, field) if type(seq) is int and isinstance(field, str) else None


def _has_authority(redaction: Redaction) -> bool:
    leaf = redaction.leaf
    approvers = leaf["body"].get("approvers", [])
    if leaf["origin"] not in MAY_REDACT or not isinstance(approvers, list):
        return False
    others = {one for one in approvers if isinstance(one, str)} - {leaf.get("actor"), ""}
    return bool(leaf.get("actor")) and len(others) >= APPROVERS


def _check_reuse(read: Read, report: Report) -> None:
    """A fresh salt gives a fresh digest; two alike would tell that two texts are the same."""
    first: dict[str, tuple[int, str]] = {}
    for place, digest in read.commitments.items():
        before = first.setdefault(digest, place)
        if before != place:
            says = f"has the commitment of leaf {before[0]}, {before[1]}: a salt was used twice"
            report.fail(8, f"leaf {place[0]}, {place[1]}", "commitment_reused", says)


def _lines(data: Buffer) -> Iterator[bytes]:
    text = bytes(data)
    if text:
        yield from text.removesuffix(b"\n").split(b"\n")


def _parse(line: bytes) -> _Line | None:
    try:
        value = decode(line, limit=MAX_MEMBER_BYTES)
    except NotCanonical:
        return None
    match value:
        case {"field": str(field), "salt": str(text), "seq": int(seq), "value": opened, **rest}:
            salt = decode_base64(text)
            if not rest and type(seq) is int and salt is not None and len(salt) == SALT_BYTES:
                return _Line(seq, field, salt, opened)
    return None
