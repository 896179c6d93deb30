"""Checks 3 and 4: the leaves, read as a stream; on the way the tree grows and facts are kept.

Nothing here knows what a kind of leaf means, with four exceptions that are about the record
itself: the opening, the close, a redaction, and what may follow the close.
"""

from __future__ import annotations

import base64
import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from evidence.canonical import MAX_BYTES, MAX_INTEGER, NotCanonical, decode
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
_NEEDED = frozenset({"at", "body", "kind", "origin", "prev", "seq", "v", "wall"})
_ALLOWED = _NEEDED | {"actor", "cause", "cmd", "role", "to"}
_MARK = f'"{MARK}"'.encode()


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


def check_leaves(data: Buffer, wanted: frozenset[int], report: Report) -> Read:
    """Read every leaf, up to the first that cannot be read.

    Args:
        wanted: Sizes at which the root of the tree is to be kept.
    """
    reader = _Reader(wanted, report)
    view = memoryview(data)
    at, end = 0, len(view)
    while at < end and reader.read.whole:
        start = at + 4
        at = start + int.from_bytes(view[at:start], "big")
        if start > end or at > end:
            reader.stop("framing", "the file is cut short here")
        else:
            reader.take(bytes(view[start : min(at, start + MAX_BYTES + 1)]))
    if not reader.read.tree.size and reader.read.whole:
        reader.stop("framing", "the record is empty")
    return reader.read


class _Reader:
    """Holds each leaf against the one before it."""

    def __init__(self, wanted: frozenset[int], report: Report) -> None:
        self.read = Read()
        self._wanted = wanted
        self._report = report
        self._prev = GENESIS
        self._at = 0
        self._wall = 0
        self._backwards = 0
        self._closed: int | None = None
        self._commands: dict[str, int] = {}
        self._unicode_is_newer = False

    def take(self, data: bytes) -> None:
        """Check the next leaf and let the tree grow by it."""
        read = self.read
        seq = read.tree.size
        leaf = self._decode(data)
        if leaf is None:
            return
        if seq == 0:
            self._open(leaf)
        self._follow(leaf, seq)
        if _MARK in data:
            for path, digest in commitments_in(leaf["body"], "body"):
                read.commitments[seq, path] = digest
        if leaf["kind"] == REDACTED:
            read.redactions.append(Redaction(seq, leaf))
        hashed = leaf_hash(data)
        read.tree.append(hashed)
        self._prev = base64.b64encode(hashed).decode()
        if seq + 1 in self._wanted:
            read.roots[seq + 1] = read.tree.root()

    def stop(self, what: str, says: str) -> None:
        """The leaf that comes now cannot be read; so nothing after it can be either."""
        self.read.whole = False
        self._report.fail(3, f"leaf {self.read.tree.size}", what, says)

    def _decode(self, data: bytes) -> dict[str, Any] | None:
        try:
            leaf = decode(data)
        except NotCanonical as error:
            if error.code != "not_nfc" or not self._unicode_is_newer:
                self.stop(error.code, str(error))
                return None
            # Composed form grows with Unicode: what an older table called composed stays so.
            self._report.remarks.append(
                f"Leaf {self.read.tree.size} holds text that this newer Unicode composes otherwise."
            )
            leaf = json.loads(data)
        if not isinstance(leaf, dict):
            self.stop("shape", "it is not an object")
            return None
        version = leaf.get("v")
        if type(version) is int and version > NEWEST_VERSION:
            self.stop("unknown_version", f"it has the version {version}; use a newer verifier")
            return None
        fault = _misshapen(leaf)
        if fault is not None:
            self.stop("shape", fault)
            return None
        return leaf

    def _open(self, leaf: dict[str, Any]) -> None:
        if leaf["kind"] != OPENED:
            self._fail(0, "opening", "the record does not begin with its opening")
        self.read.opening = leaf["body"]
        wrote = leaf["body"].get("unicode")
        self._unicode_is_newer = isinstance(wrote, str) and _version(wrote) < _version(
            unicodedata.unidata_version
        )

    def _follow(self, leaf: dict[str, Any], seq: int) -> None:
        if leaf["seq"] != seq:
            self._fail(seq, "seq", f"it says that it is number {leaf['seq']}")
        elif leaf["prev"] != self._prev:
            self._fail(seq, "prev", f"it does not follow from leaf {seq - 1} as it stands here")
        at = leaf["at"]
        if at < self._at:
            self._fail(seq, "time", f"it is at {at} ms, after one at {self._at} ms")
        self._at = at
        if leaf["wall"] < self._wall:
            self._backwards += 1
            if self._backwards == 1:
                self._report.remarks.append(f"Wall time runs back at leaf {seq}.")
        self._wall = leaf["wall"]
        command = leaf.get("cmd")
        if command is not None:
            if command in self._commands:
                before = self._commands[command]
                self._fail(seq, "duplicate_command", f"it repeats the command of leaf {before}")
            self._commands[command] = seq
        if "cause" in leaf and leaf["cause"] >= seq:
            self._fail(seq, "cause", f"it is said to follow from leaf {leaf['cause']}")
        kind = leaf["kind"]
        if self._closed is not None and kind.partition(".")[0] not in REVIEW_AREAS:
            self._fail(seq, "after_close", f"{kind} stands after the close at leaf {self._closed}")
        if kind == ENDED and self._closed is None:
            self._closed = seq
        if kind == OPENED and seq > 0:
            self._fail(seq, "opening", "the record is opened a second time")

    def _fail(self, seq: int, what: str, says: str) -> None:
        self._report.fail(4, f"leaf {seq}", what, says)


def _misshapen(leaf: dict[str, Any]) -> str | None:
    """What is wrong with the members of a leaf, if anything; types are exact, ``True`` is no 1."""
    keys = leaf.keys()
    if not (_NEEDED <= keys <= _ALLOWED):
        odd = sorted((_NEEDED - keys) | (keys - _ALLOWED))
        return f"its members are not those of a leaf: {', '.join(odd)}"
    for name in ("at", "seq", "v", "wall"):
        value = leaf[name]
        if type(value) is not int or not 0 <= value <= MAX_INTEGER:
            return f"its {name} is not a count"
    if "cause" in leaf and (type(leaf["cause"]) is not int or leaf["cause"] < 0):
        return "its cause is not a leaf's number"
    for name in ("kind", "prev", "actor", "cmd", "role"):
        if name in leaf and type(leaf[name]) is not str:
            return f"its {name} is not text"
    if type(leaf["body"]) is not dict or not _is_origin(leaf["origin"]):
        return "its body or its origin is not what a leaf has"
    to = leaf.get("to", [""])
    if type(to) is not list or not to or any(type(one) is not str for one in to):
        return "its audience is not a list of names"
    return None


def _is_origin(value: object) -> bool:
    return isinstance(value, str) and value in _ORIGINS


def _version(text: str) -> tuple[int, ...]:
    parts = text.split(".")
    return tuple(int(part) for part in parts if part.isascii() and part.isdigit())
