"""A file as its author wrote it: mappings, lists and text, and the line of each of them.

Checks that come later name what they speak of by its path, the keys and places that lead to
it from the top, and get the line from here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from runbooks.authored.problems import Problem, quoted

Node: TypeAlias = "dict[str, Node] | list[Node] | str"
Path: TypeAlias = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Authored:
    """One file as its author wrote it, with the line of every key and item."""

    name: str
    tree: dict[str, Node]
    lines: Mapping[Path, int]

    def line(self, path: Path) -> int:
        """The line of the key or item at *path*, or of its nearest parent that exists."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def problem(self, path: Path, wrong: str, right: str, *, warning: bool = False) -> Problem:
        """A problem with what stands at *path*."""
        return Problem(self.name, self.line(path), wrong, right, warning)


def label(path: Path) -> str:
    """What to call the value at a path: its key, or its place in a list."""
    if not path:
        return "the file"
    last = path[-1]
    if isinstance(last, str):
        return quoted(last)
    owner = next((part for part in reversed(path) if isinstance(part, str)), None)
    return f"item {last + 1}" + (f" of {quoted(owner)}" if owner else "")
