"""A folder whose file `records.url` names a PostgreSQL database does all that another does."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from facilitator.record_files import read_record
from tests.bundle.playing import SCRIPT
from tests.cli.running import Shell
from tests.postgresql import PASSWORD, Cluster


@pytest.fixture
def folder(tmp_path: Path, cluster: Cluster) -> Path:
    """A data folder whose records are on a server."""
    folder = tmp_path / "data"
    folder.mkdir()
    cluster.name_in(folder)
    return folder


def play(shell: Shell, folder: Path, *more: object) -> str:
    played = shell("play", "restore", "--seed", "5", "--out", folder, "--json", *more)
    assert played.code == 0, played.err
    assert played.document["record"] == str(folder / "records.url")
    return str(played.document["exercise"])


def test_an_exercise_is_the_same_in_a_file_and_on_a_server(
    shell: Shell, folder: Path, tmp_path: Path
) -> None:
    in_file = shell("play", "restore", "--seed", "5", "--out", tmp_path / "file", "--json")
    on_server = shell("play", "restore", "--seed", "5", "--out", folder, "--json")

    assert on_server.document["head"] == in_file.document["head"]
    assert on_server.document["scorecard"] == in_file.document["scorecard"]
    assert not (folder / "records.db").exists()


def test_it_is_scored_replayed_bundled_redacted_forgotten_and_deleted(
    shell: Shell, folder: Path, tmp_path: Path
) -> None:
    script, bundle = tmp_path / "evening.yaml", tmp_path / "bundle.zip"
    script.write_text(SCRIPT)
    name = play(shell, folder, "--commands", script)
    why = ("--records", folder, "--ground", "kept for two years", "--by", "ana")
    ground = (*why, "--approved-by", "ben")
    record = read_record(folder)
    first = record.openings[0]

    assert shell("score", folder).code == 0
    assert shell("replay", folder / "records.url").code == 0
    assert shell("bundle", name, "--records", folder, "--to", bundle).code == 0
    verified = shell("verify", bundle, "--replay").out
    assert "Intact     yes" in verified
    assert "Replay     reproduced" in verified
    assert "is gone" in shell("redact", name, first.seq, *ground).out
    assert shell("forget", record.events[first.seq].actor, *ground).code == 0
    assert shell("replay", folder).code == 0
    assert "is deleted" in shell("delete", name, *ground).out
    assert shell("population", folder, "--json").document["by_status"] == {"deleted": 1}


def test_a_folder_with_records_of_both_kinds_is_asked_about(shell: Shell, folder: Path) -> None:
    (folder / "records.db").touch()

    answer = shell("score", folder)

    assert (answer.code, answer.err) == (
        1,
        f"{folder}: has records in records.db, and records.url names others; "
        "move one of the two to a folder of its own\n",
    )


def test_a_password_that_others_can_read_is_not_used(shell: Shell, folder: Path) -> None:
    file = folder / "records.url"
    file.chmod(0o644)

    answer = shell("score", folder)

    assert (answer.code, answer.err) == (
        1, f"{file}: holds a password that others can read; chmod 600 {file}\n",
    )  # fmt: skip


def test_an_address_without_a_password_may_be_read_by_all(
    shell: Shell, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = folder / "records.url"
    file.write_text(file.read_text().replace(f":{PASSWORD}@", "@"))
    file.chmod(0o644)
    monkeypatch.setenv("PGPASSWORD", PASSWORD)

    play(shell, folder)

    assert shell("score", folder).code == 0


def test_a_file_without_an_address_says_how_one_is_written(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "records.url"
    file.write_text("db.example\n")

    answer = shell("score", tmp_path)

    assert (answer.code, answer.err) == (
        1, f"{file}: holds no address; write postgresql://NAME@HOST/DATABASE\n",
    )  # fmt: skip


def test_records_whose_keys_are_in_another_folder_are_left_alone(
    shell: Shell, folder: Path, tmp_path: Path
) -> None:
    play(shell, folder)
    other = tmp_path / "other"
    other.mkdir()
    shutil.copy(folder / "records.url", other)

    answer = shell("score", other)

    assert (answer.code, answer.err) == (
        1,
        f"{other}: the keys to the records that records.url names are not here; "
        "use the folder in which those exercises were played\n",
    )
    assert not (other / "keys").exists()


def test_a_server_that_is_down_is_one_sentence_without_a_secret(
    shell: Shell, folder: Path, cluster: Cluster
) -> None:
    play(shell, folder)

    with cluster.standing_still():
        answer = shell("score", folder)

    assert (answer.code, answer.err) == (
        1,
        f"{folder}: {cluster.where} was not opened: its server cannot be reached; "
        "start it, or check host, port and network.\n",
    )
