"""What a witness answers to a log that asks it to cosign: C2SP *tlog-witness*, format and order.

A witness keeps one head for each log and cosigns the next only if it contains that one.  The
decision is here, without network and without storage: whoever runs a witness stores the new head
in one step with the comparison, and before answering.

Only the standard library and ``cryptography`` are used.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from evidence.merkle import EMPTY_ROOT, HASH_BYTES, verify_consistency
from evidence.notes import (
    BadNote,
    Checkpoint,
    VerifierKey,
    decode_base64,
    open_note,
    parse_checkpoint,
)

MAX_PROOF: Final = 63  # hashes that a consistency proof can have: a tree has at most 2^63 leaves
_OLD = re.compile(r"old (0|[1-9][0-9]{0,15})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A status, and what goes with it; ``head`` is what is to be stored and cosigned."""

    status: int
    head: Checkpoint | None = None
    content_type: str | None = None
    body: str = ""


def decide(
    request: bytes, *, logs: Sequence[VerifierKey], seen: Mapping[str, Checkpoint]
) -> Answer:
    """What to answer to the body of an ``add-checkpoint`` request.

    Args:
        request: The body as it came.
        logs: The keys of the logs that are witnessed, each named as its origin.
        seen: By origin, the head that was cosigned last.
    """
    asked, _, note = request.partition(b"\n\n")
    origin = note.partition(b"\n")[0].decode("utf-8", "replace")
    keys = [key for key in logs if key.name == origin]
    if not keys:
        return Answer(status=404)
    try:
        text, _signed = open_note(note, keys)
    except BadNote as error:
        return Answer(status=400 if error.code == "format" else 403)
    try:
        old, proof = _asked(asked)
        head = _head(text)
    except BadNote:
        return Answer(status=400)
    if old > head.size:
        return Answer(status=400)
    last = seen.get(origin, Checkpoint(origin=origin, size=0, root=EMPTY_ROOT))
    if old != last.size:
        return Answer(status=409, content_type="text/x.tlog.size", body=f"{last.size}\n")
    return Answer(status=200, head=head) if _grows(last, head, proof) else Answer(status=422)


def _asked(lines: bytes) -> tuple[int, list[bytes]]:
    first, *rest = lines.decode("utf-8", "replace").split("\n")
    old = _OLD.fullmatch(first)
    hashes = [decode_base64(line) for line in rest]
    proof = [one for one in hashes if one is not None and len(one) == HASH_BYTES]
    if old is None or len(proof) != len(rest) or len(proof) > MAX_PROOF:
        raise BadNote("format", "a request is `old SIZE`, then at most 63 hashes in base64")
    return int(old.group(1)), proof


def _head(text: str) -> Checkpoint:
    """The head that is asked for; one of size 0 with another root than that of nothing is read."""
    lines = text.split("\n")
    if len(lines) == 4 and lines[1] == "0":
        root = decode_base64(lines[2])
        if root is not None and len(root) == HASH_BYTES:
            return Checkpoint(origin=lines[0], size=0, root=root)
    return parse_checkpoint(text)


def _grows(last: Checkpoint, head: Checkpoint, proof: Sequence[bytes]) -> bool:
    if head.size == 0:
        return head.root == EMPTY_ROOT and not proof
    if last.size == 0:
        return not proof  # from nothing everything grows, and nothing proves it
    return verify_consistency(last.size, head.size, last.root, head.root, proof)
