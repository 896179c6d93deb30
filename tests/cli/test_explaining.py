"""`explain` and `score --verify` on a record that was played and stored."""

import json
from pathlib import Path

import pytest

from facilitator.cli.finding import find_plan
from facilitator.headless import play
from facilitator.opening import Opening
from facilitator.record_files import open_store
from tests.cli.running import Shell


def test_explain_prints_formula_leaves_and_what_would_have_changed_it(
    shell: Shell, played: Path
) -> None:
    ran = shell("explain", str(played), "TTDecl")

    assert ran.code == 0
    for part in ("Formula", "Rests on", "Left out", "What would have changed it"):
        assert part in ran.out
    assert "declared an incident" in ran.out


def test_explain_in_json_is_one_document(shell: Shell, played: Path) -> None:
    ran = shell("explain", str(played), "SEV-ACC", "--json")

    found = json.loads(ran.out)
    assert found["figure"] == "SEV-ACC"
    assert {"meaning", "metric", "rests_on", "left_out", "what_if", "weights"} <= set(found)


def test_a_misspelt_figure_is_wrong_usage_in_one_sentence(shell: Shell, played: Path) -> None:
    ran = shell("explain", str(played), "SEV-AC")

    assert ran.code == 2
    assert ran.err == ("There is no figure `SEV-AC` in this scorecard; did you mean `SEV-ACC`?\n")


def test_a_kept_scorecard_comes_out_again(shell: Shell, played: Path) -> None:
    ran = shell("score", str(played), "--verify")

    assert ran.code == 0
    assert "the same scorecard" in ran.out


def test_verify_with_another_rubric_is_wrong_usage(shell: Shell, played: Path) -> None:
    ran = shell("score", str(played), "--verify", "--rubric", "house")

    assert ran.code == 2
    assert "--verify uses the rubric that was frozen" in ran.err


@pytest.fixture
def strict(tmp_path: Path) -> Path:
    """A copy of the house rubric that asks for more, under a name of its own."""
    house = Path(__file__).parents[2] / "scenarios" / "rubrics" / "house.yaml"
    own = tmp_path / "strict.yaml"
    text = house.read_text(encoding="utf-8")
    text = text.replace("rubric: house", "rubric: strict").replace("TTDecl: 10m", "TTDecl: 1s")
    own.write_text(text, encoding="utf-8")
    return own


def test_a_house_may_judge_by_a_rubric_of_its_own(shell: Shell, played: Path, strict: Path) -> None:
    ran = shell("score", str(played), "--rubric", str(strict), "--json")

    card = json.loads(ran.out)
    assert card["rubric"] == {"id": "strict", "version": "1"}
    declared = next(m for m in card["metrics"] if m["key"] == "TTDecl")
    assert declared["target"]["value"] == 1000
    assert declared["verdict"] == "not-met"


def test_a_rubric_given_to_play_is_frozen_in_the_plan(
    shell: Shell, strict: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    shell("play", "restore", "--rubric", str(strict), "--out", str(out), "--json")
    strict.unlink()

    ran = shell("score", str(out), "--verify")

    assert ran.code == 0
    assert "rubric strict 1" in ran.out


def test_a_rubric_that_cannot_judge_is_refused_with_its_line(
    shell: Shell, played: Path, strict: Path
) -> None:
    strict.write_text(strict.read_text().replace("  TTA:", "  TTAA:"), encoding="utf-8")

    ran = shell("score", str(played), "--rubric", str(strict))

    assert ran.code == 1
    assert ran.err == f"{strict}:14: there is no figure `TTAA`; did you mean `TTA`?\n"


def test_a_record_whose_scorecard_was_never_kept_could_not_be_checked(
    shell: Shell, tmp_path: Path
) -> None:
    with open_store(tmp_path / "fresh") as store:
        play(find_plan("restore", None, ()), opening=Opening(seed=1), store=store)

    ran = shell("score", str(tmp_path / "fresh"), "--verify")

    assert ran.code == 3
    assert ran.err.startswith("Could not check: no scorecard of")
