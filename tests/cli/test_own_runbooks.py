"""A house plays the library's scenarios by its own runbooks."""

from pathlib import Path

import pytest

from scenarios import shelf
from tests.cli.running import Shell

OWN = "9.9-ours"


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """The library's restore runbook in a version of our own."""
    item = next(one for one in shelf().runbooks if one.id == "restore-primary-database")
    folder = tmp_path / "books"
    folder.mkdir()
    text = item.data.decode().replace('version: "3.1"', f'version: "{OWN}"')
    assert OWN in text
    file = folder / "ours.yaml"
    file.write_text(text)
    return file


@pytest.mark.parametrize("given", ["file", "folder"])
def test_the_own_runbook_is_the_one_that_is_run(
    shell: Shell, own: Path, tmp_path: Path, given: str
) -> None:
    path = own if given == "file" else own.parent
    out = tmp_path / "out"

    answer = shell("play", "restore", "--runbook", path, "--out", out, "--json")

    assert answer.code == 0
    data = (out / "records.db").read_bytes()
    assert f'"version":"{OWN}"'.encode() in data


def test_a_runbook_that_the_scenario_does_not_use_is_refused(shell: Shell, own: Path) -> None:
    answer = shell("play", "failover", "--runbook", own)

    assert (answer.code, answer.out) == (2, "")
    assert answer.err == (
        f"--runbook {own}: `failover` uses no `restore-primary-database`; "
        "it uses `fail-over-write-path`\n"
    )


def test_one_runbook_given_twice_is_refused(shell: Shell, own: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.yaml"
    copy.write_bytes(own.read_bytes())

    answer = shell("play", "restore", "--runbook", own, "--runbook", copy)

    assert (answer.code, answer.out) == (2, "")
    assert answer.err == (
        f"{copy}: runbook `restore-primary-database` is in {own} already; give one of the two\n"
    )


def test_a_folder_without_runbooks_is_refused(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "note.yaml").write_text("scenario: mine\n")

    answer = shell("play", "restore", "--runbook", tmp_path)

    assert (answer.code, answer.err) == (2, f"{tmp_path}: holds no runbook; check the path\n")


def test_a_runbook_with_mistakes_is_told_with_all_its_lines(shell: Shell, own: Path) -> None:
    own.write_text(own.read_text().replace("owner: technical_lead", "ovner: technical_lead"))

    answer = shell("play", "restore", "--runbook", own)

    assert answer.code == 1
    assert f"{own}:" in answer.err
    assert "did you mean `owner`?" in answer.err
