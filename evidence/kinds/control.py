"""The MSEL as run, and what control and evaluators do beside it."""

from typing import ClassVar, Literal

from evidence.kinds.body import Command, Fact, Millis, Seq, Side
from evidence.kinds.exercise import Mood
from evidence.kinds.incident import ExceptionCode
from evidence.sealed import Sealed

Rating = Literal["P", "S", "M", "U", "N/A"]
InjectHow = Literal["fire", "hold-back", "release", "skip", "withdraw"]
"""What control does with one inject."""


class HandleInject(Command, frozen=True, kw_only=True, omit_defaults=True):
    """Fire now, hold back, release, skip, or withdraw (within ten played seconds) one inject."""

    kind: ClassVar[str] = "inject.handle"
    side: ClassVar[Side] = "control"
    inject: str
    how: InjectHow
    words: Sealed[str] | None = None


class ShiftInject(Command, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "inject.shift"
    side: ClassVar[Side] = "control"
    inject: str
    to: Millis
    words: Sealed[str] | None = None


class EditInject(Command, frozen=True, kw_only=True, omit_defaults=True):
    """A new version of an inject's text, before it fires.  The plan stays as it was."""

    kind: ClassVar[str] = "inject.edit"
    side: ClassVar[Side] = "control"
    inject: str
    text: Sealed[str]


class AddInject(Command, frozen=True, kw_only=True, omit_defaults=True):
    """An ad hoc inject: delivered at once."""

    kind: ClassVar[str] = "inject.add"
    side: ClassVar[Side] = "control"
    inject: str
    to_seats: tuple[str, ...]
    channel: str
    text: Sealed[str]
    tells: dict[str, str] = {}


class SpeakAs(Command, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "person.speak"
    side: ClassVar[Side] = "control"
    who: str
    to_seats: tuple[str, ...] = ()
    channel: str = "phone"
    words: Sealed[str]


class SetWorld(Command, frozen=True, kw_only=True, omit_defaults=True):
    """Apply effects by hand, in the scenario's language, already bound."""

    kind: ClassVar[str] = "world.change"
    side: ClassVar[Side] = "control"
    effects: tuple[dict[str, str], ...]
    words: Sealed[str] | None = None


class ExcuseSpan(Command, frozen=True, kw_only=True, omit_defaults=True):
    """Leave a span of exercise time out of every rating, with a reason."""

    kind: ClassVar[str] = "span.excuse"
    side: ClassVar[Side] = "control"
    from_at: Millis
    until_at: Millis
    code: ExceptionCode = "EX-SIM"
    words: Sealed[str] | None = None


class ExtendDeadline(Command, frozen=True, kw_only=True, omit_defaults=True):
    """Give more time for an expected action.  Never for a legal duty."""

    kind: ClassVar[str] = "deadline.extend"
    side: ClassVar[Side] = "control"
    expectation: str
    by_ms: int
    words: Sealed[str] | None = None


class RelayEvent(Command, frozen=True, kw_only=True, omit_defaults=True):
    """Tell this team what another team did."""

    kind: ClassVar[str] = "event.relay"
    side: ClassVar[Side] = "control"
    from_team: str
    to_seats: tuple[str, ...] = ()
    words: Sealed[str]


class WriteNote(Command, frozen=True, kw_only=True, omit_defaults=True):
    """Control's own note; never shown to a team.

    ``inject`` is the event of the list that it is about, whether that has come or not; ``about``
    cites entries of the record.
    """

    kind: ClassVar[str] = "control.note"
    side: ClassVar[Side] = "control"
    inject: str | None = None
    about: tuple[Seq, ...] = ()
    words: Sealed[str]


class Observe(Command, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "evaluator.observe"
    side: ClassVar[Side] = "evaluator"
    task: str | None = None
    about: tuple[Seq, ...] = ()
    words: Sealed[str] | None = None


class ObserveMood(Command, frozen=True, kw_only=True, omit_defaults=True):
    """How the team seems to be doing, for control and evaluators.  Never scored."""

    kind: ClassVar[str] = "mood.observe"
    side: ClassVar[Side] = "evaluator"
    mood: Mood


class TickAction(Command, frozen=True, kw_only=True, omit_defaults=True):
    """An expected action was seen (or seen not) in the room, where no command shows it."""

    kind: ClassVar[str] = "evaluator.tick"
    side: ClassVar[Side] = "evaluator"
    expectation: str
    seen: bool = True


class RateTask(Command, frozen=True, kw_only=True, omit_defaults=True):
    """Rate a critical task; with ``override`` against the proposed rating, with words."""

    kind: ClassVar[str] = "evaluator.rate"
    side: ClassVar[Side] = "evaluator"
    task: str
    rating: Rating
    override: bool = False
    about: tuple[Seq, ...] = ()
    words: Sealed[str] | None = None


class MarkArtificial(Command, frozen=True, kw_only=True, omit_defaults=True):
    """What these leaves show was caused by the exercise itself; leave them out."""

    kind: ClassVar[str] = "evaluator.mark-artificial"
    side: ClassVar[Side] = "evaluator"
    about: tuple[Seq, ...]
    words: Sealed[str] | None = None


class InjectFired(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """An inject is delivered.  ``text`` is absent where control typed it (edit, ad hoc)."""

    kind: ClassVar[str] = "inject.fired"
    inject: str
    channel: str
    sender: str | None = None
    text: str | None = None
    text_in: Seq | None = None
    tells: dict[str, str] = {}
    question: str | None = None
    asks: bool = False
    """Something is asked of the receiver."""
    planned_at: Millis | None = None
    adhoc: bool = False
    by_hand: bool = False


class InjectSet(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """The MSEL as run changed without delivery."""

    kind: ClassVar[str] = "inject.set"
    inject: str
    state: Literal[
        "held-back", "released", "skipped", "shifted", "edited", "withdrawn", "not-reached"
    ]
    to: Millis | None = None


class ExpectationOpened(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """An expected action is due; its deadline is in played time."""

    kind: ClassVar[str] = "expectation.opened"
    expectation: str
    inject: str
    due_in_ms: int


class ExpectationMet(Fact, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "expectation.met"
    expectation: str
    inject: str
    late: bool = False
    by: Seq | None = None


class ExpectationMissed(Fact, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "expectation.missed"
    expectation: str
    inject: str


class DeadlineExtended(Fact, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "deadline.extended"
    expectation: str
    by_ms: int


class SpanExcused(Fact, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "span.excused"
    from_at: Millis
    until_at: Millis
    code: ExceptionCode


class EventRelayed(Fact, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "event.relayed"
    from_team: str
    said: Seq


class ActionTicked(Fact, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "evaluator.ticked"
    expectation: str
    seen: bool


class TaskRated(Fact, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "evaluator.rated"
    task: str
    rating: Rating
    override: bool = False
    reasoned: bool = False
    about: tuple[Seq, ...] = ()


class ObservationRecorded(Fact, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "evaluator.observed"
    task: str | None = None
    about: tuple[Seq, ...] = ()


class MoodObserved(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """How the team seems to somebody who runs or evaluates the exercise; never shown to it."""

    kind: ClassVar[str] = "mood.observed"
    mood: Mood


class ArtificialMarked(Fact, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "evaluator.marked-artificial"
    about: tuple[Seq, ...]
