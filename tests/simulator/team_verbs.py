"""Every verb of the team, with what was said before it and what follows."""

from evidence import Millis
from evidence.kinds import exercise as x
from evidence.kinds import incident as i
from evidence.kinds import outside as o
from evidence.kinds import procedure as p
from tests.builders import hours, minutes
from tests.simulator.room import WORDS
from tests.simulator.verb_words import (
    AWARE,
    CASE,
    CIO,
    DPO,
    DRAFTED,
    FREEZES,
    FROZEN,
    GATES,
    ITEMS,
    LATER,
    LEAD,
    OPENED,
    PRESS,
    PROPOSED,
    RUN,
    SEEN,
    SKIPPED,
    TECH,
    TO_CUSTOMERS,
    Case,
    message,
)

TEAM: list[Case] = [
    ([], (LEAD, x.SayMood(mood="stuck")), [x.MoodSaid(mood="stuck")]),
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
