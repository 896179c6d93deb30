"""The edits by which an administrator rewrote the story of another product, against our store.

An answer's text, its option, its time, the release of an inject, the history of holds, one deleted
row, a display name, and notes of the debrief: each is found, and the first leaf that is not what
was written is named, by a server that was running and by one that was started again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from evidence.chain import GENESIS, prev_of
from evidence.commitments import commit
from evidence.leaf import Leaf, encode_leaf
from evidence.sealed import Opening
from facilitator.bundle import CannotBundle, make_bundle
from facilitator.seal import Notary, find_edit
from facilitator.store import NotAsWritten, Store
from tests.seal.records import EXERCISE, START, Intruder

TOLD: tuple[tuple[str, str, dict[str, object]], ...] = (
    ("exercise.opened", "shell", {"plan": "PLAN"}),
    ("person.joined", "shell", {"seat": "lead", "name": "Ana Lund"}),
    ("exercise.started", "world", {}),
    ("inject.fired", "world", {"inject": "alarm", "planned_at": 60_000}),
    ("question.answer", "person", {"question": "q1", "option": "wait", "words": "We wait."}),
    ("exercise.held", "world", {"because": "control"}),
    ("exercise.resumed", "world", {}),
    ("log.enter", "person", {"tag": "fact", "words": "It is down."}),
    ("exercise.ended", "world", {}),
    ("evaluator.observe", "control", {"words": "They were slow."}),
)
JOINED, FIRED, ANSWERED, HELD, NOTED = 1, 3, 4, 5, 9
SEALED = ("name", "words")


@dataclass(frozen=True, slots=True)
class Room:
    """A store, the notary that followed its record, and the hand in its file."""

    store: Store
    notary: Notary
    intruder: Intruder


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with Store.open(tmp_path / "records.db") as store:
        plan = store.open_exercise(EXERCISE, plan=b'{"plan":1}', run="practice", wall=START)
        leaves, openings = told(plan)
        notary = Notary(store, EXERCISE)
        store.append_now(EXERCISE, leaves, openings=openings)
        notary.appended(leaves)
        notary.sign_now(wall=START)
        yield Room(store, notary, Intruder(tmp_path / "records.db"))


def told(plan: str) -> tuple[list[bytes], list[Opening]]:
    leaves: list[bytes] = []
    openings: list[Opening] = []
    for seq, (kind, origin, said) in enumerate(TOLD):
        body: dict[str, object] = dict(said)
        for member in SEALED:
            if member in body:
                field, salt = f"body.{member}", bytes([seq]) * 16
                value = str(body[member])
                openings.append(Opening(seq=seq, field=field, salt=salt, value=value))
                body[member] = {"$c": commit(field, value, salt).digest}
        if body.get("plan"):
            body["plan"] = plan
        leaf = Leaf(
            seq=seq,
            kind=kind,
            v=1,
            at=seq * 1_000,
            wall=START + seq * 1_000,
            origin=origin,  # type: ignore[arg-type]  # the table above has real origins only
            actor="p-1",
            to=("team",),
            body=body,  # type: ignore[arg-type]
            prev=prev_of(leaves[-1]) if leaves else GENESIS,
        )
        leaves.append(encode_leaf(leaf))
    return leaves, openings


def other_words(room: Room, seq: int) -> None:
    """Exchange what was typed for what another leaf's opening says; it need not be readable."""
    room.intruder.run(
        "UPDATE opening SET data = (SELECT data FROM opening WHERE seq = 7) WHERE seq = ?", seq
    )


EDITS: dict[str, tuple[Callable[[Room], None], int]] = {
    "the text of an answer": (lambda room: other_words(room, ANSWERED), ANSWERED),
    "the option of an answer": (
        lambda room: room.intruder.change_leaf(ANSWERED, '"wait"', '"act!"'),
        ANSWERED,
    ),
    "the time of an answer": (
        lambda room: room.intruder.change_leaf(ANSWERED, '"at":4000', '"at":3500'),
        ANSWERED,
    ),
    "the release of an inject": (
        lambda room: room.intruder.change_leaf(FIRED, "60000", "90000"),
        FIRED,
    ),
    "the history of holds": (
        lambda room: room.intruder.change_leaf(HELD, "exercise.held", "exercise.hold"),
        HELD,
    ),
    "one row deleted": (
        lambda room: room.intruder.run("DELETE FROM event WHERE seq = ?", HELD),
        HELD,
    ),
    "the last row deleted": (
        lambda room: room.intruder.run("DELETE FROM event WHERE seq = ?", NOTED),
        NOTED,
    ),
    "a display name": (lambda room: other_words(room, JOINED), JOINED),
    "notes of the debrief": (lambda room: other_words(room, NOTED), NOTED),
    "notes of the debrief taken out": (
        lambda room: room.intruder.run("DELETE FROM opening WHERE seq = ?", NOTED),
        NOTED,
    ),
}


def test_a_record_that_nobody_touched_is_found_as_it_was_written(room: Room) -> None:
    assert find_edit(room.store, EXERCISE) is None
    assert room.notary.changed_leaf() is None


@pytest.mark.parametrize("edit", EDITS, ids=lambda name: name.replace(" ", "-"))
def test_the_first_leaf_that_is_not_what_was_written_is_named(room: Room, edit: str) -> None:
    make, seq = EDITS[edit]

    make(room)

    found = find_edit(room.store, EXERCISE)
    assert found is not None
    assert found.seq == seq
    assert f"eaf {seq}" in found.sentence


@pytest.mark.parametrize(
    "edit",
    [name for name in EDITS if name.startswith(("the option", "the time", "the rel", "one"))],
)
def test_a_running_server_names_the_same_leaf(room: Room, edit: str) -> None:
    make, seq = EDITS[edit]

    make(room)

    assert room.notary.changed_leaf() == seq


@pytest.mark.parametrize("edit", EDITS, ids=lambda name: name.replace(" ", "-"))
def test_nothing_is_handed_out_that_is_not_what_was_written(room: Room, edit: str) -> None:
    make, seq = EDITS[edit]
    make(room)

    with pytest.raises((NotAsWritten, CannotBundle), match=f"eaf {seq}"):
        make_bundle(room.store, EXERCISE, wall=START)


def test_a_record_rewritten_with_every_hash_is_named_by_the_span_between_two_heads(
    room: Room,
) -> None:
    room.intruder.rewrite_from(ANSWERED, '"wait"', '"act!"')

    found = find_edit(room.store, EXERCISE)

    assert found is not None
    assert (found.seq, found.what) == (3, "root")
    assert found.sentence.startswith("One of the leaves 3 to 5 is not what was written")


def test_a_head_that_somebody_else_signed_is_found(room: Room) -> None:
    note = room.store.heads(EXERCISE)[0].note
    room.intruder.run("UPDATE checkpoint SET note = ? WHERE size = 3", note[:-8] + "AAAAAA=\n")

    found = find_edit(room.store, EXERCISE)

    assert found is not None
    assert found.sentence == "The head over 3 leaves was not signed by this installation."


def test_another_plan_is_found(room: Room) -> None:
    room.intruder.run("UPDATE plan SET json = ?", b'{"plan":2}')

    found = find_edit(room.store, EXERCISE)

    assert found is not None
    assert (found.seq, found.what) == (0, "plan")


def test_renaming_changes_no_leaf_of_the_past(room: Room) -> None:
    before = tuple(room.store.leaves(EXERCISE))

    other_words(room, JOINED)

    assert tuple(room.store.leaves(EXERCISE)) == before
