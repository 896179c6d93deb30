"""Sealed fields: what a person typed, and who a person is.

A leaf can never be changed, yet a person can ask to be forgotten.  So the leaf holds only a
*commitment* to such a value, and the value lies beside it in an *opening* that can be deleted:
the record still proves that something was said, and nobody can guess what from the commitment,
because 16 random bytes of salt went into it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

import msgspec

from evidence.canonical import Json
from evidence.commitments import MARK, SALT_BYTES, Commitment, commit

T = TypeVar("T")


class Sealed(
    msgspec.Struct,
    Generic[T],
    frozen=True,
    forbid_unknown_fields=True,
    rename={"commitment": MARK},
):
    """A commitment to a ``T``.  There is deliberately no way from here to the value.

    Whatever folds a record sees that something was given, never what; so deleting every opening
    changes neither replay nor score.
    """

    commitment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """The value behind one sealed field of the leaf ``seq``, with the salt that proves it."""

    seq: int
    field: str
    salt: bytes
    value: Json


def check_opening(leaf_body: Mapping[str, Json], opening: Opening) -> bool:
    """Whether an opening is the one that was committed to in this body.

    ``opening.field`` starts with ``body.``; below that, each part is a key, or a place in a list.
    """
    try:
        commitment = commit(opening.field, opening.value, opening.salt)
    except ValueError:
        return False
    return _at_path({"body": leaf_body}, opening.field) == {MARK: commitment.digest}


def _at_path(value: Json, path: str) -> Json:
    for part in path.split("."):
        if isinstance(value, dict) and part in value:
            value = value[part]
        elif isinstance(value, (list, tuple)) and part in map(str, range(len(value))):
            value = value[int(part)]
        else:
            return None
    return value


__all__ = ["SALT_BYTES", "Commitment", "Opening", "Sealed", "check_opening", "commit"]
