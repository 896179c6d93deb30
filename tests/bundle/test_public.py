"""The public profile: the shape of a record without its leaves, held against the same heads."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import pytest

from evidence.canonical import encode
from evidence.chain import leaf_hash
from evidence.receipts import Receipt
from evidence.verifier import Asked, Kept, Report, verify
from evidence.verifier.container import LEAVES
from evidence.verifier.heads import PROOF, PROVEN
from evidence.verifier.openings import OPENINGS
from evidence.verifier.public import FACTS, HASHES
from facilitator.bundle.contents import Parts, members_of, predicate_of, seal_members, tree_of
from tests.bundle import golden

RECORD = golden.parts()
SHOWN = ("at", "cause", "kind", "origin", "seq", "v")


def a_fact(seq: int, /, **more: Any) -> dict[str, Any]:
    leaf = json.loads(RECORD.leaves[seq])
    return {name: leaf[name] for name in SHOWN if name in leaf} | more


def facts() -> bytes:
    return b"".join(encode(a_fact(seq)) + b"\n" for seq in range(RECORD.size))


def public(files: Mapping[str, bytes | None] = MappingProxyType({})) -> bytes:
    """The golden record as the public may see it, with files exchanged or (``None``) taken out."""
    hashes = b"".join(leaf_hash(leaf) for leaf in RECORD.leaves)
    own = {HASHES: hashes, FACTS: facts(), "scorecard.json": b"{}", **files}
    kept = {name: data for name, data in own.items() if data is not None}
    parts: Parts = replace(RECORD, profile="public", withheld={}, files=kept)
    members = members_of(parts, golden.KEY) | kept
    return seal_members(members, predicate_of(parts), golden.KEY)


def checked(bundle: bytes, *kept: Kept) -> Report:
    return verify(bundle, Asked(key=golden.KEY.public, kept=kept))


def found(bundle: bytes) -> list[tuple[int, str, str]]:
    return [(one.check, one.where, one.what) for one in checked(bundle).failures]


def test_a_public_bundle_is_checked_against_its_heads_and_says_what_rests_on_the_signer() -> None:
    report = checked(public())

    assert (report.exit_code, report.size, report.profile) == (0, 8, "public")
    assert report.remarks == [
        "The public profile holds hashes in place of leaves: heads and receipts can be checked, "
        "what log/facts.jsonl and the scorecard say is the signer's word."
    ]


@pytest.mark.parametrize("size", range(1, 9))
def test_a_receipt_of_any_size_is_held_against_the_hashes(size: int) -> None:
    root = tree_of(RECORD.leaves[:size]).root()
    good = Receipt(origin=RECORD.origin, size=size, root=root)

    assert checked(public(), Kept("mine", good)).outside == size
    assert checked(public(), Kept("mine", good.without_size())).outside == size
    bad = checked(public(), Kept("mine", replace(good, root=bytes(32))))
    assert [one.what for one in bad.failures] == ["split_view"]


@pytest.mark.parametrize("cut", [1, 31, 32 * 8])
def test_hashes_that_are_cut_short_or_gone_are_found(cut: int) -> None:
    hashes = b"".join(leaf_hash(leaf) for leaf in RECORD.leaves)

    cut_short = b"" if cut == len(hashes) else hashes[:-cut]
    for files in ({HASHES: cut_short}, {HASHES: None}):
        assert found(public(files)) == [(3, HASHES, "framing")]


def test_a_hash_in_place_of_another_is_found_at_the_heads() -> None:
    hashes = b"".join(leaf_hash(leaf) for leaf in (*RECORD.leaves[:-1], b"another"))

    assert [(check, what) for check, _, what in found(public({HASHES: hashes}))] == [(5, "root")]


@pytest.mark.parametrize("name", [LEAVES, OPENINGS, PROVEN])
def test_what_only_some_may_see_is_not_in_a_public_bundle(name: str) -> None:
    assert (3, name, "profile") in found(public({name: b"x"}))


def test_the_place_in_the_log_of_the_installation_may_be_shown() -> None:
    assert not [one for one in found(public({PROOF: b"x"})) if one[2] == "profile"]


def lined(*lines: dict[str, Any]) -> bytes:
    return b"".join(encode(one) + b"\n" for one in lines)


@pytest.mark.parametrize(
    ("data", "failure"),
    [
        (lined(*(a_fact(seq) for seq in range(7))), (4, FACTS, "seq")),
        (lined(*(a_fact(seq) for seq in range(8)), a_fact(7, seq=8)), (4, FACTS, "seq")),
        (facts() + b"\n", (4, FACTS, "seq")),
        (facts().replace(b'"control"', b"control"), (3, f"{FACTS}, line 2", "syntax")),
        (facts()[:-1].replace(b'"seq":7', b'"seq":8'), (3, f"{FACTS}, line 8", "shape")),
        (facts().replace(b'"seq":0', b'"seq":true'), (3, f"{FACTS}, line 1", "shape")),
        (facts().replace(b'"seq":1', b'"seq":"1"'), (3, f"{FACTS}, line 2", "shape")),
        (lined(a_fact(0, actor="p-1"), *(a_fact(seq) for seq in range(1, 8))),
         (3, f"{FACTS}, line 1", "shape")),
        (lined(a_fact(0, wall=1), *(a_fact(seq) for seq in range(1, 8))),
         (3, f"{FACTS}, line 1", "shape")),
        (b"[]\n" + facts().partition(b"\n")[2], (3, f"{FACTS}, line 1", "shape")),
        (lined({"kind": "x"}, *(a_fact(seq) for seq in range(1, 8))),
         (3, f"{FACTS}, line 1", "shape")),
    ],
)  # fmt: skip
def test_facts_are_one_for_each_leaf_and_say_neither_who_nor_when(
    data: bytes, failure: tuple[int, str, str]
) -> None:
    assert failure in found(public({FACTS: data}))


def test_the_first_line_that_is_no_fact_is_named_and_no_other() -> None:
    broken = lined(*(a_fact(seq, actor="p") for seq in range(8)))

    assert found(public({FACTS: broken})) == [(3, f"{FACTS}, line 1", "shape")]


@pytest.mark.parametrize("name", SHOWN)
def test_a_fact_may_hold_what_anybody_may_see(name: str) -> None:
    more = a_fact(3, **{name: json.loads(RECORD.leaves[3]).get(name, 2)})
    lines = [a_fact(seq) for seq in range(8)]
    lines[3] = more

    assert found(public({FACTS: lined(*lines)})) == []
