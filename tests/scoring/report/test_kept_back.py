"""What a report does not tell: figures about one person's work, and ratings that are still kept."""

import json

import msgspec

from evidence import Event
from evidence.kinds import control as c
from evidence.kinds import review as r
from scoring import RatingKept, as_shown_to
from scoring.report import Report
from tests.builders import played
from tests.scoring.report.reports import a_report
from tests.scoring.review.reviewing import Reviewing
from tests.scoring.test_coordination import COORDINATOR
from tests.scoring.test_people import RATED, renamed
from tests.scoring.test_scorecard import PLAN


def text_of(report: Report) -> str:
    return json.dumps(report.to_json())


def test_a_report_has_no_figure_about_a_role_that_one_seat_held_alone() -> None:
    told = text_of(a_report(COORDINATOR))
    two = COORDINATOR.replace(
        "00:04", "00:03:30 cio takes incident_coordinator\n 00:03:40 cio logs x\n00:04"
    )

    assert "by whoever held the coordination" not in told
    assert (
        "Coordination kept apart from repair: for the debrief only: one seat alone held this role."
        in told
    )
    assert "by whoever held the coordination" in text_of(a_report(two))


def test_a_report_says_the_same_whoever_sat_there() -> None:
    record = played(RATED)

    assert text_of(a_report(renamed(record), plan=PLAN)) == text_of(a_report(record, plan=PLAN))


def test_nobody_who_did_anything_is_named_in_a_report() -> None:
    named = tuple(
        msgspec.structs.replace(event, actor=f"zzz-{event.actor}") if event.actor else event
        for event in played(RATED)
    )

    assert "zzz-" not in text_of(a_report(named, plan=PLAN))


def half_rated() -> Reviewing:
    room = Reviewing()
    room.evaluator(r.AssignRaters(task="notice", raters=("ana", "bo")))
    room.rate("U", "ana")
    return room


def written(record: tuple[Event, ...]) -> str:
    return text_of(a_report(record))


def test_a_report_tells_no_rating_before_all_raters_have_given_theirs() -> None:
    room = half_rated()
    before = written(tuple(room.review.record))
    assert "is kept until every rater has given theirs" in before
    assert "rated U" not in before

    room.rate("S", "bo")
    after = written(tuple(room.review.record))

    assert "is kept until" not in after
    assert "against" in after


def test_each_rater_is_shown_their_own_and_a_placeholder_for_the_others() -> None:
    record = half_rated().review.record

    own, others, nobody = (as_shown_to(reader, record) for reader in ("ana", "bo", None))

    assert own == tuple(record)
    assert others == nobody
    kept = [e.body for e in others if isinstance(e.body, RatingKept)]
    assert kept == [RatingKept(task="notice"), RatingKept(task="notice")]
    assert not [e for e in others if isinstance(e.body, c.RateTask | c.TaskRated)]
    assert [e.seq for e in others] == [e.seq for e in record]


def test_a_rating_that_nobody_shares_is_shown_at_once() -> None:
    room = Reviewing()
    room.rate("U", "ana")

    assert as_shown_to("bo", room.review.record) == tuple(room.review.record)


def test_the_report_names_the_tasks_that_two_should_have_rated() -> None:
    assert "Two evaluators should rate every task that can fail outright" in written(
        tuple(Reviewing().review.record)
    )
