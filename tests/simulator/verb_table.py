"""Every verb of team, control and evaluator, with what was said before it and what follows."""

from collections.abc import Sequence
from typing import TypeAlias

from evidence import Body, Command, Millis
from evidence.kinds import control as c
from evidence.kinds import exercise as x
from evidence.kinds import incident as i
from evidence.kinds import outside as o
from evidence.kinds import procedure as p
from evidence.kinds import world as w
from tests.builders import hours, minutes
from tests.simulator.room import WORDS, Room

TECH, LEAD, PRESS, CIO, DPO = (
    "duty-engineer",
    "incident-manager",
    "press-office",
    "cio",
    "privacy-lead",
)
CONTROL, EVALUATOR = "control", "evaluator"
LATER = None
"""Ten minutes go by."""
RUN = "restore-db"

Said: TypeAlias = tuple[str, Command]
"""Who says what."""

SEEN: Said = (TECH, i.Acknowledge(signal="alarm"))
OPENED: Said = (TECH, p.StartRun(run=RUN))
FREEZES: Said = (TECH, p.StartStep(run=RUN, step="freeze-writes"))
FROZEN: Said = (TECH, p.FinishStep(run=RUN, step="freeze-writes", evidence=("row-counts",)))
DRAFTED: Said = (PRESS, o.DraftMessage(message="hello", audience="staff", channel="chat"))
TO_CUSTOMERS: Said = (
    PRESS,
    o.DraftMessage(message="news", audience="customers", channel="email"),
)
CASE: Said = (TECH, o.OpenVendorCase(vendor="northcloud"))
AWARE: Said = (DPO, i.ClaimAwareness(of="alarm", about_at=Millis(minutes(4))))
PROPOSED: Said = (TECH, p.ProposeAction(action="pull-plug", words=WORDS))
ITEMS: list[Said] = [
    (LEAD, i.ConfirmItem(item=item))
    for item in (
        "fixes-removed",
        "changes-captured",
        "reconciled",
        "monitoring",
        "integrity",
        "follow-up",
    )
]
GATES: list[Said] = [
    (LEAD, i.PassGate(gate="understood")),
    (LEAD, i.PassGate(gate="controlled")),
    (LEAD, i.PassGate(gate="risk")),
]
SKIPPED: list[Said] = [
    (TECH, p.SkipStep(run=RUN, step=step, code="EX-NA", words=WORDS))
    for step in ("freeze-writes", "mount", "transfer")
]


def message(how: o.MessageHow) -> Command:
    return o.HandleMessage(message="hello", version=1, how=how)


def inject(how: c.InjectHow) -> Command:
    return c.HandleInject(inject="late", how=how)


Case: TypeAlias = tuple[Sequence[Said | None], Said, list[Body]]
"""What was said before, what is said, and what follows from it at once."""

TEAM: list[Case] = [
    ([SEEN], (TECH, i.EnterLog(tag="fact")), [i.LogEntered(tag="fact")]),
    (
        [],
        SEEN,
        [i.IncidentDetected(signal=4), i.SignalAcknowledged(signal="alarm")],
    ),
    ([SEEN], (LEAD, i.DeclareIncident()), [i.IncidentDeclared()]),
    (
        [],
        (LEAD, i.CallSeverity(level=1, answers={"working": "No"})),
        [i.SeverityCalled(level=1, tree_says=1)],
    ),
    (
        [],
        AWARE,
        [
            i.AwarenessClaimed(
                of="alarm", since=Millis(minutes(4)), lag_ms=minutes(1), governs=True
            ),
            o.DutyStarted(
                duty="authority",
                since=Millis(minutes(4)),
                due=Millis(hours(72) + minutes(4)),
                rule="72 h",
                state="running",
            ),
        ],
    ),
    (
        [],
        (LEAD, i.AssignRole(role="incident_commander", seat=CIO)),
        [i.RoleAssigned(role="incident_commander", seat=CIO)],
    ),
    ([], (LEAD, i.OpenChannel()), [i.ChannelOpened()]),
    ([], (LEAD, i.CallUp(who=CIO)), [i.CalledUp(who=CIO, reached=True)]),
    (
        [],
        (CIO, i.RecordDecision(type="other", choice="now", decision="stop-sales", words=WORDS)),
        [
            i.DecisionRecorded(
                type="other",
                choice="now",
                decision="stop-sales",
                owner=CIO,
                made_at=Millis(minutes(5)),
                reasoned=True,
            )
        ],
    ),
    (
        [],
        (TECH, i.RaiseException(code="EX-NA", about="mount", reviewer=CIO, words=WORDS)),
        [i.ExceptionRaised(code="EX-NA", about="mount", reviewer=CIO, reasoned=True)],
    ),
    (
        [],
        (TECH, i.AnswerQuestion(question="what-now", option="now", dissent=(CIO,), sure="guess")),
        [i.QuestionAnswered(question="what-now", option="now", dissent=(CIO,), sure="guess")],
    ),
    (
        [(TECH, i.AnswerQuestion(question="what-now", option="now"))],
        (CIO, i.EnterDissent(about="what-now", words=WORDS)),
        [i.DissentEntered(about="what-now", answer="now")],
    ),
    ([], ITEMS[3], [i.ItemConfirmed(item="monitoring")]),
    ([], GATES[0], [i.GatePassed(gate="understood")]),
    ([*ITEMS, *GATES], (LEAD, i.CloseIncident()), [i.IncidentClosed()]),
    (
        [],
        (TECH, p.HandleChange(change="open-port", how="remove")),
        [p.ChangeHandled(change="open-port", how="remove")],
    ),
    ([], (TECH, p.RunQuery(source="logs")), [p.QueryReturned(source="logs")]),
    ([], PROPOSED, [p.ActionProposed(action="pull-plug")]),
    ([], (TECH, p.TakeResponse(response="freeze")), [p.ResponseTaken(response="freeze")]),
    ([], (TECH, x.StopForReal()), [x.ExerciseHeld(because="real-incident")]),
]

RUNBOOK: list[Case] = [
    ([], OPENED, [p.RunStarted(run=RUN, version="1")]),
    (
        [OPENED],
        (TECH, p.CheckPrecondition(run=RUN, precondition="writes-stopped", passed=True)),
        [p.PreconditionChecked(run=RUN, precondition="writes-stopped", passed=True)],
    ),
    (
        [OPENED],
        FREEZES,
        [
            p.ResponseTaken(response="freeze", run=RUN, step="freeze-writes"),
            p.StepStarted(run=RUN, step="freeze-writes"),
        ],
    ),
    (
        [OPENED, FREEZES, LATER],
        FROZEN,
        [p.StepFinished(run=RUN, step="freeze-writes", evidence=("row-counts",))],
    ),
    (
        [OPENED],
        (TECH, p.SkipStep(run=RUN, step="mount", deviation="justified-adaptation", words=WORDS)),
        [p.StepSkipped(run=RUN, step="mount", deviation="justified-adaptation", reasoned=True)],
    ),
    (
        [OPENED, (TECH, p.StartStep(run=RUN, step="mount"))],
        (TECH, p.FailStep(run=RUN, step="mount")),
        [p.StepFailed(run=RUN, step="mount")],
    ),
    (
        [
            OPENED,
            FREEZES,
            LATER,
            FROZEN,
            (TECH, p.TakeResponse(response="count")),
            LATER,
        ],
        (TECH, p.ValidateStep(run=RUN, step="freeze-writes", passed=True)),
        [p.StepValidated(run=RUN, step="freeze-writes", passed=True)],
    ),
    (
        [OPENED],
        (CIO, p.ApproveStep(run=RUN, step="transfer")),
        [p.StepApproved(run=RUN, step="transfer", simulated=False)],
    ),
    (
        [OPENED],
        (LEAD, p.AssignStep(run=RUN, step="mount", seat=PRESS)),
        [p.StepAssigned(run=RUN, step="mount", seat=PRESS)],
    ),
    (
        [OPENED, FREEZES, LATER, FROZEN],
        (TECH, p.ReopenStep(run=RUN, step="freeze-writes", words=WORDS)),
        [p.StepReopened(run=RUN, step="freeze-writes")],
    ),
    (
        [OPENED],
        (TECH, p.CaptureEvidence(run=RUN, item="row-counts")),
        [p.EvidenceCaptured(run=RUN, item="row-counts")],
    ),
    (
        [OPENED],
        (LEAD, p.StopRun(run=RUN, condition="wrong-host")),
        [p.RunStopped(run=RUN, condition="wrong-host")],
    ),
    ([OPENED], (LEAD, p.RollBackRun(run=RUN)), [p.RunRolledBack(run=RUN)]),
    ([OPENED, *SKIPPED], (TECH, p.FinishRun(run=RUN)), [p.RunFinished(run=RUN)]),
]

OUTSIDE: list[Case] = [
    (
        [],
        DRAFTED,
        [o.MessageDrafted(message="hello", version=1, audience="staff", channel="chat")],
    ),
    (
        [DRAFTED],
        (PRESS, message("withdraw")),
        [
            o.MessageHandled(
                message="hello",
                version=1,
                audience="staff",
                channel="chat",
                how="withdraw",
                author=PRESS,
            )
        ],
    ),
    (
        [(TECH, x.PersonJoined(seat=TECH)), TO_CUSTOMERS],
        (PRESS, o.DelegateApproval(message="news", seat=TECH)),
        [o.ApprovalDelegated(message="news", seat=TECH, instead_of=(CIO,))],
    ),
    (
        [AWARE],
        (
            DPO,
            o.NotifyAuthority(duty="authority", recipient="the authority", channel="portal"),
        ),
        [
            o.DutyNotified(
                duty="authority", recipient="the authority", channel="portal", late_by_ms=0
            )
        ],
    ),
    (
        [AWARE],
        (DPO, o.DeclineDuty(duty="authority", words=WORDS)),
        [o.DutyDeclined(duty="authority", owner=DPO, reasoned=True)],
    ),
    (
        [],
        (DPO, o.UpdateBreachRecord(field="subjects", tag="assumption", low=3, high=9)),
        [o.BreachRecordUpdated(field="subjects", tag="assumption", low=3, high=9, given=False)],
    ),
    ([], CASE, [o.VendorOpened(vendor="northcloud", answer_due=Millis(minutes(65)))]),
    ([CASE], (TECH, o.ChaseVendor(vendor="northcloud")), [o.VendorChased(vendor="northcloud")]),
    (
        [CASE],
        (TECH, o.EscalateVendor(vendor="northcloud", rung=1)),
        [o.VendorEscalated(vendor="northcloud", rung=1, in_order=True)],
    ),
    (
        [CASE],
        (TECH, o.NoteOversight(vendor="northcloud", words=WORDS)),
        [o.OversightNoted(vendor="northcloud")],
    ),
]

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

TEAM += [([], (LEAD, x.SayMood(mood="stuck")), [x.MoodSaid(mood="stuck")])]

CASES = [*TEAM, *RUNBOOK, *OUTSIDE, *CONTROLS, *EVALUATORS]


def say(room: Room, said: Sequence[Said | None]) -> None:
    """Say these things one after the other; ten minutes go by where nothing is said."""
    for one in said:
        if one is LATER:
            room.wait_until(room.exercise.now + minutes(10))
        else:
            refusal = _asks(room, *one)
            assert refusal is None, refusal


def _asks(room: Room, who: str, command: Command) -> str | None:
    if isinstance(command, x.PersonJoined):
        room.joins(command.seat)
        return None
    if who == CONTROL:
        return room.asks_control(command)
    return room.evaluates(command) if who == EVALUATOR else room.asks(who, command)
