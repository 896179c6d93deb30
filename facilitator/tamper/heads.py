"""Alterations of heads, and those that only somebody outside can see.

Three of them nobody can catch from the bundle alone: an end cut off, a leaf changed and a leaf left
out, each with everything signed anew by whoever holds the key.  One needs the engine.
"""

from __future__ import annotations

import json
from typing import Final

from evidence.canonical import encode
from evidence.verifier.container import LEAVES
from evidence.verifier.heads import PROOF
from facilitator.bundle.contents import head_name, leaves_file, tree_of
from facilitator.tamper.alteration import Alteration
from facilitator.tamper.forger import CannotForge, Forger, Leaf, relinked


def _heads(forger: Forger) -> list[int]:
    return sorted(forger.parts.heads)


def _beyond(forger: Forger) -> bytes:
    return forger.listed({LEAVES: leaves_file(forger.leaves[:-1])})


def _wrong_root(forger: Forger) -> bytes:
    size = _heads(forger)[0]
    note = forger.note(forger.parts.origin, size, bytes(32))
    return forger.listed({head_name(size): note.encode()})


def _foreign(forger: Forger) -> bytes:
    size = _heads(forger)[0]
    root = tree_of(forger.leaves[:size]).root()
    return forger.listed({head_name(size): forger.note("other/record/x", size, root).encode()})


def _other_signer(forger: Forger) -> bytes:
    size = _heads(forger)[0]
    root = tree_of(forger.leaves[:size]).root()
    note = forger.note(forger.parts.origin, size, root, forger.other_key)
    return forger.listed({head_name(size): note.encode()})


def _no_last_head(forger: Forger) -> bytes:
    return forger.listed({head_name(_heads(forger)[-1]): None})


def _cut(forger: Forger) -> bytes:
    _no_openings_after(forger, len(forger.leaves) - 1)
    return forger.rewritten(forger.leaves[:-1])


def _no_openings_after(forger: Forger, size: int) -> None:
    if any(line.seq >= size for line in forger.parts.openings):
        raise CannotForge("its last leaf holds words")


def _rewritten(forger: Forger) -> bytes:
    def edit(leaf: Leaf) -> None:
        leaf["wall"] += 1

    return forger.rewritten(forger.edited(3, edit))


def _untold(forger: Forger) -> bytes:
    """An inconvenient leaf taken out, and everything after it numbered anew."""
    leaves = [forger.leaf(seq) for seq in range(len(forger.leaves))]
    sealed = {line.seq for line in forger.parts.openings}
    causes = {leaf.get("cause") for leaf in leaves}
    free = [s for s in range(len(leaves) - 2, 3, -1) if s not in sealed | causes]
    gone = next((seq for seq in free if all(line < seq for line in sealed)), None)
    if gone is None:
        raise CannotForge("every leaf in it has words or consequences after it")
    del leaves[gone]
    for seq, leaf in enumerate(leaves):
        leaf["seq"] = seq
        if leaf.get("cause", 0) > gone:
            leaf["cause"] -= 1
    return forger.rewritten(relinked(leaves))


def _better_score(forger: Forger) -> bytes:
    card = json.loads(forger.members["scorecard.json"])
    for objective in card["objectives"]:
        objective["rating"] = "P" if objective["rating"] != "P" else "U"
    return forger.listed({"scorecard.json": encode(card)})


ALTERED: Final = (
    Alteration("the last leaf is cut off", "manifest", 5, "checkpoint_beyond_log", _beyond),
    Alteration("a head is signed over another root", "manifest", 5, "root", _wrong_root),
    Alteration("a head of another record is put in", "manifest", 5, "origin", _foreign),
    Alteration("a head is signed with another key", "manifest", 5, "unknown_key", _other_signer),
    Alteration("the last head is taken out", "manifest", 5, "last_checkpoint", _no_last_head),
    Alteration(
        "its place among all records is taken out",
        "manifest",
        6,
        "instance_proof",
        lambda forger: forger.listed({PROOF: None}),
    ),
    Alteration(
        "the end is cut off, and everything signed anew",
        "everything",
        6,
        "receipt_beyond_log",
        _cut,
        "receipt",
    ),
    Alteration(
        "one leaf is changed, and everything signed anew",
        "everything",
        6,
        "split_view",
        _rewritten,
        "receipt",
    ),
    Alteration(
        "one leaf is left out, and everything numbered and signed anew",
        "everything",
        6,
        "receipt_beyond_log",
        _untold,
        "receipt",
    ),
    Alteration(
        "the scorecard is exchanged before it is signed",
        "manifest",
        10,
        "diverged_scorecard",
        _better_score,
        "recomputation",
    ),
)
