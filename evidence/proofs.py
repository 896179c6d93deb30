"""Proof files (C2SP *tlog-proof*): that one leaf stands in a log, with the signed head it is under.

The file is self-contained: with the leaf's bytes and the key of the log it can be checked years
later, when the log itself is gone.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from evidence.merkle import HASH_BYTES, verify_inclusion
from evidence.notes import (
    BadNote,
    Checkpoint,
    VerifierKey,
    decode_base64,
    open_note,
    parse_checkpoint,
)

_FIRST: Final = "c2sp.org/tlog-proof@v1"
_INDEX = re.compile(r"index (0|[1-9][0-9]{0,15})")
_MAX_HASHES: Final = 63


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """A leaf's place, the hashes that lead from it to the root, and the note over that root."""

    index: int
    hashes: tuple[bytes, ...]
    note: bytes


def write_proof(index: int, hashes: Sequence[bytes], note: str) -> str:
    """The text of a proof file."""
    lines = [_FIRST, f"index {index}", *(base64.b64encode(one).decode() for one in hashes)]
    return "\n".join(lines) + "\n\n" + note


def parse_proof(data: bytes) -> Proof:
    """Read a proof file; nothing in it is verified yet.

    Raises:
        BadNote: It is not one.
    """
    head, gap, note = data.partition(b"\n\n")
    try:
        lines = head.decode("ascii").split("\n")
    except UnicodeDecodeError:
        raise BadNote("format", "the head of a proof file is plain ASCII") from None
    if not gap or lines.pop(0) != _FIRST:
        raise BadNote("format", f"a proof file starts with {_FIRST}")
    extra = lines.pop(0).removeprefix("extra ") if lines and lines[0][:6] == "extra " else ""
    if decode_base64(extra) is None:
        raise BadNote("format", "the extra line of a proof file is base64")
    index = _INDEX.fullmatch(lines.pop(0)) if lines else None
    hashes = [decode_base64(line) for line in lines]
    if index is None or len(hashes) > _MAX_HASHES:
        raise BadNote("format", "a proof file has an index line and at most 63 hashes")
    found = tuple(one for one in hashes if one is not None and len(one) == HASH_BYTES)
    if len(found) != len(hashes):
        raise BadNote("format", "a line of the proof is not a hash of 32 bytes in base64")
    return Proof(index=int(index.group(1)), hashes=found, note=note)


def check_proof(proof: Proof, leaf_hash: bytes, keys: Iterable[VerifierKey]) -> Checkpoint:
    """The head under which the leaf stands, if the proof shows it.

    The origin is the caller's to look at.

    Raises:
        BadNote: No known key signed the head, or (``inclusion``) the leaf is not under it.
    """
    text, _ = open_note(proof.note, keys)
    head = parse_checkpoint(text)
    if not verify_inclusion(proof.index, head.size, leaf_hash, proof.hashes, head.root):
        raise BadNote("inclusion", "the proof does not lead from the leaf to the root")
    return head
