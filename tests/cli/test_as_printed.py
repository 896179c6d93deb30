"""The commands that the evidence page prints work as they are printed."""

import shlex
from dataclasses import replace
from pathlib import Path

import pytest

from facilitator.record_files import read_record
from facilitator.screens.evidence import evidence_page
from tests.cli.running import Shell
from tests.screens.looking import look
from tests.screens.looking import played as shown

CHECKED_BUT_NOT_SIGNED_BY_A_KNOWN_KEY = 3


def test_an_auditor_can_type_the_commands_of_the_evidence_page(
    played: Path, shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    exercise = read_record(played).opened.exercise
    seen = look(shown(), at=60_000, kind="auditor")
    page = evidence_page(replace(seen, team=replace(seen.team, exercise=exercise)), {})
    folder = str(played if played.is_dir() else played.parent)

    codes = {}
    for command in page.commands:
        program, verb, *rest = shlex.split(command)
        assert program == "drillroom"
        codes[verb] = shell(verb, *(folder if word == "DATA" else word for word in rest)).code

    without_key = CHECKED_BUT_NOT_SIGNED_BY_A_KNOWN_KEY
    assert codes == {"bundle": 0, "verify": without_key, "replay": 0, "explain": 0}
