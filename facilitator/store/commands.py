"""The same command again: a retry, or a different thing under a used id?

A client that heard no answer sends its command once more under the same id.  What a person typed
was sealed with fresh salt each time, so the two bodies differ in their commitments although the
words are the same; the words themselves have to be compared, where they can still be opened.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evidence.canonical import Json, encode
from evidence.leaf import Leaf
from evidence.sealed import Opening


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A command as it was just sent.

    ``body`` is what its leaf would hold; ``words`` are the values behind its sealed fields, by
    path (``body.text``).
    """

    kind: str
    actor: str | None
    body: Mapping[str, Json]
    words: Mapping[str, Json]


def is_same(stored: Leaf, openings: Sequence[Opening], asked: Asked) -> bool:
    """Whether *asked* is what was recorded as *stored*.

    A field whose opening has been deleted is taken to be the same: nobody can tell any more.
    """
    if (stored.kind, stored.actor) != (asked.kind, asked.actor):
        return False
    if encode(_blank(stored.body)) != encode(_blank(asked.body)):
        return False
    return all(
        opening.field in asked.words and encode(opening.value) == encode(asked.words[opening.field])
        for opening in openings
    )


def _blank(value: Json) -> Json:
    """The same value with every commitment emptied."""
    if isinstance(value, dict):
        if value.keys() == {"$c"}:
            return {"$c": ""}
        return {key: _blank(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_blank(item) for item in value]
    return value
