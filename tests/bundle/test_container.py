"""The container takes one layout and no other, up to its limits and not a byte beyond."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import replace

import pytest

from evidence.verifier.container import (
    CENTRAL,
    DEFLATED,
    END,
    LEAVES,
    BadContainer,
    read_container,
)
from facilitator.bundle.archive import Raw, lay_out, plain, write_archive

MEBIBYTE = 1024 * 1024


def refused(data: bytes) -> str:
    """The word for what is wrong with it."""
    with pytest.raises(BadContainer) as refusal:
        read_container(data)
    return refusal.value.what


def packed(content: bytes, size: int | None = None) -> Raw:
    """A member that is deflated, and says that it unpacks to *size*."""
    stream = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    data = stream.compress(content) + stream.flush()
    told = len(content) if size is None else size
    crc = zlib.crc32(content)
    return Raw(name=b"a", content=data, size=told, crc=crc, method=DEFLATED)


def said(name: str, size: int) -> bytes:
    """A container whose directory says that its one member is so large; it is not there."""
    data = bytearray(lay_out([replace(plain(name, b""), size=size)]))
    at = len(data) - END.size - CENTRAL.size - len(name)
    data[at + 20 : at + 24] = data[18:22] = size.to_bytes(4, "little")
    return bytes(data)


def test_members_come_back_as_they_were_written() -> None:
    members = {"a": b"1", "log/b.json": b"", "z.0": b"3" * 70_000}

    assert {name: bytes(data) for name, data in read_container(write_archive(members)).items()} == (
        members
    )


def test_a_packed_member_is_unpacked() -> None:
    content = bytes(range(256)) * 40

    assert read_container(lay_out([packed(content)])) == {"a": content}


def test_a_container_without_members_is_whole() -> None:
    assert read_container(write_archive({})) == {}


def test_there_are_at_most_5000_members() -> None:
    members = [plain(f"{number:04}", b"") for number in range(5_001)]

    assert len(read_container(lay_out(members[:5_000]))) == 5_000
    assert refused(lay_out(members)) == "too_many"


def test_a_name_has_at_most_200_bytes() -> None:
    longest = "n" * 200

    assert read_container(write_archive({longest: b"1"})) == {longest: b"1"}
    assert refused(write_archive({longest + "n": b"1"})) == "name"


def test_a_member_without_a_name_is_refused_for_its_name() -> None:
    assert refused(lay_out([plain("", b"1")])) == "name"


@pytest.mark.parametrize(
    ("name", "largest"), [("report/a.html", 64 * MEBIBYTE), (LEAVES, 2_048 * MEBIBYTE)]
)
def test_a_member_has_at_most_64_mebibytes_and_the_leaves_two_gibibytes(
    name: str, largest: int
) -> None:
    assert refused(said(name, largest)) == "size"  # allowed, though it is cut short
    assert refused(said(name, largest + 1)) == "too_large"


def test_a_member_unpacks_to_at_most_200_times_its_size() -> None:
    one = packed(b"a" * 150 * 1_000)
    most = 200 * len(one.content)

    assert refused(lay_out([replace(one, size=most)])) == "size"  # allowed, and not true
    assert refused(lay_out([replace(one, size=most + 1)])) == "ratio"


@pytest.mark.parametrize("more", [1, -1, 500])
def test_a_packed_member_that_unpacks_to_another_size_is_refused(more: int) -> None:
    content = bytes(range(256)) * 4

    assert refused(lay_out([packed(content, len(content) + more)])) == "size"


def test_bytes_after_the_end_of_what_was_packed_are_refused() -> None:
    one = packed(b"hello")

    assert refused(lay_out([replace(one, content=one.content + b"more")])) == "size"


def test_what_was_packed_and_is_cut_short_is_refused() -> None:
    one = packed(bytes(range(256)))

    assert refused(lay_out([replace(one, content=one.content[:-3])])) == "size"


def test_what_cannot_be_unpacked_is_refused() -> None:
    assert refused(lay_out([replace(packed(b"hello"), content=b"\xff\xff\xff")])) == "damaged"


def test_a_stored_member_has_one_size_wherever_it_stands() -> None:
    assert refused(lay_out([replace(plain("a", b"hello"), size=4)])) == "size"


@pytest.mark.parametrize("method", [1, 7, 9, 12, 93])
def test_no_other_packing_is_read(method: int) -> None:
    assert refused(lay_out([replace(plain("a", b"1"), method=method)])) == "method"


@pytest.mark.parametrize(
    ("flags", "what"), [(1, "encrypted"), (2, "zip_layout"), (8, "zip_layout")]
)
def test_no_flag_may_be_set(flags: int, what: str) -> None:
    assert refused(lay_out([replace(plain("a", b"1"), flags=flags)])) == what


def central(at: int, data: bytes) -> Callable[[bytes], bytes]:
    """Exchange bytes of the first entry of the directory, at a place within it."""

    def change(bundle: bytes) -> bytes:
        place = len(bundle) - END.size - CENTRAL.size - 1 + at
        return bundle[:place] + data + bundle[place + len(data) :]

    return change


@pytest.mark.parametrize(
    ("says", "change"),
    [
        ("the mark of an entry", central(0, b"PK\x01\x03")),
        ("the program that made it", central(4, b"\x14\x00")),
        ("the version that it needs", central(6, b"\x2d\x00")),
        ("a time", central(12, b"\x01\x00")),
        ("another day", central(14, b"\x22\x00")),
        ("an extra field", central(30, b"\x01\x00")),
        ("a comment", central(32, b"\x01\x00")),
        ("another disk", central(34, b"\x01\x00")),
        ("text or binary", central(36, b"\x01\x00")),
        ("another place", central(42, b"\x01\x00")),
        ("another length of name", central(28, b"\x02\x00")),
        ("no name", central(28, b"\x00\x00")),
        ("a byte before the directory", lambda b: b[:32] + b"x" + b[32:]),
        ("a byte at the end", lambda b: b + b"x"),
        ("a byte at the front", lambda b: b"x" + b),
        ("a byte less", lambda b: b[:-1]),
        ("another end mark", lambda b: b[:-22] + b"PK\x06\x06" + b[-18:]),
        ("more disks", lambda b: b[:-18] + b"\x01" + b[-17:]),
        ("the directory on another disk", lambda b: b[:-16] + b"\x01" + b[-15:]),
        ("fewer members on this disk", lambda b: b[:-14] + b"\x00" + b[-13:]),
        ("two members of which one is there", lambda b: b[:-14] + b"\x02\x00\x02\x00" + b[-10:]),
        ("no members though one is there", lambda b: b[:-14] + b"\x00\x00\x00\x00" + b[-10:]),
        ("a shorter directory", lambda b: b[:-10] + bytes([b[-10] - 1]) + b[-9:]),
        ("a directory further on", lambda b: b[:-6] + bytes([b[-6] + 1]) + b[-5:]),
        ("a comment of the whole", lambda b: b[:-2] + b"\x01\x00"),
    ],
)
def test_a_container_is_laid_out_as_the_writer_lays_it_out(
    says: str, change: Callable[[bytes], bytes]
) -> None:
    whole = write_archive({"a": b"1"})

    assert read_container(whole) == {"a": b"1"}
    with pytest.raises(BadContainer):
        read_container(change(whole))


@pytest.mark.parametrize("length", range(END.size + 2))
def test_nothing_shorter_than_an_end_record_is_a_bundle(length: int) -> None:
    if length == END.size:
        assert read_container(write_archive({})[:length]) == {}
    else:
        assert refused((write_archive({}) + bytes(9))[:length]) == "zip_layout"


def test_a_changed_byte_anywhere_is_refused() -> None:
    whole = write_archive({"a": b"1", "b/c": b"22"})

    for place in range(len(whole)):
        for bit in (1, 128):
            changed = bytearray(whole)
            changed[place] ^= bit
            assert refused(bytes(changed)), place


def test_the_container_of_one_member_has_these_bytes() -> None:
    name, content = "61", "31"
    crc_and_sizes = "b7efdc83" + "01000000" + "01000000"
    fixed = "1400" + "0000" + "0000" + "0000" + "2100"  # version, flags, stored, 1 January 1980
    local = "504b0304" + fixed + crc_and_sizes + "0100" + "0000" + name + content
    entry = "504b0102" + "1403" + fixed + crc_and_sizes + "0100" + "00000000" + "0000" + "0000"
    placed = "0000a481" + "00000000" + name  # a plain file, -rw-r--r--
    end = "504b0506" + "00000000" + "0100" + "0100" + "2f000000" + "20000000" + "0000"

    assert write_archive({"a": b"1"}).hex() == local + entry + placed + end
