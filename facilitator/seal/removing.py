"""Give an exercise up, or take its record out for good; the instance log says so for ever.

Rules:

1. An exercise that will not be played to its end is *cancelled*: its record stays, signed as it
   stands, and nothing is played in it any more.
2. A record is *deleted* by two people, with a reason.  What remains is that it was opened, how many
   leaves it had and at which head it ended; its id is never used again.
3. The entry and the deletion are one transaction: there is never one without the other.
"""

from __future__ import annotations

from evidence import decode_leaf
from evidence.chain import head_of
from evidence.instance_log import ExerciseCancelled, ExerciseDeleted
from evidence.kinds.exercise import ExerciseEnded
from facilitator.seal.keys import instance_key
from facilitator.seal.notary import Notary, log_signer, note
from facilitator.seal.redacting import Ground
from facilitator.store import Store


class CannotRemove(Exception):
    """Nothing was cancelled or deleted; says why, and what would be right."""


def cancel_exercise(store: Store, exercise: str, *, reason: str, wall: int) -> None:
    """Give up an exercise that has not ended.

    Args:
        reason: Stands in the instance log for ever: name no person.
        wall: UTC in milliseconds since the Unix epoch.

    Raises:
        CannotRemove: It has ended, was cancelled already, or no reason was given.
        NotAsWritten: The stored record is not what was signed.
    """
    _check_reason(reason)
    if exercise in withdrawn(store):
        raise CannotRemove(f"{exercise} was cancelled already")
    leaves = list(store.leaves(exercise))
    if any(decode_leaf(leaf).kind == ExerciseEnded.kind for leaf in leaves):
        raise CannotRemove(f"{exercise} has ended; an ended exercise is kept, or deleted")
    Notary(store, exercise).sign_now(wall=wall)
    head = head_of(leaves[-1])
    note(
        store,
        ExerciseCancelled(exercise=exercise, size=len(leaves), head=head, reason=reason),
        wall=wall,
    )


def delete_exercise(store: Store, exercise: str, *, ground: Ground, wall: int) -> None:
    """Take the whole record of an exercise out of the store.

    Args:
        ground: Why, and the two people; the reason names nobody.
        wall: UTC in milliseconds since the Unix epoch.

    Raises:
        CannotRemove: No reason was given, or it was one person alone.
        NotAsWritten: The instance log has been changed since it was signed last.
        StoreFailed: The disk failed, or somebody is reading.
    """
    _check_reason(ground.ground)
    if not ground.asked_by or not ground.approved_by or ground.asked_by == ground.approved_by:
        raise CannotRemove("a deletion needs two people; let somebody else approve it")
    leaves = list(store.leaves(exercise))
    entry = ExerciseDeleted(
        exercise=exercise,
        size=len(leaves),
        head=head_of(leaves[-1]),
        reason=ground.ground,
        asked_by=ground.asked_by,
        approved_by=ground.approved_by,
    )
    sign = log_signer(instance_key(store.folder))
    store.delete_exercise(exercise, entry, wall=wall, sign=sign)


def withdrawn(store: Store) -> frozenset[str]:
    """Exercises in which nothing is played any more: cancelled or deleted."""
    kinds = (ExerciseCancelled.kind, ExerciseDeleted.kind)
    log = map(decode_leaf, store.instance_log())
    return frozenset(str(leaf.body["exercise"]) for leaf in log if leaf.kind in kinds)


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise CannotRemove("say why; the reason stands in the log for ever")
