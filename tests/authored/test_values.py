"""Small values: what is written strictly, what is refused and in which words."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from runbooks.authored import (
    MAX_DURATION,
    Count,
    Duration,
    Line,
    Share,
    Switch,
    Text,
    Word,
    Wrong,
    parse_duration,
    show_duration,
)

ANY_DURATION = "write for example `90s`, `15m` or `1h30m`"


def read(kind: Any, written: object) -> Any:
    """The value, or the sentence that an author would get."""
    try:
        return TypeAdapter(kind).validate_python(written)
    except ValidationError as error:
        return str(error.errors()[0]["ctx"]["error"])


@pytest.mark.parametrize(
    ("written", "millis"),
    [
        ("90s", 90_000),
        ("15m", 900_000),
        ("4h", 14_400_000),
        ("2d", 172_800_000),
        ("250ms", 250),
        ("1h30m", 5_400_000),
        ("1d2h3m4s5ms", 93_784_005),
        ("0s", 0),
        ("90m", 5_400_000),
        ("3660d", MAX_DURATION),
    ],
)
def test_a_duration_has_a_unit(written: str, millis: int) -> None:
    assert parse_duration(written) == millis


@given(st.integers(min_value=0, max_value=MAX_DURATION))
def test_a_duration_shown_and_read_is_the_same(millis: int) -> None:
    assert parse_duration(show_duration(millis)) == millis


@given(st.text(max_size=20))
def test_any_text_is_a_duration_or_wrong(text: str) -> None:
    try:
        millis = parse_duration(text)
    except Wrong:
        return

    assert 0 <= millis <= MAX_DURATION


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("90", "`90` has no unit; write `90s` or `90m`"),
        ("1.5", f"`1.5` has no unit; {ANY_DURATION}"),
        ("-5m", "`-5m` is negative; write `5m`"),
        ("1.5h", f"`1.5h` is not a duration; {ANY_DURATION}"),
        ("30m1h", f"`30m1h` is not a duration; {ANY_DURATION}"),
        ("1h 30m", f"`1h 30m` is not a duration; {ANY_DURATION}"),
        ("5 minutes", f"`5 minutes` is not a duration; {ANY_DURATION}"),
        ("12:30", f"`12:30` is not a duration; {ANY_DURATION}"),
        ("", f"`` is not a duration; {ANY_DURATION}"),
        ("٣m", f"`٣m` is not a duration; {ANY_DURATION}"),
        ("3661d", "`3661d` is longer than ten years; shorten it"),
        ("9" * 70 + "s", f"`{'9' * 39}…` is longer than ten years; shorten it"),
        (["4m"], "a duration belongs here, not a list; write for example `15m`"),
        ({"m": "4"}, "a duration belongs here, not a mapping; write for example `15m`"),
        (-1, "a duration belongs here, not `-1`; write for example `15m`"),
        (True, "a duration belongs here, not `True`; write for example `15m`"),
    ],
)
def test_what_is_no_duration_is_refused(written: object, sentence: str) -> None:
    assert read(Duration, written) == sentence


def test_python_gives_durations_as_milliseconds() -> None:
    assert read(Duration, 600_000) == 600_000


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("true", True),
        ("false", False),
        (True, True),
        ("yes", "`yes` is neither `true` nor `false`; write `true`"),
        ("NO", "`NO` is neither `true` nor `false`; write `false`"),
        ("True", "`True` is neither `true` nor `false`; write `true`"),
        ("maybe", "`maybe` is neither `true` nor `false`; write `true` or `false`"),
        ([], "`true` or `false` belongs here, not a list; write for example `true`"),
    ],
)
def test_a_switch_is_true_or_false(written: object, expected: object) -> None:
    assert read(Switch, written) == expected


@pytest.mark.parametrize("written", ["-1", "1.0", "1_000", "0x1F", "007", "1e3", "٣", "9" * 17])
def test_a_count_is_plain_digits(written: str) -> None:
    assert read(Count, "12000") == 12_000
    assert read(Count, 0) == 0
    assert (
        read(Count, written) == f"`{written}` is not a whole number; "
        "write digits only, such as `12`"
    )


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("0", 0),
        ("1", 1_000_000),
        ("0.3", 300_000),
        ("30%", 300_000),
        ("12.5%", 125_000),
        ("0.0001%", 1),
        ("100%", 1_000_000),
        (300_000, 300_000),
        ("30", "`30` is more than the whole; write `30%`"),
        ("130", "`130` is more than the whole; write at most `100%`"),
        ("130%", "`130%` is more than the whole; write at most `100%`"),
        ("0.1234567", "`0.1234567` is finer than a millionth; round it"),
        ("-0.1", "`-0.1` is not a share; write for example `30%` or `0.3`"),
        ("half", "`half` is not a share; write for example `30%` or `0.3`"),
        ("1/3", "`1/3` is not a share; write for example `30%` or `0.3`"),
    ],
)
def test_a_share_is_kept_in_parts_per_million(written: object, expected: object) -> None:
    assert read(Share, written) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("payments-api", "payments-api"),
        ("2fa", "2fa"),
        ("Payments API", "`Payments API` is not an id; write for example `payments-api`"),
        (
            "incident_manager",
            "`incident_manager` is not an id; write for example `incident-manager`",
        ),
        ("-x", "`-x` is not an id; write for example `x`"),
        (
            "???",
            "`???` is not an id; "
            "use a-z, 0-9 and `-`, at most 64, and begin with a letter or digit",
        ),
    ],
)
def test_an_id_is_lower_case_with_hyphens(written: str, expected: str) -> None:
    assert read(Word, written) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("two\nlines\n", "two\nlines"),
        ("cafe\u0301", "café"),
        (" \n", "this text is empty; write something, or remove the key"),
        ("a\tb", "this text holds a control character; remove it"),
        ("x" * 4_001, "this text has 4,001 characters; use at most 4,000"),
        ({}, "text belongs here, not a mapping; write for example `key: some text`"),
    ],
)
def test_text_is_normalised_and_bounded(written: object, expected: str) -> None:
    assert read(Text, written) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("one line\n", "one line"),
        ("two\nlines", "this text has several lines; write it on one line"),
        ("x" * 201, "this text has 201 characters; use at most 200"),
    ],
)
def test_a_line_is_one_line(written: str, expected: str) -> None:
    assert read(Line, written) == expected
