"""Commitments: what stands in a leaf instead of words, and how an opening is held against it.

The commitment is the SHA-256 of the canonical bytes of ``[field, salt, value]``, where ``field``
is the path inside the leaf (``body.text``).  See ``evidence/sealed.py`` for what is sealed and why.

Only the standard library is used.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from evidence.canonical import Json, encode

SALT_BYTES: Final = 16  # a yes or no cannot be guessed from its commitment without 2^128 tries
MARK: Final = "$c"  # an object with this one member is a commitment, wherever it stands


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """What :func:`commit` makes: the bytes that were hashed, and their hash as it is written."""

    preimage: bytes
    digest: str


def commit(field: str, value: Json, salt: bytes) -> Commitment:
    """Commit to the value of one field.

    The salt comes from the operating system's randomness, never from the exercise seed, and is
    used for one field of one leaf only.

    Raises:
        ValueError: The salt has not exactly 16 bytes.
        NotCanonical: The value has no canonical bytes.
    """
    if len(salt) != SALT_BYTES:
        raise ValueError(f"a salt has exactly {SALT_BYTES} bytes; this one has {len(salt)}")
    preimage = encode([field, base64.b64encode(salt).decode(), value])
    digest = base64.b64encode(hashlib.sha256(preimage).digest()).decode()
    return Commitment(preimage=preimage, digest=digest)


def commitments_in(value: Json, path: str) -> Iterator[tuple[str, str]]:
    """Every commitment below *path*: the field's path, and the digest as it is written."""
    if isinstance(value, dict):
        digest = value.get(MARK)
        if len(value) == 1 and isinstance(digest, str):
            yield path, digest
            return
        for key, item in value.items():
            yield from commitments_in(item, f"{path}.{key}")
    elif isinstance(value, (list, tuple)):
        for place, item in enumerate(value):
            yield from commitments_in(item, f"{path}.{place}")
