"""Checks 3 and 4: the leaves, read as a stream; on the way the tree grows and facts are kept.

Nothing here knows what a kind of leaf means, with four exceptions that are about the record
itself: the opening, the close, a redaction, and what may follow the close.
"""

from __future__ import annotations

import json
import struct
import unicodedata
from binascii import b2a_base64
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from evidence.canonical import MAX_BYTES, Json, NotCanonical, decode
from evidence.chain import GENESIS, leaf_hash
from evidence.commitments import MARK, commitments_in
from evidence.merkle import EMPTY_ROOT, Tree
from evidence.verifier.container import Buffer
from evidence.verifier.findings import Report

NEWEST_VERSION: Final = 1
"""The newest version of any kind of leaf that this verifier has been told of."""

OPENED: Final = "exercise.opened"
ENDED: Final = "exercise.ended"
REDACTED: Final = "field.redacted"

REVIEW_AREAS: Final = frozenset(
    {
        "evaluator",
        "raters",
        "ratings",
        "rating",
        "capability",
        "deviation",
        "messages",
        "coordination",
        "figure",
        "hotwash",
        "postmortem",
        "feedback",
        "improvement",
        "report",
        "signoff",
        "field",
        "person",
        "command",
        "clock",
        "outage",
    }
)
"""What may follow the close: the review, redactions, people coming and going, refusals, and the
shell's own marks.  ``kind`` is ``area.word``."""

_ORIGINS = frozenset({"person", "control", "responder", "world", "shell"})
_TYPES: Final[dict[str, type]] = {
    **dict.fromkeys(("at", "cause", "seq", "v", "wall"), int),
    **dict.fromkeys(("actor", "cmd", "kind", "origin", "prev", "role"), str),
    "body": dict,
    "to": list,
}
_NEEDED = frozenset({"at", "body", "kind", "origin", "prev", "seq", "v", "wall"})
_MARK = f'"{MARK}"'.encode()
_LENGTH = struct.Struct(">I")
_WINDOW = 16 * MAX_BYTES

_right_shapes: set[tuple[object, ...]] = set()  # five may be absent, so there are at most 32


@dataclass(frozen=True, slots=True)
class Redaction:
    """A leaf that says that an opening was deleted."""

    seq: int
    leaf: Mapping[str, Any]


@dataclass(slots=True)
class Read:
    """What the leaves said, as far as they could be read."""

    opening: Mapping[str, Any] = field(default_factory=dict)
    """The body of the first leaf."""
    tree: Tree = field(default_factory=Tree)
    roots: dict[int, bytes] = field(default_factory=lambda: {0: EMPTY_ROOT})
    """The root at every size that was asked for."""
    commitments: dict[tuple[int, str], str] = field(default_factory=dict)
    """Leaf and field of every sealed field, with its digest."""
    redactions: list[Redaction] = field(default_factory=list)
    whole: bool = True
    """Every leaf could be read."""


def check_leaves(data: Buffer, wanted: Container[int], report: Report) -> Read:
    """Read every leaf, up to the first that cannot be read.

    Args:
        wanted: Sizes at which the root of the tree is to be kept.
    """
    reader = _Reader(wanted, report)
    read, take = reader.read, reader.take
    for leaf in _split(memoryview(data)):
        if leaf is None:
            reader.stop("framing", "the file is cut short here")
        else:
            take(leaf)
        if not read.whole:
            break
    if not read.tree.size and read.whole:
        reader.stop("framing", "the record is empty")
    return read


def _split(view: memoryview) -> Iterator[bytes | None]:
    """Each leaf in turn; ``None`` where the file is cut short.  Too long a leaf comes cut.

    The file is taken in windows: slicing bytes is cheaper than slicing a view of a mapped file.
    """
    at, end = 0, len(view)
    while at < end:
        window = bytes(view[at : at + _WINDOW])
        inside, last = 0, len(window) - _LENGTH.size
        while inside <= last:
            (length,) = _LENGTH.unpack_from(window, inside)
            start = inside + _LENGTH.size
            if length > MAX_BYTES:
                yield bytes(MAX_BYTES + 1)
                return
            if start + length > len(window):
                break
            inside = start + length
            yield window[start:inside]
        if not inside:
            yield None
            return
        at += inside


class _Reader:
    """Holds each leaf against the one before it."""

    def __init__(self, wanted: Container[int], report: Report) -> None:
        self.read = Read()
        self._tree = self.read.tree
        self._seq = 0
        self._wanted = wanted
        self._report = report
        self._prev = GENESIS
        self._at = 0
        self._wall = 0
        self._backwards = False
        self._closed: int | None = None
        self._commands: dict[str, int] = {}
        self._unicode_is_newer = False

    def take(self, data: bytes) -> None:
        """Check the next leaf and let the tree grow by it."""
        read, tree, seq = self.read, self._tree, self._seq
        try:
            leaf = decode(data)
        except NotCanonical as error:
            leaf = self._cannot_read(data, error)
            if not read.whole:
                return
        if not isinstance(leaf, dict) or _misshapen(leaf) or leaf["v"] > NEWEST_VERSION:
            self._misfit(leaf)
            return
        if seq == 0:
            self._open(leaf)
        self._follow(leaf, seq)
        if b"$" in data and _MARK in data:  # the first alone is found much faster
            for path, digest in commitments_in(leaf["body"], "body"):
                read.commitments[seq, path] = digest
        if leaf["kind"] == REDACTED:
            read.redactions.append(Redaction(seq, leaf))
        hashed = leaf_hash(data)
        tree.append(hashed)
        self._prev = b2a_base64(hashed, newline=False).decode()
        self._seq = seq = seq + 1
        if seq in self._wanted:
            read.roots[seq] = tree.root()

    def stop(self, what: str, says: str) -> None:
        """The leaf that comes now cannot be read; so nothing after it can be either."""
        self.read.whole = False
        self._report.fail(3, f"leaf {self.read.tree.size}", what, says)

    def _cannot_read(self, data: bytes, error: NotCanonical) -> Json:
        """Composed form grows with Unicode: what an older table called composed stays so."""
        if error.code != "not_nfc" or not self._unicode_is_newer:
            self.stop(error.code, str(error))
            return None
        self._report.remarks.append(
            f"Leaf {self._seq} holds text that this newer Unicode composes otherwise."
        )
        leaf: Json = json.loads(data)
        return leaf

    def _misfit(self, leaf: Json) -> None:
        """Say why this is not a leaf; a newer version is not for this verifier to judge."""
        if not isinstance(leaf, dict):
            self.stop("shape", "it is not an object")
            return
        version = leaf.get("v")
        if type(version) is int and version > NEWEST_VERSION:
            self.stop("unknown_version", f"it has the version {version}; use a newer verifier")
        else:
            self.stop("shape", str(_misshapen(leaf)))

    def _open(self, leaf: dict[str, Any]) -> None:
        if leaf["kind"] != OPENED:
            self._fail(0, "opening", "the record does not begin with its opening")
        self.read.opening = leaf["body"]
        wrote = leaf["body"].get("unicode")
        self._unicode_is_newer = isinstance(wrote, str) and _version(wrote) < _version(
            unicodedata.unidata_version
        )

    def _follow(self, leaf: dict[str, Any], seq: int) -> None:
        at, wall, kind = leaf["at"], leaf["wall"], leaf["kind"]
        if leaf["seq"] != seq:
            self._fail(seq, "seq", f"it says that it is number {leaf['seq']}")
        elif leaf["prev"] != self._prev:
            self._fail(seq, "prev", f"it does not follow from leaf {seq - 1} as it stands here")
        if at < self._at:
            self._fail(seq, "time", f"it is at {at} ms, after one at {self._at} ms")
        self._at = at
        if wall < self._wall and not self._backwards:
            self._backwards = True
            self._report.remarks.append(f"Wall time runs back at leaf {seq}.")
        self._wall = wall
        if "cmd" in leaf:
            before = self._commands.setdefault(leaf["cmd"], seq)
            if before != seq:
                self._fail(seq, "duplicate_command", f"it repeats the command of leaf {before}")
        if "cause" in leaf and not 0 <= leaf["cause"] < seq:
            self._fail(seq, "cause", f"it is said to follow from leaf {leaf['cause']}")
        if self._closed is not None and kind.partition(".")[0] not in REVIEW_AREAS:
            self._fail(seq, "after_close", f"{kind} stands after the close at leaf {self._closed}")
        if kind == ENDED and self._closed is None:
            self._closed = seq
        if kind == OPENED and seq > 0:
            self._fail(seq, "opening", "the record is opened a second time")

    def _fail(self, seq: int, what: str, says: str) -> None:
        self._report.fail(4, f"leaf {seq}", what, says)


def _misshapen(leaf: dict[str, Any]) -> str | None:
    """What is wrong with the members of a leaf, if anything; types are exact, ``True`` is no 1.

    Ranges were checked when it was read.  This runs for every leaf, so what is right takes the
    short way: a set of members is looked at once, and only a wrong one is looked at closely.
    """
    shape = (*leaf, *map(type, leaf.values()))
    if shape not in _right_shapes:
        fault = _fault_in_shape(leaf)
        if fault is not None:
            return fault
        _right_shapes.add(shape)
    if leaf["at"] < 0 or leaf["v"] < 0 or leaf["wall"] < 0:
        return "its at, v or wall is below nothing"
    if leaf["origin"] not in _ORIGINS:
        return "its origin is none of those that a leaf can have"
    for one in leaf.get("to", ()):
        if type(one) is not str:
            return "its audience is not a list of names"
    return None


def _fault_in_shape(leaf: dict[str, Any]) -> str | None:
    """Whether the members are those of a leaf, and each of its type."""
    odd = sorted((_NEEDED - leaf.keys()) | (leaf.keys() - _TYPES.keys()))
    if odd:
        return f"its members are not those of a leaf: {', '.join(odd)}"
    for name, value in leaf.items():
        if type(value) is not _TYPES[name]:
            return f"its {name} is not what it should be"
    return None


def _version(text: str) -> tuple[int, ...]:
    parts = text.split(".")
    return tuple(int(part) for part in parts if part.isascii() and part.isdigit())
