"""Tell a record in words: one sentence for each thing that people care about.

Ids become titles and instants the story's own clock.  Commands are not told, their consequences
are.  Screens, the terminal and the report say the same sentence and only show it differently.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias

from evidence import Body, Event, Fact
from evidence.kinds import control as c
from evidence.kinds import exercise as x
from evidence.kinds import incident as i
from evidence.kinds import outside as o
from evidence.kinds import procedure as p
from evidence.kinds import world as w
from scoring.report.names import Names
from scoring.review.raters import RatingKept
from scoring.wording import how_sure

MAX_TEXT = 160
"""What is quoted of a message: a line and a half of a terminal."""

Tone: TypeAlias = Literal["news", "good", "bad", "care", "truth"]
"""How a sentence weighs; ``truth`` is what only control sees.  The words say it too."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One thing that happened, as a reader is told it."""

    words: str
    tone: Tone | None


Says = Callable[[Names, Any], str]

_NEWS: Final = "news"
_BAD: Final = "bad"
_GOOD: Final = "good"
_TRUTH: Final = "truth"
_CARE: Final = "care"


def tell(names: Names, event: Event) -> Sentence | None:
    """The sentence for *event*; ``None`` where nobody would miss it."""
    body = event.body
    found = _SAYS.get(type(body))
    if found is None or not isinstance(body, Fact):
        return None
    says, tone = found
    words = says(names, body)
    if not words:
        return None
    if event.role is None:
        words = words[0].upper() + words[1:]
    return Sentence(words, tone or _tone_of(body))


def tells(kind: type[Body]) -> bool:
    """Whether leaves of this kind can have a sentence here."""
    return kind in _SAYS


def _tone_of(body: Body) -> Tone | None:
    """The weight where it depends on how something went."""
    passed = getattr(body, "passed", getattr(body, "worked", None))
    if passed is not None:
        return _GOOD if passed else _BAD
    if isinstance(body, w.ServiceChanged):
        return _GOOD if body.health == 100 else _BAD
    return None


def _quoted(text: str | None) -> str:
    line = " ".join((text or "").split())
    if len(line) > MAX_TEXT:
        line = line[: MAX_TEXT - 1].rstrip() + "…"
    return line


def _fired(n: Names, b: c.InjectFired) -> str:
    if not b.text and not b.asks:
        return ""
    named = b.sender is not None and not (b.text or "").startswith(b.sender)
    sender = f" from {b.sender}" if named else ""
    return f"{n.words(b.channel).capitalize()}{sender}: {_quoted(b.text)}"


def _from(sender: str, text: str | None) -> str:
    """Who says it, unless the words begin with that."""
    said = _quoted(text)
    return said if said.startswith(sender) else f"{sender}: {said}"


def _signal(n: Names, b: w.SignalRaised) -> str:
    return f"{n.words(b.source).capitalize()}: {_quoted(b.text)}"


def _service(n: Names, b: w.ServiceChanged) -> str:
    users = f", {b.users:,} users affected" if b.users else ""
    if b.health == 100:
        return f"{n.title(b.service)} is healthy again"
    state = "is down" if b.health == 0 else f"works at {b.health} %"
    return f"{n.title(b.service)} {state}{users}"


def _damaged(n: Names, b: w.DataDamaged) -> str:
    how = "is lost" if b.how == "lost" else "is corrupt"
    return f"{n.title(b.dataset)} {how}; good up to {n.clock(b.newest_good)}"


def _message(n: Names, b: o.MessageHandled) -> str:
    did = {
        "review": "reviewed",
        "send-back": "sent back",
        "approve": "approved",
        "publish": "published",
        "withdraw": "withdrew",
    }[b.how]
    missing = f", without {' and '.join(b.missing)}" if b.missing else ""
    return f"{did} the message to {n.audience(b.audience)}{missing}"


def _decision(n: Names, b: i.DecisionRecorded) -> str:
    choice = n.choice(b.decision, b.choice)
    reason = "" if b.reasoned else ", without a reason"
    again = f"; to be looked at again at {n.clock(b.review_at)}" if b.review_at is not None else ""
    return f"decided: {choice}{how_sure(b.sure)}{reason}{again}"


def _answer(n: Names, b: i.QuestionAnswered) -> str:
    return f"answered: {n.answer(b.question, b.option)}{how_sure(b.sure)}"


def _severity(n: Names, b: i.SeverityCalled) -> str:
    differs = b.tree_says is not None and b.tree_says != b.level
    tree = f"; the answers lead to SEV{b.tree_says}" if differs else ""
    return f"called SEV{b.level}{tree}"


def _ended(n: Names, b: x.ExerciseEnded) -> str:
    if b.open_gates:
        return f"EndEx; gates never passed: {', '.join(b.open_gates)}"
    return "EndEx"


def _notified(n: Names, b: o.DutyNotified) -> str:
    late = f", {n.span(b.late_by_ms)} late" if b.late_by_ms > 0 else ""
    return f"notified {b.recipient}: {n.duty(b.duty)}{late}"


def _duty_started(n: Names, b: o.DutyStarted) -> str:
    if b.state == "provisional" and b.due is None:
        return f"A duty may follow: {n.duty(b.duty)}, once the incident is classified"
    due = f", due {n.day(b.due)}" if b.due is not None else ""
    return f"A duty runs: {n.duty(b.duty)}{due}"


def _step(word: str) -> Says:
    return lambda n, b: f"{word} {n.step(b.run, b.step)}"


def _checked(n: Names, b: p.StepValidated) -> str:
    return f"validation {'passed' if b.passed else 'failed'}: {n.step(b.run, b.step)}"


def _validated(n: Names, b: w.ServiceValidated) -> str:
    return f"{n.title(b.service)} {'passed' if b.passed else 'failed'} its validation"


def _data_validated(n: Names, b: w.DataValidated) -> str:
    return f"{n.title(b.dataset)} {'passed' if b.passed else 'failed'} its validation"


def _query(n: Names, b: p.QueryReturned) -> str:
    if not b.texts:
        return f"looked into {n.words(b.source)}: nothing"
    return f"looked into {n.words(b.source)}: {_quoted(b.texts[0])}"


def _exfiltrated(n: Names, b: w.DataExfiltrated) -> str:
    return f"{b.megabytes:,} MB of {n.title(b.dataset)} have left, {b.subjects:,} people in them"


_SAYS: Final[dict[type[Body], tuple[Says, Tone | None]]] = {
    x.ExerciseStarted: (lambda n, b: "StartEx", _NEWS),
    x.ExerciseEnded: (_ended, _NEWS),
    x.ExerciseHeld: (lambda n, b: f"The exercise is on hold ({n.words(b.because)})", _CARE),
    x.ExerciseResumed: (lambda n, b: "The exercise goes on", None),
    x.ExerciseJumped: (lambda n, b: f"The clock jumps to {n.day(b.to)}", _CARE),
    x.PaceSet: (lambda n, b: f"The clock runs at {n.ratio(b.num, b.den)}", _TRUTH),
    x.CommandRefused: (lambda n, b: f"refused: {b.says}", _CARE),
    c.InjectFired: (_fired, _NEWS),
    c.ExpectationMissed: (lambda n, b: f"Not seen in time: {n.expectation(b.expectation)}", _CARE),
    RatingKept: (
        lambda n, b: f"A rating of {n.words(b.task)} is kept until every rater has given theirs",
        None,
    ),
    w.SignalRaised: (_signal, _NEWS),
    w.ServiceChanged: (_service, None),
    w.DataDamaged: (_damaged, _BAD),
    w.RestoreEnded: (
        lambda n, b: f"{n.title(b.dataset)} is back, as of {n.day(b.recovered_to)}",
        _GOOD,
    ),
    w.RestoreBegan: (
        lambda n, b: f"A restore of {n.title(b.dataset)} begins: {n.copy(b.point)}",
        None,
    ),
    w.RestoreFailed: (lambda n, b: f"The restore failed: {_quoted(b.says)}", _BAD),
    w.ServiceValidated: (_validated, None),
    w.DataValidated: (_data_validated, None),
    w.IntrusionMoved: (lambda n, b: f"The intruder reaches: {n.words(b.stage)}", _BAD),
    w.IntrusionContained: (lambda n, b: "The intrusion is contained", _GOOD),
    w.DataExfiltrated: (_exfiltrated, _BAD),
    w.ArtefactDestroyed: (lambda n, b: f"Evidence is gone: {n.words(b.artefact)}", _BAD),
    w.SeatUnavailable: (lambda n, b: f"{n.title(b.seat)} cannot be reached", _CARE),
    w.SeatAvailable: (lambda n, b: f"{n.title(b.seat)} can be reached again", None),
    w.ToolFailed: (lambda n, b: f"The {n.words(b.tool)} is down", _BAD),
    w.ToolRestored: (lambda n, b: f"The {n.words(b.tool)} works again", _GOOD),
    w.StakeholderWrote: (lambda n, b: _from(b.sender, b.text), _CARE),
    w.EndingReached: (lambda n, b: f"Ending: {n.ending(b.ending)}", _NEWS),
    i.SignalAcknowledged: (lambda n, b: "has the page", None),
    i.IncidentDeclared: (
        lambda n, b: "declared an incident" if b.verdict == "incident" else "called a false alarm",
        _NEWS,
    ),
    i.SeverityCalled: (_severity, _NEWS),
    i.RoleAssigned: (lambda n, b: f"named {n.title(b.seat)} as {n.words(b.role)}", None),
    i.ChannelOpened: (lambda n, b: "opened the incident channel", None),
    i.CalledUp: (
        lambda n, b: f"called {n.title(b.who)}{'' if b.reached else ', who did not answer'}",
        None,
    ),
    i.AwarenessClaimed: (lambda n, b: f"we are aware since {n.day(b.since)}", _CARE),
    i.DecisionRecorded: (_decision, None),
    i.QuestionAnswered: (_answer, None),
    i.DissentEntered: (
        lambda n, b: f"sees it differently than: {n.answer(b.about, b.answer)}",
        _CARE,
    ),
    i.GatePassed: (lambda n, b: f"passed the gate: {n.words(b.gate)}", _GOOD),
    i.IncidentClosed: (lambda n, b: "closed the incident", _NEWS),
    i.StateConflict: (lambda n, b: f"That is not so: {b.because}", _BAD),
    p.RunStarted: (
        lambda n, b: f"{'went on with' if b.again else 'opened'} the runbook: {n.runbook(b.run)}",
        None,
    ),
    p.StepFinished: (_step("done:"), None),
    p.StepSkipped: (_step("skipped"), _CARE),
    p.StepFailed: (_step("could not do"), _BAD),
    p.StepValidated: (_checked, None),
    p.StepApproved: (_step("approved"), None),
    p.StepAssigned: (lambda n, b: f"gave {n.step(b.run, b.step)} to {n.title(b.seat)}", None),
    p.StepReopened: (_step("took back the finish of"), _CARE),
    p.StopConditionMet: (
        lambda n, b: f"The runbook says stop: {n.stop(b.run, b.condition)}",
        _BAD,
    ),
    p.RunStopped: (lambda n, b: f"stopped the runbook: {n.runbook(b.run)}", _CARE),
    p.RunFinished: (lambda n, b: f"finished the runbook: {n.runbook(b.run)}", _GOOD),
    p.ResponseTaken: (lambda n, b: f"began: {n.response(b.response)}", None),
    p.ResponseEnded: (
        lambda n, b: f"{n.response(b.response)}: {_quoted(b.says)}",
        None,
    ),
    p.QueryReturned: (_query, None),
    o.MessageHandled: (_message, None),
    o.ApprovalDelegated: (
        lambda n, b: (
            f"let {n.title(b.seat)} approve a message instead of "
            f"{' or '.join(n.title(seat) for seat in b.instead_of) or 'nobody'}"
        ),
        _CARE,
    ),
    o.DutyStarted: (_duty_started, _CARE),
    o.DutyNotified: (_notified, _GOOD),
    o.DutyDeclined: (lambda n, b: f"decided not to notify: {n.duty(b.duty)}", _CARE),
    o.DutyExpired: (lambda n, b: f"A deadline has passed: {n.duty(b.duty)}", _BAD),
    o.VendorOpened: (lambda n, b: f"opened a case with {n.title(b.vendor)}", None),
    o.VendorChased: (lambda n, b: f"chased {n.title(b.vendor)}", None),
    o.VendorEscalated: (lambda n, b: f"escalated at {n.title(b.vendor)}", None),
    o.VendorReplied: (lambda n, b: _from(n.title(b.vendor), b.text), _NEWS),
    o.VendorBreached: (
        lambda n, b: f"{n.title(b.vendor)} has not answered within its contract",
        _BAD,
    ),
    o.VendorStatusShown: (
        lambda n, b: f"{n.title(b.vendor)}, status page: {_quoted(b.text)}",
        None,
    ),
}
