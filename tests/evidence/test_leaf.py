"""A leaf has exactly one spelling."""

from __future__ import annotations

from typing import Any, get_args

import msgspec
import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from evidence.canonical import NotCanonical, decode
from evidence.chain import GENESIS
from evidence.leaf import INPUT_ORIGINS, BrokenLeaf, Leaf, Origin, decode_leaf, encode_leaf
from tests.evidence.test_canonical import keys, texts, values

counts = st.integers(min_value=0, max_value=2**53 - 1)


@st.composite
def leaves(draw: st.DrawFn) -> Leaf:
    origin: Origin = draw(st.sampled_from(get_args(Origin)))
    maybe_text = st.none() | texts
    return Leaf(
        seq=draw(counts),
        kind=draw(texts),
        v=draw(counts),
        at=draw(counts),
        wall=draw(counts),
        origin=origin,
        cause=draw(st.none() | counts),
        actor=draw(maybe_text),
        role=draw(maybe_text),
        to=tuple(draw(st.lists(texts, max_size=3))),
        body=draw(st.dictionaries(keys, values, max_size=3).filter(is_shallow)),
        prev=GENESIS,
        cmd=draw(maybe_text) if origin in INPUT_ORIGINS else None,
    )


def is_shallow(body: dict[str, Any]) -> bool:
    try:
        decode(rfc8785.dumps([body]))
    except NotCanonical:
        return False
    return True


def a_leaf(**changes: Any) -> Leaf:
    leaf = Leaf(
        seq=4,
        kind="severity.called",
        v=1,
        at=540_000,
        wall=1_800_000_000_000,
        origin="person",
        actor="p-4f1c",
        role="incident-commander",
        to=("team",),
        body={"level": 2, "given": True},
        prev=GENESIS,
        cmd="0190f3a2-0000-7000-8000-000000000001",
    )
    return msgspec.structs.replace(leaf, **changes)


def test_a_leaf_is_written_with_its_members_in_order_and_nothing_else() -> None:
    data = encode_leaf(a_leaf())

    assert data == (
        b'{"actor":"p-4f1c","at":540000,"body":{"given":true,"level":2},'
        b'"cmd":"0190f3a2-0000-7000-8000-000000000001","kind":"severity.called",'
        b'"origin":"person","prev":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",'
        b'"role":"incident-commander","seq":4,"to":["team"],"v":1,"wall":1800000000000}'
    )


def test_absent_members_are_left_out() -> None:
    data = encode_leaf(a_leaf(actor=None, role=None, cmd=None, cause=None, to=(), body={}))

    assert decode(data) == {
        "at": 540_000,
        "body": {},
        "kind": "severity.called",
        "origin": "person",
        "prev": GENESIS,
        "seq": 4,
        "v": 1,
        "wall": 1_800_000_000_000,
    }


@given(leaves())
def test_the_fast_writer_agrees_with_rfc_8785(leaf: Leaf) -> None:
    data = encode_leaf(leaf)

    assert data == rfc8785.dumps(decode(data))


@given(leaves())
def test_a_leaf_comes_back_as_it_was(leaf: Leaf) -> None:
    data = encode_leaf(leaf)

    again = decode_leaf(data)

    assert encode_leaf(again) == data
    assert again.seq == leaf.seq
    assert again.to == leaf.to


@given(st.integers(0, 400), st.integers(1, 255))
def test_a_changed_byte_never_gives_another_spelling_of_a_leaf(place: int, change: int) -> None:
    data = bytearray(encode_leaf(a_leaf()))
    data[place % len(data)] ^= change

    try:
        leaf = decode_leaf(bytes(data))
    except BrokenLeaf:
        return

    assert encode_leaf(leaf) == bytes(data)


@pytest.mark.parametrize(
    ("old", "new", "because"),
    [
        (b'"wall"', b'"wail":1,"wall"', "Object contains unknown field `wail`"),
        (b'"kind":"severity.called",', b"", "Object missing required field `kind`"),
        (b'"person"', b'"engine"', "Invalid enum value 'engine' - at `$.origin`"),
        (b'"seq":4', b'"seq":"4"', "Expected `int`, got `str` - at `$.seq`"),
        (b'"seq":4', b'"seq":true', "Expected `int`, got `bool` - at `$.seq`"),
        (b'"seq":4', b'"seq":-4', "Expected `int` >= 0 - at `$.seq`"),
        (b'"level":2', b'"level":2.0', "'2.0' has a fraction or an exponent; use a smaller unit"),
        (b'"level":2', b'"level":2,"level":2', "a key stands twice in one object"),
        (
            b'"cmd"',
            b'"cause":null,"cmd"',
            "a member that is absent must be left out, not written as null or empty",
        ),
        (
            b'"at":540000,',
            b'"at": 540000,',
            "the value is fine, its spelling is not: written again it gives other bytes",
        ),
        (
            b'"person"',
            b'"world"',
            "leaf 4 (severity.called) has the origin world and a command id; "
            "only leaves of person, control and shell are commands",
        ),
    ],
)
def test_broken_bytes_are_refused_with_the_reason(old: bytes, new: bytes, because: str) -> None:
    data = encode_leaf(a_leaf()).replace(old, new)

    with pytest.raises(BrokenLeaf) as refusal:
        decode_leaf(data)

    assert str(refusal.value) == f"this is not a leaf: {because}"


@pytest.mark.parametrize("data", [b"", b"[]", b"\xff", b"[" * 50_000, b'"' * 70_000, b"null"])
def test_whatever_is_not_a_leaf_is_broken(data: bytes) -> None:
    with pytest.raises(BrokenLeaf):
        decode_leaf(data)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            {"body": {"rate": 0.5}},
            "leaf 4 (severity.called): '0.5' has a fraction or an exponent; use a smaller unit",
        ),
        (
            {"at": -1},
            "leaf 4 (severity.called): "
            "seq, v, at, wall and cause lie between 0 and 9007199254740991",
        ),
        (
            {"body": {"text": "x" * 70_000}},
            "leaf 4 (severity.called) has 70,268 bytes; the limit is 65,535",
        ),
        (
            {"actor": "\ud800"},
            "leaf 4 (severity.called): a text holds half of a surrogate pair, "
            "which is not a character",
        ),
    ],
)
def test_a_leaf_that_has_no_bytes_says_why(changes: dict[str, Any], sentence: str) -> None:
    with pytest.raises(BrokenLeaf) as refusal:
        encode_leaf(a_leaf(**changes))

    assert str(refusal.value) == sentence


def test_a_role_in_decomposed_form_is_refused() -> None:
    with pytest.raises(BrokenLeaf, match=r"not in composed form; make it NFC$"):
        encode_leaf(a_leaf(role="A\u030a"))


@pytest.mark.parametrize(
    ("origin", "is_input"),
    [
        ("person", True),
        ("control", True),
        ("shell", True),
        ("responder", False),
        ("world", False),
    ],
)
def test_only_people_control_and_the_shell_bring_inputs(origin: str, is_input: bool) -> None:
    assert a_leaf(origin=origin, cmd=None).is_input is is_input
