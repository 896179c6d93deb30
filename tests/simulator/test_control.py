"""What control does beside the MSEL, and who sees it."""

import pytest

from evidence import Command, Millis
from evidence.kinds import control as c
from evidence.kinds import exercise as x
from evidence.kinds.incident import EnterLog, LogEntered
from evidence.kinds.world import PersonSpoke
from scenarios.conditions import Declared
from scenarios.injects import Expectation, Inject
from scenarios.plan import Plan
from tests.builders import a_plan, hours, minutes
from tests.simulator.playing import library_plan, opened
from tests.simulator.room import WORDS, Room

TECH, LEAD = "duty-engineer", "incident-manager"


def the_plan() -> Plan:
    declared = Expectation(
        id="declared", text="Declared", seen=Declared(declared="incident"), by=minutes(10)
    )
    alarm = Inject(id="alarm", at=0, by="alert", to=(TECH,), text="Errors.", expects=(declared,))
    return a_plan(injects=(alarm,))


@pytest.fixture
def room() -> Room:
    room = Room(the_plan())
    room.wait_until(minutes(1))
    return room


def test_control_speaks_as_anybody_and_only_whom_it_speaks_to_hears_it(room: Room) -> None:
    room.controls(c.SpeakAs(who="the board", to_seats=(LEAD,), words=WORDS))

    (spoken,) = room.happened(PersonSpoke)
    to = next(event.to for event in room.events if event.body is spoken)
    assert (spoken.who, to) == ("the board", (f"seat:{LEAD}",))


def test_what_another_team_did_is_relayed_to_this_one(room: Room) -> None:
    room.controls(c.RelayEvent(from_team="blue", words=WORDS))

    (relayed,) = room.happened(c.EventRelayed)
    to = next(event.to for event in room.events if event.body is relayed)
    assert (relayed.from_team, to) == ("blue", ("team",))


def test_a_deadline_is_extended_from_where_it_was(room: Room) -> None:
    room.controls(c.ExtendDeadline(expectation="declared", by_ms=minutes(5)))

    room.wait_until(minutes(15))
    in_time = room.happened(c.ExpectationMissed)
    room.wait_until(minutes(15) + 1)

    assert in_time == []
    assert len(room.happened(c.ExpectationMissed)) == 1


def test_a_team_is_brought_level_by_a_jump_of_its_own_exercise(room: Room) -> None:
    room.controls(x.JumpTo(to=Millis(minutes(30))))

    assert room.exercise.now == minutes(30)
    assert room.exercise.clock.played(room.exercise.now) == minutes(1)


def test_control_is_handed_over_on_the_record(room: Room) -> None:
    room.controls(x.HandOverControl(to_actor="cleo"))

    assert room.happened(x.ControlHandedOver) == [x.ControlHandedOver(to_actor="cleo")]


def test_after_a_hand_over_only_the_new_holder_gives_controls_commands(room: Room) -> None:
    room.controls(x.HandOverControl(to_actor="cleo"))

    refusal = room.asks_control(x.SetPace(num=2, den=1), who="control")
    room.controls(x.SetPace(num=2, den=1), who="cleo")

    assert refusal == "Control was handed over; take it over before you act."
    assert [pace.num for pace in room.happened(x.PaceSet)] == [2]


def test_after_a_hand_over_all_of_control_can_still_hold_and_write_a_note(room: Room) -> None:
    room.controls(x.HandOverControl(to_actor="cleo"))

    room.controls(c.WriteNote(words=WORDS), who="control")
    room.controls(x.HoldExercise(), who="control")

    assert room.happened(x.ExerciseHeld) == [x.ExerciseHeld(because="control")]


def test_a_note_is_about_an_event_that_the_list_has_and_entries_that_are_there(room: Room) -> None:
    room.controls(c.WriteNote(words=WORDS, inject="alarm", about=(0,)))

    nowhere = room.asks_control(c.WriteNote(words=WORDS, inject="no-such-thing"))
    assert nowhere == "The plan has no inject `no-such-thing`."
    later = room.asks_control(c.WriteNote(words=WORDS, about=(9_999,)))
    assert later == "The record has no entry 9999 to cite."


def test_whoever_is_of_control_can_take_it_over_on_the_record(room: Room) -> None:
    room.controls(x.HandOverControl(to_actor="cleo"))

    handed_on = room.asks_control(x.HandOverControl(to_actor="sam"), who="control")
    room.controls(x.HandOverControl(to_actor="control"), who="control")
    room.controls(x.HoldExercise(), who="control")

    assert handed_on == "Control was handed over; take it over before you act."
    assert [handed.to_actor for handed in room.happened(x.ControlHandedOver)] == ["cleo", "control"]


def test_whoever_finds_the_engine_out_may_go_on_by_hand(room: Room) -> None:
    room.controls(x.HandOverControl(to_actor="cleo"))

    room.controls(x.GoByHand(), who="control")

    assert len(room.happened(x.WentByHand)) == 1


def test_a_span_is_excused_with_its_code(room: Room) -> None:
    room.controls(
        c.ExcuseSpan(from_at=Millis(0), until_at=Millis(minutes(1)), code="EX-SIM", words=WORDS)
    )

    assert room.happened(c.SpanExcused) == [
        c.SpanExcused(from_at=Millis(0), until_at=Millis(minutes(1)), code="EX-SIM")
    ]


def test_before_play_a_real_incident_is_told_aloud() -> None:
    room = Room(the_plan(), started=False)

    assert room.asks("duty-engineer", x.StopForReal()) == (
        "Nothing has begun, so there is nothing to stop. Tell your facilitator aloud."
    )


def test_anybody_stops_for_a_real_incident_and_the_team_stands_in_a_hold(room: Room) -> None:
    room.does(TECH, x.StopForReal())

    assert room.happened(x.ExerciseHeld) == [x.ExerciseHeld(because="real-incident")]
    assert room.exercise.state.held
    assert room.asks(LEAD, EnterLog()) == "The exercise is on hold; your answer was not taken."
    assert room.exercise.next_at() is None


def test_a_real_incident_in_a_hold_is_told_as_one(room: Room) -> None:
    room.controls(x.HoldExercise())

    room.does(TECH, x.StopForReal())

    assert [held.because for held in room.happened(x.ExerciseHeld)] == ["control", "real-incident"]
    assert room.exercise.state.held


def test_a_scribe_writes_for_another_role_and_the_record_says_who_spoke(room: Room) -> None:
    room.does(TECH, EnterLog(about="alarm", said_by=LEAD, about_at=Millis(0)))

    (entered,) = room.happened(LogEntered)
    role = next(event.role for event in room.events if event.body is entered)
    assert (role, entered.said_by, entered.about_at) == (TECH, LEAD, 0)


@pytest.mark.parametrize(
    "command",
    [
        c.SpeakAs(who="x", words=WORDS),
        x.HandOverControl(to_actor="x"),
        x.JumpTo(to=Millis(hours(1))),
    ],
    ids=lambda command: command.kind,
)
def test_a_team_cannot_do_what_is_controls(room: Room, command: Command) -> None:
    assert room.asks(LEAD, command) == "Only control can do this."


@pytest.mark.parametrize(
    ("command", "says"),
    [
        (
            c.SetWorld(effects=({"recover": "paymnts-api"},)),
            "There is no service `paymnts-api`; did you mean `payments-api`?",
        ),
        (
            c.SetWorld(effects=({"absent": "nobody-knows"},)),
            "There is no role `nobody-knows`",
        ),
        (
            x.JumpTo(to=Millis(32 * 24 * hours(1)), through=True, words=WORDS),
            "A jump goes no further than 31 days after StartEx.",
        ),
        (x.SetPace(num=1, den=61), "The pace lies between 1/60 and 1000."),
        (x.SetPace(num=1001), "The pace lies between 1/60 and 1000."),
    ],
)
def test_what_control_mistypes_is_refused_and_nothing_happens(
    room: Room, command: Command, says: str
) -> None:
    refusal = room.asks_control(command)

    assert refusal is not None
    assert refusal.startswith(says)


def test_a_jump_over_a_phase_passes_no_played_time_and_lands_at_its_pace() -> None:
    exercise, _ = opened(library_plan("restore"), profile=None)
    exercise.advance(to=Millis(hours(1)))

    exercise.receive(x.JumpTo(to=Millis(hours(3)), through=True, words=WORDS), at=Millis(hours(1)))

    assert exercise.now == hours(3)
    assert exercise.clock.played(exercise.now) == hours(1)
    assert exercise.clock.pace == (6, 1)


def test_an_added_inject_shows_only_what_a_legal_test_can_read(room: Room) -> None:
    extra = c.AddInject(
        inject="extra",
        to_seats=(LEAD,),
        channel="email",
        text=WORDS,
        tells={"LAW-clients-share": "most"},
    )

    assert room.asks_control(extra) == (
        "`most` is no number and no duration; write for example clients-share=100001, "
        "clients-share=10.5 or clients-share=2h1m."
    )
    assert [one.inject for one in room.happened(c.InjectFired)] == ["alarm"]
