"""Alterations of leaves, with everything after them made to fit."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import Final

from evidence.verifier.container import LEAVES
from facilitator.bundle.contents import leaves_file
from facilitator.tamper.alteration import Alteration, Make
from facilitator.tamper.forger import CannotForge, Forger, Leaf, relinked, written


def _spelled(old: str, new: str) -> Make:
    """One leaf spelled otherwise, everything after it made to fit."""

    def make(forger: Forger) -> bytes:
        leaves = [forger.leaf(seq) for seq in range(len(forger.leaves))]
        head = relinked(leaves[:2])
        odd = written({**leaves[2], "prev": json.loads(relinked(leaves[:3])[2])["prev"]})
        odd = odd.replace(old.encode(), new.encode(), 1)
        return forger.rewritten([*head, odd, *relinked(leaves)[3:]])

    return make


def _edit(seq: int, edit: Callable[[Leaf], None]) -> Make:
    return lambda forger: forger.rewritten(forger.edited(seq, edit))


def _decomposed(leaf: Leaf) -> None:
    leaf["body"]["odd"] = "Zoe\u0308"


def _without(seq: int) -> Make:
    def make(forger: Forger) -> bytes:
        leaves = [forger.leaf(place) for place in range(len(forger.leaves))]
        del leaves[seq]
        return forger.rewritten(relinked(leaves))

    return make


def _swapped(forger: Forger) -> bytes:
    leaves = list(forger.leaves)
    leaves[3], leaves[4] = leaves[4], leaves[3]
    return forger.listed({LEAVES: leaves_file(leaves)})


def _broken_chain(forger: Forger) -> bytes:
    leaf = forger.leaf(5) | {"prev": base64.b64encode(bytes(range(32))).decode()}
    leaves = [*forger.leaves[:5], written(leaf), *forger.leaves[6:]]
    return forger.rewritten(leaves)


def _backwards(forger: Forger) -> bytes:
    later = next((s for s in range(len(forger.leaves)) if forger.leaf(s)["at"] > 0), None)
    if later is None or later + 1 >= len(forger.leaves):
        raise CannotForge("no exercise time has passed in it")
    return forger.rewritten(forger.edited(later + 1, lambda leaf: leaf.update(at=0)))


def _same_command(forger: Forger) -> bytes:
    leaves = forger.edited(1, lambda leaf: leaf.update(cmd="c-1"))
    again = [json.loads(leaf) for leaf in leaves]
    again[2]["cmd"] = "c-1"
    return forger.rewritten(relinked(again))


def _after_close(forger: Forger) -> bytes:
    leaves = [forger.leaf(seq) for seq in range(len(forger.leaves))]
    ended = next((at for at, leaf in enumerate(leaves) if leaf["kind"] == "exercise.ended"), None)
    if ended is None:
        raise CannotForge("play has not ended in it")
    extra = leaves[ended] | {"seq": len(leaves), "kind": "severity.called", "cause": ended}
    return forger.rewritten(relinked([*leaves, extra]))


ALTERED: Final = (
    Alteration(
        "a leaf is spelled with a space",
        "everything",
        3,
        "not_canonical",
        _spelled('"at":', '"at": '),
    ),
    Alteration(
        "a leaf has a number that is none",
        "everything",
        3,
        "nan",
        _spelled('"body":{', '"body":{"x":NaN,'),
    ),
    Alteration(
        "a leaf has a fraction", "everything", 3, "float", _spelled('"body":{', '"body":{"x":1.0,')
    ),
    Alteration(
        "a leaf has a member twice",
        "everything",
        3,
        "duplicate_key",
        _spelled('"at":', '"at":0,"at":'),
    ),
    Alteration(
        "a leaf has text in decomposed form", "everything", 3, "not_nfc", _edit(2, _decomposed)
    ),
    Alteration(
        "a leaf is longer than any may be",
        "everything",
        3,
        "too_long",
        _edit(2, lambda leaf: leaf["body"].update(x="x" * 66_000)),
    ),
    Alteration(
        "a leaf is of a version that nobody knows yet",
        "everything",
        3,
        "unknown_version",
        _edit(2, lambda leaf: leaf.update(v=99)),
    ),
    Alteration(
        "a leaf has a member that no leaf has",
        "everything",
        3,
        "shape",
        _edit(2, lambda leaf: leaf.update(epoch=1)),
    ),
    Alteration("a leaf is taken out", "everything", 4, "seq", _without(5)),
    Alteration(
        "two leaves carry one number",
        "everything",
        4,
        "seq",
        _edit(3, lambda leaf: leaf.update(seq=2)),
    ),
    Alteration("two leaves change places", "manifest", 4, "seq", _swapped),
    Alteration("a leaf follows from something else", "everything", 4, "prev", _broken_chain),
    Alteration("exercise time runs back", "everything", 4, "time", _backwards),
    Alteration("two leaves carry one command", "everything", 4, "duplicate_command", _same_command),
    Alteration(
        "something of play is added after the close", "everything", 4, "after_close", _after_close
    ),
)
