"""Openings can be deleted, and a retried command is known by its words."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from evidence.canonical import Json
from evidence.chain import GENESIS
from evidence.leaf import Leaf, encode_leaf
from evidence.sealed import Opening, commit
from facilitator.store import Asked, DuplicateCommand, Store
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


def test_a_deleted_text_is_in_no_file_any_more(store: Store, path: Path) -> None:
    logged(store)
    files = [path, path.with_name(path.name + "-wal")]
    assert any(WORDS.encode() in file.read_bytes() for file in files)

    store.delete_opening(EXERCISE, 0, "body.text")

    assert not any(WORDS.encode() in file.read_bytes() for file in files)


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
