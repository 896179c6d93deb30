"""A text whose deletion was recorded is gone after a restart, even if the process died before."""

import time
from pathlib import Path

import pytest

from facilitator.record_files import RECORDS
from facilitator.seal import Ground, redact_field
from facilitator.store import Store
from tests.live.halls import DUTY_MANAGER, a_day, hall_in, only_room, order, run, start

GROUND = Ground(ground="GDPR Art. 17", asked_by="p-1", approved_by="p-2")


def test_a_restart_deletes_what_the_record_says_is_deleted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def play() -> None:
        async with hall_in(tmp_path) as hall:
            room = only_room(await a_day(hall))
            await start(room)
            await room.do(order("log.enter", seat=DUTY_MANAGER, words="My number is 555."))
            await room.do(order("exercise.end"))

    async def words_after_restart() -> list[str]:
        async with hall_in(tmp_path) as hall:
            return list(only_room(hall.days[0]).words.values())

    run(play())
    _die_between_leaf_and_deletion(tmp_path, monkeypatch)

    assert run(words_after_restart()) == []


def _die_between_leaf_and_deletion(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Died(Exception):
        pass

    def die(*_: object) -> bool:
        raise Died

    with Store.open(folder / RECORDS) as store, monkeypatch.context() as dying:
        (exercise,) = (one.id for one in store.exercises())
        (opening,) = store.openings(exercise)
        dying.setattr(Store, "delete_opening", die)
        with pytest.raises(Died):
            redact_field(
                store,
                exercise,
                opening.seq,
                opening.field,
                ground=GROUND,
                wall=time.time_ns() // 1_000_000,
            )
