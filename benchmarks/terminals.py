"""Load as people at terminals make it: every seat of two teams is played by `drillroom join`.

Each terminal is a process of its own that says a line, waits for the answer and says the next,
while it is told what the others of its team said.
"""

import json
import statistics
import subprocess
import sys
import threading
import time
import urllib.request
from pathlib import Path
from typing import IO, Any

TEAMS = 2
LINES = 20
DRILLROOM = str(Path(sys.executable).with_name("drillroom"))


class Terminal:
    """One seat, played from a terminal."""

    def __init__(self, url: str, code: str, seat: str) -> None:
        self.took_ms: list[float] = []
        self._process = subprocess.Popen(
            [DRILLROOM, "join", url, code, "--name", f"Bench {seat}", "--seat", seat],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._wait_for("You are ")

    def play(self) -> None:
        """Say line after line."""
        for count in range(LINES):
            began = time.monotonic()
            self._pipe("stdin").write(f"log.enter words='Line {count}.'\n")
            self._pipe("stdin").flush()
            self._wait_for("Recorded at ")
            self.took_ms.append((time.monotonic() - began) * 1000)
        self._pipe("stdin").close()
        self._process.wait(30)
        self._pipe("stdout").close()

    def _wait_for(self, begins: str) -> None:
        while not (line := self._pipe("stdout").readline()).startswith(begins):
            assert line, "the terminal has ended"

    def _pipe(self, name: str) -> IO[str]:
        pipe = getattr(self._process, name)
        assert pipe is not None
        return pipe  # type: ignore[no-any-return]


def terminals(ready: dict[str, Any]) -> str:
    """Play every seat of every team of a server that runs; what came of it in one line."""
    url = f"http://127.0.0.1:{ready['port']}"
    teams = [_asked(url, exercise, ready["token"]) for exercise in ready["exercises"]]
    playing = [
        Terminal(url, team["code"], seat["seat"])
        for team in teams
        for seat in team["seats"]
        if seat["name"] is None
    ]
    threads = [threading.Thread(target=one.play) for one in playing]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    rate = len(playing) * LINES / (time.monotonic() - began)
    took = [each for one in playing for each in one.took_ms]
    return (
        f"{len(playing)} terminals of `drillroom join`, {LINES} lines each: answered after "
        f"{statistics.median(took):.0f} ms (median), {max(took):.0f} at most; {rate:.0f} lines/s"
    )


def _asked(url: str, exercise: str, token: str) -> dict[str, Any]:
    asked = urllib.request.Request(
        f"{url}/api/v1/exercises/{exercise}", headers={"authorization": f"Bearer {token}"}
    )
    with urllib.request.urlopen(asked) as answer:
        found: dict[str, Any] = json.load(answer)
        return found
