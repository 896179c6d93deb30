"""Check 1: the container.  A ZIP that holds exactly what its directory says, and nothing else.

ZIP readers differ: some take the first of two members of one name and some the last, some start
at the front and some at the end, and all ignore bytes that no directory names.  So this reader is
narrow.  It takes the one layout that the writer makes, byte for byte, and refuses anything that
another program could read as something else.  Nothing is ever unpacked to a disk.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

LEAVES: Final = "log/leaves.bin"

MAX_MEMBERS: Final = 5_000
MAX_MEMBER_BYTES: Final = 64 * 1024 * 1024
MAX_LEAVES_BYTES: Final = 2 * 1024 * 1024 * 1024  # some four million leaves
MAX_RATIO: Final = 200  # no text of ours packs better; a bomb does
MAX_NAME_BYTES: Final = 200

STORED, DEFLATED = 0, 8
VERSION: Final = 20
UNIX: Final = 3
DATE: Final = 0x0021  # 1 January 1980, the first day that the format knows
MODE: Final = 0o100644 << 16

LOCAL: Final = struct.Struct("<4s5H3I2H")
CENTRAL: Final = struct.Struct("<4s6H3I5H2I")
END: Final = struct.Struct("<4s4H2IH")
LOCAL_MARK, CENTRAL_MARK, END_MARK = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"

_NAME = re.compile(rb"[A-Za-z0-9][A-Za-z0-9._-]*(?:/[A-Za-z0-9][A-Za-z0-9._-]*)*")

Buffer = bytes | memoryview


class BadContainer(ValueError):
    """The file is not one bundle; ``where`` is a member or the file itself."""

    def __init__(self, where: str, what: str, says: str) -> None:
        super().__init__(says)
        self.where = where
        self.what = what


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    method: int
    crc: int
    packed: int
    size: int
    offset: int
    local: bytes
    """The local header that this entry of the directory calls for."""


def read_container(data: Buffer) -> Mapping[str, Buffer]:
    """All members of a bundle by name, in order.

    Raises:
        BadContainer: Never anything else, whatever the bytes.
    """
    view = memoryview(data)
    members: dict[str, Buffer] = {}
    end_of_last = 0
    directory_at, entries = _directory(view)
    _check_names([entry.name for entry in entries])
    for entry in entries:
        end_of_last = _check_place(view, entry, end_of_last)
        members[entry.name] = _content(view[end_of_last - entry.packed : end_of_last], entry)
    if end_of_last != directory_at:
        raise _layout("there are bytes between the last member and the directory")
    return members


def _directory(view: memoryview) -> tuple[int, list[_Entry]]:
    if len(view) < END.size:
        raise _layout("the file is too short to be a bundle")
    at_end = len(view) - END.size
    mark, disk, first, here, total, size, offset, comment = END.unpack(view[at_end:])
    if mark != END_MARK or comment or disk or first or here != total:
        raise _layout("the file does not end as a bundle ends: something was added or cut off")
    if total > MAX_MEMBERS:
        raise BadContainer("the file", "too_many", f"there are more than {MAX_MEMBERS:,} members")
    if offset + size != at_end:
        raise _layout("the directory does not end where the end record begins")
    entries = list(_entries(view, offset, at_end, total))
    return offset, entries


def _entries(view: memoryview, at: int, end: int, count: int) -> Iterator[_Entry]:
    for _ in range(count):
        if at + CENTRAL.size > end:
            raise _layout("the directory is cut short")
        fields = CENTRAL.unpack(view[at : at + CENTRAL.size])
        length = fields[10]
        name = bytes(view[at + CENTRAL.size : at + CENTRAL.size + length])
        at += CENTRAL.size + length
        if at > end:
            raise _layout("the directory is cut short")
        yield _entry(fields, name)
    if at != end:
        raise _layout("the directory holds more than its members")


def _entry(fields: tuple[Any, ...], raw: bytes) -> _Entry:
    (mark, made, needed, flags, method, time, date, crc, packed, size) = fields[:10]
    (length, extra, comment, disk, internal, external, offset) = fields[10:]
    name = ascii(raw)[2:-1]
    if len(raw) > MAX_NAME_BYTES or not _NAME.fullmatch(raw):
        raise BadContainer(name, "name", "is not a name that a member of a bundle can have")
    if flags & 1:
        raise BadContainer(name, "encrypted", "is marked as encrypted")
    if external != MODE:
        raise BadContainer(name, "not_a_plain_file", "is not marked as a plain file")
    if method not in (STORED, DEFLATED):
        raise BadContainer(name, "method", "is packed in a way that is not read here")
    fixed = (mark, made, needed, flags, time, date, extra, comment, disk, internal)
    if fixed != (CENTRAL_MARK, UNIX << 8 | VERSION, VERSION, 0, 0, DATE, 0, 0, 0, 0):
        raise _layout(f"the directory's entry for {name} is not as a bundle has it: repacked?")
    _check_size(name, method, packed, size)
    local = LOCAL.pack(
        LOCAL_MARK, VERSION, 0, method, 0, DATE, crc, packed, size, length, 0
    )  # fmt: skip
    return _Entry(name, method, crc, packed, size, offset, local + raw)


def _check_size(name: str, method: int, packed: int, size: int) -> None:
    if size > (MAX_LEAVES_BYTES if name == LEAVES else MAX_MEMBER_BYTES):
        raise BadContainer(name, "too_large", f"is said to have {size:,} bytes; that is too many")
    if method == STORED and packed != size:
        raise BadContainer(name, "size", "has another size than is declared")
    if size > MAX_RATIO * packed and method == DEFLATED:
        raise BadContainer(name, "ratio", f"unpacks to more than {MAX_RATIO} times its size")


def _check_names(names: list[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name.lower() in seen:
            raise BadContainer(name, "duplicate_member", "is there twice, or differs only in case")
        seen.add(name.lower())
    if names != sorted(names):
        raise _layout("the members are not in order: the bundle has been repacked")


def _check_place(view: memoryview, entry: _Entry, at: int) -> int:
    """Where this member ends, if it begins where the one before ended."""
    content = at + len(entry.local)
    if entry.offset != at or view[at:content] != entry.local:
        raise _layout(f"{entry.name} does not begin where the member before it ends")
    if content + entry.packed > len(view):
        raise BadContainer(entry.name, "size", "is cut short")
    return content + entry.packed


def _content(packed: memoryview, entry: _Entry) -> Buffer:
    content: Buffer = packed
    if entry.method == DEFLATED:
        content = _inflate(packed, entry)
    if zlib.crc32(content) != entry.crc:
        raise BadContainer(entry.name, "crc", "is damaged: its checksum is another")
    return content


def _inflate(packed: memoryview, entry: _Entry) -> bytes:
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        content = stream.decompress(packed, entry.size + 1)
    except zlib.error:
        raise BadContainer(entry.name, "damaged", "cannot be unpacked") from None
    if len(content) != entry.size or not stream.eof or stream.unused_data:
        raise BadContainer(entry.name, "size", "has another size than is declared")
    return content


def _layout(says: str) -> BadContainer:
    return BadContainer("the file", "zip_layout", says)
