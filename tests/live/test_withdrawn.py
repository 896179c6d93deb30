"""An exercise that was cancelled or deleted is not taken up again when the server starts."""

from pathlib import Path

from facilitator.record_files import RECORDS
from facilitator.seal import Ground, cancel_exercise, delete_exercise
from facilitator.store import Store
from tests.live.halls import a_day, hall_in, run

GROUND = Ground(ground="kept for two years", asked_by="p-1", approved_by="p-2")


def test_the_other_teams_of_the_day_are_taken_up_and_a_day_without_teams_is_gone(
    tmp_path: Path,
) -> None:
    async def open_a_day() -> list[str]:
        async with hall_in(tmp_path) as hall:
            return list((await a_day(hall, "Red", "Blue", "Green")).rooms)

    async def taken_up() -> list[list[str]]:
        async with hall_in(tmp_path) as hall:
            for day in hall.days:
                assert hall.day_of(day.plan.id) is day
            return [list(day.rooms) for day in hall.days]

    red, blue, green = run(open_a_day())
    with Store.open(tmp_path / RECORDS) as store:
        delete_exercise(store, red, ground=GROUND, wall=1)
    assert run(taken_up()) == [[blue, green]]

    with Store.open(tmp_path / RECORDS) as store:
        cancel_exercise(store, green, reason="a fire alarm", wall=1)
    assert run(taken_up()) == [[blue]]

    with Store.open(tmp_path / RECORDS) as store:
        delete_exercise(store, blue, ground=GROUND, wall=1)
    assert run(taken_up()) == []
