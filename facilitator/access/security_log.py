"""The security log: what the shell refused, one JSON line each, in the data folder.

Refusals of the engine are evidence and stand in the record; what never reached it (not signed in,
a foreign origin, too many wrong codes) stands here.  No secret and no typed word is written.

A disk that is full keeps nobody in or out: the newest lines wait in memory until they fit.
"""

import time
from collections import deque
from pathlib import Path
from typing import Any, Final

import orjson

MAX_BYTES: Final = 20_000_000
"""About a hundred thousand lines; then the file is moved aside once and a new one begins."""
MAX_WAITING: Final = 10_000
"""Lines that wait for a disk that takes none: an hour of three wrong codes a second."""


class SecurityLog:
    """Appends lines to a file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        path.touch(mode=0o600, exist_ok=True)
        self._file = path.open("ab", buffering=0)
        self._waiting: deque[bytes] = deque(maxlen=MAX_WAITING)

    def write(self, what: str, *, who: str, where: str, why: str = "") -> None:
        """Write one line: what was refused or changed, to whom (an id or an address), where."""
        wall_ms = time.time_ns() // 1_000_000
        line = {"at": wall_ms, "what": what, "who": who, "where": where[:200], "why": why[:200]}
        self._waiting.append(orjson.dumps(line) + b"\n")
        try:
            self._write_what_waits()
        except OSError:
            return  # the lines are still here, and go with the next one that fits

    def lines(self, *what: str) -> list[dict[str, Any]]:
        """What was written of these subjects, oldest first.  Reads the file: not in the loop."""
        wanted = tuple(b'"what":' + orjson.dumps(one) for one in what)
        files = (self._path.with_suffix(".old"), self._path)
        return [
            orjson.loads(line)
            for file in files
            if file.exists()
            for line in file.read_bytes().splitlines()
            if line.endswith(b"}") and any(one in line for one in wanted)
        ]

    def _write_what_waits(self) -> None:
        if self._file.tell() > MAX_BYTES:
            if self._path.exists():
                self._path.replace(self._path.with_suffix(".old"))
            old, self._file = self._file, self._path.open("ab", buffering=0)
            old.close()
        while self._waiting:
            line = self._waiting[0]
            written = self._file.write(line)
            if written < len(line):
                self._waiting[0] = line[written:]  # the disk took the beginning
            else:
                self._waiting.popleft()

    def close(self) -> None:
        self._file.close()
