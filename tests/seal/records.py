"""Small records for the notary, and the hand of somebody who owns the database file."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path

from evidence.chain import GENESIS, leaf_hash, prev_of
from evidence.leaf import Leaf, encode_leaf
from evidence.merkle import root_of
from facilitator.store import Store

EXERCISE = "restore-s7-00000000"
MINUTE = 60_000
START = 1_800_000_000_000


def some_leaves(
    kinds: Sequence[str], *, every: int = 1_000, after: bytes | None = None, start: int = 0
) -> list[bytes]:
    """One leaf of each kind, *every* so many milliseconds of wall time."""
    leaves: list[bytes] = []
    prev = GENESIS if after is None else prev_of(after)
    for seq, kind in enumerate(kinds, start=start):
        leaf = Leaf(
            seq=seq,
            kind=kind,
            v=1,
            at=seq * every,
            wall=START + seq * every,
            origin="world",
            body={"note": f"number {seq}"},
            prev=prev,
        )
        leaves.append(encode_leaf(leaf))
        prev = prev_of(leaves[-1])
    return leaves


def root(leaves: Sequence[bytes]) -> bytes:
    return root_of([leaf_hash(leaf) for leaf in leaves])


def opened(path: Path) -> Store:
    """A new store with one exercise open."""
    store = Store.open(path)
    store.open_exercise(EXERCISE, plan=b'{"plan":1}', run="practice", wall=START)
    return store


class Intruder:
    """Somebody with the database file and enough SQL: triggers hold nobody who can drop them."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None)
        for (name,) in self._connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            self._connection.execute(f"DROP TRIGGER {name}")

    def run(self, statement: str, *values: object) -> None:
        self._connection.execute(statement, values)

    def leaf(self, seq: int) -> bytes:
        found: bytes = self._connection.execute(
            "SELECT leaf FROM event WHERE seq = ?", (seq,)
        ).fetchone()[0]
        return found

    def change_leaf(self, seq: int, old: str, new: str) -> None:
        """Rewrite one leaf and the hash beside it, and nothing after it."""
        before = self.leaf(seq)
        changed = before.replace(old.encode(), new.encode())
        assert changed != before
        self.run(
            "UPDATE event SET leaf = ?, leaf_hash = ? WHERE seq = ?",
            changed,
            leaf_hash(changed),
            seq,
        )

    def rewrite_from(self, seq: int, old: str, new: str) -> None:
        """Rewrite one leaf and every ``prev`` and hash after it: the chain is whole again."""
        self.change_leaf(seq, old, new)
        prev = prev_of(self.leaf(seq))
        rows = self._connection.execute(
            "SELECT seq, leaf FROM event WHERE seq > ? ORDER BY seq", (seq,)
        ).fetchall()
        for later, leaf in rows:
            at = leaf.index(b'"prev":"') + len(b'"prev":"')
            changed = leaf[:at] + prev.encode() + leaf[at + 44 :]
            self.run(
                "UPDATE event SET leaf = ?, leaf_hash = ? WHERE seq = ?",
                changed,
                leaf_hash(changed),
                later,
            )
            prev = prev_of(changed)

    def close(self) -> None:
        self._connection.close()
