"""The writer writes one spelling, and the reader takes no other."""

from __future__ import annotations

import json
import unicodedata
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from evidence.canonical import MAX_BYTES, MAX_INTEGER, Json, NotCanonical, decode, encode

VECTORS: dict[str, Any] = json.loads(
    (Path(__file__).parent / "vectors" / "canonical_json.json").read_text()
)
BY_RULE = {
    "5,000 digits": b"[" + b"9" * 5_000 + b"]",
    "100,000 levels": b"[" * 50_000,
    "65,536 bytes": b'"' + b"a" * 65_534 + b'"',
}

texts = st.text(st.characters(exclude_categories=["Cs", "Cn"]), max_size=20).map(
    lambda text: unicodedata.normalize("NFC", text)
)
keys = st.from_regex(r"[A-Za-z0-9_.$-]{1,64}", fullmatch=True)
scalars = (
    st.none() | st.booleans() | st.integers(min_value=-MAX_INTEGER, max_value=MAX_INTEGER) | texts
)
values: st.SearchStrategy[Json] = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(keys, inner, max_size=5),
    max_leaves=15,
)


class Colour(StrEnum):
    RED = "red"


@pytest.mark.parametrize("vector", VECTORS["valid"], ids=lambda vector: vector["name"])
def test_a_canonical_text_is_read_and_written_again_alike(vector: dict[str, str]) -> None:
    data = bytes.fromhex(vector["bytes_hex"])

    assert encode(decode(data)) == data


@pytest.mark.parametrize("vector", VECTORS["refused"], ids=lambda vector: vector["name"])
def test_any_other_text_is_refused_with_its_reason(vector: dict[str, str]) -> None:
    data = bytes.fromhex(vector["bytes_hex"]) if "bytes_hex" in vector else BY_RULE[vector["name"]]

    with pytest.raises(NotCanonical) as refusal:
        decode(data)

    assert refusal.value.code == vector["reason"]


@given(values)
def test_the_writer_agrees_with_rfc_8785(value: Any) -> None:
    assert encode(value) == rfc8785.dumps(value)


@given(values)
def test_what_was_written_can_be_read(value: Json) -> None:
    assert decode(encode(value)) == value


@given(st.binary(max_size=40) | st.text(max_size=40).map(str.encode))
def test_whatever_the_bytes_the_reader_answers_or_refuses(data: bytes) -> None:
    try:
        value = decode(data)
    except NotCanonical:
        return

    assert encode(value) == data


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (1.0, "float"),
        ({"rate": 0.5}, "float"),
        ([float("nan")], "nan"),
        ([float("-inf")], "nan"),
        (2**53, "integer_range"),
        ({"n": -(2**53)}, "integer_range"),
        ({"": 1}, "key"),
        ({"a b": 1}, "key"),
        ({"a\n": 1}, "key"),
        ({1: 1}, "key"),
        ({"k" * 65: 1}, "key"),
        ("A\u030a", "not_nfc"),
        (["\ud800"], "surrogate"),
        ({"t": "\uffff"}, "noncharacter"),
        ("\U0001fffe", "noncharacter"),
        (b"bytes", "type"),
        ({"set": {1}}, "type"),
        (Colour.RED, "type"),
    ],
)
def test_the_writer_refuses_what_a_record_cannot_hold(value: Any, code: str) -> None:
    with pytest.raises(NotCanonical) as refusal:
        encode(value)

    assert refusal.value.code == code


def test_a_value_that_holds_itself_is_too_deep() -> None:
    endless: list[Any] = []
    endless.append(endless)

    with pytest.raises(
        NotCanonical, match=r"^more than 16 levels of arrays and objects; flatten it$"
    ):
        encode(endless)


def test_brackets_inside_a_text_are_not_levels() -> None:
    data = encode({"text": '["' + "[{" * 40})

    assert decode(data) == {"text": '["' + "[{" * 40}


WIDE: list[Json] = [[] for _ in range(40)]
"""Many brackets, of which few are open at once."""


@pytest.mark.parametrize("in_list", [True, False])
def test_sixteen_levels_can_be_read_beside_many_that_are_closed_again(in_list: bool) -> None:
    value: Json = [*WIDE, nested(13, [*WIDE], in_list=in_list), *WIDE]

    assert decode(encode(value)) == value


@pytest.mark.parametrize("opening", [b"[", b'{"a":', b"[[],", b'[{"a":1},', b'["]",'])
def test_a_tower_is_refused_before_it_is_read_whatever_it_is_built_of(opening: bytes) -> None:
    tower = opening * (MAX_BYTES // len(opening))

    with pytest.raises(NotCanonical) as refusal:
        decode(tower)

    assert refusal.value.code == "depth"


def test_what_is_refused_is_shown_with_at_most_sixty_characters() -> None:
    whole, cut = "ä" * 14 + "kk", "ä" * 14 + "kkk"

    assert len(ascii(whole)) == 60
    assert told({whole: 1}).startswith(f"the key {whole!a} is not allowed")
    assert told({cut: 1}).startswith(f"the key {ascii(cut)[:57]}... is not allowed")


def told(value: Any) -> str:
    with pytest.raises(NotCanonical) as refusal:
        encode(value)
    return str(refusal.value)


def test_a_text_that_only_looks_decomposed_next_to_an_escape_is_fine() -> None:
    # Written, the line feed is a backslash and an n; the tilde after it is not part of that n.
    value = "\n\u0303"

    assert decode(encode(value)) == value


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (1.5, "'1.5' has a fraction or an exponent; use a smaller unit"),
        ({"ä": 1}, r"the key '\xe4' is not allowed; a key is 1 to 64 of A-Z a-z 0-9 _ . $ -"),
        (2**60, "a whole number lies between -9007199254740991 and 9007199254740991"),
        (b"", "a bytes has no canonical form; use a dict, list, tuple, str, int, bool or None"),
    ],
)
def test_a_refusal_says_what_to_do(value: Any, sentence: str) -> None:
    with pytest.raises(NotCanonical) as refusal:
        encode(value)

    assert str(refusal.value) == sentence


def nested(levels: int, inner: Json, *, in_list: bool) -> Json:
    value = inner
    for _ in range(levels):
        value = [value] if in_list else {"a": value}
    return value


@pytest.mark.parametrize("in_list", [True, False])
def test_sixteen_levels_can_be_written_and_seventeen_cannot(in_list: bool) -> None:
    assert decode(encode(nested(16, 1, in_list=in_list))) is not None

    with pytest.raises(NotCanonical) as refusal:
        encode(nested(17, 1, in_list=in_list))
    assert refusal.value.code == "depth"


@pytest.mark.parametrize("sign", [1, -1])
def test_the_largest_whole_numbers_can_be_written_anywhere(sign: int) -> None:
    largest = sign * MAX_INTEGER

    for value in (largest, [largest], {"a": largest}):
        assert decode(encode(value)) == value
    for beyond in (largest + sign, [largest + sign], {"a": largest + sign}):
        with pytest.raises(NotCanonical) as refusal:
            encode(beyond)
        assert refusal.value.code == "integer_range"
