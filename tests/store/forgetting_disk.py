"""A disk that forgets: what was written but not synced may be gone after a power cut.

Every write, sync and acknowledgement of a run goes into a journal.  From it the disk as it might
be found after a power cut at any point is built: all that was synced, and of each 512-byte sector
written since, either the new bytes or the old ones.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import apsw

SECTOR = 512


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the journal; ``at`` is an offset, a length, or a number of leaves."""

    what: Literal["write", "truncate", "sync", "delete", "acknowledge"]
    file: str = ""
    at: int = 0
    data: bytes = b""


@dataclass(frozen=True, slots=True)
class Image:
    """The disk after a power cut, and how many leaves had been acknowledged by then."""

    files: dict[str, bytes]
    acknowledged: int


class ForgettingDisk(apsw.VFS):
    """Passes everything on to the real disk, and keeps the journal."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.journal: list[Entry] = []
        super().__init__(name, base="")

    def xOpen(self, name: str | apsw.URIFilename | None, flags: list[int]) -> apsw.VFSFile:
        return _File(self.journal, name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:
        super().xDelete(filename, syncdir)
        self.journal.append(Entry("delete", Path(filename).name))

    def acknowledge(self, leaves: int) -> None:
        self.journal.append(Entry("acknowledge", at=leaves))

    def power_cuts(self, count: int, *, since: int, seed: int) -> Iterator[Image]:
        """Disks after a power cut at *count* random points, none before entry *since*."""
        chance = random.Random(seed)
        points = sorted(chance.choices(range(since, len(self.journal) + 1), k=count))
        state, done, acknowledged = _State(), 0, 0
        for point in points:
            for entry in self.journal[done:point]:
                state.follow(entry)
                if entry.what == "acknowledge":
                    acknowledged = entry.at
            done = point
            yield Image(state.found(chance), acknowledged)


class _File(apsw.VFSFile):
    def __init__(
        self, journal: list[Entry], name: str | apsw.URIFilename | None, flags: list[int]
    ) -> None:
        self._journal = journal
        full = name.filename() if isinstance(name, apsw.URIFilename) else name or ""
        self._name = Path(full).name
        super().__init__("", name, flags)

    def xWrite(self, data: bytes, offset: int) -> None:
        super().xWrite(data, offset)
        self._journal.append(Entry("write", self._name, offset, bytes(data)))

    def xTruncate(self, newsize: int) -> None:
        super().xTruncate(newsize)
        self._journal.append(Entry("truncate", self._name, newsize))

    def xSync(self, flags: int) -> None:
        super().xSync(flags)
        self._journal.append(Entry("sync", self._name))


@dataclass(slots=True)
class _Content:
    durable: bytearray = field(default_factory=bytearray)
    unsynced: list[Entry] = field(default_factory=list)


class _State:
    """The files, each with what is safe and what is not yet."""

    def __init__(self) -> None:
        self._files: dict[str, _Content] = {}

    def follow(self, entry: Entry) -> None:
        if entry.what == "acknowledge":
            return
        if entry.what == "delete":
            self._files.pop(entry.file, None)
            return
        content = self._files.setdefault(entry.file, _Content())
        if entry.what == "sync":
            for change in content.unsynced:
                _apply(content.durable, change)
            content.unsynced.clear()
        elif entry.what == "write":
            content.unsynced.extend(_sectors(entry))
        else:
            content.unsynced.append(entry)

    def found(self, chance: random.Random) -> dict[str, bytes]:
        kept = chance.choice((0.0, 0.2, 0.5, 0.8, 1.0))
        files: dict[str, bytes] = {}
        for name, content in self._files.items():
            data = bytearray(content.durable)
            for change in content.unsynced:
                if chance.random() < kept:
                    _apply(data, change)
            files[name] = bytes(data)
        return files


def _sectors(write: Entry) -> Iterator[Entry]:
    """Cut a write where sectors end."""
    start = 0
    while start < len(write.data):
        offset = write.at + start
        length = SECTOR - offset % SECTOR
        yield Entry("write", write.file, offset, write.data[start : start + length])
        start += length


def _apply(data: bytearray, change: Entry) -> None:
    if change.what == "truncate":
        del data[change.at :]
        return
    if len(data) < change.at:
        data.extend(bytes(change.at - len(data)))
    data[change.at : change.at + len(change.data)] = change.data
