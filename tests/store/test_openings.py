"""Openings can be deleted, and a retried command is known by its words."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import pytest

from evidence.canonical import Json
from evidence.chain import GENESIS, prev_of
from evidence.leaf import Leaf, encode_leaf
from evidence.sealed import Opening, commit
from facilitator.store import Asked, CommittedTwice, DuplicateCommand, Store
from tests.store.places import Place
from tests.store.records import EXERCISE

WORDS = "Harbour Lane 9, the key is under the mat"


def sealed_body(words: str, *, salt: bytes) -> dict[str, Json]:
    return {"entry": "fact", "text": {"$c": commit("body.text", words, salt).digest}}


def logged(store: Store, words: str = WORDS) -> Opening:
    """One logged entry with sealed words, stored under the command id c-1."""
    opening = Opening(seq=0, field="body.text", salt=bytes(range(16)), value=words)
    leaf = Leaf(
        seq=0,
        kind="entry.log",
        v=1,
        at=0,
        wall=0,
        origin="person",
        actor="p-1",
        body=sealed_body(words, salt=opening.salt),
        prev=GENESIS,
        cmd="c-1",
    )
    store.append_now(EXERCISE, [encode_leaf(leaf)], openings=[opening])
    return opening


def again(
    words: str = WORDS, *, actor: str = "p-1", kind: str = "entry.log", **other: Json
) -> Asked:
    """The same command as it comes in once more, sealed with another salt."""
    body: Mapping[str, Json] = sealed_body(words, salt=bytes(16)) | other
    return Asked(kind=kind, actor=actor, body=body, words={"body.text": words})


def test_an_opening_comes_back_as_it_was(store: Store) -> None:
    opening = logged(store)

    assert store.openings(EXERCISE) == (opening,)


def test_a_text_longer_than_a_leaf_can_be_opened(store: Store) -> None:
    opening = logged(store, "long " * 20_000)

    assert store.openings(EXERCISE) == (opening,)


def test_deleting_an_opening_leaves_the_record_as_it_was(store: Store) -> None:
    logged(store)
    before = list(store.leaves(EXERCISE))

    assert store.delete_opening(EXERCISE, 0, "body.text")

    assert store.openings(EXERCISE) == ()
    assert list(store.leaves(EXERCISE)) == before
    assert store.first_break(EXERCISE) is None


def test_a_text_is_in_no_file_as_it_was_typed(store: Store, place: Place) -> None:
    logged(store)

    assert not any(WORDS.encode() in file for file in place.all_files())


def test_what_a_deleted_text_was_encrypted_to_is_in_no_file_any_more(
    store: Store, place: Place
) -> None:
    logged(store)
    (data,) = place.run("SELECT data FROM opening")
    assert isinstance(data, bytes)
    assert any(data in file for file in place.table_files())

    store.delete_opening(EXERCISE, 0, "body.text")

    assert not any(data in file for file in place.table_files())


def said_by(store: Store, *people: str) -> None:
    """One entry with sealed words for each of *people*, after what is stored."""
    leaves, openings, prev = [], [], GENESIS
    for seq, person in enumerate(people):
        opening = Opening(
            seq=seq, field="body.text", salt=bytes([seq]) * 16, value=f"said by {person}"
        )
        leaf = Leaf(
            seq=seq, kind="entry.log", v=1, at=0, wall=0, origin="person", actor=person,
            body=sealed_body(f"said by {person}", salt=opening.salt), prev=prev,
        )  # fmt: skip
        leaves.append(encode_leaf(leaf))
        openings.append(opening)
        prev = prev_of(leaves[-1])
    store.append_now(EXERCISE, leaves, openings=openings)


def test_forgetting_a_person_makes_everything_they_typed_unreadable_and_nothing_else(
    store: Store,
) -> None:
    said_by(store, "ana", "ben", "ana")

    lost = store.forget_person("ana")

    assert lost == ((EXERCISE, 0, "body.text"), (EXERCISE, 2, "body.text"))
    assert [opening.value for opening in store.openings(EXERCISE)] == ["said by ben"]
    assert store.first_break(EXERCISE) is None
    assert store.forget_person("ana") == ()


def test_a_backup_of_the_store_cannot_bring_a_forgotten_person_back(
    path: Path, tmp_path: Path
) -> None:
    backup = tmp_path / "backup.db"
    with Store.open(path) as store:
        store.open_exercise(EXERCISE, plan=b"{}", run="practice", wall=1)
        said_by(store, "ana", "ben")
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(backup)) as target:
            source.backup(target)

        store.forget_person("ana")

    shutil.copy(f"{path}-person-keys", f"{backup}-person-keys")
    with Store.open(backup) as restored:
        assert [opening.value for opening in restored.openings(EXERCISE)] == ["said by ben"]


def test_a_forgotten_person_who_comes_back_has_a_new_key(store: Store) -> None:
    said_by(store, "ana")
    store.forget_person("ana")
    head = list(store.leaves(EXERCISE))[-1]
    opening = Opening(seq=1, field="body.text", salt=bytes([9]) * 16, value="here again")
    leaf = Leaf(
        seq=1, kind="entry.log", v=1, at=0, wall=0, origin="person", actor="ana",
        body=sealed_body("here again", salt=opening.salt), prev=prev_of(head),
    )  # fmt: skip

    store.append_now(EXERCISE, [encode_leaf(leaf)], openings=[opening])

    assert store.openings(EXERCISE) == (opening,)


def test_an_opening_moved_to_another_leaf_cannot_be_opened_there(
    store: Store, place: Place
) -> None:
    said_by(store, "ana", "ana")
    place.tamper(
        "opening",
        "UPDATE opening SET data = (SELECT data FROM opening WHERE seq = 0) WHERE seq = 1",
    )

    assert [opening.seq for opening in store.openings(EXERCISE)] == [0]


def test_the_keys_are_readable_for_nobody_else(store: Store, place: Place) -> None:
    said_by(store, "ana")

    (keys,) = place.folder.glob("*person-keys")
    assert keys.stat().st_mode & 0o777 == 0o600


def test_a_text_is_committed_once(store: Store) -> None:
    opening = logged(store)
    again_sealed = Leaf(
        seq=1, kind="entry.log", v=1, at=0, wall=0, origin="person", actor="p-1",
        body=sealed_body(WORDS, salt=opening.salt), prev=prev_of(next(store.leaves(EXERCISE))),
    )  # fmt: skip

    with pytest.raises(CommittedTwice) as refusal:
        store.append_now(EXERCISE, [encode_leaf(again_sealed)])

    assert str(refusal.value) == (
        f"Leaf 0 of {EXERCISE} holds this commitment already; "
        "seal the text once, where it was given, and cite that leaf."
    )
    assert len(list(store.leaves(EXERCISE))) == 1


def test_a_text_is_committed_once_even_after_its_opening_was_deleted(store: Store) -> None:
    opening = logged(store)
    store.delete_opening(EXERCISE, 0, "body.text")
    again_sealed = Leaf(
        seq=1, kind="entry.log", v=1, at=0, wall=0, origin="person", actor="p-1",
        body=sealed_body(WORDS, salt=opening.salt), prev=prev_of(next(store.leaves(EXERCISE))),
    )  # fmt: skip

    with pytest.raises(CommittedTwice):
        store.append_now(EXERCISE, [encode_leaf(again_sealed)])


def test_deleting_what_is_not_there_is_said(store: Store) -> None:
    assert not store.delete_opening(EXERCISE, 0, "body.text")


def test_appending_a_batch_again_does_not_bring_a_deleted_opening_back(store: Store) -> None:
    opening = logged(store)
    leaf = next(store.leaves(EXERCISE))
    store.delete_opening(EXERCISE, 0, "body.text")

    store.append_now(EXERCISE, [leaf], openings=[opening])

    assert store.openings(EXERCISE) == ()


def test_the_same_words_under_the_same_id_get_the_same_answer(store: Store) -> None:
    logged(store)

    assert store.answer(EXERCISE, "c-1", asked=again()) == 0


@pytest.mark.parametrize(
    "asked",
    [
        again("another address"),
        again(actor="p-2"),
        again(kind="entry.edit"),
        again(entry="assumption"),
        again(about=3),
        Asked(kind="entry.log", actor="p-1", body={"entry": "fact"}, words={}),
    ],
)
def test_another_command_under_the_same_id_is_refused(store: Store, asked: Asked) -> None:
    logged(store)

    with pytest.raises(DuplicateCommand) as refusal:
        store.answer(EXERCISE, "c-1", asked=asked)

    assert str(refusal.value) == (
        "The command id c-1 was used for something else, at leaf 0; send it again under a new id."
    )


def test_after_redaction_a_retry_is_still_answered(store: Store) -> None:
    logged(store)
    store.delete_opening(EXERCISE, 0, "body.text")

    assert store.answer(EXERCISE, "c-1", asked=again()) == 0
