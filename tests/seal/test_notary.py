"""Heads are signed where they are due, never over what the disk does not hold."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.chain import first_break, leaf_hash
from evidence.merkle import root_of
from evidence.notes import log_origin_of, open_note, origin_of, parse_checkpoint
from facilitator.seal import Notary, instance_key
from facilitator.store import NotAsWritten, OutOfSequence, Store
from tests.seal.records import EXERCISE, MINUTE, START, Intruder, opened, root, some_leaves

PLAY = ["exercise.opened", "exercise.start", "exercise.started", "service.degraded"]


def give(store: Store, notary: Notary, leaves: list[bytes]) -> None:
    store.append_now(EXERCISE, leaves)
    notary.appended(leaves)


def sizes(store: Store) -> list[int]:
    return [head.size for head in store.heads(EXERCISE)]


@pytest.mark.parametrize(
    "kind",
    [
        "exercise.started",
        "exercise.held",
        "exercise.pace-set",
        "exercise.went-by-hand",
        "exercise.ended",
        "signoff.given",
    ],
)
def test_a_head_is_signed_at_both_ends_and_at_every_turn_of_play(store: Store, kind: str) -> None:
    leaves = some_leaves(["exercise.opened", "entry.logged", kind, "entry.logged"])

    give(store, Notary(store, EXERCISE), leaves)

    assert sizes(store) == [3]


def test_a_head_is_signed_every_ten_minutes_of_play(store: Store) -> None:
    leaves = some_leaves(["exercise.opened"] + ["entry.logged"] * 30, every=MINUTE)

    give(store, Notary(store, EXERCISE), leaves)

    assert sizes(store) == [11, 21, 31]


@settings(max_examples=25)  # two stores on a real disk each time
@given(st.lists(st.integers(1, 7), min_size=1, max_size=8))
def test_where_heads_stand_does_not_depend_on_how_leaves_were_batched(
    tmp_path_factory: pytest.TempPathFactory, batches: list[int]
) -> None:
    count = sum(batches)
    kinds = [*PLAY, *["entry.logged"] * count][:count]
    leaves = some_leaves(kinds, every=4 * MINUTE)
    with opened(tmp_path_factory.mktemp("whole") / "records.db") as store:
        give(store, Notary(store, EXERCISE), leaves)
        whole = sizes(store)
    with opened(tmp_path_factory.mktemp("parts") / "records.db") as store:
        notary, start = Notary(store, EXERCISE), 0
        for batch in batches:
            give(store, notary, leaves[start : start + batch])
            start += batch

        assert sizes(store) == whole


def test_every_head_is_signed_over_the_root_of_its_leaves(store: Store, path: Path) -> None:
    leaves = some_leaves([*PLAY, "exercise.held", "exercise.resumed", "exercise.ended"])
    give(store, Notary(store, EXERCISE), leaves)
    key = instance_key(path.parent).public
    origin = origin_of(key.name, EXERCISE)

    for head in store.heads(EXERCISE):
        text, _ = open_note(head.note.encode(), [key.named(origin)])
        read = parse_checkpoint(text)
        assert (read.origin, read.size) == (origin, head.size)
        assert read.root == head.root == root(leaves[: head.size])


def test_a_receipt_is_the_size_and_root_after_every_append(store: Store) -> None:
    notary = Notary(store, EXERCISE)
    leaves = some_leaves(["entry.logged"] * 9)

    for end in range(1, 10):
        store.append_now(EXERCISE, leaves[end - 1 : end])
        receipt = notary.appended(leaves[end - 1 : end])

        assert (receipt.size, receipt.root) == (end, root(leaves[:end]))
        assert receipt.origin.endswith(f"/record/{EXERCISE}")


def test_every_head_is_a_leaf_of_the_instance_log_and_the_close_is_a_seal(store: Store) -> None:
    leaves = some_leaves([*PLAY, "exercise.ended"])
    give(store, Notary(store, EXERCISE), leaves)

    log = store.instance_log()
    said = [json.loads(leaf) for leaf in log]

    assert first_break(log) is None
    assert [one["kind"] for one in said] == [
        "exercise.opened",
        "exercise.checkpointed",
        "exercise.checkpointed",
        "exercise.sealed",
    ]
    assert said[2]["body"] == {"exercise": EXERCISE, "size": 5, "root": root(leaves).hex()}
    assert said[3]["body"]["head"] == leaf_hash(leaves[-1]).hex()


def test_the_instance_log_is_signed_with_every_head(store: Store, path: Path) -> None:
    give(store, Notary(store, EXERCISE), some_leaves([*PLAY, "exercise.ended"]))
    key = instance_key(path.parent).public
    origin = log_origin_of(key.name)

    text, _ = open_note(store.log_heads()[-1].encode(), [key.named(origin)])
    head = parse_checkpoint(text)

    log = store.instance_log()
    assert (head.origin, head.size) == (origin, len(log))
    assert head.root == root_of([leaf_hash(leaf) for leaf in log])


def test_ten_minutes_of_silence_are_signed_too(store: Store) -> None:
    notary = Notary(store, EXERCISE)
    give(store, notary, some_leaves(["exercise.opened", "exercise.held"]))
    before = len(store.instance_log())

    notary.silent(wall=START + 1_000 + 10 * MINUTE - 1)
    assert len(store.instance_log()) == before
    notary.silent(wall=START + 1_000 + 10 * MINUTE)
    notary.silent(wall=START + 1_000 + 10 * MINUTE)

    entries = [json.loads(leaf) for leaf in store.instance_log()[before:]]
    assert [(one["body"]["size"], one["wall"]) for one in entries] == [(2, START + 1_000 + 600_000)]
    assert sizes(store) == [2]


def test_nothing_is_signed_over_a_leaf_that_the_disk_does_not_hold(
    store: Store, path: Path
) -> None:
    notary = Notary(store, EXERCISE)
    leaves = some_leaves([*PLAY, "entry.logged", "exercise.held"])
    give(store, notary, leaves[:5])
    Intruder(path).change_leaf(4, "number 4", "number 5")

    with pytest.raises(NotAsWritten, match=f"Leaf 4 of {EXERCISE} is not what was written"):
        notary.sign_now(wall=START)

    assert sizes(store) == [3]


def test_the_close_is_signed_only_when_every_leaf_since_the_start_is_as_written(
    store: Store, path: Path
) -> None:
    notary = Notary(store, EXERCISE)
    leaves = some_leaves([*PLAY, "exercise.ended"])
    give(store, notary, leaves[:4])
    Intruder(path).change_leaf(1, "number 1", "number 9")

    store.append_now(EXERCISE, leaves[4:])
    with pytest.raises(NotAsWritten, match="Leaf 1 of"):
        notary.appended(leaves[4:])


def test_a_running_server_names_the_first_changed_leaf_even_of_a_record_rewritten_whole(
    store: Store, path: Path
) -> None:
    notary = Notary(store, EXERCISE)
    give(store, notary, some_leaves([*PLAY, *["entry.logged"] * 6]))
    assert notary.changed_leaf() is None

    Intruder(path).rewrite_from(5, "number 5", "number 6")

    assert store.first_break(EXERCISE) is None  # the chain alone is deceived
    assert notary.changed_leaf() == 5


def test_a_restarted_server_refuses_a_record_that_does_not_lead_to_its_heads(
    store: Store, path: Path
) -> None:
    leaves = some_leaves([*PLAY, "entry.logged", "exercise.held"])
    give(store, Notary(store, EXERCISE), leaves)
    Intruder(path).rewrite_from(4, "number 4", "number 5")

    with pytest.raises(NotAsWritten, match="does not lead to the head that was signed at 6 leaves"):
        Notary(store, EXERCISE)


def test_a_restarted_server_misses_leaves_that_were_cut_off(store: Store, path: Path) -> None:
    give(store, Notary(store, EXERCISE), some_leaves([*PLAY, "entry.logged", "exercise.held"]))
    Intruder(path).run("DELETE FROM event WHERE seq > 3")

    with pytest.raises(NotAsWritten, match="leaf 4 and what followed are missing"):
        Notary(store, EXERCISE)


def test_what_a_crash_left_unsigned_is_signed_when_the_exercise_is_taken_up(store: Store) -> None:
    leaves = some_leaves([*PLAY, "exercise.held", "entry.logged"])
    give(store, Notary(store, EXERCISE), leaves[:4])
    store.append_now(EXERCISE, leaves[4:])  # and here the process died

    notary = Notary(store, EXERCISE)

    assert sizes(store) == [3, 5]
    assert notary.receipt.root == root(leaves)


def test_a_changed_instance_log_is_signed_no_further(store: Store, path: Path) -> None:
    notary = Notary(store, EXERCISE)
    leaves = some_leaves([*PLAY, "exercise.held"])
    give(store, notary, leaves[:4])
    Intruder(path).run("UPDATE instance_checkpoint SET frontier = zeroblob(length(frontier))")

    store.append_now(EXERCISE, leaves[4:])
    with pytest.raises(NotAsWritten, match="instance log"):
        notary.appended(leaves[4:])


def test_a_head_that_could_not_be_kept_is_signed_with_the_next(store: Store, path: Path) -> None:
    notary = Notary(store, EXERCISE)
    leaves = some_leaves([*PLAY, "exercise.held", "entry.logged"])
    give(store, notary, leaves[:4])
    intruder = Intruder(path)
    intruder.run("ALTER TABLE instance_checkpoint RENAME TO away")
    store.append_now(EXERCISE, leaves[4:5])
    with pytest.raises(Exception, match="Nothing was stored"):
        notary.appended(leaves[4:5])
    intruder.run("ALTER TABLE away RENAME TO instance_checkpoint")

    give(store, notary, leaves[5:])

    assert sizes(store) == [3, 5]


def test_leaves_are_not_followed_before_those_that_a_lying_disk_reported_as_failed(
    store: Store,
) -> None:
    leaves = some_leaves([*PLAY, *["entry.logged"] * 4])
    notary = Notary(store, EXERCISE)
    give(store, notary, leaves[:4])
    store.append_now(EXERCISE, leaves[4:])

    with pytest.raises(OutOfSequence):
        notary.appended(leaves[6:])
    notary.appended(leaves[4:6])
    receipt = notary.appended(leaves[6:])

    assert (receipt.size, receipt.root) == (8, root_of([leaf_hash(leaf) for leaf in leaves]))
