"""Alterations of what people typed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from evidence.verifier.openings import OPENINGS
from facilitator.bundle.contents import openings_file
from facilitator.tamper.alteration import Alteration, Make
from facilitator.tamper.forger import Forger, Leaf, relinked


def _opening(change: Callable[[Forger], bytes]) -> Make:
    def make(forger: Forger) -> bytes:
        forger.sealed_place()
        return forger.listed({OPENINGS: change(forger)})

    return make


def _other_words(forger: Forger) -> bytes:
    first, *rest = forger.parts.openings
    return openings_file([replace(first, value=f"{first.value}."), *rest])


def _no_words(forger: Forger) -> bytes:
    return openings_file(forger.parts.openings[1:])


def _redaction(forger: Forger, **members: object) -> bytes:
    seq, field = forger.sealed_place()
    leaves = [forger.leaf(place) for place in range(len(forger.leaves))]
    body = {"seq": seq, "field": field, "ground": "erasure", "approvers": ["p-2"]}
    leaf: Leaf = {
        "kind": "field.redacted",
        "v": 1,
        "origin": "control",
        "actor": "p-1",
        "to": ["control"],
        "seq": len(leaves),
        "at": leaves[-1]["at"],
        "wall": leaves[-1]["wall"],
        "body": body,
        **members,
    }
    opened = [one for one in forger.parts.openings if (one.seq, one.field) != (seq, field)]
    keep = members.get("keep", False)
    leaf.pop("keep", None)
    openings = forger.parts.openings if keep else opened
    return forger.rewritten(relinked([*leaves, leaf]), openings=openings)


def _by_one(forger: Forger) -> bytes:
    seq, field = forger.sealed_place()
    body = {"seq": seq, "field": field, "ground": "erasure", "approvers": ["p-1"]}
    return _redaction(forger, body=body)


def _by_a_player(forger: Forger) -> bytes:
    return _redaction(forger, origin="person", role="lead")


def _still_open(forger: Forger) -> bytes:
    return _redaction(forger, keep=True)


def _same_salt(forger: Forger) -> bytes:
    seq, field = forger.sealed_place()
    member = field.removeprefix("body.")
    sealed = forger.leaf(seq)["body"][member]
    extra = forger.leaf(seq) | {"seq": len(forger.leaves), "kind": "evaluator.observe"}
    extra = extra | {"at": forger.leaf(-1)["at"], "wall": forger.leaf(-1)["wall"]}
    extra = {key: value for key, value in extra.items() if key not in ("cmd", "cause")}
    extra["body"] = {member: sealed}
    leaves = [forger.leaf(place) for place in range(len(forger.leaves))]
    first = next(line for line in forger.parts.openings if line.seq == seq)
    openings = [*forger.parts.openings, replace(first, seq=len(leaves))]
    return forger.rewritten(relinked([*leaves, extra]), openings=openings)


ALTERED: Final = (
    Alteration("what somebody typed is changed", "manifest", 8, "opening", _opening(_other_words)),
    Alteration(
        "what somebody typed is taken out",
        "manifest",
        8,
        "unexplained_redaction",
        _opening(_no_words),
    ),
    Alteration(
        "words are redacted by one person alone", "everything", 8, "redaction_authority", _by_one
    ),
    Alteration(
        "words are redacted by somebody who plays",
        "everything",
        8,
        "redaction_authority",
        _by_a_player,
    ),
    Alteration(
        "redacted words are still there", "everything", 8, "opening_of_redacted", _still_open
    ),
    Alteration("one salt is used twice", "everything", 8, "commitment_reused", _same_salt),
)
