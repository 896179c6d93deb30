"""Write the container of a bundle: a ZIP whose bytes follow from its members alone.

Members are stored, not packed, because what packing gives depends on the library's build; names
are sorted; every time is 1 January 1980.  The verifier's container takes this layout only.
"""

from __future__ import annotations

import base64
import hashlib
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from evidence.canonical import Json, encode
from evidence.verifier.container import (
    CENTRAL,
    CENTRAL_MARK,
    DATE,
    END,
    END_MARK,
    LOCAL,
    LOCAL_MARK,
    MODE,
    STORED,
    UNIX,
    VERSION,
)
from evidence.verifier.manifest import PAYLOAD_TYPE, PREDICATE, STATEMENT, pae
from facilitator.seal import InstanceKey

DERIVED: Final = ("VERIFY.md", "people.json", "report/", "scorecard.json", "log/facts.jsonl")
"""Members that follow from the others; a manifest says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Raw:
    """One member as it is laid out; only forgeries are laid out otherwise."""

    name: bytes
    content: bytes
    size: int
    crc: int
    method: int = STORED
    flags: int = 0
    mode: int = MODE


def plain(name: str, content: bytes) -> Raw:
    """A member as every honest one is."""
    return Raw(name=name.encode(), content=content, size=len(content), crc=zlib.crc32(content))


def write_archive(members: Mapping[str, bytes]) -> bytes:
    """The bytes of the container, whatever order the members are given in."""
    return lay_out([plain(name, members[name]) for name in sorted(members)])


def lay_out(members: Sequence[Raw], *, before: bytes = b"") -> bytes:
    """Lay members out one after the other, then the directory, then the end record."""
    body, directory = [before], []
    offset = len(before)
    for one in members:
        sizes = (one.crc, len(one.content), one.size)
        local = LOCAL.pack(
            LOCAL_MARK, VERSION, one.flags, one.method, 0, DATE, *sizes, len(one.name), 0
        )
        body += [local, one.name, one.content]
        made = UNIX << 8 | VERSION
        entry = (CENTRAL_MARK, made, VERSION, one.flags, one.method, 0, DATE, *sizes)
        directory += [
            CENTRAL.pack(*entry, len(one.name), 0, 0, 0, 0, one.mode, offset),
            one.name,
        ]
        offset += len(local) + len(one.name) + len(one.content)
    listed = b"".join(directory)
    count = len(members)
    end = END.pack(END_MARK, 0, 0, count, count, len(listed), offset, 0)
    return b"".join((*body, listed, end))


def write_manifest(
    members: Mapping[str, bytes], predicate: Mapping[str, Json], key: InstanceKey
) -> bytes:
    """The signed list of all members."""
    statement: Json = {
        "_type": STATEMENT,
        "predicate": predicate,
        "predicateType": PREDICATE,
        "subject": [_subject(name, members[name]) for name in sorted(members)],
    }
    payload = encode(statement)
    return write_envelope(payload, key, f"{key.name}+{key.public.id.hex()}")


def write_envelope(payload: bytes, key: InstanceKey, key_id: str) -> bytes:
    """A payload, and the signature over it."""
    signature = key.sign_bytes(pae(PAYLOAD_TYPE, payload))
    return encode(
        {
            "payload": _base64(payload),
            "payloadType": PAYLOAD_TYPE,
            "signatures": [{"keyid": key_id, "sig": _base64(signature)}],
        }
    )


def _subject(name: str, content: bytes) -> Json:
    role = "derived" if name.startswith(DERIVED) else "source"
    digest = hashlib.sha256(content).hexdigest()
    size = len(content)
    return {
        "annotations": {"role": role, "size": size},
        "digest": {"sha256": digest},
        "name": name,
    }


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()
