"""The exercise that the tests of bundles share, and how to take it further."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from evidence.canonical import Json
from evidence.chain import prev_of
from evidence.leaf import Leaf, decode_leaf, encode_leaf
from evidence.notes import VerifierKey
from evidence.sealed import Opening, commit
from facilitator.record_files import RECORDS
from facilitator.seal import Notary, instance_key
from facilitator.store import Store

SCRIPT = """
commands:
  - {at: 13m, as: duty-manager, do: log.enter, tag: fact, words: "Nothing answers any more."}
  - {at: 14m, as: duty-manager, do: incident.declare, words: "This is one. Zoë knows."}
  - {at: 15m, as: duty-manager, do: severity.call, level: 1, words: "No shop can log in."}
"""


@dataclass(frozen=True, slots=True)
class Exercise:
    """Where it is stored."""

    folder: Path

    @property
    def store(self) -> Path:
        return self.folder / RECORDS

    @property
    def key(self) -> VerifierKey:
        return instance_key(self.folder).public

    def id(self, store: Store) -> str:
        (found,) = store.exercises()
        return found.id


def go_on(
    store: Store,
    exercise: str,
    kind: str,
    body: Mapping[str, Json],
    *,
    words: str | None = None,
    field: str = "body.words",
    actor: str = "p-1",
) -> int:
    """Add one leaf to the review, as a room would; its number."""
    leaves = tuple(store.leaves(exercise))
    last = decode_leaf(leaves[-1])
    openings: tuple[Opening, ...] = ()
    if words is not None:
        salt = bytes([len(leaves) % 256]) * 16
        sealed = commit(field, words, salt).digest
        body = {**body, field.removeprefix("body."): {"$c": sealed}}
        openings = (Opening(seq=last.seq + 1, field=field, salt=salt, value=words),)
    leaf = Leaf(
        seq=last.seq + 1,
        kind=kind,
        v=1,
        at=last.at,
        wall=last.wall + 1_000,
        origin="control",
        actor=actor,
        to=("control",),
        body=body,
        prev=prev_of(leaves[-1]),
    )
    notary = Notary(store, exercise)
    data = [encode_leaf(leaf)]
    store.append_now(exercise, data, openings=openings, part="review")
    notary.appended(data)
    return leaf.seq
