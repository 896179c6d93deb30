"""Sealed fields: what a person typed, and who a person is.

A leaf can never be changed, yet a person can ask to be forgotten.  So the leaf holds only a
*commitment* to such a value, and the value lies beside it in an *opening* that can be deleted:
the record still proves that something was said, and nobody can guess what from the commitment,
because 16 random bytes of salt went into it.

The commitment is the SHA-256 of the canonical bytes of ``[field, salt, value]``, where ``field``
is the path inside the leaf (``body.text``).
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

import msgspec

from evidence.canonical import Json, encode

SALT_BYTES = 16  # a yes or no cannot be guessed from its commitment without 2^128 tries
_MARK = "$c"  # an object with this one member is a commitment, wherever it stands

T = TypeVar("T")


class Sealed(
    msgspec.Struct,
    Generic[T],
    frozen=True,
    forbid_unknown_fields=True,
    rename={"commitment": _MARK},
):
    """A commitment to a ``T``.  There is deliberately no way from here to the value.

    Whatever folds a record sees that something was given, never what; so deleting every opening
    changes neither replay nor score.
    """

    commitment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """What :func:`commit` makes: the bytes that were hashed, and their hash as it is written."""

    preimage: bytes
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """The value behind one sealed field of the leaf ``seq``, with the salt that proves it."""

    seq: int
    field: str
    salt: bytes
    value: Json


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


def check_opening(leaf_body: Mapping[str, Json], opening: Opening) -> bool:
    """Whether an opening is the one that was committed to in this body.

    ``opening.field`` starts with ``body.``; below that, each part is a key, or a place in a list.
    """
    try:
        commitment = commit(opening.field, opening.value, opening.salt)
    except ValueError:
        return False
    return _at_path({"body": leaf_body}, opening.field) == {_MARK: commitment.digest}


def commitments_in(value: Json) -> Iterator[str]:
    """Every commitment in a body, wherever it stands."""
    if isinstance(value, Mapping):
        if value.keys() == {_MARK}:
            yield str(value[_MARK])
        else:
            for item in value.values():
                yield from commitments_in(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from commitments_in(item)


def _at_path(value: Json, path: str) -> Json:
    for part in path.split("."):
        if isinstance(value, dict) and part in value:
            value = value[part]
        elif isinstance(value, (list, tuple)) and part in map(str, range(len(value))):
            value = value[int(part)]
        else:
            return None
    return value
