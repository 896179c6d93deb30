"""Chains of leaves for the store's tests.  Child processes import this, so it stays light."""

from __future__ import annotations

from evidence.chain import GENESIS, prev_of
from evidence.leaf import Leaf, encode_leaf

EXERCISE = "ex-1"


def a_chain(
    count: int,
    *,
    after: bytes | None = None,
    start: int = 0,
    commands: dict[int, str] | None = None,
) -> list[bytes]:
    """*count* leaves from *start* on, the first of which follows *after*."""
    leaves: list[bytes] = []
    prev = GENESIS if after is None else prev_of(after)
    for seq in range(start, start + count):
        leaf = Leaf(
            seq=seq,
            kind="service.degraded",
            v=1,
            at=seq * 1_000,
            wall=1_800_000_000_000 + seq,
            origin="person",
            to=("team",),
            body={"service": "payments-api", "users": seq, "note": "x" * 100},
            prev=prev,
            cmd=(commands or {}).get(seq),
        )
        leaves.append(encode_leaf(leaf))
        prev = prev_of(leaves[-1])
    return leaves
