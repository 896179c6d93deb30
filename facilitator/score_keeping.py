"""Keep the digest of a scorecard when play is sealed, and hold a score of later against it.

The scorecard itself is never stored: it is a fold of plan and record, and whoever has those can
make it again.  What is kept, in the instance log, is what it has to come out as.
"""

from dataclasses import dataclass
from typing import Any

import msgspec

from evidence import Event, decode_leaf
from evidence.instance_log import ExerciseScored
from facilitator.seal import note
from facilitator.store import Store
from scenarios import Plan
from scoring import Scorecard, score


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """A kept scorecard beside the one that comes out now.

    Attributes:
        head: Where the record stood.
        size: How many leaves it had.
        kept: The digest that was kept.
        now: The digest of what comes out now.
        rubric: The rubric and version that were used then.
    """

    head: str
    size: int
    kept: str
    now: str
    rubric: str

    @property
    def same(self) -> bool:
        return self.kept == self.now

    def to_json(self) -> dict[str, Any]:
        return {
            "head": self.head,
            "size": self.size,
            "kept": self.kept,
            "now": self.now,
            "rubric": self.rubric,
            "same": self.same,
        }


def keep_score(store: Store, exercise: str, card: Scorecard, *, size: int, wall: int) -> None:
    """Note in the instance log what the record's scorecard is.

    Args:
        store: Where the record is.
        exercise: Its id.
        card: The scorecard of the first *size* leaves; it names their head.
        size: How many leaves were folded.
        wall: UTC in milliseconds since the Unix epoch.

    Raises:
        StoreFailed: It could not be written.
    """
    assert card.head is not None, "a scorecard of leaves names their head"
    entry = ExerciseScored(
        exercise=exercise,
        size=size,
        head=card.head,
        scorecard=card.digest,
        rubric=card.rubric,
        rubric_version=card.rubric_version,
    )
    note(store, entry, wall=wall)


def score_is_kept(store: Store, exercise: str, *, size: int) -> bool:
    """Whether the scorecard of the first *size* leaves has been kept: a crash may have come before.

    Raises:
        StoreFailed: It could not be read.
    """
    return any(kept.exercise == exercise and kept.size == size for kept in _kept(store))


def verify_scores(
    store: Store, exercise: str, plan: Plan, events: tuple[Event, ...]
) -> tuple[Verified, ...]:
    """Score again what was scored then, once for each scorecard that was kept."""
    return tuple(
        Verified(
            head=kept.head,
            size=kept.size,
            kept=kept.scorecard,
            now=score(plan, events[: kept.size], head=kept.head).digest,
            rubric=f"{kept.rubric} {kept.rubric_version}",
        )
        for kept in _kept(store)
        if kept.exercise == exercise
    )


def _kept(store: Store) -> list[ExerciseScored]:
    return [
        msgspec.convert(leaf.body, ExerciseScored)
        for leaf in map(decode_leaf, store.instance_log())
        if leaf.kind == ExerciseScored.kind
    ]
