"""A witness cosigns a head only if it contains the one before; cosigners may be post-quantum."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from evidence.merkle import EMPTY_ROOT
from evidence.notes import (
    ML_DSA_44,
    BadNote,
    Checkpoint,
    cosign,
    open_note,
    parse_checkpoint,
    parse_key,
    sign_note,
)
from evidence.witness import Answer, decide

VECTORS: dict[str, Any] = json.loads(
    (Path(__file__).parent / "vectors" / "witness.json").read_text()
)
KEYS = VECTORS["keys"]
RECORD = parse_key(KEYS["instance"]["record_vkey"])
POST_QUANTUM = parse_key(VECTORS["mldsa44"]["vkey"])
FIRST: str = VECTORS["witness"]["first"]["request"]
UPDATE: str = VECTORS["witness"]["update"]["request"]
OLD, *PROOF = UPDATE.partition("\n\n")[0].split("\n")
NOTE = UPDATE.partition("\n\n")[2]
AT_FIVE = parse_checkpoint(FIRST.partition("\n\n")[2].partition("\n\n")[0] + "\n")


def private(name: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(KEYS[name]["seed_hex"]))


def answered(request: str, last: Checkpoint | None = AT_FIVE) -> Answer:
    seen = {} if last is None else {last.origin: last}
    return decide(request.encode(), logs=[RECORD], seen=seen)


def asked(old: int, note: str, proof: list[str]) -> str:
    return "\n".join((f"old {old}", *proof)) + "\n\n" + note


def signed(size: int, root: bytes) -> str:
    text = str(Checkpoint(origin=RECORD.name, size=size, root=root))
    return sign_note(text, private("instance"), RECORD.name)


def test_the_first_head_and_one_that_contains_it_are_cosigned() -> None:
    first, update = answered(FIRST, None), answered(UPDATE)

    assert (first.status, first.head) == (200, AT_FIVE)
    assert (update.status, update.head and update.head.size) == (200, 8)
    line = cosign(str(update.head), private("witness"), KEYS["witness"]["name"], time=1_800_000_000)
    assert line == VECTORS["witness"]["update"]["response"]


CHANGES: dict[str, tuple[str, Checkpoint | None]] = {
    "unknown origin": (UPDATE.replace("/record/", "/other/"), AT_FIVE),
    "signature line damaged, name and key id known": (
        UPDATE.replace("+rpCw0=", "+rpCw4="),
        AT_FIVE,
    ),
    "no signature by a known key": (UPDATE.replace("uZlY", "uZlZ"), AT_FIVE),
    "old 9 with a checkpoint of size 8": (asked(9, NOTE, PROOF), AT_FIVE),
    "64 proof lines": (asked(5, NOTE, PROOF * 16), AT_FIVE),
    "old 4 while the witness stands at 5": (asked(4, NOTE, PROOF), AT_FIVE),
    "one proof hash altered": (asked(5, NOTE, [*PROOF[1:], PROOF[0]]), AT_FIVE),
    "old 0 with a proof line": (asked(0, NOTE, PROOF[:1]), None),
    "old equals size but roots differ": (asked(5, signed(5, bytes(32)), []), AT_FIVE),
    "size 0 with a root other than the empty root": (asked(0, signed(0, bytes(32)), []), None),
}


@pytest.mark.parametrize("error", VECTORS["witness"]["errors"], ids=lambda one: str(one["change"]))
def test_everything_else_gets_the_status_of_the_format(error: dict[str, Any]) -> None:
    answer = answered(*CHANGES[error["change"]])

    assert (answer.status, answer.head) == (error["status"], None)
    assert answer.content_type == error.get("content_type")
    assert answer.body == error.get("body", "")


def test_an_empty_log_can_be_cosigned() -> None:
    assert answered(asked(0, signed(0, EMPTY_ROOT), []), None).status == 200


@given(st.binary(max_size=300))
def test_any_bytes_are_answered_and_never_cosigned(request: bytes) -> None:
    answer = decide(request, logs=[RECORD], seen={})

    assert answer.status in (400, 403, 404)


def test_a_post_quantum_cosignature_is_checked_over_tree_name_and_time() -> None:
    text = VECTORS["checkpoint"].partition("\n\n")[0] + "\n"
    line = VECTORS["mldsa44"]["line"]

    opened, (one,) = open_note(f"{text}\n{line}".encode(), [POST_QUANTUM])

    assert opened == text
    assert (one.key, one.key.kind) == (POST_QUANTUM, ML_DSA_44)
    assert one.time == VECTORS["mldsa44"]["timestamp"]
    with pytest.raises(BadNote, match="does not fit the text"):
        open_note(f"{text.replace('8', '9', 1)}\n{line}".encode(), [POST_QUANTUM])


@pytest.mark.parametrize(
    ("length", "says"), [(255, "does not fit the text"), (256, "at most 255 bytes")]
)
def test_a_post_quantum_witness_signs_names_of_at_most_255_bytes(length: int, says: str) -> None:
    text = str(Checkpoint(origin="o" * length, size=8, root=bytes(32)))

    with pytest.raises(BadNote, match=says):
        open_note(f"{text}\n{VECTORS['mldsa44']['line']}".encode(), [POST_QUANTUM])


def test_an_old_library_says_that_it_cannot_check_a_post_quantum_key(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("evidence.notes.find_spec", lambda name: None)

    with pytest.raises(BadNote, match="too old to check ML-DSA-44; update it"):
        parse_key(VECTORS["mldsa44"]["vkey"])
    assert parse_key(KEYS["instance"]["record_vkey"]) == RECORD


def test_a_post_quantum_line_of_another_time_or_length_does_not_verify() -> None:
    text = VECTORS["checkpoint"].partition("\n\n")[0] + "\n"
    name, payload = VECTORS["mldsa44"]["line"].removeprefix("— ").split()
    data = bytearray(base64.b64decode(payload))
    data[11] ^= 1
    for altered in (bytes(data), base64.b64decode(payload)[:-1]):
        line = f"— {name} {base64.b64encode(altered).decode()}\n"
        with pytest.raises(BadNote, match="does not fit the text"):
            open_note(f"{text}\n{line}".encode(), [POST_QUANTUM])
