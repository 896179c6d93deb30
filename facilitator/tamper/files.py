"""Alterations of files and of the signed list of them."""

from __future__ import annotations

import base64
import json
from typing import Final

from evidence.canonical import encode
from evidence.verifier.container import LEAVES
from evidence.verifier.manifest import KEY, MANIFEST
from evidence.verifier.pinned import ENGINE, PLAN
from facilitator.bundle.archive import Raw, write_envelope
from facilitator.bundle.derived import REPORT
from facilitator.tamper.alteration import Alteration, Make
from facilitator.tamper.container import add, raw
from facilitator.tamper.forger import CannotForge, Forger


def _member(forger: Forger, name: str) -> bytes:
    if name not in forger.members:
        raise CannotForge(f"this bundle has no {name}")
    return forger.members[name]


def _changed_file(name: str) -> Make:
    def make(forger: Forger) -> bytes:
        data = bytearray(_member(forger, name))
        data[len(data) // 2] ^= 1
        return forger.with_file(name, bytes(data))

    return make


def _missing(raws: list[Raw]) -> None:
    raws[:] = [raw for raw in raws if raw.name != ENGINE.encode()]


def _envelope(forger: Forger) -> tuple[bytes, str, str]:
    envelope = json.loads(forger.signed()[MANIFEST])
    (line,) = envelope["signatures"]
    return base64.b64decode(envelope["payload"]), line["keyid"], line["sig"]


def _other_key_id(forger: Forger) -> bytes:
    payload, key_id, _ = _envelope(forger)
    other = key_id.rpartition("+")[0] + "+00000000"
    return forger.with_file(MANIFEST, write_envelope(payload, forger.key, other))


def _edited_manifest(forger: Forger) -> bytes:
    payload, key_id, signature = _envelope(forger)
    edited = payload.replace(b'"profile":"', b'"profile":"x', 1)
    envelope = json.loads(write_envelope(edited, forger.key, key_id))
    envelope["signatures"][0]["sig"] = signature
    return forger.with_file(MANIFEST, encode(envelope))


def _file(name: str, old: bytes, new: bytes) -> Make:
    def make(forger: Forger) -> bytes:
        data = _member(forger, name).replace(old, new, 1)
        return forger.listed({name: data})

    return make


def _blob(forger: Forger) -> bytes:
    return forger.listed({f"blobs/{'0' * 64}": b"a photo of another whiteboard"})


ALTERED: Final = (
    Alteration(
        "a file is added that nobody signed for",
        "nothing",
        2,
        "unlisted_file",
        raw(add(b"notes.txt")),
    ),
    Alteration("a listed file is taken out", "nothing", 2, "missing_file", raw(_missing)),
    Alteration("one bit of a leaf is changed", "nothing", 2, "digest", _changed_file(LEAVES)),
    Alteration(
        "one bit of the scorecard is changed",
        "nothing",
        2,
        "digest",
        _changed_file("scorecard.json"),
    ),
    Alteration(
        "one bit of the report is changed, although it only follows from the record",
        "nothing",
        2,
        "digest",
        _changed_file(REPORT),
    ),
    Alteration(
        "the report is exchanged before it is signed",
        "manifest",
        10,
        "diverged_report",
        _file(REPORT, b"missed", b"met"),
        "recomputation",
    ),
    Alteration("one bit of the plan is changed", "nothing", 2, "digest", _changed_file(PLAN)),
    Alteration(
        "everything is made anew with another key of the same name",
        "everything",
        2,
        "unknown_key",
        lambda forger: forger.rewritten(forger.leaves, key=forger.other_key),
    ),
    Alteration("the key id of the manifest is changed", "nothing", 2, "unknown_key", _other_key_id),
    Alteration(
        "the manifest is edited, its signature kept", "nothing", 2, "signature", _edited_manifest
    ),
    Alteration(
        "the bundle's key file holds another key",
        "manifest",
        2,
        "key_file",
        lambda forger: forger.listed({KEY: f"{forger.other_key.public}\n".encode()}),
    ),
    Alteration("the plan is exchanged", "manifest", 9, "plan", _file(PLAN, b"a", b"b")),
    Alteration(
        "the engine is said to be another",
        "manifest",
        9,
        "engine",
        _file(ENGINE, b"drillroom", b"drillr00m"),
    ),
    Alteration("an attachment is not the one that its name says", "manifest", 9, "blob", _blob),
)
