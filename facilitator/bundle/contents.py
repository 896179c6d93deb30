"""What goes into a bundle: everything that is needed to check one record, and nothing else.

A :class:`Parts` is one record at one head, as data; :func:`assemble` turns it into members and
signs their list.  The forgeries of ``drillroom tamper`` start from the same parts, so a forger
there has all that the key holder has.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from evidence.canonical import Json, encode
from evidence.chain import leaf_hash
from evidence.merkle import Tree
from evidence.verifier.container import LEAVES
from evidence.verifier.heads import HEADS, PROOF, PROVEN
from evidence.verifier.manifest import KEY, MANIFEST
from evidence.verifier.openings import OPENINGS
from facilitator.bundle.archive import write_archive, write_manifest
from facilitator.seal import InstanceKey

GUIDE: Final = "VERIFY.md"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningLine:
    """One line of ``openings.jsonl``."""

    seq: int
    field: str
    salt: str
    value: Json

    def to_bytes(self) -> bytes:
        line: Json = {
            "field": self.field,
            "salt": self.salt,
            "seq": self.seq,
            "value": self.value,
        }
        return encode(line)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """One record at one head.

    Attributes:
        heads: Size to signed note.
        instance_leaf, instance_proof: Its place in the log of the installation.
        openings: All that are disclosed, by leaf and field.
        withheld: How many fields of which name the profile holds back.
        files: Every other member.
    """

    exercise: str
    origin: str
    profile: str
    leaves: tuple[bytes, ...]
    heads: Mapping[int, str]
    instance_leaf: bytes
    instance_proof: str
    openings: tuple[OpeningLine, ...] = ()
    withheld: Mapping[str, int] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def size(self) -> int:
        return len(self.leaves)


def leaves_file(leaves: Sequence[bytes]) -> bytes:
    """``log/leaves.bin``: each leaf after its length."""
    return b"".join(len(leaf).to_bytes(4, "big") + leaf for leaf in leaves)


def openings_file(openings: Sequence[OpeningLine]) -> bytes:
    """``openings.jsonl``: a line for each disclosed field."""
    return b"".join(line.to_bytes() + b"\n" for line in openings)


def tree_of(leaves: Sequence[bytes]) -> Tree:
    return Tree(leaf_hash(leaf) for leaf in leaves)


def head_name(size: int) -> str:
    return f"{HEADS}{size:012}.note"


def members_of(parts: Parts, key: InstanceKey) -> dict[str, bytes]:
    """All members but the manifest."""
    members = dict(parts.files)
    members[KEY] = f"{key.public}\n".encode()
    for size, note in parts.heads.items():
        members[head_name(size)] = note.encode()
    if parts.profile != "public":
        members[LEAVES] = leaves_file(parts.leaves)
        members[OPENINGS] = openings_file(parts.openings)
        members[PROVEN] = parts.instance_leaf
        members[PROOF] = parts.instance_proof.encode()
    return members


def predicate_of(parts: Parts) -> dict[str, Json]:
    """What the signer says the bundle is."""
    return {
        "exercise": parts.exercise,
        "origin": parts.origin,
        "profile": parts.profile,
        "size": parts.size,
        "withheld": dict(parts.withheld),
    }


def assemble(parts: Parts, key: InstanceKey) -> bytes:
    """The bytes of the bundle: the same for the same parts and key, always."""
    return seal_members(members_of(parts, key), predicate_of(parts), key)


def seal_members(
    members: Mapping[str, bytes], predicate: Mapping[str, Json], key: InstanceKey
) -> bytes:
    """Sign the list of these members and lay all of them out."""
    manifest = write_manifest(members, predicate, key)
    return write_archive({**members, MANIFEST: manifest})
