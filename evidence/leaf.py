"""One entry of the record, and its exact bytes.

A leaf is written once, stored as those bytes, and never written again: whoever wants to check it
hashes what is stored.  Members that are absent (``None``, an empty ``to``) are left out.

Leaves are the only thing written thousands of times in an exercise, so they are written with
msgspec instead of the plain encoder of ``evidence/canonical.py``.  The same :func:`check` runs
first, and on what it passes both write the same bytes; a property test holds them together.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Final, Literal

import msgspec

from evidence.canonical import MAX_BYTES, MAX_INTEGER, Json, NotCanonical, check, check_text, decode

if TYPE_CHECKING:
    Body = Mapping[str, Json]
else:
    Body = dict  # msgspec cannot follow a recursive type; `check` looks at what is inside

Origin = Literal["person", "control", "responder", "world", "shell"]
Count = Annotated[int, msgspec.Meta(ge=0, le=MAX_INTEGER)]
LeafHash = Annotated[str, msgspec.Meta(pattern=r"\A[A-Za-z0-9+/]{43}=\Z")]

INPUT_ORIGINS: Final = frozenset({"person", "control", "shell"})
"""Leaves of these origins are inputs; every other leaf comes out again when they are replayed."""

_BODY_DEPTH = 2  # the leaf itself is the first level


class BrokenLeaf(ValueError):
    """Bytes that are not a leaf, or a leaf that has no bytes."""


class Leaf(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    forbid_unknown_fields=True,
    gc=False,  # a leaf holds plain data and cannot be part of a cycle
):
    """One entry of the record.

    Attributes:
        seq: Its place, from 0 without gaps.
        kind: ``area.past``, with its version ``v``.
        at: Exercise time in milliseconds since StartEx.
        wall: UTC in milliseconds since the Unix epoch; recorded, never used in a decision.
        origin: Who or what brought it about.
        cause: The ``seq`` of the leaf that led to it.
        to: Who may see it.
        prev: The hash of the leaf before, in base64.
        cmd: The id that the client gave to this command; only in leaves that are inputs.
    """

    actor: str | None = None
    at: Count
    body: Body
    cause: Count | None = None
    cmd: str | None = None
    kind: str
    origin: Origin
    prev: LeafHash
    role: str | None = None
    seq: Count
    to: tuple[str, ...] = ()
    v: Count
    wall: Count

    @property
    def is_input(self) -> bool:
        """Whether replay needs it; every other leaf is a consequence."""
        return self.origin in INPUT_ORIGINS


# "sorted" orders the members of a struct as well as the keys of a dict.
_write = msgspec.json.Encoder(order="sorted").encode
_read = msgspec.json.Decoder(Leaf).decode


def encode_leaf(leaf: Leaf) -> bytes:
    """Write a leaf as its canonical bytes.

    Raises:
        BrokenLeaf: A value in it has no canonical form, a number is out of range, the whole is
            longer than 65,535 bytes, or a consequence carries a command id.
    """
    try:
        check(leaf.body, _BODY_DEPTH)
        _check_numbers(leaf)
        data = _write(leaf)
        if not data.isascii():
            check_text([leaf.kind, leaf.actor, leaf.role, leaf.cmd, leaf.to, leaf.body])
    except NotCanonical as error:
        raise BrokenLeaf(f"leaf {leaf.seq} ({leaf.kind}): {error}") from error
    except UnicodeEncodeError as error:
        raise BrokenLeaf(
            f"leaf {leaf.seq} ({leaf.kind}): a text holds half of a surrogate pair, "
            "which is not a character"
        ) from error
    if len(data) > MAX_BYTES:
        raise BrokenLeaf(
            f"leaf {leaf.seq} ({leaf.kind}) has {len(data):,} bytes; the limit is {MAX_BYTES:,}"
        )
    if leaf.cmd is not None and not leaf.is_input:
        raise BrokenLeaf(
            f"leaf {leaf.seq} ({leaf.kind}) has the origin {leaf.origin} and a command id; "
            "only leaves of person, control and shell are commands"
        )
    return data


def decode_leaf(data: bytes) -> Leaf:
    """Read a leaf, and refuse every byte that :func:`encode_leaf` would not have written.

    Raises:
        BrokenLeaf: Never anything else, whatever the bytes.
    """
    because = "a member that is absent must be left out, not written as null or empty"
    try:
        leaf = _read(data)
        if encode_leaf(leaf) == data:
            return leaf
    except msgspec.ValidationError as error:
        because = str(error)
    except BrokenLeaf as error:
        because = str(error)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        because = "it is not JSON"  # the exact reader below finds where
    try:
        decode(data)
    except NotCanonical as error:
        because = str(error)
    raise BrokenLeaf(f"this is not a leaf: {because}")


def _check_numbers(leaf: Leaf) -> None:
    """Types are promised by the annotations; a number out of range could still come by adding."""
    cause = 0 if leaf.cause is None else leaf.cause
    for number in (leaf.seq, leaf.v, leaf.at, leaf.wall, cause):
        if type(number) is not int or not 0 <= number <= MAX_INTEGER:
            raise NotCanonical(
                "integer_range", f"seq, v, at, wall and cause lie between 0 and {MAX_INTEGER}"
            )
