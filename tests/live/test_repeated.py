"""The same id again: the same answer for the same content, and none for other content."""

from pathlib import Path

import pytest

from evidence.kinds.incident import LogEntered
from facilitator.live import OtherContent, answers
from facilitator.live.desk import Desk
from facilitator.screens import Receipt
from tests.live.halls import DUTY_MANAGER, POINTS, a_day, hall_in, only_room, order, run, start
from tests.live.test_desk import begin, first, player, say, staff

USED = "Something else was sent under this id before"


def test_an_id_that_comes_again_with_other_words_is_refused_and_the_first_words_count(
    tmp_path: Path,
) -> None:
    async def play() -> tuple[Receipt, Receipt, list[str]]:
        async with hall_in(tmp_path) as hall:
            day, desk = await a_day(hall), Desk(hall)
            room, ana = only_room(day), player(first(day))
            await start(room)
            await say(desk, ana, room.name, "log.enter", words="Two are slow.", cmd="one")
            same = await say(desk, ana, room.name, "log.enter", words="Two are slow.", cmd="one")
            other = await say(desk, ana, room.name, "log.enter", words="All is well.", cmd="one")
            return same, other, list(room.words.values())

    same, other, words = run(play())
    assert same.ok
    assert other.status == 409
    assert other.says.startswith(USED)
    assert "load the page again" in other.says
    assert "All is well." not in words


def test_an_id_of_somebody_else_gets_no_answer_that_was_theirs(tmp_path: Path) -> None:
    async def play() -> Receipt:
        async with hall_in(tmp_path) as hall:
            day, desk = await a_day(hall), Desk(hall)
            kim, sam = staff(hall, "Kim"), staff(hall, "Sam")
            accept = {"points": [*POINTS], "words": "A test."}
            await say(desk, kim, first(day), "preflight.accept", **accept)
            await say(desk, kim, first(day), "exercise.start", cmd="one")
            return await say(desk, sam, first(day), "exercise.start", cmd="one")

    receipt = run(play())
    assert receipt.status == 409
    assert receipt.says.startswith(USED)


def test_an_act_of_control_whose_answer_was_lost_gets_it_although_the_page_is_older_now(
    tmp_path: Path,
) -> None:
    async def play() -> list[Receipt]:
        async with hall_in(tmp_path) as hall:
            day, desk = await a_day(hall), Desk(hall)
            kim = staff(hall)
            await begin(desk, kim, first(day))
            hold = {"expects": "running", "cmd": "lost"}
            return [await say(desk, kim, first(day), "exercise.hold", **hold) for _ in range(2)]

    once, again = run(play())
    assert once.ok
    assert (again.ok, again.says, again.seq) == (True, once.says, once.seq)


def test_after_a_restart_an_id_still_stands_for_what_it_stood_for(tmp_path: Path) -> None:
    async def play() -> None:
        async with hall_in(tmp_path) as hall:
            room = only_room(await a_day(hall))
            await start(room)
            await room.do(order("log.enter", seat=DUTY_MANAGER, cmd="one", words="It is slow."))

    async def again() -> int:
        async with hall_in(tmp_path) as hall:
            room = only_room(hall.days[0])
            await room.do(order("log.enter", seat=DUTY_MANAGER, cmd="one", words="It is slow."))
            with pytest.raises(OtherContent):
                await room.do(order("log.enter", seat=DUTY_MANAGER, cmd="one", words="It is up."))
            with pytest.raises(OtherContent):
                await room.do(order("incident.declare", seat=DUTY_MANAGER, cmd="one"))
            return sum(isinstance(event.body, LogEntered) for event in room.events)

    run(play())
    assert run(again()) == 1


def test_an_answer_of_long_ago_is_given_again_from_the_record(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answers, "REMEMBERED", 3)

    async def play() -> tuple[int, int]:
        async with hall_in(tmp_path) as hall:
            room = only_room(await a_day(hall))
            await start(room)
            first_said = order("log.enter", seat=DUTY_MANAGER, words="It is slow.")
            done = await room.do(first_said)
            for _ in range(5):
                await room.do(order("log.enter", seat=DUTY_MANAGER, words="Still slow."))
            again = await room.do(first_said)
            with pytest.raises(OtherContent):
                await room.do(
                    order("log.enter", seat=DUTY_MANAGER, words="It is fast.", cmd=first_said.cmd)
                )
            assert len(room.events) > done.seq
            return done.seq, again.seq

    before, again = run(play())
    assert before == again
