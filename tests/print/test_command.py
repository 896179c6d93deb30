"""`drillroom report`: a whole file or none, and a sentence where it cannot."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from facilitator.cli.app import run
from facilitator.record_files import Record
from tests.cli.running import Shell


@pytest.fixture
def shell(capsys: pytest.CaptureFixture[str]) -> Shell:
    return Shell(capsys)


def test_a_report_is_written_and_said_where(shell: Shell, played: Path, tmp_path: Path) -> None:
    file = tmp_path / "night.html"

    answer = shell("report", played, "--to", file)

    assert answer.code == 0
    assert str(file) in answer.out
    assert "<b>EXERCISE</b>" in file.read_text()
    assert [path.name for path in tmp_path.iterdir()] == ["night.html"]


def test_without_a_name_the_file_is_named_after_the_exercise(
    shell: Shell, played: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    assert shell("report", played, "--format", "md").code == 0

    (file,) = tmp_path.iterdir()
    assert file.name.startswith("failover-s3-")
    assert file.name.endswith("-report.md")


def test_a_form_that_does_not_exist_is_wrong_usage(shell: Shell, played: Path) -> None:
    answer = shell("report", played, "--format", "pfd")

    assert answer.code == 2
    assert answer.err == "--format: there is no form `pfd`; did you mean `pdf`?\n"


def test_a_folder_that_is_not_there_leaves_nothing_half_written(
    shell: Shell, played: Path, tmp_path: Path
) -> None:
    answer = shell("report", played, "--to", tmp_path / "no" / "night.html")

    assert answer.code == 1
    assert "cannot be written: no such file or directory; give another --out" in answer.err
    assert list(tmp_path.iterdir()) == []


def test_an_earlier_file_stays_until_the_new_one_is_whole(
    shell: Shell, played: Path, tmp_path: Path
) -> None:
    file = tmp_path / "night.md"
    file.write_text("the old report")

    assert shell("report", played, "--format", "pfd", "--to", file).code == 2
    assert file.read_text() == "the old report"
    assert shell("report", played, "--format", "md", "--to", file).code == 0
    assert file.read_text().startswith("**EXERCISE**")


@pytest.mark.parametrize(
    ("form", "missing", "says"),
    [
        ("pdf", "weasyprint", "weasyprint not installed"),
        ("html", "vl_convert", "vl-convert not installed"),
        ("xlsx", "openpyxl", "openpyxl not installed"),
    ],
)
def test_without_the_extra_it_says_what_to_install(
    played: Path, tmp_path: Path, form: str, missing: str, says: str
) -> None:
    code = f"import sys; sys.modules[{missing!r}] = None; from facilitator.cli.app import run; "
    code += f"sys.exit(run(['report', {str(played)!r}, '--format', {form!r}]))"

    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path, check=False
    )

    assert done.returncode == 3
    assert done.stderr == (
        f"Could not print {form}: {says}; install the extra: pip install 'drillroom[reports]'.\n"
    )
    assert list(tmp_path.iterdir()) == []


def test_the_stored_words_are_in_the_report(tmp_path: Path, record: Record) -> None:
    script = tmp_path / "evening.yaml"
    seat = next(iter(record.plan.organisation.roles))
    script.write_text(
        "commands:\n"
        f"  - {{at: 14m, as: {seat}, do: incident.declare, words: No shop can log in.}}\n"
    )
    folder = tmp_path / "out"
    assert run(["play", "restore", "--commands", str(script), "--out", str(folder), "--json"]) == 0

    assert run(["report", str(folder), "--format", "md", "--to", str(tmp_path / "r.md")]) == 0

    assert "No shop can log in." in (tmp_path / "r.md").read_text()


def test_a_bundle_gives_the_report_of_its_record_and_says_what_was_verified(
    shell: Shell, played: Path, tmp_path: Path
) -> None:
    bundle = tmp_path / "night.zip"
    assert shell("bundle", played, "--to", bundle).code == 0
    stored, bundled = tmp_path / "stored.json", tmp_path / "bundled.json"

    assert shell("report", played, "--format", "json", "--to", stored).code == 0
    assert shell("report", bundle, "--format", "json", "--to", bundled).code == 0

    one, other = (json.loads(file.read_text()) for file in (stored, bundled))
    assert one["sections"][6] == other["sections"][6]
    assert one["log"] == other["log"]
    assert "Intact yes; Signature by" in bundled.read_text()


def test_a_bundle_that_was_altered_gives_no_report(
    shell: Shell, played: Path, tmp_path: Path
) -> None:
    bundle = tmp_path / "night.zip"
    assert shell("bundle", played, "--to", bundle).code == 0
    data = bytearray(bundle.read_bytes())
    data[len(data) // 2] ^= 1
    bundle.write_bytes(data)

    answer = shell("report", bundle, "--to", tmp_path / "night.html")

    assert answer.code == 1
    assert "is not what was written" in answer.err
    assert not (tmp_path / "night.html").exists()
