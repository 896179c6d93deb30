"""What the breach record takes, suspected and confirmed alike, and what it refuses."""

import pytest

from evidence import Millis
from evidence.kinds.outside import BreachRecordUpdated, UpdateBreachRecord
from scenarios.breach_record import COUNTED, FIELDS
from tests.builders import a_plan, minutes
from tests.simulator.room import WORDS, Room


def a_room() -> Room:
    room = Room(a_plan())
    room.wait_until(minutes(30))
    return room


def set_(field: str, **parts: object) -> UpdateBreachRecord:
    return UpdateBreachRecord(**{"field": field, "tag": "fact", **parts})  # type: ignore[arg-type]


def test_the_record_has_twenty_four_fields() -> None:
    assert len(COUNTED) == len(FIELDS) == 24


@pytest.mark.parametrize("field", [field.id for field in FIELDS])
def test_every_field_takes_words_or_an_honest_unknown(field: str) -> None:
    room = a_room()

    room.does("privacy-lead", set_(field, words=WORDS))
    room.does("privacy-lead", UpdateBreachRecord(field=field, tag="unknown"))

    assert [body.tag for body in room.happened(BreachRecordUpdated)] == ["fact", "unknown"]


def test_values_of_a_closed_vocabulary_stand_open_and_words_do_not() -> None:
    room = a_room()

    room.does("privacy-lead", set_("data-types", values=("health", "identity"), words=WORDS))

    body = room.happened(BreachRecordUpdated)[0]
    assert (body.values, body.given) == (("health", "identity"), True)
    assert "words" not in body.__struct_fields__


def test_a_decision_about_the_authority_has_owner_instant_and_reason() -> None:
    room = a_room()

    room.does(
        "privacy-lead",
        set_("authority-decision", value="notify", owner="cio", about_at=Millis(minutes(20)),
             words=WORDS),
    )  # fmt: skip

    body = room.happened(BreachRecordUpdated)[0]
    assert (body.value, body.owner, body.made_at) == ("notify", "cio", minutes(20))


def test_an_instant_before_startex_and_a_span_are_kept() -> None:
    room = a_room()

    room.does(
        "privacy-lead", set_("possible-start", from_at=Millis(-minutes(600)), until_at=Millis(0))
    )

    body = room.happened(BreachRecordUpdated)[0]
    assert (body.from_at, body.until_at) == (-minutes(600), 0)


@pytest.mark.parametrize(
    ("command", "says"),
    [
        (set_("authority-decision", value="notify"), "Say why: this decision needs a reason."),
        (set_("authority-decision", value="notify", words=WORDS, about_at=Millis(minutes(31))),
         "That instant lies in the future."),
        (set_("authority-decision", value="notify", words=WORDS, owner="coi"),
         "There is no seat `coi`; did you mean `cio`?"),
        (set_("position", values=("controller", "processor")), "`position` takes one value."),
        (set_("data-types", values=("helth",)),
         "`helth` is no value of `data-types`; did you mean `health`?"),
        (set_("affected", values=("ledgr",)),
         "The organisation has no `ledgr`; did you mean `ledger`?"),
        (set_("containment", value="cut"), "`containment` takes words, and no value of its own."),
        (set_("possible-start", from_at=Millis(2), until_at=Millis(1)),
         "A span goes from the earlier instant to the later one."),
        (set_("subjects", low=2, high=1), "A range goes from the lower number to the higher one."),
        (set_("impact"), "Say what you know about `impact`, or tag it unknown."),
        (set_("impact", words=WORDS, evidence=(9_999,)), "The record has no entry 9999 to cite."),
    ],
)  # fmt: skip
def test_what_the_record_cannot_take_is_refused_in_one_sentence(
    command: UpdateBreachRecord, says: str
) -> None:
    assert a_room().asks("privacy-lead", command) == says
