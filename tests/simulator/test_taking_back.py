"""A finish that is taken back: what is open again, what stays done, and who is told what."""

import pytest

from evidence import Body, Command, Event, Millis
from evidence.kinds import control as c
from evidence.kinds import procedure as p
from runbooks.model import Validation
from scenarios.conditions import StepIs
from scenarios.injects import Expectation, Inject
from scenarios.plan import Plan
from scenarios.scenario import RunbookUse
from simulator import Exercise
from tests.builders import a_plan, a_runbook, a_step, hours, minutes
from tests.simulator.playing import opened
from tests.simulator.room import WORDS, Room

TECH, PRESS, LEAD, CIO = "duty-engineer", "press-office", "incident-manager", "cio"
RUN = "restore-db"
SEEN = StepIs(step=f"{RUN}/first", is_="done")
ASKS = Inject(
    id="alarm",
    at=minutes(1),
    by="alert",
    to=(TECH,),
    text="Errors.",
    expects=(Expectation(id="does-first", text="Does it.", by=minutes(10), seen=SEEN),),
)
FOLLOWS = Inject(id="reminder", missed="does-first", by="email", to=(TECH,), text="Well?")


def the_plan() -> Plan:
    checked = Validation(check="Look at it.")
    steps = (
        a_step("first", major=True, validation=checked, evidence=("row-counts",)),
        a_step("second", after="first"),
    )
    return a_plan(runbooks=(a_runbook(*steps),), injects=(ASKS, FOLLOWS))


def finish(step: str = "first", *, evidence: tuple[str, ...] = ()) -> Command:
    return p.FinishStep(run=RUN, step=step, evidence=evidence)


TAKE_BACK = p.ReopenStep(run=RUN, step="first", words=WORDS)
CHECK = p.ValidateStep(run=RUN, step="first", passed=True)


@pytest.fixture
def room() -> Room:
    """The first step was finished two minutes in, and what the alarm asks for with it."""
    room = Room(the_plan())
    room.wait_until(minutes(2))
    room.does(
        TECH,
        p.StartRun(run=RUN),
        p.StartStep(run=RUN, step="first"),
        finish(evidence=("row-counts",)),
    )
    return room


def test_a_step_that_was_taken_back_is_under_way_and_can_be_finished_without_a_new_start(
    room: Room,
) -> None:
    room.does(TECH, CHECK, TAKE_BACK)

    assert room.asks(TECH, p.StartStep(run=RUN, step="first")) == (
        "`first` is under way already: duty engineer started it at Fri 20 Nov 16:42."
    )
    assert room.asks(TECH, p.StartStep(run=RUN, step="second")) == (
        "Finish `first` first: `second` comes after it."
    )
    room.does(TECH, finish())


def test_what_a_finish_captured_and_how_it_was_checked_go_with_it(room: Room) -> None:
    room.does(TECH, CHECK, TAKE_BACK, finish())

    assert room.asks(TECH, p.StartStep(run=RUN, step="second")) == (
        "Validate `first` first: `second` builds on it."
    )
    room.does(TECH, p.CaptureEvidence(run=RUN, item="row-counts"))


def test_evidence_that_was_captured_by_itself_outlives_the_finish() -> None:
    room = Room(the_plan())
    room.wait_until(minutes(2))
    room.does(
        TECH,
        p.StartRun(run=RUN),
        p.CaptureEvidence(run=RUN, item="row-counts"),
        p.StartStep(run=RUN, step="first"),
        finish(evidence=("row-counts",)),
        TAKE_BACK,
    )

    assert room.asks(TECH, p.CaptureEvidence(run=RUN, item="row-counts")) == (
        "`row-counts` has been captured already."
    )


@pytest.mark.parametrize(
    ("before", "said", "says"),
    [
        ([], p.ReopenStep(run=RUN, step="first"), "Say why: taking a finish back needs a reason."),
        (
            [],
            p.ReopenStep(run=RUN, step="second", words=WORDS),
            "`second` is not finished, so nothing can be taken back.",
        ),
        ([TAKE_BACK], TAKE_BACK, "`first` is not finished, so nothing can be taken back."),
        (
            [p.StopRun(run=RUN)],
            TAKE_BACK,
            "The run of `restore-db` was stopped.",
        ),
        (
            [CHECK, p.StartStep(run=RUN, step="second"), finish("second"), p.FinishRun(run=RUN)],
            TAKE_BACK,
            "The run of `restore-db` is finished.",
        ),
    ],
)
def test_only_a_finish_in_a_run_that_goes_on_can_be_taken_back_and_with_a_reason(
    room: Room, before: list[Command], said: Command, says: str
) -> None:
    room.does(TECH, *before)

    assert room.asks(TECH, said) == says


def test_a_step_that_has_begun_on_it_goes_on(room: Room) -> None:
    room.does(TECH, CHECK, p.StartStep(run=RUN, step="second"), TAKE_BACK)

    assert room.asks(TECH, finish("second")) is None


def test_what_was_expected_of_the_step_is_expected_again_by_the_deadline_it_had(
    room: Room,
) -> None:
    assert room.happened(c.ExpectationMet)

    room.does(TECH, TAKE_BACK)

    assert room.happened(c.ExpectationOpened)[-1].due_in_ms == minutes(9)
    room.wait_until(minutes(12))
    assert room.happened(c.ExpectationMissed)
    assert "reminder" in [fired.inject for fired in room.happened(c.InjectFired)]
    room.does(TECH, finish())
    assert [met.late for met in room.happened(c.ExpectationMet)] == [False, True]


def test_what_is_taken_back_after_the_deadline_was_missed(room: Room) -> None:
    room.wait_until(minutes(20))

    room.does(TECH, TAKE_BACK)

    assert len(room.happened(c.ExpectationMissed)) == 1


def test_what_follows_a_missed_action_comes_once(room: Room) -> None:
    room.wait_until(minutes(20))
    room.does(TECH, TAKE_BACK, finish(), TAKE_BACK)

    fired = [fired.inject for fired in room.happened(c.InjectFired)]
    assert fired.count("reminder") == 1


def test_who_was_second_is_told_who_was_first(room: Room) -> None:
    assert room.asks(PRESS, finish()) == (
        "`first` is done: duty engineer finished it at Fri 20 Nov 16:42."
    )


def test_a_step_can_be_given_to_another_seat_and_anybody_may_still_do_it(room: Room) -> None:
    room.does(TECH, CHECK)
    room.does(
        LEAD,
        p.AssignStep(run=RUN, step="second", seat=PRESS),
        p.AssignStep(run=RUN, step="second", seat=CIO),
    )

    assert room.happened(p.StepAssigned)[-1].from_seat == PRESS
    assert room.asks(LEAD, p.AssignStep(run=RUN, step="second", seat=CIO)) == (
        "`second` is given to cio already."
    )
    room.does(TECH, p.StartStep(run=RUN, step="second"))


@pytest.mark.parametrize(
    ("said", "says"),
    [
        (
            p.AssignStep(run=RUN, step="second", seat="cia"),
            "There is no seat `cia`; did you mean `cio`?",
        ),
        (
            p.AssignStep(run=RUN, step="first", seat=CIO),
            "`first` is done: duty engineer finished it at Fri 20 Nov 16:42.",
        ),
    ],
)
def test_only_what_is_to_do_is_given_to_somebody_who_is_there(
    room: Room, said: Command, says: str
) -> None:
    assert room.asks(LEAD, said) == says


class Filled:
    """A day in which simulated responders sit on every seat and work through one runbook."""

    def __init__(self) -> None:
        alarm = Inject(
            id="alarm", at=0, by="alert", to=(TECH, LEAD), text="Gone.",
            tells={"function": "down", "data": "lost"},
        )  # fmt: skip
        steps = (a_step("first"), a_step("second", after="first"))
        plan = a_plan(runbooks=[a_runbook(*steps)], injects=(alarm,), lasts=hours(9))
        used = {"runbooks": (RunbookUse(runbook=RUN),)}
        scenario = plan.scenario.model_copy(update=used)
        self.exercise: Exercise
        self.events: list[Event]
        self.exercise, self.events = opened(
            plan.model_copy(update={"scenario": scenario}), profile="seasoned"
        )

    def until(self, body: Body) -> Event:
        """Go on until this has happened; the event that says so."""
        while self.exercise.now < hours(8):
            self.events += self.exercise.advance(to=Millis(self.exercise.now + minutes(1)))
            found = [event for event in self.events if event.body == body]
            if found:
                return found[-1]
        raise AssertionError(f"{body} never happened")

    def says(self, command: Command) -> None:
        """Control's helper in the room says this from the lead's chair."""
        self.events += self.exercise.receive(
            command, at=self.exercise.now, actor="somebody", seat=LEAD, origin="person"
        )


def test_a_simulated_seat_does_what_it_is_given_and_the_owner_leaves_it_be() -> None:
    day = Filled()
    day.until(p.StepStarted(run=RUN, step="first"))

    day.says(p.AssignStep(run=RUN, step="second", seat=PRESS))

    assert day.until(p.StepStarted(run=RUN, step="second")).role == PRESS
    assert day.until(p.StepFinished(run=RUN, step="second")).role == PRESS


def test_a_simulated_seat_finishes_again_what_somebody_took_back() -> None:
    day = Filled()
    first = day.until(p.StepFinished(run=RUN, step="first"))

    day.says(p.ReopenStep(run=RUN, step="first", words=WORDS))
    day.until(p.StepStarted(run=RUN, step="second"))

    finishes = [e for e in day.events if e.body == p.StepFinished(run=RUN, step="first")]
    assert [e.role for e in finishes] == [TECH, TECH]
    assert finishes[1].at > first.at
