"""Alterations of the container: what a careless reader would unpack or overlook."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from evidence.verifier.container import DEFLATED, END
from evidence.verifier.pinned import ENGINE
from facilitator.bundle.archive import Raw, lay_out
from facilitator.tamper.alteration import Alteration, Make
from facilitator.tamper.forger import Forger


def raw(change: Callable[[list[Raw]], None]) -> Make:
    """Change how the members lie in the file, and sign nothing anew."""
    return lambda forger: lay_out(forger.altered(change))


def add(name: bytes, content: bytes = b"x") -> Callable[[list[Raw]], None]:
    """A further member, in its place."""

    def change(raws: list[Raw]) -> None:
        raws.append(Raw(name=name, content=content, size=len(content), crc=zlib.crc32(content)))
        raws.sort(key=lambda raw: raw.name)

    return change


def _mark(name: str, **marks: int) -> Callable[[list[Raw]], None]:
    def change(raws: list[Raw]) -> None:
        place = next(at for at, raw in enumerate(raws) if raw.name == name.encode())
        raws[place] = replace(raws[place], **marks)  # type: ignore[arg-type]  # all are counts

    return change


def _bomb(raws: list[Raw]) -> None:
    zeros = bytes(30 * 1024 * 1024)
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = packer.compress(zeros) + packer.flush()
    raws.append(
        Raw(
            name=b"zeros.bin",
            content=packed,
            size=len(zeros),
            crc=zlib.crc32(zeros),
            method=DEFLATED,
        )
    )


def _longer(raws: list[Raw]) -> None:
    place = next(at for at, raw in enumerate(raws) if raw.name == ENGINE.encode())
    raws[place] = replace(raws[place], size=raws[place].size + 1)


def _comment(forger: Forger) -> bytes:
    data = forger.honest()
    *fields, _ = END.unpack(data[-END.size :])
    return data[: -END.size] + END.pack(*fields, 5) + b"hello"


def _script_first(forger: Forger) -> bytes:
    raws = forger.altered(lambda _: None)
    return lay_out(raws, before=b"#!/bin/sh\necho hello\n")


ALTERED: Final = (
    Alteration("a member named ../evil is added", "nothing", 1, "name", raw(add(b"../evil"))),
    Alteration(
        "a second engine.json is added", "nothing", 1, "duplicate_member", raw(add(ENGINE.encode()))
    ),
    Alteration(
        "two names differ in case only", "nothing", 1, "duplicate_member", raw(add(b"Plan.json"))
    ),
    Alteration(
        "a name looks like another (Cyrillic i)",
        "nothing",
        1,
        "name",
        raw(add("eng\u0456ne.json".encode())),
    ),
    Alteration(
        "engine.json becomes a symbolic link",
        "nothing",
        1,
        "not_a_plain_file",
        raw(_mark(ENGINE, mode=0o120777 << 16)),
    ),
    Alteration(
        "a member is marked as encrypted", "nothing", 1, "encrypted", raw(_mark(ENGINE, flags=1))
    ),
    Alteration("30 MiB of zeros are packed into it", "nothing", 1, "ratio", raw(_bomb)),
    Alteration("a member's size is declared one byte longer", "nothing", 1, "size", raw(_longer)),
    Alteration(
        "bytes follow the end of the archive",
        "nothing",
        1,
        "zip_layout",
        lambda forger: forger.honest() + b"x",
    ),
    Alteration("words stand in the archive's comment", "nothing", 1, "zip_layout", _comment),
    Alteration(
        "a script stands before the first member", "nothing", 1, "zip_layout", _script_first
    ),
)
