"""Receipts: what a browser keeps of a record, and what it is worth later.

Every acknowledged command is answered with the size of the record and its root.  Nobody need sign
that: it is worth something because somebody *outside* kept it.  A receipt file is any of

* a signed head, as it stands in a bundle or behind the QR code at the close;
* lines of canonical JSON, ``{"origin":..., "root":..., "size":...}``, as a browser keeps them.

Only the standard library and ``cryptography`` are used.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from evidence.canonical import MAX_INTEGER, Json, NotCanonical, decode
from evidence.merkle import HASH_BYTES
from evidence.notes import BadNote, Checkpoint, decode_base64, parse_checkpoint
from evidence.words import words_of

MAX_RECEIPTS_BYTES: Final = 16 * 1024 * 1024  # a browser that kept every answer of a long week


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """The record had ``size`` leaves, and ``root`` was the root over them."""

    origin: str
    size: int
    root: bytes

    def to_json(self) -> dict[str, Json]:
        """As it goes to a browser."""
        root = base64.b64encode(self.root).decode()
        return {"origin": self.origin, "root": root, "size": self.size}

    @property
    def words(self) -> tuple[str, ...]:
        """Eight words to read aloud; takes about a third of a second."""
        return words_of(self.root)


def parse_receipts(data: bytes) -> tuple[Receipt, ...]:
    """Read a receipt file of either kind.  Signatures of a note are not looked at here.

    Raises:
        BadNote: It is neither.
    """
    if len(data) > MAX_RECEIPTS_BYTES:
        raise BadNote("format", f"a receipt file has at most {MAX_RECEIPTS_BYTES:,} bytes")
    if data.lstrip().startswith(b"{"):
        return tuple(_lines(data))
    return (_of(parse_checkpoint(_text(data))),)


def _lines(data: bytes) -> Iterator[Receipt]:
    for line in data.split(b"\n"):
        if not line.strip():
            continue
        try:
            value = decode(line.strip())
        except NotCanonical as error:
            raise BadNote(
                "format", f"a line of the receipt file is not a receipt: {error}"
            ) from None
        yield _read(value)


def _read(value: Json) -> Receipt:
    if isinstance(value, dict) and value.keys() == {"origin", "root", "size"}:
        origin, root, size = value["origin"], value["root"], value["size"]
        if isinstance(origin, str) and isinstance(root, str) and type(size) is int:
            raw = decode_base64(root)
            if raw is not None and len(raw) == HASH_BYTES and 0 <= size <= MAX_INTEGER:
                return Receipt(origin=origin, size=size, root=raw)
    raise BadNote("format", "a receipt has exactly an origin, a root (32 bytes) and a size")


def _text(data: bytes) -> str:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise BadNote("format", "a receipt file is text") from None
    body, gap, _ = text.rpartition("\n\n")
    return body + "\n" if gap else text


def _of(head: Checkpoint) -> Receipt:
    return Receipt(origin=head.origin, size=head.size, root=head.root)
