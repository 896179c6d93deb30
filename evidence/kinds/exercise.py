"""The course of an exercise: its two ends, its clock, its people, and the shell's own facts."""

from typing import ClassVar, Literal

from evidence.kinds.body import Command, Fact, Millis, Side
from evidence.sealed import Sealed

KindOfRun = Literal["dry-run", "practice", "exercise", "measured"]
Mood = Literal["calm", "stretched", "stuck"]


class ExerciseOpened(Command, frozen=True, kw_only=True, omit_defaults=True):
    """The first leaf: everything that a later reader needs to know what was played."""

    kind: ClassVar[str] = "exercise.opened"
    side: ClassVar[Side] = "shell"
    exercise: str
    scenario: str
    organisation: str
    plan: str
    """Hex SHA-256 of the frozen plan's canonical bytes."""
    seed: int
    run: KindOfRun
    engine: str
    self_check: str
    """``same`` when our files equal the wheel's RECORD, else what differs."""
    unicode: str
    wall_clock: Literal["real", "simulated"]
    earlier_plays: int
    responders: dict[str, str] = {}
    """Seat to profile, for seats that simulated responders fill from the start."""


class ClockMarked(Command, frozen=True, kw_only=True, omit_defaults=True):
    """The shell was alive at this instant; bounds what a crash can hide."""

    kind: ClassVar[str] = "clock.marked"
    side: ClassVar[Side] = "shell"


class OutageEnded(Command, frozen=True, kw_only=True, omit_defaults=True):
    """The server was away; the span counts for nobody and the exercise is in a hold.

    ``away_ms`` is wall time.  ``divergence``: the record could not be simulated again;
    ``append-failed``: the server was there, but could not write.
    """

    kind: ClassVar[str] = "outage.ended"
    side: ClassVar[Side] = "shell"
    away_ms: int
    because: Literal["outage", "divergence", "append-failed"] = "outage"


class PersonJoined(Command, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "person.joined"
    side: ClassVar[Side] = "shell"
    seat: str
    name: Sealed[str] | None = None


class PersonLeft(Command, frozen=True, kw_only=True, omit_defaults=True):
    """The seat is empty again; a simulated responder may fill it."""

    kind: ClassVar[str] = "person.left"
    side: ClassVar[Side] = "shell"
    seat: str


class FieldRedacted(Command, frozen=True, kw_only=True, omit_defaults=True):
    """An opening was deleted.  The commitment stays, so every proof stays whole."""

    kind: ClassVar[str] = "field.redacted"
    side: ClassVar[Side] = "shell"
    seq: int
    field: str
    ground: str
    approvers: tuple[str, ...]


class StartExercise(Command, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "exercise.start"
    side: ClassVar[Side] = "control"


class AcceptPoints(Command, frozen=True, kw_only=True, omit_defaults=True):
    """Before StartEx: begin although these points of the pre-flight are amber, and say why."""

    kind: ClassVar[str] = "preflight.accept"
    side: ClassVar[Side] = "control"
    points: tuple[str, ...]
    words: Sealed[str]


class EndExercise(Command, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "exercise.end"
    side: ClassVar[Side] = "control"
    words: Sealed[str] | None = None


class HoldExercise(Command, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "exercise.hold"
    side: ClassVar[Side] = "control"
    words: Sealed[str] | None = None


class ResumeExercise(Command, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "exercise.resume"
    side: ClassVar[Side] = "control"


class SetPace(Command, frozen=True, kw_only=True, omit_defaults=True):
    """From now on ``num`` exercise milliseconds pass in ``den`` played milliseconds."""

    kind: ClassVar[str] = "exercise.set-pace"
    side: ClassVar[Side] = "control"
    num: int
    den: int = 1


class JumpTo(Command, frozen=True, kw_only=True, omit_defaults=True):
    """Move exercise time forward at once.

    Refused when it would cross an open human deadline, unless ``through`` is given with words.
    Also what *bring level* does to one team.
    """

    kind: ClassVar[str] = "exercise.jump"
    side: ClassVar[Side] = "control"
    to: Millis
    through: bool = False
    words: Sealed[str] | None = None


class GoByHand(Command, frozen=True, kw_only=True, omit_defaults=True):
    """Take the simulated world out of play; everything people do goes on."""

    kind: ClassVar[str] = "exercise.go-by-hand"
    side: ClassVar[Side] = "control"
    words: Sealed[str] | None = None


class AnswerCommsCheck(Command, frozen=True, kw_only=True, omit_defaults=True):
    """Before StartEx, the first message: somebody reads it and can answer.  Never scored."""

    kind: ClassVar[str] = "comms-check.answer"


class SayMood(Command, frozen=True, kw_only=True, omit_defaults=True):
    """How the team is doing, in one press of anybody.  For team and control; never scored."""

    kind: ClassVar[str] = "mood.say"
    mood: Mood


class StopForReal(Command, frozen=True, kw_only=True, omit_defaults=True):
    """A real incident is under way.  Anyone may press it; it holds and alarms control."""

    kind: ClassVar[str] = "exercise.stop-for-real"
    words: Sealed[str] | None = None


class HandOverControl(Command, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "control.hand-over"
    side: ClassVar[Side] = "control"
    to_actor: str


class PointsAccepted(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """These points were amber when play began, with a reason."""

    kind: ClassVar[str] = "preflight.accepted"
    points: tuple[str, ...]


class ExerciseStarted(Fact, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "exercise.started"
    starts_utc_ms: int
    """The story's StartEx instant: add exercise time to print scenario time."""
    zone: str


class ExerciseEnded(Fact, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "exercise.ended"
    open_gates: tuple[str, ...] = ()
    ending: str | None = None


class ExerciseHeld(Fact, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "exercise.held"
    because: Literal["control", "real-incident", "outage", "divergence", "append-failed"]


class ExerciseResumed(Fact, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "exercise.resumed"


class PaceSet(Fact, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "exercise.pace-set"
    num: int
    den: int = 1
    phase: str | None = None


class ExerciseJumped(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """Written before anything that falls into the jumped span."""

    kind: ClassVar[str] = "exercise.jumped"
    to: Millis
    crosses: tuple[str, ...] = ()
    """Human deadlines crossed with ``through``: not rated."""


class WentByHand(Fact, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "exercise.went-by-hand"


class ControlHandedOver(Fact, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "control.handed-over"
    to_actor: str


class CommsCheckAnswered(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """This seat was reached before StartEx."""

    kind: ClassVar[str] = "comms-check.answered"
    seat: str
    by: str


class MoodSaid(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """How the team is doing, as one of them sees it; it stands until the next says otherwise."""

    kind: ClassVar[str] = "mood.said"
    mood: Mood


class SeatTaken(Fact, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "seat.taken"
    seat: str
    by: str


class SeatEmptied(Fact, frozen=True, kw_only=True, omit_defaults=True):
    kind: ClassVar[str] = "seat.emptied"
    seat: str


class CommandRefused(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """A refusal is evidence too.  ``because`` is a code, ``says`` a sentence for the room."""

    kind: ClassVar[str] = "command.refused"
    because: str
    says: str
