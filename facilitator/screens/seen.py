"""What one viewer may look at, at one instant: the only input of every page.

A page is a pure fold of `Seen`.  What a participant must not know is not in it: `events` holds
only what their seat may see, and they are numbered by their place in this view, so that no gap
betrays an event that stayed hidden.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, TypeAlias

from evidence import Event, Millis
from evidence import Receipt as RecordHead
from evidence.canonical import Json
from evidence.kinds.exercise import KindOfRun
from scenarios import Plan

ViewerKind = Literal["participant", "facilitator", "evaluator", "auditor"]
ClockState = Literal["lobby", "running", "held", "ended"]
Mode = Literal["engine", "by-hand"]

Words: TypeAlias = Mapping[tuple[int, str], str]
"""What people typed, by ``(seq, "body.words")``.  A value that is not there has been removed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """Somebody who looks.  Participants have a ``seat`` in one ``exercise``; nobody else has."""

    kind: ViewerKind
    id: str
    name: str
    seat: str | None = None
    exercise: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """An anchor: at ``wall`` (UTC ms) exercise time was ``at``; while ``running``, ``num``
    exercise milliseconds pass in ``den`` of wall time.  Every countdown is derived from it."""

    at: Millis
    wall: int
    num: int = 1
    den: int = 1
    running: bool = False
    state: ClockState = "lobby"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One seat of a team, and who sits there.  ``name`` is ``None`` while nobody does."""

    seat: str
    name: str | None = None
    simulated: bool = False
    online: int = 0
    ready: bool = False
    you: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """The team that plays one exercise.  ``code`` is for staff; participants get an empty one."""

    exercise: str
    name: str
    code: str = ""
    people: tuple[Person, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What came of one form.

    ``status`` as in HTTP: 200 taken, 409 refused because of how things stand, 422 not a command,
    429 too many at once, 503 not stored.  ``field`` is the one that was filled in wrongly.
    ``seq`` is for staff and programs of staff; ``record`` (size and root of the record that
    holds it) for whoever wants to prove later what they did.
    """

    cmd: str
    do: str
    form: str
    ok: bool
    says: str
    at: Millis
    status: int = 200
    field: str = ""
    seq: int | None = None
    record: Mapping[str, Json] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LetIn:
    """Somebody on the staff, or a program, who reaches this exercise or once did.

    ``ended`` is the wall time at which that ended or will; ``over`` that it has.
    """

    id: str
    name: str
    kind: ViewerKind
    program: bool
    over: bool
    ended: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenAway:
    """One export, at a wall time."""

    at: int
    id: str
    who: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """Who is let in, and what was taken away, for whoever audits."""

    staff: tuple[LetIn, ...]
    taken: tuple[TakenAway, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreseen:
    """A jump of one team as it comes out if nothing changes before it.

    ``fires`` are the injects on the way, and when; ``opens`` the deadlines that open on the way and
    pass there as well: name, when it opens, when it is due.
    """

    fires: tuple[tuple[str, Millis], ...]
    opens: tuple[tuple[str, Millis, Millis], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamGlance:
    """One exercise of the game day, for staff.

    ``fault`` says in a sentence what stopped it; ``closing`` is the head of its record at EndEx.
    ``armed`` are the injects that come by themselves, and when; ``deadlines`` what people still
    have to do and a jump may not silently cross: ``duty:ID``, ``rto:PART``, ``update:AUDIENCE``.
    ``foreseen`` is there while a jump is looked at, unless it cannot be known.
    """

    name: str
    exercise: str
    clock: Clock
    events: tuple[Event, ...]
    people: tuple[Person, ...] = ()
    words: Words = field(default_factory=dict)
    code: str = ""
    fault: str | None = None
    closing: RecordHead | None = None
    armed: tuple[tuple[str, Millis], ...] = ()
    deadlines: tuple[tuple[str, Millis], ...] = ()
    foreseen: Foreseen | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Arranged:
    """What the facilitator of a day has arranged beside play.

    ``results`` opens the scorecard to participants once play has ended, ``lead`` is the lead
    evaluator's account, ``overlap`` declares that control evaluates too.  Participants are told
    of ``results`` alone.
    """

    results: bool = False
    lead: str | None = None
    overlap: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What somebody found who read the stored record again.

    ``first`` is the first leaf that is not what was written, ``says`` what is wrong with it; both
    are empty if nothing is.
    """

    first: int | None = None
    says: str = ""


@dataclass(frozen=True, kw_only=True)
class Seen:
    """Everything that ``viewer`` may look at.

    Attributes:
        events: Staff: the whole record.  Participants: what their seat may see, and no more.
        words: Opened sealed words of leaves among ``events``.
        teams: Staff only: every team of the game day, this one included.
        head: The place of the last event in this view; the stream goes on after it.
        view: Names this view of the record; a page of another view has to be loaded again.
        fault: Staff only: what stopped this exercise, in a sentence.
        broken: Staff only: the engine is out of play; control stops, or goes on by hand.
        behind: Staff only: what is due comes seconds late.
        staff: Staff only: everybody who can run this game day, account and name.
        evaluators: Staff only: everybody who may evaluate here, account and name.
        staff_here: Staff only: the accounts among them that have a page of this day open.
        checked: Staff only: the stored record as it was found just now, if somebody asked.
        access: Staff only: who is let in and what was taken away, on the page that shows it.
        back_at: The wall time at which a break ends, while one is on.
        house: What the viewer may do beyond this exercise: see the programme of all of them, manage
            the house and its days.  A token for one exercise may neither.
        reached: Staff only: seat to the last leaf that an open browser there said it had shown.
    """

    viewer: Viewer
    plan: Plan
    clock: Clock
    team: Team
    run: KindOfRun
    events: tuple[Event, ...]
    words: Words = field(default_factory=dict)
    teams: tuple[TeamGlance, ...] = ()
    receipt: Receipt | None = None
    head: int = 0
    view: str = ""
    game_day: str = ""
    mode: Mode = "engine"
    fault: str | None = None
    broken: bool = False
    behind: bool = False
    staff: tuple[tuple[str, str], ...] = ()
    evaluators: tuple[tuple[str, str], ...] = ()
    staff_here: frozenset[str] = frozenset()
    reached: Mapping[str, int] = field(default_factory=dict)
    arranged: Arranged = field(default_factory=Arranged)
    checked: Checked | None = None
    access: Access | None = None
    back_at: int | None = None
    house: frozenset[Literal["see", "manage"]] = frozenset()

    def as_known_at(self, t: Millis) -> "Seen":
        """What this viewer may see of the past alone: as the record stood at *t*."""
        clock = self.clock
        return Seen(
            viewer=self.viewer,
            plan=self.plan,
            clock=Clock(at=t, wall=clock.wall, num=clock.num, den=clock.den, state="held"),
            team=self.team,
            run=self.run,
            events=tuple(event for event in self.events if event.at <= t),
            words=self.words,
        )

    @cached_property
    def _places(self) -> dict[int, int]:
        return {event.seq: place for place, event in enumerate(self.events, start=1)}

    def has(self, seq: int | None) -> bool:
        """Whether the leaf *seq* is in this view."""
        return seq in self._places

    def event(self, seq: int) -> Event:
        """The event with this ``seq``, which must be in this view."""
        return self.events[self._places[seq] - 1]

    def place(self, event: Event | int) -> int:
        """The dense number of an event in this view, from 1: what people are shown and cite.

        Raises:
            KeyError: This viewer cannot see it.
        """
        return self._places[event if isinstance(event, int) else event.seq]

    def text_of(self, event: Event | int, member: str = "words") -> str | None:
        """What was typed into *member* of a command; ``None`` if nothing was, or it is removed."""
        seq = event if isinstance(event, int) else event.seq
        return self.words.get((seq, f"body.{member}"))
