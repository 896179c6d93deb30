"""A jump is shown before it is made: what it fires and what it crosses is what then happens."""

from pathlib import Path

from evidence import Millis
from evidence.kinds.control import InjectFired
from evidence.kinds.exercise import ExerciseJumped
from facilitator.live import GameDay, Room
from facilitator.live.desk import Desk
from facilitator.live.foreseeing import with_foresight
from facilitator.live.sharing import Shared
from facilitator.screens import Receipt, Viewer
from facilitator.screens.control import ControlPage, control_page
from facilitator.screens.jumping import JumpPreview
from tests.live.halls import a_day, hall_in, run
from tests.live.test_desk import begin, first, say, staff

WIPED = "primary-wiped"


def control_room(day: GameDay, viewer: Viewer, room: Room, **query: str) -> ControlPage:
    return control_page(day.seen(viewer, room.name), query)


async def preview(day: GameDay, viewer: Viewer, room: Room, to: str, **query: str) -> JumpPreview:
    asked = {"jump": to, **query}
    seen = await with_foresight(day.seen(viewer, room.name), asked, day, Shared())
    shown = control_page(seen, asked).jump
    assert shown is not None
    return shown


def test_what_a_jump_would_fire_is_what_it_fires(tmp_path: Path) -> None:
    async def play() -> tuple[list[str], list[str]]:
        async with hall_in(tmp_path) as hall:
            day, desk, kim = await a_day(hall), Desk(hall), staff(hall)
            room = day.rooms[first(day)]
            await begin(desk, kim, room.name)
            await say(desk, kim, room.name, "exercise.hold")
            await say(desk, kim, room.name, "inject.shift", inject="stuck-tool", to="8m")
            await say(desk, kim, room.name, "inject.handle", inject="wrong-host", how="skip")
            before = len(room.events)
            shown = await preview(day, kim, room, "11m")
            assert (await say(desk, kim, room.name, "exercise.jump", to="11m")).ok
            page = control_room(day, kim, room)
            titles = {row.id: row.title for row in page.rows}
            came = [
                titles[event.body.inject]
                for event in room.events[before:]
                if isinstance(event.body, InjectFired)
            ]
            return [title for _, title in shown.fires], came

    shown, came = run(play())

    assert shown == came
    assert "The copy tool says nothing" in came


def test_what_follows_another_event_is_counted_down_once_it_is_known_when(tmp_path: Path) -> None:
    async def play() -> tuple[bool, bool]:
        async with hall_in(tmp_path) as hall:
            day, desk, kim = await a_day(hall), Desk(hall), staff(hall)
            room = day.rooms[first(day)]
            await begin(desk, kim, room.name)
            await say(desk, kim, room.name, "exercise.hold")
            follows = [i.id for i in day.scenario.scenario.injects if i.after is not None]
            rows = {row.id: row for row in control_room(day, kim, room).rows}
            unknown = all(rows[one].at is None for one in follows)
            await say(desk, kim, room.name, "exercise.jump", to="12m")
            rows = {row.id: row for row in control_room(day, kim, room).rows}
            return unknown, any(
                rows[one].at is not None and rows[one].state == "planned" for one in follows
            )

    assert run(play()) == (True, True)


def test_the_recovery_of_a_service_is_a_deadline_that_a_jump_names_and_goes_through_with_a_reason(
    tmp_path: Path,
) -> None:
    async def play() -> tuple[list[str], Receipt, Receipt, list[str]]:
        async with hall_in(tmp_path) as hall:
            day, desk, kim = await a_day(hall), Desk(hall), staff(hall)
            room = day.rooms[first(day)]
            await begin(desk, kim, room.name)
            await say(desk, kim, room.name, "exercise.hold")
            await say(desk, kim, room.name, "exercise.jump", to="30m")
            shown = await preview(day, kim, room, "9h")
            silent = await say(desk, kim, room.name, "exercise.jump", to="9h")
            through = await say(
                desk, kim, room.name, "exercise.jump", to="9h", through="true", words="Night."
            )
            (crossed,) = (
                e.body.crosses
                for e in room.events
                if isinstance(e.body, ExerciseJumped) and e.body.crosses
            )
            return [what for _, what in shown.crosses], silent, through, list(crossed)

    shown, silent, through, crossed = run(play())

    assert "Merchant Console is to be back" in shown
    assert len(shown) == len(crossed)
    assert not silent.ok
    assert "crosses the recovery of" in silent.says
    assert through.ok, through.says


def test_a_jump_of_every_team_shows_the_deadline_of_the_one_that_has_it(tmp_path: Path) -> None:
    async def play() -> tuple[JumpPreview, JumpPreview]:
        async with hall_in(tmp_path) as hall:
            day, desk, kim = await a_day(hall, "Red", "Blue"), Desk(hall), staff(hall)
            red, blue = day.rooms.values()
            await begin(desk, kim, red.name, all="yes")
            await say(desk, kim, red.name, "exercise.hold", all="yes")
            await say(desk, kim, blue.name, "exercise.jump", to="30m")
            return (
                await preview(day, kim, red, "9h"),
                await preview(day, kim, red, "9h", **{"for": "one"}),
            )

    every, alone = run(play())

    assert [what for _, what in every.crosses] == ["Merchant Console is to be back (Blue)"]
    assert alone.crosses == ()


def test_a_team_is_brought_level_through_what_opens_on_the_way_with_a_reason_from_its_preview(
    tmp_path: Path,
) -> None:
    async def play() -> tuple[JumpPreview, Receipt, Receipt, list[Millis], JumpPreview]:
        async with hall_in(tmp_path) as hall:
            day, desk, kim = await a_day(hall, "Red", "Blue"), Desk(hall), staff(hall)
            red, blue = day.rooms.values()
            await begin(desk, kim, red.name, all="yes")
            await say(desk, kim, red.name, "exercise.hold", all="yes")
            through = {"through": "true", "words": "Night."}
            assert (await say(desk, kim, red.name, "exercise.jump", to="9h", **through)).ok
            shown = await preview(day, kim, blue, "level", **{"for": "one"})
            silent = await say(desk, kim, blue.name, "bring-level")
            done = await say(desk, kim, blue.name, "bring-level", **through)
            clocks = [red.pacer.now(), blue.pacer.now()]
            return shown, silent, done, clocks, await preview(day, kim, blue, "level")

    shown, silent, done, (red, blue), level = run(play())

    assert shown.crosses == ()
    assert [what for _, what in shown.opens] == ["Merchant Console is to be back, out from 0:12:00"]
    assert silent.status == 409
    assert done.ok, done.says
    assert red == blue == shown.to
    assert level.problem == "No other team is further."


def test_a_deadline_that_opens_on_the_way_is_shown_before_and_needs_a_reason(
    tmp_path: Path,
) -> None:
    async def play() -> tuple[JumpPreview, list[Receipt], Receipt, JumpPreview]:
        async with hall_in(tmp_path) as hall:
            day, desk, kim = await a_day(hall), Desk(hall), staff(hall)
            room = day.rooms[first(day)]
            await begin(desk, kim, room.name)
            await say(desk, kim, room.name, "exercise.hold")
            shown = await preview(day, kim, room, "9h")
            near = await preview(day, kim, room, "2h")
            silent = [
                await say(desk, kim, room.name, "exercise.jump", to="9h", **more)
                for more in ({}, {"through": "true"})
            ]
            assert room.pacer.now() < 60_000
            through = {"through": "true", "words": "Night."}
            done = await say(desk, kim, room.name, "exercise.jump", to="9h", **through)
            return shown, silent, done, near

    shown, silent, done, near = run(play())

    assert shown.crosses == ()
    assert [what for _, what in shown.opens] == ["Merchant Console is to be back, out from 0:12:00"]
    assert near.opens == ()
    assert [one.status for one in silent] == [409, 409]
    assert "the jump opens the recovery of Merchant Console" in silent[0].says
    assert done.ok, done.says


def test_what_waits_for_other_events_is_in_what_a_jump_fires(tmp_path: Path) -> None:
    async def play() -> tuple[list[str], list[str]]:
        async with hall_in(tmp_path) as hall:
            day, desk, kim = await a_day(hall), Desk(hall), staff(hall)
            room = day.rooms[first(day)]
            await begin(desk, kim, room.name)
            await say(desk, kim, room.name, "exercise.hold")
            before = len(room.events)
            shown = await preview(day, kim, room, "2h")
            await say(desk, kim, room.name, "exercise.jump", to="2h")
            titles = {row.id: row.title for row in control_room(day, kim, room).rows}
            fired = [e.body for e in room.events[before:] if isinstance(e.body, InjectFired)]
            follows = {i.id for i in day.scenario.scenario.injects if i.after is not None}
            assert follows & {body.inject for body in fired}
            return [title for _, title in shown.fires], [titles[one.inject] for one in fired]

    shown, came = run(play())

    assert sorted(shown) == sorted(came)


def test_by_hand_a_jump_opens_nothing_for_nothing_happens(tmp_path: Path) -> None:
    async def play() -> JumpPreview:
        async with hall_in(tmp_path) as hall:
            day, desk, kim = await a_day(hall), Desk(hall), staff(hall)
            room = day.rooms[first(day)]
            await begin(desk, kim, room.name)
            await say(desk, kim, room.name, "exercise.hold")
            await say(desk, kim, room.name, "exercise.go-by-hand")
            shown = await preview(day, kim, room, "9h")
            assert (await say(desk, kim, room.name, "exercise.jump", to="9h")).ok
            return shown

    shown = run(play())

    assert (shown.opens, shown.unknown) == ((), False)
