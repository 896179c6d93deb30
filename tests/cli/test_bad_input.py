"""Whatever a command is handed that is no good: one line for each thing that is wrong, naming it.

Exit 2 where an argument is at fault and 1 where a file is; nothing is begun, and no traceback.
"""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.running import Shell

AUTHORED = {
    "empty": (b"", "the file is empty; begin with `key: value` lines"),
    "binary": (bytes(range(256)), "the file is not UTF-8; save it as UTF-8"),
    "a list": (b"- one\n", "the file is a list; begin with `key: value` lines"),
    "words": (b"just words\n", "the file is text; begin with `key: value` lines"),
    "broken": (b"commands: [1, 2\n", "is not closed, or a comma is missing after it; write"),
    "tabs": (b"\tcommands: 1\n", "the line holds a tab; use spaces"),
    "too deep": (b"commands: " + b"[" * 99 + b"]" * 99, "nested deeper than 24; flatten it"),
    "too large": (b"x" * (1024 * 1024 + 1), "the file is larger than 1 MiB; split it"),
    "a long line": (b"commands: " + b"x" * 40_000, "longer than 32,768 characters; break it"),
    "a key twice": (b"commands: 1\ncommands: 2\n", "`commands` is written twice; keep this one"),
    "an alias": (b"commands: *a\n", "`*a` is a YAML alias, which is not used here; put the value"),
    "a tag": (b"commands: !!python/name:os.system x\n", "is a YAML tag, which is not used here;"),
}

TAKING_A_FILE = {
    "the scenario of play": ("play", "FILE"),
    "its organisation": ("play", "restore", "--organisation", "FILE"),
    "its runbook": ("play", "restore", "--runbook", "FILE"),
    "its rubric": ("play", "restore", "--rubric", "FILE"),
    "its commands": ("play", "restore", "--commands", "FILE"),
}


@pytest.mark.parametrize("bad", AUTHORED)
@pytest.mark.parametrize("taking", TAKING_A_FILE)
def test_a_bad_file_is_told_with_file_line_and_remedy_before_anything_is_begun(
    shell: Shell, tmp_path: Path, taking: str, bad: str
) -> None:
    content, says = AUTHORED[bad]
    file, out = tmp_path / "bad.yaml", tmp_path / "out"
    file.write_bytes(content)

    answer = shell(*_words(taking, file), "--out", out, "--json")

    lines = answer.err.splitlines()
    assert (answer.code, answer.out, out.exists()) == (1, "", False)
    assert all(line.startswith(f"{file}:") for line in lines)
    assert says in answer.err


@pytest.mark.parametrize("taking", TAKING_A_FILE)
def test_a_file_that_is_not_there_and_a_folder_are_wrong_usage(
    shell: Shell, tmp_path: Path, taking: str
) -> None:
    for path, why in ((tmp_path / "nowhere.yaml", "no such file"), (tmp_path, "")):
        answer = shell(*_words(taking, path), "--out", tmp_path / "out", "--json")

        assert (answer.code, answer.out) == (2, "")
        assert len(answer.err.splitlines()) == 1
        assert answer.err.startswith(f"{path}: {why}")
        assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("bad", AUTHORED)
def test_check_goes_on_to_the_next_file_after_a_bad_one(
    shell: Shell, tmp_path: Path, bad: str
) -> None:
    (tmp_path / "a.yaml").write_bytes(AUTHORED[bad][0])
    (tmp_path / "b.yaml").write_text("runbok: b\n")

    answer = shell("check", tmp_path)

    told = {line.split(":")[0] for line in answer.out.splitlines()[:-1]}
    assert (answer.code, answer.err) == (1, "")
    assert told == {f"{tmp_path}/a.yaml", f"{tmp_path}/b.yaml"}


STORES: dict[str, tuple[Callable[[bytes], bytes], int]] = {
    "empty": (lambda _: b"", 1),
    "no store": (lambda _: bytes(range(256)), 1),
    "cut off": (lambda data: data[: len(data) // 2], 1),
    "no tables": (lambda data: data[:16] + bytes(len(data) - 16), 1),
}


@pytest.mark.parametrize("command", [("score",), ("replay",), ("explain", "TTA"), ("report",)])
@pytest.mark.parametrize("bad", STORES)
def test_a_store_that_is_none_any_more_is_named_in_one_line(
    shell: Shell, played: Path, tmp_path: Path, command: tuple[str, ...], bad: str
) -> None:
    change, code = STORES[bad]
    file = tmp_path / "records.db"
    file.write_bytes(change((played / "records.db").read_bytes()))

    answer = shell(command[0], file, *command[1:])

    assert (answer.code, answer.out, len(answer.err.splitlines())) == (code, "", 1)
    assert answer.err.startswith(f"{file}: ")


@pytest.mark.parametrize("command", [("score",), ("replay",), ("explain", "TTA")])
def test_a_bundle_is_read_like_a_store_once_it_has_been_verified(
    shell: Shell, played: Path, tmp_path: Path, command: tuple[str, ...]
) -> None:
    whole, cut = tmp_path / "whole.zip", tmp_path / "cut.zip"
    assert shell("bundle", played, "--to", whole).code == 0
    cut.write_bytes(whole.read_bytes()[:20_000])

    from_store = shell(command[0], played, *command[1:], "--json")
    from_bundle = shell(command[0], whole, *command[1:], "--json")
    from_cut = shell(command[0], cut, *command[1:])

    assert from_bundle.document == from_store.document
    assert (from_cut.code, from_cut.out) == (1, "")
    assert from_cut.err.startswith(f"{cut}: is not what was written: ")


def test_a_bundle_holds_one_exercise_and_no_scorecards_to_compare(
    shell: Shell, played: Path, tmp_path: Path
) -> None:
    bundle = tmp_path / "evidence.zip"
    shell("bundle", played, "--to", bundle)

    other = shell("score", bundle, "--exercise", "another")
    verified = shell("score", bundle, "--verify")

    assert other.code == 1
    assert "and no exercise `another`; leave --exercise out" in other.err
    assert (verified.code, verified.err) == (
        2,
        "--verify looks into a store, where scorecards are kept; "
        f"`drillroom verify` checks {bundle}\n",
    )


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("demo", "--out", ""), "there is nothing after --out; give a value, or leave the"),
        (("play", "restore", "--organisation="), "there is nothing after --organisation; give"),
        (("programme",), "Missing command; see drillroom programme --help"),
        (("check", ""), "there is nothing after check; give a value, or leave the argument out"),
        (
            ("play", "restore", "--bind", "ap=x"),
            "--bind ap=x: the scenario has no slot `ap`; did you mean `app`?",
        ),
        (
            ("play", "restore", "--bind", "app=x", "--bind", "app=y"),
            "--bind app=y: `app` is bound to `x` already; give one of the two",
        ),
        (
            ("check", "--bind", "app=x"),
            "--bind says what an organisation's parts fill; give --organisation as well",
        ),
        (
            ("play", "restore", "--seed", "seven"),
            "Invalid value for '--seed': no whole number; see drillroom play --help",
        ),
        (
            ("play", "restore", "--seed", "-1"),
            "Invalid value for '--seed': it must be at least 0; see drillroom play --help",
        ),
        (
            ("play", "restore", "--seed", "9" * 20),
            "Invalid value for '--seed': it must be at most 9007199254740991; see drillroom play",
        ),
    ],
)
def test_a_bad_argument_is_named_with_what_would_be_right(
    shell: Shell, words: tuple[str, ...], says: str
) -> None:
    answer = shell(*words)

    assert (answer.code, answer.out, len(answer.err.splitlines())) == (2, "", 1)
    assert answer.err.startswith(says)


def test_a_bundle_is_no_store_to_bundle_from(shell: Shell, played: Path, tmp_path: Path) -> None:
    bundle = tmp_path / "evidence.zip"
    shell("bundle", played, "--to", bundle)

    again = shell("bundle", bundle, "--to", tmp_path / "again.zip")
    nothing = shell("bundle", "ransom-7", "--records", tmp_path / "nowhere")

    assert (again.code, again.err) == (
        1,
        f"{bundle}: is a bundle; give the store that it was made of\n",
    )
    assert (nothing.code, nothing.err) == (
        2,
        f"there is no store ransom-7, and no folder {tmp_path}/nowhere that could hold an "
        "exercise of that id; give a store, or --records\n",
    )


@pytest.mark.parametrize(
    "words", [("list",), ("schema", "scenario"), ("score", "FILE", "--json"), ("--help",)]
)
def test_output_that_nobody_can_take_is_told_in_one_line(
    played: Path, words: tuple[str, ...]
) -> None:

    given = [str(played) if word == "FILE" else word for word in words]
    program = "from facilitator.cli import main; main()"
    with open("/dev/full", "wb") as full:
        ran = subprocess.run(
            [sys.executable, "-c", program, *given],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )

    assert (ran.returncode, ran.stderr.decode()) == (
        1,
        "what was to be printed could not be written: no space left on device; "
        "free some space, or send the output elsewhere\n",
    )


def _words(taking: str, file: Path) -> list[str]:
    return [str(file) if word == "FILE" else word for word in TAKING_A_FILE[taking]]
