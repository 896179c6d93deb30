"""Check 2: the manifest.  One signed list of every file in the bundle, with size and digest.

It is a DSSE envelope around an in-toto Statement, narrowed to one spelling.  The signature is over
the payload's bytes, and those same bytes are what is read; nothing is parsed before it is verified.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from evidence.canonical import Json, NotCanonical, decode
from evidence.notes import BadNote, VerifierKey, decode_base64, open_note, parse_key
from evidence.verifier.container import Buffer
from evidence.verifier.findings import Report

MANIFEST: Final = "MANIFEST.dsse.json"
KEY: Final = "keys/instance.vkey"
CHANGES: Final = "keys/changes/"

PAYLOAD_TYPE: Final = "application/vnd.in-toto+json"
STATEMENT: Final = "https://in-toto.io/Statement/v1"
PREDICATE: Final = "https://drillroom.example/evidence-bundle/v1"
PROFILES: Final = ("full", "auditor", "public")
KEY_CHANGE: Final = "drillroom key change"

_MAX_MANIFEST_BYTES = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """What the signer says the bundle is."""

    exercise: str
    origin: str
    profile: str
    size: int
    withheld: Mapping[str, int]


def pae(payload_type: str, payload: bytes) -> bytes:
    """The bytes that a DSSE signature is over."""
    kind = payload_type.encode()
    return b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(payload), payload)


def known_keys(members: Mapping[str, Buffer], pinned: VerifierKey | None) -> list[VerifierKey]:
    """The keys that count: the pinned one, or else the bundle's own, and those it leads to.

    A change of key is a note that names the old key and the new and that both have signed, so a
    pinned key leads to every later and every earlier one.
    """
    known = [pinned] if pinned is not None else _own_key(members)
    notes = [bytes(data) for name, data in members.items() if name.startswith(CHANGES)]
    grown = bool(known)
    while grown:
        changes = [_change(note, known) for note in notes]
        fresh = [key for pair in changes for key in pair if key not in known]
        known += dict.fromkeys(fresh)
        grown = bool(fresh)
    return known


def check_manifest(
    members: Mapping[str, Buffer], keys: Sequence[VerifierKey], report: Report
) -> Claims | None:
    """What the manifest claims, if a known key signed it and every file is as it says."""
    payload = _payload(members, keys, report)
    if payload is None:
        return None
    try:
        statement = decode(payload, limit=_MAX_MANIFEST_BYTES)
    except NotCanonical as error:
        report.fail(2, MANIFEST, error.code, f"its payload is not canonical: {error}")
        return None
    files, claims = _read_statement(statement)
    if files is None or claims is None:
        report.fail(2, MANIFEST, "statement", "its payload is not the statement of a bundle")
        return None
    _check_files(members, files, report)
    _check_key_file(members, report)
    report.exercise, report.profile = claims.exercise, claims.profile
    return claims


def _own_key(members: Mapping[str, Buffer]) -> list[VerifierKey]:
    key = _parse(members.get(KEY, b""))
    return [] if key is None else [key]


def _parse(data: Buffer) -> VerifierKey | None:
    try:
        return parse_key(bytes(data).decode("ascii").removesuffix("\n"))
    except (UnicodeDecodeError, BadNote):
        return None


def _change(note: bytes, known: Sequence[VerifierKey]) -> tuple[VerifierKey, ...]:
    """Both keys of a change, if it concerns a known one and both have signed it."""
    first, *lines = note.partition(b"\n\n")[0].split(b"\n")
    pair = tuple(key for line in lines if (key := _parse(line)) is not None)
    concerns = any(key in known for key in pair)
    if first != KEY_CHANGE.encode() or len(lines) != 2 or len(pair) != 2 or not concerns:
        return ()
    if pair[0].name != pair[1].name:
        return ()
    try:
        _, signed = open_note(note, pair)
    except BadNote:
        return ()
    return pair if len(signed) == 2 else ()


def _payload(
    members: Mapping[str, Buffer], keys: Sequence[VerifierKey], report: Report
) -> bytes | None:
    """The payload's bytes, once a known key is found to have signed them."""
    if MANIFEST not in members:
        report.fail(2, MANIFEST, "missing_file", "the bundle has no manifest")
        return None
    try:
        envelope = decode(bytes(members[MANIFEST]), limit=_MAX_MANIFEST_BYTES)
    except NotCanonical as error:
        report.fail(2, MANIFEST, error.code, f"is not canonical: {error}")
        return None
    parts = _read_envelope(envelope)
    if parts is None:
        report.fail(2, MANIFEST, "envelope", "is not the one envelope that a bundle has")
        return None
    payload, key_id, signature = parts
    key = next((one for one in keys if f"{one.name}+{one.id.hex()}" == key_id), None)
    if key is None:
        report.fail(2, MANIFEST, "unknown_key", f"is signed by {key_id}, which is not known here")
        return None
    if not key.verify(signature, pae(PAYLOAD_TYPE, payload)):
        report.fail(2, MANIFEST, "signature", f"was changed after {key_id} signed it")
        return None
    report.signed_by = str(key)
    return payload


def _read_envelope(envelope: Json) -> tuple[bytes, str, bytes] | None:
    match envelope:
        case {
            "payload": str(payload),
            "payloadType": "application/vnd.in-toto+json",
            "signatures": [{"keyid": str(key_id), "sig": str(sig), **more}],
            **rest,
        } if not more and not rest:
            data, signature = decode_base64(payload), decode_base64(sig)
            if data is not None and signature is not None:
                return data, key_id, signature
    return None


def _read_statement(statement: Json) -> tuple[dict[str, tuple[str, int]] | None, Claims | None]:
    match statement:
        case {
            "_type": "https://in-toto.io/Statement/v1",
            "predicateType": "https://drillroom.example/evidence-bundle/v1",
            "predicate": dict(predicate),
            "subject": list(subjects),
            **rest,
        } if not rest:
            return _read_subjects(subjects), _read_claims(predicate)
    return None, None


def _read_subjects(subjects: Sequence[Json]) -> dict[str, tuple[str, int]] | None:
    files: dict[str, tuple[str, int]] = {}
    for subject in subjects:
        match subject:
            case {
                "name": str(name),
                "digest": {"sha256": str(digest), **more},
                "annotations": {"role": "source" | "derived", "size": int(size), **others},
                **rest,
            } if not (more or others or rest) and type(size) is int and name not in files:
                files[name] = (digest, size)
            case _:
                return None
    return files if list(files) == sorted(files) else None


def _read_claims(predicate: Mapping[str, Json]) -> Claims | None:
    match predicate:
        case {
            "exercise": str(exercise),
            "origin": str(origin),
            "profile": "full" | "auditor" | "public" as profile,
            "size": int(size),
            "withheld": dict(withheld),
            **rest,
        } if not rest and type(size) is int:
            counts = {key: count for key, count in withheld.items() if type(count) is int}
            if len(counts) == len(withheld):
                return Claims(
                    exercise=exercise, origin=origin, profile=profile, size=size, withheld=counts
                )
    return None


def _check_files(
    members: Mapping[str, Buffer], files: Mapping[str, tuple[str, int]], report: Report
) -> None:
    for name in members:
        if name not in files and name != MANIFEST:
            report.fail(2, name, "unlisted_file", "is in the bundle but not in its manifest")
    for name, (digest, size) in files.items():
        data = members.get(name)
        if data is None or name == MANIFEST:
            report.fail(2, name, "missing_file", "is in the manifest but not in the bundle")
        elif len(data) != size or hashlib.sha256(data).hexdigest() != digest:
            report.fail(2, name, "digest", "is not what the manifest lists: it was changed")


def _check_key_file(members: Mapping[str, Buffer], report: Report) -> None:
    key = _parse(members.get(KEY, b""))
    if key is None or str(key) != report.signed_by:
        report.fail(2, KEY, "key_file", "does not hold the key that signed the manifest")
