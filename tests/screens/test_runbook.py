"""The runbook page: what was done in a run, before it was stopped and after it went on."""

from evidence.kinds.procedure import FinishStep, StartRun, StartStep, StopRun
from facilitator.screens.runbook import RunbookPage, runbook_page
from tests.builders import a_plan, a_runbook, minutes
from tests.screens.looking import Played, draw, look
from tests.simulator.room import Room

TECH = "duty-engineer"


def page_of(room: Room) -> tuple[RunbookPage, str]:
    """The page as the technical lead sees it, and it and their team's log as drawn."""
    game = Played(plan=room.plan, events=tuple(room.events), words={})
    seen = look(game, at=minutes(30), seat=TECH)
    return runbook_page(seen, {}), draw("runbook", seen) + draw("log", seen)


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
