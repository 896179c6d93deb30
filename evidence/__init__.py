"""What happened: kinds of commands and events, who may see them, the record, and its proof."""

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
from evidence.sealed import Opening, Sealed

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
