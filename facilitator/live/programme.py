"""The programme of all game days: what the instance log and the scorecards of all rooms say.

Reading the log and scoring happen in a thread.  What was read of the log is kept, and so is a
scorecard for as long as its record does not grow.
"""

import asyncio
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from threading import Lock
from typing import Final, NamedTuple

import msgspec

from evidence import Event, Leaf, decode_leaf
from evidence.programme import (
    PROGRAMME,
    ExercisePlanned,
    ItemMoved,
    ItemOpened,
    Programme,
    read_programme,
)
from facilitator.live.game_day import GameDay
from facilitator.live.hall import Hall
from facilitator.screens import Viewer
from facilitator.screens.programme import ProgrammePage, programme_page
from facilitator.screens.runs import Run
from facilitator.seal import note_next
from facilitator.store import Store
from scoring import Scorecard, as_shown_to, score

_OF_A_DAY: Final = ("exercise.opened", "exercise.sealed")


class _Played(NamedTuple):
    """One room, as it stood when somebody asked."""

    day: GameDay
    exercise: str
    events: Sequence[Event] | None
    """Of one that has ended; the others have no figures yet."""


class ProgrammeDesk:
    """Folds the programme for whoever may see it."""

    def __init__(self, hall: Hall) -> None:
        self._hall = hall
        self._log = _Log(hall.store)
        self._cards: dict[str, tuple[int, Scorecard]] = {}

    async def plan(
        self, planned: ExercisePlanned, *, version_of: str | None = None
    ) -> ExercisePlanned | None:
        """Enter a planned exercise, or the next version of one; ``None`` if there is none such.

        Its ``plan`` is given here: plans are numbered as they come.
        """

        def entry(known: Programme) -> ExercisePlanned | None:
            if version_of is not None and version_of not in {p.entry.plan for p in known.plans}:
                return None
            return msgspec.structs.replace(planned, plan=version_of or known.next_plan)

        return await asyncio.to_thread(note_next, self._hall.store, entry, wall=_now())

    async def planned(self, name: str) -> ExercisePlanned | None:
        """A plan as it stands, unless it was cancelled."""
        known = (await asyncio.to_thread(self._log.read))[0].plans
        found = next((one.entry for one in known if one.entry.plan == name), None)
        return found if found is not None and found.state == "planned" else None

    async def open_item(self, opened: ItemOpened) -> ItemOpened:
        """Enter an action; its ``item`` is given here."""

        def entry(known: Programme) -> ItemOpened:
            return msgspec.structs.replace(opened, item=known.next_item)

        entered = await asyncio.to_thread(note_next, self._hall.store, entry, wall=_now())
        assert entered is not None, "there is always a next number"
        return entered

    async def move_item(self, moved: ItemMoved) -> bool:
        """Enter what became of an action; whether there is such a one."""

        def entry(known: Programme) -> ItemMoved | None:
            return moved if moved.item in {one.opened.item for one in known.items} else None

        return await asyncio.to_thread(note_next, self._hall.store, entry, wall=_now()) is not None

    async def page(self, viewer: Viewer) -> ProgrammePage:
        """The programme as it stands now."""
        rooms = tuple(
            _Played(day, name, tuple(room.events) if room.exercise.ended else None)
            for day in self._hall.days
            for name, room in day.rooms.items()
        )
        return await asyncio.to_thread(self._fold, viewer, rooms)

    def _fold(self, viewer: Viewer, rooms: tuple[_Played, ...]) -> ProgrammePage:
        programme, days = self._log.read()
        today = datetime.now(UTC).date()
        runs = tuple(
            _run(viewer, one, days.get(one.exercise, today), self._card(one)) for one in rooms
        )
        return programme_page(runs, programme, today=today)

    def _card(self, played: _Played) -> Scorecard | None:
        """The scorecard that everybody may see: who rates alone finds no other's rating here."""
        if played.events is None:
            return None
        size = len(played.events)
        kept = self._cards.get(played.exercise)
        if kept is not None and kept[0] == size:
            return kept[1]
        card = score(played.day.scenario, as_shown_to(None, played.events))
        self._cards[played.exercise] = (size, card)
        return card


def _now() -> int:
    return time.time_ns() // 1_000_000


class _Log:
    """What the instance log says of the programme; each leaf is read once."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._size = 0
        self._entries: list[Leaf] = []
        self._days: dict[str, date] = {}
        self._reading = Lock()

    def read(self) -> tuple[Programme, dict[str, date]]:
        """The programme record, and the day of each exercise: opened, later sealed.  It blocks."""
        with self._reading:
            for data in self._store.instance_log(start=self._size):
                leaf = decode_leaf(data)
                self._size += 1
                if leaf.kind.startswith(PROGRAMME):
                    self._entries.append(leaf)
                elif leaf.kind in _OF_A_DAY:
                    day = datetime.fromtimestamp(leaf.wall / 1000, UTC).date()
                    self._days[str(leaf.body["exercise"])] = day
            return read_programme(self._entries), dict(self._days)


def _run(viewer: Viewer, played: _Played, day: date, card: Scorecard | None) -> Run:
    plan, name = played.day.scenario, played.exercise
    first = {"facilitator": "control", "evaluator": "evaluate"}.get(viewer.kind, "evidence")
    return Run(
        exercise=name,
        href=f"/x/{name}/{'scorecard' if card else first}",
        team=played.day.team_of(name).name,
        scenario=plan.scenario.scenario,
        title=plan.scenario.title,
        organisation=plan.organisation.title,
        organisation_id=plan.organisation.organisation,
        run=played.day.plan.run,
        day=day,
        laws=tuple(dict.fromkeys(_laws(played.day))),
        card=card,
    )


def _laws(day: GameDay) -> Iterator[str]:
    laws = day.scenario.laws
    return (laws[duty.regime].title for duty in day.scenario.scenario.duties if duty.regime in laws)
