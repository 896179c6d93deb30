"""The runbook page: what was done in a run, before it was stopped and after it went on."""

from collections.abc import Mapping

from evidence import Millis
from evidence.kinds.procedure import (
    AssignStep,
    FinishStep,
    ReopenStep,
    SkipStep,
    StartRun,
    StartStep,
    StopRun,
)
from facilitator.screens.asks import asks_of
from facilitator.screens.coordinate import coordinate_page
from facilitator.screens.runbook import RunbookPage, runbook_page
from facilitator.screens.story import read_story
from tests.builders import a_plan, a_runbook, minutes
from tests.screens.looking import Played, draw, look
from tests.simulator.room import WORDS, Room

TECH, PRESS = "duty-engineer", "press-office"
RUN = "restore-db"


def game_of(room: Room) -> Played:
    """What was played; whatever was typed was "By a slip"."""
    words = {
        (event.seq, "body.words"): "By a slip"
        for event in room.events
        if getattr(event.body, "words", None) is not None
    }
    return Played(plan=room.plan, events=tuple(room.events), words=words)


def page_of(room: Room, query: Mapping[str, str] | None = None) -> tuple[RunbookPage, str]:
    """The page as the technical lead sees it, and it and their team's log as drawn."""
    seen = look(game_of(room), at=minutes(30), seat=TECH)
    return runbook_page(seen, query or {}), draw("runbook", seen, query) + draw("log", seen)


def a_room() -> Room:
    """The runbook is open, and its first step was done in nine minutes."""
    room = Room(a_plan(runbooks=[a_runbook()]))
    room.wait_until(minutes(1))
    room.does(TECH, StartRun(run=RUN), StartStep(run=RUN, step="stop-writes"))
    room.wait_until(minutes(10))
    room.does(TECH, FinishStep(run=RUN, step="stop-writes", evidence=("row-counts",)))
    return room


def test_a_run_that_goes_on_after_a_stop_keeps_what_was_done_and_says_what_it_is() -> None:
    room = Room(a_plan(runbooks=[a_runbook()]))
    room.wait_until(minutes(1))
    room.does(
        TECH,
        StartRun(run="restore-db"),
        StartStep(run="restore-db", step="stop-writes"),
        FinishStep(run="restore-db", step="stop-writes"),
        StopRun(run="restore-db", condition="wrong-host"),
    )
    stopped, offer = page_of(room)

    room.does(TECH, StartRun(run="restore-db"))
    page, shown = page_of(room)

    assert [step.phase for step in page.steps] == [step.phase for step in stopped.steps]
    assert page.steps[0].phase == "done"
    assert "This run is stopped." in offer
    assert "Go on with it" in offer
    assert "Go on with it" not in shown
    assert "Opened the runbook: Restore the database" in shown
    assert "Went on with the runbook: Restore the database" in shown


def test_a_step_that_was_done_says_by_whom_and_when() -> None:
    page, shown = page_of(a_room())

    assert (page.steps[0].done_by, page.steps[0].done_at) == ("Duty engineer", minutes(10))
    assert "<span>Duty engineer, <time" in shown
    assert "1 of 3 done" in shown


def test_what_was_done_on_paper_and_entered_later_says_both() -> None:
    room = a_room()
    room.does(TECH, ReopenStep(run=RUN, step="stop-writes", words=WORDS))
    room.wait_until(minutes(20))
    room.does(
        TECH,
        FinishStep(run=RUN, step="stop-writes", said_by=PRESS, about_at=Millis(minutes(12))),
    )

    page, shown = page_of(room)

    step = page.steps[0]
    assert (step.done_by, step.stated_at, step.done_at) == ("Press office", 720_000, 1_200_000)
    assert "on paper, entered" in shown


def test_a_step_that_takes_longer_than_written_is_overdue() -> None:
    room = a_room()
    room.does(TECH, ReopenStep(run=RUN, step="stop-writes", words=WORDS))

    _, shown = page_of(room)

    assert "1 overdue" in shown


def test_a_finish_that_was_taken_back_says_who_did_and_why_and_what_counts_no_more() -> None:
    room = a_room()
    room.does(PRESS, ReopenStep(run=RUN, step="stop-writes", words=WORDS))

    page, shown = page_of(room)

    assert page.steps[0].phase == "running"
    assert "by Press office: By a slip" in shown
    assert "Took the finish back: stop-writes" in shown
    assert page.finished == ()
    assert 'id="take-back"' not in shown


def test_the_latest_finish_is_the_first_to_be_taken_back_unless_another_step_is_looked_at() -> None:
    room = Room(a_plan(runbooks=[a_runbook()]))
    room.wait_until(minutes(1))
    room.does(TECH, StartRun(run=RUN))
    room.does(TECH, SkipStep(run=RUN, step="restore", code="EX-NA", words=WORDS))
    for minute, step in enumerate(("stop-writes", "open-again"), start=2):
        room.does(TECH, StartStep(run=RUN, step=step))
        room.wait_until(minutes(minute))
        room.does(TECH, FinishStep(run=RUN, step=step))

    latest, _ = page_of(room)
    asked, shown = page_of(room, {"step": "stop-writes"})

    assert [step.id for step in latest.finished] == ["open-again", "stop-writes"]
    assert [step.id for step in asked.finished] == ["stop-writes", "open-again"]
    assert "Start step" not in shown


def test_a_step_given_to_somebody_stands_in_their_list_and_in_no_other() -> None:
    room = a_room()
    room.does(TECH, ReopenStep(run=RUN, step="stop-writes", words=WORDS))
    room.does(TECH, AssignStep(run=RUN, step="stop-writes", seat=PRESS))

    page, shown = page_of(room)

    assert 'Press office <span class="faint">instead of Duty engineer</span>' in shown
    assert "Given to Press office: stop-writes" in shown
    assert page.steps[0].mine is False
    asks = {}
    for seat in (TECH, PRESS):
        seen = look(game_of(room), at=minutes(30), seat=seat)
        asks[seat] = [ask.why for ask in asks_of(seen, read_story(seen)) if "step" in ask.key]
    assert asks == {TECH: [], PRESS: ["given to you"]}


def test_the_coordinator_sees_who_was_given_what_before_it_is_begun() -> None:
    room = a_room()
    room.does(TECH, AssignStep(run=RUN, step="open-again", seat=PRESS))

    page = coordinate_page(look(game_of(room), at=minutes(30), seat="incident-manager"), {})

    doing = {work.seat: [words for words, _ in work.doing] for work in page.work}
    assert doing[PRESS] == ["Step 3: open-again"]
    assert doing[TECH] == []


def test_the_seats_that_a_runbook_needs_are_named_beside_it() -> None:
    page, shown = page_of(a_room())

    assert {line.seat for line in page.needed} == {TECH, "cio"}
    assert "Whom it needs" in shown
