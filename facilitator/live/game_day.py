"""A game day: one or more rooms of one plan and seed under one control room.

Each team has a room and a join code of its own.  Control acts in one room or in all; what it does
in all is one command in each record.
"""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Literal

import msgspec

from evidence import Event
from evidence.kinds.exercise import ExerciseEnded, ExerciseHeld, ExerciseResumed, KindOfRun
from facilitator.access import Participant, People, Thing, may
from facilitator.live.elsewhere import Elsewhere
from facilitator.live.room import Room
from facilitator.live.wording import unkept, words_in
from facilitator.screens import Person, Receipt, Seen, Team, TeamGlance, Viewer
from facilitator.screens.seen import Arranged, ViewerKind
from scenarios import Plan
from scoring import RatingKept, as_shown_to

ABSENT: Final = "absent"
"""The profile of a simulated responder who never comes."""
PRESENCE_S: Final = 0.5
"""A room is told at most this often who is there."""
_PRESENCE: Final = '{"stale":["seats","people","teams"]}'

_FAULT: Final = '{"stale":["banner","clockbar","next","exceptions"]}'


class TeamPlan(msgspec.Struct, frozen=True, kw_only=True):
    """One team: the exercise that it plays, what it is called, and its code."""

    exercise: str
    name: str
    code: str


class Break(msgspec.Struct, frozen=True, kw_only=True):
    """When people who rest are back: the leaf of the hold that it lies in, and a wall time."""

    hold: int
    until: int


class DayPlan(msgspec.Struct, frozen=True, kw_only=True):
    """What has to be known about a game day after a restart; the records hold all the rest."""

    id: str
    title: str
    seed: int
    run: KindOfRun
    teams: tuple[TeamPlan, ...]
    evaluating_control: bool = False
    """Control also evaluates: declared here, and printed in the report."""
    lead: str | None = None
    """The lead evaluator's account; while none is named, every evaluator may settle and rule."""
    results: bool = False
    """Control has opened the scorecard to the participants."""
    breaks: dict[str, Break] = {}
    """The last break of each exercise that had one."""


@dataclass(slots=True)
class Presence:
    """Who is at the table of one room just now; none of it is recorded."""

    online: dict[str, int] = field(default_factory=dict)
    """Participant to open sockets."""


class GameDay:
    """The rooms of one day, and what people are shown of them."""

    def __init__(self, plan: DayPlan, *, scenario: Plan, rooms: Iterable[Room], people: People):
        self.plan = plan
        self.scenario = scenario
        self.rooms = {room.name: room for room in rooms}
        self.presence = {name: Presence() for name in self.rooms}
        self._people = people
        self._elsewhere = Elsewhere(self.rooms)
        self._told: dict[str, asyncio.TimerHandle] = {}
        self._changed: set[str] = set()
        self._teams = {team.exercise: team for team in plan.teams}
        for room in self.rooms.values():
            self._follow(room)

    def add(self, team: TeamPlan, room: Room) -> None:
        """One more team has come."""
        self.plan = msgspec.structs.replace(self.plan, teams=(*self.plan.teams, team))
        self.rooms[room.name] = room
        self.presence[room.name] = Presence()
        self._teams[room.name] = team
        self._follow(room)

    def _follow(self, room: Room) -> None:
        room.on_fault = self.fault_changed
        room.on_shown = self._shown

    def _shown(self, room: Room, events: Sequence[Event]) -> None:
        self._elsewhere.happened(room, self._teams[room.name].name, events)

    @property
    def ended(self) -> bool:
        return all(room.exercise.ended for room in self.rooms.values())

    def team_of(self, exercise: str) -> TeamPlan:
        return self._teams[exercise]

    def sitting(self, exercise: str) -> dict[str, Participant]:
        """Seat to the person who sits there now."""
        actors = self.rooms[exercise].exercise.state.seats
        people = {one.id: one for one in self._people.participants_of(exercise)}
        return {seat: people[actor] for seat, actor in actors.items() if actor in people}

    def presence_changed(self, room: Room) -> None:
        """Tell everyone in a room, and control of every room, to look who is there.

        At once, but not again before a while has passed: of a thousand browsers that come back
        together, each would make all of them look.
        """
        if room.name in self._told:
            self._changed.add(room.name)
            return
        loop = asyncio.get_running_loop()
        self._told[room.name] = loop.call_later(PRESENCE_S, self._look_again, room)
        for view in room.audience.views():
            view.tell(_PRESENCE)
        for other in self.rooms.values():
            if other is not room:
                other.view(None).tell(_PRESENCE)

    def _look_again(self, room: Room) -> None:
        del self._told[room.name]
        if room.name in self._changed:
            self._changed.remove(room.name)
            self.presence_changed(room)

    def fault_changed(self, room: Room) -> None:
        """Tell everyone in a room that it has stopped, or goes on, and control of every room."""
        for view in room.audience.views():
            view.tell(_FAULT)
        self.presence_changed(room)

    def take_break(self, length_ms: int) -> None:
        """Let every team that is held rest until the same instant; it has to be kept and told."""
        holds = ((room, _hold_of(room.events)) for room in self.rooms.values())
        called = {
            room.name: Break(hold=hold, until=room.pacer.clock().wall + length_ms)
            for room, hold in holds
            if hold is not None
        }
        self.plan = msgspec.structs.replace(self.plan, breaks={**self.plan.breaks, **called})

    def tell_break(self, length_ms: int) -> None:
        """Let every page of a team that rests count down."""
        told = msgspec.json.encode(
            {"stale": ["banner"], "say": f"Break: {length_ms // 60_000} min"}
        )
        for room in self.rooms.values():
            if self._back_at(room) is not None:
                for view in room.audience.views():
                    view.tell(told.decode())

    def _back_at(self, room: Room) -> int | None:
        """When a break ends, if one is on: the hold in which it was called still stands."""
        called = self.plan.breaks.get(room.name)
        if called is None or room.pacer.clock().state != "held":
            return None
        return called.until if _hold_of(room.events) == called.hold else None

    def seen(self, viewer: Viewer, exercise: str, *, receipt: Receipt | None = None) -> Seen:
        """What *viewer* may look at in this exercise, now."""
        room = self.rooms[exercise]
        view = room.view(viewer.seat)
        staff = viewer.kind != "participant"
        events = _as_shown(room, view.events, viewer)
        return Seen(
            viewer=viewer,
            plan=self.scenario,
            clock=room.pacer.clock(),
            team=Team(
                exercise=exercise,
                name=self._teams[exercise].name,
                code=self._teams[exercise].code if staff else "",
                people=self.persons(exercise, viewer),
            ),
            run=self.plan.run,
            events=events,
            words=unkept(words_in(room, view), events),
            teams=self._glances(viewer) if staff else (),
            receipt=receipt,
            head=view.head,
            view=view.name,
            game_day=self.plan.title,
            mode="by-hand" if room.exercise.state.by_hand else "engine",
            fault=room.fault if staff else None,
            broken=staff and room.broken,
            behind=staff and room.pulse.behind,
            staff=self._named("facilitator") if staff else (),
            evaluators=self._named("evaluator") if staff else (),
            staff_here=self._staff_here() if staff else frozenset(),
            reached=room.audience.reached() if staff else {},
            arranged=self._arranged(staff=staff),
            back_at=self._back_at(room),
            house=_house(viewer),
        )

    def _arranged(self, *, staff: bool) -> Arranged:
        if not staff:
            return Arranged(results=self.plan.results)
        plan = self.plan
        return Arranged(results=plan.results, lead=plan.lead, overlap=plan.evaluating_control)

    def opened(self, viewer: Viewer, exercise: str) -> Seen:
        """What a participant looks at once control has opened the results: the whole record.

        Of what was typed they read what they could read before, and no more.
        """
        seen = self.seen(viewer, exercise)
        return replace(
            seen, events=_as_shown(self.rooms[exercise], self.rooms[exercise].events, viewer)
        )

    def _staff_here(self) -> frozenset[str]:
        """Accounts with a page open in any room of the day."""
        return frozenset(
            who
            for presence in self.presence.values()
            for who in presence.online
            if self._people.account(who) is not None
        )

    def _named(self, kind: ViewerKind) -> tuple[tuple[str, str], ...]:
        """Everybody on the staff of one kind, account and name."""
        return tuple((one.id, one.name) for one in self._people.accounts() if one.kind == kind)

    def as_team(self, viewer: Viewer, exercise: str, seat: str) -> Seen:
        """What somebody in *seat* sees, for staff who look over their shoulder."""
        return self.seen(replace(viewer, seat=seat), exercise)

    def _glances(self, viewer: Viewer) -> tuple[TeamGlance, ...]:
        """The teams of the day that *viewer* reaches: a token for one exercise sees one."""
        return tuple(
            self._glance(name, viewer)
            for name in self.rooms
            if may(viewer, "watch", Thing(kind="stream", exercise=name))
        )

    def _glance(self, exercise: str, viewer: Viewer) -> TeamGlance:
        room, team = self.rooms[exercise], self._teams[exercise]
        events = _as_shown(room, room.events, viewer)
        return TeamGlance(
            name=team.name,
            exercise=exercise,
            clock=room.pacer.clock(),
            events=events,
            people=self.persons(exercise, viewer),
            words=unkept(room.words, events),
            code=team.code,
            fault=room.fault,
            closing=room.notary.closing,
            armed=room.exercise.armed,
            deadlines=tuple((one.id, one.due) for one in room.exercise.deadlines),
        )

    def persons(self, exercise: str, viewer: Viewer | None = None) -> tuple[Person, ...]:
        """Every seat of a team and who sits there; *viewer* finds their own."""
        room, presence = self.rooms[exercise], self.presence[exercise]
        sitting = self.sitting(exercise)
        return tuple(
            self._person(seat, room, presence, sitting.get(seat), viewer)
            for seat in self.scenario.organisation.roles
        )

    def _person(
        self,
        seat: str,
        room: Room,
        presence: Presence,
        sits: Participant | None,
        viewer: Viewer | None,
    ) -> Person:
        actor = room.exercise.state.seats.get(seat, "")
        stays_away = room.opened.responders.get(seat) == ABSENT
        return Person(
            seat=seat,
            name=sits.name if sits else None,
            simulated=actor.startswith("sim:") and not stays_away,
            online=presence.online.get(sits.id, 0) if sits else 0,
            ready=sits is not None and room.exercise.state.reached.get(seat) == sits.id,
            you=sits is not None and viewer is not None and sits.id == viewer.id,
        )


def _as_shown(room: Room, events: Sequence[Event], viewer: Viewer) -> tuple[Event, ...]:
    """In the review, raters who rate alone do not see one another's ratings."""
    return as_shown_to(viewer.id, events) if room.exercise.ended else tuple(events)


def _house(viewer: Viewer) -> frozenset[Literal["see", "manage"]]:
    """What this viewer may do beyond the exercise."""
    found: set[Literal["see", "manage"]] = set()
    if may(viewer, "see", Thing(kind="page", name="programme")):
        found.add("see")
    if may(viewer, "manage", Thing(kind="house")):
        found.add("manage")
    return frozenset(found)


def _hold_of(events: Sequence[Event]) -> int | None:
    """The leaf of the hold that stands, if one does."""
    for event in reversed(events):
        if isinstance(event.body, (ExerciseResumed, ExerciseEnded)):
            return None
        if isinstance(event.body, ExerciseHeld):
            return event.seq
    return None


def keeps_ratings(room: Room) -> bool:
    """Whether the record holds ratings that somebody may not see yet, so that it must stay here."""
    events = as_shown_to(None, room.events)
    return any(isinstance(event.body, RatingKept) for event in events)
