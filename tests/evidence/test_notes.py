"""Signed heads are those of the published formats, and nothing spoiled is taken for one."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from evidence.chain import leaf_hash
from evidence.notes import (
    COSIGNATURE,
    ED25519,
    BadNote,
    Checkpoint,
    VerifierKey,
    cosign,
    log_origin_of,
    open_note,
    origin_of,
    parse_checkpoint,
    parse_key,
    sign_note,
)
from evidence.proofs import check_proof, parse_proof, write_proof

VECTORS: dict[str, Any] = json.loads((Path(__file__).parent / "vectors" / "notes.json").read_text())
KEYS = VECTORS["keys"]
INSTANCE = parse_key(KEYS["instance"]["vkey"])
RECORD = parse_key(KEYS["instance"]["record_vkey"])
WITNESS = parse_key(KEYS["witness"]["vkey"])


def private(name: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(KEYS[name]["seed_hex"]))


def test_a_verifier_key_is_read_and_written_alike() -> None:
    assert str(INSTANCE) == KEYS["instance"]["vkey"]
    assert (
        VerifierKey(
            KEYS["instance"]["name"], ED25519, bytes.fromhex(KEYS["instance"]["public_hex"])
        )
        == INSTANCE
    )
    assert (WITNESS.name, WITNESS.kind) == (KEYS["witness"]["name"], COSIGNATURE)


def test_the_key_of_a_record_follows_from_that_of_the_installation() -> None:
    origin = KEYS["instance"]["record_origin"]
    exercise = origin.rpartition("/")[2]

    assert origin_of(INSTANCE.name, exercise) == origin
    assert INSTANCE.named(origin) == RECORD
    assert log_origin_of(INSTANCE.name) == "drillroom.example/instance-1/log"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "name",
        "name+00000000",
        KEYS["instance"]["vkey"].replace("+9c78e8cf+", "+9c78e8ce+"),
        KEYS["instance"]["vkey"].replace("+9c78e8cf+", "+9C78E8CF+"),
        KEYS["instance"]["vkey"][:-4],
        KEYS["instance"]["vkey"] + "\n",
        KEYS["instance"]["vkey"].replace("drillroom", "drill room"),
        "ü" + KEYS["instance"]["vkey"],
        KEYS["instance"]["vkey"].replace("+AQ", "+BQ"),
        "n+" + "0" * 8 + "+",
    ],
)
def test_what_is_not_a_verifier_key_is_refused(text: str) -> None:
    with pytest.raises(BadNote) as refusal:
        parse_key(text)

    assert refusal.value.code == "format"


@pytest.mark.parametrize("vector", VECTORS["published"]["signed_note"], ids=lambda v: v["source"])
def test_published_notes_are_opened(vector: dict[str, Any]) -> None:
    vkeys = vector.get("vkeys") or [vector["vkey"]]

    text, signed = open_note(vector["note"].encode(), map(parse_key, vkeys))

    assert vector["note"].startswith(text + "\n— ")
    assert [str(one.key) for one in signed] == vkeys


def test_the_worked_note_is_signed_and_opened() -> None:
    worked = VECTORS["signed_note"]

    assert sign_note(worked["text"], private("instance"), INSTANCE.name) == worked["note"]
    assert open_note(worked["note"].encode(), [INSTANCE])[0] == worked["text"]


@pytest.mark.parametrize("vector", VECTORS["note_must_be_refused"], ids=lambda v: v["case"])
def test_a_spoiled_note_is_refused(vector: dict[str, str]) -> None:
    with pytest.raises(BadNote):
        open_note(vector["note"].encode(), [RECORD])


@pytest.mark.parametrize("vector", VECTORS["checkpoint"], ids=lambda v: str(v["size"]))
def test_the_worked_checkpoints_are_signed_and_read(vector: dict[str, Any]) -> None:
    text, _ = open_note(vector["note"].encode(), [RECORD])
    head = parse_checkpoint(text)

    assert (head.size, str(head), text) == (vector["size"], vector["text"], vector["text"])
    assert sign_note(str(head), private("instance"), RECORD.name) == vector["note"]


@pytest.mark.parametrize(
    "vector", VECTORS["checkpoint_text_must_be_refused"], ids=lambda v: v["case"]
)
def test_a_spoiled_checkpoint_is_refused(vector: dict[str, str]) -> None:
    with pytest.raises(BadNote):
        parse_checkpoint(vector["text"])


@pytest.mark.parametrize("vector", VECTORS["published"]["checkpoint"], ids=lambda v: v["source"])
def test_published_checkpoints_are_signed_alike(vector: dict[str, str]) -> None:
    key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(vector["seed_hex"]))
    text, _, _ = vector["note"].rpartition("\n\n")

    assert sign_note(text + "\n", key, text.split("\n")[0]) == vector["note"]


def test_the_worked_cosignature_is_made_and_verified() -> None:
    worked = VECTORS["cosignature"]
    note = worked["cosigned_checkpoint"]
    text = note.rpartition("\n\n")[0] + "\n"

    line = cosign(text, private("witness"), WITNESS.name, time=worked["timestamp"])
    _, signed = open_note(note.encode(), [RECORD, WITNESS])

    assert line == worked["line"]
    assert [(one.key, one.time) for one in signed] == [
        (RECORD, None),
        (WITNESS, worked["timestamp"]),
    ]


@pytest.mark.parametrize("vector", VECTORS["published"]["cosignature"], ids=lambda v: v["source"])
def test_the_published_cosignature_comes_out(vector: dict[str, Any]) -> None:
    key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(vector["seed_hex"]))
    name = vector["line"].split(" ")[1]

    assert (
        cosign(vector["text"], key, name, time=vector["timestamp"]).strip()
        == vector["line"].strip()
    )


def test_an_altered_time_of_a_cosignature_is_refused() -> None:
    note: str = VECTORS["cosignature"]["cosigned_checkpoint"]

    with pytest.raises(BadNote) as refusal:
        open_note(note.replace("meFexgAAAABr", "meFexgAAAABs").encode(), [RECORD, WITNESS])

    assert refusal.value.code == "signature"


@pytest.mark.parametrize(("time", "taken"), [(0, False), (1, True), (2**63 - 1, True)])
def test_a_cosignature_of_any_second_after_1970_is_taken(time: int, taken: bool) -> None:
    text = VECTORS["cosignature"]["cosigned_checkpoint"].rpartition("\n\n")[0] + "\n"
    note = f"{text}\n{cosign(text, private('witness'), WITNESS.name, time=time)}".encode()

    if taken:
        assert open_note(note, [WITNESS])[1][0].time == time
    else:
        with pytest.raises(BadNote, match="does not fit the text"):
            open_note(note, [WITNESS])


def test_a_cosignature_of_a_time_that_no_clock_reaches_is_refused() -> None:
    text = VECTORS["cosignature"]["cosigned_checkpoint"].rpartition("\n\n")[0] + "\n"
    note = f"{text}\n{cosign(text, private('witness'), WITNESS.name, time=2**63)}".encode()

    with pytest.raises(BadNote, match="does not fit the text"):
        open_note(note, [WITNESS])


@pytest.mark.parametrize(("bytes_in_line", "whole"), [(4, False), (5, True)])
def test_a_line_holds_a_key_id_and_at_least_one_byte(bytes_in_line: int, whole: bool) -> None:
    note: str = VECTORS["checkpoint"][1]["note"]
    line = f"— other.example {base64.b64encode(bytes(bytes_in_line)).decode()}\n"

    if whole:
        assert open_note((note + line).encode(), [RECORD])[1][0].key == RECORD
    else:
        with pytest.raises(BadNote, match="a signature line is malformed"):
            open_note((note + line).encode(), [RECORD])


def test_unknown_lines_are_passed_over_and_repeated_ones_count_once() -> None:
    note: str = VECTORS["cosignature"]["cosigned_checkpoint"]
    last = note.rstrip("\n").rpartition("\n")[2]

    _, signed = open_note((note + last + "\n").encode(), [WITNESS])

    assert [one.key for one in signed] == [WITNESS]


def test_a_note_with_a_hundred_and_one_signatures_is_refused() -> None:
    note: str = VECTORS["checkpoint"][1]["note"]
    line = note.rstrip("\n").rpartition("\n")[2] + "\n"

    assert open_note((note + line * 99).encode(), [RECORD])
    with pytest.raises(BadNote, match="at most 100"):
        open_note((note + line * 100).encode(), [RECORD])


def test_a_note_of_a_megabyte_is_refused_before_it_is_read() -> None:
    with pytest.raises(BadNote, match="at most 65,536 bytes"):
        open_note(b"a" * 1_000_000, [RECORD])


def test_a_note_has_at_most_65536_bytes() -> None:
    spare = 65_536 - len(sign_note("a\n", private("instance"), RECORD.name).encode())

    largest = sign_note("a" * (spare + 1) + "\n", private("instance"), RECORD.name).encode()

    assert len(largest) == 65_536
    assert open_note(largest, [RECORD])
    with pytest.raises(BadNote, match="at most 65,536 bytes"):
        open_note(b"a" + largest, [RECORD])


@given(st.data())
def test_one_changed_byte_of_a_note_is_never_taken(data: st.DataObject) -> None:
    note = bytearray(VECTORS["checkpoint"][3]["note"].encode())
    place = data.draw(st.integers(0, len(note) - 1))
    note[place] ^= data.draw(st.integers(1, 255))

    with pytest.raises(BadNote):
        open_note(bytes(note), [RECORD])


@given(st.binary(max_size=300))
def test_any_bytes_are_refused_politely(data: bytes) -> None:
    for read in (lambda: open_note(data, [RECORD]), lambda: parse_proof(data)):
        with pytest.raises(BadNote):
            read()


@given(st.text(max_size=80))
def test_any_text_is_refused_as_key_and_checkpoint(text: str) -> None:
    for read in (parse_key, parse_checkpoint):
        with pytest.raises(BadNote):
            read(text)


@given(st.integers(0, 2**53), st.binary(min_size=32, max_size=32))
def test_a_checkpoint_is_read_as_it_was_written(size: int, root: bytes) -> None:
    head = Checkpoint(origin="a.example/record/x", size=size + 1, root=root)

    assert parse_checkpoint(str(head)) == head


def test_the_worked_proofs_are_read_checked_and_written() -> None:
    worked = VECTORS["tlog_proof"]
    leaf = leaf_hash(bytes.fromhex(worked["leaf_hex"]))

    for text in (worked["plain"], worked["with_extra"]):
        head = check_proof(parse_proof(text.encode()), leaf, [RECORD])
        assert head.size == 8
    plain = parse_proof(worked["plain"].encode())
    assert write_proof(plain.index, plain.hashes, plain.note.decode()) == worked["plain"]
    assert parse_proof(worked["single_leaf"].encode()).hashes == ()


@pytest.mark.parametrize(("hashes", "whole"), [(63, True), (64, False)])
def test_a_proof_file_has_at_most_63_hashes(hashes: int, whole: bool) -> None:
    data = write_proof(0, [bytes(32)] * hashes, "note").encode()

    if whole:
        assert len(parse_proof(data).hashes) == hashes
    else:
        with pytest.raises(BadNote, match="at most 63 hashes"):
            parse_proof(data)


def test_a_proof_for_another_leaf_is_refused() -> None:
    worked = VECTORS["tlog_proof"]

    with pytest.raises(BadNote) as refusal:
        check_proof(parse_proof(worked["plain"].encode()), leaf_hash(b"another"), [RECORD])

    assert refusal.value.code == "inclusion"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("c2sp.org/tlog-proof@v1", "c2sp.org/tlog-proof@v2"),
        ("index 2", "index 02"),
        ("index 2", "index +2"),
        ("index 2\n", ""),
        ("B1Bqhf2d", "B1Bqhf2"),
        ("\n\n", "\n"),
        ("index 2", "extra !\nindex 2"),
        ("index 2", "exträ\nindex 2"),
    ],
)
def test_a_spoiled_proof_file_is_refused(old: str, new: str) -> None:
    with pytest.raises(BadNote):
        parse_proof(VECTORS["tlog_proof"]["plain"].replace(old, new, 1).encode())
