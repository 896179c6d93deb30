"""What is wrong with a file that somebody wrote, and what would be right.

Every reader and every check reports in this one form, so that an author sees all problems
of a file at once, each with its line and its repair, and mends the file in one pass.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

# A list of known words helps while it fits on a line; beyond that it hides the sentence.
MAX_KNOWN_SHOWN = 7

# No id or key is longer; comparing a pasted page with every known word would take seconds.
MAX_WORD_CHARS = 64

# Half a screen of a value is enough to find it; the line number does the rest.
MAX_QUOTED_CHARS = 40


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend: where it is, what is wrong, and what would be right.

    A warning does not stop the file from being used.
    """

    file: str
    line: int
    wrong: str
    right: str
    warning: bool = False

    def __str__(self) -> str:
        kind = "warning: " if self.warning else ""
        return f"{self.file}:{self.line}: {kind}{self.wrong}; {self.right}"


class AuthorError(Exception):
    """A file cannot be used as it stands; ``problems`` holds everything found, by line."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: (problem.file, problem.line)))
        assert self.problems, "an AuthorError names at least one problem"
        super().__init__("\n".join(str(problem) for problem in self.problems))


class Wrong(ValueError):
    """Raised by a validator that knows both what is wrong and what would be right.

    ``at`` leads from the model to the offending value, in the keys that the author wrote;
    the reader turns it into a line.
    """

    def __init__(self, wrong: str, right: str, *, at: tuple[str | int, ...] = ()) -> None:
        self.wrong = wrong
        self.right = right
        self.at = at
        super().__init__(f"{wrong}; {right}")


def closest(word: str, known: Iterable[str]) -> str | None:
    """The known word that was probably meant."""
    by_folded = {_folded(candidate): candidate for candidate in sorted(known, reverse=True)}
    close = difflib.get_close_matches(_folded(word), by_folded, n=1)
    return by_folded[close[0]] if close else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Suggest the known word that was probably meant.

    Returns:
        A question with the closest word; else the known words, if they are few;
        else nothing.
    """
    words = sorted(set(known))
    if meant := closest(word, words):
        return f"did you mean `{meant}`?"
    if 0 < len(words) <= MAX_KNOWN_SHOWN:
        return f"known {'is' if len(words) == 1 else 'are'} {listed(words)}"
    return ""


def listed(words: Iterable[str]) -> str:
    """The words in backticks with commas between them."""
    return ", ".join(f"`{word}`" for word in words)


def quoted(value: str) -> str:
    """A value in backticks on one line, shortened where it is long."""
    line = " ".join(value.split())
    if len(line) > MAX_QUOTED_CHARS:
        line = line[: MAX_QUOTED_CHARS - 1] + "…"
    return f"`{line}`"


def _folded(word: str) -> str:
    """Case, and underscore against hyphen, are slips of the hand; a whole page is no word."""
    return word[:MAX_WORD_CHARS].casefold().replace("_", "-")
