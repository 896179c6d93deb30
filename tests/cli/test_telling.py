"""The timeline for people says each thing once, and what a look brought that was not known."""

import pytest

from evidence import Body, Event, Millis, Origin
from evidence.kinds.outside import DutyStarted
from evidence.kinds.procedure import QueryReturned, RunStarted
from evidence.kinds.world import RestoreBegan, StakeholderWrote
from facilitator.cli.telling import Teller
from tests.builders import minutes
from tests.simulator.playing import library_plan

LEAD = "platform-lead"


def told(*bodies: Body) -> list[str]:
    """The lines without clock and name."""
    plan = library_plan()
    teller = Teller(plan)
    origin: Origin = "world"
    lines = [
        teller.tell(Event(seq=seq, at=Millis(0), origin=origin, body=body, role=LEAD, to=("team",)))
        for seq, body in enumerate(bodies)
    ]
    return [line.text.split("  ")[-1].strip() for line in lines if line is not None]


def answer(*found: str) -> QueryReturned:
    return QueryReturned(source="logs", found=found, texts=tuple(f"Text of {f}." for f in found))


def test_a_second_look_tells_only_what_is_new() -> None:
    assert told(
        answer("one"), answer("one"), answer("one", "two"), QueryReturned(source="logs")
    ) == [
        "looked into logs: Text of one.",
        "looked into logs again: nothing new",
        "looked into logs: Text of two.",
        "looked into logs: nothing",
    ]


@pytest.mark.parametrize("text", ['Joanne: "Well?"', '"Well?"'])
def test_who_writes_is_named_once(text: str) -> None:
    wrote = StakeholderWrote(
        stakeholder="board", sender="Joanne", channel="email", text=text, because="silence"
    )

    assert told(wrote) == ['Joanne: "Well?"']


def test_a_duty_that_waits_for_a_classification_is_not_said_to_run() -> None:
    waits = DutyStarted(duty="dora-initial", since=Millis(0), rule="4 h", state="provisional")

    assert told(waits) == [
        "A duty may follow: Initial notification of a major ICT-related incident, "
        "once the incident is classified"
    ]


def test_a_restore_names_the_copy_that_it_comes_from() -> None:
    assert told(
        RestoreBegan(dataset="merchant-ledger", point="nightly-dump"),
        RestoreBegan(dataset="merchant-ledger", point="nightly-dump~2"),
    ) == [
        "A restore of the merchant ledger begins: The nightly dump, 02:00, in the backup bucket",
        "A restore of the merchant ledger begins: The nightly dump, 02:00, in the backup bucket, "
        "2 before the newest",
    ]


def test_the_day_is_told_when_it_has_changed() -> None:
    teller = Teller(library_plan())  # begins on a Tuesday, five minutes past eleven at night
    clock_marks = [
        Event(seq=seq, at=Millis(minutes(at)), origin="world", body=answer())
        for seq, at in enumerate((0, 54, 55, 56))
    ]

    assert [teller.new_day(event) for event in clock_marks] == [
        "Tue 24 Nov", None, "Wed 25 Nov", None
    ]  # fmt: skip


def test_a_run_that_goes_on_after_a_stop_is_told_as_that() -> None:
    (book, *_) = library_plan().runbooks
    opened = RunStarted(run=book.runbook, version=book.version)
    went_on = RunStarted(run=book.runbook, version=book.version, again=True)

    assert told(opened, went_on) == [
        f"opened the runbook: {book.title}",
        f"went on with the runbook: {book.title}",
    ]
