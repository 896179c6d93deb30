"""The hall: every game day of this installation, its store and the people who are known.

It takes up what was being played when the process last died, makes new game days, and finds a
room by its exercise or a team by its code.  Store calls run in threads.
"""

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, Literal, TypeAlias

import msgspec

from evidence.kinds.exercise import ExerciseOpened, KindOfRun
from facilitator.access import People, new_code
from facilitator.live.fitting import CannotOpen, check_fits, check_teams
from facilitator.live.game_day import DayPlan, GameDay, TeamPlan
from facilitator.live.pacing import REAL_CLOCKS, Clocks
from facilitator.live.room import Room
from facilitator.live.views import MakeCard
from facilitator.live.witness import Witness
from facilitator.opening import Opening, open_exercise, plays_of
from facilitator.record_files import read_plan, read_stored, store_in
from facilitator.recording import Recorder
from facilitator.resuming import Diverged, Resumed, resume, resume_by_hand
from facilitator.seal import finish_redactions, withdrawn
from facilitator.store import Store
from scenarios import Plan
from simulator import Exercise

FITS: Final = 5_000
"""Open sockets that a server has been measured with."""
PEOPLE: Final = "people.db"
_DAY: Final = "day:"

MakeCardFor: TypeAlias = Callable[[Room], MakeCard]


class Hall:
    """Everything that one server serves.  After :meth:`open` you must :meth:`close`."""

    def __init__(
        self,
        store: Store,
        people: People,
        *,
        make_card: MakeCardFor,
        witness: Witness,
        clocks: Clocks,
        fits: int = FITS,
    ) -> None:
        self.store = store
        self.people = people
        self._make_card = make_card
        self._witness = witness
        self._clocks = clocks
        self._fits = fits
        self._days: dict[str, GameDay] = {}
        self._of_exercise: dict[str, GameDay] = {}
        self._of_code: dict[str, str] = {}
        self._adding = asyncio.Lock()

    @classmethod
    async def open(cls, folder: Path, *, make_card: MakeCardFor, fits: int = FITS) -> "Hall":
        """Open the data folder and take up every game day that has not ended.

        Args:
            fits: Sockets that may be open at once; a game day that needs more is not opened.

        Raises:
            StoreFailed: The store cannot be opened.
            CannotRead: Nobody can say where its records are, or their keys are elsewhere.
        """
        folder.mkdir(parents=True, exist_ok=True)
        store = await asyncio.to_thread(store_in, folder, alone=True)
        people = await asyncio.to_thread(People.open, folder / PEOPLE)
        hall = cls(
            store, people, make_card=make_card, witness=Witness(), clocks=REAL_CLOCKS, fits=fits
        )
        await hall.take_up()
        return hall

    async def take_up(self) -> None:
        """Take up every game day that is known; call it once, before anything else.

        Teams whose exercise was cancelled or deleted are gone from their day, and a day without
        teams is gone.
        """
        kept = await asyncio.to_thread(self.people.file.kept)
        gone = await asyncio.to_thread(withdrawn, self.store)
        for name, value in sorted(kept.items()):
            if name.startswith(_DAY):
                day = msgspec.json.decode(value, type=DayPlan)
                teams = tuple(one for one in day.teams if one.exercise not in gone)
                if teams != day.teams:
                    await asyncio.to_thread(self.people.file.drop, name)
                    if not teams:
                        continue
                    day = msgspec.structs.replace(day, id=teams[0].exercise, teams=teams)
                    await self.keep(day)
                await self._take_up(day)

    async def close(self) -> None:
        """Stop every room and finish what is queued for the disk."""
        for day in self._days.values():
            for room in day.rooms.values():
                await room.close()
        await asyncio.to_thread(self._witness.close)  # what is due is signed while it can be
        await asyncio.to_thread(self.store.close)
        self.people.close()

    # Finding

    @property
    def days(self) -> tuple[GameDay, ...]:
        """Every game day, the latest first."""
        return tuple(reversed(self._days.values()))

    def day_of(self, exercise: str) -> GameDay | None:
        return self._of_exercise.get(exercise)

    def room(self, exercise: str) -> Room | None:
        day = self._of_exercise.get(exercise)
        return day.rooms[exercise] if day else None

    def exercise_of_code(self, code: str) -> str | None:
        return self._of_code.get(code)

    def sign_silence(self) -> None:
        """Let every record be signed that has been still for ten minutes; call it now and then."""
        for day in self._days.values():
            for room in day.rooms.values():
                room.sign_silence(wall=self._clocks.wall_ms())

    def dismiss(self, who: str) -> None:
        """Close every socket of somebody who is no longer let in."""
        for day in self._days.values():
            for room in day.rooms.values():
                room.audience.dismiss(who)

    # Making

    async def make_day(
        self,
        plan: Plan,
        *,
        title: str,
        seed: int,
        run: KindOfRun,
        teams: Sequence[str],
        responders: str,
        wall_clock: Literal["real", "simulated"] = "real",
    ) -> GameDay:
        """Open an exercise for each team of *teams*; empty seats get simulated *responders*.

        Args:
            wall_clock: ``simulated`` for a day whose story does not keep to the wall, because
                part of it is played without waiting.

        Raises:
            CannotOpen: There are too many teams, two have one name, or they do not fit.
        """
        check_teams(teams)
        check_fits(self._days.values(), plan, len(teams), fits=self._fits)
        plan = read_plan(plan.canonical)  # as it is after a restart, to the order of its parts
        opening = Opening(
            seed=seed, run=run, responders=dict.fromkeys(plan.organisation.roles, responders)
        )
        earlier = await asyncio.to_thread(plays_of, self.store, plan)
        opened = [
            await self._open_team(plan, team, opening, earlier=earlier, wall_clock=wall_clock)
            for team in teams
        ]
        entries, rooms = zip(*opened, strict=True)
        day = DayPlan(id=entries[0].exercise, title=title, seed=seed, run=run, teams=entries)
        await self.keep(day)
        return self._add(GameDay(day, scenario=plan, rooms=rooms, people=self.people))

    async def add_team(self, day: GameDay, name: str) -> Room:
        """Open an exercise for a team that comes late; control starts it and brings it level.

        It plays the same plan under the same seed, with the same responders in empty seats.

        Raises:
            CannotOpen: The day is over, another team has this name, or it does not fit.
        """
        async with self._adding:
            if day.ended:
                raise CannotOpen("This game day is over; open a new one.")
            check_teams([*(team.name for team in day.plan.teams), name])
            check_fits(self._days.values(), day.scenario, 1, fits=self._fits)
            first = next(iter(day.rooms.values())).opened
            opening = Opening(seed=first.seed, run=first.run, responders=first.responders)
            team, room = await self._open_team(
                day.scenario,
                name,
                opening,
                earlier=first.earlier_plays,
                wall_clock=first.wall_clock,
            )
            day.add(team, room)
            await self.keep(day.plan)
        self._add(day)
        day.presence_changed(room)
        return room

    async def _open_team(
        self,
        plan: Plan,
        name: str,
        opening: Opening,
        *,
        earlier: int,
        wall_clock: Literal["real", "simulated"],
    ) -> tuple[TeamPlan, Room]:
        opened = await asyncio.to_thread(
            open_exercise,
            self.store,
            plan,
            opening,
            wall=self._clocks.wall_ms(),
            wall_clock=wall_clock,
            earlier_plays=earlier,
        )
        room = self._room(opened.exercise, plan)
        room.begin(await asyncio.to_thread(self._opened, plan, opened), ())
        code = new_code(frozenset(self._of_code))
        self._of_code[code] = opened.exercise
        return TeamPlan(exercise=opened.exercise, name=name, code=code), room

    async def keep(self, day: DayPlan) -> None:
        """Write a game day down, so that it is there after a restart."""
        await asyncio.to_thread(
            self.people.file.keep, f"{_DAY}{day.id}", msgspec.json.encode(day).decode()
        )

    async def go_by_hand(self, exercise: str, *, actor: str) -> None:
        """Take the simulated world of a broken room out of play and go on without it."""
        room = self._of_exercise[exercise].rooms[exercise]
        await room.close()
        resumed = await asyncio.to_thread(
            resume_by_hand, self.store, exercise, actor=actor, wall=self._wall
        )
        openings = await asyncio.to_thread(self.store.openings, exercise)
        room.begin(resumed, openings)

    def _opened(self, plan: Plan, opened: ExerciseOpened) -> Resumed:
        exercise = Exercise(plan, seed=opened.seed)
        recorder = Recorder(self.store, opened.exercise, wall=self._wall)
        events = exercise.receive(opened, at=exercise.now, actor="shell", origin="shell")
        recorder.take(events)
        recorder.flush()
        return Resumed(exercise=exercise, recorder=recorder, events=events, stored=0)

    async def _take_up(self, day: DayPlan) -> None:
        data = await asyncio.to_thread(self.store.plan, day.id)
        plan = read_plan(data)
        rooms = []
        for team in day.teams:
            room = self._room(team.exercise, plan)
            rooms.append(room)
            await self._resume(room)
            self._of_code[team.code] = team.exercise
        self._add(GameDay(day, scenario=plan, rooms=rooms, people=self.people))

    async def _resume(self, room: Room) -> None:
        # A crash may have come between the leaf that says a text is gone and its deletion.
        await asyncio.to_thread(finish_redactions, self.store, room.name)
        openings = await asyncio.to_thread(self.store.openings, room.name)
        try:
            resumed = await asyncio.to_thread(resume, self.store, room.name, wall=self._wall)
        except Diverged as diverged:
            # Nothing is decided for control: the room shows what there is, and takes nothing.
            broken = await asyncio.to_thread(self._as_it_stands, room)
            room.begin(broken, openings, broken=str(diverged))
        else:
            room.begin(resumed, openings)

    def _as_it_stands(self, room: Room) -> Resumed:
        leaves = tuple(self.store.leaves(room.name))
        record = read_stored(self.store, room.name, where=Path(room.name))
        exercise = Exercise.by_hand(record.plan, seed=record.opened.seed, record=record.events)
        recorder = Recorder(self.store, room.name, wall=self._wall, after=leaves)
        stored = len(leaves)
        return Resumed(exercise=exercise, recorder=recorder, events=record.events, stored=stored)

    def _room(self, exercise: str, plan: Plan) -> Room:
        return Room(
            name=exercise,
            plan=plan,
            store=self.store,
            witness=self._witness,
            clocks=self._clocks,
            make_card=self._make_card,
        )

    def _add(self, day: GameDay) -> GameDay:
        self._days[day.plan.id] = day
        self._of_exercise.update(dict.fromkeys(day.rooms, day))
        return day

    def _wall(self, _: int) -> int:
        """A live room's leaves carry the time that people's clocks show."""
        return self._clocks.wall_ms()
