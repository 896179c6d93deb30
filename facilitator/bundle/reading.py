"""A record out of a bundle: verified first, then read as one out of a store is.

What was verified comes along in words, so that whatever is made of the record can say it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from evidence import Opening, decode_leaf
from evidence.canonical import decode
from evidence.chain import head_of
from evidence.notes import decode_base64
from evidence.verifier import Asked, Report, verify
from evidence.verifier.container import LEAVES, Buffer, read_container
from evidence.verifier.openings import OPENINGS
from evidence.verifier.pinned import PLAN
from evidence.words import words_of
from facilitator.bundle.derived import events_of
from facilitator.record_files import CannotRead, NotUnderstood, Record, read_plan, read_record

if TYPE_CHECKING:
    from scoring.report import Provenance

ZIP: Final = b"PK\x03\x04"
"""How a bundle begins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A record, and what the verifier says of the bundle it came in."""

    record: Record
    profile: str
    verified: str
    outside: str | None
    head_words: str | None


def is_bundle(path: Path) -> bool:
    """Whether this file looks like a bundle; a folder or a missing file does not."""
    if not path.is_file():
        return False
    try:
        with path.open("rb") as stream:
            return stream.read(len(ZIP)) == ZIP
    except OSError:
        return False


def open_record(path: Path, *, exercise: str | None = None) -> tuple[Record, Provenance]:
    """A record out of a bundle, a store file or its folder, and what is known of where it lay.

    Raises:
        CannotRead: There is no such record, or it is not what was written.
        NotUnderstood: It is of another version, or has no entries.
    """
    from facilitator.print import provenance  # only who reports waits

    if is_bundle(path):
        read = _read_chosen(path, exercise)
        return read.record, provenance(
            read.record,
            source=f"a bundle, profile {read.profile}",
            verified=read.verified,
            profile=f"bundle ({read.profile})",
            head_words=read.head_words,
            outside=(read.outside,) if read.outside else (),
        )
    record = read_record(path, exercise=exercise)
    return record, provenance(record)


def record_at(path: Path, *, exercise: str | None = None) -> Record:
    """A record out of a bundle, a store file or its folder.

    Raises:
        CannotRead: There is no such record, or it is not what was written.
        NotUnderstood: It is of another version, or has no entries.
    """
    if is_bundle(path):
        return _read_chosen(path, exercise).record
    return read_record(path, exercise=exercise)


def _read_chosen(path: Path, exercise: str | None) -> Read:
    read = read_bundle(path)
    held = read.record.exercise
    if exercise not in (None, held):
        says = f"holds `{held}` and no exercise `{exercise}`; leave --exercise out"
        raise CannotRead(f"{path}: {says}")
    return read


def read_bundle(path: Path) -> Read:
    """Verify a bundle and read its record.

    Raises:
        CannotRead: It cannot be read, or it is not what was written.
        NotUnderstood: It has no leaves (a public bundle), or they are of another version.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise CannotRead(f"{path}: cannot be read: {(error.strerror or '').lower()}") from error
    report = verify(data, Asked())
    if not report.intact:
        first = report.failures[0]
        raise CannotRead(
            f"{path}: is not what was written: {first.where}: {first.says}; `drillroom verify` "
            "shows all of it"
        )
    members = read_container(data)
    record = record_in(members, exercise=report.exercise or "")
    return Read(
        record=record,
        profile=report.profile or "full",
        verified=_verdicts(report),
        outside=None if report.outside is None else f"seen outside at size {report.outside}",
        head_words=" ".join(words_of(report.root)) if report.root else None,
    )


def record_in(members: Mapping[str, Buffer], *, exercise: str) -> Record:
    """The record among the members of a verified bundle.

    Raises:
        NotUnderstood: There are no leaves, or they are of another version.
    """
    if LEAVES not in members:
        raise NotUnderstood("a public bundle has hashes in place of its entries")
    raw = split(bytes(members[LEAVES]))
    leaves = [decode_leaf(leaf) for leaf in raw]
    return Record(
        exercise=exercise,
        plan=read_plan(bytes(members[PLAN])),
        events=events_of(leaves),
        head=head_of(raw[-1]),
        wall=(leaves[0].wall, leaves[-1].wall),
        openings=tuple(_openings(bytes(members.get(OPENINGS, b"")))),
    )


def split(data: bytes) -> list[bytes]:
    """The leaves of a ``log/leaves.bin`` that has been verified."""
    leaves, at = [], 0
    while at < len(data):
        start = at + 4
        at = start + int.from_bytes(data[at:start], "big")
        leaves.append(data[start:at])
    return leaves


def _openings(data: bytes) -> list[Opening]:
    """The opened fields; the verifier has held each line against its leaf."""
    found = []
    for line in data.splitlines():
        match decode(line, limit=len(line)):
            case {"seq": int(seq), "field": str(field), "salt": str(salt), "value": value}:
                plain = decode_base64(salt) or b""
                found.append(Opening(seq=seq, field=field, salt=plain, value=value))
    return found


def _verdicts(report: Report) -> str:
    """The verdicts of the verifier, as one line each, joined."""
    lines = [" ".join(line.split()) for line in report.lines()]
    return "; ".join(line for line in lines if line.startswith(("Intact", "Signature", "Outside")))
