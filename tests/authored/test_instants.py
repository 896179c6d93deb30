"""Local instants: one moment exactly, or a sentence that says which to choose."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runbooks.authored import (
    AuthoredModel,
    AuthorError,
    LocalInstant,
    Wrong,
    ZoneName,
    load,
    resolve_local,
    schema_of,
    show_local,
)

EXAMPLE = "write for example `2026-11-20T16:40 Europe/London`"


class Story(AuthoredModel):
    """A file with nothing but an instant in it."""

    starts: LocalInstant


class Place(AuthoredModel):
    """A file with nothing but a zone in it."""

    zone: ZoneName


def starts(text: str) -> LocalInstant:
    return load(Story, f"starts: {text}".encode(), name="f.yaml")[0].starts


def utc(month: int, day: int, hour: int, minute: int, second: int = 0) -> int:
    moment = datetime(2026, month, day, hour, minute, second, tzinfo=UTC)
    return int(moment.timestamp()) * 1000


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-20T16:40 Europe/London", utc(11, 20, 16, 40)),
        ("2026-07-20T16:40 Europe/London", utc(7, 20, 15, 40)),
        ("2026-07-20T16:40:30 Europe/London", utc(7, 20, 15, 40, 30)),
        ("2026-11-20T16:40+01:00 Europe/Berlin", utc(11, 20, 15, 40)),
        ("2026-11-20T16:40Z UTC", utc(11, 20, 16, 40)),
        ("2026-11-20T16:40 America/Argentina/Buenos_Aires", utc(11, 20, 19, 40)),
        ("2026-10-25T02:30+02:00 Europe/Berlin", utc(10, 25, 0, 30)),
        ("2026-10-25T02:30+01:00 Europe/Berlin", utc(10, 25, 1, 30)),
        ("2026-10-25T03:00 Europe/Berlin", utc(10, 25, 2, 0)),
        ("2026-03-29T03:00 Europe/Berlin", utc(3, 29, 1, 0)),
    ],
)
def test_a_local_time_with_its_zone_is_one_moment(text: str, moment: int) -> None:
    assert starts(text).utc_ms == moment
    assert starts(text).zone == text.partition(" ")[2]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "2026-11-20T16:40",
            "`2026-11-20T16:40` has no zone; write for example `2026-11-20T16:40 Europe/London`",
        ),
        (
            "2026-11-20T16:40 Europe/Londn",
            "unknown zone `Europe/Londn`; did you mean `Europe/London`?",
        ),
        ("2026-11-20T16:40 Europe", "unknown zone `Europe`; "),
        ("2026-11-20T16:40 ../etc/passwd", "unknown zone `../etc/passwd`; "),
        (
            "2026-03-29T02:30 Europe/Berlin",
            "02:30 does not exist on 2026-03-29 in Europe/Berlin: the clocks go forward; "
            "write `2026-03-29T03:30 Europe/Berlin`",
        ),
        (
            "2026-03-29T02:30+01:00 Europe/Berlin",
            "02:30 does not exist on 2026-03-29 in Europe/Berlin: the clocks go forward; "
            "write `2026-03-29T03:30 Europe/Berlin`",
        ),
        (
            "2026-10-25T02:30 Europe/Berlin",
            "02:30 happens twice on 2026-10-25 in Europe/Berlin; say +02:00 or +01:00",
        ),
        (
            "2026-04-05T01:45 Australia/Lord_Howe",
            "01:45 happens twice on 2026-04-05 in Australia/Lord_Howe; say +11:00 or +10:30",
        ),
        (
            "2026-10-25T02:30+03:00 Europe/Berlin",
            "Europe/Berlin is not at +03:00 at 02:30 on 2026-10-25; write +02:00 or +01:00",
        ),
        (
            "2026-07-01T12:00+01:00 Europe/Berlin",
            "Europe/Berlin is not at +01:00 at 12:00 on 2026-07-01; write +02:00",
        ),
        ("2026-02-30T12:00 UTC", f"`2026-02-30T12:00` is not in the calendar; {EXAMPLE}"),
        ("20.11.2026 UTC", f"`20.11.2026` is not a date and time; {EXAMPLE}"),
        ("2026-11-20 16:40 UTC", f"`2026-11-20` is not a date and time; {EXAMPLE}"),
        (
            "2200-01-01T00:00 UTC",
            "`2200-01-01T00:00` is too far away; use a year from 1971 to 2199",
        ),
        (
            "1970-01-01T00:00 UTC",
            "`1970-01-01T00:00` is too far away; use a year from 1971 to 2199",
        ),
        ("[a]", "an instant belongs here, not a list; " + EXAMPLE),
        ("{utc_ms: 3, zone: UTC}", "an instant belongs here, not a mapping; " + EXAMPLE),
    ],
)
def test_what_is_not_one_moment_is_refused(text: str, sentence: str) -> None:
    with pytest.raises(AuthorError) as caught:
        starts(text)

    assert str(caught.value).startswith(f"f.yaml:1: {sentence}")


def test_a_jump_is_refused_in_the_same_words() -> None:
    with pytest.raises(Wrong, match="happens twice on 2026-10-25 in Europe/Berlin; say"):
        resolve_local("2026-10-25T02:30", "Europe/Berlin")


@given(
    st.datetimes(datetime(1971, 1, 2), datetime(2199, 12, 30)),  # noqa: DTZ001 - local times
    st.sampled_from(["Europe/London", "Asia/Kathmandu", "America/St_Johns", "Pacific/Apia"]),
)
def test_a_time_is_shown_as_it_was_written_or_is_wrong(local: datetime, zone: str) -> None:
    try:
        moment = resolve_local(f"{local:%Y-%m-%dT%H:%M}", zone)
    except Wrong:
        return

    assert show_local(moment, zone).endswith(f"{local:%H:%M}")
    assert f" {local.day} " in show_local(moment, zone)


def test_a_moment_is_shown_as_people_there_read_it() -> None:
    moment = resolve_local("2026-11-20T16:40", "Europe/London")

    assert show_local(moment, "Europe/London") == "Fri 20 Nov 16:40"
    assert show_local(moment, "Asia/Tokyo") == "Sat 21 Nov 01:40"


def test_a_zone_alone_is_checked() -> None:
    place, _ = load(Place, b"zone: Europe/Paris", name="f.yaml")

    assert place.zone == "Europe/Paris"
    with pytest.raises(AuthorError, match="unknown zone `Europe/Pari`; did you mean"):
        load(Place, b"zone: Europe/Pari", name="f.yaml")


def test_a_stored_instant_loads_again() -> None:
    story = Story(starts=starts("2026-11-20T16:40 Europe/London"))

    assert Story.model_validate_json(story.model_dump_json()) == story


def test_editors_are_offered_text() -> None:
    assert schema_of(Story)["$defs"]["LocalInstant"]["type"] == "string"
