"""A key can be changed, and whoever pinned either one can check what came before and after."""

from __future__ import annotations

from datetime import UTC, datetime

from evidence.verifier import Asked, verify
from facilitator.bundle import make_bundle
from facilitator.cli.alone import alone_in
from facilitator.population import read_population
from facilitator.seal import change_key, find_edit, instance_key, keys_of
from facilitator.seal import keys as key_files
from facilitator.store import Store
from tests.bundle.playing import go_on
from tests.cli.running import Shell

NOW = datetime(2027, 3, 1, tzinfo=UTC)


def test_both_keys_are_good_for_a_record_that_goes_on_after_the_change(
    store: Store, name: str
) -> None:
    old = instance_key(store.folder).public

    new = change_key(store, wall=1)
    go_on(store, name, "evaluator.observe", {}, words="Calm all evening.")
    bundle = make_bundle(store, name, wall=2).data

    assert new.name == old.name
    assert new.public != old.public
    for pinned in (old, new):
        report = verify(bundle, Asked(key=pinned))
        assert report.failures == []
        assert report.signed_by == str(new)
    assert find_edit(store, name) is None


def test_two_changes_lead_from_the_first_key_to_the_last(store: Store, name: str) -> None:
    first = instance_key(store.folder).public
    second = change_key(store, wall=1)
    third = change_key(store, wall=2)

    bundle = make_bundle(store, name, wall=3).data

    assert keys_of(store) == (third, second, first)
    assert verify(bundle, Asked(key=first)).exit_code == 0


def test_the_change_is_an_entry_of_the_signed_instance_log(store: Store, name: str) -> None:
    change_key(store, wall=1)

    found = read_population(store, since=None, until=None, now=NOW, operator="ana")

    assert found.gaps == ()


def test_an_interrupted_change_goes_on_with_the_same_new_key(store: Store, name: str) -> None:
    begun = key_files.next_key(store.folder).public

    done = change_key(store, wall=1)

    assert done == begun
    assert instance_key(store.folder).public == done


def test_a_change_interrupted_between_its_two_files_is_finished(store: Store) -> None:
    keys = store.folder / "keys"
    old = (keys / "instance.vkey").read_text()
    new = change_key(store, wall=1)
    (keys / ".instance.vkey").write_text(f"{new}\n")
    (keys / "instance.vkey").write_text(old)

    assert instance_key(store.folder).public == new
    assert (keys / "instance.vkey").read_text() == f"{new}\n"


def test_the_command_prints_the_new_key(shell: Shell, store: Store) -> None:
    answer = shell("change-key", store.folder)

    assert answer.code == 0
    assert str(instance_key(store.folder).public) in answer.out


def test_the_key_is_not_changed_under_a_server_that_signs_with_it(
    shell: Shell, store: Store
) -> None:
    old = instance_key(store.folder).public

    with alone_in(store.folder):
        refused = shell("change-key", store.folder)
    after = shell("change-key", store.folder)

    assert refused.code == 1
    assert "stop it first, or it would go on to sign with the old key" in refused.err
    assert after.code == 0
    assert instance_key(store.folder).public != old
