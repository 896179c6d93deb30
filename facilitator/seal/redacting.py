"""Take words out of a record for good, and leave every proof whole.

Rules:

1. Two people: one asks, another approves.  The verifier holds every bundle to that.
2. The act is a leaf: which field of which leaf, on what ground, who asked and who approved.
3. The leaf is durable *before* the words are gone.  A crash in between leaves words that should be
   gone, which :func:`finish_redactions` removes; the other way round would leave a hole that
   nothing explains.

Leaf, chain, tree and heads stay as they were: they hold a commitment, never the words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evidence import Event, Millis, decode_leaf, encode_leaf, make_leaf
from evidence.chain import prev_of
from evidence.kinds.exercise import ExerciseEnded, FieldRedacted
from facilitator.seal.notary import Notary
from facilitator.store import Store


class CannotRedact(Exception):
    """Nothing was taken out; says why, and what would be right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """Why, and by whom.  The words of the ground stand in the record for ever: name no person."""

    ground: str
    asked_by: str
    approved_by: str


def redact_field(
    store: Store, exercise: str, seq: int, field: str, *, ground: Ground, wall: int
) -> int:
    """Take one text out of one exercise whose play has ended; the number of the new leaf.

    Args:
        field: Its path in the leaf: ``body.words``.
        wall: UTC in milliseconds since the Unix epoch.

    Raises:
        CannotRedact: Nothing can be opened there, play goes on, or it was one person alone.
        NotAsWritten: The stored record is not what was signed.
    """
    _check_two_people(ground)
    if (seq, field) not in {(one.seq, one.field) for one in store.openings(exercise)}:
        raise CannotRedact(
            f"leaf {seq} of {exercise} has nothing to open at {field}; see its bundle"
        )
    (leaf,) = _record(store, exercise, [(seq, field)], ground, wall)
    store.delete_opening(exercise, seq, field)
    return leaf


def forget_person(
    store: Store, person: str, *, ground: Ground, wall: int
) -> tuple[tuple[str, int, str], ...]:
    """Destroy a person's key: everything that they ever typed here, in every exercise.

    Returns:
        Exercise, leaf and field of each text that is gone.

    Raises:
        CannotRedact: As for :func:`redact_field`, or they typed nothing; then no key is destroyed.
    """
    _check_two_people(ground)
    found = {
        one.id: [place for place in _places(store, one.id) if place[2] == person]
        for one in store.exercises()
    }
    if not any(found.values()):
        raise CannotRedact(f"{person} typed nothing that can still be opened; check the id")
    for exercise, places in found.items():
        if places:
            _record(store, exercise, [(seq, field) for seq, field, _ in places], ground, wall)
    store.forget_person(person)
    return tuple(
        (exercise, seq, field) for exercise, places in found.items() for seq, field, _ in places
    )


def finish_redactions(store: Store, exercise: str) -> int:
    """Delete what a leaf says is deleted and is still there; how many there were.

    Call it when a store is opened: a crash may have come between the leaf and the deletion.
    """
    left = 0
    for leaf in map(decode_leaf, store.leaves(exercise)):
        if leaf.kind == FieldRedacted.kind:
            seq, field = int(str(leaf.body["seq"])), str(leaf.body["field"])
            left += store.delete_opening(exercise, seq, field)
    return left


def _check_two_people(ground: Ground) -> None:
    if not ground.ground.strip():
        raise CannotRedact("a redaction needs a ground; say on what law or rule it rests")
    if not ground.asked_by or not ground.approved_by or ground.asked_by == ground.approved_by:
        raise CannotRedact("a redaction needs two people; let somebody else approve it")


def _places(store: Store, exercise: str) -> list[tuple[int, str, str | None]]:
    leaves = [decode_leaf(leaf) for leaf in store.leaves(exercise)]
    return [(one.seq, one.field, leaves[one.seq].actor) for one in store.openings(exercise)]


def _record(
    store: Store,
    exercise: str,
    places: Sequence[tuple[int, str]],
    ground: Ground,
    wall: int,
) -> list[int]:
    """Append a leaf for each place, in one transaction, and sign the head."""
    notary = Notary(store, exercise)
    raw = list(store.leaves(exercise))
    last = decode_leaf(raw[-1])
    if not any(decode_leaf(leaf).kind == ExerciseEnded.kind for leaf in raw):
        raise CannotRedact(f"play of {exercise} goes on; redact when it has ended")
    now = max(wall, last.wall)  # a clock that was set back must not run back in the record
    fresh: list[bytes] = []
    for number, (seq, field) in enumerate(places, start=len(raw)):
        event = _redaction(number, seq, field, ground, at=last.at)
        fresh.append(encode_leaf(make_leaf(event, wall=now, prev=prev_of(raw[-1]))))
        raw.append(fresh[-1])
    store.append_now(exercise, fresh, part="review")
    notary.appended(fresh)
    notary.sign_now(wall=now)
    return [decode_leaf(leaf).seq for leaf in fresh]


def _redaction(number: int, seq: int, field: str, ground: Ground, *, at: int) -> Event:
    approvers = (ground.approved_by,)
    return Event(
        seq=number,
        at=Millis(at),
        origin="shell",
        actor=ground.asked_by,
        to=("control",),
        body=FieldRedacted(seq=seq, field=field, ground=ground.ground, approvers=approvers),
    )
