"""Words can be taken out for good: by two people, with a leaf that says so; proofs stay whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from evidence import decode_leaf
from evidence.canonical import Json
from evidence.verifier import Asked, verify
from facilitator.bundle import make_bundle
from facilitator.record_files import read_record
from facilitator.replaying import replay
from facilitator.seal import (
    CannotRedact,
    Ground,
    find_edit,
    finish_redactions,
    forget_person,
    instance_key,
    redact_field,
)
from facilitator.store import Store
from tests.bundle.playing import Exercise, go_on
from tests.cli.running import Shell

GROUND = Ground(ground="erasure request, article 17", asked_by="p-7", approved_by="p-8")


def whole(store: Store, name: str) -> bytes:
    bundle = make_bundle(store, name, wall=1).data
    report = verify(bundle, Asked(key=instance_key(store.folder).public))
    assert report.failures == []
    return bundle


def test_the_words_are_gone_and_everything_else_is_as_it_was(store: Store, name: str) -> None:
    target = store.openings(name)[0]
    before, heads = list(store.leaves(name)), store.heads(name)

    leaf = redact_field(store, name, target.seq, target.field, ground=GROUND, wall=1)

    after = list(store.leaves(name))
    assert after[: len(before)] == before
    assert store.heads(name)[: len(heads)] == heads
    assert find_edit(store, name) is None
    assert str(target.value).encode() not in whole(store, name)
    said = decode_leaf(after[leaf])
    assert (said.kind, said.actor) == ("field.redacted", "p-7")
    assert said.body["approvers"] == ["p-8"]


def test_a_redacted_record_replays_as_before(store: Store, name: str, folder: Path) -> None:
    target = store.openings(name)[0]

    redact_field(store, name, target.seq, target.field, ground=GROUND, wall=1)

    assert replay(read_record(folder)).reproduced


@pytest.mark.parametrize(
    "ground",
    [
        Ground(ground="x", asked_by="p-7", approved_by="p-7"),
        Ground(ground="x", asked_by="p-7", approved_by=""),
        Ground(ground="x", asked_by="", approved_by="p-8"),
        Ground(ground=" ", asked_by="p-7", approved_by="p-8"),
    ],
)
def test_one_person_alone_or_without_a_ground_takes_nothing_out(
    store: Store, name: str, ground: Ground
) -> None:
    before = store.openings(name)

    with pytest.raises(CannotRedact):
        redact_field(store, name, before[0].seq, before[0].field, ground=ground, wall=1)

    assert store.openings(name) == before


def test_what_is_not_there_cannot_be_taken_out(store: Store, name: str) -> None:
    with pytest.raises(CannotRedact, match=r"leaf 0 of .* has nothing to open at body\.words"):
        redact_field(store, name, 0, "body.words", ground=GROUND, wall=1)


def test_a_crash_between_leaf_and_deletion_is_made_good(store: Store, name: str) -> None:
    target = store.openings(name)[0]
    body: dict[str, Json] = {
        "seq": target.seq,
        "field": target.field,
        "ground": "x",
        "approvers": ["p-8"],
    }
    go_on(store, name, "field.redacted", body)  # and here the process died

    assert finish_redactions(store, name) == 1
    assert finish_redactions(store, name) == 0

    whole(store, name)


def test_a_person_is_forgotten_in_every_word_and_only_they(store: Store, name: str) -> None:
    go_on(store, name, "evaluator.observe", {}, words="Ana wrote this.", actor="p-ana")
    go_on(store, name, "evaluator.observe", {}, words="Ben wrote this.", actor="p-ben")

    gone = forget_person(store, "p-ana", ground=GROUND, wall=1)

    assert len(gone) == 1
    bundle = whole(store, name)
    assert b"Ana wrote this." not in bundle
    assert b"Ben wrote this." in bundle


def test_the_command_takes_words_out(
    shell: Shell, exercise: Exercise, folder: Path, store: Store, name: str
) -> None:
    target = store.openings(name)[0]
    words = ("redact", name, target.seq, "--records", folder, "--ground", "article 17")

    alone = shell(*words, "--by", "ana", "--approved-by", "ana")
    done = shell(*words, "--by", "ana", "--approved-by", "ben")

    assert (alone.code, "two people" in alone.err) == (1, True)
    assert (done.code, "is gone" in done.out) == (0, True)
    assert target not in store.openings(name)
