"""A store on a PostgreSQL server: what goes wrong with servers, and in which words."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from concurrent.futures import Future
from itertools import accumulate
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, NullPool, create_engine
from sqlalchemy import event as hooks

from facilitator.store import Ack, Store, StoreFailed, StoreUnreadable
from tests.postgresql import PASSWORD, Cluster
from tests.store.appender import batches
from tests.store.places import Place
from tests.store.records import EXERCISE, a_chain

SEND_AWAY = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
    "WHERE application_name = 'drillroom' AND pid <> pg_backend_pid()"
)


@pytest.fixture
def place(on_server: Place) -> Place:
    return on_server


def refusal_of(target: str, folder: Path) -> str:
    with pytest.raises(StoreFailed) as failure:
        Store.open(target, keys=folder / "person-keys")
    assert PASSWORD not in str(failure.value)
    return str(failure.value)


@pytest.mark.parametrize("end", ["stop", "crash", "kill"])
@pytest.mark.parametrize("seed", range(3))
def test_what_was_acknowledged_is_there_after_the_server_was_killed_and_the_record_goes_on(
    store: Store, cluster: Cluster, end: str, seed: int
) -> None:
    todo = batches(seed)
    record = [leaf for batch in todo for leaf in batch]
    survives = random.Random(seed).randint(1, len(todo) // 2)

    acks: list[Future[Ack]] = [store.append(EXERCISE, batch) for batch in todo[:survives]]
    acks[-1].result()
    acks += [store.append(EXERCISE, batch) for batch in todo[survives:]]
    getattr(cluster, end)()
    failed = [ack.exception() for ack in acks]
    cluster.start()

    acknowledged = max(ack.result().size for ack in acks if ack.exception() is None)
    assert {type(one) for one in failed} <= {type(None), StoreFailed}
    stored = list(store.leaves(EXERCISE))
    assert stored == record[: len(stored)]
    assert len(stored) >= acknowledged
    assert len(stored) in set(accumulate(map(len, todo)))  # no batch half-written
    assert store.append_now(EXERCISE, record[len(stored) :]).size == len(record)
    assert store.first_break(EXERCISE) is None


@pytest.fixture
def lost_at_commit() -> Iterator[list[bool]]:
    """Breaks the next connection that commits: after the server has done so, or before."""
    stored: list[bool] = []

    def at_commit(connection: Connection) -> None:
        if stored:
            if stored.pop():
                connection.connection.driver_connection.commit()  # type: ignore[union-attr]
            connection.exec_driver_sql("SELECT pg_terminate_backend(pg_backend_pid())")

    hooks.listen(Engine, "commit", at_commit)
    yield stored
    hooks.remove(Engine, "commit", at_commit)


@pytest.mark.parametrize("was_stored", [True, False])
def test_a_commit_whose_answer_was_lost_is_not_acknowledged_and_the_same_batch_is_safe_to_send(
    store: Store, place: Place, lost_at_commit: list[bool], *, was_stored: bool
) -> None:
    chain = a_chain(20)
    store.append_now(EXERCISE, chain[:5])
    lost_at_commit.append(was_stored)

    with pytest.raises(StoreFailed) as failure:
        store.append_now(EXERCISE, chain[5:])

    assert str(failure.value) == (
        f"What was sent last may not be stored in {place.where}: the connection was lost; "
        "start the server, or check the network."
    )
    assert len(list(store.leaves(EXERCISE))) == (20 if was_stored else 5)
    assert store.append_now(EXERCISE, chain[5:]).size == 20
    assert list(store.leaves(EXERCISE)) == chain


def test_connections_that_the_server_closed_meanwhile_are_made_anew(
    store: Store, cluster: Cluster
) -> None:
    chain = a_chain(4)
    store.append_now(EXERCISE, chain[:2])

    cluster.as_admin(SEND_AWAY)

    assert store.append_now(EXERCISE, chain[2:]).size == 4
    assert list(store.leaves(EXERCISE)) == chain


def test_a_server_that_is_not_there_takes_nothing_and_is_waited_for(
    store: Store, place: Place, cluster: Cluster
) -> None:
    chain = a_chain(4)
    reason = "its server cannot be reached; start it, or check host, port and network."

    with cluster.standing_still():
        acks = [store.append(EXERCISE, chain[:2]), store.append(EXERCISE, chain[2:])]
        with pytest.raises(StoreUnreadable) as unread:
            list(store.leaves(EXERCISE))
        said = [str(ack.exception()) for ack in acks]
        refused = refusal_of(place.target, place.folder)

    assert said == [f"Nothing was stored in {place.where}: {reason}"] * 2
    assert str(unread.value) == f"Nothing could be read from {place.where}: {reason}"
    assert refused == f"{place.where} was not opened: {reason}"
    assert store.append_now(EXERCISE, chain).size == 4


def test_a_wrong_password_is_said_and_none_is_shown(
    place: Place, cluster: Cluster, tmp_path: Path
) -> None:
    wrong = refusal_of(cluster.address(password=f"{PASSWORD}-no"), tmp_path)
    nobody = refusal_of(cluster.address(user="nobody-here"), tmp_path)

    says = f"{place.where} was not opened: its server does not accept this name and password."
    assert (wrong, nobody) == (says, says)


def test_a_database_that_is_not_there_is_said(cluster: Cluster, tmp_path: Path) -> None:
    missing = refusal_of(cluster.address().replace("/records?", "/reports?"), tmp_path)

    assert missing.endswith("/reports was not opened: there is no such database; create it first.")


def test_a_server_elsewhere_that_does_not_answer_is_said(tmp_path: Path) -> None:
    closed = refusal_of(f"postgresql://drillroom:{PASSWORD}@127.0.0.1:9/records", tmp_path)
    nowhere = refusal_of(f"postgresql://drillroom:{PASSWORD}@no.such.invalid/records", tmp_path)

    assert closed == (
        "postgresql://127.0.0.1/records was not opened: its server cannot be reached; "
        "start it, or check host, port and network."
    )
    assert nowhere == (
        "postgresql://no.such.invalid/records was not opened: its host has no address; "
        "check its name."
    )


def test_without_the_driver_the_extra_is_named(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)

    assert refusal_of(place.target, place.folder) == (
        f"{place.where} was not opened: the driver of PostgreSQL is not installed; "
        "install the extra: pip install 'drillroom[postgres]'."
    )


def test_a_database_that_does_not_wait_for_its_disk_is_refused(place: Place) -> None:
    careless = place.with_setting("synchronous_commit=off")

    assert refusal_of(careless.target, place.folder) == (
        f"{place.where} was not opened: it would lose what was acknowledged when the power goes; "
        "set synchronous_commit to on."
    )


def test_a_role_that_does_not_wait_for_the_disk_elsewhere_waits_here(
    place: Place, cluster: Cluster
) -> None:
    cluster.as_admin("ALTER ROLE drillroom SET synchronous_commit = off")
    try:
        with place.open() as store:
            store.open_exercise(EXERCISE, plan=b"{}", run="practice", wall=1)

            assert [one.id for one in store.exercises()] == [EXERCISE]
    finally:
        cluster.as_admin("ALTER ROLE drillroom RESET synchronous_commit")


def test_a_database_that_cannot_hold_every_letter_is_refused(
    cluster: Cluster, tmp_path: Path
) -> None:
    cluster.as_admin(
        "CREATE DATABASE latin OWNER drillroom TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'"
    )

    said = refusal_of(cluster.address().replace("/records?", "/latin?"), tmp_path)

    assert said.endswith("its encoding is LATIN1; make the database with ENCODING 'UTF8'.")


def test_while_another_program_writes_a_batch_waits_and_then_fails_in_words(place: Place) -> None:
    place.open().close()
    chain = a_chain(2)
    with place.with_setting("lock_timeout=50ms").open() as store:
        store.open_exercise(EXERCISE, plan=b"{}", run="practice", wall=1)
        with create_engine(place.target, poolclass=NullPool).connect() as other:
            other.exec_driver_sql("SELECT pg_advisory_xact_lock(7301001)")

            with pytest.raises(StoreFailed) as failure:
                store.append_now(EXERCISE, chain)

        assert str(failure.value) == (
            f"Nothing was stored in {place.where}: another program is writing to it; "
            "close that program and try again."
        )
        assert store.append_now(EXERCISE, chain).size == 2


def test_of_two_servers_on_one_database_one_is_refused(place: Place) -> None:
    with place.open(alone=True), pytest.raises(StoreFailed) as failure:
        place.with_setting("lock_timeout=50ms").open(alone=True)

    assert str(failure.value) == (
        f"Nothing can be stored in {place.where}: another server is using it; stop it first."
    )
    place.open(alone=True).close()


def test_commands_that_only_read_or_add_may_run_beside_a_server(place: Place) -> None:
    with place.open(alone=True) as serving, place.open() as beside:
        beside.open_exercise(EXERCISE, plan=b"{}", run="practice", wall=1)
        beside.append_now(EXERCISE, a_chain(2))

        assert serving.append_now(EXERCISE, a_chain(3)).size == 3


def test_a_server_that_lost_its_connection_writes_no_more_once_another_has_taken_over(
    place: Place, cluster: Cluster
) -> None:
    chain = a_chain(4)
    with place.with_setting("lock_timeout=1s").open(alone=True) as first:
        first.open_exercise(EXERCISE, plan=b"{}", run="practice", wall=1)
        first.append_now(EXERCISE, chain[:2])
        cluster.as_admin(SEND_AWAY)
        with place.open(alone=True) as second:
            with pytest.raises(StoreFailed, match="another server is using it"):
                first.append_now(EXERCISE, chain[2:])
            assert second.append_now(EXERCISE, chain[2:3]).size == 3

        assert first.append_now(EXERCISE, chain).size == 4


def test_a_role_that_may_only_read_and_add_is_enough_to_play(
    store: Store, place: Place, cluster: Cluster
) -> None:
    schema = place.target.rpartition("%3D")[2]
    cluster.as_admin(f"CREATE ROLE player_{schema} LOGIN PASSWORD '{PASSWORD}'")
    cluster.as_admin(f"GRANT USAGE ON SCHEMA {schema} TO player_{schema}")
    cluster.as_admin(f"GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA {schema} TO player_{schema}")
    target = cluster.address(user=f"player_{schema}", schema=schema)

    with Store.open(target, keys=place.keys) as playing:
        ack = playing.append_now(EXERCISE, a_chain(3))
        with pytest.raises(StoreFailed) as failure:
            playing.delete_opening(EXERCISE, 0, "body.text")

    assert ack.size == 3
    assert str(failure.value) == (
        f"Nothing was stored in {place.where}: its role may not do that; "
        "let it own the database, or grant it more."
    )


def test_a_table_cannot_be_emptied_either(store: Store, place: Place) -> None:
    with pytest.raises(Exception, match="the table event refuses TRUNCATE"):
        place.run("TRUNCATE event CASCADE")


def test_bytes_that_could_not_be_removed_are_said(
    store: Store, place: Place, cluster: Cluster
) -> None:
    store.append_now(EXERCISE, a_chain(1))
    with create_engine(place.target, poolclass=NullPool).connect() as reader:
        reader.exec_driver_sql("SELECT * FROM opening")

        with (
            place.with_setting("lock_timeout=50ms").open() as other,
            pytest.raises(StoreFailed) as failure,
        ):
            other.delete_opening(EXERCISE, 0, "body.text")

    assert str(failure.value) == (
        f"The opening body.text of leaf 0 is deleted from {place.where}, but its bytes are still "
        "in its table opening, because somebody is reading or the table belongs to another role; "
        "let its owner run VACUUM FULL."
    )
