"""Receipts: what a browser keeps of a record, and what it is worth later.

Every acknowledged command is answered with the size of the record and its root.  Nobody need sign
that: it is worth something because somebody *outside* kept it.  A receipt file is any of

* a signed head, as it stands in a bundle or behind the QR code at the close;
* lines of canonical JSON, ``{"origin":..., "root":..., "size":...}``, as a browser keeps them;
* the same without ``size``: what a participant is given while play lasts, because two sizes would
  tell how many hidden leaves came between.  The verifier finds the size again from the root.

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
    """The record had ``size`` leaves (``None``: not told), and ``root`` was the root over them."""

    origin: str
    size: int | None
    root: bytes

    def to_json(self) -> dict[str, Json]:
        """As it goes to a browser."""
        root = base64.b64encode(self.root).decode()
        told: dict[str, Json] = {"origin": self.origin, "root": root}
        return told if self.size is None else {**told, "size": self.size}

    def without_size(self) -> Receipt:
        """The same for somebody who may not count what is hidden."""
        return Receipt(origin=self.origin, size=None, root=self.root)

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
    match value:
        case {"origin": str(origin), "root": str(root), **rest} if rest.keys() <= {"size"}:
            raw, size = decode_base64(root), rest.get("size")
            if raw is not None and len(raw) == HASH_BYTES:
                if not rest:
                    return Receipt(origin=origin, size=None, root=raw)
                if type(size) is int and 0 <= size <= MAX_INTEGER:
                    return Receipt(origin=origin, size=size, root=raw)
    raise BadNote("format", "a receipt has an origin, a root (32 bytes) and perhaps a size")


def _text(data: bytes) -> str:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise BadNote("format", "a receipt file is text") from None
    body, gap, _ = text.rpartition("\n\n")
    return body + "\n" if gap else text


def _of(head: Checkpoint) -> Receipt:
    return Receipt(origin=head.origin, size=head.size, root=head.root)
