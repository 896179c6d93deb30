"""A forger who holds everything: the record, and the signing key.

The key of the real installation is not here.  So the whole bundle is first signed anew with a
throw-away key under the installation's name, and *that* key is the pinned one: from then on the
forger has what the people have who run the server.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeAlias

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from evidence.canonical import Json, decode, encode
from evidence.chain import GENESIS, leaf_hash, prev_of
from evidence.merkle import prove_inclusion
from evidence.notes import Checkpoint, log_origin_of, origin_of
from evidence.proofs import write_proof
from evidence.receipts import Receipt
from evidence.verifier.container import LEAVES, Buffer, read_container
from evidence.verifier.heads import HEADS, PROOF, PROVEN
from evidence.verifier.manifest import KEY, MANIFEST
from evidence.verifier.openings import OPENINGS
from facilitator.bundle.archive import Raw, lay_out, plain, write_manifest
from facilitator.bundle.contents import (
    OpeningLine,
    Parts,
    members_of,
    predicate_of,
    seal_members,
    tree_of,
)
from facilitator.bundle.reading import split
from facilitator.seal import InstanceKey

Members: TypeAlias = dict[str, bytes]
Leaf: TypeAlias = dict[str, Any]


class CannotForge(Exception):
    """The bundle has nothing of the kind that this alteration alters; says what is missing."""


class Forger:
    """One bundle, taken apart, and the means to put it together again as one likes."""

    def __init__(self, bundle: Buffer) -> None:
        found = {name: bytes(data) for name, data in read_container(bundle).items()}
        if LEAVES not in found:
            raise CannotForge("this is a public bundle; take a full one")
        seed = hashlib.sha256(b"throw-away" + found[MANIFEST]).digest()
        name = found[KEY].decode().partition("+")[0]
        self.key = InstanceKey(name, Ed25519PrivateKey.from_private_bytes(seed))
        self.other_key = InstanceKey(name, Ed25519PrivateKey.from_private_bytes(seed[::-1]))
        self.leaves = tuple(split(found[LEAVES]))
        self.parts = self._parts(found)
        self.members = members_of(self.parts, self.key)

    @property
    def receipt(self) -> Receipt:
        """What somebody outside kept of the honest record at its end."""
        root = tree_of(self.leaves).root()
        return Receipt(origin=self.parts.origin, size=len(self.leaves), root=root)

    def honest(self) -> bytes:
        """The bundle as it was, under the throw-away key."""
        return seal_members(self.members, predicate_of(self.parts), self.key)

    # --- nothing is remade

    def altered(self, change: Callable[[list[Raw]], None]) -> list[Raw]:
        """The honest bundle's members as they lie in the file, after a change."""
        raws = [plain(name, data) for name, data in sorted(self.signed().items())]
        change(raws)
        return raws

    def signed(self) -> Members:
        """All members, manifest and all."""
        manifest = write_manifest(self.members, predicate_of(self.parts), self.key)
        return {**self.members, MANIFEST: manifest}

    def with_file(self, name: str, data: bytes) -> bytes:
        """One file exchanged or added, and nobody signed for it."""
        members = self.signed() | {name: data}
        return lay_out([plain(one, members[one]) for one in sorted(members)])

    # --- the manifest is remade

    def listed(self, changes: Mapping[str, bytes | None]) -> bytes:
        """Files exchanged, added or (``None``) taken out, and the list signed anew."""
        members = {**self.members, **{n: d for n, d in changes.items() if d is not None}}
        for name, data in changes.items():
            if data is None:
                del members[name]
        return seal_members(members, predicate_of(self.parts), self.key)

    # --- everything is remade

    def rewritten(
        self,
        leaves: Sequence[bytes],
        *,
        key: InstanceKey | None = None,
        openings: Sequence[OpeningLine] | None = None,
    ) -> bytes:
        """Other leaves, and every head, the proof and the list signed anew over them."""
        key = key or self.key
        parts = self._sealed(leaves, key)
        if openings is not None:
            parts = replace(parts, openings=tuple(openings))
        return seal_members(members_of(parts, key), predicate_of(parts), key)

    def edited(self, seq: int, edit: Callable[[Leaf], None]) -> list[bytes]:
        """The leaves after an edit of one, with every later ``prev`` made to fit."""
        leaves = [self.leaf(place) for place in range(len(self.leaves))]
        edit(leaves[seq])
        return relinked(leaves)

    def leaf(self, seq: int) -> Leaf:
        """One leaf as data."""
        found = json.loads(self.leaves[seq])
        assert isinstance(found, dict)
        return found

    def note(self, origin: str, size: int, root: bytes, key: InstanceKey | None = None) -> str:
        """A signed head, over whatever one likes."""
        head = Checkpoint(origin=origin, size=size, root=root)
        return (key or self.key).sign(origin, str(head))

    def sealed_place(self) -> tuple[int, str]:
        """The first sealed field that is open in this bundle."""
        if not self.parts.openings:
            raise CannotForge("nobody typed anything in this exercise")
        return self.parts.openings[0].seq, self.parts.openings[0].field

    def _parts(self, found: Members) -> Parts:
        manifest = json.loads(found[MANIFEST])
        claims = json.loads(base64.b64decode(manifest["payload"]))["predicate"]
        own = (MANIFEST, KEY, LEAVES, OPENINGS, PROOF, PROVEN)
        heads = {int(name[len(HEADS) : -5]): "" for name in found if name.startswith(HEADS)}
        base = Parts(
            exercise=claims["exercise"],
            origin=origin_of(self.key.name, claims["exercise"]),
            profile=claims["profile"],
            leaves=self.leaves,
            heads=heads,
            instance_leaf=found[PROVEN],
            instance_proof="",
            openings=tuple(_line(line) for line in found[OPENINGS].split(b"\n") if line),
            withheld=claims["withheld"],
            files={n: d for n, d in found.items() if n not in own and not n.startswith(HEADS)},
        )
        self.parts = base
        return self._sealed(self.leaves, self.key)

    def _sealed(self, leaves: Sequence[bytes], key: InstanceKey) -> Parts:
        """The parts over these leaves, with all heads up to their end, and a log of one leaf."""
        size = len(leaves)
        sizes = sorted({one for one in self.parts.heads if one <= size} | {size})
        heads = {
            one: self.note(self.parts.origin, one, tree_of(leaves[:one]).root(), key)
            for one in sizes
        }
        said = decode(self.parts.instance_leaf)
        assert isinstance(said, dict)
        root = tree_of(leaves).root().hex()
        body: Json = {"exercise": self.parts.exercise, "size": size, "root": root}
        place = encode({**said, "body": body})
        hashes = [leaf_hash(place)]
        log = log_origin_of(key.name)
        note = self.note(log, 1, tree_of([place]).root(), key)
        return replace(
            self.parts,
            leaves=tuple(leaves),
            heads=heads,
            instance_leaf=place,
            instance_proof=write_proof(0, prove_inclusion(0, hashes), note),
        )


def relinked(leaves: Sequence[Leaf]) -> list[bytes]:
    """Leaves as bytes, each chained to the one before it."""
    chained: list[bytes] = []
    for leaf in leaves:
        leaf["prev"] = prev_of(chained[-1]) if chained else GENESIS
        chained.append(written(leaf))
    return chained


def written(leaf: Leaf) -> bytes:
    """A leaf's bytes, without asking whether they are canonical."""
    return json.dumps(leaf, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _line(line: bytes) -> OpeningLine:
    read = json.loads(line)
    return OpeningLine(seq=read["seq"], field=read["field"], salt=read["salt"], value=read["value"])
