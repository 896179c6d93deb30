"""Editing and signing a report: words have versions, numbers are the record's."""

import msgspec
import pytest

from evidence import Command, Event, Sealed, read_body
from evidence.kinds import review as r
from evidence.kinds.exercise import ExerciseOpened
from evidence.programme import Item, ItemOpened, Programme
from scoring import Review
from scoring.report import Note, Report
from tests.builders import a_plan, played
from tests.scoring.report.reports import a_report, column, fact, grid, row, said
from tests.scoring.report.test_document import PLAY

WORDS = Sealed[str]("x" * 44)
HEAD = "cd" * 32


def reviewed(*commands: Command) -> tuple[Event, ...]:
    review = Review(a_plan(), played(PLAY))
    for command in commands:
        answer = review.receive(command, actor="sage", origin="control")
        assert answer[-1].body.kind != "command.refused", answer[-1].body
    return tuple(review.record)


def sign(statement: r.Statement, *, conflicts: bool = False) -> r.GiveSignOff:
    return r.GiveSignOff(
        statement=statement, head=HEAD, verified=True, conflicts=conflicts, name=WORDS, words=WORDS
    )


def test_words_for_a_section_stand_before_its_numbers_which_stay() -> None:
    record = reviewed(r.EditReport(section="2", words=WORDS))
    key = (len(played(PLAY)), "body.words")

    plain, edited = a_report(PLAY), a_report(record, words={key: "A hard night."})

    assert [one.text for one in said(edited, "2")] == ["A hard night."]
    assert edited.section("2").blocks[1:] == plain.section("2").blocks
    assert edited.section("6") == plain.section("6")


def test_a_second_edit_is_the_next_version_and_the_first_stays_in_the_record() -> None:
    record = reviewed(
        r.EditReport(section="2", words=WORDS), r.EditReport(section="2", words=WORDS)
    )

    report = a_report(record)

    assert len(said(report, "2")) == 1
    assert said(report, "2")[0].by.endswith("version 2 of these words")
    assert report.front.version == 3
    changes = grid(report, "F", "Changes of words; numbers cannot be edited")
    assert [one.cells[1].text for one in changes.rows] == [
        "Section 2, version 1",
        "Section 2, version 2",
    ]


@pytest.mark.parametrize(
    ("number", "asked"),
    [
        ("0", "Distribution"),
        ("1", "Sponsor"),
        ("1", "Point of contact"),
        ("3", "Approval of the plan"),
    ],
)
def test_what_no_plan_knows_is_asked_for_until_somebody_writes_it(
    number: r.ReportSection, asked: str
) -> None:
    record = reviewed(r.EditReport(section=number, words=WORDS))
    key = (len(played(PLAY)), "body.words")

    plain, edited = a_report(PLAY), a_report(record, words={key: "The board; ask the desk."})

    assert fact(plain, number, asked) == f"Not written yet: add it as words of section {number}."
    assert fact(edited, number, asked) == "As written above."
    assert [one.text for one in said(edited, number)] == ["The board; ask the desk."]


def test_a_section_that_is_only_folded_takes_no_words() -> None:
    with pytest.raises(msgspec.ValidationError, match="'E'"):
        read_body("report.edit", {"section": "E"})


def test_facilitator_and_lead_evaluator_make_it_final_and_an_edit_makes_it_a_draft_again() -> None:
    signed = (sign("prepared"), sign("evaluated"))

    assert a_report(reviewed(sign("prepared"))).front.status == "draft"
    assert a_report(reviewed(*signed)).front.status == "final"
    edited = reviewed(*signed, r.EditReport(section="2", words=WORDS))
    assert a_report(edited).front.status == "draft"


def test_a_withdrawn_sign_off_no_longer_stands() -> None:
    withdrawn = r.WithdrawSignOff(statement="evaluated", words=WORDS)

    report = a_report(reviewed(sign("prepared"), sign("evaluated"), withdrawn))

    assert report.front.status == "draft"
    assert row(grid(report, "F", "Sign-off"), "Lead evaluator").cells[2].text == "not signed"


def test_a_sign_off_names_the_digest_it_was_given_over() -> None:
    report = a_report(reviewed(sign("reviewed-independently")))

    signed = row(grid(report, "F", "Sign-off"), "Independent reviewer")
    assert signed.cells[2].text == (
        "signed; record and figures found in order, no conflicts of interest declared"
    )
    assert signed.cells[3].beneath == f"head {HEAD}"


def test_declared_conflicts_stand_on_page_1() -> None:
    declared = a_report(reviewed(sign("prepared", conflicts=True)))

    assert declared.front.conflicts == "Declared with the sign-off: given, sealed"
    assert a_report(PLAY).front.conflicts.startswith("None declared so far")


def test_an_agreed_improvement_stands_with_owner_day_and_proof() -> None:
    record = reviewed(
        r.ProposeImprovement(improvement="alerts", element="planning", issue=WORDS, action=WORDS),
        r.AgreeImprovement(
            improvement="alerts", owner="Platform team", due="2027-03-31", validation="retest"
        ),
    )

    plan = grid(a_report(record), "A", "Improvement plan")

    shown = [cell.text for cell in plan.rows[0].cells]
    assert shown[2:4] == ["given, sealed", "given, sealed"]
    assert shown[4:6] == ["planning", "Platform team"]
    assert shown[8:] == ["2027-03-31", "retest"]


def test_nobody_has_agreed_is_said_and_proposals_have_no_owner() -> None:
    plan = grid(a_report(PLAY.replace("00:12", "00:40")), "A", "Improvement plan, proposed")

    assert plan.rows
    assert {row.cells[8].text for row in plan.rows} == {"to be agreed"}


def opened_for(record: tuple[Event, ...], *numbers: str) -> Programme:
    """What the programme record has: an action with each number, all for one proposal."""
    first = record[0].body
    assert isinstance(first, ExerciseOpened)
    items = (
        ItemOpened(
            item=number, issue="No alarm.", action="Add one.", element="equipment",
            responsible="Platform", contact="platform lead", start="2026-02-01",
            due="2026-03-01", exercise=first.exercise, finding="alarm",
        )
        for number in numbers
    )  # fmt: skip
    return Programme(size=9, items=tuple(Item(opened=one, seq=3) for one in items))


PROPOSE = r.ProposeImprovement(improvement="alarm", element="equipment", issue=WORDS, action=WORDS)
DROP = r.DropImprovement(improvement="alarm", words=WORDS)


@pytest.mark.parametrize(
    ("said", "numbers", "lines"),
    [
        ((PROPOSE,), ("I-1",), ["I-1"]),
        ((PROPOSE,), ("I-1", "I-2"), ["I-2", "I-1"]),
        ((PROPOSE, DROP), ("I-1",), ["1", "I-1"]),
    ],
    ids=["once", "twice", "dropped after it"],
)
def test_no_action_is_missing_from_the_plan_whatever_became_of_its_proposal(
    said: tuple[Command, ...], numbers: tuple[str, ...], lines: list[str]
) -> None:
    record = reviewed(*said)

    report = a_report(record, programme=opened_for(record, *numbers))

    assert column(grid(report, "A", "Improvement plan"), "No.") == lines


def elsewhere(report: Report) -> bool:
    """Whether the improvement plan says that actions stand where this report cannot see them."""
    section = report.section("A")
    said = [section.empty or "", *(b.text for b in section.blocks if isinstance(b, Note))]
    return any("in the programme record of the installation" in one for one in said)


@pytest.mark.parametrize(
    "record",
    [played(""), played(PLAY), reviewed(PROPOSE)],
    ids=["nothing", "proposed by the rubric", "agreed"],
)
def test_a_plan_written_from_a_record_alone_says_where_later_actions_are(
    record: tuple[Event, ...],
) -> None:
    assert elsewhere(a_report(record))
    assert not elsewhere(a_report(record, programme=opened_for(record)))
