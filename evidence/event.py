"""An event: one leaf as the engine hands it over, before the shell adds wall time and chain."""

import msgspec

from evidence.kinds import read_body, write_body
from evidence.kinds.body import Body, Millis
from evidence.leaf import INPUT_ORIGINS, Leaf, Origin


class Event(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What happened, in order.  ``cause`` is the ``seq`` that led to it; ``to`` who may see it."""

    seq: int
    at: Millis
    origin: Origin
    body: Body
    cause: int | None = None
    actor: str | None = None
    role: str | None = None
    to: tuple[str, ...] = ()
    cmd: str | None = None

    @property
    def kind(self) -> str:
        return self.body.kind

    @property
    def is_input(self) -> bool:
        return self.origin in INPUT_ORIGINS


def make_leaf(event: Event, *, wall: int, prev: str) -> Leaf:
    """The leaf of *event* at this wall time (ms since the Unix epoch, UTC), chained to *prev*."""
    return Leaf(
        seq=event.seq,
        kind=event.body.kind,
        v=event.body.v,
        at=event.at,
        wall=wall,
        origin=event.origin,
        cause=event.cause,
        actor=event.actor,
        role=event.role,
        to=event.to,
        body=write_body(event.body),
        prev=prev,
        cmd=event.cmd,
    )


def read_event(leaf: Leaf) -> Event:
    """The event that *leaf* records.

    Raises:
        KeyError: The kind is unknown.
        msgspec.ValidationError: The body does not fit its kind.
    """
    return Event(
        seq=leaf.seq,
        at=Millis(leaf.at),
        origin=leaf.origin,
        body=read_body(leaf.kind, leaf.body),
        cause=leaf.cause,
        actor=leaf.actor,
        role=leaf.role,
        to=leaf.to,
        cmd=leaf.cmd,
    )
