"""The report as a document: every section, every number with its entries, nothing made up."""

import json
from typing import Any

import msgspec
import pytest

from evidence import Event, Millis, Sealed
from evidence.kinds import control as c
from evidence.kinds import incident as i
from evidence.kinds.exercise import ExerciseOpened, FieldRedacted, KindOfRun
from scenarios.injects import Inject
from scoring.report import Chart, Note, Pairs
from tests.builders import a_plan, played
from tests.scoring.report.reports import (
    a_report,
    all_blocks,
    cited,
    column,
    grid,
    grids,
    row,
    said,
)

PLAY = """
    00:00  experts say SEV1
    00:05  alert alarm to duty-engineer
    00:10  duty-engineer acknowledges alarm
    00:12  incident-manager declares
    00:14  incident-manager calls SEV1
    00:20  outage of payments-api begins
    00:30  press-office drafts message first to customers by email
    00:31  press-office publishes message first
    01:20  payments-api is restored
    01:30  payments-api passes validation
    02:00  EndEx
"""
SECTIONS = [*map(str, range(16)), *"ABCDEF"]


def with_run(play: str, run: KindOfRun) -> tuple[Event, ...]:
    first, *rest = played(play)
    assert isinstance(first.body, ExerciseOpened)
    opening = msgspec.structs.replace(first.body, run=run)
    return (msgspec.structs.replace(first, body=opening), *rest)


def test_a_message_that_had_to_wait_says_until_when_and_who_was_given_its_approval() -> None:
    report = a_report("""
        00:30  press-office drafts message first to customers by email, not before 01:00
        00:31  press-office lets duty-engineer approve message first
        02:00  EndEx
    """)

    assert column(grid(report, "9", "1 message, 0 of them published"), "Remarks") == [
        "not before 1:00:00; approval given to duty engineer"
    ]


def test_a_note_of_control_stands_in_the_analysis_with_what_it_is_about() -> None:
    words = Sealed[str]("x" * 44)
    plan = a_plan(injects=(Inject(id="alarm", title="The alarm", at=0, to=("team",), text="!"),))
    record = and_then(played(PLAY), c.WriteNote(words=words, inject="alarm", about=(3,)))
    seq = record[-1].seq

    (note,) = said(a_report(record, plan=plan, words={(seq, "body.words"): "Gap: slow."}), "5")

    assert note.text == "Gap: slow."
    assert note.by == 'Control, 2:00:00, on "The alarm"'
    assert note.cites == (seq, 3)
    assert said(a_report(record, plan=plan), "5")[0].state == "sealed"


def and_then(record: tuple[Event, ...], *bodies: Any, origin: Any = "control") -> tuple[Event, ...]:
    """The record with further events at its end, each caused by the one before."""
    events = list(record)
    for body in bodies:
        before = events[-1]
        events.append(
            Event(seq=before.seq + 1, at=before.at, origin=origin, body=body, cause=before.seq,
                  actor="control")
        )  # fmt: skip
    return tuple(events)


def test_all_sections_are_there_in_order_and_an_empty_one_says_why() -> None:
    report = a_report(PLAY)

    assert [section.number for section in report.sections] == SECTIONS
    for section in report.sections:
        assert bool(section.blocks) or section.empty, section.title


def test_a_record_in_which_nothing_happened_still_gives_a_whole_report() -> None:
    report = a_report("00:10  EndEx")

    assert [section.number for section in report.sections] == SECTIONS
    assert report.front.summary.startswith("The team did not detect the incident.")


def test_the_same_record_gives_the_same_document_and_no_fractions() -> None:
    once, again = a_report(PLAY).to_json(), a_report(PLAY).to_json()

    def refuse(number: str) -> None:
        raise AssertionError(f"a binary fraction: {number}")

    text = json.dumps(once)
    assert text == json.dumps(again)
    json.loads(text, parse_float=refuse)


def test_every_entry_that_is_cited_stands_in_the_log() -> None:
    report = a_report(PLAY)

    assert cited(report) <= {entry.seq for entry in report.log}
    assert [entry.seq for entry in report.log] == list(range(len(played(PLAY))))


@pytest.mark.parametrize("run", ["dry-run", "practice", "exercise", "measured"])
def test_the_kind_of_run_stands_on_page_1_and_says_whether_it_counts(run: KindOfRun) -> None:
    report = a_report(with_run(PLAY, run))

    assert report.front.counts is (run in ("exercise", "measured"))


def test_an_estimate_and_a_measurement_never_share_a_column() -> None:
    plan = a_plan(recovery=({"service": "payments-api"},))
    simulated = grid(a_report(PLAY, plan=plan), "10", "Recovery time and recovery point")
    measured = grid(
        a_report(with_run(PLAY, "measured"), plan=plan), "10", "Recovery time and recovery point"
    )

    assert column(simulated, "Estimated, simulated") == ["1:10:00"]
    assert column(simulated, "Measured") == ["not measured"]
    assert column(measured, "Estimated, simulated") == ["not estimated"]
    assert column(measured, "Measured") == ["1:10:00"]


def test_every_inject_is_accounted_for_by_the_sum() -> None:
    plan = a_plan(injects=[Inject(id=name, at=0, to=("duty-engineer",), text="Odd.", by="chat")
                           for name in ("alarm", "second", "third", "fourth")])  # fmt: skip
    record = and_then(
        played("""
            00:05  inject alarm to duty-engineer
            00:06  inject second to duty-engineer
        """),
        c.InjectSet(inject="second", state="withdrawn"),
        c.InjectSet(inject="third", state="skipped"),
        c.InjectSet(inject="fourth", state="not-reached"),
        c.InjectFired(inject="extra", channel="chat", text="Now.", adhoc=True),
    )

    sum_ = grid(a_report(record, plan=plan), "7", "Reconciliation of the MSEL")

    shown = [cell.text for cell in sum_.rows[0].cells]
    assert shown == ["4", "1", "5", "2", "1", "1", "1", "all 5 of 5"]


def test_an_inject_whose_end_is_unknown_breaks_the_sum_and_is_named() -> None:
    report = a_report("00:10  duty-engineer logs something")

    sum_ = grid(report, "7", "Reconciliation of the MSEL")
    notes = [b.text for b in report.section("7").blocks if isinstance(b, Note)]
    assert sum_.rows[0].cells[-1].text == "1 of 1 are not"
    assert any("alarm; the record stops before EndEx" in text for text in notes)


def test_what_control_changed_stands_with_when_and_by_whom() -> None:
    record = and_then(
        played("00:05  inject alarm to duty-engineer"),
        c.HandleInject(inject="alarm", how="withdraw"),
        c.InjectSet(inject="alarm", state="withdrawn"),
    )

    changes = grid(a_report(record), "7", "Changes to the MSEL")

    assert column(changes, "Change") == ["withdrawn"]
    assert column(changes, "At") == ["0:05:00"]
    assert column(changes, "Reason") == ["none given"]


WORDS = Sealed[str]("x" * 44)
DECIDED = (
    i.RecordDecision(type="other", choice="own", words=WORDS),
    i.DecisionRecorded(type="other", choice="own", made_at=Millis(0), reasoned=True),
)


def test_a_sealed_reason_is_given_and_sealed_until_the_shell_opens_it() -> None:
    record = and_then(played("00:10  EndEx"), *DECIDED)
    key = (record[-2].seq, "body.words")

    sealed = grid(a_report(record), "8", "Decisions")
    opened = grid(a_report(record, words={key: "It was late."}), "8", "Decisions")

    assert "given, sealed" in column(sealed, "Reason, evidence")[0]
    assert "It was late." in column(opened, "Reason, evidence")[0]


def test_what_else_was_considered_and_when_to_look_again_stand_beside_a_decision() -> None:
    decided = i.DecisionRecorded(
        type="other",
        choice="own",
        made_at=Millis(0),
        reasoned=True,
        weighed=True,
        review_at=Millis(45 * 60_000),
    )
    record = and_then(
        played("00:10  EndEx"),
        i.RecordDecision(type="other", choice="own", words=WORDS, instead_of=WORDS),
        decided,
    )
    again = msgspec.structs.replace(
        decided, review_at=None, weighed=False, reviews=(record[-1].seq,)
    )
    key = (record[-2].seq, "body.instead_of")

    open_ = a_report(record, words={key: "Waiting for the vendor."})
    done = a_report(and_then(record, again))

    assert column(grid(open_, "8", "Decisions"), "Instead of") == ["Waiting for the vendor."]
    (reason,) = column(grid(open_, "8", "Decisions"), "Reason, evidence")
    assert reason.endswith("; to be looked at again at 0:45:00: not done")
    assert (
        "at 0:45:00: done at 0:10:00"
        in (column(grid(done, "8", "Decisions"), "Reason, evidence")[0])
    )


def test_a_redacted_reason_is_said_to_be_redacted() -> None:
    record = and_then(played("00:10  EndEx"), *DECIDED)
    gone = FieldRedacted(seq=record[-2].seq, field="body.words", ground="asked", approvers=("a",))

    report = a_report(and_then(record, gone, origin="shell"))

    assert "redacted" in column(grid(report, "8", "Decisions"), "Reason, evidence")[0]
    assert said(report, "8") == []


def test_opening_every_word_changes_no_figure_and_no_rating() -> None:
    record = and_then(played(PLAY), *DECIDED)
    words = {(event.seq, "body.words"): "Because." for event in record}

    sealed, opened = a_report(record), a_report(record, words=words)

    assert sealed.front == opened.front
    assert sealed.section("6") == opened.section("6")
    assert sealed.section("4") == opened.section("4")


def test_every_picture_states_its_finding_and_has_its_table() -> None:
    charts = [b for b in all_blocks(a_report(PLAY)) if isinstance(b, Chart)]

    assert {chart.kind for chart in charts} >= {"lanes", "severity"}
    for chart in charts:
        assert chart.finding.endswith(".")
        assert chart.table.rows


def test_a_broken_promise_says_by_how_much() -> None:
    play = PLAY.replace("01:30  payments-api passes", "02:30  payments-api passes").replace(
        "02:00  EndEx", "03:00  EndEx"
    )
    report = a_report(play, plan=a_plan(recovery=({"service": "payments-api"},)))

    rto = row(report.front.promises, "Recovery time, payments api")
    assert [cell.text for cell in rto.cells[1:]] == [
        "2:10:00", "≤ 2:00:00", "support promise", "missed by 10:00",
    ]  # fmt: skip
    assert rto.opens is not None
    assert "2:10:00" in rto.opens.formula


def test_page_1_says_when_who_what_was_met_by_how_much_and_what_follows() -> None:
    front = a_report(PLAY, plan=a_plan(recovery=({"service": "payments-api"},))).front

    facts = {name: cell.text for name, cell in front.facts.rows}
    assert facts["Story"] == "Fri 20 Nov 16:40 to Fri 20 Nov 18:40 Europe/London"
    assert facts["Who"] == "6 seats: no people"
    assert facts["To improve first"].endswith("without the approval that the policy asks for.")
    assert front.objectives.rows
    promise = row(front.promises, "Recovery time, payments api")
    assert [cell.text for cell in promise.cells[1:]] == [
        "1:10:00", "≤ 2:00:00", "support promise", "met",
    ]  # fmt: skip


def test_when_the_server_was_away_is_printed_with_its_length() -> None:
    report = a_report(PLAY.replace("01:20 ", "01:00  the server was away for 9m\n    01:20 "))

    away = next(
        one
        for table in (g for number in SECTIONS for g in grids(report, number))
        for one in table.rows
        if any(cell.text == "outage of the server" for cell in one.cells)
    )
    assert "away for 9:00" in " ".join(cell.text for cell in away.cells)


def test_the_sheet_for_auditors_says_what_cannot_be_shown() -> None:
    report = a_report(PLAY)

    sheet = report.section("E").blocks[0]
    assert isinstance(sheet, Pairs)
    pairs = dict(sheet.rows)
    assert pairs["Gaps"].text == "none"
    assert "rewrote the whole record" in pairs["What therefore cannot be shown"].text
    assert pairs["Head"].text == report.head
    assert grids(report, "E")


def test_another_view_of_a_decision_stands_beside_it() -> None:
    report = a_report("""
        00:30  incident-manager decides stop-sales: now, with reason
        00:31  press-office sees stop-sales: now differently
        02:00  EndEx
    """)

    other = grid(report, "8", "Seen differently by somebody of the team")

    assert column(other, "Who") == ["press office"]
    assert column(other, "What the team said") == column(grid(report, "8", "Decisions"), "Decision")


def test_without_another_view_no_table_of_them_is_printed() -> None:
    assert "Seen differently by somebody of the team" not in [
        one.caption for one in grids(a_report("02:00  EndEx"), "8")
    ]
