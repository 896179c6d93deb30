"""What happened: kinds of commands and events, who may see them, the record, and its proof.

The names below are loaded when they are first asked for.  So `python -m evidence verify` loads
the verifier and nothing else, and runs from a plain checkout with only `cryptography` installed.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from evidence.canonical import NotCanonical
    from evidence.chain import GENESIS, Break, first_break, leaf_hash
    from evidence.clocks import PlayedClock
    from evidence.event import Event, make_leaf, read_event
    from evidence.kinds import (
        CONTROL,
        KINDS,
        TEAM,
        Body,
        Command,
        Fact,
        Millis,
        Seq,
        may_see,
        read_body,
        seat_audience,
        write_body,
    )
    from evidence.leaf import INPUT_ORIGINS, BrokenLeaf, Leaf, Origin, decode_leaf, encode_leaf
    from evidence.receipts import Receipt
    from evidence.sealed import Opening, Sealed

_HOMES = {
    name: module
    for module, names in {
        "evidence.canonical": ("NotCanonical",),
        "evidence.chain": ("GENESIS", "Break", "first_break", "leaf_hash"),
        "evidence.clocks": ("PlayedClock",),
        "evidence.event": ("Event", "make_leaf", "read_event"),
        "evidence.kinds": (
            "CONTROL",
            "KINDS",
            "TEAM",
            "Body",
            "Command",
            "Fact",
            "Millis",
            "Seq",
            "may_see",
            "read_body",
            "seat_audience",
            "write_body",
        ),
        "evidence.leaf": (
            "INPUT_ORIGINS",
            "BrokenLeaf",
            "Leaf",
            "Origin",
            "decode_leaf",
            "encode_leaf",
        ),
        "evidence.receipts": ("Receipt",),
        "evidence.sealed": ("Opening", "Sealed"),
    }.items()
    for name in names
}

__all__ = [
    # the record
    "GENESIS",
    "INPUT_ORIGINS",
    "Break",
    "BrokenLeaf",
    "Event",
    "Leaf",
    "NotCanonical",
    "Opening",
    "Origin",
    "Receipt",
    "Sealed",
    "decode_leaf",
    "encode_leaf",
    "first_break",
    "leaf_hash",
    "make_leaf",
    "read_event",
    # kinds
    "CONTROL",
    "KINDS",
    "TEAM",
    "Body",
    "Command",
    "Fact",
    "Millis",
    "Seq",
    "may_see",
    "read_body",
    "seat_audience",
    "write_body",
    # clocks
    "PlayedClock",
]


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(home), name)
    return value
