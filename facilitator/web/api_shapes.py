"""The shapes of the interface for programs: what is sent and what is answered."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from evidence.kinds.exercise import KindOfRun
from facilitator.screens.seen import ClockState

Short = Annotated[str, StringConstraints(max_length=60)]
CommandId = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[!-~]+$")]


class Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Problem(Shape):
    """Why something was not done, in a sentence for a person."""

    status: int
    says: str


class ClockNow(Shape):
    """At ``wall`` (UTC ms) exercise time was ``at`` (ms since StartEx); while ``running``, ``num``
    exercise milliseconds pass in ``den`` of wall time."""

    at: int
    wall: int
    num: int
    den: int
    running: bool
    state: ClockState


class SeatNow(Shape):
    """A seat, what people call it, and who fills it."""

    seat: str
    title: str
    name: str | None = None
    simulated: bool = False
    online: int = 0
    you: bool = False


class ExerciseNow(Shape):
    """One exercise as its caller may see it.  ``code`` is for staff."""

    exercise: str
    team: str
    game_day: str
    run: KindOfRun
    clock: ClockNow
    seats: tuple[SeatNow, ...]
    head: int
    view: str
    code: str | None = None
    fault: str | None = None


class DayNow(Shape):
    """A game day and its exercises."""

    id: str
    title: str
    run: KindOfRun
    exercises: tuple[str, ...]


class EventSeen(Shape):
    """One event of the caller's view.  ``number`` is dense: nothing between two is missing.

    ``words`` are what people typed, by member; a value that is not there was removed.
    """

    number: int
    kind: str
    at: int
    role: str | None = None
    body: dict[str, Any]
    words: dict[str, str] = {}


class EventsSeen(Shape):
    """Events after ``since``; ``head`` is the number of the last one there is."""

    head: int
    view: str
    events: tuple[EventSeen, ...]


class CommandSaid(BaseModel):
    """A command: its kind, an id that is new for each act, and its own members in kebab-case.

    ``GET /commands`` says which members each kind has.  The same id again gets the same answer.
    With ``all=yes`` it is said in every team of the day, with ``all=mine`` in those that the
    caller leads; a token for one exercise acts in that one alone.
    """

    model_config = ConfigDict(extra="allow", frozen=True)

    do: Annotated[str, StringConstraints(max_length=64)]
    cmd: CommandId


class ReceiptGiven(Shape):
    """What came of a command.  ``status`` is the status of the answer.

    ``record`` is the receipt to keep: origin and root of the record that holds it.  Its size, and
    ``seq``, are for staff while play lasts: a participant could count from them what stays hidden.
    """

    cmd: str
    do: str
    ok: bool
    status: int
    says: str
    at: int
    seq: int | None = None
    record: dict[str, Any] | None = None


class JoinWith(Shape):
    """A team's code, a name or pseudonym, and the seat that is wanted.

    Without a seat nobody sits down: the answer is 409, and says which seats there are.
    """

    code: Short
    name: Annotated[str, StringConstraints(min_length=1, max_length=60)]
    seat: Short = ""
    take_over: bool = False


class Joined(Shape):
    """A chair, and the token that speaks for it.  The token is shown once."""

    exercise: str
    seat: str
    token: str


class TokenWanted(Shape):
    """A token for a program that acts as a facilitator, evaluator or auditor in one exercise."""

    kind: Literal["facilitator", "evaluator", "auditor"]
    exercise: Short
    label: Annotated[str, StringConstraints(min_length=1, max_length=60)]
    lasts_hours: Annotated[int, Field(ge=1, le=24 * 31)] = 24


class TokenMade(Shape):
    """The token, shown once."""

    token: str


class TokenKnown(Shape):
    """A token that still lets a program in; ``id`` ends it."""

    id: str
    label: str
    exercise: str | None = None
    until: int


class CommandKind(Shape):
    """One kind of command: who may say it, and a JSON Schema of its members."""

    do: str
    side: Literal["team", "control", "evaluator"]
    about: str
    members: dict[str, Any]
