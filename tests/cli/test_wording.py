"""Bad input: one line that names what is wrong and the remedy, and never a traceback."""

from pathlib import Path

import pytest

from tests.cli.running import Shell


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("play", "restor"), "there is no scenario `restor`; did you mean `restore`?"),
        (
            ("play", "restore", "--organisation", "northmere-heath"),
            "there is no organisation `northmere-heath`; did you mean `northmere-health`?",
        ),
        (
            ("play", "restore", "--responders", "sesoned"),
            "--responders: there is no profile `sesoned`; did you mean `seasoned`?",
        ),
        (
            ("play", "restore", "--bind", "app"),
            "--bind app: this is no choice; write for example --bind app=web-shop",
        ),
        (("play", "nowhere.yaml"), "nowhere.yaml: no such file or directory; check the path"),
        (("score", "nowhere.db"), "nowhere.db: no such file or directory; check the path"),
        (("replay", "nowhere.db"), "nowhere.db: no such file or directory; check the path"),
        (("check", "nowhere.yaml"), "nowhere.yaml: no such file or directory; check the path"),
        (("schema", "scenaro"), "there is no kind of file `scenaro`; did you mean `scenario`?"),
        (("play",), "Missing argument 'SCENARIO'; see drillroom play --help"),
        (("list", "--xyz"), "No such option: --xyz; see drillroom list --help"),
        (("lsit",), "No such command 'lsit'; did you mean 'list'?"),
        (("xyzzy",), "No such command 'xyzzy'; see drillroom --help"),
    ],
)
def test_wrong_usage_is_one_line_and_exit_2(
    shell: Shell, words: tuple[str, ...], says: str
) -> None:
    answer = shell(*words)

    assert (answer.code, answer.err, answer.out) == (2, says + "\n", "")


@pytest.mark.parametrize("command", ["play", "check", "score", "replay"])
def test_junk_is_a_bad_file_and_exit_1(shell: Shell, tmp_path: Path, command: str) -> None:
    junk = tmp_path / "junk.yaml"
    junk.write_bytes(bytes(range(256)))

    answer = shell(command, junk)

    assert answer.code == 1
    assert str(junk) in (answer.err + answer.out)
    assert "Traceback" not in answer.err


@pytest.mark.parametrize("command", ["check", "play"])
def test_a_file_without_end_is_not_read_for_ever(shell: Shell, command: str) -> None:
    answer = shell(command, "/dev/zero")

    assert answer.code == 1
    assert "/dev/zero:1: the file is larger than 1 MiB; split it\n" in (answer.out + answer.err)


def test_a_file_of_another_kind_is_told_in_one_line(shell: Shell, tmp_path: Path) -> None:
    runbook = tmp_path / "mine.yaml"
    runbook.write_text("runbook: mine\n")

    as_scenario = shell("play", runbook)
    as_house = shell("play", "restore", "--organisation", runbook)

    assert (as_scenario.code, as_house.code) == (1, 1)
    assert as_scenario.err == f"{runbook}:1: this is a runbook file; give a scenario file\n"
    assert as_house.err == f"{runbook}:1: this is a runbook file; give an organisation file\n"


def test_a_store_that_is_not_ours_is_named(shell: Shell, tmp_path: Path) -> None:
    cut = tmp_path / "records.db"
    cut.write_bytes(b"SQLite format 3\x00" + bytes(50))

    answer = shell("score", cut)

    assert answer.code == 1
    assert answer.err.startswith(f"{cut}: ")


def test_a_folder_without_records_says_so(shell: Shell, tmp_path: Path) -> None:
    answer = shell("replay", tmp_path)

    assert answer.code == 1
    assert (
        answer.err == f"{tmp_path}: there is no records.db in this folder; play something first\n"
    )


def test_an_unknown_exercise_gets_a_suggestion(shell: Shell, played: Path) -> None:
    answer = shell("score", played, "--exercise", "restore-s3")

    assert answer.code == 1
    assert "holds no exercise `restore-s3`; did you mean `restore-s3-" in answer.err


def test_an_out_folder_that_cannot_be_made_is_named(shell: Shell, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("here already")

    answer = shell("play", "restore", "--out", blocked, "--json")

    assert answer.code == 1
    assert answer.out == ""
    assert (
        answer.err
        == f"{blocked}: cannot be a folder for records: file exists; name another folder\n"
    )


def test_nothing_is_written_when_the_scenario_is_bad(shell: Shell, tmp_path: Path) -> None:
    scenario = tmp_path / "bad.yaml"
    scenario.write_text("scenario: bad\n")

    shell("play", scenario, "--out", tmp_path / "out")

    assert not (tmp_path / "out").exists()


def test_check_prints_all_problems_of_all_files(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("scenario: a\ntitel: A\n")
    (tmp_path / "b.yaml").write_text("runbok: b\n")

    answer = shell("check", tmp_path)

    assert answer.code == 1
    assert f"{tmp_path}/a.yaml:2: unknown key `titel`; did you mean `title`?" in answer.out
    assert f"{tmp_path}/b.yaml:1: the file begins with `runbok`; did you mean `runbook`?" in (
        answer.out
    )
