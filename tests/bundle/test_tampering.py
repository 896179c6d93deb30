"""Every altered copy is caught by the check that should catch it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from facilitator.tamper import ALTERATIONS, Tried, try_all
from tests.cli.running import Shell

REFERENCE = json.loads(
    (Path(__file__).parents[1] / "evidence/vectors/broken_bundles.json").read_text()
)

OURS = {"scenario": "plan"}
"""Codes of the reference that have another name here: what we pin is the whole plan."""
OTHERWISE = {
    "B22": "our leaves have no epoch: a leaf with one is `shape`",
    "B48": "needs a witness: tests/bundle/test_verifying.py",
    "B31": "two heads of one size are one receipt against one leaf: `split_view`",
}


@pytest.fixture(scope="module")
def tried(bundle: bytes) -> dict[str, Tried]:
    return {one.alteration.says: one for one in try_all(bundle)}


@pytest.mark.parametrize("says", [one.says for one in ALTERATIONS])
def test_an_altered_copy_is_caught_by_the_check_that_should(
    tried: dict[str, Tried], says: str
) -> None:
    one = tried[says]

    assert one.skipped is None
    assert one.as_it_should, (one.alone, one.helped)


def test_three_copies_pass_for_whole_until_a_receipt_is_brought_and_two_until_made_again(
    tried: dict[str, Tried],
) -> None:
    unseen = [one for one in tried.values() if one.alone is None]

    assert [one.alteration.needs for one in unseen].count("receipt") == 3
    assert [one.alteration.needs for one in unseen].count("recomputation") == 2
    assert all(one.helped is not None for one in unseen)


@pytest.mark.parametrize("vector", REFERENCE, ids=lambda vector: vector["id"])
def test_every_broken_bundle_of_the_reference_is_among_them(vector: dict[str, str]) -> None:
    wanted = (int(vector["check"]), OURS.get(vector["code"], vector["code"]))

    known = {(one.check, one.what) for one in ALTERATIONS}

    assert wanted in known or vector["id"] in OTHERWISE


def test_the_command_shows_every_copy_and_says_which_nobody_can_see(
    shell: Shell, bundle_file: Path
) -> None:
    answer = shell("tamper", bundle_file)

    assert answer.code == 0
    assert "Nobody can see these in the bundle alone:" in answer.out
    assert f"{len(ALTERATIONS)} altered copies" in answer.out


def test_the_command_refuses_a_bundle_that_is_broken_already(
    shell: Shell, tmp_path: Path, bundle: bytes
) -> None:
    file = tmp_path / "broken.zip"
    file.write_bytes(bundle[:-1])

    answer = shell("tamper", file)

    assert answer.code == 1
    assert "is not whole as it is" in answer.err
