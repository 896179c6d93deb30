"""The population forgets nothing, says what is missing, and a sample can be drawn again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from evidence.instance_log import ExerciseCancelled, ExerciseDeleted
from facilitator.cli.app import run
from facilitator.population import Population, read_population
from facilitator.seal import Notary
from facilitator.store import Store
from tests.cli.running import Shell
from tests.seal.records import START, Intruder, some_leaves

DAY = 86_400_000
NOW = datetime(2027, 3, 1, tzinfo=UTC)
PLAY = ("exercise.opened", "exercise.started", "exercise.ended")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "records.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    """Four exercises on four days: two sealed, one cancelled, one that only opened."""
    with Store.open(path) as store:
        for day, run_kind in enumerate(("dry-run", "exercise", "exercise", "measured")):
            name = f"day-{day}"
            store.open_exercise(name, plan=b"{}", run=run_kind, wall=START + day * DAY)
            if day < 2:
                leaves = some_leaves(PLAY)
                notary = Notary(store, name)
                store.append_now(name, leaves)
                notary.appended(leaves)
        cancelled = ExerciseCancelled(exercise="day-2", size=0, head="", reason="fire alarm")
        store.note(cancelled, wall=START + 2 * DAY)
        yield store


def asked(
    store: Store,
    since: datetime | None = None,
    until: datetime | None = None,
    *,
    seed: str | None = None,
    wanted: int = 0,
) -> Population:
    return read_population(
        store, since=since, until=until, now=NOW, operator="ana", seed=seed, wanted=wanted
    )


def test_every_exercise_is_counted_with_what_became_of_it(store: Store) -> None:
    told = asked(store).to_json()

    assert told["count"] == 4
    assert told["by_status"] == {"cancelled": 1, "opened": 1, "sealed": 2}
    assert told["by_run"] == {"dry-run": 1, "exercise": 2, "measured": 1}
    assert (told["first"], told["last"]) == ("day-0", "day-3")
    assert told["members"][2]["reason"] == "fire alarm"


def test_the_frame_names_its_query_its_time_and_who_asked(store: Store) -> None:
    told = asked(store, datetime(2027, 1, 16, tzinfo=UTC)).to_json()

    assert told["query"]["from"] == "2027-01-16T00:00:00+00:00"
    assert told["run_at"] == "2027-03-01T00:00:00+00:00"
    assert told["operator"] == "ana"
    assert told["log"]["size"] == len(store.instance_log())


def test_a_span_takes_both_its_ends(store: Store) -> None:
    second = datetime.fromtimestamp((START + DAY) / 1000, UTC)
    third = datetime.fromtimestamp((START + 2 * DAY) / 1000, UTC)

    found = asked(store, second, third)

    assert [one.exercise for one in found.members] == ["day-1", "day-2"]


def test_an_exercise_that_was_thrown_away_is_still_counted_and_is_a_gap(
    store: Store, path: Path
) -> None:
    Intruder(path).run("DELETE FROM event WHERE exercise = 'day-1'")

    found = asked(store)

    assert len(found.members) == 4
    assert [gap.says for gap in found.gaps if gap.what == "day-1"] == [
        "The log knows 3 leaves of day-1; 0 are stored."
    ]


def test_an_exercise_that_was_deleted_with_a_reason_is_no_gap(store: Store, path: Path) -> None:
    Intruder(path).run("DELETE FROM event WHERE exercise = 'day-1'")
    gone = ExerciseDeleted(
        exercise="day-1",
        size=3,
        head="",
        reason="kept for two years",
        asked_by="ana",
        approved_by="ben",
    )
    store.note(gone, wall=START + 9 * DAY)

    found = asked(store)

    assert [gap.what for gap in found.gaps] == ["log"]  # the last entry is not signed yet
    assert found.members[1].status == "deleted"
    assert found.members[1].reason == "kept for two years"


def test_an_exercise_taken_out_of_the_log_too_breaks_the_log(store: Store, path: Path) -> None:
    Intruder(path).run("DELETE FROM instance_log WHERE idx = 0")

    assert any("not what was written" in gap.says for gap in asked(store).gaps)


def test_an_exercise_that_the_log_never_opened_is_a_gap(store: Store, path: Path) -> None:
    digest = hashlib.sha256(b"{}").hexdigest()
    Intruder(path).run("INSERT INTO exercise VALUES ('stray', ?)", digest)

    assert "stray is stored, and the log never opened it." in [g.says for g in asked(store).gaps]


def test_anybody_draws_the_same_sample_with_the_auditors_seed(store: Store) -> None:
    names = [f"day-{day}" for day in range(4)]
    by_hand = sorted(names, key=lambda name: hashlib.sha256(b"2027-17" + name.encode()).digest())

    found = asked(store, seed="2027-17", wanted=2)

    assert found.sample is not None
    assert list(found.sample.drawn) == by_hand[:2]
    assert asked(store, seed="2027-17", wanted=2).sample == found.sample
    drawn = {asked(store, seed=str(n), wanted=1).sample for n in range(20)}
    assert len({sample.drawn for sample in drawn if sample}) > 1


def test_the_command_prints_the_frame(
    store: Store, path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shell = Shell(capsys)

    answer = shell("population", path, "--seed", "a", "--sample", "2", "--operator", "ana")
    told = shell("population", path, "--from", "2027-01-16", "--to", "2027-01-17", "--json")

    assert answer.code == 0
    assert "Count       4: 1 cancelled, 1 opened, 2 sealed" in answer.out
    assert "fire alarm" in answer.out
    assert "Sample of 2 by the seed 'a'" in answer.out
    assert [one["exercise"] for one in told.document["members"]] == ["day-1", "day-2"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--from", "yesterday"], "--from: `yesterday` is no date"),
        (["--seed", "a"], "--seed and --sample belong together"),
        (["--sample", "3"], "--seed and --sample belong together"),
    ],
)
def test_a_wrong_question_gets_one_sentence(
    store: Store, path: Path, capsys: pytest.CaptureFixture[str], words: list[str], says: str
) -> None:
    answer = Shell(capsys)("population", path, *words)

    assert answer.code == 2
    assert says in answer.err


def test_a_folder_without_a_store_is_said(tmp_path: Path) -> None:
    assert run(["population", str(tmp_path / "nothing")]) == 1
