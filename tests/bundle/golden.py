"""A small bundle whose every byte is fixed: eight leaves, words open and redacted, an attachment.

It is made from what stands here and a published key, so it can be made anew for ever; its digest
is the promise that the format has not moved.
"""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from evidence.canonical import encode
from evidence.chain import leaf_hash
from evidence.commitments import commit
from evidence.merkle import prove_inclusion
from evidence.notes import Checkpoint, log_origin_of, origin_of
from evidence.proofs import write_proof
from facilitator.bundle import OpeningLine, Parts
from facilitator.bundle.contents import tree_of
from facilitator.seal import InstanceKey
from facilitator.tamper.forger import relinked, written

NAME = "drillroom.example/instance-1"
EXERCISE = "evening-s1-00000000"
KEY = InstanceKey(NAME, Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
PLAN = b'{"plan":"a short one"}'
PHOTO = b"photo of a whiteboard\n"
ENGINE = {"engine": "drillroom 0.1.0", "self_check": "same", "unicode": "14.0.0"}
WORDS = 'Zoë Anders called the vendor; "no ETA".\n'
OPEN_SALT, CLOSED_SALT = bytes([0x13]) * 16, bytes([0x14]) * 16


def _leaves() -> list[bytes]:
    opening = {
        "exercise": EXERCISE,
        "plan": hashlib.sha256(PLAN).hexdigest(),
        "seed": 1,
        **ENGINE,
    }
    said = commit("body.words", WORDS, OPEN_SALT).digest
    gone = commit("body.words", "Call me on 555 0199", CLOSED_SALT).digest
    redaction = {"seq": 4, "field": "body.words", "ground": "erasure", "approvers": ["p-2"]}
    told: list[tuple[str, int, str, dict[str, Any]]] = [
        ("exercise.opened", 0, "shell", opening),
        ("exercise.start", 0, "control", {}),
        ("exercise.started", 0, "world", {"zone": "Europe/Berlin"}),
        ("log.enter", 95_000, "person", {"tag": "fact", "words": {"$c": said}}),
        ("log.enter", 99_000, "person", {"tag": "fact", "words": {"$c": gone}}),
        ("exercise.end", 180_000, "control", {}),
        ("exercise.ended", 180_000, "world", {}),
        ("field.redacted", 180_000, "shell", redaction),
    ]
    leaves = []
    for seq, (kind, at, origin, body) in enumerate(told):
        leaf = {"kind": kind, "at": at, "origin": origin, "body": body, "seq": seq, "v": 1}
        leaf |= {"wall": 1_800_000_000_000 + at, "actor": "p-1", "to": ["control"]}
        leaves.append(leaf)
    return relinked(leaves)


def parts() -> Parts:
    """The golden record, ready to be assembled with :data:`KEY`."""
    leaves = _leaves()
    origin = origin_of(NAME, EXERCISE)
    heads = {}
    for size in (3, 7, 8):
        head = Checkpoint(origin=origin, size=size, root=tree_of(leaves[:size]).root())
        heads[size] = KEY.sign(origin, str(head))
    body = {"exercise": EXERCISE, "size": 8, "root": tree_of(leaves).root().hex()}
    place = {"kind": "exercise.checkpointed", "body": body, "at": 0, "origin": "shell"}
    log = [b"an earlier entry", written({**place, "seq": 1, "v": 1, "wall": 0})]
    log_origin = log_origin_of(NAME)
    log_head = Checkpoint(origin=log_origin, size=2, root=tree_of(log).root())
    hashes = [leaf_hash(one) for one in log]
    note = KEY.sign(log_origin, str(log_head))
    salt = base64.b64encode(OPEN_SALT).decode()
    return Parts(
        exercise=EXERCISE,
        origin=origin,
        profile="full",
        leaves=tuple(leaves),
        heads=heads,
        instance_leaf=log[1],
        instance_proof=write_proof(1, prove_inclusion(1, hashes), note),
        openings=(OpeningLine(seq=3, field="body.words", salt=salt, value=WORDS),),
        files={
            "VERIFY.md": b"See the guide.\n",
            "plan.json": PLAN,
            "engine.json": encode(ENGINE),
            "scorecard.json": b"{}",
            f"blobs/{hashlib.sha256(PHOTO).hexdigest()}": PHOTO,
        },
    )
