"""A lobby that cannot fit is refused when it is opened, not when its last team knocks."""

from pathlib import Path

import pytest

from facilitator.live import CannotOpen, Hall
from tests.live.halls import a_day, plain_cards, run


def test_a_game_day_that_needs_more_sockets_than_fit_is_refused_with_what_would_do(
    tmp_path: Path,
) -> None:
    async def play() -> str:
        hall = await Hall.open(tmp_path, make_card=plain_cards, fits=40)
        try:
            with pytest.raises(CannotOpen) as refused:
                await a_day(hall, "A", "B", "C")
            assert hall.days == ()
            assert hall.store.exercises() == ()
            return str(refused.value)
        finally:
            await hall.close()

    says = run(play())
    assert says.startswith("3 teams with ")
    assert "this server has room for 40 more" in says
    assert "`ulimit -n`" in says


def test_what_other_game_days_may_need_is_not_promised_twice(tmp_path: Path) -> None:
    async def play() -> str:
        hall = await Hall.open(tmp_path, make_card=plain_cards, fits=40)
        try:
            seats = len((await a_day(hall)).scenario.organisation.roles)
            with pytest.raises(CannotOpen) as refused:
                await a_day(hall, "B", "C")
            assert f"room for {40 - 2 * seats} more" in str(refused.value)
            return str(refused.value)
        finally:
            await hall.close()

    assert "end a game day that is over" in run(play())
