"""The record, read once: facts by kind, the clocks, who held which role, and what does not count.

Scoring runs live and on long records, so the record is walked a single time.  Every figure then
looks only at the kinds of facts it is made of.  What an exercise did to itself (jumps, holds,
outages, excused spans, leaves marked as artificial) is kept here and told to every figure.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple, TypeVar

from evidence import TEAM, Body, Event, Millis, PlayedClock, Seq
from evidence.kinds import control, exercise
from evidence.kinds.incident import IncidentClosed, RoleAssigned, TeamCommand
from evidence.kinds.review import ReviewFact
from scenarios.organisation import Organisation
from scoring.figure import Exclusion
from scoring.wording import instant, span

B = TypeVar("B", bound=Body)

_REVIEW = frozenset(
    {
        control.ActionTicked,
        control.ArtificialMarked,
        control.ObservationRecorded,
        control.SpanExcused,
        control.TaskRated,
    }
)
"""What may be said about play once it is over."""


class Moment(NamedTuple):
    """An instant of the record: the leaf, and its exercise time."""

    seq: Seq
    at: Millis


class Stretch(NamedTuple):
    """A span of exercise time that somebody marked, with the leaves that did."""

    start: int
    end: int
    cites: tuple[Seq, ...]


class Timeline:
    """One record under one organisation, ready to be asked.  Nothing in it changes."""

    def __init__(self, record: Sequence[Event], organisation: Organisation) -> None:
        self._record = record
        self._organisation = organisation
        self._by_kind = _by_kind(record)
        self._pairs: dict[type[Body], Any] = {}
        self.marked_artificial = self._leave_out_artificial()
        ended = self.first(exercise.ExerciseEnded)
        self.ended: Moment | None = ended
        """EndEx; ``None`` when the record stops before it."""
        if ended is not None:
            self._drop_what_follows(ended.seq)
        last = record[-1] if record else None
        self._pairs.clear()  # from here on nothing is left out any more
        self.end = ended or Moment(last.seq if last else 0, last.at if last else Millis(0))
        """EndEx, or where the record stops."""
        self.until = self.first(IncidentClosed) or self.end
        """Reactions count up to here: the incident is closed, or the exercise is over."""
        self.clock = self._played_clock()
        self.jumps = tuple(
            Stretch(event.at, body.to, (event.seq,))
            for event, body in self.of(exercise.ExerciseJumped)
        )
        self.excused = _merged(
            Stretch(body.from_at, body.until_at, (event.seq,))
            for event, body in self.of(control.SpanExcused)
        )
        self.by_hand = self.first(exercise.WentByHand)
        self._standstills = tuple(
            (event.seq, event.at, f"hold ({body.because})")
            for event, body in self.of(exercise.ExerciseHeld)
        ) + tuple(
            (event.seq, event.at, f"outage of {span(body.away_ms)}")
            for event, body in self.of(exercise.OutageEnded)
        )
        self._assignments: dict[str, list[tuple[Seq, str]]] = {}
        self._default_holders: dict[str, str | None] = {}

    def of(self, kind: type[B]) -> Sequence[tuple[Event, B]]:
        """All facts of one kind that count, in the order of the record."""
        found = self._pairs.get(kind)
        if found is None:
            found = [(event, event.body) for event in self._by_kind.get(kind, ())]
            self._pairs[kind] = found
        return found

    def together(self, *kinds: type[Body]) -> list[Event]:
        """All facts of several kinds that count, in the order of the record."""
        found = [event for kind in kinds for event in self._by_kind.get(kind, ())]
        return sorted(found, key=lambda event: event.seq)

    def first(self, kind: type[Body]) -> Moment | None:
        """When the first fact of this kind happened."""
        found = self._by_kind.get(kind)
        return Moment(found[0].seq, found[0].at) if found else None

    def at_seq(self, seq: Seq) -> Event | None:
        """The event with this place in the record; places have no gaps."""
        if not self._record:
            return None
        place = seq - self._record[0].seq
        return self._record[place] if 0 <= place < len(self._record) else None

    def seat_of(self, event: Event) -> str | None:
        """Which seat did it: the role that spoke, where a scribe wrote for the room."""
        command = self.at_seq(event.cause) if event.cause is not None else None
        if command is not None and isinstance(command.body, TeamCommand):
            return command.body.said_by or event.role
        return event.role

    def holder(self, role: str, seq: Seq) -> str | None:
        """The seat that held a library role when leaf *seq* was written."""
        for since, seat in reversed(self._tenures(role)):
            if since < seq:
                return seat
        return self._default_holders[role]

    def holds(self, seat: str | None, role: str, seq: Seq) -> bool:
        """Whether *seat* held a library role when leaf *seq* was written.

        By default several seats may hold one; once it is assigned, one does.
        """
        if seat is None:
            return False
        tenures = self._tenures(role)
        if tenures and tenures[0][0] < seq:
            return self.holder(role, seq) == seat
        found = self._organisation.roles.get(seat)
        return found is not None and role in found.is_

    def _tenures(self, role: str) -> list[tuple[Seq, str]]:
        """The assignments of a role: from which leaf on, to which seat."""
        found = self._assignments.get(role)
        if found is None:
            found = [(event.seq, b.seat) for event, b in self.of(RoleAssigned) if b.role == role]
            self._assignments[role] = found
            self._default_holders[role] = self._organisation.seat_for(role)
        return found

    def played(self, start: int, end: int) -> Millis:
        """Played time between two instants, without excused spans."""
        clock = self.clock
        total = clock.played(Millis(end)) - clock.played(Millis(start))
        for stretch in self.excused:
            low, high = max(start, stretch.start), min(end, stretch.end)
            if low < high:
                total -= clock.played(Millis(high)) - clock.played(Millis(low))
        return Millis(total)

    def elapsed(self, start: int, end: int) -> Millis:
        """Exercise time between two instants, jumped parts included, without excused spans."""
        return Millis(end - start - overlap(start, end, self.excused))

    def counted(self, start: int, end: int) -> int:
        """Exercise time that people could use: without what was jumped or excused, each once."""
        out = overlap(start, end, self.jumps) + overlap(start, end, self.excused)
        for jump in self.jumps:
            out -= overlap(max(start, jump.start), min(end, jump.end), self.excused)
        return end - start - out

    def jumped(self, start: int, end: int) -> Millis:
        """How much of the time between two instants was jumped."""
        return Millis(overlap(start, end, self.jumps))

    def is_excused(self, at: int) -> bool:
        return any(stretch.start <= at <= stretch.end for stretch in self.excused)

    def jump_over(self, at: int) -> Stretch | None:
        """The jump that took people past this instant, so that they could not act at it."""
        return next((jump for jump in self.jumps if jump.start <= at < jump.end), None)

    def left_out(self, start: Moment | None, end: Moment | None) -> tuple[Exclusion, ...]:
        """What the exercise did to itself between two moments, for printing beside a figure."""
        if start is None or end is None:
            return ()
        found = [
            Exclusion(
                what=f"jumped {span(min(jump.end, end.at) - max(jump.start, start.at))}",
                why=f"control jumped from {instant(jump.start)} to {instant(jump.end)}",
                cites=jump.cites,
            )
            for jump in self.jumps
            if max(jump.start, start.at) < min(jump.end, end.at)
        ]
        found += [
            Exclusion(
                what=f"excused {span(min(stretch.end, end.at) - max(stretch.start, start.at))}",
                why="control excused this span",
                cites=stretch.cites,
            )
            for stretch in self.excused
            if max(stretch.start, start.at) < min(stretch.end, end.at)
        ]
        found += [
            Exclusion(what=what, why="exercise time stood still; it counts for nobody", cites=(at,))
            for at, _, what in self._standstills
            if start.seq < at < end.seq
        ]
        return tuple(found)

    def _leave_out_artificial(self) -> tuple[Seq, ...]:
        marks = self.of(control.ArtificialMarked)
        if not marks:
            return ()
        out = {seq for _, body in marks for seq in body.about}
        for event in self._record:
            if type(event.body).kind.startswith(("exercise.", "control.", "evaluator.", "clock.")):
                out.discard(event.seq)  # the clock and the review are never artificial
            elif event.cause in out:
                out.add(event.seq)
        for kind, events in self._by_kind.items():
            self._by_kind[kind] = [event for event in events if event.seq not in out]
        return tuple(sorted(out))

    def _drop_what_follows(self, seq: Seq) -> None:
        for kind, events in self._by_kind.items():
            said_later = kind in _REVIEW or issubclass(kind, ReviewFact)
            if not said_later and events and events[-1].seq > seq:
                self._by_kind[kind] = [event for event in events if event.seq <= seq]

    def _played_clock(self) -> PlayedClock:
        clock = PlayedClock()
        changes: list[tuple[Event, Any]] = [
            *self.of(exercise.PaceSet),
            *self.of(exercise.ExerciseJumped),
        ]
        for event, body in sorted(changes, key=lambda change: change[0].seq):
            clock.apply(event.at, body)
        return clock


def visible(event: Event) -> bool:
    """Whether anybody in the team could see it."""
    return any(audience == TEAM or audience.startswith("seat:") for audience in event.to)


def overlap(start: int, end: int, stretches: Sequence[Stretch]) -> int:
    """How much of a span lies inside *stretches*, which do not overlap one another."""
    return sum(max(0, min(end, stretch.end) - max(start, stretch.start)) for stretch in stretches)


def _by_kind(record: Sequence[Event]) -> dict[type[Body], list[Event]]:
    kinds: defaultdict[type[Body], list[Event]] = defaultdict(list)
    for event in record:
        kinds[type(event.body)].append(event)
    return dict(kinds)


def _merged(stretches: Any) -> tuple[Stretch, ...]:
    """Stretches in order, those that touch joined."""
    joined: list[Stretch] = []
    for stretch in sorted(stretches):
        if joined and stretch.start <= joined[-1].end:
            last = joined.pop()
            stretch = Stretch(last.start, max(last.end, stretch.end), last.cites + stretch.cites)
        joined.append(stretch)
    return tuple(joined)
