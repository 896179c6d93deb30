"""Runbooks, technical responses, proposed actions and queries: what the team does to systems."""

from typing import ClassVar, Literal

from evidence.kinds.body import Command, Fact, Millis, Side
from evidence.kinds.incident import ExceptionCode, TeamCommand
from evidence.sealed import Sealed

Source = Literal["logs", "metrics", "configuration", "changes"]
Ruling = Literal["works", "partly", "takes", "fails", "no-effect"]
Deviation = Literal["document-wrong", "justified-adaptation", "unjustified"]


class StartRun(TeamCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Open a runbook, or go on after a stop.  A runbook has one run; its id names the run."""

    kind: ClassVar[str] = "run.start"
    run: str


class CheckPrecondition(TeamCommand, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "run.check"
    run: str
    precondition: str
    passed: bool


class StartStep(TeamCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Start a step.  Where the step uses a technical response, that response is taken too."""

    kind: ClassVar[str] = "step.start"
    run: str
    step: str
    point: str | None = None
    """The recovery point to restore from, where the step's response asks for one."""


class FinishStep(TeamCommand, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "step.finish"
    run: str
    step: str
    evidence: tuple[str, ...] = ()
    """Ids of the runbook's evidence items captured with this step."""


class SkipStep(TeamCommand, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "step.skip"
    run: str
    step: str
    code: ExceptionCode | None = None
    deviation: Deviation | None = None


class FailStep(TeamCommand, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "step.fail"
    run: str
    step: str


class ValidateStep(TeamCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Record the validation check of a major step."""

    kind: ClassVar[str] = "step.validate"
    run: str
    step: str
    passed: bool


class ApproveStep(TeamCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Approve a gated step before it starts.  Never one's own."""

    kind: ClassVar[str] = "step.approve"
    run: str
    step: str


class AssignStep(TeamCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Give a step to a seat; again, to another.  It says who is to do it, never who may."""

    kind: ClassVar[str] = "step.assign"
    run: str
    step: str
    seat: str


class ReopenStep(TeamCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Take a finish back, with a reason: the step is under way again, since its first start.

    What the finish captured and how its result was checked go with it.  What the step did to
    systems, and what was told because of it, stays done.
    """

    kind: ClassVar[str] = "step.reopen"
    run: str
    step: str


class CaptureEvidence(TeamCommand, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "run.capture"
    run: str
    item: str


class StopRun(TeamCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Stop because a stop condition is met (or for safety)."""

    kind: ClassVar[str] = "run.stop"
    run: str
    condition: str | None = None


class RollBackRun(TeamCommand, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "run.roll-back"
    run: str


class FinishRun(TeamCommand, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "run.finish"
    run: str


class RunStarted(Fact, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "run.started"
    run: str
    version: str
    again: bool = False
    """It was stopped before, and goes on."""


class PreconditionChecked(Fact, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "run.checked"
    run: str
    precondition: str
    passed: bool


class StepStarted(Fact, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "step.started"
    run: str
    step: str


class StepFinished(Fact, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "step.finished"
    run: str
    step: str
    evidence: tuple[str, ...] = ()
    said_by: str | None = None
    about_at: Millis | None = None
    """By whom and when it was done, where it was entered later, from paper; no figure counts
    from there."""


class StepSkipped(Fact, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "step.skipped"
    run: str
    step: str
    code: ExceptionCode | None = None
    deviation: Deviation | None = None
    reasoned: bool = False


class StepFailed(Fact, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "step.failed"
    run: str
    step: str


class StepValidated(Fact, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "step.validated"
    run: str
    step: str
    passed: bool


class StepApproved(Fact, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "step.approved"
    run: str
    step: str
    simulated: bool
    """A simulated responder's approval: never counted as an approval by a person."""


class StepAssigned(Fact, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "step.assigned"
    run: str
    step: str
    seat: str
    from_seat: str | None = None
    """To whom it was given before; ``None`` if it was still with its owner's role."""


class StepReopened(Fact, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "step.reopened"
    run: str
    step: str


class EvidenceCaptured(Fact, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "run.captured"
    run: str
    item: str


class StopConditionMet(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """Ground truth: from now on the runbook says stop."""

    kind: ClassVar[str] = "run.stop-condition-met"
    run: str
    condition: str


class RunStopped(Fact, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "run.stopped"
    run: str
    condition: str | None = None


class RunRolledBack(Fact, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "run.rolled-back"
    run: str


class RunFinished(Fact, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "run.finished"
    run: str


class TakeResponse(TeamCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Take a technical response that the scenario declares: isolate, fail over, restore ..."""

    kind: ClassVar[str] = "response.take"
    response: str
    point: str | None = None


class ResponseTaken(Fact, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "response.taken"
    response: str
    point: str | None = None
    run: str | None = None
    step: str | None = None


class ResponseEnded(Fact, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "response.ended"
    response: str
    worked: bool
    says: str
    """What the team sees: the response's own authored outcome text."""


class ProposeAction(TeamCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Anything that the scenario did not foresee; control adjudicates."""

    kind: ClassVar[str] = "action.propose"
    action: str


class ActionProposed(Fact, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "action.proposed"
    action: str


class Adjudicate(Command, frozen=True, kw_only=True, omit_defaults=True):
    """Control's ruling on a proposed action: which effects it has, and when."""

    kind: ClassVar[str] = "action.adjudicate"
    side: ClassVar[Side] = "control"
    action: str
    ruling: Ruling
    takes_ms: int = 0
    effects: tuple[dict[str, str], ...] = ()
    """Effects in the scenario's language, already bound: ``{"recover": "payments-api"}``."""
    words: Sealed[str] | None = None


class ActionAdjudicated(Fact, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "action.adjudicated"
    action: str
    ruling: Ruling
    takes_ms: int = 0


class ActionEnded(Fact, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "action.ended"
    action: str
    worked: bool


class RunQuery(TeamCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Look into a source.  Free words were matched to declared terms at the edge."""

    kind: ClassVar[str] = "query.run"
    source: Source
    terms: tuple[str, ...] = ()
    from_at: Millis | None = None
    until_at: Millis | None = None


class QueryReturned(Fact, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "query.returned"
    source: Source
    found: tuple[str, ...] = ()
    """Artefact ids."""
    texts: tuple[str, ...] = ()
    tells: dict[str, str] = {}
    gone: tuple[str, ...] = ()
    """Artefacts that were there and were destroyed; ``because`` says by what."""
    because: str | None = None


class CopyFound(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """The team now knows of a recovery point."""

    kind: ClassVar[str] = "copy.found"
    dataset: str
    point: str
    title: str
    age_ms: int
    every_ms: int | None = None
    """A series: the point ``copy~1`` is the taking before the newest, this much older."""
    kept: int = 1


class ChangeMade(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """A temporary fix or drift now stands and must be removed or reconciled."""

    kind: ClassVar[str] = "change.made"
    change: str
    title: str


class HandleChange(TeamCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Capture, remove or reconcile a temporary change."""

    kind: ClassVar[str] = "change.handle"
    change: str
    how: Literal["capture", "remove", "reconcile"]


class ChangeHandled(Fact, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "change.handled"
    change: str
    how: Literal["capture", "remove", "reconcile"]
