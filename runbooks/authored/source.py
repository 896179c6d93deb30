"""From the bytes of a file to text that a YAML parser may see.

Everything that can be judged without knowing YAML is judged here: size, encoding, invisible
characters, tabs and directives. Line endings become plain ones, so that our line numbers
are those that an editor shows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from runbooks.authored.problems import Problem, quoted

# The largest page in our library is some 60 KiB; this bounds the time that one file can take.
MAX_FILE_BYTES = 1024 * 1024

# Twice the longest value that a line can hold; the parser's time for some marks grows with
# the square of the line.
MAX_RAW_LINE_CHARS = 32 * 1024

# C0 and C1 controls, Unicode's own line ends (editors and parsers disagree about them),
# a mark of byte order inside the text, and the two code points that are no characters.
INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]"
)

_YAML_1_2 = re.compile(r"%YAML +1\.2 *(#.*)?")


@dataclass(frozen=True, slots=True)
class Source:
    """The text of one file; ``readable`` is false where parsing it would only mislead."""

    name: str
    text: str
    problems: tuple[Problem, ...] = ()
    readable: bool = True

    def line(self, number: int) -> str:
        """The text of one line, counted from 1; nothing beyond the end."""
        lines = self.text.split("\n")
        return lines[number - 1] if 0 < number <= len(lines) else ""


def read_source(data: bytes, name: str) -> Source:
    """Decode a file and find what must not be in any authored file."""
    if len(data) > MAX_FILE_BYTES:
        return _unreadable(name, 1, "the file is larger than 1 MiB", "split it")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        return _unreadable(name, line, "the file is not UTF-8", "save it as UTF-8")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if found := INVISIBLE.search(text):
        line = text.count("\n", 0, found.start()) + 1
        which = f"an invisible character (U+{ord(found.group()):04X})"
        return _unreadable(name, line, f"the line holds {which}", "delete it")
    return _look_at_lines(name, text)


def _unreadable(name: str, line: int, wrong: str, right: str) -> Source:
    return Source(name, "", (Problem(name, line, wrong, right),), readable=False)


def _look_at_lines(name: str, text: str) -> Source:
    problems = []
    readable = True
    in_head = True
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > MAX_RAW_LINE_CHARS:
            problems.append(
                Problem(name, number, "the line is longer than 32,768 characters", "break it")
            )
            readable = False
        if "\t" in line:
            problems.append(Problem(name, number, "the line holds a tab", "use spaces"))
            readable = readable and not _indents_with_tab(line)
        if in_head and line.startswith("%") and not _YAML_1_2.fullmatch(line.rstrip()):
            wrong = f"{quoted(line)} is a directive that is not used here"
            problems.append(Problem(name, number, wrong, "remove the line"))
            readable = False
        in_head = in_head and (not line.strip() or line[0] in "%#")
    # A tab that does not indent cannot change what the rest means: go on as if it were a space.
    return Source(name, text.replace("\t", " "), tuple(problems), readable)


def _indents_with_tab(line: str) -> bool:
    return "\t" in line[: len(line) - len(line.lstrip(" \t-"))]
