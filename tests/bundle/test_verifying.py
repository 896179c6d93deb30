"""A good bundle is found good, and says what nobody can know from it alone."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from evidence.canonical import encode
from evidence.notes import COSIGNATURE, VerifierKey, cosign
from evidence.receipts import Receipt
from evidence.verifier import Asked, Kept, Report, verify, verify_file
from evidence.verifier.container import read_container
from facilitator.bundle.contents import tree_of
from facilitator.tamper import Forger
from tests.bundle.playing import Exercise
from tests.cli.running import Shell

CHECKOUT = Path(__file__).parents[2]


def found(bundle: bytes, exercise: Exercise, *receipts: Receipt) -> Report:
    kept = tuple(Kept("receipt", one) for one in receipts)
    return verify(bundle, Asked(key=exercise.key, kept=kept))


def last_receipt(bundle: bytes) -> Receipt:
    return Forger(bundle).receipt


def test_a_good_bundle_is_whole_and_signed_by_the_pinned_key(
    bundle: bytes, exercise: Exercise
) -> None:
    report = found(bundle, exercise)

    assert report.failures == []
    assert (report.intact, report.pinned, report.exit_code) == (True, True, 0)
    assert report.signed_by == str(exercise.key)


def test_without_a_pinned_key_the_origin_is_not_established(bundle: bytes) -> None:
    report = verify(bundle, Asked())

    assert (report.intact, report.pinned, report.exit_code) == (True, False, 3)
    assert "pinned by nobody" in "\n".join(report.lines())


def test_without_a_receipt_the_report_says_what_cannot_be_excluded(
    bundle: bytes, exercise: Exercise
) -> None:
    lines = "\n".join(found(bundle, exercise).lines())

    assert "Outside    seen by nobody: an end cut off" in lines


def test_a_receipt_shows_that_somebody_outside_saw_this_very_record(
    bundle: bytes, exercise: Exercise
) -> None:
    receipt = last_receipt(bundle)

    report = found(bundle, exercise, receipt)

    assert (report.outside, report.exit_code) == (receipt.size, 0)


def test_an_early_receipt_says_what_came_after_it_is_not_covered(
    bundle: bytes, exercise: Exercise
) -> None:
    forger = Forger(bundle)
    size = min(forger.parts.heads)
    note = read_container(bundle)[f"log/checkpoints/{size:012}.note"]
    report = found(bundle, exercise)
    root = bytes(note).split(b"\n")[2]
    kept = Receipt(origin=forger.parts.origin, size=size, root=base64.b64decode(root))

    report = found(bundle, exercise, kept)

    assert report.outside == size
    assert "what came after it could have been cut off" in "\n".join(report.lines())


def test_a_receipt_without_a_size_is_found_again_by_its_root(
    bundle: bytes, exercise: Exercise
) -> None:
    forger = Forger(bundle)
    kept = Receipt(origin=forger.parts.origin, size=None, root=tree_of(forger.leaves[:50]).root())

    good = found(bundle, exercise, kept)
    cut = verify(
        forger.rewritten(forger.leaves[:40], openings=()),
        Asked(key=forger.key.public, kept=(Kept("receipt", kept),)),
    )

    assert (good.outside, good.exit_code) == (50, 0)
    assert "receipt_of_no_head" in [one.what for one in cut.failures]
    assert "its end was cut off, or it was written anew" in "\n".join(cut.lines())


def test_a_receipt_of_another_record_is_not_held_against_this_one(
    bundle: bytes, exercise: Exercise
) -> None:
    receipt = Receipt(origin="elsewhere/record/x", size=3, root=bytes(32))

    report = found(bundle, exercise, receipt)

    assert (report.intact, report.outside, report.exit_code) == (True, None, 3)
    assert report.failures[0].what == "receipt_of_another_record"


def test_a_witness_that_was_pinned_counts_as_outside_and_an_altered_line_does_not(
    bundle: bytes,
) -> None:
    forger = Forger(bundle)
    size = max(forger.parts.heads)
    name = f"log/checkpoints/{size:012}.note"
    note = forger.members[name].decode()
    text = note.rpartition("\n\n")[0] + "\n"
    witness = forger.other_key
    public = VerifierKey("witness.example/a", COSIGNATURE, witness.public.public)
    line = cosign(text, witness._private, public.name, time=1_800_000_000)
    asked = Asked(key=forger.key.public, witnesses=(public,))

    good = verify(forger.listed({name: (note + line).encode()}), asked)
    # The time is part of what was signed.
    late = cosign(text, witness._private, public.name, time=1_800_000_001)
    swapped = line[:-60] + late[-60:]
    bad = verify(forger.listed({name: (note + swapped).encode()}), asked)

    assert (good.outside, good.witnesses) == (size, ["witness.example/a at 1800000000"])
    assert good.exit_code == 0
    assert [(one.check, one.what) for one in bad.failures] == [(7, "cosignature")]


def test_more_witnesses_than_are_named_cannot_be_asked_for(shell: Shell, bundle_file: Path) -> None:
    answer = shell("verify", bundle_file, "--quorum", 2)

    assert answer.code == 2
    assert answer.err == ("--quorum: 2 of 0 witnesses cannot be; name more by --witness\n")


def test_json_has_exactly_the_promised_members(
    shell: Shell, bundle_file: Path, exercise: Exercise
) -> None:
    answer = shell("verify", bundle_file, "--key", exercise.key, "--json")

    assert answer.code == 0
    assert list(answer.document) == ["intact", "signature", "outside", "replay", "failures"]
    assert answer.document["intact"] is True
    assert answer.document["failures"] == []


def test_a_failure_in_json_says_which_check_where_and_what(
    shell: Shell, tmp_path: Path, bundle: bytes, exercise: Exercise
) -> None:
    file = tmp_path / "broken.zip"
    file.write_bytes(bundle + b"x")

    answer = shell("verify", file, "--key", exercise.key, "--json")

    assert answer.code == 1
    assert answer.document["intact"] is False
    (failure,) = answer.document["failures"]
    assert (failure["check"], failure["where"], failure["what"]) == (1, "the file", "zip_layout")


def test_the_key_can_be_given_as_a_file(
    shell: Shell, bundle_file: Path, exercise: Exercise
) -> None:
    answer = shell("verify", bundle_file, "--key", exercise.folder / "keys/instance.vkey")

    assert answer.code == 0
    assert "pinned by you" in answer.out


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--key", "hello"], "--key: hello is neither a verifier key nor a file"),
        (["--key", "a+b+c"], "copy it whole from instance.vkey"),
        (["--receipt", "nowhere.json"], "--receipt nowhere.json: No such file"),
    ],
)
def test_a_wrong_argument_gets_a_sentence_and_exit_2(
    shell: Shell, bundle_file: Path, words: list[str], says: str
) -> None:
    answer = shell("verify", bundle_file, *words)

    assert answer.code == 2
    assert says in answer.err


def test_a_bundle_that_is_not_there_is_wrong_usage(shell: Shell, tmp_path: Path) -> None:
    answer = shell("verify", tmp_path / "none.zip")

    assert answer.code == 2
    assert "no such file" in answer.err


@pytest.mark.parametrize("data", [b"", b"hello", bytes(5_000), b"PK\x05\x06" + bytes(18)])
def test_a_file_that_is_no_bundle_is_broken(shell: Shell, tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "odd.zip"
    file.write_bytes(data)

    assert shell("verify", file).code == 1


def test_receipts_of_a_browser_are_taken_from_a_file(
    shell: Shell, bundle_file: Path, bundle: bytes, exercise: Exercise, tmp_path: Path
) -> None:
    receipt = last_receipt(bundle)
    kept = tmp_path / "receipts.jsonl"
    kept.write_bytes(encode(receipt.to_json()) + b"\n")

    answer = shell("verify", bundle_file, "--key", exercise.key, "--receipt", kept, "--json")

    assert answer.code == 0
    assert answer.document["outside"]["size"] == receipt.size


def test_a_browsers_file_may_hold_receipts_of_other_records_and_without_sizes(
    shell: Shell, bundle_file: Path, bundle: bytes, exercise: Exercise, tmp_path: Path
) -> None:
    receipt = last_receipt(bundle)
    other = replace(receipt, origin=f"{receipt.origin}-2", root=bytes(32))
    kept = tmp_path / "receipts.jsonl"
    lines = (other.to_json(), receipt.without_size().to_json(), receipt.to_json())
    kept.write_bytes(b"\r\n".join(encode(line) for line in lines))

    answer = shell("verify", bundle_file, "--key", exercise.key, "--receipt", kept)

    assert answer.code == 0
    assert f"Outside    seen at size {receipt.size}" in answer.out
    assert "Receipts of other records, passed over: 1." in answer.out


def test_the_engine_makes_the_same_record_and_score_again(
    shell: Shell, bundle_file: Path, exercise: Exercise
) -> None:
    answer = shell("verify", bundle_file, "--key", exercise.key, "--replay", "--json")

    assert answer.code == 0
    assert answer.document["replay"] == {"outcome": "reproduced", "at": None}


def run_plainly(*words: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Python without our environment's packages but ``cryptography`` and what it needs."""
    blocked = (
        "import sys, runpy\n"
        "allowed = set(sys.stdlib_module_names) | {'cryptography', 'cffi', '_cffi_backend',"
        " 'evidence', 'pycparser'}\n"
        "class Only:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name.partition('.')[0] not in allowed:\n"
        "            raise ModuleNotFoundError(f'not installed: {name}')\n"
        "sys.meta_path.insert(0, Only())\n"
        "sys.argv = ['evidence', *sys.argv[1:]]\n"
        "sys.path.insert(0, '.')\n"
        "runpy.run_module('evidence', run_name='__main__', alter_sys=True)\n"
    )
    return subprocess.run(
        [sys.executable, "-c", blocked, *map(str, words)],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_verifier_runs_from_a_plain_checkout_with_only_cryptography(
    bundle_file: Path, exercise: Exercise, tmp_path: Path
) -> None:
    plain = tmp_path / "checkout"
    shutil.copytree(CHECKOUT / "evidence", plain / "evidence")

    done = run_plainly("verify", bundle_file, "--key", exercise.key, cwd=plain)

    assert (done.returncode, done.stderr) == (0, "")
    assert "Intact     yes" in done.stdout


def test_the_blocker_of_the_test_above_blocks(tmp_path: Path) -> None:
    (tmp_path / "evidence").mkdir()
    (tmp_path / "evidence/__init__.py").write_text("import msgspec\n")
    (tmp_path / "evidence/__main__.py").write_text("")

    assert "not installed: msgspec" in run_plainly("verify", cwd=tmp_path).stderr


def test_both_commands_say_the_same(shell: Shell, bundle_file: Path, exercise: Exercise) -> None:
    ours = shell("verify", bundle_file, "--key", exercise.key, "--json").document
    plain = run_plainly("verify", bundle_file, "--key", exercise.key, "--json", cwd=CHECKOUT)

    assert json.loads(plain.stdout) == ours


def test_the_guide_in_the_bundle_works_with_openssl_sha256sum_and_thirty_lines(
    bundle_file: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "open"
    with zipfile.ZipFile(bundle_file) as archive:
        archive.extractall(folder)
    guide = (folder / "VERIFY.md").read_text()
    blocks = [part for part in guide.split("```")[1::2] if not part.startswith("\npython -m")]
    shells = [part for part in blocks if not part.startswith("python")]
    (program,) = [part.removeprefix("python") for part in blocks if part.startswith("python")]

    for commands in shells:
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", commands],
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, (commands, done.stderr)
        assert "FAILED" not in done.stdout
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=folder, capture_output=True, text=True, check=True
    )

    assert len(shells) == 3
    assert done.stdout.count("is the root of the first") == len(
        list((folder / "log/checkpoints").iterdir())
    )
    lines = [line for line in program.splitlines() if line.strip()]
    assert len(lines) <= 30


def test_a_bundle_is_verified_in_place_from_the_disk(bundle_file: Path, exercise: Exercise) -> None:
    assert verify_file(bundle_file, Asked(key=exercise.key)).exit_code == 0
