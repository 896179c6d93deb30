"""A cited leaf as a reader is told it: when by both clocks, who, and what.

The report's vocabulary tells what a reader of the whole story would miss; a figure also rests on
smaller things, and those have their words here.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

import msgspec

from evidence import Body, Event, Seq
from evidence.kinds import control as c
from evidence.kinds import exercise as x
from evidence.kinds import incident as i
from evidence.kinds import outside as o
from evidence.kinds import procedure as p
from evidence.kinds import review as r
from evidence.kinds import world as w
from scoring.report.names import Names
from scoring.report.telling import tell
from scoring.wording import instant, span


class Cited(msgspec.Struct, frozen=True, kw_only=True):
    """One leaf that a figure rests on."""

    seq: Seq
    at: int
    exercise_time: str
    story_time: str
    who: str
    says: str

    def to_json(self) -> dict[str, Any]:
        return {
            "seq": self.seq,
            "at": self.at,
            "exercise_time": self.exercise_time,
            "story_time": self.story_time,
            "who": self.who,
            "says": self.says,
        }


def cite(names: Names, record: Sequence[Event], seqs: Iterable[Seq]) -> tuple[Cited, ...]:
    """The leaves with these places, told in order."""
    first = record[0].seq if record else 0
    return tuple(
        _cited(names, record[seq - first]) for seq in seqs if 0 <= seq - first < len(record)
    )


def _cited(names: Names, event: Event) -> Cited:
    return Cited(
        seq=event.seq,
        at=event.at,
        exercise_time=instant(event.at),
        story_time=names.day(event.at),
        who=_who(names, event),
        says=in_words(names, event),
    )


def _who(names: Names, event: Event) -> str:
    """Who did it, or who got to read it; what nobody at the table saw is the truth."""
    who = names.who(event).removeprefix("→ ")
    return "the truth" if who == "·" else who


def in_words(names: Names, event: Event) -> str:
    """What a leaf says; a kind without words of its own is named."""
    told = tell(names, event)
    if told is not None:
        return told.words
    smaller = _SMALLER.get(type(event.body))
    if smaller is not None:
        return smaller(names, event.body)
    return names.words(event.kind.replace(".", " "))


def _reference(n: Names, b: i.SeverityReferenceSet) -> str:
    level = f"SEV{b.worst}" if b.worst == b.mildest else f"SEV{b.worst} to SEV{b.mildest}"
    return f"Experts would call {level} from here on: {b.because}"


def _fired(n: Names, b: c.InjectFired) -> str:
    return f"{n.words(b.channel).capitalize()}: {n.words(b.inject)}"


def _logged(n: Names, b: i.LogEntered) -> str:
    return f"logged {'an' if b.tag[0] in 'aeiou' else 'a'} {b.tag}" + (
        f" about {n.words(b.about)}" if b.about else ""
    )


def _rated(n: Names, b: c.TaskRated) -> str:
    return f"An evaluator rated {n.words(b.task)} {b.rating}"


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
    c.ArtificialMarked: lambda n, b: "An evaluator marked leaves as artificial",
    c.SpanExcused: lambda n, b: f"Control excused {instant(b.from_at)} to {instant(b.until_at)}",
    x.ExerciseOpened: lambda n, b: "The exercise was opened",
    x.OutageEnded: lambda n, b: f"The server had been away for {span(b.away_ms)}",
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
}
