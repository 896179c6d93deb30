"""What the tests of single checks share: the golden bundle, a witness, and what was found."""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from evidence.notes import COSIGNATURE, VerifierKey
from evidence.receipts import Receipt
from evidence.verifier import Asked, Kept, Report, verify
from facilitator.bundle import assemble
from facilitator.tamper import ALTERATIONS, Forger
from facilitator.tamper.forger import Leaf
from tests.bundle import golden

GOLDEN = assemble(golden.parts(), golden.KEY)
PINNED = Asked(key=golden.KEY.public)
WITNESS_KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32, 64)))
WITNESS = VerifierKey("witness.example/a", COSIGNATURE, WITNESS_KEY.public_key().public_bytes_raw())
TAMPERED = [one for one in ALTERATIONS if one.needs != "recomputation" and "report" not in one.says]
"""The golden bundle, which stays as it is for ever, has no report in it."""


def codes(report: Report) -> list[tuple[int, str]]:
    return [(one.check, one.what) for one in report.failures]


def found(forger: Forger, data: bytes, *receipts: Receipt) -> list[tuple[int, str]]:
    kept = tuple(Kept("receipt", one) for one in receipts)
    return codes(verify(data, Asked(key=forger.key.public, kept=kept)))


def rewritten(forger: Forger, seq: int, **members: object) -> list[tuple[int, str]]:
    def edit(leaf: Leaf) -> None:
        for name, value in members.items():
            if value is None:
                leaf.pop(name, None)
            else:
                leaf[name] = value

    return found(forger, forger.rewritten(forger.edited(seq, edit)))
