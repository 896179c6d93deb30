"""The notary of one exercise: answers every append with a receipt, and signs heads when due.

Rules:

1. A head is due after StartEx, every hold, every change of pace (a phase is one), going by hand,
   EndEx and every sign-off, and whenever ten minutes of wall time have passed since the last one.
   So where heads stand follows from the leaves, not from how they were batched.
2. Before anything is signed, the leaves since the last head are read again from the disk and
   compared with what was handed in; at EndEx, all of them.  A head over a leaf that the disk
   does not hold would break the proof for good.
3. Every head is a leaf of the instance log, whose own head is signed with it.
4. What a crash left unsigned is signed when the exercise is taken up again.
5. Following takes memory only and never waits; signing reads and writes the disk.  So a room
   follows in its own task, and lets another thread sign.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import msgspec

from evidence.chain import leaf_hash
from evidence.instance_log import ExerciseSealed, InstanceEntry
from evidence.merkle import Tree
from evidence.notes import Checkpoint, log_origin_of, origin_of
from evidence.receipts import Receipt
from facilitator.seal.keys import InstanceKey, instance_key
from facilitator.store import Head, NotAsWritten, OutOfSequence, Store

SIGN_EVERY_WALL_MS: Final = 600_000
"""What a key holder could still rewrite unseen by the instance log is never more than this."""

_ENDED: Final = "exercise.ended"
_DUE: Final = frozenset(
    {
        "exercise.started",
        "exercise.held",
        "exercise.pace-set",
        "exercise.went-by-hand",
        _ENDED,
        "signoff.given",
    }
)


class _Said(msgspec.Struct, frozen=True, gc=False):
    """The members of a leaf by which it is followed, and a head is due."""

    seq: int
    kind: str
    wall: int


_read = msgspec.json.Decoder(_Said).decode


@dataclass(frozen=True, slots=True)
class _Due:
    size: int
    root: bytes
    wall: int
    seals: bool


class Notary:
    """Follows one record, leaf by leaf, from its first or on from where it ended.

    One thread follows; any other may sign meanwhile.
    """

    def __init__(self, store: Store, exercise: str) -> None:
        """Read what is stored, hold it against the heads signed so far, and sign what is missing.

        Raises:
            NotAsWritten: The record does not lead to a head that was signed.
            KeyProblem: The signing key cannot be used.
        """
        self._store = store
        self._exercise = exercise
        self._key = instance_key(store.folder)
        self._origin = origin_of(self._key.name, exercise)
        self._tree = Tree()
        self._hashes: list[bytes] = []
        self._root = self._tree.root()
        self._closing: Receipt | None = None
        self._signed = 0
        self._due: list[_Due] = []
        self._due_wall = 0
        """When the last head was due, signed or not: the ten minutes count from there."""
        self._state = threading.Lock()  # held for as long as following takes, never for the disk
        self._signing = threading.Lock()
        self._resume()

    @property
    def receipt(self) -> Receipt:
        """Size and root as they are now."""
        return Receipt(origin=self._origin, size=self._tree.size, root=self._root)

    @property
    def closing(self) -> Receipt | None:
        """Size and root at EndEx, which are read aloud and written down; ``None`` before."""
        return self._closing

    @property
    def has_due(self) -> bool:
        """Whether a head is waiting to be signed."""
        return bool(self._due)

    def follow(self, leaves: Sequence[bytes]) -> Receipt:
        """Follow leaves that are durable now, and give the receipt.

        Call it after every append, with all its leaves in order, before anything is shown; after
        it, :meth:`sign_due` soon if :attr:`has_due`.

        Raises:
            OutOfSequence: Leaves before these are missing: their append was reported as failed.
                Nothing was followed; hand those in first, then these again.
        """
        with self._state:
            if leaves and _read(leaves[0]).seq != self._tree.size:
                raise OutOfSequence(
                    f"Leaf {self._tree.size} of {self._exercise} has not been witnessed yet."
                )
            self._due += self._follow(leaves)
            return self.receipt

    def sign_due(self) -> None:
        """Sign every head that is due.

        Raises:
            NotAsWritten: The disk holds something else; nothing was signed.
            StoreFailed: The head could not be kept, or the record not be read.  The next call
                signs it.
        """
        with self._signing:
            self._sign_due()

    def appended(self, leaves: Sequence[bytes]) -> Receipt:
        """Follow and sign in one, for a caller who may wait: see :meth:`follow`."""
        receipt = self.follow(leaves)
        self.sign_due()
        return receipt

    def silent(self, *, wall: int) -> None:
        """Sign once more when ten minutes have passed without a head: silence is proven too.

        Call it now and then while nothing is appended; *wall* is UTC in milliseconds since 1970.
        """
        if wall - self._due_wall >= SIGN_EVERY_WALL_MS:
            self.sign_now(wall=wall)
        else:
            self.sign_due()

    def sign_now(self, *, wall: int) -> Head:
        """Sign the head as it is, whether due or not: for a draft bundle."""
        with self._signing:
            with self._state:
                if not self._due or self._due[-1].size < self._tree.size:
                    self._due.append(_Due(self._tree.size, self._root, wall, seals=False))
                    self._due_wall = wall
            return self._sign_due()[-1]

    def changed_leaf(self) -> int | None:
        """The first leaf on the disk that is not what was handed in; ``None`` if all are.

        Unlike any check of the stored record alone this cannot be deceived by somebody who also
        rewrote every hash after the change.
        """
        return self._changed(0, len(self._hashes))

    def _resume(self) -> None:
        signed = {head.size: head for head in self._store.heads(self._exercise)}
        newest = max(signed, default=0)
        due = self._follow(self._store.leaves(self._exercise), signed)
        if newest > self._tree.size:
            raise NotAsWritten(
                f"The record of {self._exercise} has {self._tree.size} leaves, but a head over "
                f"{newest} was signed: leaf {self._tree.size} and what followed are missing."
            )
        self._signed = newest
        self._due += [one for one in due if one.size > newest]
        if not self._sign_due():  # at the least, the entry that says that it was opened
            self._store.keep_heads(self._exercise, (), sign=log_signer(self._key))

    def _follow(self, leaves: Iterable[bytes], signed: dict[int, Head] | None = None) -> list[_Due]:
        due: list[_Due] = []
        last_wall = self._due_wall
        for leaf in leaves:
            said = _read(leaf)
            hashed = leaf_hash(leaf)
            self._tree.append(hashed)
            self._hashes.append(hashed)
            size = self._tree.size
            if signed and size in signed:
                self._hold_against(signed[size])
                last_wall = signed[size].wall
            if size == 1:
                last_wall = said.wall  # the ten minutes count from the opening
            elif said.kind in _DUE or said.wall - last_wall >= SIGN_EVERY_WALL_MS:
                seals = said.kind == _ENDED
                if seals:
                    self._closing = Receipt(origin=self._origin, size=size, root=self._tree.root())
                due.append(_Due(size, self._tree.root(), said.wall, seals))
                last_wall = said.wall
        self._due_wall = last_wall
        self._root = self._tree.root()
        return due

    def _hold_against(self, head: Head) -> None:
        if head.root != self._tree.root():
            raise NotAsWritten(
                f"The record of {self._exercise} does not lead to the head that was signed at "
                f"{head.size} leaves: one of the leaves before it is not what was written."
            )

    def _sign_due(self) -> list[Head]:
        due = tuple(self._due)
        if not due:
            return []
        start = 0 if any(one.seals for one in due) else self._signed
        changed = self._changed(start, due[-1].size)
        if changed is not None:
            raise NotAsWritten(f"Leaf {changed} of {self._exercise} is not what was written.")
        heads = [self._head(one) for one in due]
        sealed = [self._sealed(one) for one in due if one.seals]
        self._store.keep_heads(self._exercise, heads, also=sealed, sign=log_signer(self._key))
        self._signed = due[-1].size
        with self._state:
            del self._due[: len(due)]
        return heads

    def _head(self, due: _Due) -> Head:
        head = Checkpoint(origin=self._origin, size=due.size, root=due.root)
        note = self._key.sign(self._origin, str(head))
        return Head(size=due.size, root=due.root, wall=due.wall, note=note)

    def _sealed(self, due: _Due) -> tuple[InstanceEntry, int]:
        head = self._hashes[due.size - 1].hex()
        return ExerciseSealed(exercise=self._exercise, size=due.size, head=head), due.wall

    def _changed(self, start: int, end: int) -> int | None:
        stored = self._store.leaves(self._exercise, start=start)
        seq = start
        for hashed, leaf in zip(self._hashes[start:end], stored, strict=False):
            if leaf_hash(leaf) != hashed:
                return seq
            seq += 1
        return seq if seq < end else None


def note(store: Store, entry: InstanceEntry, *, wall: int) -> None:
    """Add an entry to the instance log and sign the log, in one transaction.

    Raises:
        NotAsWritten: The log has been changed since it was signed last.
        StoreFailed: The entry is not in the log.
    """
    sign = log_signer(instance_key(store.folder))
    store.keep_heads("", (), also=((entry, wall),), sign=sign)


def log_signer(key: InstanceKey) -> Callable[[int, bytes], str]:
    """What signs the instance log."""
    origin = log_origin_of(key.name)

    def sign(size: int, root: bytes) -> str:
        return key.sign(origin, str(Checkpoint(origin=origin, size=size, root=root)))

    return sign
