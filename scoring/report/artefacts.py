"""Which leaves of a record are evidence of which kind, and what would make the missing ones.

One table answers for all controls: a control names kinds of evidence, and each kind is looked up
here once.  ``missing`` says which inject or which act would create it in any scenario, ``here``
what of this plan would have.
"""

from collections.abc import Callable
from typing import Final, NamedTuple

from evidence import Body, Seq
from evidence.kinds import control, exercise, incident, outside, procedure, review
from scoring.report.occasions import occasions
from scoring.report.reading import Reading


class Held(NamedTuple):
    """What a record holds of one kind of evidence; no leaves where it holds none."""

    cites: tuple[Seq, ...]
    missing: str
    here: tuple[str, ...] = ()

    @property
    def creates(self) -> str:
        """What would create it: in general, then by the names of this scenario."""
        if not self.here:
            return self.missing
        return f"{self.missing} In this scenario: {'; '.join(self.here)}."


Finds = Callable[[Reading], tuple[Seq, ...]]


def _facts(*kinds: type[Body]) -> Finds:
    def find(r: Reading) -> tuple[Seq, ...]:
        return tuple(sorted(event.seq for kind in kinds for event, _ in r.all_of(kind)))

    return find


def _opening(r: Reading) -> tuple[Seq, ...]:
    return (r.record[0].seq,)


def _whole(r: Reading) -> tuple[Seq, ...]:
    return (r.record[0].seq, r.record[-1].seq)


def _figures(*keys: str) -> Finds:
    def find(r: Reading) -> tuple[Seq, ...]:
        found = [m for m in r.scorecard.metrics if m.key in keys and m.value is not None]
        return tuple(sorted({seq for metric in found for seq in metric.cites}))

    return find


def _people(r: Reading) -> tuple[Seq, ...]:
    return tuple(event.seq for event, _ in r.all_of(exercise.PersonJoined))


def _agreement(r: Reading) -> tuple[Seq, ...]:
    return tuple(event.seq for event, _ in r.all_of(review.RatersAssigned))


def _nothing(r: Reading) -> tuple[Seq, ...]:
    return ()


_PROGRAMME: Final = "Kept in the programme record, not in the record of one exercise."

_TABLE: Final[dict[str, tuple[Finds, str]]] = {
    "exercise-plan": (_opening, "The opening entry pins the plan."),
    "programme-calendar": (_nothing, _PROGRAMME),
    "attendance-roster": (_people, "People must join seats; simulated responders are no roster."),
    "role-assignments": (
        _facts(incident.RoleAssigned),
        "Assign or hand over a role during play; an inject that takes a key person away asks "
        "for it.",
    ),
    "training-record": (_people, "People must take part; a simulated responder learns nothing."),
    "contact-check": (
        _facts(incident.CalledUp),
        "Call somebody in during play; an inject that needs a person who is not in the room.",
    ),
    "msel-as-planned": (_opening, "The plan holds the MSEL; the opening entry pins it."),
    "msel-as-run": (_facts(control.InjectFired, control.InjectSet), "Fire an inject."),
    "event-ledger": (_whole, "The record itself."),
    "ledger-verification": (
        _whole,
        "Verify the bundle; the verdict stands in annex E.",
    ),
    "incident-record": (
        _facts(incident.IncidentDetected, incident.IncidentDeclared, incident.IncidentClosed),
        "Declare the incident; a true signal to a seat of the team asks for it.",
    ),
    "severity-decisions": (
        _facts(incident.SeverityCalled),
        "Call a severity by the tree; an inject that tells facts which the tree reads.",
    ),
    "decision-register": (
        _facts(incident.DecisionRecorded),
        "Record a decision; an inject with a decision point (`asks`).",
    ),
    "exception-register": (
        _facts(incident.ExceptionRaised),
        "Raise an exception code; an inject that takes an approver away at a gated step.",
    ),
    "coordinator-log": (
        _facts(incident.LogEntered, incident.ChannelOpened),
        "Keep a log during play; any inject to the coordinator.",
    ),
    "runbook-version": (
        _facts(procedure.RunStarted),
        "Open a runbook; the scenario must name one under `runbooks`.",
    ),
    "runbook-run": (
        _facts(procedure.RunStarted, procedure.StepStarted, procedure.StepFinished,
               procedure.StepSkipped, procedure.StepFailed, procedure.StepValidated,
               procedure.StepApproved, procedure.StepAssigned, procedure.StepReopened,
               procedure.RunFinished),
        "Run a runbook step by step; a fault whose repair a runbook describes.",
    ),
    "rpo-rto-result": (
        _figures("RTO", "RPO"),
        "An outage that ends with a passed validation; an inject that takes a service or dataset "
        "named under `recovery` down.",
    ),
    "recovery-checklist": (
        _facts(incident.ItemConfirmed),
        "Confirm the six items of a controlled state before closing.",
    ),
    "comms-workflow": (
        _facts(outside.MessageDrafted, outside.ApprovalDelegated, outside.MessageHandled),
        "Draft, review, approve and publish a message; a stakeholder who writes in.",
    ),
    "status-updates": (
        _facts(outside.MessageHandled),
        "Publish updates in the promised rhythm.",
    ),
    "notification-clocks": (
        _facts(outside.DutyStarted, outside.DutyNotified, outside.DutyDeclined,
               outside.DutyExpired),
        "A duty under a regime of the organisation, and an inject that makes the team aware.",
    ),
    "breach-record": (
        _facts(outside.BreachRecordUpdated),
        "Set fields of the breach record; an inject that tells of personal data.",
    ),
    "vendor-escalations": (
        _facts(outside.VendorOpened, outside.VendorChased, outside.VendorEscalated,
               outside.VendorReplied, outside.OversightNoted),
        "Open a case with a supplier; an inject that delays a vendor (`delay`).",
    ),
    "evaluator-ratings": (
        _facts(control.TaskRated, review.RatingSettled),
        "An evaluator rates at least one task.",
    ),
    "rater-agreement": (_agreement, "Two evaluators rate at least a fifth of the tasks."),
    "metrics-report": (_whole, "The figures of section 6."),
    "hotwash-notes": (_facts(review.MemoryAdded), "Hold a hot wash after EndEx."),
    "feedback-forms": (_facts(review.FeedbackGiven), "Hand out the feedback form after EndEx."),
    "post-mortem": (_facts(review.PostMortemWritten), "Write the post-mortem in the review."),
    "aar": (_facts(review.SignOffGiven), "This report, once it is signed."),
    "improvement-plan": (
        _facts(review.ImprovementProposed, review.ImprovementAgreed),
        "Propose and agree improvements in the review; actions that were added after it stand in "
        "the programme record and annex A.",
    ),
    "remediation-record": (_nothing, _PROGRAMME),
    "risk-register-entries": (_nothing, _PROGRAMME),
    "process-change-log": (_nothing, _PROGRAMME),
    "population-export": (_nothing, "Made by `drillroom population`, over all exercises."),
    "signoffs": (_facts(review.SignOffGiven), "Sign off in the review."),
    "management-report": (_nothing, "Sent outside the record; acknowledge it by a sign-off."),
    "evidence-pack": (_whole, "Made by `drillroom bundle`."),
    "oscal-results": (_nothing, "Not made by this version."),
}  # fmt: skip


def evidence_held(r: Reading) -> dict[str, Held]:
    """Every kind of evidence that the controls name, and what this record holds of it."""
    found = {}
    for artefact in r.controls.evidence:
        finds, missing = _TABLE.get(artefact.id, (_nothing, "This version does not look for it."))
        cites = finds(r)
        found[artefact.id] = Held(cites, missing, () if cites else occasions(r, artefact.id))
    return found
