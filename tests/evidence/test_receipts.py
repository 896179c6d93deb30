"""What somebody outside kept is read in either form, and can be read aloud."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.canonical import MAX_INTEGER, encode
from evidence.notes import BadNote
from evidence.receipts import Receipt, parse_receipts
from evidence.words import WORDS, words_of

NOTES: dict[str, Any] = json.loads((Path(__file__).parent / "vectors" / "notes.json").read_text())
ROOT = bytes(range(32))


def a_receipt(size: int = 8) -> Receipt:
    return Receipt(origin="a.example/record/x", size=size, root=ROOT)


def test_receipts_of_a_browser_come_back_as_they_were() -> None:
    given = (a_receipt(1), a_receipt(5), a_receipt(8).without_size())
    kept = b"\n".join(encode(one.to_json()) for one in given) + b"\n"

    assert parse_receipts(kept) == given


@pytest.mark.parametrize(
    ("size", "whole"), [(-1, False), (0, True), (MAX_INTEGER, True), (MAX_INTEGER + 1, False)]
)
def test_a_receipt_is_of_any_size_that_a_record_can_have(size: int, whole: bool) -> None:
    line = json.dumps(a_receipt(size).to_json(), separators=(",", ":"), sort_keys=True).encode()

    if whole:
        assert parse_receipts(line) == (a_receipt(size),)
    else:
        with pytest.raises(BadNote):
            parse_receipts(line)


def test_a_signed_head_is_a_receipt() -> None:
    note = NOTES["checkpoint"][3]

    (receipt,) = parse_receipts(note["note"].encode())

    assert receipt == parse_receipts(note["text"].encode())[0]
    assert (receipt.size, receipt.origin) == (8, NOTES["keys"]["instance"]["record_origin"])


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        b"{}",
        b'{"origin":"a","root":"AA==","size":1}',
        b'{"origin":"a","root":"AA==","size":-1}',
        b'{"origin":"a", "root":"AA==","size":1}',
        encode(a_receipt().to_json() | {"size": True}),
        encode(a_receipt().to_json() | {"more": 1}),
        encode(a_receipt().to_json()) + b"\n[1]",
        b"\xff",
    ],
)
def test_what_is_no_receipt_is_refused(data: bytes) -> None:
    with pytest.raises(BadNote):
        parse_receipts(data)


def test_a_receipt_file_has_at_most_sixteen_mebibytes() -> None:
    one = encode(a_receipt().to_json())
    largest = one + b"\n" * (16 * 1024 * 1024 - len(one))

    assert parse_receipts(largest) == (a_receipt(),)
    with pytest.raises(BadNote, match="at most 16,777,216 bytes"):
        parse_receipts(largest + b"\n")


@given(st.binary(max_size=100))
def test_any_bytes_are_refused_as_receipts(data: bytes) -> None:
    with pytest.raises(BadNote):
        parse_receipts(data)


def test_the_words_are_two_hundred_and_fifty_six_plain_ones() -> None:
    assert len(WORDS) == len(set(WORDS)) == 256
    assert list(WORDS) == sorted(WORDS)
    assert all(word.isascii() and word.isalpha() and 4 <= len(word) <= 10 for word in WORDS)


def test_a_root_is_always_read_aloud_in_the_same_eight_words() -> None:
    words = a_receipt().words

    assert words == words_of(ROOT)
    assert " ".join(words) == "pretzel plaster nettle nettle pillow hedgehog crater butter"
    assert words != words_of(bytes(32))


def test_only_a_root_has_words() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        words_of(b"short")
