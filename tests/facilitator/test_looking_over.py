"""A look at a scenario's text: its outline, and a try before it is saved."""

from dataclasses import replace
from pathlib import Path

import pytest

from facilitator.forecast import Forecast
from facilitator.looking_over import look_over, try_out
from facilitator.own_files import CannotKeep, Changed, add, copy_of, keep, typed, version_of
from facilitator.screens.outline import outline_of
from scenarios import load_scenario, shelf

RESTORE = next(one for one in shelf().items if (one.kind, one.id) == ("scenario", "restore"))
NAME = "library/ours.yaml"
OURS = RESTORE.data.replace(b"scenario: restore", b"scenario: ours", 1)


def test_a_text_is_played_before_it_is_saved(tmp_path: Path) -> None:
    found = try_out(tmp_path, NAME, OURS, "", plays=2)

    assert isinstance(found, Forecast)
    assert found.plays == 2
    assert list(tmp_path.iterdir()) == []


def test_a_text_that_cannot_be_played_says_why(tmp_path: Path) -> None:
    wrong = OURS.replace(b"tags: [customer-facing, stateful]", b"tags: [on-the-moon]", 1)

    assert try_out(tmp_path, NAME, b"scenario: ours\n", "") == "mend the problems first"
    assert "app" in str(try_out(tmp_path, NAME, wrong, ""))


def test_what_follows_what_is_told_from_each_beginning_one_step_deeper_each_time() -> None:
    outline = outline_of(load_scenario(RESTORE.data, "x"))

    assert [(b.depth, b.title) for b in outline.branches[:3]] == [
        (0, "The primary's data directory is removed"),
        (1, "The primary is empty"),
        (2, "The jobs were forgotten"),
    ]


def test_a_role_sees_what_is_for_it_and_what_is_for_everybody() -> None:
    scenario = load_scenario(RESTORE.data, "x")
    role = next(r for inject in scenario.injects for r in inject.to if r != "team")

    outline = outline_of(scenario, seen_by=role)

    meant = [one for one in scenario.injects if role in one.to or "team" in one.to]
    assert 0 < len(outline.messages) == len(meant) < len(scenario.injects)


def test_the_text_of_a_scenario_is_never_run(tmp_path: Path) -> None:
    for text in (
        b"scenario: x\ntitle: !!python/object/apply:os.mkdir [" + bytes(tmp_path / "made") + b"]\n",
        b"scenario: x\na: &a [1]\nb: [*a, *a]\n",
    ):
        looked = look_over(tmp_path, replace(RESTORE, name=NAME), text, None, "", "")

        assert looked.problems
        assert looked.outline is None
    assert not (tmp_path / "made").exists()


def test_a_copy_has_a_title_and_an_id_of_its_own_and_nothing_else_is_changed() -> None:
    copy = copy_of(RESTORE, 'Nacht: "Über" uns', taken=frozenset({"nacht-uber-uns"}))

    story = load_scenario(copy, "x")
    assert (story.scenario, story.title) == ("nacht-uber-uns-2", 'Nacht: "Über" uns')
    before = RESTORE.data.splitlines()
    assert sum(a != b for a, b in zip(before, copy.splitlines(), strict=True)) == 2


def test_what_somebody_else_saved_is_not_written_over(tmp_path: Path) -> None:
    ours = add(tmp_path, OURS)
    base = version_of(ours.data)
    keep(tmp_path, ours, OURS + b"# theirs\n", base=base)

    with pytest.raises(Changed) as caught:
        keep(tmp_path, ours, OURS + b"# mine\n", base=base)

    assert caught.value.item.data.endswith(b"# theirs\n")
    assert (tmp_path / NAME).read_bytes().endswith(b"# theirs\n")


def test_a_disk_that_takes_nothing_leaves_the_old_file_and_says_so(tmp_path: Path) -> None:
    add(tmp_path, OURS)
    (tmp_path / "library").rename(tmp_path / "elsewhere")
    (tmp_path / "library").write_text("in the way")

    with pytest.raises(CannotKeep, match=r"cannot be written: .*Nothing was changed"):
        add(tmp_path, OURS.replace(b"scenario: ours", b"scenario: other", 1))


def test_text_of_a_field_ends_its_lines_plainly() -> None:
    assert typed("a: 1\r\nb: 2\r\n\r\n") == b"a: 1\nb: 2\n"
