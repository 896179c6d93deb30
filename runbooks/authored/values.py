"""The small values that authors write: durations, switches, counts, shares, ids and texts.

Each is an annotated type for pydantic models. From a file every value arrives as text and is
read strictly; from Python the value itself (milliseconds, a bool, parts per million) passes
through, so that a stored plan loads again.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import Annotated, Final, TypeAlias

from pydantic import BeforeValidator, WithJsonSchema

from evidence import Millis
from runbooks.authored.problems import Wrong, quoted

Ppm: TypeAlias = int

UNITS: Final = {"d": 86_400_000, "h": 3_600_000, "m": 60_000, "s": 1_000, "ms": 1}

# Ten years: longer than any retention period in the regimes; sums stay far below 2**53.
MAX_DURATION: Final = Millis(3_660 * UNITS["d"])

# Five numbers with their units; more digits than these only make a very long time.
MAX_DURATION_CHARS: Final = 60

# The largest whole number that JSON carries everywhere without loss.
MAX_COUNT: Final = 2**53 - 1

ONE_WHOLE: Final[Ppm] = 1_000_000
MAX_TEXT_CHARS: Final = 4_000
MAX_LINE_CHARS: Final = 200

ANY_DURATION: Final = "write for example `90s`, `15m` or `1h30m`"
DURATION_PATTERN: Final = r"^(?=[0-9])([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?([0-9]+ms)?$"
WORD_PATTERN: Final = r"^[a-z0-9][a-z0-9-]{0,63}$"

_DURATION = re.compile(DURATION_PATTERN)
_WORD = re.compile(WORD_PATTERN)
_SHARE = re.compile(r"([0-9]{1,7}(?:\.[0-9]{1,9})?)(%?)")
_COUNT = re.compile(r"0|[1-9][0-9]{0,15}")
_NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?")
_YES = frozenset({"yes", "y", "on", "true", "1"})
_NO = frozenset({"no", "n", "off", "false", "0"})


def parse_duration(text: str) -> Millis:
    """Milliseconds from `90s`, `15m`, `1h30m`, `2d` or `250ms`.

    Raises:
        Wrong: There is no unit, the units are out of order, or it is negative or too long.
    """
    if _NUMBER.fullmatch(text):
        whole = "." not in text
        example = f"write {quoted(text + 's')} or {quoted(text + 'm')}" if whole else ANY_DURATION
        raise Wrong(f"{quoted(text)} has no unit", example)
    if text.startswith("-") and _DURATION.match(text[1:]):
        raise Wrong(f"{quoted(text)} is negative", f"write {quoted(text[1:])}")
    found = _DURATION.fullmatch(text)
    if not found:
        raise Wrong(f"{quoted(text)} is not a duration", ANY_DURATION)
    if len(text) > MAX_DURATION_CHARS:
        raise Wrong(f"{quoted(text)} is longer than ten years", "shorten it")
    parts = zip(found.groups(), UNITS.items(), strict=True)
    total = sum(int(part.removesuffix(unit)) * size for part, (unit, size) in parts if part)
    if total > MAX_DURATION:
        raise Wrong(f"{quoted(text)} is longer than ten years", "shorten it")
    return Millis(total)


def show_duration(duration: int) -> str:
    """Milliseconds as an author would write them: `1h30m`; nothing at all is `0s`."""
    assert duration >= 0, "durations are never negative"
    parts = []
    rest = duration
    for unit, size in UNITS.items():
        count, rest = divmod(rest, size)
        if count:
            parts.append(f"{count}{unit}")
    return "".join(parts) or "0s"


def _read_duration(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MAX_DURATION:
        return value
    return parse_duration(plain_text(value, "a duration", "`15m`"))


def _read_switch(value: object) -> bool:
    if isinstance(value, bool):
        return value
    text = plain_text(value, "`true` or `false`", "`true`")
    if text in ("true", "false"):
        return text == "true"
    remedy = "write `true` or `false`"
    if text.lower() in _YES or text.lower() in _NO:
        remedy = f"write `{'true' if text.lower() in _YES else 'false'}`"
    raise Wrong(f"{quoted(text)} is neither `true` nor `false`", remedy)


def _read_count(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MAX_COUNT:
        return value
    text = plain_text(value, "a whole number", "`12`")
    if not _COUNT.fullmatch(text) or int(text) > MAX_COUNT:
        raise Wrong(f"{quoted(text)} is not a whole number", "write digits only, such as `12`")
    return int(text)


def _read_share(value: object) -> Ppm:
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= ONE_WHOLE:
        return value
    text = plain_text(value, "a share", "`30%`")
    found = _SHARE.fullmatch(text)
    if not found:
        raise Wrong(f"{quoted(text)} is not a share", "write for example `30%` or `0.3`")
    ppm = Decimal(found[1]) * (ONE_WHOLE // 100 if found[2] else ONE_WHOLE)
    if ppm > ONE_WHOLE:
        hint = (
            f"write `{text}%`"
            if not found[2] and Decimal(found[1]) <= 100
            else "write at most `100%`"
        )
        raise Wrong(f"{quoted(text)} is more than the whole", hint)
    if ppm != int(ppm):
        raise Wrong(f"{quoted(text)} is finer than a millionth", "round it")
    return int(ppm)


def _read_word(value: object) -> str:
    text = plain_text(value, "an id", "`payments-api`")
    if _WORD.fullmatch(text):
        return text
    remedy = "use a-z, 0-9 and `-`, at most 64, and begin with a letter or digit"
    mended = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:64]
    if _WORD.fullmatch(mended):
        remedy = f"write for example `{mended}`"
    raise Wrong(f"{quoted(text)} is not an id", remedy)


def _read_text(value: object) -> str:
    text = unicodedata.normalize("NFC", plain_text(value, "text", "`key: some text`").strip("\n"))
    if not text.strip():
        raise Wrong("this text is empty", "write something, or remove the key")
    if any(unicodedata.category(char) == "Cc" and char != "\n" for char in text):
        raise Wrong("this text holds a control character", "remove it")
    if len(text) > MAX_TEXT_CHARS:
        raise Wrong(f"this text has {len(text):,} characters", f"use at most {MAX_TEXT_CHARS:,}")
    return text


def _read_line(value: object) -> str:
    text = _read_text(value)
    if "\n" in text:
        raise Wrong("this text has several lines", "write it on one line")
    if len(text) > MAX_LINE_CHARS:
        raise Wrong(f"this text has {len(text):,} characters", f"use at most {MAX_LINE_CHARS}")
    return text


def plain_text(value: object, what: str, example: str) -> str:
    """The text itself, or a sentence that *what* belongs here and neither a mapping nor a list."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        found = "a mapping"
    elif isinstance(value, list | tuple):
        found = "a list"
    else:
        found = quoted(str(value))
    raise Wrong(f"{what} belongs here, not {found}", f"write for example {example}")


def _text_schema(description: str, **more: object) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "description": description, **more})


Duration: TypeAlias = Annotated[
    int,
    BeforeValidator(_read_duration),
    _text_schema(
        "How long, with units: 90s, 15m, 4h, 2d, 250ms or 1h30m.",
        pattern=DURATION_PATTERN,
        examples=["90s", "15m", "1h30m"],
    ),
]
Switch: TypeAlias = Annotated[
    bool, BeforeValidator(_read_switch), WithJsonSchema({"type": "boolean"})
]
Count: TypeAlias = Annotated[
    int, BeforeValidator(_read_count), WithJsonSchema({"type": "integer", "minimum": 0})
]
Share: TypeAlias = Annotated[
    Ppm,
    BeforeValidator(_read_share),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "number", "minimum": 0, "maximum": 1},
                {"type": "string", "pattern": r"^[0-9]+(\.[0-9]+)?%$"},
            ],
            "description": "A part of the whole: 30% or 0.3.",
        }
    ),
]
Word: TypeAlias = Annotated[
    str,
    BeforeValidator(_read_word),
    _text_schema("An id: a-z, 0-9 and -.", pattern=WORD_PATTERN),
]
Text: TypeAlias = Annotated[
    str,
    BeforeValidator(_read_text),
    _text_schema("Text of one or more lines.", minLength=1, maxLength=MAX_TEXT_CHARS),
]
Line: TypeAlias = Annotated[
    str,
    BeforeValidator(_read_line),
    _text_schema("Text on one line.", minLength=1, maxLength=MAX_LINE_CHARS),
]
