"""A cited leaf as a reader is told it: when by both clocks, who, and what.

What it says comes from the one vocabulary of the house.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from evidence import Event, Seq
from scoring.explain.vocabulary import in_words
from scoring.report.names import Names
from scoring.wording import instant


class Cited(msgspec.Struct, frozen=True, kw_only=True):
    """One leaf that a figure rests on."""

    seq: Seq
    at: int
    exercise_time: str
    story_time: str
    who: str
    says: str

    def to_json(self) -> dict[str, Any]:
        return {
            "seq": self.seq,
            "at": self.at,
            "exercise_time": self.exercise_time,
            "story_time": self.story_time,
            "who": self.who,
            "says": self.says,
        }


def cite(names: Names, record: Sequence[Event], seqs: Iterable[Seq]) -> tuple[Cited, ...]:
    """The leaves with these places, told in order."""
    first = record[0].seq if record else 0
    return tuple(
        _cited(names, record[seq - first]) for seq in seqs if 0 <= seq - first < len(record)
    )


def _cited(names: Names, event: Event) -> Cited:
    return Cited(
        seq=event.seq,
        at=event.at,
        exercise_time=instant(event.at),
        story_time=names.day(event.at),
        who=_who(names, event),
        says=in_words(names, event),
    )


def _who(names: Names, event: Event) -> str:
    """Who did it, or to whom it was shown; most of what happens nobody at the table sees."""
    who = names.who(event)
    if who == "·":
        return "behind the scenes"
    return who.replace("→ ", "to ")
