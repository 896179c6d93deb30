"""What proof costs: a root after every append, and verifying a long bundle.

The base line of a verification is what cannot be left out: decoding every leaf strictly and hashing
it once.  Both run over the same leaves in the same process, one after the other, several times,
and are measured in processor time: a machine that does something else meanwhile counts for nothing.
"""

import hashlib
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from evidence.canonical import Json, decode, encode
from evidence.chain import GENESIS, leaf_hash, prev_of
from evidence.leaf import Leaf, encode_leaf
from evidence.merkle import Tree
from evidence.notes import Checkpoint, log_origin_of, origin_of
from evidence.proofs import write_proof
from evidence.verifier import Asked, verify_file
from facilitator.bundle import Parts, assemble
from facilitator.seal import InstanceKey

LEAVES = 1_000_000
ROUNDS = 3
EXERCISE = "long-s1-00000000"
PLAN = b"{}"
ENGINE = {"engine": "drillroom", "self_check": "same", "unicode": "14.0.0"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Proved:
    """Ratios of the rounds, smallest first; seconds of the verifications; appends per second."""

    leaves: int
    ratios: Sequence[float]
    verified_s: float
    roots_per_second: float


def measure_proving(count: int = LEAVES) -> Proved:
    """Measure both on *count* leaves of some 400 bytes."""
    key = InstanceKey("bench.example/one", Ed25519PrivateKey.generate())
    leaves = _leaves(count)
    hashes = [leaf_hash(leaf) for leaf in leaves]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "long.zip"
        file.write_bytes(_bundle(leaves, hashes, key))
        rounds = sorted(_round(file, leaves, Asked(key=key.public)) for _ in range(ROUNDS))
    return Proved(
        leaves=count,
        ratios=[ratio for ratio, _ in rounds],
        verified_s=rounds[ROUNDS // 2][1],
        roots_per_second=_roots_per_second(hashes),
    )


def _round(file: Path, leaves: Sequence[bytes], asked: Asked) -> tuple[float, float]:
    start = time.process_time()
    for leaf in leaves:
        decode(leaf)
        hashlib.sha256(leaf).digest()
    bare = time.process_time() - start
    start = time.process_time()
    report = verify_file(file, asked)
    full = time.process_time() - start
    assert report.exit_code == 0, report.failures
    return full / bare, full


def _roots_per_second(hashes: Sequence[bytes]) -> float:
    tree = Tree()
    start = time.process_time()
    for one in hashes:
        tree.append(one)
        tree.root()
    return len(hashes) / (time.process_time() - start)


def _leaves(count: int) -> list[bytes]:
    leaves: list[bytes] = []
    prev = GENESIS
    opening = {"exercise": EXERCISE, "plan": hashlib.sha256(PLAN).hexdigest(), **ENGINE}
    for seq in range(count):
        leaf = Leaf(
            seq=seq,
            kind="service.degraded" if seq else "exercise.opened",
            v=1,
            at=seq * 100,
            wall=1_800_000_000_000 + seq * 100,
            origin="world",
            actor="p-1",
            to=("team",),
            body=_body(seq) if seq else opening,
            prev=prev,
        )
        data = encode_leaf(leaf)
        prev = prev_of(data)
        leaves.append(data)
    return leaves


def _body(seq: int) -> dict[str, str | int]:
    return {"service": "payments-api", "users": seq, "note": "slow to answer " * 10}


def _bundle(leaves: Sequence[bytes], hashes: Sequence[bytes], key: InstanceKey) -> bytes:
    origin, log = origin_of(key.name, EXERCISE), log_origin_of(key.name)
    root = Tree(hashes).root()
    head = Checkpoint(origin=origin, size=len(leaves), root=root)
    body: Json = {"exercise": EXERCISE, "size": len(leaves), "root": root.hex()}
    place = encode({"kind": "exercise.checkpointed", "body": body})
    log_head = Checkpoint(origin=log, size=1, root=Tree([leaf_hash(place)]).root())
    parts = Parts(
        exercise=EXERCISE,
        origin=origin,
        profile="full",
        leaves=tuple(leaves),
        heads={len(leaves): key.sign(origin, str(head))},
        instance_leaf=place,
        instance_proof=write_proof(0, (), key.sign(log, str(log_head))),
        files={"plan.json": PLAN, "engine.json": encode(ENGINE)},
    )
    return assemble(parts, key)
