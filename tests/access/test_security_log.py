"""The security log is there to be collected: a program that follows the file gets every line."""

import json
from pathlib import Path

import pytest

from facilitator.access import security_log
from facilitator.access.security_log import SecurityLog


def test_whoever_follows_the_file_gets_each_line_once_also_when_it_is_moved_aside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(security_log, "MAX_BYTES", 500)
    file = tmp_path / "security.log"
    log = SecurityLog(file)
    followed, collected = file.open("rb"), bytearray()

    for number in range(30):
        log.write("wrong code", who="10.0.0.7", where=f"door {number}")
        collected += followed.read()
        if file.stat().st_ino != Path(f"/dev/fd/{followed.fileno()}").stat().st_ino:
            followed.close()
            followed = file.open("rb")
            collected += followed.read()
    followed.close()
    log.close()

    assert file.with_suffix(".old").exists()
    lines = [json.loads(line) for line in collected.splitlines()]
    assert [one["where"] for one in lines] == [f"door {number}" for number in range(30)]


def test_a_line_break_in_what_somebody_sends_begins_no_line_of_the_log(tmp_path: Path) -> None:
    file = tmp_path / "security.log"
    log = SecurityLog(file)

    log.write("wrong code", who='10.0.0.7\n{"what": "signed in"}', where="a\r\nb")
    log.close()

    (line,) = file.read_bytes().splitlines()
    assert json.loads(line)["where"] == "a\r\nb"
