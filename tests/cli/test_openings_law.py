"""What people typed can be deleted; replay and score stay as they were."""

from pathlib import Path

from facilitator.store import Store
from tests.cli.running import Shell

SCRIPT = """
commands:
  - {at: 13m, as: duty-manager, do: log.enter, tag: fact, words: "Nothing answers any more."}
  - {at: 14m, as: duty-manager, do: incident.declare, words: "This is one."}
  - {at: 15m, as: duty-manager, do: severity.call, level: 1, words: "No shop can log in."}
"""


def test_deleting_every_opening_changes_neither_replay_nor_score(
    shell: Shell, tmp_path: Path
) -> None:
    script = tmp_path / "evening.yaml"
    script.write_text(SCRIPT)
    played = shell("play", "restore", "--commands", script, "--out", tmp_path, "--json").document
    before = shell("score", tmp_path, "--json").document

    with Store.open(played["record"]) as store:
        openings = store.openings(played["exercise"])
        for opening in openings:
            assert store.delete_opening(played["exercise"], opening.seq, opening.field)
        left = store.openings(played["exercise"])

    assert [opening.value for opening in openings] == [
        "Nothing answers any more.",
        "This is one.",
        "No shop can log in.",
    ]
    assert left == ()
    assert shell("score", tmp_path, "--json").document == before
    assert shell("replay", tmp_path).code == 0
