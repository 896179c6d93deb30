"""Whole exercises are cancelled, or deleted by two people; the population still counts them."""

from __future__ import annotations

from pathlib import Path

import pytest

from evidence import decode_leaf, first_break
from facilitator.seal import (
    CannotRemove,
    Ground,
    cancel_exercise,
    delete_exercise,
    withdrawn,
)
from facilitator.store import Store
from facilitator.store.sqlite import create_statements
from tests.cli.running import Shell

GROUND = Ground(ground="kept for two years", asked_by="p-7", approved_by="p-8")


def cut_short(store: Store, of: str) -> str:
    """The same exercise once more, given up after ten leaves."""
    leaves = list(store.leaves(of))[:10]
    store.open_exercise("given-up", plan=store.plan(of), run="dry-run", wall=1)
    store.append_now("given-up", leaves)
    return "given-up"


def test_a_deleted_record_is_gone_to_the_last_byte_and_the_log_says_why(
    store: Store, name: str, folder: Path
) -> None:
    size, words = len(list(store.leaves(name))), b"Nothing answers any more."
    head = decode_leaf(store.instance_log()[-1]).body["size"]

    delete_exercise(store, name, ground=GROUND, wall=9)

    assert store.exercises() == ()
    assert (list(store.leaves(name)), store.openings(name), store.heads(name)) == ([], (), ())
    entry = decode_leaf(store.instance_log()[-1])
    assert (entry.kind, entry.body["size"], entry.wall >= 9) == ("exercise.deleted", size, True)
    assert entry.body["size"] == head
    assert (entry.body["asked_by"], entry.body["approved_by"]) == ("p-7", "p-8")
    assert first_break(store.instance_log()) is None
    for file in folder.glob("records.db*"):
        assert words not in file.read_bytes()
        assert b"log.entered" not in file.read_bytes()


def test_the_tables_refuse_deletion_again_after_one(store: Store, name: str) -> None:
    delete_exercise(store, name, ground=GROUND, wall=9)

    with store._engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        kept = {row.name for row in rows}
    wanted = {text.split()[5] for text in create_statements() if text.startswith("CREATE TRIGGER")}
    assert kept == wanted


def test_a_plan_goes_with_the_last_exercise_that_was_played_by_it(store: Store, name: str) -> None:
    other = cut_short(store, name)

    delete_exercise(store, name, ground=GROUND, wall=9)
    assert store.plan(other)
    delete_exercise(store, other, ground=GROUND, wall=9)

    with store._engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM plan").scalar_one() == 0


@pytest.mark.parametrize(
    "ground",
    [
        Ground(ground="x", asked_by="p-7", approved_by="p-7"),
        Ground(ground="x", asked_by="p-7", approved_by=""),
        Ground(ground="x", asked_by="", approved_by="p-8"),
        Ground(ground=" ", asked_by="p-7", approved_by="p-8"),
    ],
)
def test_one_person_alone_or_without_a_reason_deletes_nothing(
    store: Store, name: str, ground: Ground
) -> None:
    with pytest.raises(CannotRemove):
        delete_exercise(store, name, ground=ground, wall=9)

    assert list(store.leaves(name))
    assert name not in withdrawn(store)


def test_an_exercise_that_was_given_up_is_signed_as_it_stands_and_stays(
    store: Store, name: str
) -> None:
    given_up = cut_short(store, name)

    cancel_exercise(store, given_up, reason="a real incident", wall=9)

    assert withdrawn(store) == {given_up}
    assert len(list(store.leaves(given_up))) == 10
    assert [head.size for head in store.heads(given_up)][-1] == 10
    entry = decode_leaf(store.instance_log()[-1])
    assert (entry.kind, entry.body["size"]) == ("exercise.cancelled", 10)
    assert entry.body["reason"] == "a real incident"
    with pytest.raises(CannotRemove, match="was cancelled already"):
        cancel_exercise(store, given_up, reason="again", wall=9)


def test_an_exercise_that_has_ended_cannot_be_cancelled(store: Store, name: str) -> None:
    with pytest.raises(CannotRemove, match="has ended; an ended exercise is kept, or deleted"):
        cancel_exercise(store, name, reason="we did badly", wall=9)

    assert withdrawn(store) == frozenset()


def test_the_commands_delete_cancel_and_forget(
    shell: Shell, folder: Path, store: Store, name: str
) -> None:
    given_up = cut_short(store, name)
    why = ("--records", folder, "--ground", "kept for two years", "--by", "ana")

    cancelled = shell("cancel", given_up, "--records", folder, "--reason", "a fire alarm")
    alone = shell("delete", name, *why, "--approved-by", "ana")
    nobody = shell("forget", "p-99", *why, "--approved-by", "ben")
    deleted = shell("delete", name, *why, "--approved-by", "ben")
    again = shell("delete", name, *why, "--approved-by", "ben")
    counted = shell("population", folder, "--json")

    assert (cancelled.code, cancelled.out) == (0, f"{given_up} is cancelled; its record stays.\n")
    assert (alone.code, "two people" in alone.err) == (1, True)
    assert (nobody.code, "typed nothing that can still be opened" in nobody.err) == (1, True)
    assert (deleted.code, "the instance log says so, and why" in deleted.out) == (0, True)
    assert (again.code, f"holds no exercise `{name}`" in again.err) == (1, True)
    assert counted.document["by_status"] == {"cancelled": 1, "deleted": 1}
    assert counted.document["gaps"] == []


def test_a_deleted_exercise_keeps_its_id_so_the_next_has_another(
    shell: Shell, folder: Path, store: Store, name: str
) -> None:
    delete_exercise(store, name, ground=GROUND, wall=9)

    words = ("play", "restore", "--seed", "5", "--commands", folder / "evening.yaml")
    played = shell(*words, "--out", folder, "--json")

    assert played.code == 0
    assert played.document["exercise"] == f"{name}-2"
