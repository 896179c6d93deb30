"""The chain names the first leaf that does not follow from the one before it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.chain import GENESIS, first_break, head_of, leaf_hash, prev_of
from evidence.instance_log import ExerciseOpened, ExerciseSealed, next_leaf
from evidence.leaf import Leaf, decode_leaf, encode_leaf

VECTORS = Path(__file__).parent / "vectors"
GOLDEN: list[dict[str, Any]] = json.loads((VECTORS / "golden_leaves.json").read_text())
LEAF_HASHES: dict[str, list[str]] = json.loads((VECTORS / "leaf_hashes.json").read_text())


def a_record(*ats: int, cmds: dict[int, str] | None = None) -> list[bytes]:
    """A whole record with one leaf at each instant of exercise time."""
    record: list[bytes] = []
    for seq, at in enumerate(ats):
        leaf = Leaf(
            seq=seq,
            kind="clock.marked",
            v=1,
            at=at,
            wall=1_800_000_000_000 + at,
            origin="shell",
            body={},
            prev=prev_of(record[-1]) if record else GENESIS,
            cmd=(cmds or {}).get(seq),
        )
        record.append(encode_leaf(leaf))
    return record


@pytest.mark.parametrize(
    ("leaf", "digest"), list(zip(*LEAF_HASHES.values(), strict=True)), ids=lambda text: text[:8]
)
def test_a_leaf_hash_is_that_of_rfc_6962(leaf: str, digest: str) -> None:
    assert leaf_hash(bytes.fromhex(leaf)).hex() == digest


@pytest.mark.parametrize("vector", GOLDEN, ids=lambda vector: str(vector["seq"]))
def test_the_golden_leaves_have_their_hashes(vector: dict[str, Any]) -> None:
    assert head_of(vector["text"].encode()) == vector["leaf_hash"]


def test_the_golden_record_is_whole() -> None:
    assert first_break(vector["text"].encode() for vector in GOLDEN) is None


def test_an_empty_record_is_whole() -> None:
    assert first_break([]) is None


def test_genesis_is_thirty_two_zero_bytes() -> None:
    assert json.loads(GOLDEN[0]["text"])["prev"] == GENESIS


@given(st.lists(st.integers(0, 10_000), max_size=8).map(sorted))
def test_a_record_that_was_written_in_order_is_whole(ats: list[int]) -> None:
    assert first_break(a_record(*ats)) is None


@given(st.integers(0, 3), st.integers(0, 300), st.integers(1, 255))
def test_a_changed_byte_is_found_at_its_leaf_or_the_next(seq: int, place: int, change: int) -> None:
    record = a_record(0, 10, 20, 30, 40)
    changed = bytearray(record[seq])
    changed[place % len(changed)] ^= change
    record[seq] = bytes(changed)

    found = first_break(record)

    assert found is not None
    assert found.seq in (seq, seq + 1)


def test_a_removed_leaf_is_found_where_it_was() -> None:
    record = a_record(0, 10, 20)

    found = first_break([record[0], record[2]])

    assert found is not None
    assert (found.seq, found.what) == (1, "seq")
    assert found.sentence == "Leaf 1 says that it is number 2."


def test_a_leaf_that_was_rewritten_in_form_is_found_by_the_next() -> None:
    record = a_record(0, 10, 20)
    record[1] = record[1].replace(b'"at":10', b'"at":11')

    found = first_break(record)

    assert found is not None
    assert (found.seq, found.what) == (2, "prev")
    assert found.sentence == "Leaf 2 does not follow from leaf 1 as it stands here."


def test_a_record_cut_at_the_front_is_found() -> None:
    stranger = encode_leaf(
        Leaf(
            seq=0,
            kind="clock.marked",
            v=1,
            at=0,
            wall=0,
            origin="shell",
            body={},
            prev=prev_of(b"{}"),
        )
    )

    found = first_break([stranger])

    assert found is not None
    assert found.what == "prev"
    assert found.sentence == "Leaf 0 does not start a record: its prev is not 32 zero bytes."


def test_exercise_time_that_runs_back_is_found() -> None:
    found = first_break(a_record(0, 20, 10))

    assert found is not None
    assert (found.seq, found.what) == (2, "time")
    assert found.sentence == "Leaf 2 is at 10 ms of exercise time, after one at 20 ms."


def test_a_command_recorded_twice_is_found() -> None:
    found = first_break(a_record(0, 10, 20, cmds={0: "c-1", 2: "c-1"}))

    assert found is not None
    assert (found.seq, found.what) == (2, "duplicate_command")
    assert found.sentence == "Leaf 2 repeats the command of leaf 0."


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"[]", "shape"),
        (b"{}", "seq"),
        (b'{"prev":"' + GENESIS.encode() + b'","seq":0}', "shape"),
        (b'{"at":0,"cmd":7,"prev":"' + GENESIS.encode() + b'","seq":0}', "shape"),
        (b'{"at":1.5}', "float"),
        (b"\xff", "utf8"),
        (b'"' + b"a" * 65_534 + b'"', "too_long"),
    ],
)
def test_bytes_that_are_not_a_leaf_are_named_by_their_fault(data: bytes, what: str) -> None:
    found = first_break([data])

    assert found is not None
    assert (found.seq, found.what) == (0, what)


def test_the_instance_log_is_a_chain_of_the_same_kind() -> None:
    opened = next_leaf(None, ExerciseOpened(exercise="ex-1", plan="0" * 64, run="practice"), wall=1)
    sealed = next_leaf(opened, ExerciseSealed(exercise="ex-1", size=9, head="1" * 64), wall=2)

    assert first_break([opened, sealed]) is None
    assert decode_leaf(sealed).kind == "exercise.sealed"
    assert decode_leaf(sealed).body == {"exercise": "ex-1", "size": 9, "head": "1" * 64}
