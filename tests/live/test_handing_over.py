"""Control is handed over by name at the desk, and then only its new holder is heard."""

from pathlib import Path

from facilitator.access import Account
from facilitator.live import Hall
from facilitator.live.desk import Desk
from facilitator.screens import Receipt, Viewer
from tests.live.halls import a_day, hall_in, only_room, run, start

HANDED_OVER = "Control was handed over; take it over before you act."


def viewer_of(account: Account) -> Viewer:
    return Viewer(kind=account.kind, id=account.id, name=account.name)


class Control:
    """Two people in one control room, and what each is told."""

    def __init__(self, hall: Hall, exercise: str) -> None:
        self._desk = Desk(hall)
        self._exercise = exercise
        self._said = 0
        self.people = {
            name: viewer_of(hall.people.make_account(kind="facilitator", name=name))
            for name in ("Ana", "Cleo")
        }

    async def says(self, who: str, do: str, **given: str) -> Receipt:
        self._said += 1
        sent = {"do": do, "cmd": f"said-{self._said}"} | {
            k.replace("_", "-"): v for k, v in given.items()
        }
        return await self._desk.take([self.people[who]], self._exercise, sent)


def test_after_a_hand_over_the_desk_hears_only_the_new_holder(tmp_path: Path) -> None:
    async def play() -> list[tuple[int, str]]:
        async with hall_in(tmp_path) as hall:
            room = only_room(await a_day(hall))
            await start(room)
            control = Control(hall, room.name)
            await control.says("Ana", "control.hand-over", to_actor="Cleo")
            told = [
                await control.says("Ana", "exercise.set-pace", num="2"),
                await control.says("Cleo", "exercise.hold"),
                await control.says("Ana", "control.hand-over", to_actor="me"),
                await control.says("Ana", "exercise.resume"),
            ]
            return [(receipt.status, receipt.says.split(" Recorded")[0]) for receipt in told]

    first, *others = run(play())

    assert first == (409, HANDED_OVER)
    assert [status for status, _ in others] == [200, 200, 200]


def test_control_cannot_be_handed_to_somebody_who_is_not_of_control(tmp_path: Path) -> None:
    async def play() -> Receipt:
        async with hall_in(tmp_path) as hall:
            room = only_room(await a_day(hall))
            await start(room)
            control = Control(hall, room.name)
            return await control.says("Ana", "control.hand-over", to_actor="Sam")

    receipt = run(play())

    assert receipt.status == 422
    assert "nobody of control is called `Sam`; write `me`, or one of `Ana`, `Cleo`" in receipt.says
