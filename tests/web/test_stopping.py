"""Whoever stops the server, at whatever moment it starts or serves, sees it end in order."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.live.halls import DUTY_MANAGER
from tests.web.serving import PATIENCE_S, code_of, facilitator, open_day, participant, start_server
from tests.web.watching import watching

STOPPED = """
import os, signal
from facilitator.{where} import {owner} as owner
def and_then_stop(*given, real=owner.{name}, **named):
    os.kill(os.getpid(), signal.{how})
    return real(*given, **named)
owner.{name} = {kind}(and_then_stop)
"""


@pytest.mark.parametrize(
    ("where", "owner", "name", "kind", "how"),
    [
        ("access", "People", "open", "staticmethod", signal.SIGINT),
        ("live", "Hall", "take_up", "", signal.SIGTERM),
        ("web.site", "Site", "__init__", "", signal.SIGINT),
        ("cli", "serving", "_announce", "", signal.SIGTERM),
        ("cli", "serving", "collect_seldom", "", signal.SIGINT),
    ],
)
def test_a_server_that_is_stopped_while_it_starts_ends_quietly(
    tmp_path: Path, where: str, owner: str, name: str, kind: str, how: signal.Signals
) -> None:
    planted = STOPPED.format(where=where, owner=owner, name=name, kind=kind, how=how.name)
    ended = subprocess.run(
        [
            *(sys.executable, "-c", f"{planted}\nfrom facilitator.cli import main; main()"),
            *("serve", "--data", str(tmp_path / "data"), "--port", "0"),
        ],
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
    )

    assert (ended.returncode, ended.stderr) == (0, "")


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_a_server_that_people_watch_is_stopped_with_its_databases_closed(
    tmp_path: Path, how: signal.Signals
) -> None:
    server = start_server(tmp_path / "data")
    try:
        control = facilitator(server)
        exercise = open_day(control)[0]
        ana = participant(server, code_of(control, exercise), name="Ana", seat=DUTY_MANAGER)
        control.start(exercise)
        with watching(control, exercise, "control") as stream:
            stream.next()
            assert ana.do(exercise, "log.enter", words="The last word.")["ok"]

            os.kill(server.process.pid, how)
            code = server.process.wait(PATIENCE_S)
    finally:
        server.stop()

    assert code == 0
    assert Path(f"{server.data}.errors").read_text() == ""
    assert not list(server.data.glob("*-wal")), "a database that is closed has no journal beside it"
