"""`play`, `score` and `replay`: one exercise through the whole command line."""

import sqlite3
from pathlib import Path

import pytest

from facilitator.record_files import read_record
from tests.cli.running import Shell


def test_the_same_seed_gives_the_same_head_in_any_folder(shell: Shell, tmp_path: Path) -> None:
    once = shell("play", "restore", "--seed", "7", "--out", tmp_path / "a", "--json").document
    again = shell("play", "restore", "--seed", "7", "--out", tmp_path / "b", "--json").document

    assert once["head"] == again["head"]
    assert once["exercise"] == again["exercise"]
    assert once["scorecard"] == again["scorecard"]


def test_another_seed_gives_another_head(shell: Shell, tmp_path: Path) -> None:
    seven = shell("play", "restore", "--seed", "7", "--out", tmp_path, "--json").document
    eight = shell("play", "restore", "--seed", "8", "--out", tmp_path, "--json").document

    assert seven["head"] != eight["head"]


def test_a_play_says_what_was_played_and_where_it_is(shell: Shell, tmp_path: Path) -> None:
    answer = shell("play", "restore", "--organisation", "northmere-health", "--seed", "1",
                   "--out", tmp_path, "--json")  # fmt: skip

    played = answer.document
    assert answer.code == 0
    assert played["scenario"] == "restore"
    assert played["organisation"] == "northmere-health"
    assert played["seed"] == 1
    assert played["events"] > 100
    assert Path(played["record"]).is_file()
    assert played["binding"]["slots"]["lead"]


def test_a_second_play_of_the_same_plan_knows_of_the_first(shell: Shell, tmp_path: Path) -> None:
    first = shell("play", "restore", "--out", tmp_path, "--json").document
    second = shell("play", "restore", "--out", tmp_path, "--json").document

    assert second["exercise"] == first["exercise"] + "-2"
    assert read_record(tmp_path).opened.earlier_plays == 1


def test_the_score_of_a_stored_record_is_the_score_that_play_printed(
    shell: Shell, tmp_path: Path
) -> None:
    played = shell("play", "restore", "--out", tmp_path, "--json").document

    scored = shell("score", played["record"], "--json").document

    assert scored == played["scorecard"]
    assert {"id", "title", "rating", "percent", "tasks"} <= scored["objectives"][0].keys()
    figure = {"key", "value", "unit", "clock", "target", "verdict", "formula", "cites", "excluded"}
    assert all(figure <= metric.keys() for metric in scored["metrics"])


def test_a_stored_record_comes_out_again(shell: Shell, played: Path) -> None:
    answer = shell("replay", played)

    assert answer.code == 0
    assert ": reproduced, " in answer.out


def test_a_changed_leaf_is_found_before_it_is_replayed(shell: Shell, tmp_path: Path) -> None:
    record = shell("play", "restore", "--out", tmp_path, "--json").document["record"]
    with sqlite3.connect(record) as database:
        database.execute("DROP TRIGGER event_refuses_update")
        database.execute("UPDATE event SET leaf = CAST(leaf || ' ' AS BLOB) WHERE seq = 40")

    answer = shell("replay", record)

    assert answer.code == 1
    assert "Leaf 40" in answer.err


def test_people_read_a_timeline_a_scorecard_and_where_the_record_is(
    shell: Shell, tmp_path: Path
) -> None:
    said = shell("demo", "--out", tmp_path).out

    assert said.startswith("EXERCISE EXERCISE EXERCISE\nThe wrong window\n")
    assert "declared an incident" in said
    assert "To improve\n  1. " in said
    assert str(tmp_path / "records.db") in said
    assert "\x1b[" not in said


@pytest.mark.parametrize("profile", ["seasoned", "average", "chaotic", "absent"])
def test_every_profile_plays_to_the_end(shell: Shell, tmp_path: Path, profile: str) -> None:
    answer = shell("play", "restore", "--responders", profile, "--out", tmp_path, "--json")

    assert answer.code == 0
    assert len(answer.document["scorecard"]["objectives"]) >= 3
