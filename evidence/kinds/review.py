"""The review: what is said about play once it is over, in the same record, citing only play.

Evaluators rate, settle and rule; the team contests, remembers and gives feedback; whoever answers
for the exercise agrees improvements and signs.  Words are sealed here as everywhere.  Nothing in
the review is about a person: its subjects are tasks, figures, runbooks and what should change.
"""

from typing import ClassVar, Final, Literal

from evidence.kinds.body import Command, Fact, Seq, Side
from evidence.kinds.control import Rating
from evidence.kinds.procedure import Deviation
from evidence.sealed import Sealed

Ruling = Literal["stands", "set-aside"]
CoordinatorDuty = Literal[
    "channel", "roles", "actions", "decisions", "communications", "call-ups", "focus", "evidence"
]
"""The eight duties of an incident coordinator, in order."""
Memory = Literal["went-well", "was-hard", "surprised", "near-miss", "first-action"]
Section = Literal[
    "what-happened",
    "impact",
    "missed-signals",
    "what-made-it-harder",
    "what-worked-well",
    "what-needs-to-change",
    "risks",
]
"""The seven sections that a post-mortem must have."""
Lens = Literal[
    "controls",
    "assumptions",
    "monitoring",
    "alerting",
    "access",
    "deployment",
    "communication",
    "documentation",
    "recovery",
    "decision-points",
]
Element = Literal["planning", "organization", "equipment", "training", "exercise"]
"""Capability elements of an HSEEP improvement plan."""
Priority = Literal["high", "medium", "low"]
Validation = Literal["retest", "evidence", "inspection"]
Statement = Literal[
    "prepared",
    "evaluated",
    "reviewed-independently",
    "accepted-by-control-owner",
    "acknowledged-by-management-body",
]
ReportSection = Literal[
    "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15",
    "A", "B", "C", "D",
]  # fmt: skip
"""Sections of the report, by number, to which words may be added: to the cover who may have it, to
the overview who sponsored it and whom to ask.  The sheet on evidence and the sign-off are folded
and nothing else."""
Scale = Literal[1, 2, 3, 4, 5]
"""From 1, not at all, to 5, fully."""


class ReviewCommand(Command, frozen=True, kw_only=True, omit_defaults=True):
    """Anything said in the review.  ``about`` are leaves of play that it rests on."""

    side: ClassVar[Side] = "evaluator"
    about: tuple[Seq, ...] = ()
    words: Sealed[str] | None = None


class ReviewFact(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """What was said; ``given`` tells whether words came with it."""

    about: tuple[Seq, ...] = ()
    given: bool = False


# --- ratings


class AssignRaters(ReviewCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Ask several evaluators to rate one task, each without seeing the others' ratings."""

    kind: ClassVar[str] = "raters.assign"
    task: str
    raters: tuple[str, ...]
    """Who is asked, as ``actor`` ids."""


class RatersAssigned(ReviewFact, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "raters.assigned"
    task: str
    raters: tuple[str, ...]


class RatingsOpened(ReviewFact, frozen=True, kw_only=True, omit_defaults=True):
    """All ratings of a task are in, so its raters may see one another's from here on."""

    kind: ClassVar[str] = "ratings.opened"
    task: str


class SettleRating(ReviewCommand, frozen=True, kw_only=True, omit_defaults=True):
    """The lead evaluator's word where raters differ.  What each rated alone stays in the record."""

    kind: ClassVar[str] = "rating.settle"
    task: str
    rating: Rating


class RatingSettled(ReviewFact, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "rating.settled"
    task: str
    rating: Rating


class RateCapability(ReviewCommand, frozen=True, kw_only=True, omit_defaults=True):
    """The lead evaluator's judgement over a capability: never above the best of its tasks."""

    kind: ClassVar[str] = "capability.rate"
    capability: str
    rating: Rating


class CapabilityRated(ReviewFact, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "capability.rated"
    capability: str
    rating: Rating


# --- what only people can see


class ClassifyDeviation(ReviewCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Say what leaving a runbook's text was: its text wrong, a good adaptation, or an error."""

    kind: ClassVar[str] = "deviation.classify"
    run: str
    step: str
    deviation: Deviation


class DeviationClassified(ReviewFact, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "deviation.classified"
    run: str
    step: str
    deviation: Deviation


class CompareMessages(ReviewCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Whether what was said in two published messages fits together."""

    kind: ClassVar[str] = "messages.compare"
    first: Seq
    second: Seq
    contradict: bool


class MessagesCompared(ReviewFact, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "messages.compared"
    first: Seq
    second: Seq
    contradict: bool


class MarkCoordination(ReviewCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Whether one of the coordinator's eight duties was seen done in the room."""

    kind: ClassVar[str] = "coordination.mark"
    duty: CoordinatorDuty
    seen: bool


class CoordinationMarked(ReviewFact, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "coordination.marked"
    duty: CoordinatorDuty
    seen: bool


# --- contests


class ContestFigure(ReviewCommand, frozen=True, kw_only=True, omit_defaults=True):
    """The team does not accept a figure: ``RTO:payments-api``."""

    kind: ClassVar[str] = "figure.contest"
    side: ClassVar[Side] = "team"
    figure: str


class FigureContested(ReviewFact, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "figure.contested"
    figure: str


class RuleOnFigure(ReviewCommand, frozen=True, kw_only=True, omit_defaults=True):
    """The lead evaluator's ruling.  A figure set aside counts in no rating and says so."""

    kind: ClassVar[str] = "figure.rule"
    figure: str
    ruling: Ruling


class FigureRuled(ReviewFact, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "figure.ruled"
    figure: str
    ruling: Ruling
    contests: tuple[Seq, ...] = ()
    """The contests that it answers."""


# --- hot wash, post-mortem, feedback


class AddMemory(ReviewCommand, frozen=True, kw_only=True, omit_defaults=True):
    """One card of the hot wash.  An anonymous one names no seat, not even in its fact."""

    kind: ClassVar[str] = "hotwash.add"
    side: ClassVar[Side] = "team"
    under: Memory
    anonymous: bool = False


class MemoryAdded(ReviewFact, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "hotwash.added"
    under: Memory
    anonymous: bool = False


class WritePostMortem(ReviewCommand, frozen=True, kw_only=True, omit_defaults=True):
    """One paragraph of the post-mortem; several under one section are kept in order."""

    kind: ClassVar[str] = "postmortem.write"
    side: ClassVar[Side] = "team"
    section: Section
    lens: Lens | None = None
    replaces: Seq | None = None
    """The earlier paragraph that this one takes the place of."""


class PostMortemWritten(ReviewFact, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "postmortem.written"
    section: Section
    lens: Lens | None = None
    replaces: Seq | None = None


class GiveFeedback(ReviewCommand, frozen=True, kw_only=True, omit_defaults=True):
    """How good the *exercise* was, never how good a person was.  Its fact names no seat."""

    kind: ClassVar[str] = "feedback.give"
    side: ClassVar[Side] = "team"
    plausible: Scale | None = None
    right_people: Scale | None = None
    documents_useful: Scale | None = None
    could_speak_up: Scale | None = None
    tool_worked: Scale | None = None
    pace: Literal["too-slow", "right", "too-fast"] | None = None
    strengths: Sealed[str] | None = None
    improve: Sealed[str] | None = None
    may_contact: bool = False


class FeedbackGiven(ReviewFact, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "feedback.given"
    plausible: Scale | None = None
    right_people: Scale | None = None
    documents_useful: Scale | None = None
    could_speak_up: Scale | None = None
    tool_worked: Scale | None = None
    pace: Literal["too-slow", "right", "too-fast"] | None = None
    may_contact: bool = False


# --- what should change


class ProposeImprovement(ReviewCommand, frozen=True, kw_only=True, omit_defaults=True):
    """One line of the improvement plan; the same id again is a new version of it."""

    kind: ClassVar[str] = "improvement.propose"
    improvement: str
    element: Element
    priority: Priority = "medium"
    capability: str | None = None
    finding: str | None = None
    """The code of the finding it answers, as the scorecard has it."""
    figure: str | None = None
    issue: Sealed[str] | None = None
    action: Sealed[str] | None = None


class ImprovementProposed(ReviewFact, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "improvement.proposed"
    improvement: str
    element: Element
    priority: Priority = "medium"
    capability: str | None = None
    finding: str | None = None
    figure: str | None = None
    version: int = 1


class AgreeImprovement(ReviewCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Somebody answers for it by a day.  What becomes of it later is the programme's record."""

    kind: ClassVar[str] = "improvement.agree"
    side: ClassVar[Side] = "control"
    improvement: str
    owner: str
    """A role or a unit of the organisation, not a person."""
    due: str
    """An ISO date."""
    validation: Validation = "evidence"
    """How it will be shown that it works."""
    contact: Sealed[str] | None = None


class ImprovementAgreed(ReviewFact, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "improvement.agreed"
    improvement: str
    owner: str
    due: str
    validation: Validation


class DropImprovement(ReviewCommand, frozen=True, kw_only=True, omit_defaults=True):
    """It will not be done: with a reason."""

    kind: ClassVar[str] = "improvement.drop"
    side: ClassVar[Side] = "control"
    improvement: str


class ImprovementDropped(ReviewFact, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "improvement.dropped"
    improvement: str


# --- the report


class EditReport(ReviewCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Words for one section of the draft report; again for the section is its next version.

    Only words: every number of the report is folded from the record and cannot be edited.
    """

    kind: ClassVar[str] = "report.edit"
    side: ClassVar[Side] = "control"
    section: ReportSection


class ReportEdited(ReviewFact, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "report.edited"
    section: ReportSection
    version: int
    """Of this section's words, from 1."""


# --- sign-off


class GiveSignOff(ReviewCommand, frozen=True, kw_only=True, omit_defaults=True):
    """One of the five statements about the report, by somebody with a name."""

    kind: ClassVar[str] = "signoff.give"
    side: ClassVar[Side] = "control"
    statement: Statement
    head: str
    """Hex digest of the record's last leaf that was looked at."""
    scorecard: str | None = None
    """Hex digest of the scorecard's canonical bytes."""
    report: str | None = None
    version: str | None = None
    """Of the report."""
    verified: bool
    """Population, record and recomputation were found in order."""
    conflicts: bool = False
    """Conflicts of interest are listed in the words."""
    excepting: tuple[str, ...] = ()
    """Tasks with whose rating the signer does not agree."""
    name: Sealed[str] | None = None


class SignOffGiven(ReviewFact, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "signoff.given"
    statement: Statement
    head: str
    scorecard: str | None = None
    report: str | None = None
    version: str | None = None
    verified: bool
    conflicts: bool = False
    excepting: tuple[str, ...] = ()
    named: bool = False


class WithdrawSignOff(ReviewCommand, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "signoff.withdraw"
    side: ClassVar[Side] = "control"
    statement: Statement


class SignOffWithdrawn(ReviewFact, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "signoff.withdrawn"
    statement: Statement


LEAD: Final[frozenset[type[Command]]] = frozenset(
    {AssignRaters, SettleRating, RateCapability, RuleOnFigure}
)
"""What only the lead evaluator may give; the shell knows who that is."""
