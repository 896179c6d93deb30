"""The security log: what the shell refused, one JSON line each, in the data folder.

Refusals of the engine are evidence and stand in the record; what never reached it (not signed in,
a foreign origin, too many wrong codes) stands here.  No secret and no typed word is written.
"""

import time
from pathlib import Path
from typing import Final

import orjson

MAX_BYTES: Final = 20_000_000
"""About a hundred thousand lines; then the file is moved aside once and a new one begins."""


class SecurityLog:
    """Appends lines to a file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        path.touch(mode=0o600, exist_ok=True)
        self._file = path.open("ab", buffering=0)

    def write(self, what: str, *, who: str, where: str, why: str = "") -> None:
        """Write one line: what was refused or changed, to whom (an id or an address), where."""
        if self._file.tell() > MAX_BYTES:
            self._file.close()
            self._path.replace(self._path.with_suffix(".old"))
            self._file = self._path.open("ab", buffering=0)
        wall_ms = time.time_ns() // 1_000_000
        line = {"at": wall_ms, "what": what, "who": who, "where": where[:200], "why": why[:200]}
        self._file.write(orjson.dumps(line) + b"\n")

    def close(self) -> None:
        self._file.close()
