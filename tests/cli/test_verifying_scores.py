"""`score --verify` where another scorecard comes out: both are shown, and what may be why."""

from pathlib import Path

import pytest

from facilitator.cli import examining
from facilitator.record_files import open_stored, read_record
from facilitator.score_keeping import keep_score
from scoring import score
from tests.cli.running import Shell


@pytest.mark.parametrize(("version", "told"), [("drillroom 9.9", True), (None, False)])
def test_another_scorecard_is_not_fine_and_another_version_may_be_why(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str | None, told: bool
) -> None:
    shell("play", "restore", "--out", tmp_path, "--json")
    record = read_record(tmp_path)
    easier = record.plan.rubric.model_copy(update={"at_least": {}})
    other = score(
        record.plan.model_copy(update={"rubric": easier}), record.events, head=record.head
    )
    with open_stored(tmp_path) as store:
        keep_score(store, record.exercise, other, size=len(record.events), wall=1)
    if version is not None:
        monkeypatch.setattr(examining, "engine_version", lambda: version)

    answer = shell("score", tmp_path, "--verify")

    assert answer.code == 1
    assert "the same scorecard" in answer.out  # the one that play kept
    assert "another scorecard" in answer.out
    assert (f"and this is {version}" in answer.out) is told
