"""Scripted commands: a file that says who does what when."""

from pathlib import Path

import pytest

from evidence import Millis
from evidence.kinds.exercise import SeatTaken
from evidence.kinds.incident import CallSeverity, IncidentDeclared, SeverityCalled
from facilitator.commands_file import read_script
from facilitator.record_files import read_record
from facilitator.store import Store
from runbooks.authored import AuthorError, LocalInstant, resolve_local
from tests.cli.running import Shell

STARTS = LocalInstant(
    utc_ms=resolve_local("2026-10-24T22:00", "Europe/Berlin"), zone="Europe/Berlin"
)
LASTS = Millis(3 * 3_600_000)
SEATS = ("duty-manager", "platform-lead")

SCRIPT = """\
commands:
  - {at: 14m, as: duty-manager, do: incident.declare}
  - {at: 15m, as: duty-manager, do: severity.call, level: 1, words: "The shops cannot log in."}
"""


def problems_in(text: str) -> list[str]:
    with pytest.raises(AuthorError) as caught:
        read_script(text.encode(), name="script.yaml", seats=SEATS, starts=STARTS, lasts=LASTS)
    return [str(problem) for problem in caught.value.problems]


def test_a_person_in_a_seat_takes_the_place_of_the_simulated_responder(
    shell: Shell, tmp_path: Path
) -> None:
    script = tmp_path / "script.yaml"
    script.write_text(SCRIPT)

    answer = shell("play", "restore", "--commands", script, "--out", tmp_path)

    record = read_record(tmp_path)
    declared = [event for event in record.events if isinstance(event.body, IncidentDeclared)]
    called = [event for event in record.events if isinstance(event.body, SeverityCalled)]
    assert answer.code == 0
    assert "duty-manager" not in record.opened.responders
    assert any(isinstance(event.body, SeatTaken) for event in record.events)
    assert [(event.at, event.role) for event in declared] == [(14 * 60_000, "duty-manager")]
    assert called[0].at == 15 * 60_000


def test_what_a_person_types_lies_beside_the_record(shell: Shell, tmp_path: Path) -> None:
    script = tmp_path / "script.yaml"
    script.write_text(SCRIPT)

    shell("play", "restore", "--commands", script, "--out", tmp_path)

    record = read_record(tmp_path)
    with Store.open(tmp_path / "records.db") as store:
        (opening,) = store.openings(record.exercise)
        leaves = b"".join(store.leaves(record.exercise))
    assert opening.value == "The shops cannot log in."
    assert isinstance(record.events[opening.seq].body, CallSeverity)
    assert b"cannot log in" not in leaves


def test_a_played_script_can_be_replayed(shell: Shell, tmp_path: Path) -> None:
    script = tmp_path / "script.yaml"
    script.write_text(SCRIPT)
    shell("play", "restore", "--commands", script, "--out", tmp_path)

    answer = shell("replay", tmp_path)

    assert answer.code == 0


def test_members_are_read_by_their_type() -> None:
    (line,) = read_script(
        b"commands: [{at: 1h, as: control, do: exercise.jump, to: 90m, through: true}]",
        name="script.yaml",
        seats=SEATS,
        starts=STARTS,
        lasts=LASTS,
    )

    assert line.at == 3_600_000
    assert line.command.to == 5_400_000  # type: ignore[attr-defined]  # a JumpTo
    assert line.origin == "control"


def test_a_jump_in_a_script_is_said_by_the_clocks_of_the_story() -> None:
    text = b'commands: [{at: 1h, as: control, do: exercise.jump, to: "Sunday 09:00"}]'

    (line,) = read_script(text, name="script.yaml", seats=SEATS, starts=STARTS, lasts=LASTS)

    assert line.command.to == 12 * 3_600_000  # type: ignore[attr-defined]  # a JumpTo


def test_a_jump_to_a_time_that_happens_twice_is_told_with_its_line() -> None:
    assert problems_in('commands:\n  - {at: 1h, as: control, do: exercise.jump, to: "02:30"}') == [
        "script.yaml:2: 02:30 happens twice on 2026-10-25 in Europe/Berlin; say +02:00 or +01:00"
    ]


def test_every_problem_of_a_script_is_told_at_once() -> None:
    found = problems_in(
        "commands:\n"
        "  - {at: 5, as: duty-manger, do: incident.declare}\n"
        "  - {at: 5m, as: duty-manager, do: severity.cal, level: 1}\n"
        "  - {at: 6m, as: duty-manager, do: severity.call, level: high, lvl: 2}\n"
        "  - {at: 6m, as: duty-manager, do: exercise.hold}\n"
    )

    assert found == [
        "script.yaml:2: `5` has no unit; write `5s` or `5m`",
        "script.yaml:2: nobody sits at `duty-manger`; did you mean `duty-manager`?",
        "script.yaml:3: `severity.cal` is not a command; did you mean `severity.call`?",
        "script.yaml:4: `level` cannot be `high`; write a whole number",
        "script.yaml:4: `severity.call` has no `lvl`; did you mean `level`?",
        "script.yaml:5: `exercise.hold` is not for `duty-manager`; let `control` do it",
    ]


def test_a_line_after_endex_is_told_before_anything_is_played() -> None:
    assert problems_in("commands: [{at: 4h, as: duty-manager, do: incident.declare}]") == [
        "script.yaml:1: `4h` is after EndEx; the scenario lasts 3h"
    ]


def test_a_command_with_the_right_verb_and_the_wrong_area_gets_a_suggestion() -> None:
    assert problems_in("commands: [{at: 1m, as: control, do: clock.jump}]") == [
        "script.yaml:1: `clock.jump` is not a command; did you mean `exercise.jump`?"
    ]


def test_a_line_that_the_end_overtook_is_told(shell: Shell, tmp_path: Path) -> None:
    script = tmp_path / "script.yaml"
    script.write_text(
        "commands:\n"
        "  - {at: 5m, as: control, do: exercise.end}\n"
        "  - {at: 6m, as: duty-manager, do: incident.declare}\n"
    )

    answer = shell("play", "restore", "--commands", script, "--out", tmp_path / "out", "--json")

    assert answer.code == 0
    assert answer.err == (
        f"{script}:3: never said, for the exercise ended at 5m; let it come earlier\n"
    )


def test_what_happens_by_itself_cannot_be_scripted() -> None:
    found = problems_in("commands: [{at: 1m, as: control, do: service.changed}]")

    assert "`service.changed` cannot be said; it happens by itself" in found[0]


def test_a_choice_among_words_is_checked() -> None:
    found = problems_in(
        "commands: [{at: 1m, as: control, do: inject.handle, inject: alarm, how: skp}]"
    )

    assert found == ["script.yaml:1: `how` cannot be `skp`; did you mean `skip`?"]


def test_a_missing_member_is_named() -> None:
    found = problems_in("commands: [{at: 1m, as: duty-manager, do: severity.call}]")

    assert found == ["script.yaml:1: `severity.call` needs `level`; add `level: ...`"]


def test_a_hold_in_a_script_does_not_stop_the_run(shell: Shell, tmp_path: Path) -> None:
    script = tmp_path / "script.yaml"
    script.write_text(
        "commands:\n"
        "  - {at: 10m, as: control, do: exercise.hold}\n"
        "  - {at: 20m, as: control, do: exercise.resume}\n"
        "  - {at: 1h, as: control, do: exercise.end}\n"
    )

    answer = shell("play", "restore", "--commands", script, "--out", tmp_path, "--json")

    assert answer.code == 0
    assert read_record(tmp_path).events[-1].at == 3_600_000
