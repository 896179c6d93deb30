"""When the engine of a team has failed: its control room says so, and offers what can be done."""

from pathlib import Path

import httpx
import pytest

from evidence.kinds.exercise import SetPace
from facilitator.live import Hall, RoomStopped
from facilitator.web.app import card_maker, make_app
from facilitator.web.drawing import Drawing
from facilitator.web.site import Settings
from tests.live.halls import a_day, break_engine, by_control, only_room, run, start

ADDRESS = "http://127.0.0.1:8000"
DRAWING = Drawing(asset=lambda name: name, join_url=lambda code: code)
BUTTON = "Go on by hand"


def test_control_is_offered_to_go_on_by_hand_and_the_exercise_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def play() -> tuple[str, str, httpx.Response, str]:
        hall = await Hall.open(tmp_path, make_card=card_maker(DRAWING))
        try:
            room = only_room(await a_day(hall))
            await start(room)
            settings = Settings(address=ADDRESS)
            app = make_app(hall, settings=settings, folder=tmp_path, drawing=DRAWING)
            secret = hall.people.invite(kind="facilitator", name="Kim")
            transport = httpx.ASGITransport(app=app)
            async with httpx.AsyncClient(transport=transport, base_url=ADDRESS) as kim:
                kim.headers["origin"] = ADDRESS
                await kim.post(f"/link/{secret}", data={"name": "Kim", "password": ""})
                page = f"/x/{room.name}/control"
                before = (await kim.get(page)).text
                break_engine(room, monkeypatch)
                with pytest.raises(RoomStopped):
                    await room.do(by_control(SetPace(num=2)))
                broken = (await kim.get(page)).text
                said = {"do": "exercise.go-by-hand", "cmd": "1", "back": "control"}
                answer = await kim.post(f"/x/{room.name}/do", data=said)
                resumed = {"do": "exercise.resume", "cmd": "2", "back": "control"}
                await kim.post(f"/x/{room.name}/do", data=resumed)
                return before, broken, answer, (await kim.get(page)).text
        finally:
            await hall.close()

    before, broken, answer, after = run(play())

    assert BUTTON not in before
    assert "The engine stopped." in broken
    assert "What is recorded is safe." in broken
    assert BUTTON in broken
    assert answer.status_code == 303
    assert "Played by hand." in after
    assert BUTTON not in after
