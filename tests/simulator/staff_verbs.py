"""Every verb of control and evaluator, with what was said before it and what follows."""

from evidence import Millis
from evidence.kinds import control as c
from evidence.kinds import exercise as x
from evidence.kinds import procedure as p
from evidence.kinds import world as w
from tests.builders import minutes
from tests.simulator.room import WORDS
from tests.simulator.verb_words import CONTROL, EVALUATOR, LEAD, PROPOSED, TECH, Case, Said, inject

CONTROLS: list[Case] = [
    (
        [],
        (CONTROL, x.EndExercise()),
        [
            c.InjectSet(inject="late", state="not-reached"),
            x.ExerciseEnded(open_gates=("understood", "controlled", "risk")),
        ],
    ),
    ([], (CONTROL, x.HoldExercise()), [x.ExerciseHeld(because="control")]),
    ([(CONTROL, x.HoldExercise())], (CONTROL, x.ResumeExercise()), [x.ExerciseResumed()]),
    ([], (CONTROL, x.SetPace(num=6)), [x.PaceSet(num=6)]),
    (
        [],
        (CONTROL, x.JumpTo(to=Millis(minutes(8)))),
        [x.ExerciseJumped(to=Millis(minutes(8)))],
    ),
    ([], (CONTROL, x.GoByHand()), [x.WentByHand()]),
    ([], (CONTROL, x.HandOverControl(to_actor="eve")), [x.ControlHandedOver(to_actor="eve")]),
    (
        [],
        (CONTROL, inject("fire")),
        [
            c.InjectFired(
                inject="late",
                channel="email",
                text="Any news?",
                planned_at=Millis(minutes(40)),
                by_hand=True,
            )
        ],
    ),
    ([], (CONTROL, inject("skip")), [c.InjectSet(inject="late", state="skipped")]),
    ([], (CONTROL, inject("hold-back")), [c.InjectSet(inject="late", state="held-back")]),
    (
        [(CONTROL, inject("hold-back"))],
        (CONTROL, inject("release")),
        [c.InjectSet(inject="late", state="released")],
    ),
    (
        [(CONTROL, inject("fire"))],
        (CONTROL, inject("withdraw")),
        [c.InjectSet(inject="late", state="withdrawn")],
    ),
    (
        [],
        (CONTROL, c.ShiftInject(inject="late", to=Millis(minutes(50)))),
        [c.InjectSet(inject="late", state="shifted", to=Millis(minutes(50)))],
    ),
    (
        [],
        (CONTROL, c.EditInject(inject="late", text=WORDS)),
        [c.InjectSet(inject="late", state="edited")],
    ),
    (
        [],
        (CONTROL, c.AddInject(inject="extra", to_seats=(TECH,), channel="email", text=WORDS)),
        [c.InjectFired(inject="extra", channel="email", text_in=9, adhoc=True, by_hand=True)],
    ),
    (
        [],
        (CONTROL, c.SpeakAs(who="the board", to_seats=(LEAD,), words=WORDS)),
        [w.PersonSpoke(who="the board", channel="phone", said=9)],
    ),
    (
        [],
        (CONTROL, c.SetWorld(effects=({"break-tool": "chat"},))),
        [
            w.WorldSet(effects=({"break-tool": "chat"},)),
            w.ToolFailed(tool="chat"),
        ],
    ),
    (
        [],
        (CONTROL, c.ExcuseSpan(from_at=Millis(0), until_at=Millis(9))),
        [c.SpanExcused(from_at=Millis(0), until_at=Millis(9), code="EX-SIM")],
    ),
    (
        [],
        (CONTROL, c.ExtendDeadline(expectation="says-aloud", by_ms=minutes(1))),
        [c.DeadlineExtended(expectation="says-aloud", by_ms=minutes(1))],
    ),
    (
        [],
        (CONTROL, c.RelayEvent(from_team="blue", words=WORDS)),
        [c.EventRelayed(from_team="blue", said=9)],
    ),
    ([], (CONTROL, c.WriteNote(words=WORDS)), []),
    (
        [PROPOSED],
        (CONTROL, p.Adjudicate(action="pull-plug", ruling="takes", takes_ms=minutes(3))),
        [p.ActionAdjudicated(action="pull-plug", ruling="takes", takes_ms=minutes(3))],
    ),
]

EVALUATORS: list[Case] = [
    (
        [],
        (EVALUATOR, c.Observe(task="notice", about=(4,), words=WORDS)),
        [c.ObservationRecorded(task="notice", about=(4,))],
    ),
    ([], (EVALUATOR, c.ObserveMood(mood="stuck")), [c.MoodObserved(mood="stuck")]),
    (
        [],
        (EVALUATOR, c.TickAction(expectation="says-aloud")),
        [
            c.ActionTicked(expectation="says-aloud", seen=True),
            c.ExpectationMet(expectation="says-aloud", inject="alarm", by=9, late=False),
        ],
    ),
    (
        [],
        (EVALUATOR, c.RateTask(task="notice", rating="S", about=(4,))),
        [c.TaskRated(task="notice", rating="S", about=(4,), override=False, reasoned=False)],
    ),
    ([], (EVALUATOR, c.MarkArtificial(about=(4,))), [c.ArtificialMarked(about=(4,))]),
]

BEFORE_START: list[Said] = [
    (LEAD, x.AnswerCommsCheck()),
    (CONTROL, x.AcceptPoints(points=("seats",), words=WORDS)),
]
