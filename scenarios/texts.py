"""Placeholders: ``{app}`` in a text stands for what the organisation calls it.

There is substitution and nothing else: no expressions, no templates, no escapes.  A placeholder is
a slot, a member of the cast, or ``{organisation}``.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from runbooks.authored import Path, quoted
from scenarios.leaving_out import PLACEHOLDER
from scenarios.naming import Kinds, mentions
from scenarios.scenario import Scenario

ORGANISATION: Final = "organisation"

LIMITS: Final = {"text": 4_000, "line": 200}
"""How long a text may be, before and after its placeholders are filled; as in ``values``."""

_MEANT: Final = re.compile(r"\{\s*\$?([A-Za-z][A-Za-z0-9_-]{0,63})\s*\}")
"""What an author may have meant as a placeholder."""


class TooLong(ValueError):
    """A text that no longer fits once its placeholders are filled."""

    def __init__(self, text: str, length: int, limit: int) -> None:
        self.wrong = f"{quoted(text)} has {length:,} characters once its placeholders are filled"
        self.right = f"shorten it to {limit:,}"
        super().__init__(f"{self.wrong}; {self.right}")


def known_placeholders(scenario: Scenario) -> frozenset[str]:
    """What a text of this scenario may stand in braces."""
    return frozenset({*scenario.needs, *scenario.cast, ORGANISATION})


def unknown_placeholders(scenario: Scenario) -> Iterator[tuple[Path, str, str]]:
    """Every placeholder that stands for nothing: path of its text, as written, name meant."""
    known = known_placeholders(scenario)
    for mention in mentions(scenario):
        if mention.kinds in (("text",), ("line",)):
            for meant in _MEANT.finditer(mention.name):
                if meant[0] != f"{{{meant[1]}}}" or meant[1] not in known:
                    yield mention.path, meant[0], meant[1]


def fill(kinds: Kinds, text: str, values: Mapping[str, str]) -> str:
    """The text with its placeholders filled; a name that is no text stays as it is.

    Raises:
        TooLong: The filled text is longer than a text of its kind may be.
    """
    limit = LIMITS.get(kinds[0])
    if limit is None or "{" not in text:
        return text
    filled = PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), text)
    if len(filled) > limit:
        raise TooLong(text, len(filled), limit)
    return filled
