"""A verifier is an attack surface: whatever the bytes, it answers and takes nothing changed."""

from __future__ import annotations

import hashlib
import io
import json
import random
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.receipts import Receipt
from evidence.verifier import Asked, Kept, verify
from evidence.verifier.container import BadContainer, read_container
from evidence.verifier.manifest import pae
from facilitator.bundle import assemble
from facilitator.bundle.archive import lay_out, plain, write_archive
from facilitator.tamper import Forger
from tests.bundle import golden

VECTORS = Path(__file__).parents[1] / "evidence/vectors"
ZIP: dict[str, Any] = json.loads((VECTORS / "zip.json").read_text())
DSSE: dict[str, Any] = json.loads((VECTORS / "dsse.json").read_text())

GOLDEN = assemble(golden.parts(), golden.KEY)
ASKED = Asked(key=golden.KEY.public)


def accepted(data: bytes) -> bool:
    return verify(data, ASKED).exit_code == 0


def test_the_golden_bundle_is_for_ever() -> None:
    assert verify(GOLDEN, ASKED).failures == []
    assert (
        hashlib.sha256(GOLDEN).hexdigest()
        == "0c3a6c92710b5c9d4bb4e6b9d5b7d557ed887da1771c16add22fae51261ff7cb"
    )


def test_the_container_is_that_of_the_reference() -> None:
    members = {one["name"]: bytes.fromhex(one["content_hex"]) for one in ZIP["members"]}

    archive = write_archive(members)

    assert archive.hex() == ZIP["archive_hex"]
    assert list(read_container(archive)) == ZIP["order"]


def test_other_programs_open_the_container() -> None:
    with zipfile.ZipFile(io.BytesIO(GOLDEN)) as archive:
        assert archive.testzip() is None
        assert archive.read("plan.json") == golden.PLAN


def test_the_signed_bytes_of_a_manifest_are_those_of_dsse() -> None:
    published, worked = DSSE["published"], DSSE["worked"]

    assert pae(published["payloadType"], published["payload"].encode()).decode() == published["pae"]
    assert pae(worked["payloadType"], worked["payload"].encode()).hex() == worked["pae_hex"]
    assert golden.KEY.sign_bytes(bytes.fromhex(worked["pae_hex"])).hex() == worked["signature_hex"]


@pytest.mark.parametrize("start", range(0, len(GOLDEN), 500))
def test_no_byte_of_the_golden_bundle_can_be_changed(start: int) -> None:
    chance = random.Random(start)

    for place in range(start, min(start + 500, len(GOLDEN))):
        changed = bytearray(GOLDEN)
        changed[place] ^= 1 << chance.randrange(8)
        assert not accepted(bytes(changed)), place


@given(st.integers(0, len(GOLDEN) - 1))
def test_no_end_of_it_can_be_cut_off(size: int) -> None:
    assert not accepted(GOLDEN[:size])


@given(st.binary(min_size=1, max_size=40), st.integers(0, len(GOLDEN)))
def test_nothing_can_be_put_into_it(more: bytes, place: int) -> None:
    assert not accepted(GOLDEN[:place] + more + GOLDEN[place:])


@given(st.binary(max_size=500))
def test_any_bytes_are_answered(data: bytes) -> None:
    report = verify(data, ASKED)

    assert report.exit_code == 1
    assert list(report.lines())


@given(st.data())
def test_any_content_of_a_member_that_is_signed_for_is_answered(data: st.DataObject) -> None:
    """The key holder may sign rubbish; it must be found, or be harmless, and never crash."""
    forger = Forger(GOLDEN)
    name = data.draw(st.sampled_from(sorted(forger.members)))
    old = forger.members[name]
    start = data.draw(st.integers(0, len(old)))
    end = data.draw(st.integers(start, min(len(old), start + 30)))
    new = old[:start] + data.draw(st.binary(max_size=30)) + old[end:]

    report = verify(forger.listed({name: new}), Asked(key=forger.key.public))

    derived = name in ("VERIFY.md", "scorecard.json")
    assert report.exit_code in (0, 1, 3)
    assert report.exit_code != 0 or derived or new == old


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)


@given(st.data(), json_values)
def test_any_value_anywhere_in_a_leaf_is_answered(data: st.DataObject, value: object) -> None:
    forger = Forger(GOLDEN)
    seq = data.draw(st.integers(0, len(forger.leaves) - 1))
    leaf = forger.leaf(seq)
    inside = data.draw(st.booleans()) and bool(leaf["body"])
    member = data.draw(st.sampled_from(sorted(leaf["body"] if inside else leaf)))
    (leaf["body"] if inside else leaf)[member] = value
    try:
        odd = json.dumps(leaf, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    except UnicodeEncodeError:
        return  # half a surrogate pair has no bytes
    leaves = [*forger.leaves[:seq], odd, *forger.leaves[seq + 1 :]]

    report = verify(forger.rewritten(leaves), Asked(key=forger.key.public))

    assert report.exit_code in (0, 1, 3)
    assert list(report.lines())


@given(st.data())
def test_an_archive_with_any_headers_is_answered(data: st.DataObject) -> None:
    raws = [plain(name, bytes(one)) for name, one in read_container(GOLDEN).items()]
    archive = bytearray(lay_out(raws))
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(archive) - 1))
        archive[place] = data.draw(st.integers(0, 255))

    files, says = 0, ""
    try:
        files = len(read_container(bytes(archive)))
    except BadContainer as refused:  # and nothing else may come of it
        says = str(refused)

    assert says or 0 <= files <= len(raws)


@pytest.mark.parametrize("size", [0, 1, 21, 22, 23, 100])
def test_an_archive_that_claims_to_be_enormous_is_refused_at_once(size: int) -> None:
    end = b"PK\x05\x06" + bytes(4) + b"\xff\xff\xff\xff" + b"\xff" * 8 + bytes(2)

    with pytest.raises(BadContainer):
        read_container(bytes(size) + end)


def test_an_empty_archive_has_no_manifest() -> None:
    report = verify(write_archive({}), ASKED)

    assert [(one.check, one.what) for one in report.failures] == [(2, "missing_file")]


@given(st.integers(0, 2**53), st.binary(min_size=32, max_size=32))
def test_a_receipt_that_does_not_fit_is_never_taken(size: int, root: bytes) -> None:
    receipt = Receipt(origin=golden.parts().origin, size=size, root=root)

    report = verify(GOLDEN, Asked(key=golden.KEY.public, kept=(Kept("receipt", receipt),)))

    assert report.exit_code == 1
    assert report.failures[0].what in ("receipt_beyond_log", "split_view")
