"""Canonical bytes: the one way to write a value that is hashed, signed or chained.

A restricted RFC 8785: whole numbers only, ASCII keys in order, NFC text, no white space, so that
any two correct programs write the same bytes.  The reader accepts exactly what the writer writes.

The rules, each with the code that :class:`NotCanonical` carries:

======================  ===========================================================================
``too_long``            the reader's limit; a leaf has at most 65,535 bytes
``utf8``, ``bom``       strict UTF-8 without a byte order mark
``depth``               at most 16 levels of arrays and objects, counted before parsing
``syntax``              it is JSON
``duplicate_key``       a key stands once in its object
``key``                 a key is 1 to 64 of ``A-Z a-z 0-9 _ . $ -``
``float``, ``nan``      no fractions, no exponents, no ``NaN`` or ``Infinity``
``integer_range``       -(2^53-1) to 2^53-1
``surrogate``           no half of a surrogate pair
``noncharacter``        no U+FDD0 to U+FDEF, no U+xxFFFE, no U+xxFFFF
``not_nfc``             text in composed form
``type``                (writer) nothing but objects, arrays, text, whole numbers, true, false, null
``not_canonical``       (reader) written again, the value gives the same bytes
======================  ===========================================================================

Only the standard library is imported here: an auditor's verifier stands on this module.  The one
place where a microsecond counts, writing a leaf, uses a faster encoder after the same
:func:`check`; see ``evidence/leaf.py``.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import NoReturn, TypeAlias

Json: TypeAlias = "bool | int | str | Sequence[Json] | Mapping[str, Json] | None"
"""What canonical bytes can hold.  At run time exactly ``dict``, ``list`` and ``tuple`` are taken;
the wide types only spare callers a cast, because ``Mapping`` is covariant and ``dict`` is not."""

MAX_BYTES = 65_535  # a leaf stays convertible to formats with a 16-bit length
MAX_DEPTH = 16
MAX_INTEGER = 2**53 - 1  # beyond it, readers that keep numbers as doubles lose digits

_TOO_DEEP = f"more than {MAX_DEPTH} levels of arrays and objects; flatten it"
_OUT_OF_RANGE = f"a whole number lies between -{MAX_INTEGER} and {MAX_INTEGER}"
_MAX_DIGITS = len(str(MAX_INTEGER)) + 1  # with the sign; longer never reaches int(), which is slow
_MAX_KNOWN_KEYS = 4_096  # the vocabulary has a few hundred keys; a flood of others is not kept
_KEY = re.compile(r"[A-Za-z0-9_.$-]{1,64}")
_NONCHARACTER = re.compile(
    "[\ufdd0-\ufdef" + "".join(chr(p << 16 | e) for p in range(17) for e in (0xFFFE, 0xFFFF)) + "]"
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_BRACKET_OR_STRING = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"?|[\[\]{}]', re.DOTALL)

_write = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), check_circular=False
).encode
_known_keys: set[str] = set()


class NotCanonical(ValueError):
    """A value that has no canonical bytes, or bytes that are not canonical.

    ``code`` is one of the codes listed at the head of this module.
    """

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


def encode(value: Json) -> bytes:
    """Write a value as its canonical bytes.

    Raises:
        NotCanonical: The value breaks one of the rules at the head of this module.
    """
    check(value)
    text = _write(value)
    if not text.isascii():
        check_text(value)
    return text.encode()


def decode(data: bytes, *, limit: int = MAX_BYTES) -> Json:
    """Read canonical bytes, and refuse every other spelling of the same value.

    Raises:
        NotCanonical: Never anything else, whatever the bytes.
    """
    if len(data) > limit:
        _refuse("too_long", f"there are {len(data):,} bytes; the limit is {limit:,}")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise NotCanonical("utf8", f"byte {error.start} is not UTF-8") from None
    if text.startswith("\ufeff"):
        _refuse("bom", "the text starts with a byte order mark; write it without")
    _check_depth_of(text)
    try:
        value: Json = _read(text)
    except json.JSONDecodeError as error:
        raise NotCanonical("syntax", f"not JSON at character {error.pos}: {error.msg}") from None
    if encode(value) != data:
        _refuse(
            "not_canonical",
            "the value is fine, its spelling is not: written again it gives other bytes",
        )
    return value


def check(value: Json, depth: int = 1) -> None:
    """Check everything but the characters of texts: types, ranges, keys, depth.

    Exact types, not ``isinstance``: ``True`` is an ``int``, and an enumeration can be a ``str``.
    """
    kind = type(value)
    if kind is dict:
        assert isinstance(value, dict)
        if depth > MAX_DEPTH:
            _refuse("depth", _TOO_DEEP)
        for key, item in value.items():
            if key not in _known_keys:
                _check_key(key)
            kind = type(item)
            if kind is str or kind is bool or item is None:
                continue
            if kind is int and -MAX_INTEGER <= item <= MAX_INTEGER:
                continue
            check(item, depth + 1)
    elif kind is list or kind is tuple:
        assert isinstance(value, (list, tuple))
        if depth > MAX_DEPTH:
            _refuse("depth", _TOO_DEEP)
        for item in value:
            if type(item) is not str:
                check(item, depth + 1)
    elif kind is int:
        assert isinstance(value, int)
        if not -MAX_INTEGER <= value <= MAX_INTEGER:
            _refuse("integer_range", _OUT_OF_RANGE)
    elif kind is not str and kind is not bool and value is not None:
        _refuse_type(value)


def check_text(value: Json) -> None:
    """Check the characters of every text in a value that :func:`check` has passed.

    Needed only where the written form is not ASCII: pure ASCII is composed, has no surrogates and
    no noncharacters.
    """
    if isinstance(value, str):
        if value.isascii():
            return
        if _SURROGATE.search(value):
            _refuse("surrogate", "a text holds half of a surrogate pair, which is not a character")
        if _NONCHARACTER.search(value):
            _refuse("noncharacter", "a text holds a code point that is no character in Unicode")
        if not unicodedata.is_normalized("NFC", value):
            _refuse("not_nfc", f"the text {_short(value)} is not in composed form; make it NFC")
    elif isinstance(value, dict):
        for item in value.values():
            check_text(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            check_text(item)


def _check_key(key: object) -> None:
    if type(key) is not str or not _KEY.fullmatch(key):
        _refuse(
            "key",
            f"the key {_short(key)} is not allowed; a key is 1 to 64 of A-Z a-z 0-9 _ . $ -",
        )
    if len(_known_keys) < _MAX_KNOWN_KEYS:
        _known_keys.add(key)


def _check_depth_of(text: str) -> None:
    """Count brackets outside strings, so that the parser never sees a tower."""
    if text.count("[") + text.count("{") <= MAX_DEPTH:
        return
    depth = 0
    for match in _BRACKET_OR_STRING.finditer(text):
        mark = match.group()
        if mark in "[{":
            depth += 1
            if depth > MAX_DEPTH:
                _refuse("depth", _TOO_DEEP)
        elif mark in "]}":
            depth -= 1


def _pairs(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    members = dict(pairs)
    if len(members) != len(pairs):
        _refuse("duplicate_key", "a key stands twice in one object")
    return members


def _integer(digits: str) -> int:
    if len(digits) > _MAX_DIGITS:
        _refuse("integer_range", _OUT_OF_RANGE)
    return int(digits)


def _float(digits: str) -> NoReturn:
    _refuse("float", f"{_short(digits)} has a fraction or an exponent; use a smaller unit")


def _constant(name: str) -> NoReturn:
    _refuse("nan", f"{name} is not a number that a record can hold")


_read = json.JSONDecoder(
    object_pairs_hook=_pairs, parse_int=_integer, parse_float=_float, parse_constant=_constant
).decode


def _refuse_type(value: object) -> NoReturn:
    if isinstance(value, float):
        if value != value or value in (float("inf"), float("-inf")):
            _constant(str(value))
        _float(repr(value))
    _refuse(
        "type",
        f"a {type(value).__name__} has no canonical form; "
        "use a dict, list, tuple, str, int, bool or None",
    )


def _refuse(code: str, sentence: str) -> NoReturn:
    raise NotCanonical(code, sentence)


def _short(value: object) -> str:
    shown = ascii(value)
    return shown if len(shown) <= 60 else shown[:57] + "..."
