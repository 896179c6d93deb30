"""How far an act of control goes: every team, those that one leads, or one."""

from dataclasses import replace
from pathlib import Path

from evidence import KINDS, Command
from facilitator.live import GameDay
from facilitator.live.desk import Desk
from facilitator.screens import Receipt, Viewer
from facilitator.screens.control import ControlPage, control_page
from tests.live.halls import a_day, hall_in, run
from tests.live.test_desk import begin, player, say, staff


def room_of(day: GameDay, viewer: Viewer, exercise: str, **query: str) -> ControlPage:
    return control_page(day.seen(viewer, exercise), query)


def states(day: GameDay) -> list[str]:
    return [room.pacer.clock().state for room in day.rooms.values()]


def test_control_holds_one_team_while_the_others_go_on(tmp_path: Path) -> None:
    async def play() -> tuple[str, str, list[str]]:
        async with hall_in(tmp_path) as hall:
            day, desk, kim = await a_day(hall, "Red", "Blue"), Desk(hall), staff(hall)
            red, _ = day.rooms.values()
            await begin(desk, kim, red.name, all="yes")
            by_default = room_of(day, kim, red.name).reach
            alone = room_of(day, kim, red.name, **{"for": "one"}).reach
            receipt = await say(desk, kim, red.name, "exercise.hold", all=alone.sends)
            assert receipt.ok, receipt.says
            return by_default.words, alone.words, states(day)

    assert run(play()) == ("every team", "Red", ["held", "running"])


def test_co_facilitators_act_for_the_teams_that_each_leads(tmp_path: Path) -> None:
    async def play() -> tuple[list[str], Receipt, list[int]]:
        async with hall_in(tmp_path) as hall:
            day, desk = await a_day(hall, "Red", "Blue", "Green"), Desk(hall)
            kim, sam = staff(hall, "Kim"), staff(hall, "Sam")
            red, blue, green = day.rooms
            await begin(desk, kim, red, all="yes")
            for theirs in (blue, green):
                handed = await say(desk, kim, theirs, "control.hand-over", to_actor="Sam")
                assert handed.ok, handed.says
            reach = room_of(day, sam, blue).reach
            receipt = await say(desk, sam, blue, "exercise.set-pace", num="5", all=reach.sends)
            shown = [reach, room_of(day, kim, red).reach, room_of(day, kim, blue).reach]
            paces = [room.pacer.clock().num for room in day.rooms.values()]
            return [one.words for one in shown], receipt, paces

    words, receipt, paces = run(play())

    assert words == ["Blue, Green", "Red", "Blue"]
    assert receipt.says == "Recorded in 2 teams."
    assert paces == [1, 5, 5]


def test_whoever_leads_nobody_is_told_so(tmp_path: Path) -> None:
    async def play() -> Receipt:
        async with hall_in(tmp_path) as hall:
            day, desk = await a_day(hall, "Red", "Blue"), Desk(hall)
            kim, sam = staff(hall, "Kim"), staff(hall, "Sam")
            red, _ = day.rooms
            await begin(desk, kim, red, all="yes")
            return await say(desk, sam, red, "exercise.hold", all="mine")

    receipt = run(play())

    assert receipt.status == 422
    assert "take the lead of a team" in receipt.says


def test_with_one_team_nothing_is_to_be_chosen(tmp_path: Path) -> None:
    async def play() -> tuple[int, str]:
        async with hall_in(tmp_path) as hall:
            day, kim = await a_day(hall), staff(hall)
            reach = room_of(day, kim, next(iter(day.rooms)), **{"for": "all"}).reach
            return len(reach.offers), reach.sends

    assert run(play()) == (0, "")


def test_nobody_of_one_team_says_anything_in_another(tmp_path: Path) -> None:
    async def play() -> tuple[set[int], int]:
        async with hall_in(tmp_path) as hall:
            day, desk, kim = await a_day(hall, "Red", "Blue"), Desk(hall), staff(hall)
            red, blue = day.rooms.values()
            await begin(desk, kim, red.name, all="yes")
            await say(desk, kim, red.name, "exercise.hold", all="yes")
            before = len(blue.events)
            statuses = set()
            for do in (kind for kind, body in KINDS.items() if issubclass(body, Command)):
                for one in (player(red.name), replace(kim, exercise=red.name)):
                    nobody_waits = replace(one, id=f"{one.id}-{do}")
                    receipt = await say(desk, nobody_waits, red.name, do, all="yes", words="There.")
                    statuses.add(receipt.status)
            return statuses, len(blue.events) - before

    statuses, happened = run(play())

    assert statuses == {403, 422}, "not theirs, or no command"
    assert happened == 0


def test_a_token_for_one_team_relays_nothing_to_another(tmp_path: Path) -> None:
    async def play() -> Receipt:
        async with hall_in(tmp_path) as hall:
            day, desk, kim = await a_day(hall, "Red", "Blue"), Desk(hall), staff(hall)
            red, blue = day.rooms
            await begin(desk, kim, red, all="yes")
            token = replace(kim, exercise=red)
            return await say(desk, token, red, "relay", to_exercise=blue, words="Look.")

    receipt = run(play())

    assert receipt.status == 403
    assert receipt.says == "You act in one team alone; nothing was done."
