"""What goes into the store comes out again, and nothing else."""

from __future__ import annotations

import hashlib
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError

from evidence.chain import first_break, head_of
from evidence.instance_log import ExerciseSealed
from evidence.leaf import decode_leaf
from evidence.sealed import Opening
from facilitator.store import (
    Ack,
    DuplicateCommand,
    OutOfSequence,
    Store,
    StoredExercise,
    StoreFailed,
    StoreRefused,
    UnknownExercise,
)
from facilitator.store.schema import metadata
from tests.store.places import Place
from tests.store.records import EXERCISE, a_chain


def test_leaves_come_back_as_the_bytes_that_were_appended(store: Store) -> None:
    chain = a_chain(2_500)

    ack = store.append_now(EXERCISE, chain)

    assert ack == Ack(exercise=EXERCISE, size=2_500, head=head_of(chain[-1]))
    assert list(store.leaves(EXERCISE)) == chain
    assert list(store.leaves(EXERCISE, start=2_400)) == chain[2_400:]


def test_a_record_goes_on_where_it_ended_after_the_store_was_opened_again(place: Place) -> None:
    chain = a_chain(6)
    with place.open() as store:
        store.open_exercise(EXERCISE, plan=b"{}", run="practice", wall=1)
        store.append_now(EXERCISE, chain[:4])

    with place.open() as store:
        store.append_now(EXERCISE, chain[4:])

        assert list(store.leaves(EXERCISE)) == chain


def test_batches_from_many_threads_are_all_stored(store: Store) -> None:
    names = [f"team-{number}" for number in range(8)]
    for name in names:
        store.open_exercise(name, plan=b"{}", run="practice", wall=1)

    def play(name: str) -> None:
        for leaf in a_chain(20):
            store.append_now(name, [leaf])

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(play, names))

    assert all(list(store.leaves(name)) == a_chain(20) for name in names)


def test_batches_queued_one_behind_the_other_are_stored_in_order(store: Store) -> None:
    chain = a_chain(600)

    acks = [store.append(EXERCISE, [leaf]) for leaf in chain]

    assert [ack.result().size for ack in acks] == list(range(1, 601))
    assert list(store.leaves(EXERCISE)) == chain


def test_a_refused_batch_does_not_harm_those_that_wait_with_it(store: Store) -> None:
    chain = a_chain(30)

    wanted = [store.append(EXERCISE, [leaf]) for leaf in chain[:20]]
    gap = store.append(EXERCISE, [chain[25]])
    wanted += [store.append(EXERCISE, [leaf]) for leaf in chain[20:22]]

    assert isinstance(gap.exception(), OutOfSequence)
    assert [ack.result().size for ack in wanted] == list(range(1, 23))


def test_a_gap_is_refused_with_the_leaf_that_is_wanted(store: Store) -> None:
    chain = a_chain(5)
    store.append_now(EXERCISE, chain[:2])

    with pytest.raises(OutOfSequence) as refusal:
        store.append_now(EXERCISE, chain[3:])

    assert str(refusal.value) == (
        "The record of ex-1 has 2 leaves; the batch starts at leaf 3. Append leaf 2 first."
    )
    assert list(store.leaves(EXERCISE)) == chain[:2]


def test_a_leaf_of_another_chain_is_refused(store: Store) -> None:
    store.append_now(EXERCISE, a_chain(2))
    stranger = a_chain(1, start=2)

    with pytest.raises(
        OutOfSequence, match=r"^Leaf 2 of ex-1 does not follow from the leaf before it\.$"
    ):
        store.append_now(EXERCISE, stranger)


def test_a_batch_that_is_no_chain_in_itself_is_refused(store: Store) -> None:
    chain = a_chain(3)

    with pytest.raises(
        OutOfSequence, match=r"^Leaf 2 of ex-1 does not follow from the leaf before it\.$"
    ):
        store.append(EXERCISE, [chain[0], chain[2]])


def test_bytes_that_are_not_a_leaf_are_refused(store: Store) -> None:
    with pytest.raises(OutOfSequence, match=r"^The batch holds bytes that are not a leaf: "):
        store.append(EXERCISE, [b'{"seq":0}'])


def test_the_same_batch_again_is_acknowledged_and_stored_once(store: Store) -> None:
    chain = a_chain(5)
    store.append_now(EXERCISE, chain[:3])

    again = store.append_now(EXERCISE, chain[:3])
    longer = store.append_now(EXERCISE, chain[1:])

    assert (again.size, longer.size) == (3, 5)
    assert list(store.leaves(EXERCISE)) == chain


def test_another_leaf_in_a_place_that_is_taken_is_refused(store: Store) -> None:
    store.append_now(EXERCISE, a_chain(3))
    other = a_chain(3, commands={1: "c-1"})

    with pytest.raises(
        OutOfSequence, match=r"^Leaf 1 of ex-1 is stored already, and it is another one\.$"
    ):
        store.append_now(EXERCISE, other)


def test_an_empty_batch_tells_where_the_record_stands(store: Store) -> None:
    chain = a_chain(3)
    store.append_now(EXERCISE, chain)

    assert store.append_now(EXERCISE, []).head == head_of(chain[-1])


def test_an_exercise_that_was_never_opened_takes_no_leaves(store: Store) -> None:
    with pytest.raises(
        UnknownExercise, match=r"^There is no exercise ex-2 in this store; open it first\.$"
    ):
        store.append_now("ex-2", a_chain(1))


def test_play_does_not_go_on_after_review_has_begun(store: Store) -> None:
    chain = a_chain(4)
    store.append_now(EXERCISE, chain[:2])
    store.append_now(EXERCISE, chain[2:3], part="review")

    with pytest.raises(OutOfSequence, match=r"^Play of ex-1 has ended; only review can go on\.$"):
        store.append_now(EXERCISE, chain[3:])


def test_a_command_id_is_answered_with_the_leaf_that_it_led_to(store: Store) -> None:
    store.append_now(EXERCISE, a_chain(3, commands={1: "c-1"}))

    assert store.answer(EXERCISE, "c-1") == 1
    assert store.answer(EXERCISE, "c-2") is None
    assert store.answer("ex-2", "c-1") is None


def test_a_command_id_is_not_stored_twice(store: Store) -> None:
    chain = a_chain(5, commands={1: "c-1", 4: "c-1"})
    store.append_now(EXERCISE, chain[:4])

    with pytest.raises(DuplicateCommand, match=r"^The command c-1 of ex-1 is leaf 1 already\.$"):
        store.append_now(EXERCISE, chain[4:])


def test_one_batch_does_not_carry_a_command_id_twice(store: Store) -> None:
    with pytest.raises(
        DuplicateCommand, match=r"^Two leaves of one batch of ex-1 carry one command id\.$"
    ):
        store.append(EXERCISE, a_chain(3, commands={0: "c-1", 2: "c-1"}))


def test_an_opening_must_belong_to_a_leaf_of_its_batch(store: Store) -> None:
    stray = Opening(seq=7, field="body.text", salt=bytes(16), value="yes")

    with pytest.raises(
        OutOfSequence,
        match=r"^An opening belongs to leaf 7 of ex-1, which is not in the batch\.$",
    ):
        store.append(EXERCISE, a_chain(2), openings=[stray])


def test_an_exercise_is_opened_once(store: Store) -> None:
    with pytest.raises(StoreRefused, match=r"^There is an exercise ex-1 in this store already\.$"):
        store.open_exercise(EXERCISE, plan=b"{}", run="practice", wall=2)


def test_a_plan_is_kept_once_and_found_by_exercise(store: Store) -> None:
    digest = store.open_exercise("ex-2", plan=b'{"plan":1}', run="exercise", wall=2)
    store.append_now("ex-2", a_chain(3))

    assert digest == hashlib.sha256(b'{"plan":1}').hexdigest()
    assert store.plan("ex-2") == b'{"plan":1}'
    assert store.exercises() == (
        StoredExercise(id="ex-1", plan=digest, size=0),
        StoredExercise(id="ex-2", plan=digest, size=3),
    )


def test_the_plan_of_an_unknown_exercise_is_refused(store: Store) -> None:
    with pytest.raises(UnknownExercise, match=r"^There is no exercise ex-2 in this store\.$"):
        store.plan("ex-2")


def test_every_exercise_is_in_the_instance_log(store: Store) -> None:
    store.open_exercise("ex-2", plan=b"{}", run="exercise", wall=2)
    store.note(ExerciseSealed(exercise="ex-2", size=0, head="0" * 64), wall=3)

    log = store.instance_log()

    assert first_break(log) is None
    told = [(decode_leaf(leaf).kind, decode_leaf(leaf).body["exercise"]) for leaf in log]
    assert told == [
        ("exercise.opened", "ex-1"),
        ("exercise.opened", "ex-2"),
        ("exercise.sealed", "ex-2"),
    ]


@pytest.mark.parametrize("table", ["plan", "exercise", "event", "instance_log"])
@pytest.mark.parametrize("verb", ["DELETE FROM {0}", "UPDATE {0} SET {1} = {1}"])
def test_what_is_append_only_refuses_change(
    store: Store, place: Place, table: str, verb: str
) -> None:
    store.append_now(EXERCISE, a_chain(2))
    (column, *_) = metadata.tables[table].columns

    with pytest.raises(DBAPIError, match=f"the table {table} refuses {verb.split()[0]}"):
        place.run(verb.format(table, column.name))


def test_a_record_that_nobody_touched_has_no_break(store: Store) -> None:
    store.append_now(EXERCISE, a_chain(1_500))

    assert store.first_break(EXERCISE) is None


@pytest.mark.parametrize("seq", [0, 3, 5])
def test_a_leaf_edited_in_the_database_is_named_even_if_it_is_the_last(
    store: Store, place: Place, seq: int
) -> None:
    chain = a_chain(6)
    store.append_now(EXERCISE, chain)

    edited = chain[seq].replace(b"payments", b"holidays")
    place.tamper("event", "UPDATE event SET leaf = :leaf WHERE seq = :seq", leaf=edited, seq=seq)

    found = store.first_break(EXERCISE)
    assert found is not None
    assert (found.seq, found.what) == (seq, "leaf_hash")
    assert found.sentence == f"Leaf {seq} is not what was written."


def test_a_leaf_deleted_in_the_database_is_named(store: Store, place: Place) -> None:
    store.append_now(EXERCISE, a_chain(6))

    place.tamper("event", "DELETE FROM event WHERE seq = 2")

    found = store.first_break(EXERCISE)
    assert found is not None
    assert (found.seq, found.what) == (2, "seq")


def test_a_file_that_is_not_a_store_is_named(path: Path) -> None:
    path.write_bytes(b"a letter to the bank" * 100)

    with pytest.raises(StoreFailed) as failure:
        Store.open(path)

    assert str(failure.value) == (f"{path} was not opened: the file is not a Drillroom store.")


def test_a_folder_that_does_not_exist_is_named(tmp_path: Path) -> None:
    missing = tmp_path / "nowhere" / "records.db"

    with pytest.raises(StoreFailed) as failure:
        Store.open(missing)

    assert str(failure.value) == (
        f"{missing} was not opened: it cannot be written to; "
        "check the folder and what you may do in it."
    )


@pytest.mark.parametrize(
    ("target", "sentence"),
    [
        (
            "mysql://u:secret@h/db",
            "mysql:// is no database that records can be kept in; use postgresql:// or a file.",
        ),
        (
            "postgresql://u:secret@h:port/db",
            "postgresql:// is not followed by the address of a "
            "database; write postgresql://NAME@HOST/DATABASE.",
        ),
        (
            "postgresql://u:secret@h",
            "postgresql:// names no database; a record has to outlive the program.",
        ),
        ("sqlite://", "sqlite:// names no file; a record has to outlive the program."),
        ("sqlite:///:memory:", "sqlite:// names no file; a record has to outlive the program."),
    ],
)
def test_an_address_that_cannot_be_a_store_is_refused(target: str, sentence: str) -> None:
    with pytest.raises(StoreFailed) as failure:
        Store.open(target)

    assert str(failure.value) == sentence


def test_a_closed_store_takes_nothing_more(place: Place) -> None:
    store = place.open()
    store.open_exercise(EXERCISE, plan=b"{}", run="practice", wall=1)
    store.close()

    late = store.append(EXERCISE, a_chain(1))

    assert isinstance(late.exception(), StoreFailed)
    assert str(late.exception()) == f"The store {place.where} is closed."


def test_closing_finishes_what_is_queued(place: Place) -> None:
    store = place.open()
    store.open_exercise(EXERCISE, plan=b"{}", run="practice", wall=1)

    acks: list[Future[Ack]] = [store.append(EXERCISE, [leaf]) for leaf in a_chain(50)]
    store.close()

    assert acks[-1].result().size == 50


def test_a_fault_of_ours_reaches_whoever_asked_and_the_store_goes_on(store: Store) -> None:
    with pytest.raises(ValueError, match=r"lie between 0 and"):
        store.note(ExerciseSealed(exercise=EXERCISE, size=0, head=""), wall=-1)

    assert store.append_now(EXERCISE, a_chain(3)).size == 3


def test_a_store_of_another_version_is_left_as_it_is_and_says_so(place: Place) -> None:
    place.run("CREATE TABLE event (exercise TEXT, seq INTEGER, leaf TEXT)")

    with pytest.raises(StoreFailed, match=r"made by another version of Drillroom .*table event"):
        place.open()

    assert place.tables() == ["event"]
