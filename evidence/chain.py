"""The hash chain: finding where a record stops being what was written.

Rules:

1. The hash of a leaf is the SHA-256 of one zero byte and the leaf's bytes.  The zero byte keeps a
   leaf from being passed off as an inner node of the Merkle tree over the same leaves.
2. Every leaf carries the hash of the one before it as ``prev``; the first carries ``GENESIS``.
3. ``seq`` counts 0, 1, 2 without gaps; exercise time never runs back; no command id comes twice.

So any one hash fixes everything before it: the head of a record is the hash of its last leaf, and
whoever noted a head can tell later whether the record still leads there.  What nobody can see
from the record alone is an end cut off, or a record rewritten from the start; that needs a head
kept elsewhere.

Only the standard library is used, so that an auditor can run this without trusting our other code.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from evidence.canonical import Json, NotCanonical, decode

GENESIS: Final = base64.b64encode(bytes(32)).decode()
"""What the first leaf carries as ``prev``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """The first place where a record is not what was written.

    ``what`` is a code: one of ``evidence/canonical.py``, or ``shape``, ``seq``, ``prev``,
    ``time``, ``duplicate_command``.
    """

    seq: int
    what: str
    sentence: str


def leaf_hash(data: bytes) -> bytes:
    """The hash of one leaf's stored bytes."""
    return hashlib.sha256(b"\x00" + data).digest()


def prev_of(data: bytes) -> str:
    """What the leaf that follows *data* carries as ``prev``."""
    return base64.b64encode(leaf_hash(data)).decode()


def head_of(last: bytes) -> str:
    """The head of a record that ends with this leaf, as it is printed: lower-case hex."""
    return leaf_hash(last).hex()


def first_break(leaves: Iterable[bytes]) -> Break | None:
    """Find where a record stops being what was written, if anywhere.

    The bytes are read one leaf at a time, so a long record needs no more memory than a short one
    (but for its command ids).

    Returns:
        The first leaf that breaks a rule of this module or of canonical bytes, counted by its
        place; ``None`` if the chain is whole.  A ``prev`` that does not fit shows that the leaf
        *before* it was changed, or that this one was put there.
    """
    prev, at = GENESIS, 0
    commands: dict[str, int] = {}
    for place, data in enumerate(leaves):
        try:
            leaf = decode(data)
        except NotCanonical as error:
            return Break(seq=place, what=error.code, sentence=f"Leaf {place}: {error}.")
        found = _misfit(leaf, place, prev, at, commands)
        if found is not None:
            return found
        assert isinstance(leaf, dict)
        at = leaf["at"]
        prev = prev_of(data)
    return None


def _misfit(leaf: Json, place: int, prev: str, at: int, commands: dict[str, int]) -> Break | None:
    """How one leaf fails to follow from those before it; a new command id is noted on the way."""

    def broken(what: str, sentence: str) -> Break:
        return Break(seq=place, what=what, sentence=f"Leaf {place} {sentence}.")

    if not isinstance(leaf, dict):
        return broken("shape", "is not an object")
    if type(leaf.get("seq")) is not int or leaf["seq"] != place:
        return broken("seq", f"says that it is number {leaf.get('seq')}")
    if leaf.get("prev") != prev:
        if place == 0:
            return broken("prev", "does not start a record: its prev is not 32 zero bytes")
        return broken("prev", f"does not follow from leaf {place - 1} as it stands here")
    now = leaf.get("at")
    if type(now) is not int or now < 0:
        return broken("shape", "has no exercise time")
    if now < at:
        return broken("time", f"is at {now} ms of exercise time, after one at {at} ms")
    command = leaf.get("cmd")
    if command is None:
        return None
    if type(command) is not str:
        return broken("shape", "has a command id that is not text")
    if command in commands:
        return broken("duplicate_command", f"repeats the command of leaf {commands[command]}")
    commands[command] = place
    return None
