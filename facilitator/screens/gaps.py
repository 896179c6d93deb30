"""Where a record has a gap: entries that are missing, and spans in which the server was away.

What stands on both sides of missing entries is still the record; what happened between them, no
page can show.  Nothing that was taken is lost to a server that was away, yet nobody was heard.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from evidence import Event, Millis
from evidence.kinds.exercise import OutageEnded
from facilitator.screens.saying import say_count, say_length
from facilitator.screens.seen import Seen


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordGap:
    """One gap: the instants on both sides of it, and what is not there.

    ``short`` fits beside a mark.  ``lost`` where entries are missing.
    """

    t: Millis
    until: Millis
    short: str
    words: str
    lost: bool


def gaps_of(seen: Seen) -> tuple[RecordGap, ...]:
    """In order of time.  A player's view leaves things out by right: nothing is missing there."""
    found = [_away(e.at, e.body) for e in seen.events if isinstance(e.body, OutageEnded)]
    if seen.viewer.kind != "participant":
        found += [_missing(seen, *sides) for sides in _breaks(seen.events)]
    return tuple(sorted(found, key=lambda one: one.t))


def _breaks(events: Sequence[Event]) -> list[tuple[Event | None, Event]]:
    """The entries on both sides of missing ones; before the first there may be none."""
    first = [(None, events[0])] if events and events[0].seq else []
    return [*first, *((a, b) for a, b in pairwise(events) if b.seq != a.seq + 1)]


def _missing(seen: Seen, before: Event | None, after: Event) -> RecordGap:
    number = after.seq - (before.seq + 1 if before else 0)
    many = say_count(number, "entry", "entries")
    where = f"after entry {seen.place(before)}" if before else "before the first"
    return RecordGap(
        t=before.at if before else Millis(0),
        until=after.at,
        short=f"{many} missing",
        words=f"{many} missing {where}. What happened there cannot be shown.",
        lost=True,
    )


def _away(at: Millis, body: OutageEnded) -> RecordGap:
    length = say_length(body.away_ms)
    if body.because == "append-failed":
        what, meanwhile = "could not write", "Nothing was taken"
    else:
        what, meanwhile = "was away", "Nobody was heard"
    words = f"The server {what} for {length}. {meanwhile}; the clock stood still."
    return RecordGap(t=at, until=at, short=f"away {length}", words=words, lost=False)
