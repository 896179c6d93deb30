"""The one vocabulary: every kind of leaf in a plain sentence.

The report tells what a reader of the whole story would miss.  A figure also rests on smaller
things, and an auditor reads every leaf, so those have their words here: facts in the past, commands
in the imperative, because what was asked and what came of it are two leaves.
"""

from collections.abc import Callable
from typing import Any, Final

from evidence import Body, Event
from evidence.kinds import control as c
from evidence.kinds import exercise as x
from evidence.kinds import incident as i
from evidence.kinds import outside as o
from evidence.kinds import procedure as p
from evidence.kinds import review as r
from evidence.kinds import world as w
from scoring.report.names import Names
from scoring.report.telling import tell, tells
from scoring.wording import instant, span


def in_words(names: Names, event: Event) -> str:
    """What a leaf says, in one plain sentence; every kind has one."""
    told = tell(names, event)
    if told is not None:
        return told.words
    smaller = _SMALLER.get(type(event.body))
    if smaller is not None:
        return smaller(names, event.body)
    return ASKED[event.kind]


def has_words(kind: type[Body]) -> bool:
    """Whether a kind is said in words of its own."""
    return tells(kind) or kind in _SMALLER or kind.kind in ASKED


def _reference(n: Names, b: i.SeverityReferenceSet) -> str:
    level = f"SEV{b.worst}" if b.worst == b.mildest else f"SEV{b.worst} to SEV{b.mildest}"
    return f"Experts would call {level} from here on: {b.because}"


def _fired(n: Names, b: c.InjectFired) -> str:
    came = "It comes true" if b.channel == "none" else n.words(b.channel).capitalize()
    return f"{came}: {n.inject(b.inject)}"


def _logged(n: Names, b: i.LogEntered) -> str:
    return f"logged {'an' if b.tag[0] in 'aeiou' else 'a'} {b.tag}" + (
        f" about {n.words(b.about)}" if b.about else ""
    )


def _rated(n: Names, b: c.TaskRated) -> str:
    return f"An evaluator rated {n.words(b.task)} {b.rating}"


def _ruled(n: Names, b: p.ActionAdjudicated) -> str:
    ruling = {"no-effect": "has no effect", "takes": f"takes {span(b.takes_ms)}"}
    return f"Control ruled: the proposed action {ruling.get(b.ruling, n.words(b.ruling))}"


def _effects(n: Names, effects: tuple[dict[str, str], ...]) -> str:
    each = [(verb, part) for effect in effects for verb, part in list(effect.items())[:1]]
    return "; ".join(f"{n.words(verb)} {n.title(part)}" for verb, part in each)


_SMALLER: Final[dict[type[Body], Callable[[Names, Any], str]]] = {
    c.InjectFired: _fired,
    c.ExpectationOpened: lambda n, b: (
        f"Expected within {span(b.due_in_ms)}: {n.expectation(b.expectation)}"
    ),
    c.ExpectationMet: lambda n, b: (
        f"Seen{', late' if b.late else ''}: {n.expectation(b.expectation)}"
    ),
    c.ActionTicked: lambda n, b: (
        f"An evaluator saw {'it' if b.seen else 'nothing of it'}: {n.expectation(b.expectation)}"
    ),
    c.TaskRated: _rated,
    c.ObservationRecorded: lambda n, b: "An evaluator observed something",
    c.MoodObserved: lambda n, b: f"The team seemed {b.mood}",
    c.ArtificialMarked: lambda n, b: "An evaluator marked leaves as artificial",
    c.SpanExcused: lambda n, b: f"Control excused {instant(b.from_at)} to {instant(b.until_at)}",
    x.ExerciseOpened: lambda n, b: "The exercise was opened",
    x.OutageEnded: lambda n, b: f"The server had been away for {span(b.away_ms)}",
    x.PointsAccepted: lambda n, b: (
        f"Amber at the start, with a reason: {', '.join(n.words(point) for point in b.points)}"
    ),
    x.WentByHand: lambda n, b: "From here on control states what happens",
    w.OutageBegan: lambda n, b: f"The outage of {n.title(b.service)} begins",
    w.ServiceRestored: lambda n, b: f"{n.title(b.service)} is up again, not yet validated",
    w.ReplicaLagged: lambda n, b: f"A copy of {n.title(b.dataset)} falls behind",
    w.SignalJudged: lambda n, b: f"{n.words(b.signal).capitalize()} is {b.verdict}",
    i.LogEntered: _logged,
    i.IncidentDetected: lambda n, b: "The team has noticed: its first entry after a true signal",
    i.SeverityReferenceSet: _reference,
    i.ItemConfirmed: lambda n, b: (
        f"confirmed: {n.words(b.item)}{'' if b.evidence else ', without evidence'}"
    ),
    i.ExceptionRaised: lambda n, b: f"raised {b.code} about {n.words(b.about)}",
    p.StepStarted: lambda n, b: f"began: {n.step(b.run, b.step)}",
    p.PreconditionChecked: lambda n, b: (
        f"checked {n.words(b.precondition)}: {'passed' if b.passed else 'not passed'}"
    ),
    p.EvidenceCaptured: lambda n, b: f"kept as evidence: {n.words(b.item)}",
    p.ChangeHandled: lambda n, b: f"handled the temporary change {n.words(b.change)}",
    o.MessageDrafted: lambda n, b: f"wrote a message to {n.audience(b.audience)}",
    o.OversightNoted: lambda n, b: f"noted the oversight of {n.title(b.vendor)}",
    o.BreachRecordUpdated: lambda n, b: f"wrote into the breach record: {n.words(b.field)}",
    r.FigureContested: lambda n, b: f"contested {b.figure}",
    r.FigureRuled: lambda n, b: f"The lead evaluator ruled on {b.figure}: {n.words(b.ruling)}",
    r.RatingSettled: lambda n, b: f"The lead evaluator settled {n.words(b.task)}: {b.rating}",
    r.CapabilityRated: lambda n, b: f"The lead evaluator rated {n.words(b.capability)} {b.rating}",
    r.DeviationClassified: lambda n, b: (
        f"An evaluator called the deviation at {n.step(b.run, b.step)} {n.words(b.deviation)}"
    ),
    r.MessagesCompared: lambda n, b: (
        f"An evaluator compared two messages: they {'contradict' if b.contradict else 'fit'}"
    ),
    r.CoordinationMarked: lambda n, b: (
        f"An evaluator {'saw' if b.seen else 'did not see'} the duty: {n.words(b.duty)}"
    ),
    x.ControlHandedOver: lambda n, b: "Control was handed over",
    x.CommsCheckAnswered: lambda n, b: f"{n.title(b.seat)} answered the comms check",
    x.MoodSaid: lambda n, b: f"said how the team is doing: {b.mood}",
    x.SeatTaken: lambda n, b: f"{n.title(b.seat)} is taken",
    x.SeatEmptied: lambda n, b: f"{n.title(b.seat)} is empty",
    x.CommandRefused: lambda n, b: f"refused: {b.says}",
    p.RunRolledBack: lambda n, b: f"rolled back the runbook: {n.runbook(b.run)}",
    p.ActionProposed: lambda n, b: "proposed an action of their own",
    p.ActionAdjudicated: _ruled,
    p.ActionEnded: lambda n, b: f"The proposed action {'worked' if b.worked else 'did not work'}",
    p.CopyFound: lambda n, b: f"found a copy of {n.title(b.dataset)}: {b.title}",
    p.ChangeMade: lambda n, b: f"A temporary change stands: {b.title}",
    o.VendorFixed: lambda n, b: f"{n.title(b.vendor)} has fixed it",
    w.BackupMade: lambda n, b: (
        f"A backup of {n.title(b.dataset)} was made{'' if b.usable else ', and cannot be used'}"
    ),
    w.PersonSpoke: lambda n, b: "Control spoke as a simulated person",
    w.FlagSet: lambda n, b: (
        f"From here on {'it holds' if b.raised else 'it no longer holds'}: {n.words(b.flag)}"
    ),
    w.WorldSet: lambda n, b: f"Control set the world by hand: {_effects(n, b.effects)}",
    c.InjectSet: lambda n, b: f"“{n.inject(b.inject)}” was {n.words(b.state)}",
    c.DeadlineExtended: lambda n, b: f"{span(b.by_ms)} more for: {n.expectation(b.expectation)}",
    c.EventRelayed: lambda n, b: f"Control relayed what {b.from_team} said",
    r.RatersAssigned: lambda n, b: "The lead evaluator said who rates what",
    r.RatingsOpened: lambda n, b: "The raters' ratings were opened to one another",
    r.MemoryAdded: lambda n, b: f"A card for the hot-wash, under {n.words(b.under)}",
    r.PostMortemWritten: lambda n, b: f"wrote the post-mortem: {n.words(b.section)}",
    r.FeedbackGiven: lambda n, b: "Somebody gave feedback on the exercise",
    r.ImprovementProposed: lambda n, b: f"proposed an improvement: {n.words(b.improvement)}",
    r.ImprovementAgreed: lambda n, b: f"agreed an improvement: {n.words(b.improvement)}",
    r.ImprovementDropped: lambda n, b: f"dropped an improvement: {n.words(b.improvement)}",
    r.ReportEdited: lambda n, b: f"changed words of the report: {n.words(b.section)}",
    r.SignOffGiven: lambda n, b: f"signed off: {n.words(b.statement)}",
    r.SignOffWithdrawn: lambda n, b: f"withdrew a sign-off: {n.words(b.statement)}",
}

ASKED: Final[dict[str, str]] = {
    "exercise.opened": "The exercise was opened",
    "clock.marked": "The server was alive",
    "outage.ended": "The server was back",
    "person.joined": "Somebody sits down",
    "person.left": "Somebody gets up",
    "field.redacted": "Typed words were taken out for good",
    "exercise.start": "Start the exercise",
    "preflight.accept": "Begin although points of the pre-flight are amber",
    "comms-check.answer": "Answer the comms check",
    "mood.say": "Say how the team is doing",
    "exercise.end": "End play",
    "exercise.hold": "Hold the exercise",
    "exercise.resume": "Go on",
    "exercise.set-pace": "Set the pace",
    "exercise.jump": "Jump ahead",
    "exercise.go-by-hand": "Go on by hand",
    "exercise.stop-for-real": "Stop: something real is happening",
    "control.hand-over": "Hand over control",
    "log.enter": "Write into the log",
    "signal.acknowledge": "Take the page",
    "incident.declare": "Say whether this is an incident",
    "severity.call": "Call a severity",
    "awareness.claim": "Say since when we are aware",
    "role.assign": "Give somebody a role",
    "channel.open": "Open the incident channel",
    "person.call-up": "Call somebody up",
    "decision.record": "Record a decision",
    "exception.raise": "Raise an exception",
    "question.answer": "Answer a question",
    "dissent.enter": "Hold another view",
    "recovery.confirm": "Confirm an item of the controlled state",
    "gate.pass": "Pass a gate",
    "incident.close": "Close the incident",
    "run.start": "Open a runbook",
    "run.check": "Check what has to hold first",
    "step.start": "Begin a step",
    "step.finish": "Finish a step",
    "step.skip": "Skip a step",
    "step.fail": "Say that a step failed",
    "step.validate": "Check the result of a step",
    "step.approve": "Approve a step",
    "step.assign": "Give a step to somebody",
    "step.reopen": "Take the finish of a step back",
    "run.capture": "Keep something as evidence",
    "run.stop": "Stop a runbook",
    "run.roll-back": "Roll a runbook back",
    "run.finish": "Finish a runbook",
    "response.take": "Take a technical response",
    "action.propose": "Propose an action",
    "action.adjudicate": "Rule on a proposed action",
    "query.run": "Look into a system",
    "change.handle": "Deal with a temporary change",
    "message.draft": "Write a message",
    "message.delegate": "Let another seat approve a message",
    "message.handle": "Review, approve, publish or withdraw a message",
    "duty.notify": "Notify",
    "duty.decline": "Decide not to notify",
    "breach.update": "Write into the breach record",
    "vendor.open": "Open a supplier's case",
    "vendor.chase": "Chase a supplier",
    "vendor.escalate": "Escalate at a supplier",
    "vendor.note": "Note the oversight of a supplier",
    "inject.handle": "Fire, hold back, skip or take back an event",
    "inject.shift": "Move an event",
    "inject.edit": "Give an event another text",
    "inject.add": "Send an event that was not planned",
    "person.speak": "Speak as a simulated person",
    "world.change": "Set the world by hand",
    "span.excuse": "Leave a span out of every rating",
    "deadline.extend": "Give more time",
    "event.relay": "Relay what another team said",
    "control.note": "Control keeps a note",
    "evaluator.observe": "Write down an observation",
    "mood.observe": "Say how the team seems to be doing",
    "evaluator.tick": "Tick an expected action",
    "evaluator.rate": "Rate a task",
    "evaluator.mark-artificial": "Mark entries as artificial",
    "raters.assign": "Say who rates what",
    "rating.settle": "Settle a rating",
    "capability.rate": "Rate a capability",
    "deviation.classify": "Say what kind of deviation it was",
    "messages.compare": "Compare two messages",
    "coordination.mark": "Mark a coordinator's duty",
    "figure.contest": "Contest a figure",
    "figure.rule": "Rule on a contested figure",
    "hotwash.add": "Add a card to the hot-wash",
    "postmortem.write": "Write the post-mortem",
    "feedback.give": "Give feedback",
    "improvement.propose": "Propose an improvement",
    "improvement.agree": "Agree an improvement",
    "improvement.drop": "Drop an improvement",
    "report.edit": "Change words of the report",
    "signoff.give": "Sign off",
    "signoff.withdraw": "Withdraw a sign-off",
}
"""Commands, as what was asked; what came of it stands in the leaf after."""
